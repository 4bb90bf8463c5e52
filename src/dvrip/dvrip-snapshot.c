/* dvrip-snapshot.c
 *
 * Payloads of the answers to a snapshot in, whole pictures or words out. Nothing on the wire says
 * how long the picture is, and it may hold a smaller one in its head: so its markers are followed
 * to its own end. Each byte is looked at once.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-snapshot.h"

#include <string.h>

#include "dvrip-unit-reader.h"
#include "wall-reason.h"

enum {
  MARK = 0xff,
  STUFFED = 0x00,
  TEMPORARY = 0x01,
  RESTART_FIRST = 0xd0,
  RESTART_LAST = 0xd7,
  IMAGE_START = 0xd8,
  IMAGE_END = 0xd9,
  SCAN_START = 0xda,
};

struct _DvripSnapshotReader {
  GByteArray *data;      /* from the first byte of the picture on */
  gsize at;              /* followed up to here */
  gboolean is_in_scan;   /* between markers there is coded data */
};

static gboolean
is_start (const guint8 *data, gsize size)
{
  return size >= 3 && data[0] == MARK && data[1] == IMAGE_START && data[2] == MARK;
}

static gboolean
stands_alone (guint8 marker)
{
  return marker == TEMPORARY || marker == IMAGE_START ||
         (marker >= RESTART_FIRST && marker <= RESTART_LAST);
}

/* Coded data holds no marker but restarts; a byte that looks like one has a zero behind it. */
static DvripRead
follow_scan (DvripSnapshotReader *self)
{
  const guint8 *data = self->data->data;
  gsize size = self->data->len;

  while (self->at + 1 < size) {
    const guint8 *mark = memchr (data + self->at, MARK, size - 1 - self->at);
    guint8 next;

    if (!mark) {
      self->at = size - 1;
      break;
    }

    self->at = (gsize) (mark - data);
    next = mark[1];
    if (next == MARK) {
      self->at++;
    } else if (next == STUFFED || (next >= RESTART_FIRST && next <= RESTART_LAST)) {
      self->at += 2;
    } else {
      self->is_in_scan = FALSE;
      return DVRIP_READ_READY;
    }
  }

  return DVRIP_READ_MORE;
}

static DvripRead
refuse (GError **error)
{
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_DATA, "The snapshot is no JPEG");
  return DVRIP_READ_ERROR;
}

/* One marker and what belongs to it. %DVRIP_READ_READY: there may be another one. */
static DvripRead
follow_marker (DvripSnapshotReader *self, gboolean *out_is_end, GError **error)
{
  const guint8 *at = self->data->data + self->at;
  gsize size = self->data->len - self->at;
  guint length;

  if (size < 2)
    return DVRIP_READ_MORE;
  if (at[0] != MARK || at[1] == STUFFED)
    return refuse (error);

  *out_is_end = at[1] == IMAGE_END;
  if (at[1] == MARK || stands_alone (at[1]) || *out_is_end) {
    self->at += at[1] == MARK ? 1 : 2;
    return DVRIP_READ_READY;
  }

  if (size < 4)
    return DVRIP_READ_MORE;
  length = (guint) at[2] << 8 | at[3];
  if (length < 2)
    return refuse (error);
  if (size < 2u + length)
    return DVRIP_READ_MORE;

  self->is_in_scan = at[1] == SCAN_START;
  self->at += 2u + length;
  return DVRIP_READ_READY;
}

/* Returns: %DVRIP_READ_READY at the end of the picture, which is @at then */
static DvripRead
follow (DvripSnapshotReader *self, GError **error)
{
  gboolean is_end = FALSE;
  DvripRead read = DVRIP_READ_READY;

  while (read == DVRIP_READ_READY && !is_end)
    read = self->is_in_scan ? follow_scan (self) : follow_marker (self, &is_end, error);

  return read;
}

/* Some devices put the header of a unit before it. Returns: its size, 0 for none */
static gsize
get_header_size (const guint8 *data, gsize size)
{
  DvripUnitHeader header;
  gsize header_size = dvrip_unit_header_parse (data, size, &header, NULL);

  return header_size > 0 && header.kind == DVRIP_UNIT_PICTURE ? header_size : 0;
}

/* Returns: where in @data a picture starts, or -1 */
static gssize
find_start (const guint8 *data, gsize size)
{
  gsize header_size = get_header_size (data, size);

  return is_start (data + header_size, size - header_size) ? (gssize) header_size : -1;
}

static gboolean
is_text (const guint8 *data, gsize size)
{
  while (size > 0 && g_ascii_isspace (*data)) {
    data++;
    size--;
  }

  return size > 0 && *data == '{';
}

static void
begin (DvripSnapshotReader *self)
{
  dvrip_snapshot_reader_drop (self);
  self->data = g_byte_array_new ();
}

static DvripRead
append (DvripSnapshotReader *self, const guint8 *data, gsize size, GBytes **out_picture,
        GError **error)
{
  DvripRead read;

  if (self->data->len + size > DVRIP_MAX_SNAPSHOT) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "A snapshot of more than %u bytes", DVRIP_MAX_SNAPSHOT);
    dvrip_snapshot_reader_drop (self);
    return DVRIP_READ_ERROR;
  }

  g_byte_array_append (self->data, data, (guint) size);
  read = follow (self, error);
  if (read == DVRIP_READ_READY)
    *out_picture = g_bytes_new (self->data->data, self->at);
  if (read != DVRIP_READ_MORE)
    dvrip_snapshot_reader_drop (self);

  return read;
}

/**
 * dvrip_snapshot_reader_new:
 *
 * Returns: (transfer full): a reader; free with dvrip_snapshot_reader_free()
 */
DvripSnapshotReader *
dvrip_snapshot_reader_new (void)
{
  return g_new0 (DvripSnapshotReader, 1);
}

/**
 * dvrip_snapshot_reader_free:
 */
void
dvrip_snapshot_reader_free (DvripSnapshotReader *self)
{
  dvrip_snapshot_reader_drop (self);
  g_free (self);
}

/**
 * dvrip_snapshot_reader_push:
 * @payload: of a packet %DVRIP_ID_SNAPSHOT_REPLY
 * @out_picture: (out) (nullable): a whole JPEG, for %DVRIP_READ_READY; %NULL then: @payload is
 *   words, that is a return code in JSON
 * @error: %WALL_REASON_BAD_DATA
 *
 * Takes what came. A piece of a picture whose beginning was not seen is skipped; a picture that
 * starts anew takes the place of one that did not end. After an error the reader waits for the next
 * picture.
 *
 * Returns: whether an answer is whole
 */
DvripRead
dvrip_snapshot_reader_push (DvripSnapshotReader  *self,
                            GBytes               *payload,
                            GBytes              **out_picture,
                            GError              **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (payload, &size);
  gboolean is_inside = self->data != NULL;
  gssize start = size > 0 ? find_start (data, size) : -1;

  *out_picture = NULL;
  if (start >= 0 && (!is_inside || self->is_in_scan))
    begin (self);
  else
    start = 0;

  if (self->data)
    return append (self, data + start, size - (gsize) start, out_picture, error);

  return is_text (data, size) ? DVRIP_READ_READY : DVRIP_READ_MORE;
}

/**
 * dvrip_snapshot_reader_drop:
 *
 * Forgets the picture that is begun, and skips what is still to come of it.
 */
void
dvrip_snapshot_reader_drop (DvripSnapshotReader *self)
{
  g_clear_pointer (&self->data, g_byte_array_unref);
  self->at = 0;
  self->is_in_scan = FALSE;
}
