/* encoder-vectors.c
 *
 * Cuts units into packets on their way to a socket. Units stay where they are, in the memory of
 * their loop or in bytes that are shared: only the 20 bytes before each packet and the header of
 * the unit are put together at the moment of writing.
 * Belongs to the thread that writes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-vectors.h"

#include <string.h>

static gsize
unit_size (const EncoderUnit *unit)
{
  return (gsize) unit->header_size + unit->payload_size;
}

/**
 * encoder_vectors_count_packets:
 *
 * Returns: how many packets the unit is cut into
 */
guint
encoder_vectors_count_packets (const EncoderUnit *unit)
{
  return (guint) ((unit_size (unit) + ENCODER_PACKET_SIZE - 1) / ENCODER_PACKET_SIZE);
}

/**
 * encoder_vectors_get_wire_size:
 *
 * Returns: the bytes of the unit with all packet headers
 */
gsize
encoder_vectors_get_wire_size (const EncoderUnit *unit)
{
  return unit_size (unit) + (gsize) encoder_vectors_count_packets (unit) * DVRIP_HEADER_SIZE;
}

/**
 * encoder_vectors_init:
 *
 * Begins a write. Not everything is cleared: this is on the stack, and often.
 */
void
encoder_vectors_init (EncoderVectors *self)
{
  self->n_vectors = 0;
  self->n_packets = 0;
}

gboolean
encoder_vectors_is_full (const EncoderVectors *self)
{
  return self->n_packets == ENCODER_VECTORS_MAX_PACKETS;
}

/* Adds @data from @skip on; what lies before it is written already. */
static void
add (EncoderVectors *self,
     const guint8   *data,
     gsize           size,
     gsize          *skip)
{
  gsize skipped = MIN (*skip, size);

  *skip -= skipped;
  if (skipped == size)
    return;

  self->vectors[self->n_vectors].buffer = data + skipped;
  self->vectors[self->n_vectors].size = size - skipped;
  self->n_vectors++;
}

/**
 * encoder_vectors_add_bytes:
 * @bytes: (transfer none): whole packets; must stay until they are written
 * @skip: how much of them is written already
 *
 * Adds what is ready to be written.
 */
void
encoder_vectors_add_bytes (EncoderVectors *self,
                           GBytes         *bytes,
                           gsize           skip)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_return_if_fail (!encoder_vectors_is_full (self));

  add (self, data, size, &skip);
  self->n_packets++;
}

static void
put_unit_header (const EncoderUnit *unit,
                 guint32            date_time,
                 guint8             out_header[16])
{
  guint32 value = GUINT32_TO_LE (date_time);

  memcpy (out_header, unit->header, sizeof unit->header);
  if (encoder_unit_is_key (unit))
    memcpy (out_header + ENCODER_UNIT_DATE_TIME_OFFSET, &value, sizeof value);
}

static void
put_packet_header (const EncoderVectorsStream *stream,
                   guint32                     sequence,
                   gsize                       length,
                   guint8                     *out_data)
{
  const DvripHeader header = {
    .version = 1,
    .session_id = stream->session_id,
    .sequence = sequence,
    .total_packets = stream->channel,
    .id = DVRIP_ID_MONITOR_DATA,
    .length = (guint32) length,
  };

  dvrip_header_write (&header, out_data);
}

/**
 * encoder_vectors_add_unit:
 * @unit: (transfer none): its payload must stay until it is written
 * @date_time: the local time, as it stands on the wire, for units that have one
 * @skip: how much of it, headers included, is written already
 *
 * Adds a unit.
 *
 * Returns: whether all of it found room
 */
gboolean
encoder_vectors_add_unit (EncoderVectors             *self,
                          const EncoderUnit          *unit,
                          guint32                     date_time,
                          const EncoderVectorsStream *stream,
                          gsize                       skip)
{
  guint8 *unit_header = self->unit_headers[self->n_packets];
  gsize size = unit_size (unit);
  gsize wire_packet = ENCODER_PACKET_SIZE + DVRIP_HEADER_SIZE;
  guint first = (guint) (skip / wire_packet);

  skip -= first * wire_packet;
  put_unit_header (unit, date_time, unit_header);
  for (guint i = first; i < encoder_vectors_count_packets (unit); i++) {
    gsize start = (gsize) i * ENCODER_PACKET_SIZE;
    gsize end = MIN (size, start + ENCODER_PACKET_SIZE);
    guint8 *packet_header;

    if (encoder_vectors_is_full (self))
      return FALSE;

    packet_header = self->packet_headers[self->n_packets++];
    put_packet_header (stream, stream->sequence + i, end - start, packet_header);
    add (self, packet_header, DVRIP_HEADER_SIZE, &skip);
    if (i == 0) {
      add (self, unit_header, unit->header_size, &skip);
      start = unit->header_size;
    }
    add (self, unit->payload + start - unit->header_size, end - start, &skip);
  }

  return TRUE;
}
