/* test-jpeg.c
 *
 * The end of a picture is found wherever its bytes are cut, and its size before its scan.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-jpeg.h"

#include "jpeg-maker.h"

static WallJpegVerdict
read_all (WallJpeg     *jpeg,
          const guint8 *data,
          gsize         size)
{
  wall_jpeg_init (jpeg);

  return wall_jpeg_read (jpeg, data, size);
}

static void
test_cut_anywhere (void)
{
  g_autoptr (GBytes) picture = jpeg_maker_shape (1, 640, 480, 50);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);

  for (gsize cut = 0; cut < size; cut++) {
    WallJpeg jpeg;

    g_assert_cmpint (read_all (&jpeg, data, cut), ==, WALL_JPEG_MORE);
    g_assert_cmpint (wall_jpeg_read (&jpeg, data, size), ==, WALL_JPEG_WHOLE);
    g_assert_cmpuint (jpeg.offset, ==, size);
    g_assert_cmpuint (jpeg.width, ==, 640);
    g_assert_cmpuint (jpeg.height, ==, 480);
  }
}

static void
test_byte_by_byte (void)
{
  g_autoptr (GBytes) picture = jpeg_maker_shape (1, 8192, 4320, 50);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);
  WallJpeg jpeg;

  wall_jpeg_init (&jpeg);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpint (wall_jpeg_read (&jpeg, data, i), ==, WALL_JPEG_MORE);
  g_assert_cmpint (wall_jpeg_read (&jpeg, data, size), ==, WALL_JPEG_WHOLE);
}

/* What follows is not looked at. */
static void
test_ends_at_its_end (void)
{
  g_autoptr (GBytes) picture = jpeg_maker_shape (1, 64, 48, 50);
  GByteArray *twice = g_byte_array_new ();
  gsize size = g_bytes_get_size (picture);
  WallJpeg jpeg;

  for (guint i = 0; i < 2; i++)
    g_byte_array_append (twice, g_bytes_get_data (picture, NULL), size);
  g_assert_cmpint (read_all (&jpeg, twice->data, twice->len), ==, WALL_JPEG_WHOLE);
  g_assert_cmpuint (jpeg.offset, ==, size);
  g_byte_array_unref (twice);
}

static void
test_several_scans (void)
{
  static const guint8 data[] = {
    0xFF, 0xD8, 0xFF, 0xC2, 0, 8, 8, 0, 16, 0, 32, 0, 0xFF, 0xDA, 0, 2, 9, 9,
    0xFF, 0xC4, 0, 4, 0xFF, 0xD9, 0xFF, 0xDA, 0, 2, 7, 0xFF, 0xD9,
  };
  WallJpeg jpeg;

  g_assert_cmpint (read_all (&jpeg, data, sizeof data), ==, WALL_JPEG_WHOLE);
  g_assert_cmpuint (jpeg.offset, ==, sizeof data);
  g_assert_cmpuint (jpeg.width, ==, 32);
}

static void
test_broken (void)
{
  static const guint8 text[] = "<html>";
  static const guint8 no_scan[] = { 0xFF, 0xD8, 0xFF, 0xD9 };
  static const guint8 begins_again[] = { 0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 5, 0xFF, 0xD8 };
  static const guint8 no_length[] = { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1 };
  static const guint8 short_frame[] = { 0xFF, 0xD8, 0xFF, 0xC0, 0, 7, 8, 0, 1, 0, 1 };
  WallJpeg jpeg;

  g_assert_cmpint (read_all (&jpeg, text, sizeof text), ==, WALL_JPEG_BROKEN);
  g_assert_cmpuint (jpeg.offset, ==, 0);
  g_assert_cmpint (read_all (&jpeg, no_scan, sizeof no_scan), ==, WALL_JPEG_BROKEN);
  g_assert_cmpint (read_all (&jpeg, begins_again, sizeof begins_again), ==, WALL_JPEG_BROKEN);
  g_assert_cmpint (read_all (&jpeg, no_length, sizeof no_length), ==, WALL_JPEG_BROKEN);
  g_assert_cmpint (read_all (&jpeg, short_frame, sizeof short_frame), ==, WALL_JPEG_BROKEN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/jpeg/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/stream/jpeg/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/stream/jpeg/ends-at-its-end", test_ends_at_its_end);
  g_test_add_func ("/stream/jpeg/several-scans", test_several_scans);
  g_test_add_func ("/stream/jpeg/broken", test_broken);

  return g_test_run ();
}
