/* test-still.c
 *
 * What is kept of a camera's picture has all its pixels and its colours, whatever the tile's size.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sink-fixture.h"

#include <gdk/gdk.h>

/* Of one colour, which is 0xRRGGBB. */
static void
assert_png (SinkFixture *self,
            int          width,
            int          height,
            guint32      colour)
{
  g_autoptr (WallStill) still = wall_video_sink_dup_still (self->sink);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = wall_still_to_png (still, &error);
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);

  g_assert_no_error (error);
  texture = gdk_texture_new_from_bytes (png, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  gdk_texture_download (texture, (guint8 *) pixels, (gsize) width * 4);
  for (int i = 0; i < width * height; i++)
    for (guint shift = 0; shift < 24; shift += 8)
      g_assert_cmpint (ABS ((int) (pixels[i] >> shift & 0xff) - (int) (colour >> shift & 0xff)), <=,
                       3);
}

/* A tile of a few pixels, or none at all, changes nothing. */
static void
test_full_size (SinkFixture   *self,
                gconstpointer  data)
{
  g_assert_null (wall_video_sink_dup_still (self->sink));
  sink_fixture_set_caps (self, "GRAY8", 642, 362);
  wall_video_sink_set_target_size (self->sink, 64, 36);
  sink_fixture_push (self, 235);
  assert_png (self, 642, 362, 0xebebeb);
  wall_video_sink_set_target_size (self->sink, 0, 0);
  sink_fixture_push (self, 126);
  assert_png (self, 642, 362, 0x7e7e7e);
}

/* The still is what it was, though the camera goes on. */
static void
test_does_not_change (SinkFixture   *self,
                      gconstpointer  data)
{
  g_autoptr (WallStill) still = NULL;
  gint64 decoded_us;

  sink_fixture_set_caps (self, "GRAY8", 64, 48);
  sink_fixture_push (self, 16);
  still = wall_video_sink_dup_still (self->sink);
  decoded_us = wall_still_get_decoded_us (still);
  g_assert_cmpint (decoded_us, ==, sink_fixture_get_stats (self).last_decoded_us);
  sink_fixture_push (self, 235);
  g_assert_cmpint (wall_still_get_decoded_us (still), ==, decoded_us);
  assert_png (self, 64, 48, 0xebebeb);
}

/* Red is not blue. */
static void
test_colour (SinkFixture   *self,
             gconstpointer  data)
{
  GstBuffer *buffer;

  sink_fixture_set_caps (self, "I420", 32, 16);
  buffer = sink_fixture_make_buffer (self, 128);
  gst_buffer_memset (buffer, 0, 126, 32 * 16);
  gst_buffer_memset (buffer, 32 * 16 + 16 * 8, 200, 16 * 8);
  g_assert_cmpint (gst_harness_push (self->harness, buffer), ==, GST_FLOW_OK);
  assert_png (self, 32, 16, 0xf34580);
}

int
main (int    argc,
      char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/still/full-size", SinkFixture, NULL, sink_fixture_set_up, test_full_size,
              sink_fixture_tear_down);
  g_test_add ("/still/does-not-change", SinkFixture, NULL, sink_fixture_set_up,
              test_does_not_change, sink_fixture_tear_down);
  g_test_add ("/still/colour", SinkFixture, NULL, sink_fixture_set_up, test_colour,
              sink_fixture_tear_down);

  return g_test_run ();
}
