/* encoder-packets.c
 *
 * Cuts bytes into media packets the way a device of its own manners does.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-packets.h"

#include "dvrip-header.h"
#include "encoder-sender.h"

/**
 * encoder_packets_get_size:
 *
 * Returns: how many bytes of media are put into one packet
 */
gsize
encoder_packets_get_size (const EncoderDeviations *deviations)
{
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_PACKETS_1400))
    return 1400;
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_PACKETS_32768))
    return 32768;
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_WHOLE_UNITS))
    return ENCODER_LARGEST_PACKET;

  return ENCODER_PACKET_SIZE;
}

/**
 * encoder_packets_claim:
 * @out_bytes: what goes over the wire is added to it
 * @claimed: the length that stands in the header
 * @data: what follows the header
 *
 * Puts a header before the data, whether it fits or not.
 *
 * Returns: 1, the number of packets
 */
guint
encoder_packets_claim (EncoderPackets *self,
                       GByteArray     *out_bytes,
                       guint32         claimed,
                       const guint8   *data,
                       gsize           size)
{
  gboolean is_set = encoder_deviations_has (self->deviations, ENCODER_DEVIATION_RESERVED);
  const DvripHeader header = {
    .version = encoder_deviations_has (self->deviations, ENCODER_DEVIATION_VERSION_0) ? 0 : 1,
    .reserved = { is_set ? self->reserved[0] : 0, is_set ? self->reserved[1] : 0 },
    .session_id = self->session_id,
    .sequence = self->sequence++,
    .total_packets = self->channel,
    .id = DVRIP_ID_MONITOR_DATA,
    .length = claimed,
  };
  guint8 head[DVRIP_HEADER_SIZE];

  dvrip_header_write (&header, head);
  g_byte_array_append (out_bytes, head, sizeof head);
  g_byte_array_append (out_bytes, data, (guint) size);

  return 1;
}

/**
 * encoder_packets_append:
 * @out_bytes: what goes over the wire is added to it
 * @data: one unit, or a part of one, or several
 *
 * Returns: the number of packets
 */
guint
encoder_packets_append (EncoderPackets *self,
                        GByteArray     *out_bytes,
                        const guint8   *data,
                        gsize           size)
{
  gsize piece = encoder_packets_get_size (self->deviations);
  guint n_packets = 0;

  for (gsize at = 0; at < size; at += piece) {
    gsize length = MIN (piece, size - at);

    n_packets += encoder_packets_claim (self, out_bytes, (guint32) length, data + at, length);
  }

  return n_packets;
}
