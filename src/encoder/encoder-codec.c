/* encoder-codec.c
 *
 * Encodes pictures into a loop.
 * Callable from any thread after gst_init(); each call runs for seconds in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-codec.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include "encoder-annexb.h"
#include "encoder-encoding.h"
#include "encoder-planes.h"
#include "encoder-sample.h"

/* How long an encoder may take for a picture, or for its end, before it is taken for dead. */
#define PROGRESS_SECONDS 30
#define POLL_MS          100

/* How far a picture that is passed through may be from where an even rate puts it. */
#define MAX_UNEVEN (250 * GST_MSECOND)

typedef struct {
  EncoderLoopBuilder *builder;
  gboolean            in_order_only;
  guint               n_pictures;
  GstCaps            *caps;
  DvripVideoCodec     codec;
  GByteArray         *unit;
  GstClockTime        start;        /* running time of the first key frame */
  GArray             *times;        /* of GstClockTime: the running times from there on */
  GstClockTime        first, last;  /* decoding times, to make a rate of where none is said */
} Collected;

static void
clear_collected (Collected *collected)
{
  g_clear_pointer (&collected->builder, encoder_loop_builder_free);
  g_clear_pointer (&collected->unit, g_byte_array_unref);
  g_clear_pointer (&collected->times, g_array_unref);
  gst_clear_caps (&collected->caps);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Collected, clear_collected)

static gboolean
collect_bytes (Collected     *collected,
               const guint8  *data,
               gsize          size,
               gboolean       is_key,
               GError       **error)
{
  gboolean is_h265 = collected->codec == DVRIP_VIDEO_H265;

  if (!is_h265 && collected->codec != DVRIP_VIDEO_H264)
    return encoder_loop_builder_add (collected->builder, data, size, is_key, error);

  if (collected->in_order_only && encoder_annexb_reorders (data, size, is_h265)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("it has B frames"));
    return FALSE;
  }

  g_byte_array_set_size (collected->unit, 0);
  encoder_annexb_append (collected->unit, data, size, is_h265);
  if (collected->unit->len == 0)
    return TRUE;

  return encoder_loop_builder_add (collected->builder, collected->unit->data, collected->unit->len,
                                   is_key, error);
}

static void
read_caps (Collected *collected,
           GstCaps   *caps)
{
  EncoderLoopInfo info = { 0 };

  if (caps == collected->caps)
    return;

  gst_caps_replace (&collected->caps, caps);
  encoder_sample_read_info (caps, &info);
  collected->codec = info.codec;
}

static void
note_time (Collected *collected,
           GstSample *sample,
           gboolean   is_key)
{
  GstClockTime time =
    gst_segment_to_running_time (gst_sample_get_segment (sample), GST_FORMAT_TIME,
                                 GST_BUFFER_PTS (gst_sample_get_buffer (sample)));

  if (is_key && !GST_CLOCK_TIME_IS_VALID (collected->start))
    collected->start = time;
  if (GST_CLOCK_TIME_IS_VALID (collected->start))
    g_array_append_val (collected->times, time);
}

/* Loops are sent at an even rate: a film whose pictures were not taken so is to be encoded anew. */
static gboolean
is_even (const Collected       *collected,
         const EncoderLoopInfo *info)
{
  for (guint i = 0; i < collected->times->len; i++) {
    GstClockTime time = g_array_index (collected->times, GstClockTime, i);
    GstClockTime even = collected->start +
                        gst_util_uint64_scale (i, GST_SECOND * (guint64) info->rate_den,
                                               (guint64) info->rate_num);

    if (GST_CLOCK_TIME_IS_VALID (time) &&
        ABS (GST_CLOCK_DIFF (even, time)) > (GstClockTimeDiff) MAX_UNEVEN)
      return FALSE;
  }

  return TRUE;
}

