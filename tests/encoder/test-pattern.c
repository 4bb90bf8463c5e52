/* test-pattern.c
 *
 * The number in the picture is read back whatever happens to the picture on its way, and nothing is
 * read where there is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-pattern.h"

static const EncoderFormat vga = { 640, 360, 25.0 };

static guint8 *
draw (const EncoderFormat *format,
      guint                channel,
      guint                frame)
{
  g_autoptr (EncoderPattern) pattern = encoder_pattern_new (channel, format, 200);
  guint8 *picture = g_malloc (encoder_pattern_get_size (pattern));

  encoder_pattern_draw (pattern, frame, picture);
  return picture;
}

static void
assert_reads (const guint8 *luma,
              guint         width,
              guint         height,
              guint         channel,
              guint         frame)
{
  guint read_channel = 0, read_frame = 0;

  g_assert_true (encoder_pattern_read (luma, width, height, width, 1, &read_channel, &read_frame));
  g_assert_cmpuint (read_channel, ==, channel);
  g_assert_cmpuint (read_frame, ==, frame);
}

static void
test_every_size (void)
{
  static const EncoderFormat formats[] = {
    { 640, 360, 25.0 }, { 320, 180, 10.0 }, { 1920, 1080, 30.0 }, { 80, 64, 1.0 },
    { 64, 64, 1.0 }, { 162, 98, 12.5 }, { 704, 576, 25.0 }, { 64, 1080, 25.0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree guint8 *picture = draw (&formats[i], 7, 199);

    assert_reads (picture, formats[i].width, formats[i].height, 7, 199);
  }
}

static void
test_every_number (void)
{
  static const guint channels[] = { 1, 2, 16, 64, 127, 128, 255 };

  for (gsize i = 0; i < G_N_ELEMENTS (channels); i++) {
    g_autoptr (EncoderPattern) pattern = encoder_pattern_new (channels[i], &vga, 65536);
    g_autofree guint8 *picture = g_malloc (encoder_pattern_get_size (pattern));

    for (guint frame = 0; frame < 65536; frame += frame < 300 ? 1 : 4099) {
      encoder_pattern_draw (pattern, frame, picture);
      assert_reads (picture, vga.width, vga.height, channels[i], frame);
    }
  }
}

/* Bilinear, as players scale. */
static guint8 *
scale (const guint8 *from,
       guint         from_width,
       guint         from_height,
       guint         width,
       guint         height)
{
  guint8 *to = g_malloc ((gsize) width * height);

  for (guint y = 0; y < height; y++) {
    for (guint x = 0; x < width; x++) {
      double fx = MAX (0.0, (x + 0.5) * from_width / width - 0.5);
      double fy = MAX (0.0, (y + 0.5) * from_height / height - 0.5);
      guint x0 = (guint) fx, y0 = (guint) fy;
      guint x1 = MIN (x0 + 1, from_width - 1), y1 = MIN (y0 + 1, from_height - 1);
      double upper = from[y0 * from_width + x0] * (1 - fx + x0) +
                     from[y0 * from_width + x1] * (fx - x0);
      double lower = from[y1 * from_width + x0] * (1 - fx + x0) +
                     from[y1 * from_width + x1] * (fx - x0);

      to[y * width + x] = (guint8) (upper * (1 - fy + y0) + lower * (fy - y0) + 0.5);
    }
  }

  return to;
}

static void
test_scaled (void)
{
  static const guint sizes[][2] = {
    { 480, 270 }, { 240, 135 }, { 160, 90 }, { 100, 56 }, { 641, 361 }, { 1280, 720 }, { 333, 187 },
  };

  for (guint frame = 0; frame < 200; frame += 23) {
    g_autofree guint8 *picture = draw (&vga, 16, frame);

    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
      g_autofree guint8 *scaled = scale (picture, 640, 360, sizes[i][0], sizes[i][1]);

      assert_reads (scaled, sizes[i][0], sizes[i][1], 16, frame);
    }
  }
}

