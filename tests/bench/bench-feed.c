/* bench-feed.c
 *
 * A camera without a network: the access units of an H.264 clip, again and again, at the clip's
 * rate, decoded by a pipeline of its own as the wall does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-feed.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

struct _BenchClip {
  GPtrArray *units;  /* of GstBuffer */
  GstCaps   *caps;
  gint64     interval_us;
};

struct _BenchFeed {
  BenchClip  *clip;
  GstElement *pipeline;
  guint       next;     /* streaming thread */
  gint64      due_us;
  int         is_over;  /* atomic */
};

static gint64
interval_from_caps (GstCaps *caps)
{
  int n = 25, d = 1;

  gst_structure_get_fraction (gst_caps_get_structure (caps, 0), "framerate", &n, &d);

  return n > 0 ? G_USEC_PER_SEC * d / n : G_USEC_PER_SEC / 25;
}

/**
 * bench_clip_load:
 * @path: of a file of bare H.264 (byte-stream)
 *
 * Returns: (transfer full) (nullable): the clip, all of it in memory
 */
BenchClip *
bench_clip_load (const char  *path,
                 GError     **error)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch (
    "filesrc name=file ! h264parse ! video/x-h264,stream-format=byte-stream,alignment=au ! "
    "appsink name=units sync=false", error);
  g_autoptr (GstElement) file = NULL, units = NULL;
  BenchClip *self;
  GstSample *sample;

  if (!pipeline)
    return NULL;

  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  units = gst_bin_get_by_name (GST_BIN (pipeline), "units");
  g_object_set (file, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  self = g_new0 (BenchClip, 1);
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (units)))) {
    gst_caps_replace (&self->caps, gst_sample_get_caps (sample));
    g_ptr_array_add (self->units, gst_buffer_ref (gst_sample_get_buffer (sample)));
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);

  if (self->units->len == 0) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "No H.264 in %s", path);
    bench_clip_free (self);
    return NULL;
  }
  self->interval_us = interval_from_caps (self->caps);

  return self;
}

void
bench_clip_free (BenchClip *self)
{
  g_ptr_array_unref (self->units);
  gst_clear_caps (&self->caps);
  g_free (self);
}

static void
on_need_data (GstAppSrc *source,
              guint      length,
              gpointer   user_data)
{
  BenchFeed *self = user_data;
  GPtrArray *units = self->clip->units;
  gint64 wait_us = self->due_us - g_get_monotonic_time ();
  GstBuffer *unit;

  if (wait_us > 0)
    g_usleep (wait_us);
  self->due_us += self->clip->interval_us;
  if (g_atomic_int_get (&self->is_over))
    return;

  unit = gst_buffer_copy (g_ptr_array_index (units, self->next % units->len));
  GST_BUFFER_PTS (unit) = self->next * self->clip->interval_us * GST_USECOND;
  GST_BUFFER_DTS (unit) = GST_CLOCK_TIME_NONE;
  self->next++;
  gst_app_src_push_buffer (source, unit);
}

/**
 * bench_feed_start:
 * @clip: outlives the feed
 * @sink: (transfer floating): where decoded frames go
 * @delay_us: until the first unit
 *
 * Returns: (transfer full): a running camera
 */
BenchFeed *
bench_feed_start (BenchClip  *clip,
                  GstElement *sink,
                  gint64      delay_us)
{
  GstAppSrcCallbacks callbacks = { .need_data = on_need_data };
  BenchFeed *self = g_new0 (BenchFeed, 1);
  GstElement *source = gst_element_factory_make ("appsrc", NULL);
  GstElement *decoder = gst_element_factory_make ("avdec_h264", NULL);

  g_assert_true (source && decoder);
  g_object_set (source, "caps", clip->caps, "format", GST_FORMAT_TIME, "is-live", TRUE, NULL);
  g_object_set (decoder, "max-threads", 1, NULL);

  self->clip = clip;
  self->due_us = g_get_monotonic_time () + delay_us;
  self->pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, decoder, sink, NULL);
  gst_element_link_many (source, decoder, sink, NULL);
  gst_app_src_set_callbacks (GST_APP_SRC (source), &callbacks, self, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return self;
}

void
bench_feed_stop (BenchFeed *self)
{
  g_atomic_int_set (&self->is_over, TRUE);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
  g_free (self);
}
