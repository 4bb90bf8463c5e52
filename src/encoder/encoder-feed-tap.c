/* encoder-feed-tap.c
 *
 * Gives each picture its header and its time stamp on the streaming thread that brings it; those
 * who watch then share it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-feed-tap.h"

#include <gst/app/gstappsink.h>

#include "encoder-picture-times.h"
#include "encoder-sample.h"
#include "encoder-timestamp.h"

#define SOUND_BYTES  320
#define GUESSED_RATE 25.0

/* Each belongs to the streaming thread of its appsink. */
typedef struct {
  EncoderFeedTap *tap;
  guint           index;
  GstClockTime    first, last;  /* running times */
  guint           n_pictures;
  int             loss;         /* the tap's, when a key frame was last sent; -1: never */
} Output;

struct _EncoderFeedTap {
  GstElement       *pipeline;   /* (transfer none) */
  EncoderFeedQueue *queue;
  gboolean          has_timestamps;
  Output            outputs[ENCODER_FEED_OUTPUTS];
  GByteArray       *sound;      /* what is not yet a unit; streaming thread of the sound */

  gint              losses;     /* atomic: how often the queue was full */
  gint              is_over;    /* atomic: a stream of pictures ended */
  GMutex            lock;
  gint64            picture_us; /* guarded by @lock */
};

static void
push (EncoderFeedTap  *self,
      EncoderFeedUnit *unit)
{
  if (!encoder_feed_queue_push (self->queue, unit))
    g_atomic_int_inc (&self->losses);
}

static void
note_picture (EncoderFeedTap *self)
{
  g_mutex_lock (&self->lock);
  self->picture_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
}

/* At the beginning, and where pictures were lost, it goes on with a key frame. */
static gboolean
may_follow (Output   *output,
            gboolean  is_key)
{
  int losses = g_atomic_int_get (&output->tap->losses);

  if (is_key)
    output->loss = losses;

  return output->loss == losses;
}

/* Caps of cameras often do not say a rate: then it is what was seen so far. */
static void
complete_info (Output          *output,
               GstClockTime     running_time,
               EncoderLoopInfo *info)
{
  double fps = GUESSED_RATE;

  if (GST_CLOCK_TIME_IS_VALID (running_time)) {
    if (output->n_pictures++ == 0)
      output->first = running_time;
    output->last = MAX (output->first, running_time);
  }

  if (info->rate_num > 0 && info->rate_den > 0)
    return;

  if (output->n_pictures > 2 && output->last > output->first)
    fps = (output->n_pictures - 1) * (double) GST_SECOND / (double) (output->last - output->first);
  info->rate_num = (int) (CLAMP (fps, 0.1, 1000.0) * 1000.0);
  info->rate_den = 1000;
}

static void
stamp (EncoderFeedTap  *self,
       EncoderFeedUnit *unit,
       GstClockTime     running_time)
{
  gint64 real_us = encoder_picture_times_find (self->pipeline, running_time);
  gboolean is_h265 = unit->info.codec == DVRIP_VIDEO_H265;
  GBytes *stamped;

  if (!self->has_timestamps || (!is_h265 && unit->info.codec != DVRIP_VIDEO_H264))
    return;

  stamped = encoder_timestamp_insert (unit->unit.payload, unit->unit.payload_size, is_h265,
                                      (guint64) real_us);
  if (stamped)
    encoder_unit_take_bytes (&unit->unit, stamped);
}

static void
handle_picture (Output    *output,
                GstSample *sample)
{
  EncoderFeedUnit unit = { .output = output->index };
  GstClockTime running_time =
    gst_segment_to_running_time (gst_sample_get_segment (sample), GST_FORMAT_TIME,
                                 GST_BUFFER_PTS (gst_sample_get_buffer (sample)));

  note_picture (output->tap);
  encoder_sample_read_info (gst_sample_get_caps (sample), &unit.info);
  complete_info (output, running_time, &unit.info);
  if (!may_follow (output, encoder_sample_is_key (sample)) ||
      !encoder_sample_make_unit (sample, &unit.info, &unit.unit))
    return;

  stamp (output->tap, &unit, running_time);
  push (output->tap, &unit);
}

