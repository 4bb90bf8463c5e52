/* encoder-vectors.h
 *
 * What one write to a socket consists of: pieces that stay where they are, and the headers that are
 * put together for them.
 * Belongs to the thread that writes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-header.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

#define ENCODER_PACKET_SIZE 8192

/* One write takes at most so many packets; each needs its header, and one of them may hold the
 * unit's header beside the payload. */
#define ENCODER_VECTORS_MAX_PACKETS 32
#define ENCODER_VECTORS_MAX         (ENCODER_VECTORS_MAX_PACKETS * 3)

typedef struct {
  GOutputVector vectors[ENCODER_VECTORS_MAX];
  guint         n_vectors;
  /* Private. */
  guint8        packet_headers[ENCODER_VECTORS_MAX_PACKETS][DVRIP_HEADER_SIZE];
  guint8        unit_headers[ENCODER_VECTORS_MAX_PACKETS][16];
  guint         n_packets;
} EncoderVectors;

/* What stands in the header of each packet. */
typedef struct {
  guint32 session_id;
  guint32 sequence;   /* of the first packet of the next unit */
  guint8  channel;
} EncoderVectorsStream;

guint    encoder_vectors_count_packets (const EncoderUnit          *unit);
gsize    encoder_vectors_get_wire_size (const EncoderUnit          *unit);

void     encoder_vectors_init          (EncoderVectors             *self);
gboolean encoder_vectors_is_full       (const EncoderVectors       *self);
void     encoder_vectors_add_bytes     (EncoderVectors             *self,
                                        GBytes                     *bytes,
                                        gsize                       skip);
gboolean encoder_vectors_add_unit      (EncoderVectors             *self,
                                        const EncoderUnit          *unit,
                                        guint32                     date_time,
                                        const EncoderVectorsStream *stream,
                                        gsize                       skip);

G_END_DECLS
