/* dvrip-unit-reader.c
 *
 * Payloads of media packets in, whole units (frames) out, however they were cut. A unit that came
 * in one piece is a slice of it; one that came in many is put together once.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-unit-reader.h"

#include <string.h>

#include "wall-reason.h"

/* A unit in the making takes this much more memory than has come of it, at most. */
#define GROWTH (64u << 10)

#define LONGEST_HEADER 16

/* As much may be skipped in search of a unit: the rest of the largest one there is. */
#define MAX_SKIPPED DVRIP_MAX_UNIT

typedef enum {
  SYNC_NONE,  /* the stream may have begun inside a unit: search for any */
  SYNC_LOST,  /* a length was wrong: search for a unit that needs none before it */
  SYNC_FOUND, /* follow the lengths, never search */
} Sync;

typedef struct {
  GBytes *bytes;
  gint64 arrival_us;
} Payload;

struct _DvripUnitReader {
  GQueue payloads;      /* of Payload, not yet looked at */

  /* What is looked at: the newest payload, and before it what was left of older ones, which is
   * always less than a header. */
  GBytes *window;
  gsize at;
  gsize n_left;
  gint64 left_us[LONGEST_HEADER];
  gint64 window_us;

  /* The unit in the making; @begun is %NULL if there is none. */
  guint8 *begun;
  gsize begun_size;
  gsize begun_allocated;
  gint64 begun_us;
  DvripUnitHeader header;

  Sync sync;
  gsize n_skipped;
  gboolean is_discont;
  GError *error;        /* once set, the answer for ever */
};

static void
payload_free (gpointer data)
{
  Payload *payload = data;

  g_bytes_unref (payload->bytes);
  g_free (payload);
}

static const guint8 *
get_data (DvripUnitReader *self)
{
  return (const guint8 *) g_bytes_get_data (self->window, NULL) + self->at;
}

static gsize
get_available (DvripUnitReader *self)
{
  return self->window ? g_bytes_get_size (self->window) - self->at : 0;
}

static gint64
get_arrival (DvripUnitReader *self, gsize at)
{
  return at < self->n_left ? self->left_us[at] : self->window_us;
}

static gsize
get_unit_size (DvripUnitReader *self)
{
  return self->header.header_size + self->header.payload_size;
}

static DvripRead
fail (DvripUnitReader *self, GError *reason, GError **error)
{
  self->error = reason;
  g_propagate_error (error, g_error_copy (reason));

  return DVRIP_READ_ERROR;
}

static GBytes *
join (const guint8 *first, gsize first_size, GBytes *second)
{
  gsize size = g_bytes_get_size (second);
  guint8 *data = g_malloc (first_size + size);

  memcpy (data, first, first_size);
  if (size > 0)
    memcpy (data + first_size, g_bytes_get_data (second, NULL), size);

  return g_bytes_new_take (data, first_size + size);
}

/* Turns to the next payload. What is left of this one, a piece of a header, comes along. */
static gboolean
next_window (DvripUnitReader *self)
{
  Payload *payload = g_queue_pop_head (&self->payloads);
  gsize n_left = get_available (self);
  gint64 left_us[LONGEST_HEADER];

  if (!payload)
    return FALSE;

  g_assert (n_left < LONGEST_HEADER);
  for (gsize i = 0; i < n_left; i++)
    left_us[i] = get_arrival (self, self->at + i);
  memcpy (self->left_us, left_us, sizeof (gint64) * n_left);

  if (n_left > 0) {
    GBytes *joined = join (get_data (self), n_left, payload->bytes);

    g_bytes_unref (payload->bytes);
    payload->bytes = joined;
  }

  g_clear_pointer (&self->window, g_bytes_unref);
  self->window = payload->bytes;
  self->window_us = payload->arrival_us;
  self->n_left = n_left;
  self->at = 0;
  g_free (payload);

  return TRUE;
}

/* Search finds what looks like a header only by chance inside sound or JPEG: inside of H.264 and
 * H.265 it cannot stand, as they escape this start and never use these values behind it. */