static GstFlowReturn
on_picture (GstAppSink *sink,
            gpointer    user_data)
{
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);

  if (!sample)
    return GST_FLOW_EOS;

  if (gst_sample_get_buffer (sample) && gst_sample_get_caps (sample))
    handle_picture (user_data, sample);

  return GST_FLOW_OK;
}

static void
cut_sound (EncoderFeedTap *self)
{
  while (self->sound->len >= SOUND_BYTES) {
    EncoderFeedUnit unit = { 0 };

    encoder_unit_init_sound (&unit.unit, NULL, SOUND_BYTES);
    encoder_unit_take_bytes (&unit.unit, g_bytes_new (self->sound->data, SOUND_BYTES));
    push (self, &unit);
    g_byte_array_remove_range (self->sound, 0, SOUND_BYTES);
  }
}

static GstFlowReturn
on_sound (GstAppSink *sink,
          gpointer    user_data)
{
  EncoderFeedTap *self = user_data;
  g_autoptr (GstSample) sample = gst_app_sink_pull_sample (sink);
  GstMapInfo map;

  if (!sample)
    return GST_FLOW_EOS;

  if (gst_sample_get_buffer (sample) &&
      gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ)) {
    g_byte_array_append (self->sound, map.data, (guint) map.size);
    gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
    cut_sound (self);
  }

  return GST_FLOW_OK;
}

/* A pipeline of several streams says so itself only when all of them ended. */
static void
on_picture_end (GstAppSink *sink,
                gpointer    user_data)
{
  g_atomic_int_set (&((Output *) user_data)->tap->is_over, TRUE);
}

static void
connect_sink (EncoderFeedTap *self,
              const char     *name,
              GstFlowReturn (*on_sample) (GstAppSink *, gpointer),
              void          (*on_end) (GstAppSink *, gpointer),
              gpointer        user_data)
{
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample, .eos = on_end };
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (self->pipeline), name);

  if (!sink)
    return;

  g_object_set (sink, "sync", FALSE, "async", FALSE, "max-buffers", 32, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (sink), &callbacks, user_data, NULL);
}

/**
 * encoder_feed_tap_new:
 * @pipeline: in NULL; outlives the tap's last picture
 * @queue: where units go
 * @has_timestamps: whether the time is written into pictures
 *
 * Connects the appsinks "video0", "video1" and "sound" of a pipeline, where it has them.
 *
 * Returns: (transfer full): the tap
 */
EncoderFeedTap *
encoder_feed_tap_new (GstElement       *pipeline,
                      EncoderFeedQueue *queue,
                      gboolean          has_timestamps)
{
  EncoderFeedTap *self = g_new0 (EncoderFeedTap, 1);

  self->pipeline = pipeline;
  self->queue = encoder_feed_queue_ref (queue);
  self->has_timestamps = has_timestamps;
  self->sound = g_byte_array_new ();
  g_mutex_init (&self->lock);
  for (guint i = 0; i < ENCODER_FEED_OUTPUTS; i++)
    self->outputs[i] = (Output) { .tap = self, .index = i, .loss = -1 };
  connect_sink (self, "video0", on_picture, on_picture_end, &self->outputs[0]);
  connect_sink (self, "video1", on_picture, on_picture_end, &self->outputs[1]);
  connect_sink (self, "sound", on_sound, NULL, self);

  return self;
}

/**
 * encoder_feed_tap_free:
 *
 * After the pipeline went to NULL.
 */
void
encoder_feed_tap_free (EncoderFeedTap *self)
{
  encoder_feed_queue_unref (self->queue);
  g_byte_array_unref (self->sound);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * encoder_feed_tap_get_picture_us:
 *
 * Returns: when the last picture came, monotonic; 0: none yet
 */
gint64
encoder_feed_tap_get_picture_us (EncoderFeedTap *self)
{
  gint64 picture_us;

  g_mutex_lock (&self->lock);
  picture_us = self->picture_us;
  g_mutex_unlock (&self->lock);

  return picture_us;
}

/**
 * encoder_feed_tap_is_over:
 *
 * Returns: whether a stream of pictures ended
 */
gboolean
encoder_feed_tap_is_over (EncoderFeedTap *self)
{
  return g_atomic_int_get (&self->is_over);
}
