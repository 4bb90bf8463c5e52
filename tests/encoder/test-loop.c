/* test-loop.c
 *
 * The loops of test pictures: what is in them, that they go round without a seam, and that the
 * numbers survive compression and scaling.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-annexb.h"
#include "encoder-pattern.h"
#include "encoder-test-source.h"

static const EncoderFormat small = { 320, 180, 10.0 };

static EncoderLoop *
make_loop (guint                channel,
           const EncoderFormat *format)
{
  g_autoptr (GError) error = NULL;
  EncoderLoop *loop = encoder_test_source_make (channel, format, box_cache_dir (), NULL, &error);

  g_assert_no_error (error);
  return loop;
}

static void
test_shape (void)
{
  g_autoptr (EncoderLoop) loop = make_loop (5, &small);
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);

  g_assert_cmpuint (info->width, ==, 320);
  g_assert_cmpuint (info->height, ==, 180);
  g_assert_cmpint (info->rate_num, ==, 10);
  g_assert_cmpint (info->rate_den, ==, 1);
  g_assert_cmpuint (encoder_loop_get_length (loop), ==, 80);
  g_assert_cmpuint (encoder_loop_get_length (loop), ==, encoder_test_source_get_length (&small));
  if (info->codec != DVRIP_VIDEO_H264) {
    g_test_skip ("No H.264 encoder is installed");
    return;
  }

  for (guint i = 0; i < 80; i++) {
    const EncoderUnit *unit = encoder_loop_get_unit (loop, i);

    g_assert_cmpint (unit->kind, ==, i % 20 == 0 ? DVRIP_UNIT_I : DVRIP_UNIT_P);
    g_assert_cmpuint (encoder_loop_find_key (loop, i), ==, i / 20 * 20);
    g_assert_false (encoder_annexb_reorders (unit->payload, unit->payload_size, FALSE));
    g_assert_cmpmem (unit->payload, 4, "\0\0\0\1", 4);
    g_assert_cmpuint (unit->payload[4] & 0x1f, ==, i % 20 == 0 ? 7 : 1);
  }
  g_assert_true (encoder_loop_get_unit (loop, 80) == encoder_loop_get_unit (loop, 0));
}

/* What a 4K camera was seen to send: size bits that do not fit are in the upper half of the codec's
 * byte. The time is filled in when it is sent. */
static void
test_large_pictures_in_the_header (void)
{
  const EncoderLoopInfo info = { DVRIP_VIDEO_H265, 3840, 2160, 21, 1, "x" };
  const EncoderLoopInfo fast = { DVRIP_VIDEO_H264, 640, 360, 60, 1, "x" };
  const EncoderLoopInfo slow = { DVRIP_VIDEO_UNKNOWN, 640, 360, 1, 5, "x" };
  const EncoderLoopInfo *infos[] = { &info, &fast, &slow };
  static const guint8 expected[][8] = {
    { 0x00, 0x00, 0x01, 0xfc, 0x53, 0x15, 0xe0, 0x0e },
    { 0x00, 0x00, 0x01, 0xfc, 0x02, 0x1f, 0x50, 0x2d },
    { 0x00, 0x00, 0x01, 0xfe, 0x00, 0x01, 0x50, 0x2d },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++) {
    g_autoptr (EncoderLoopBuilder) builder = encoder_loop_builder_new ();
    g_autoptr (EncoderLoop) loop = NULL;
    const EncoderUnit *unit;

    g_assert_true (encoder_loop_builder_add (builder, (const guint8 *) "picture", 7, TRUE, NULL));
    loop = encoder_loop_builder_finish (builder, infos[i], NULL);
    unit = encoder_loop_get_unit (loop, 0);
    g_assert_cmpuint (unit->header_size, ==, 16);
    g_assert_cmpmem (unit->header, 8, expected[i], 8);
    g_assert_cmpmem (unit->header + 12, 4, "\7\0\0\0", 4);
  }
}