static gboolean
is_plausible (const DvripUnitHeader *header, Sync sync)
{
  gboolean is_whole_picture = header->kind == DVRIP_UNIT_I || header->kind == DVRIP_UNIT_PICTURE;

  if (header->payload_size == 0)
    return FALSE;
  if (is_whole_picture)
    return dvrip_date_time_is_possible (header->date_time);
  if (header->kind == DVRIP_UNIT_AUDIO)
    return sync == SYNC_NONE && header->sample_rate > 0;

  return sync == SYNC_NONE;
}

static void
skip (DvripUnitReader *self, gsize n_bytes)
{
  self->at += n_bytes;
  self->n_skipped += n_bytes;
  self->is_discont |= n_bytes > 0;
}

/* Moves to the next place at which a unit starts, or may start once more bytes have come. */
static gboolean
search (DvripUnitReader *self)
{
  gsize available;

  while ((available = get_available (self)) > 0) {
    const guint8 *data = get_data (self);
    const guint8 *zero = memchr (data, 0, available);
    gsize n_before = zero ? (gsize) (zero - data) : available;
    DvripUnitHeader header;

    skip (self, n_before);
    if (!zero)
      return FALSE;

    if (dvrip_unit_is_start (zero, available - n_before)) {
      g_autoptr (GError) error = NULL;
      gsize size = dvrip_unit_header_parse (zero, available - n_before, &header, &error);

      if (size > 0 && is_plausible (&header, self->sync))
        return TRUE;
      if (size == 0 && !error)
        return FALSE;
    }
    skip (self, 1);
  }

  return FALSE;
}

/* Returns %DVRIP_READ_READY once the window stands at a unit. */
static DvripRead
synchronize (DvripUnitReader *self, GError **error)
{
  gboolean is_found = search (self);

  if (self->n_skipped > MAX_SKIPPED)
    return fail (self, g_error_new (WALL_ERROR, WALL_REASON_BAD_DATA,
                                    "No unit in %" G_GSIZE_FORMAT " bytes, the limit is %u",
                                    self->n_skipped, MAX_SKIPPED), error);
  if (!is_found)
    return DVRIP_READ_MORE;

  self->sync = SYNC_FOUND;
  self->n_skipped = 0;
  return DVRIP_READ_READY;
}

static DvripUnit *
take_unit (DvripUnitReader *self, GBytes *bytes, gint64 arrival_us)
{
  DvripUnit *unit = g_new0 (DvripUnit, 1);

  unit->header = self->header;
  unit->bytes = bytes;
  unit->arrival_us = arrival_us;
  unit->is_discont = self->is_discont;
  self->is_discont = FALSE;

  return unit;
}

static void
grow_begun (DvripUnitReader *self, gsize n_more)
{
  gsize wanted = (self->begun_size + n_more + GROWTH - 1) / GROWTH * GROWTH;

  if (self->begun_size + n_more <= self->begun_allocated)
    return;

  self->begun_allocated = MIN (wanted, get_unit_size (self));
  self->begun = g_realloc (self->begun, self->begun_allocated);
}

/* Takes from the window what it has of the unit in the making. */
static DvripUnit *
continue_unit (DvripUnitReader *self)
{
  gsize n_more = MIN (get_available (self), get_unit_size (self) - self->begun_size);
  GBytes *bytes;

  if (n_more > 0) {
    grow_begun (self, n_more);
    memcpy (self->begun + self->begun_size, get_data (self), n_more);
    self->begun_size += n_more;
    self->at += n_more;
  }
  if (self->begun_size < get_unit_size (self))
    return NULL;

  bytes = g_bytes_new_take (g_steal_pointer (&self->begun), self->begun_size);
  self->begun_size = self->begun_allocated = 0;

  return take_unit (self, bytes, self->begun_us);
}

/* The window stands at a whole header. */
static DvripUnit *
start_unit (DvripUnitReader *self)
{
  gint64 arrival_us = get_arrival (self, self->at);
  gsize size = get_unit_size (self);
  GBytes *bytes;

  if (get_available (self) < size) {
    self->begun_us = arrival_us;
    return continue_unit (self);
  }

  bytes = g_bytes_new_from_bytes (self->window, self->at, size);
  self->at += size;

  return take_unit (self, bytes, arrival_us);
}

static void
lose_sync (DvripUnitReader *self)
{
  self->sync = SYNC_LOST;
  self->n_skipped = 0;
  self->is_discont = TRUE;
}

