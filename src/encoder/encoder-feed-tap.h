/* encoder-feed-tap.h
 *
 * Takes encoded pictures and sound out of a pipeline and puts them, as units, into a queue.
 * Made before the pipeline plays and freed after it is gone, in one thread; what it counts may be
 * asked for in any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-feed-queue.h"

G_BEGIN_DECLS

#define ENCODER_FEED_OUTPUTS 2

typedef struct _EncoderFeedTap EncoderFeedTap;

EncoderFeedTap *encoder_feed_tap_new            (GstElement       *pipeline,
                                                 EncoderFeedQueue *queue,
                                                 gboolean          has_timestamps);
void            encoder_feed_tap_free           (EncoderFeedTap   *self);
gint64          encoder_feed_tap_get_picture_us (EncoderFeedTap   *self);
gboolean        encoder_feed_tap_is_over        (EncoderFeedTap   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderFeedTap, encoder_feed_tap_free)

G_END_DECLS
