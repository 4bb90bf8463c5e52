/* wall-video-sink.h
 *
 * The end of a camera's pipeline: scales and converts each decoded frame to the size of its tile on
 * the streaming thread, and keeps the newest in a mailbox. One wake-up of the main loop serves all
 * sinks of the process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/gstvideosink.h>

#include "wall-picture.h"
#include "wall-still.h"

G_BEGIN_DECLS

#define WALL_TYPE_VIDEO_SINK (wall_video_sink_get_type ())
G_DECLARE_FINAL_TYPE (WallVideoSink, wall_video_sink, WALL, VIDEO_SINK, GstVideoSink)

/* Larger pictures are refused with an error whose details say "reason" = "bad-data". */
#define WALL_VIDEO_SINK_MAX_WIDTH  8192
#define WALL_VIDEO_SINK_MAX_HEIGHT 4320

typedef struct {
  guint64 decoded;         /* frames that came out of the decoder */
  guint64 skipped;         /* of these, replaced in the mailbox before they were taken */
  gint64  last_decoded_us; /* monotonic; -1: never */
  gint64  unchanged_since_us; /* monotonic: since when all are the same to the bit; -1: none */
  int     width, height;   /* of the source, pixels; 0: none yet */
  int     par_n, par_d;
  double  fps;             /* nominal, 0: not said */
} WallVideoSinkStats;

/* Called on the main thread when a newer picture is in the mailbox. */
typedef void (*WallVideoSinkFunc) (WallVideoSink *self, gpointer user_data);

/* Optional: for pipelines described in words. After gst_init(). */
gboolean       wall_video_sink_register        (void);
WallVideoSink *wall_video_sink_new             (void);
/* From any thread. The size of the tile's picture area in device pixels; 0×0: not shown, so frames
 * are counted but not converted. */
void           wall_video_sink_set_target_size (WallVideoSink      *self,
                                                int                 width,
                                                int                 height);
/* From any thread. The part of the picture that is looked at; the whole one if never set. It has all
 * the pixels that the stream has of it, and the area has. */
void           wall_video_sink_set_view        (WallVideoSink      *self,
                                                const WallView     *view);
/* Main thread only; @function %NULL: none any more. */
void           wall_video_sink_set_func        (WallVideoSink      *self,
                                                WallVideoSinkFunc   function,
                                                gpointer            user_data);
/* From any thread; (transfer full) (nullable): the newest picture, if it was not taken yet. */
WallPicture   *wall_video_sink_take_picture    (WallVideoSink      *self);
/* From any thread; (transfer full) (nullable): the newest frame in its full size. */
WallStill     *wall_video_sink_dup_still       (WallVideoSink      *self);
void           wall_video_sink_get_stats       (WallVideoSink      *self,
                                                WallVideoSinkStats *out_stats);

G_END_DECLS
