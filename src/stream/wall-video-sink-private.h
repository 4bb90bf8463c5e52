/* wall-video-sink-private.h
 *
 * What the files of the sink share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-converter.h"
#include "wall-video-sink.h"

G_BEGIN_DECLS

struct _WallVideoSink {
  GstVideoSink parent_instance;

  /* Main thread. */
  WallVideoSinkFunc function;
  gpointer          user_data;

  /* What a conversion needs: the streaming thread has it, or a thread that converts the last frame
   * again. Guarded by @conversion, which is never taken with @lock held. */
  GMutex         conversion;
  WallConverter *converter;
  GstVideoInfo   info;          /* written with @lock held as well */
  GstBuffer     *last_buffer;   /* likewise */
  guint64        last_serial;
  gint64         run_start_us;  /* when the first of the pictures that are the same came */
  gboolean       is_prerolled;  /* the next buffer to render was shown already */

  /* Shared with the main thread, and guarded by @lock. */
  GMutex             lock;
  int                target_width;
  int                target_height;
  WallView           view;
  WallPicture       *mailbox;
  WallVideoSinkStats stats;
  gboolean           wants_wakeup;
  gboolean           is_wakeup_pending;
  gboolean           is_refresh_pending;
};

void wall_video_sink_on_wakeup     (gpointer    object);
void wall_video_sink_convert_again (GstElement *element,
                                    gpointer    user_data);

G_END_DECLS
