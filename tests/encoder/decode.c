/* decode.c
 *
 * Pictures out of a loop.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "decode.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define DEADLINE (60 * GST_SECOND)

static void
free_picture (gpointer data)
{
  DecodedPicture *picture = data;

  g_bytes_unref (picture->luma);
  g_free (picture);
}

static GstElement *
make_pipeline (EncoderLoop *loop,
               const guint  size[2])
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);
  g_autofree char *scaling = NULL;
  g_autofree char *description = NULL;
  g_autoptr (GError) error = NULL;
  GstElement *pipeline;
  const char *decoder = "jpegdec";
  const char *caps = "image/jpeg,framerate=25/1";

  if (info->codec == DVRIP_VIDEO_H264) {
    decoder = "h264parse ! avdec_h264 max-threads=1 output-corrupt=false";
    caps = "video/x-h264,stream-format=byte-stream,alignment=au";
  } else if (info->codec == DVRIP_VIDEO_H265) {
    decoder = "h265parse ! avdec_h265 max-threads=1 output-corrupt=false";
    caps = "video/x-h265,stream-format=byte-stream,alignment=au";
  } else if (info->codec == DVRIP_VIDEO_MPEG4) {
    decoder = "mpeg4videoparse ! avdec_mpeg4 max-threads=1 output-corrupt=false";
    caps = "video/mpeg,mpegversion=4,systemstream=false";
  }

  scaling = size ? g_strdup_printf ("videoscale ! video/x-raw,width=%u,height=%u,"
                                    "pixel-aspect-ratio=1/1 !", size[0], size[1])
                 : g_strdup ("");
  description = g_strdup_printf ("appsrc name=in format=time caps=\"%s\" ! %s ! %s videoconvert ! "
                                 "video/x-raw,format=GRAY8 ! appsink name=out sync=false", caps,
                                 decoder, scaling);
  pipeline = gst_parse_launch (description, &error);
  g_assert_no_error (error);
  return pipeline;
}

static void
push_loop (GstElement  *source,
           EncoderLoop *loop,
           guint        rounds)
{
  for (guint i = 0; i < rounds * encoder_loop_get_length (loop); i++) {
    const EncoderUnit *unit = encoder_loop_get_unit (loop, i);
    GstBuffer *buffer = gst_buffer_new_memdup (unit->payload, unit->payload_size);

    GST_BUFFER_PTS (buffer) = i * 40 * GST_MSECOND;
    g_assert_cmpint (gst_app_src_push_buffer (GST_APP_SRC (source), buffer), ==, GST_FLOW_OK);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
}

static DecodedPicture *
read_sample (GstSample *sample)
{
  DecodedPicture *picture = g_new0 (DecodedPicture, 1);
  GstStructure *structure = gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gsize size = gst_buffer_get_size (buffer);
  g_autofree guint8 *data = g_malloc (size);

  gst_buffer_extract (buffer, 0, data, size);
  gst_structure_get_int (structure, "width", (int *) &picture->width);
  gst_structure_get_int (structure, "height", (int *) &picture->height);
  picture->stride = GST_ROUND_UP_4 (picture->width);
  picture->luma = g_bytes_new_take (g_steal_pointer (&data), size);

  return picture;
}

/* Returns: (transfer full): DecodedPicture, in the order in which they are shown. An error of the
 * decoder fails the test. */
GPtrArray *
decode_loop (EncoderLoop *loop,
             guint        rounds,
             const guint  size[2])
{
  g_autoptr (GstElement) pipeline = make_pipeline (loop, size);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  GPtrArray *pictures = g_ptr_array_new_with_free_func (free_picture);
  GstSample *sample;

  g_object_set (source, "max-bytes", G_GUINT64_CONSTANT (0), NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  push_loop (source, loop, rounds);
  while ((sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), DEADLINE))) {
    g_ptr_array_add (pictures, read_sample (sample));
    gst_sample_unref (sample);
  }
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING);
  g_assert_null (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return pictures;
}