static gboolean
collect (Collected  *collected,
         GstSample  *sample,
         GError    **error)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gboolean is_key = encoder_sample_is_key (sample);
  GstMapInfo map;
  gboolean added;

  read_caps (collected, gst_sample_get_caps (sample));
  if (!gst_buffer_map (buffer, &map, GST_MAP_READ)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _("An encoded picture is unreadable"));
    return FALSE;
  }

  note_time (collected, sample, is_key);
  added = collect_bytes (collected, map.data, map.size, is_key, error);
  gst_buffer_unmap (buffer, &map);
  if (collected->n_pictures++ == 0)
    collected->first = GST_BUFFER_DTS_OR_PTS (buffer);
  collected->last = GST_BUFFER_DTS_OR_PTS (buffer);

  return added;
}

static gboolean
check_bus (GstElement  *pipeline,
           GError     **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (!message)
    return TRUE;

  gst_message_parse_error (message, error, NULL);
  return FALSE;
}

static gboolean
collect_all (Collected     *collected,
             GstElement    *pipeline,
             guint          max_pictures,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gint64 progress_us = g_get_monotonic_time ();

  while (collected->n_pictures < max_pictures &&
         !encoder_loop_builder_is_full (collected->builder) &&
         !gst_app_sink_is_eos (GST_APP_SINK (sink))) {
    g_autoptr (GstSample) sample = NULL;

    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !check_bus (pipeline, error))
      return FALSE;

    sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), POLL_MS * GST_MSECOND);
    if (sample) {
      progress_us = g_get_monotonic_time ();
      if (!collect (collected, sample, error))
        return FALSE;
    } else if (g_get_monotonic_time () - progress_us > PROGRESS_SECONDS * G_USEC_PER_SEC) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                   _("No picture came out of the encoder for %d s"), PROGRESS_SECONDS);
      return FALSE;
    }
  }

  return check_bus (pipeline, error);
}

/* A rate that is not said, or that cannot be, is made of the times; without those it is 25. */
static void
complete_rate (const Collected *collected,
               EncoderLoopInfo *info)
{
  EncoderFormat format = { .width = info->width, .height = info->height, .fps = 25.0 };
  double fps = info->rate_den > 0 ? info->rate_num / (double) info->rate_den : 0.0;

  if (fps >= ENCODER_FORMAT_MIN_FPS && fps <= ENCODER_FORMAT_MAX_FPS)
    return;

  if (GST_CLOCK_TIME_IS_VALID (collected->first) && GST_CLOCK_TIME_IS_VALID (collected->last) &&
      collected->last > collected->first)
    format.fps = CLAMP ((collected->n_pictures - 1) * (double) GST_SECOND /
                        (double) (collected->last - collected->first),
                        ENCODER_FORMAT_MIN_FPS, ENCODER_FORMAT_MAX_FPS);
  encoder_format_get_rate (&format, &info->rate_num, &info->rate_den);
}

/**
 * encoder_codec_run:
 * @pipeline: ends in an appsink "out" that delivers access units
 * @encoder: what the loop says of its making
 * @max_pictures: take no more than these
 * @in_order_only: give up, with %G_IO_ERROR_NOT_SUPPORTED, where pictures are sent in another order
 *   than shown
 * @out_start: (out) (optional): the running time of the loop's first picture
 * @cancellable: (nullable): stops it within a fraction of a second
 *
 * Runs a pipeline to its end, or until there are enough pictures, and leaves it in NULL.
 *
 * Returns: (transfer full) (nullable): the loop, %NULL and @error
 */
