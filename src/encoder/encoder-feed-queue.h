/* encoder-feed-queue.h
 *
 * Where the units of a live picture cross from its streaming threads to the network thread.
 * At most 8 MiB; beyond that all of it goes, and the pusher has to begin with a key frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-unit.h"

G_BEGIN_DECLS

#define ENCODER_FEED_QUEUE_MAX_BYTES (8u << 20)

typedef struct _EncoderFeedQueue EncoderFeedQueue;

/* Sound has no output of its own: it goes with every one. */
typedef struct {
  guint           output;
  EncoderLoopInfo info;     /* of pictures */
  EncoderUnit     unit;
} EncoderFeedUnit;

typedef void (*EncoderFeedTake) (const EncoderFeedUnit *unit,
                                 gpointer               user_data);

EncoderFeedQueue *encoder_feed_queue_new   (EncoderFeedTake        take,
                                            gpointer               user_data);
EncoderFeedQueue *encoder_feed_queue_ref   (EncoderFeedQueue      *self);
void              encoder_feed_queue_unref (EncoderFeedQueue      *self);
gboolean          encoder_feed_queue_push  (EncoderFeedQueue      *self,
                                            EncoderFeedUnit       *unit);
void              encoder_feed_queue_close (EncoderFeedQueue      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderFeedQueue, encoder_feed_queue_unref)

G_END_DECLS
