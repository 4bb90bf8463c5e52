/* test-format.c
 *
 * Sizes and rates in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-format.h"

static void
test_reads (void)
{
  static const struct {
    const char *text;
    EncoderFormat format;
    int num, den;
    guint gop;
  } formats[] = {
    { "640x360@25", { 640, 360, 25.0 }, 25, 1, 50 },
    { "320X180@12.5", { 320, 180, 12.5 }, 12500, 1000, 25 },
    { "1920x1080@29.97", { 1920, 1080, 29.97 }, 30000, 1001, 60 },
    { "7680x4320@60", { 7680, 4320, 60.0 }, 60, 1, 120 },
    { "64x64@0.2", { 64, 64, 0.2 }, 200, 1000, 1 },
    { "64x64@120", { 64, 64, 120.0 }, 120, 1, 240 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GError) error = NULL;
    EncoderFormat format;
    int num, den;

    g_assert_true (encoder_format_parse (formats[i].text, &format, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (format.width, ==, formats[i].format.width);
    g_assert_cmpuint (format.height, ==, formats[i].format.height);
    g_assert_cmpfloat_with_epsilon (format.fps, formats[i].format.fps, 1e-9);
    encoder_format_get_rate (&format, &num, &den);
    g_assert_cmpint (num, ==, formats[i].num);
    g_assert_cmpint (den, ==, formats[i].den);
    g_assert_cmpuint (encoder_format_get_gop (&format), ==, formats[i].gop);
  }
}

static void
test_refuses (void)
{
  static const char *const texts[] = {
    "", "640", "640x360", "640x360@", "x360@25", "640x@25", "640x360@25fps", "-640x360@25",
    "640x360@-25", "640x360@nan", "640x360@inf", "641x360@25", "640x361@25", "62x64@25",
    "7682x4320@25", "640x4322@25", "640x360@0", "640x360@0.1", "640x360@121", " 640x360@25",
    "640.5x360@25", "99999999999x360@25", "0x0@25", "640x360@1e9", "640*360@25",
    "640x360@25/", "640x360@25/vp9", "640x360@25/h2655", "640x360/h265", "640x360@25h265",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    EncoderFormat format = { 1, 2, 3.0 };

    g_assert_false (encoder_format_parse (texts[i], &format, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    g_assert_cmpuint (format.width, ==, 1);
  }
}

static void
test_words (void)
{
  const EncoderFormat format = { 1280, 720, 12.5, ENCODER_CODEC_ANY };
  g_autofree char *text = encoder_format_to_string (&format);

  g_assert_cmpstr (text, ==, "1280x720@12.5");
}

static void
test_codecs (void)
{
  static const struct {
    const char  *text;
    EncoderCodec codec;
  } texts[] = {
    { "640x360@25", ENCODER_CODEC_ANY },
    { "640x360@25/h264", ENCODER_CODEC_H264 },
    { "640x360@25/H265", ENCODER_CODEC_H265 },
    { "640x360@25/mpeg4", ENCODER_CODEC_MPEG4 },
    { "640x360@25/jpeg", ENCODER_CODEC_JPEG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *lower = g_ascii_strdown (texts[i].text, -1);
    g_autofree char *text = NULL;
    EncoderFormat format;

    g_assert_true (encoder_format_parse (texts[i].text, &format, NULL));
    g_assert_cmpint (format.codec, ==, texts[i].codec);
    text = encoder_format_to_string (&format);
    g_assert_cmpstr (text, ==, lower);
  }
}

static void
test_bit_rate (void)
{
  const EncoderFormat usual = { 640, 360, 25.0 }, tiny = { 64, 64, 1.0 };
  const EncoderFormat hd = { 1920, 1080, 25.0 };

  g_assert_cmpuint (encoder_format_get_kbps (&usual), ==, 600);
  g_assert_cmpuint (encoder_format_get_kbps (&tiny), ==, 120);
  g_assert_cmpuint (encoder_format_get_kbps (&hd), >, 2000);
  g_assert_cmpuint (encoder_format_get_kbps (&hd), <, 5400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/format/reads", test_reads);
  g_test_add_func ("/encoder/format/refuses", test_refuses);
  g_test_add_func ("/encoder/format/words", test_words);
  g_test_add_func ("/encoder/format/codecs", test_codecs);
  g_test_add_func ("/encoder/format/bit-rate", test_bit_rate);
  return g_test_run ();
}
