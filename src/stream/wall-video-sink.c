/* wall-video-sink.c
 *
 * The end of a camera's pipeline: scales and converts each decoded frame to the size of its tile on
 * the streaming thread, and keeps the newest in a mailbox. One wake-up of the main loop serves all
 * sinks of the process.
 *
 * The last decoded frame is kept: the next one is compared with it, and a camera that stands still
 * is converted again when its tile changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-video-sink-private.h"

#include <glib/gi18n-lib.h>

#include "wall-frame.h"
#include "wall-pixels.h"
#include "wall-reason.h"
#include "wall-texture-path.h"
#include "wall-thread.h"
#include "wall-wakeup.h"

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
  "sink", GST_PAD_SINK, GST_PAD_ALWAYS,
  GST_STATIC_CAPS (GST_VIDEO_CAPS_MAKE (WALL_CONVERTER_FORMATS)));

G_DEFINE_FINAL_TYPE (WallVideoSink, wall_video_sink, GST_TYPE_VIDEO_SINK)

/* Newest wins. A picture that was converted again for another size is no new frame. */
static void
post_picture (WallVideoSink *self,
              WallPicture   *picture)
{
  g_autoptr (WallPicture) old = picture;
  guint64 serial = wall_picture_get_serial (picture);
  gboolean wake = FALSE;

  g_mutex_lock (&self->lock);
  if (!self->mailbox || wall_picture_get_serial (self->mailbox) <= serial) {
    old = g_steal_pointer (&self->mailbox);
    self->mailbox = picture;
    self->stats.skipped += old && wall_picture_get_serial (old) < serial;
    wake = self->wants_wakeup && !self->is_wakeup_pending;
    self->is_wakeup_pending |= wake;
  }
  g_mutex_unlock (&self->lock);

  if (wake)
    wall_wakeup_request (self, wall_video_sink_on_wakeup);
}

/* With @conversion held. */
static gboolean
is_unchanged (WallVideoSink       *self,
              const GstVideoFrame *frame)
{
  GstVideoFrame last;
  gboolean is_same;

  if (!self->last_buffer)
    return FALSE;
  if (self->last_buffer == frame->buffer)
    return TRUE;
  if (!gst_video_frame_map (&last, &self->info, self->last_buffer, GST_MAP_READ))
    return FALSE;

  is_same = wall_frame_is_same (&last, frame);
  gst_video_frame_unmap (&last);

  return is_same;
}

typedef struct {
  WallRect crop;     /* of the frame */
  WallView view;     /* what that is of the picture */
  int      width;    /* of the pixels to make; 0: nobody wants to see it */
  int      height;
} Job;

/* From even pixels to even ones, where chroma begins as well; a little more than is looked at. */
static void
crop_span (double from,
           double length,
           int    visible,
           int   *out_from,
           int   *out_length)
{
  int first = (int) (from * visible) & ~1;
  int end = MIN (visible, ((int) ((from + length) * visible + 0.999) + 1) & ~1);

  *out_from = MIN (first, MAX (visible - 2, 0));
  *out_length = MAX (end - *out_from, 1);
}

/* As many pixels as it has on the screen; where the renderer enlarges for less, no more than the
 * stream has. */
static int
count_pixels (int    source,
              double scale)
{
  gboolean is_enlarged_later = wall_texture_path_get () == WALL_TEXTURE_PATH_TEXTURE;

  return MAX (1, (int) (source * (is_enlarged_later ? MIN (scale, 1.0) : scale) + 0.5));
}

static Job
zoom_in (const WallRect *visible,
         const WallView *view,
         const WallRect *whole)
{
  Job job = { 0 };

  crop_span (view->x, view->width, visible->width, &job.crop.x, &job.crop.width);
  crop_span (view->y, view->height, visible->height, &job.crop.y, &job.crop.height);
  job.view = (WallView) {
    .x = (double) job.crop.x / visible->width,
    .y = (double) job.crop.y / visible->height,
    .width = (double) job.crop.width / visible->width,
    .height = (double) job.crop.height / visible->height,
  };
  job.width = count_pixels (job.crop.width, whole->width / (view->width * visible->width));
  job.height = count_pixels (job.crop.height, whole->height / (view->height * visible->height));
  job.crop.x += visible->x;
  job.crop.y += visible->y;

  return job;
}

static Job
plan_job (WallVideoSink  *self,
          const WallRect *visible,
          WallShape       shape)
{
  Job job = { .crop = *visible, .view = wall_view_whole () };
  WallRect whole;

  g_mutex_lock (&self->lock);
  if (wall_view_is_whole (&self->view))
    whole = wall_texture_path_fit (shape, visible->width, visible->height, self->target_width,
                                   self->target_height);
  else {
    whole = wall_fit (shape, self->target_width, self->target_height);
    if (whole.width > 0)
      job = zoom_in (visible, &self->view, &whole);
    whole.width = job.width;
    whole.height = job.height;
  }
  g_mutex_unlock (&self->lock);
  job.width = whole.width;
  job.height = whole.height;

  return job;
}