/* Returns %DVRIP_READ_READY once the window stands at a whole header, and it is read. */
static DvripRead
read_header (DvripUnitReader *self, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (self->sync == SYNC_FOUND && !dvrip_unit_is_start (get_data (self), get_available (self)))
    lose_sync (self);

  if (self->sync != SYNC_FOUND) {
    DvripRead read = synchronize (self, error);

    if (read != DVRIP_READ_READY)
      return read;
  }

  if (dvrip_unit_header_parse (get_data (self), get_available (self), &self->header, &reason) > 0)
    return DVRIP_READ_READY;

  return reason ? fail (self, g_steal_pointer (&reason), error) : DVRIP_READ_MORE;
}

/**
 * dvrip_unit_reader_new:
 *
 * Returns: (transfer full): a reader at the start of a stream, which may begin inside a unit
 */
DvripUnitReader *
dvrip_unit_reader_new (void)
{
  DvripUnitReader *self = g_new0 (DvripUnitReader, 1);

  g_queue_init (&self->payloads);

  return self;
}

/**
 * dvrip_unit_reader_free:
 * @self: (transfer full): a reader
 */
void
dvrip_unit_reader_free (DvripUnitReader *self)
{
  g_queue_clear_full (&self->payloads, payload_free);
  g_clear_pointer (&self->window, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->begun);
  g_free (self);
}

/**
 * dvrip_unit_reader_push:
 * @payload: of a media packet; shared, not copied
 * @arrival_us: when it came, monotonic
 *
 * Takes a payload of any size. Pop until %DVRIP_READ_MORE before you push again, so that memory
 * stays within one unit and one payload.
 */
void
dvrip_unit_reader_push (DvripUnitReader *self,
                        GBytes          *payload,
                        gint64           arrival_us)
{
  Payload *entry;

  if (self->error || g_bytes_get_size (payload) == 0)
    return;

  entry = g_new (Payload, 1);
  *entry = (Payload) { g_bytes_ref (payload), arrival_us };
  g_queue_push_tail (&self->payloads, entry);
}

/**
 * dvrip_unit_reader_pop:
 * @out_unit: (out) (transfer full): the next unit; written with %DVRIP_READ_READY only
 * @error: %WALL_REASON_BAD_DATA: a unit beyond the limit, or none in sight for as many bytes
 *
 * Hands out the next unit that is whole, also one without a payload. Until the first header the
 * stream is searched; from then on only lengths are followed. Where they lead to no header, bytes
 * are skipped up to the next I unit or picture, whose @is_discont is then set.
 *
 * Returns: %DVRIP_READ_READY with a unit, %DVRIP_READ_MORE, or %DVRIP_READ_ERROR for good
 */
DvripRead
dvrip_unit_reader_pop (DvripUnitReader  *self,
                       DvripUnit       **out_unit,
                       GError          **error)
{
  if (self->error) {
    g_propagate_error (error, g_error_copy (self->error));
    return DVRIP_READ_ERROR;
  }

  do {
    DvripUnit *unit = NULL;

    if (self->begun) {
      unit = continue_unit (self);
    } else if (get_available (self) > 0) {
      DvripRead read = read_header (self, error);

      if (read == DVRIP_READ_ERROR)
        return read;
      if (read == DVRIP_READ_READY)
        unit = start_unit (self);
    }

    if (unit) {
      *out_unit = unit;
      return DVRIP_READ_READY;
    }
  } while (next_window (self));

  return DVRIP_READ_MORE;
}

/**
 * dvrip_unit_reader_get_begun_us:
 *
 * For a deadline on whole units, which no drip of bytes extends.
 *
 * Returns: when the first byte of the unit came that is not yet whole; -1 if none is begun
 */
gint64
dvrip_unit_reader_get_begun_us (DvripUnitReader *self)
{
  if (self->begun)
    return self->begun_us;
  if (self->sync == SYNC_FOUND && get_available (self) > 0)
    return get_arrival (self, self->at);

  return -1;
}

/**
 * dvrip_unit_reader_get_allocated:
 *
 * Returns: the bytes of memory taken for the unit that is not yet whole
 */
gsize
dvrip_unit_reader_get_allocated (DvripUnitReader *self)
{
  return self->begun_allocated;
}
