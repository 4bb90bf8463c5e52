/* dvrip-packet-reader.c
 *
 * Bytes in, whole packets out. Grows with the bytes that came, never with a length that was
 * claimed.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-packet-reader.h"

#include <string.h>

#include "wall-reason.h"

/* The buffer is this much larger than what it holds, at most. */
#define GROWTH (64u << 10)

struct _DvripPacketReader {
  guint8 *data;
  gsize allocated;
  gsize start;          /* of the first byte that is not yet handed out */
  gsize end;
  gboolean has_read;    /* a valid packet has come before */
  GError *error;        /* once set, the answer for ever */
};

static gsize
get_available (DvripPacketReader *self)
{
  return self->end - self->start;
}

/* Moves what is left to the front, at most once a packet: while a packet is incomplete it already
 * stands there. */
static void
compact (DvripPacketReader *self)
{
  if (self->start == 0)
    return;

  memmove (self->data, self->data + self->start, get_available (self));
  self->end -= self->start;
  self->start = 0;
}

static void
resize (DvripPacketReader *self, gsize needed)
{
  gsize wanted = (needed + GROWTH - 1) / GROWTH * GROWTH;

  if (wanted <= self->allocated)
    return;

  self->data = g_realloc (self->data, wanted);
  self->allocated = wanted;
}

/* One large packet must not be paid for as long as the connection lives. */
static void
release_if_empty (DvripPacketReader *self)
{
  if (self->start != self->end)
    return;

  self->start = self->end = 0;
  if (self->allocated > GROWTH) {
    g_clear_pointer (&self->data, g_free);
    self->allocated = 0;
  }
}

static DvripRead
fail (DvripPacketReader *self, GError *reason, GError **error)
{
  /* A wrong start says "another protocol" only where nothing right ever came. */
  if (self->has_read)
    reason->code = WALL_REASON_BAD_DATA;

  self->error = reason;
  g_clear_pointer (&self->data, g_free);
  self->allocated = self->start = self->end = 0;
  g_propagate_error (error, g_error_copy (reason));

  return DVRIP_READ_ERROR;
}

/**
 * dvrip_packet_reader_new:
 *
 * Returns: (transfer full): a reader at the start of a connection
 */
DvripPacketReader *
dvrip_packet_reader_new (void)
{
  return g_new0 (DvripPacketReader, 1);
}

/**
 * dvrip_packet_reader_free:
 * @self: (transfer full): a reader
 */
void
dvrip_packet_reader_free (DvripPacketReader *self)
{
  g_free (self->data);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * dvrip_packet_reader_push:
 * @data: (array length=size): bytes as they came; copied
 *
 * Takes bytes, any number of them. Pop until %DVRIP_READ_MORE before you push again, so that memory
 * stays within one packet and one push.
 */
void
dvrip_packet_reader_push (DvripPacketReader *self,
                          const guint8      *data,
                          gsize              size)
{
  if (self->error || size == 0)
    return;

  compact (self);
  resize (self, self->end + size);
  memcpy (self->data + self->end, data, size);
  self->end += size;
}

/**
 * dvrip_packet_reader_pop:
 * @out_header: (out caller-allocates): its header; written with %DVRIP_READ_READY only
 * @out_payload: (out) (transfer full): its payload, empty rather than %NULL
 * @error: %WALL_REASON_NOT_DVRIP where nothing valid ever came, else %WALL_REASON_BAD_DATA
 *
 * Hands out the next packet that is whole. A wrong byte or a length beyond the limit is an error as
 * soon as it has come, and every later call repeats it.
 *
 * Returns: %DVRIP_READ_READY with a packet, %DVRIP_READ_MORE, or %DVRIP_READ_ERROR
 */
DvripRead
dvrip_packet_reader_pop (DvripPacketReader  *self,
                         DvripHeader        *out_header,
                         GBytes            **out_payload,
                         GError            **error)
{
  const guint8 *packet = self->data ? self->data + self->start : NULL;
  GError *reason = NULL;
  DvripHeader header;

  if (self->error) {
    g_propagate_error (error, g_error_copy (self->error));
    return DVRIP_READ_ERROR;
  }

  if (!dvrip_header_check_start (packet, get_available (self), &reason))
    return fail (self, reason, error);
  if (get_available (self) < DVRIP_HEADER_SIZE)
    return DVRIP_READ_MORE;
  if (!dvrip_header_parse (packet, &header, &reason))
    return fail (self, reason, error);
  if (get_available (self) - DVRIP_HEADER_SIZE < header.length)
    return DVRIP_READ_MORE;

  *out_header = header;
  *out_payload = g_bytes_new (packet + DVRIP_HEADER_SIZE, header.length);
  self->start += DVRIP_HEADER_SIZE + header.length;
  self->has_read = TRUE;
  release_if_empty (self);

  return DVRIP_READ_READY;
}

/**
 * dvrip_packet_reader_is_inside:
 *
 * Returns: %TRUE if a packet has begun that is not yet whole: a deadline should run
 */
gboolean
dvrip_packet_reader_is_inside (DvripPacketReader *self)
{
  return get_available (self) > 0;
}

/**
 * dvrip_packet_reader_get_allocated:
 *
 * Returns: the bytes of memory held for what has not been popped
 */
gsize
dvrip_packet_reader_get_allocated (DvripPacketReader *self)
{
  return self->allocated;
}