/* With @conversion held. Returns %NULL if nobody wants to see it. */
static WallPicture *
convert (WallVideoSink       *self,
         const GstVideoFrame *frame,
         gint64               decoded_us)
{
  WallRect visible = wall_frame_get_visible (frame->buffer, &self->info);
  WallShape shape = wall_shape_of_picture (visible.width, visible.height, self->info.par_n,
                                           self->info.par_d);
  Job job = plan_job (self, &visible, shape);
  g_autoptr (WallPicture) picture = NULL;
  guint8 *pixels;
  int stride;

  if (job.width == 0)
    return NULL;

  picture = wall_picture_new (job.width, job.height, shape, self->last_serial, decoded_us);
  wall_picture_set_view (picture, &job.view);
  pixels = wall_picture_get_pixels (picture, &stride);
  if (!wall_converter_run (self->converter, frame, &job.crop, pixels, stride, job.width,
                           job.height))
    return NULL;

  return g_steal_pointer (&picture);
}

/* With @conversion held. */
static void
count_frame (WallVideoSink *self,
             gboolean       is_same,
             gint64         now_us)
{
  if (!is_same)
    self->run_start_us = now_us;

  g_mutex_lock (&self->lock);
  self->last_serial = ++self->stats.decoded;
  self->stats.last_decoded_us = now_us;
  self->stats.unchanged_since_us = is_same ? self->run_start_us : -1;
  g_mutex_unlock (&self->lock);
}

/* With @conversion held; and with @lock, so that who holds either of them may read it. The old one
 * may be freed, which is not done with @lock held. */
static void
replace_last (WallVideoSink *self,
              GstBuffer     *buffer)
{
  GstBuffer *old;

  g_mutex_lock (&self->lock);
  old = self->last_buffer;
  self->last_buffer = buffer ? gst_buffer_ref (buffer) : NULL;
  g_mutex_unlock (&self->lock);

  if (old)
    gst_buffer_unref (old);
}

static GstFlowReturn
take_buffer (WallVideoSink *self,
             GstBuffer     *buffer)
{
  gint64 now_us = g_get_monotonic_time ();
  WallPicture *picture;
  GstVideoFrame frame;

  g_mutex_lock (&self->conversion);
  if (!gst_video_frame_map (&frame, &self->info, buffer, GST_MAP_READ)) {
    g_mutex_unlock (&self->conversion);
    GST_ELEMENT_ERROR (self, STREAM, FAILED, (_("The decoder’s picture cannot be read")),
                       ("A frame could not be mapped"));
    return GST_FLOW_ERROR;
  }
  count_frame (self, is_unchanged (self, &frame), now_us);
  picture = convert (self, &frame, now_us);
  gst_video_frame_unmap (&frame);
  replace_last (self, buffer);
  g_mutex_unlock (&self->conversion);

  if (picture)
    post_picture (self, picture);

  return GST_FLOW_OK;
}

/* A pipeline that is not live shows its first frame while paused, and renders it again later. */
static GstFlowReturn
preroll (GstBaseSink *sink,
         GstBuffer   *buffer)
{
  WallVideoSink *self = WALL_VIDEO_SINK (sink);

  self->is_prerolled = TRUE;

  return take_buffer (self, buffer);
}

static GstFlowReturn
render (GstBaseSink *sink,
        GstBuffer   *buffer)
{
  WallVideoSink *self = WALL_VIDEO_SINK (sink);
  gboolean was_shown = self->is_prerolled && buffer == self->last_buffer;

  wall_thread_yield_to_main ();
  self->is_prerolled = FALSE;

  return was_shown ? GST_FLOW_OK : take_buffer (self, buffer);
}

/**
 * wall_video_sink_convert_again:
 *
 * Converts the last frame for what its tile is now; for gst_element_call_async().
 */
void
wall_video_sink_convert_again (GstElement *element,
                               gpointer    user_data)
{
  WallVideoSink *self = WALL_VIDEO_SINK (element);
  WallPicture *picture = NULL;
  gint64 decoded_us;
  GstVideoFrame frame;

  g_mutex_lock (&self->conversion);
  g_mutex_lock (&self->lock);
  self->is_refresh_pending = FALSE;
  decoded_us = self->stats.last_decoded_us;
  g_mutex_unlock (&self->lock);
  if (self->last_buffer
      && gst_video_frame_map (&frame, &self->info, self->last_buffer, GST_MAP_READ)) {
    picture = convert (self, &frame, decoded_us);
    gst_video_frame_unmap (&frame);
  }
  g_mutex_unlock (&self->conversion);

  if (picture)
    post_picture (self, picture);
}