EncoderLoop *
encoder_codec_run (GstElement    *pipeline,
                   const char    *encoder,
                   guint          max_pictures,
                   gboolean       in_order_only,
                   GstClockTime  *out_start,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_auto (Collected) collected = {
    .builder = encoder_loop_builder_new (),
    .in_order_only = in_order_only,
    .unit = g_byte_array_new (),
    .start = GST_CLOCK_TIME_NONE,
    .times = g_array_new (FALSE, FALSE, sizeof (GstClockTime)),
  };
  EncoderLoopInfo info = { .encoder = encoder };
  gboolean collected_all;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  collected_all = collect_all (&collected, pipeline, max_pictures, cancellable, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (!collected_all)
    return NULL;

  if (!collected.caps) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _("There is no picture in it"));
    return NULL;
  }

  if (out_start)
    *out_start = GST_CLOCK_TIME_IS_VALID (collected.start) ? collected.start : 0;
  encoder_sample_read_info (collected.caps, &info);
  complete_rate (&collected, &info);
  if (in_order_only && !is_even (&collected, &info)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _("its pictures come at uneven times"));
    return NULL;
  }

  return encoder_loop_builder_finish (collected.builder, &info, error);
}

typedef struct {
  GstAppSrc          *source;
  const EncoderFormat *format;
  guint               n_frames;
  EncoderDraw         draw;
  gpointer            user_data;
} Drawing;

/* Runs in a thread of its own, held back by the queue of the appsrc, until the pipeline flushes. */
static gpointer
draw_all (gpointer data)
{
  Drawing *drawing = data;
  const EncoderFormat *format = drawing->format;
  g_autofree guint8 *picture = g_malloc ((gsize) format->width * format->height * 3 / 2);
  GstVideoInfo info;
  int num, den;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, format->width, format->height);

  encoder_format_get_rate (drawing->format, &num, &den);
  for (guint frame = 0; frame < drawing->n_frames; frame++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL);

    drawing->draw (frame, picture, drawing->user_data);
    encoder_planes_fill (buffer, &info, picture);
    GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (frame, GST_SECOND * den, num);
    GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (1, GST_SECOND * den, num);
    if (gst_app_src_push_buffer (drawing->source, buffer) != GST_FLOW_OK)
      return NULL;
  }

  gst_app_src_end_of_stream (drawing->source);
  return NULL;
}

static GstElement *
make_drawn_pipeline (const EncoderFormat  *format,
                     GError              **error)
{
  g_autofree char *encoding = encoder_encoding_describe (format);
  g_autofree char *description = NULL;
  int num, den;

  if (!encoder_encoding_check (format, error))
    return NULL;

  encoder_format_get_rate (format, &num, &den);
  description = g_strdup_printf ("appsrc name=in format=time block=true max-buffers=4 max-bytes=0 "
                                 "caps=video/x-raw,format=I420,width=%u,height=%u,framerate=%d/%d,"
                                 "colorimetry=bt601 ! %s ! appsink name=out sync=false "
                                 "max-buffers=4", format->width, format->height, num, den,
                                 encoding);
  return gst_parse_launch (description, error);
}

/**
 * encoder_codec_encode_drawn:
 * @draw: draws frame n into I420 planes without padding; called in a thread of its own
 *
 * Encodes pictures that are drawn, not read.
 *
 * Returns: (transfer full) (nullable): a loop of @n_frames pictures, %NULL and @error
 */
EncoderLoop *
encoder_codec_encode_drawn (const EncoderFormat  *format,
                            guint                 n_frames,
                            EncoderDraw           draw,
                            gpointer              user_data,
                            GCancellable         *cancellable,
                            GError              **error)
{
  g_autoptr (GstElement) pipeline = make_drawn_pipeline (format, error);
  g_autoptr (GstElement) source = NULL;
  Drawing drawing = { NULL, format, n_frames, draw, user_data };
  EncoderLoop *loop;
  GThread *thread;

  if (!pipeline)
    return NULL;

  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  drawing.source = GST_APP_SRC (source);
  /* An appsrc below PAUSED refuses buffers. */
  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  thread = g_thread_new ("encoder-draw", draw_all, &drawing);
  loop = encoder_codec_run (pipeline, encoder_encoding_get_name (format->codec), n_frames, FALSE, NULL,
                            cancellable, error);
  g_thread_join (thread);

  return loop;
}
