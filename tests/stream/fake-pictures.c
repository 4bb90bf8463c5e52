/* fake-pictures.c
 *
 * A few pictures of H.264, made when they are needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-pictures.h"

#define N_FRAMES "60"

static void
on_frame (GstElement *sink,
          GstBuffer  *buffer,
          GstPad     *pad,
          gpointer    user_data)
{
  g_ptr_array_add (user_data, gst_buffer_ref (buffer));
}

/**
 * fake_pictures_new:
 *
 * Returns: (transfer full) (element-type GstBuffer): access units of a real encoder; every tenth is
 *   a key frame
 */
GPtrArray *
fake_pictures_new (void)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  g_autoptr (GstElementFactory) x264 = gst_element_factory_find ("x264enc");
  g_autofree char *description = g_strdup_printf (
    "videotestsrc num-buffers=" N_FRAMES " pattern=ball ! video/x-raw,width=64,height=48,"
    "framerate=25/1 ! %s ! video/x-h264,stream-format=byte-stream,alignment=au ! "
    "fakesink name=sink signal-handoffs=true",
    x264 ? "x264enc tune=zerolatency key-int-max=10" : "openh264enc gop-size=10 ! h264parse");
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, NULL);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  g_signal_connect (sink, "handoff", G_CALLBACK (on_frame), frames);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (frames->len, >=, 20);

  return frames;
}
