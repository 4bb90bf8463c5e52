/* test-sink-view.c
 *
 * Of a part that is looked at the tile gets every pixel that the stream has.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sink-fixture.h"
#include "wall-texture-path.h"

#define SIZE 128
#define TILE 64

/* The left half is dark; on the right, columns of one pixel each, dark and bright. */
static void
push_columns (SinkFixture *self)
{
  GstBuffer *buffer = sink_fixture_make_buffer (self, 0);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (gsize i = 0; i < (gsize) SIZE * SIZE; i++)
    map.data[i] = i % SIZE >= SIZE / 2 && i % 2 ? 255 : 0;
  gst_buffer_unmap (buffer, &map);
  g_assert_cmpint (gst_harness_push (self->harness, buffer), ==, GST_FLOW_OK);
}

static guint8
get_pixel (WallPicture *picture,
           int          x,
           int          y)
{
  int stride;
  const guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  return pixels[y * stride + 4 * x];
}

static WallPicture *
wait_for_picture (SinkFixture *self)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  WallPicture *picture;

  while (!(picture = wall_video_sink_take_picture (self->sink))) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (1000);
  }

  return picture;
}

static void
test_every_pixel (SinkFixture   *self,
                  gconstpointer  data)
{
  const WallView right = { 0.5, 0.25, 0.5, 0.5 };
  g_autoptr (WallPicture) picture = NULL;
  WallView view;

  sink_fixture_set_caps (self, "GRAY8", SIZE, SIZE);
  wall_video_sink_set_target_size (self->sink, TILE, TILE);
  wall_video_sink_set_view (self->sink, &right);
  push_columns (self);
  picture = wait_for_picture (self);
  view = wall_picture_get_view (picture);
  g_assert_true (wall_view_is_same (&view, &right));
  g_assert_cmpint (wall_picture_get_width (picture), ==, TILE);
  g_assert_cmpint (wall_picture_get_height (picture), ==, TILE);
  for (int x = 0; x < TILE; x++)
    g_assert_cmpint (get_pixel (picture, x, TILE / 2), ==, x % 2 ? 255 : 0);
}

/* Who moves does not wait for the next frame, and sees the same one. */
static void
test_at_once (SinkFixture   *self,
              gconstpointer  data)
{
  const WallView left = { 0.1, 0.1, 0.25, 0.25 };
  g_autoptr (WallPicture) first = NULL;
  g_autoptr (WallPicture) second = NULL;
  WallView view;

  sink_fixture_set_caps (self, "GRAY8", SIZE, SIZE);
  wall_video_sink_set_target_size (self->sink, TILE, TILE);
  push_columns (self);
  first = wait_for_picture (self);
  view = wall_picture_get_view (first);
  g_assert_true (wall_view_is_whole (&view));

  wall_video_sink_set_view (self->sink, &left);
  second = wait_for_picture (self);
  g_assert_cmpuint (wall_picture_get_serial (second), ==, wall_picture_get_serial (first));
  view = wall_picture_get_view (second);
  g_assert_cmpfloat (view.x, <=, left.x);
  g_assert_cmpfloat (view.x + view.width, >=, left.x + left.width);
  g_assert_cmpfloat (view.width, <=, left.width + 4.0 / SIZE);
  g_assert_cmpint (get_pixel (second, 20, 20), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  wall_texture_path_set_renderer ("GskCairoRenderer");
  g_test_add ("/sink-view/every-pixel", SinkFixture, NULL, sink_fixture_set_up, test_every_pixel,
              sink_fixture_tear_down);
  g_test_add ("/sink-view/at-once", SinkFixture, NULL, sink_fixture_set_up, test_at_once,
              sink_fixture_tear_down);

  return g_test_run ();
}