static void
forget_last_frame (WallVideoSink *self)
{
  replace_last (self, NULL);
  self->is_prerolled = FALSE;
  wall_converter_trim (self->converter);
}

static gboolean
is_too_large (WallVideoSink      *self,
              const GstVideoInfo *info)
{
  const char *nick = wall_reason_to_nick (WALL_REASON_BAD_DATA);

  if (info->width <= WALL_VIDEO_SINK_MAX_WIDTH && info->height <= WALL_VIDEO_SINK_MAX_HEIGHT)
    return FALSE;

  GST_ELEMENT_ERROR_WITH_DETAILS (
    self, STREAM, FORMAT,
    (_ ("The picture claims %d×%d pixels, the limit is %d×%d"), info->width, info->height,
     WALL_VIDEO_SINK_MAX_WIDTH, WALL_VIDEO_SINK_MAX_HEIGHT),
    ("Refused before memory is taken"), ("reason", G_TYPE_STRING, nick, NULL));

  return TRUE;
}

static gboolean
set_info (GstVideoSink       *sink,
          GstCaps            *caps,
          const GstVideoInfo *info)
{
  WallVideoSink *self = WALL_VIDEO_SINK (sink);

  if (is_too_large (self, info))
    return FALSE;

  g_mutex_lock (&self->conversion);
  if (!gst_video_info_is_equal (info, &self->info))
    forget_last_frame (self);
  g_mutex_lock (&self->lock);
  self->info = *info;
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&self->conversion);

  g_mutex_lock (&self->lock);
  self->stats.width = info->width;
  self->stats.height = info->height;
  self->stats.par_n = info->par_n;
  self->stats.par_d = info->par_d;
  self->stats.fps = info->fps_n > 0 ? (double) info->fps_n / info->fps_d : 0.0;
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
propose_allocation (GstBaseSink *sink,
                    GstQuery    *query)
{
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);

  return TRUE;
}

static gboolean
stop (GstBaseSink *sink)
{
  WallVideoSink *self = WALL_VIDEO_SINK (sink);

  g_mutex_lock (&self->conversion);
  forget_last_frame (self);
  g_mutex_lock (&self->lock);
  gst_video_info_init (&self->info);
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&self->conversion);

  return TRUE;
}

static void
wall_video_sink_finalize (GObject *object)
{
  WallVideoSink *self = WALL_VIDEO_SINK (object);

  forget_last_frame (self);
  g_clear_pointer (&self->mailbox, wall_picture_unref);
  g_clear_pointer (&self->converter, wall_converter_free);
  g_mutex_clear (&self->conversion);
  g_mutex_clear (&self->lock);

  wall_pixels_trim ();

  G_OBJECT_CLASS (wall_video_sink_parent_class)->finalize (object);
}

static void
wall_video_sink_class_init (WallVideoSinkClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GstElementClass *element_class = GST_ELEMENT_CLASS (class);
  GstBaseSinkClass *base_class = GST_BASE_SINK_CLASS (class);

  object_class->finalize = wall_video_sink_finalize;

  base_class->preroll = preroll;
  base_class->render = render;
  base_class->propose_allocation = propose_allocation;
  base_class->stop = stop;
  GST_VIDEO_SINK_CLASS (class)->set_info = set_info;

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_set_static_metadata (element_class, "Wall video sink", "Sink/Video",
                                         "Pictures of the size of a tile for a camera wall",
                                         "The Watchwall authors");
}

static void
wall_video_sink_init (WallVideoSink *self)
{
  GstBaseSink *sink = GST_BASE_SINK (self);

  g_mutex_init (&self->conversion);
  g_mutex_init (&self->lock);
  self->converter = wall_converter_new ();
  self->view = wall_view_whole ();
  gst_video_info_init (&self->info);
  self->stats = (WallVideoSinkStats) {
    .last_decoded_us = -1, .unchanged_since_us = -1, .par_n = 1, .par_d = 1,
  };

  gst_base_sink_set_sync (sink, FALSE);
  gst_base_sink_set_last_sample_enabled (sink, FALSE);
  gst_base_sink_set_max_lateness (sink, -1);
  gst_base_sink_set_qos_enabled (sink, FALSE);
}

/**
 * wall_video_sink_new:
 *
 * Returns: (transfer floating): a sink; for the tools of GStreamer it is named `wallvideosink` once
 *     wall_video_sink_register() was called
 */
WallVideoSink *
wall_video_sink_new (void)
{
  return g_object_new (WALL_TYPE_VIDEO_SINK, NULL);
}

/**
 * wall_video_sink_register:
 *
 * Makes the element known as `wallvideosink` to this process. To be called after gst_init().
 *
 * Returns: %FALSE if GStreamer refuses
 */
gboolean
wall_video_sink_register (void)
{
  return gst_element_register (NULL, "wallvideosink", GST_RANK_NONE, WALL_TYPE_VIDEO_SINK);
}
