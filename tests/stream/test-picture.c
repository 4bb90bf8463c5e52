/* test-picture.c
 *
 * A picture's memory, its surface, its texture and its tones; how it fits into an area.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-picture.h"
#include "wall-pixels.h"

static WallPicture *
make_picture (guint32 pixel)
{
  WallPicture *picture = wall_picture_new (20, 10, (WallShape) { 2, 1 }, 7, 1234);
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < 10; y++) {
    for (int x = 0; x < 20; x++)
      ((guint32 *) (gpointer) (pixels + y * stride))[x] = pixel;
  }

  return picture;
}

static guint32
pixel_of (WallPicture *picture)
{
  return *(guint32 *) (gpointer) wall_picture_get_pixels (picture, NULL);
}

static void
test_keeps_what_is_known (void)
{
  g_autoptr (WallPicture) picture = make_picture (0xff112233);

  g_assert_cmpint (wall_picture_get_width (picture), ==, 20);
  g_assert_cmpint (wall_picture_get_height (picture), ==, 10);
  g_assert_cmpuint (wall_picture_get_serial (picture), ==, 7);
  g_assert_cmpint (wall_picture_get_decoded_us (picture), ==, 1234);
}

static void
test_surface_is_its_own_memory (void)
{
  g_autoptr (WallPicture) picture = make_picture (0xff112233);
  cairo_surface_t *surface = wall_picture_get_surface (picture);

  g_assert_true (surface == wall_picture_get_surface (picture));
  g_assert_cmpint (cairo_image_surface_get_format (surface), ==, CAIRO_FORMAT_RGB24);
  g_assert_true (cairo_image_surface_get_data (surface) == wall_picture_get_pixels (picture, NULL));
}

static void
test_texture_holds_the_picture (void)
{
  WallPicture *picture = make_picture (0xff112233);
  g_autoptr (GdkTexture) texture = wall_picture_get_texture (picture);
  guint32 pixels[20 * 10];

  wall_picture_unref (picture);
  gdk_texture_download (texture, (guchar *) pixels, 20 * 4);
  g_assert_cmphex (pixels[0], ==, 0xff112233);
  g_assert_cmphex (pixels[199], ==, 0xff112233);
}

static void
test_texture_is_made_once (void)
{
  g_autoptr (WallPicture) picture = make_picture (0xff112233);
  g_autoptr (GdkTexture) first = wall_picture_get_texture (picture);
  g_autoptr (GdkTexture) second = wall_picture_get_texture (picture);

  g_assert_true (first == second);
  g_clear_object (&first);
  g_clear_object (&second);
  first = wall_picture_get_texture (picture);
  g_assert_cmpint (gdk_texture_get_width (first), ==, 20);
}

static void
assert_near (guint32 a,
             guint32 b)
{
  for (int shift = 0; shift < 32; shift += 8)
    g_assert_cmpint (ABS ((int) (a >> shift & 255) - (int) (b >> shift & 255)), <=, 3);
}

static void
test_tones (void)
{
  g_autoptr (WallPicture) red = make_picture (0xffff0000);
  g_autoptr (WallPicture) same = wall_picture_tone (red, 1.0, 1.0);
  g_autoptr (WallPicture) half = wall_picture_tone (red, 1.0, 0.5);
  g_autoptr (WallPicture) grey = wall_picture_tone (red, 0.0, 1.0);

  assert_near (pixel_of (same), 0xffff0000);
  assert_near (pixel_of (half), 0xff800000);
  assert_near (pixel_of (grey), 0xff4c4c4c);
  g_assert_cmpuint (wall_picture_get_serial (grey), ==, 7);
  g_assert_cmphex (pixel_of (red), ==, 0xffff0000);
}

static void
test_fits_without_stretching (void)
{
  const struct {
    WallShape shape;
    int       width, height;
    WallRect  expected;
  } cases[] = {
    { { 16, 9 }, 480, 270, { 0, 0, 480, 270 } },
    { { 16, 9 }, 480, 300, { 0, 15, 480, 270 } },
    { { 16, 9 }, 500, 270, { 10, 0, 480, 270 } },
    { { 4, 3 }, 480, 270, { 60, 0, 360, 270 } },
    /* A bar of one pixel is none. */
    { { 16, 9 }, 480, 271, { 0, 0, 480, 271 } },
    { { 16, 9 }, 0, 100, { 0, 0, 0, 0 } },
    { { 8192, 1 }, 100, 100, { 0, 49, 100, 1 } },
    { { (guint64) 8192 * G_MAXINT, (guint64) 4320 * G_MAXINT },
      8192,
      8192,
      { 0, 1936, 8192, 4320 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WallRect rect = wall_fit (cases[i].shape, cases[i].width, cases[i].height);

    g_assert_cmpmem (&rect, sizeof rect, &cases[i].expected, sizeof rect);
  }
}

static void
test_shape_honours_pixel_aspect (void)
{
  /* D1 PAL, 4:3: 704×576 with 12:11. */
  WallShape shape = wall_shape_of_picture (704, 576, 12, 11);

  g_assert_cmpuint (shape.width * 3, ==, shape.height * 4);
  shape = wall_shape_of_picture (704, 576, 0, 0);
  g_assert_cmpuint (shape.width, ==, 704);
  g_assert_cmpuint (shape.height, ==, 576);
}

static void
test_spare_memory_is_bounded (void)
{
  guint8 *blocks[40];
  const gsize size = 1024 * 1024;
  WallPixelsStats stats;

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    blocks[i] = wall_pixels_alloc (size);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    wall_pixels_free (blocks[i], size);
  wall_pixels_get_stats (&stats);
  g_assert_cmpuint (stats.spare_bytes, ==, WALL_PIXELS_MAX_SPARE_BYTES);

  wall_pixels_trim ();
  wall_pixels_get_stats (&stats);
  g_assert_cmpuint (stats.spare_bytes, ==, 0);
  g_assert_cmpuint (stats.spare_blocks, ==, 0);
}

static void
test_memory_of_another_size_is_not_taken (void)
{
  guint8 *block = wall_pixels_alloc (1000);
  WallPixelsStats before, after;

  wall_pixels_free (block, 1000);
  wall_pixels_get_stats (&before);
  block = wall_pixels_alloc (999);
  wall_pixels_get_stats (&after);
  g_assert_cmpuint (after.reused, ==, before.reused);
  wall_pixels_free (block, 999);
  wall_pixels_trim ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/picture/keeps-what-is-known", test_keeps_what_is_known);
  g_test_add_func ("/stream/picture/surface-is-its-own-memory", test_surface_is_its_own_memory);
  g_test_add_func ("/stream/picture/texture-holds-the-picture", test_texture_holds_the_picture);
  g_test_add_func ("/stream/picture/texture-is-made-once", test_texture_is_made_once);
  g_test_add_func ("/stream/picture/tones", test_tones);
  g_test_add_func ("/stream/fit/fits-without-stretching", test_fits_without_stretching);
  g_test_add_func ("/stream/fit/shape-honours-pixel-aspect", test_shape_honours_pixel_aspect);
  g_test_add_func ("/stream/pixels/spare-memory-is-bounded", test_spare_memory_is_bounded);
  g_test_add_func ("/stream/pixels/memory-of-another-size-is-not-taken",
                   test_memory_of_another_size_is_not_taken);

  return g_test_run ();
}
