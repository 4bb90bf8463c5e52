/* encoder-packets.h
 *
 * Cuts bytes into media packets the way a device of its own manners does.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-deviation.h"

G_BEGIN_DECLS

/* What one packet takes at most, whatever the device. */
#define ENCODER_LARGEST_PACKET (4u << 20)

typedef struct {
  const EncoderDeviations *deviations;
  guint32 session_id;
  guint8  channel;     /* from 0 */
  guint32 sequence;    /* of the next packet */
  guint8  reserved[2]; /* what a device that sets them puts there */
} EncoderPackets;

gsize encoder_packets_get_size (const EncoderDeviations *deviations);
guint encoder_packets_append   (EncoderPackets          *self,
                                GByteArray              *out_bytes,
                                const guint8            *data,
                                gsize                    size);
guint encoder_packets_claim    (EncoderPackets          *self,
                                GByteArray              *out_bytes,
                                guint32                  claimed,
                                const guint8            *data,
                                gsize                    size);

G_END_DECLS
