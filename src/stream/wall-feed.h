/* wall-feed.h
 *
 * From the pads of a source to the end of a pipeline, on its streaming thread: video goes through a
 * decoder that is made when its first unit comes, everything else goes nowhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-decoder.h"

G_BEGIN_DECLS

typedef struct _WallFeed WallFeed;

WallFeed        *wall_feed_new           (GstElement *pipeline,
                                          GstElement *sink);
WallFeed        *wall_feed_ref           (WallFeed   *self);
void             wall_feed_unref         (WallFeed   *self);

/* Streaming thread. */
void             wall_feed_add_pad       (WallFeed   *self,
                                          GstPad     *pad);
/* Any thread. */
void             wall_feed_reset_decoder (WallFeed   *self);
void             wall_feed_set_reduced   (WallFeed   *self,
                                          gboolean    is_reduced);
void             wall_feed_set_unseen    (WallFeed   *self,
                                          gboolean    is_unseen);
gint64           wall_feed_get_key_interval_us (WallFeed *self);
guint64          wall_feed_get_units     (WallFeed   *self);
const WallCodec *wall_feed_get_codec     (WallFeed   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallFeed, wall_feed_unref)

G_END_DECLS
