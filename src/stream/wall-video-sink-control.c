/* wall-video-sink-control.c
 *
 * What the main thread asks of the end of a camera's pipeline, and what it takes from it. None of
 * it waits for a conversion.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-video-sink-private.h"

#include "wall-wakeup.h"

/* A camera whose last frame is older does not bring the next one soon enough for a tile that
 * changed. */
#define STANDS_STILL_US (200 * 1000)

/**
 * wall_video_sink_on_wakeup:
 *
 * On the main thread: tells that a newer picture is in the mailbox.
 */
void
wall_video_sink_on_wakeup (gpointer object)
{
  WallVideoSink *self = object;

  g_mutex_lock (&self->lock);
  self->is_wakeup_pending = FALSE;
  g_mutex_unlock (&self->lock);

  if (self->function)
    self->function (self, self->user_data);
}

/**
 * wall_video_sink_set_target_size:
 * @width: of the tile's picture area, device pixels; 0: not shown
 * @height: likewise
 *
 * From any thread. Frames to come get the new size. A picture of a camera that stands still is
 * converted again, on a thread of its own; it keeps its serial.
 */
void
wall_video_sink_set_target_size (WallVideoSink *self,
                                 int            width,
                                 int            height)
{
  g_autoptr (WallPicture) outdated = NULL;
  gboolean was_hidden, refresh = FALSE;
  gint64 age_us;

  g_return_if_fail (WALL_IS_VIDEO_SINK (self));
  g_return_if_fail (width >= 0 && height >= 0);

  g_mutex_lock (&self->lock);
  if (width != self->target_width || height != self->target_height) {
    was_hidden = self->target_width == 0 || self->target_height == 0;
    self->target_width = width;
    self->target_height = height;
    if (width == 0 || height == 0)
      outdated = g_steal_pointer (&self->mailbox);
    age_us = g_get_monotonic_time () - self->stats.last_decoded_us;
    refresh = self->stats.decoded > 0 && (was_hidden || age_us > STANDS_STILL_US)
              && !self->is_refresh_pending;
    self->is_refresh_pending |= refresh;
  }
  g_mutex_unlock (&self->lock);

  if (refresh)
    gst_element_call_async (GST_ELEMENT (self), wall_video_sink_convert_again, NULL, NULL);
}

/**
 * wall_video_sink_set_view:
 * @view: the part of the picture that is looked at
 *
 * From any thread. Who zooms or moves does not wait for the next frame: the last one is converted
 * again, on a thread of its own; it keeps its serial.
 */
void
wall_video_sink_set_view (WallVideoSink  *self,
                          const WallView *view)
{
  gboolean refresh = FALSE;

  g_return_if_fail (WALL_IS_VIDEO_SINK (self));

  g_mutex_lock (&self->lock);
  if (!wall_view_is_same (view, &self->view)) {
    self->view = *view;
    refresh = self->stats.decoded > 0 && !self->is_refresh_pending;
    self->is_refresh_pending |= refresh;
  }
  g_mutex_unlock (&self->lock);

  if (refresh)
    gst_element_call_async (GST_ELEMENT (self), wall_video_sink_convert_again, NULL, NULL);
}

/**
 * wall_video_sink_set_func:
 * @function: (nullable): called on the main thread when a newer picture is in the mailbox
 *
 * Main thread only. A picture that is in the mailbox already is told as well.
 */
void
wall_video_sink_set_func (WallVideoSink     *self,
                          WallVideoSinkFunc  function,
                          gpointer           user_data)
{
  gboolean wake;

  g_return_if_fail (WALL_IS_VIDEO_SINK (self));

  self->function = function;
  self->user_data = user_data;
  wall_wakeup_cancel (self);

  g_mutex_lock (&self->lock);
  self->wants_wakeup = function != NULL;
  wake = self->wants_wakeup && self->mailbox;
  self->is_wakeup_pending = wake;
  g_mutex_unlock (&self->lock);

  if (wake)
    wall_wakeup_request (self, wall_video_sink_on_wakeup);
}

/**
 * wall_video_sink_take_picture:
 *
 * From any thread.
 *
 * Returns: (transfer full) (nullable): the newest picture, if it was not taken yet
 */
WallPicture *
wall_video_sink_take_picture (WallVideoSink *self)
{
  WallPicture *picture;

  g_return_val_if_fail (WALL_IS_VIDEO_SINK (self), NULL);

  g_mutex_lock (&self->lock);
  picture = g_steal_pointer (&self->mailbox);
  g_mutex_unlock (&self->lock);

  return picture;
}

void
wall_video_sink_get_stats (WallVideoSink      *self,
                           WallVideoSinkStats *out_stats)
{
  g_return_if_fail (WALL_IS_VIDEO_SINK (self));

  g_mutex_lock (&self->lock);
  *out_stats = self->stats;
  g_mutex_unlock (&self->lock);
}

/**
 * wall_video_sink_dup_still:
 *
 * From any thread.
 *
 * Returns: (transfer full) (nullable): the newest frame in its full size, if there is one
 */
WallStill *
wall_video_sink_dup_still (WallVideoSink *self)
{
  WallStill *still = NULL;

  g_return_val_if_fail (WALL_IS_VIDEO_SINK (self), NULL);

  g_mutex_lock (&self->lock);
  if (self->last_buffer)
    still = wall_still_new (self->last_buffer, &self->info, self->stats.last_decoded_us);
  g_mutex_unlock (&self->lock);

  return still;
}