/* Noise, a third of the contrast, darker. */
static void
test_worn (void)
{
  g_autofree guint8 *picture = draw (&vga, 9, 123);

  for (gsize i = 0; i < 640 * 360; i++) {
    int worn = picture[i] / 3 + g_test_rand_int_range (-20, 20);

    picture[i] = (guint8) CLAMP (worn, 0, 255);
  }
  assert_reads (picture, 640, 360, 9, 123);
}

static void
test_bgra (void)
{
  g_autofree guint8 *picture = draw (&vga, 3, 45);
  gsize stride = 640 * 4 + 64;
  g_autofree guint8 *bgra = g_malloc0 (stride * 360);
  guint channel, frame;

  for (gsize y = 0; y < 360; y++) {
    for (gsize x = 0; x < 640; x++)
      bgra[y * stride + x * 4 + 1] = picture[y * 640 + x];
  }

  g_assert_true (encoder_pattern_read (bgra + 1, 640, 360, stride, 4, &channel, &frame));
  g_assert_cmpuint (channel, ==, 3);
  g_assert_cmpuint (frame, ==, 45);
}

/* One wrong block is one too many; the checksum has the last word. */
static void
test_damaged (void)
{
  g_autofree guint8 *picture = draw (&vga, 3, 45);
  guint channel = 1000, frame = 1000;

  for (guint block = 0; block < 36; block++) {
    g_autofree guint8 *copy = g_memdup2 (picture, 640 * 360);
    guint left = 640 * (block % 18) / 18;

    for (guint y = block / 18 * 30; y < block / 18 * 30u + 30; y++) {
      for (guint x = left; x < left + 36 && x < 640; x++)
        copy[y * 640 + x] = (guint8) (255 - copy[y * 640 + x]);
    }
    g_assert_false (encoder_pattern_read (copy, 640, 360, 640, 1, &channel, &frame));
  }

  g_assert_cmpuint (channel, ==, 1000);
  g_assert_cmpuint (frame, ==, 1000);
}

static void
test_nothing_there (void)
{
  g_autofree guint8 *picture = g_malloc0 (640 * 360);
  guint channel, frame;

  for (guint value = 0; value < 256; value++) {
    memset (picture, (int) value, 640 * 360);
    g_assert_false (encoder_pattern_read (picture, 640, 360, 640, 1, &channel, &frame));
  }
  for (gsize i = 0; i < 640 * 360; i++)
    picture[i] = (guint8) (i % 640 * 255 / 640);
  g_assert_false (encoder_pattern_read (picture, 640, 360, 640, 1, &channel, &frame));
  g_assert_false (encoder_pattern_read (picture, 10, 10, 10, 1, &channel, &frame));
}

/* Pictures differ from frame to frame and from channel to channel, beside the blocks. */
static void
test_moves (void)
{
  g_autofree guint8 *one = draw (&vga, 1, 10);
  g_autofree guint8 *next = draw (&vga, 1, 11);
  g_autofree guint8 *other = draw (&vga, 2, 10);
  gsize below = 640 * 70, size = 640 * 360 * 3 / 2;

  g_assert_cmpint (memcmp (one + below, next + below, size - below), !=, 0);
  g_assert_cmpint (memcmp (one + 640 * 360 * 5 / 4, other + 640 * 360 * 5 / 4, 640 * 90), !=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/pattern/every-size", test_every_size);
  g_test_add_func ("/encoder/pattern/every-number", test_every_number);
  g_test_add_func ("/encoder/pattern/scaled", test_scaled);
  g_test_add_func ("/encoder/pattern/worn", test_worn);
  g_test_add_func ("/encoder/pattern/bgra", test_bgra);
  g_test_add_func ("/encoder/pattern/damaged", test_damaged);
  g_test_add_func ("/encoder/pattern/nothing-there", test_nothing_there);
  g_test_add_func ("/encoder/pattern/moves", test_moves);
  return g_test_run ();
}
