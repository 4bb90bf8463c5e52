/* test-timestamp.c
 *
 * The time in a picture: byte for byte, where it stands, and as others read it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gst/video/video-sei.h>
#include <string.h>

#include "encoder-codec.h"
#include "encoder-pattern.h"
#include "encoder-timestamp.h"
#include "sei.h"

#define BYTES(text) (const guint8 *) text, sizeof text - 1
#define TIME_US G_GUINT64_CONSTANT (0x0005f3a1b2c3d4e5)

static void
assert_stamped (const guint8 *unit,
                gsize         size,
                gboolean      is_h265,
                const guint8 *expected,
                gsize         expected_size)
{
  g_autoptr (GBytes) stamped = encoder_timestamp_insert (unit, size, is_h265, TIME_US);

  g_assert_nonnull (stamped);
  g_assert_cmpmem (g_bytes_get_data (stamped, NULL), g_bytes_get_size (stamped), expected,
                   expected_size);
}

/* Behind parameter sets and other messages, before the first slice, once. */
static void
test_bytes (void)
{
  assert_stamped (BYTES ("\0\0\0\1\x67\x42\0\0\0\1\x68\xce\0\0\0\1\x65\x88\x80\0\0\0\1\x65\x11"),
                  FALSE,
                  BYTES ("\0\0\0\1\x67\x42\0\0\0\1\x68\xce"
                         "\0\0\0\1\x06\x05\x1cMISPmicrosectime\x9f\x00\x05\xff\xf3\xa1\xff\xb2\xc3"
                         "\xff\xd4\xe5\x80"
                         "\0\0\0\1\x65\x88\x80\0\0\0\1\x65\x11"));
  assert_stamped (BYTES ("\0\0\0\1\x06\x01\x01\x22\x80\0\0\1\x41\x9a"), FALSE,
                  BYTES ("\0\0\0\1\x06\x01\x01\x22\x80"
                         "\0\0\0\1\x06\x05\x1cMISPmicrosectime\x9f\x00\x05\xff\xf3\xa1\xff\xb2\xc3"
                         "\xff\xd4\xe5\x80"
                         "\0\0\1\x41\x9a"));
  assert_stamped (BYTES ("\0\0\0\1\x42\x01\x50\0\0\0\1\x26\x01\xaf"), TRUE,
                  BYTES ("\0\0\0\1\x42\x01\x50"
                         "\0\0\0\1\x4e\x01\x05\x1c\xa8\x68\x7d\xd4\xd7\x59\x37\x58\xa5\xce\xf0\x33"
                         "\x8b\x65\x45\xf1\x9f\x00\x05\xff\xf3\xa1\xff\xb2\xc3\xff\xd4\xe5\x80"
                         "\0\0\0\1\x26\x01\xaf"));
}

/* What a camera wrote stays; where there is no picture, nothing is written. */
static void
test_left_alone (void)
{
  g_autoptr (GBytes) once =
    encoder_timestamp_insert (BYTES ("\0\0\0\1\x41\x9a"), FALSE, TIME_US);
  gsize size;
  const guint8 *data = g_bytes_get_data (once, &size);

  g_assert_null (encoder_timestamp_insert (data, size, FALSE, TIME_US + 1));
  g_assert_null (encoder_timestamp_insert (BYTES ("\0\0\0\1\x67\x42"), FALSE, TIME_US));
  g_assert_null (encoder_timestamp_insert (BYTES (""), TRUE, TIME_US));
}

/* Times whose bytes would look like start codes, if they stood side by side. */
static void
test_every_time (void)
{
  static const guint64 times[] = {
    0, 1, 0x0000000100000001, 0x0001000000030000, 0x0100000200000003, G_MAXUINT64
  };

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    for (int is_h265 = 0; is_h265 <= 1; is_h265++) {
      g_autoptr (GBytes) stamped =
        is_h265 ? encoder_timestamp_insert (BYTES ("\0\0\0\1\x26\x01\xaf"), TRUE, times[i])
                : encoder_timestamp_insert (BYTES ("\0\0\0\1\x65\x88"), FALSE, times[i]);
      gsize size;
      const guint8 *data = g_bytes_get_data (stamped, &size);

      g_assert_cmpuint (sei_read_time (data, size, is_h265), ==, times[i]);
    }
  }
}

static void
draw (guint    frame,
      guint8  *i420,
      gpointer user_data)
{
  encoder_pattern_draw (user_data, frame, i420);
}

static EncoderLoop *
encode (const EncoderFormat *format)
{
  g_autoptr (EncoderPattern) pattern = encoder_pattern_new (1, format, 8);
  g_autoptr (GError) error = NULL;
  EncoderLoop *loop = encoder_codec_encode_drawn (format, 8, draw, pattern, NULL, &error);

  g_assert_no_error (error);
  return loop;
}

static GstElement *
make_parsing (DvripVideoCodec codec)
{
  const char *name = codec == DVRIP_VIDEO_H265 ? "h265" : "h264";
  g_autofree char *description =
    g_strdup_printf ("appsrc name=in format=time caps=video/x-%s,stream-format=byte-stream,"
                     "alignment=au ! %sparse ! video/x-%s,alignment=au ! "
                     "appsink name=out sync=false", name, name, name);
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_parse_launch (description, &error);

  g_assert_no_error (error);
  return pipeline;
}

/* Encoders write messages of their own beside it. */
static guint64
get_precision_time (GstBuffer *buffer)
{
  gpointer state = NULL;
  guint64 time_us = 0;
  GstMeta *meta;

  while ((meta = gst_buffer_iterate_meta_filtered (buffer, &state,
                                                   GST_VIDEO_SEI_USER_DATA_UNREGISTERED_META_API_TYPE))) {
    GstVideoSEIUserDataUnregisteredMeta *message = (GstVideoSEIUserDataUnregisteredMeta *) meta;
    guint8 status;

    if (gst_video_sei_user_data_unregistered_parse_precision_time_stamp (message, &status,
                                                                         &time_us))
      return time_us;
  }

  return 0;
}

/* GStreamer's parser finds the same time in each picture. */
static void
test_as_gstreamer_reads_it (void)
{
  const EncoderFormat format = { 160, 96, 25.0 };
  g_autoptr (EncoderLoop) loop = encode (&format);
  DvripVideoCodec codec = encoder_loop_get_info (loop)->codec;
  g_autoptr (GstElement) pipeline = make_parsing (codec);
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  guint n = 0;
  GstSample *sample;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < encoder_loop_get_length (loop); i++) {
    const EncoderUnit *unit = encoder_loop_get_unit (loop, i);
    GBytes *stamped = encoder_timestamp_insert (unit->payload, unit->payload_size,
                                                codec == DVRIP_VIDEO_H265, TIME_US + i);
    GstBuffer *buffer = gst_buffer_new_wrapped_bytes (stamped);

    GST_BUFFER_PTS (buffer) = i * 40 * GST_MSECOND;
    gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
    g_bytes_unref (stamped);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink)))) {
    g_assert_cmpuint (get_precision_time (gst_sample_get_buffer (sample)), ==, TIME_US + n);
    gst_sample_unref (sample);
    n++;
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (n, ==, 8);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/timestamp/bytes", test_bytes);
  g_test_add_func ("/encoder/timestamp/left-alone", test_left_alone);
  g_test_add_func ("/encoder/timestamp/every-time", test_every_time);
  g_test_add_func ("/encoder/timestamp/as-gstreamer-reads-it", test_as_gstreamer_reads_it);

  return g_test_run ();
}
