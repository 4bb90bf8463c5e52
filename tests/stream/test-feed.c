/* test-feed.c
 *
 * What a feed hands to its decoder of a stream that nobody looks at, and once somebody does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-feed.h"

#include <gst/app/gstappsrc.h>

#include "fake-pictures.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)

/* So many without a key frame are kept at least, when somebody looks. */
#define KEPT 3

static GstElement *
make_source (void)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (
    "video/x-h264,stream-format=byte-stream,alignment=au,width=64,height=48,framerate=25/1");
  GstElement *source = gst_element_factory_make ("appsrc", NULL);

  g_object_set (source, "caps", caps, "format", GST_FORMAT_TIME, NULL);

  return source;
}

/* Until the feed has seen it: whether it feeds it or not, the source has none left then. */
static void
send (GstElement *source,
      GstBuffer  *picture)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  gst_app_src_push_buffer (GST_APP_SRC (source), gst_buffer_ref (picture));
  while (gst_app_src_get_current_level_buffers (GST_APP_SRC (source)) > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_usleep (100);
  }
}

static void
wait_for_units (WallFeed *feed,
                guint64   units)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  while (wall_feed_get_units (feed) < units) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_usleep (1000);
  }
}

/* Returns: the last picture that has KEPT before it and one behind it which are no key frames */
static guint
find_last (GPtrArray *pictures)
{
  guint deltas = 0, last = 0;

  for (guint i = 0; i < pictures->len; i++) {
    gboolean is_delta = GST_BUFFER_FLAG_IS_SET (g_ptr_array_index (pictures, i),
                                                GST_BUFFER_FLAG_DELTA_UNIT);

    deltas = is_delta ? deltas + 1 : 0;
    if (deltas > KEPT)
      last = i;
  }
  g_assert_cmpuint (last, >, pictures->len / 2);

  return last;
}

static void
test_catches_up (void)
{
  g_autoptr (GPtrArray) pictures = fake_pictures_new ();
  GstElement *pipeline = gst_pipeline_new (NULL);
  GstElement *source = make_source ();
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  g_autoptr (WallFeed) feed = wall_feed_new (pipeline, sink);
  const guint last = find_last (pictures);
  guint64 unseen;

  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  wall_feed_add_pad (feed, pad);
  wall_feed_set_unseen (feed, TRUE);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  for (guint i = 0; i < last; i++)
    send (source, g_ptr_array_index (pictures, i));
  unseen = wall_feed_get_units (feed);
  g_assert_cmpuint (unseen, <, last / 2);

  /* Those since the last key frame, and this one. */
  wall_feed_set_unseen (feed, FALSE);
  send (source, g_ptr_array_index (pictures, last));
  wait_for_units (feed, unseen + KEPT + 1);

  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/feed/catches-up", test_catches_up);

  return g_test_run ();
}