static void
assert_numbers (GPtrArray *pictures,
                guint      channel,
                guint      length)
{
  for (guint i = 0; i < pictures->len; i++) {
    const DecodedPicture *picture = g_ptr_array_index (pictures, i);
    guint read_channel = 0, read_frame = 0;

    g_assert_true (encoder_pattern_read (g_bytes_get_data (picture->luma, NULL), picture->width,
                                         picture->height, picture->stride, 1, &read_channel,
                                         &read_frame));
    g_assert_cmpuint (read_channel, ==, channel);
    g_assert_cmpuint (read_frame, ==, i % length);
  }
}

/* Twice round, and every picture comes out, in its order. */
static void
test_goes_round (void)
{
  g_autoptr (EncoderLoop) loop = make_loop (5, &small);
  g_autoptr (GPtrArray) pictures = decode_loop (loop, 2, NULL);

  g_assert_cmpuint (pictures->len, ==, 160);
  assert_numbers (pictures, 5, 80);
}

/* Rows that do not end where GStreamer's do. */
static void
test_odd_width (void)
{
  const EncoderFormat format = { 182, 102, 5.0, ENCODER_CODEC_ANY };
  g_autoptr (EncoderLoop) loop = make_loop (9, &format);
  g_autoptr (GPtrArray) pictures = decode_loop (loop, 1, NULL);

  g_assert_cmpuint (pictures->len, ==, 40);
  assert_numbers (pictures, 9, 40);
}

static void
test_numbers_survive_scaling (void)
{
  static const guint sizes[][2] = { { 240, 135 }, { 480, 270 }, { 160, 90 } };
  g_autoptr (EncoderLoop) loop = make_loop (5, &small);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GPtrArray) pictures = decode_loop (loop, 1, sizes[i]);

    g_assert_cmpuint (pictures->len, ==, 80);
    assert_numbers (pictures, 5, 80);
  }
}

/* The picture is worth looking at: PSNR of luma against what was drawn. */
static void
test_quality (void)
{
  g_autoptr (EncoderLoop) loop = make_loop (5, &small);
  g_autoptr (GPtrArray) pictures = decode_loop (loop, 1, NULL);
  g_autoptr (EncoderPattern) pattern = encoder_pattern_new (5, &small, 80);
  g_autofree guint8 *drawn = g_malloc (encoder_pattern_get_size (pattern));

  for (guint frame = 0; frame < pictures->len; frame++) {
    const DecodedPicture *picture = g_ptr_array_index (pictures, frame);
    const guint8 *luma = g_bytes_get_data (picture->luma, NULL);
    double error = 0.0;

    encoder_pattern_draw (pattern, frame, drawn);
    for (guint y = 0; y < 180; y++) {
      for (guint x = 0; x < 320; x++)
        error += pow (drawn[y * 320 + x] - (double) luma[y * picture->stride + x], 2.0);
    }
    g_assert_cmpfloat (10.0 * log10 (255.0 * 255.0 / (error / (320 * 180) + 1e-9)), >, 32.0);
  }
}

static void
test_cancelled (void)
{
  const EncoderFormat large = { 1920, 1080, 30.0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("encoder-XXXXXX", NULL);

  g_cancellable_cancel (cancellable);
  g_assert_null (encoder_test_source_make (1, &large, dir, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/encoder/loop/shape", test_shape);
  g_test_add_func ("/encoder/loop/large-pictures-in-the-header", test_large_pictures_in_the_header);
  g_test_add_func ("/encoder/loop/goes-round", test_goes_round);
  g_test_add_func ("/encoder/loop/odd-width", test_odd_width);
  g_test_add_func ("/encoder/loop/numbers-survive-scaling", test_numbers_survive_scaling);
  g_test_add_func ("/encoder/loop/quality", test_quality);
  g_test_add_func ("/encoder/loop/cancelled", test_cancelled);
  return g_test_run ();
}
