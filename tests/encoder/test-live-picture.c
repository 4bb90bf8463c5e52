/* test-live-picture.c
 *
 * What is written into the live test picture can be read out of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "encoder-live-picture.h"
#include "encoder-pattern.h"

#define NOW_US (g_get_real_time ())

static const EncoderFormat formats[] = {
  { 160, 96, 25.0 }, { 640, 360, 25.0 }, { 1920, 1080, 30.0 }, { 176, 144, 5.0 }
};

static guint8 *
draw (const EncoderFormat   *format,
      const EncoderLiveView *view)
{
  guint8 *picture = g_malloc ((gsize) format->width * format->height * 3 / 2);

  encoder_live_picture_draw (format, view, picture);
  return picture;
}

static gboolean
read_back (const EncoderFormat *format,
           const guint8        *picture,
           EncoderLiveReading  *out_reading)
{
  return encoder_live_picture_read (picture, format->width, format->height, format->width, 1,
                                    out_reading);
}

static void
test_reads_what_it_draws (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    const EncoderLiveView view = { 7, 70000, NOW_US, { .pan = -0.5, .tilt = 0.25, .zoom = 3.0 } };
    g_autofree guint8 *picture = draw (&formats[i], &view);
    EncoderLiveReading reading;
    guint channel, frame;

    g_assert_true (read_back (&formats[i], picture, &reading));
    g_assert_cmpuint (reading.channel, ==, 7);
    g_assert_cmpuint (reading.frame, ==, 70000 & 0xffff);
    g_assert_cmpint (reading.real_ms, ==, view.real_us / 1000);
    g_assert_cmpfloat (fabs (reading.pan + 0.5), <, 0.04);
    g_assert_cmpfloat (fabs (reading.tilt - 0.25), <, 0.07);
    g_assert_cmpfloat (fabs (reading.zoom - 3.0), <, 0.26);
    /* The reader of the other test picture finds its numbers as well. */
    g_assert_true (encoder_pattern_read (picture, formats[i].width, formats[i].height,
                                         formats[i].width, 1, &channel, &frame));
    g_assert_cmpuint (channel, ==, 7);
  }
}

/* To the millisecond, and over the ends of bytes. */
static void
test_clock (void)
{
  gint64 now_ms = NOW_US / 1000;

  for (int i = -70000; i < 70000; i += 777) {
    const EncoderLiveView view = { 1, 1, (now_ms + i) * 1000 + 999, { .zoom = 1.0 } };
    g_autofree guint8 *picture = draw (&formats[0], &view);
    EncoderLiveReading reading;

    g_assert_true (read_back (&formats[0], picture, &reading));
    g_assert_cmpint (reading.real_ms, ==, now_ms + i);
  }
}

static double
difference (const guint8 *a,
            const guint8 *b)
{
  guint top = 360 / 6, bottom = 360 * 5 / 6, sum = 0;

  for (guint i = top * 640; i < bottom * 640; i++)
    sum += (guint) abs (a[i] - b[i]);

  return sum / (double) ((bottom - top) * 640);
}

/* A person sees it as well: the scene is another one. */
static void
test_camera_moves_the_scene (void)
{
  EncoderLiveView view = { 1, 1, NOW_US, { .zoom = 1.0 } };
  g_autofree guint8 *still = draw (&formats[1], &view);
  static const EncoderPtzPosition positions[] = {
    { .pan = 0.1, .zoom = 1.0 }, { .tilt = 0.1, .zoom = 1.0 }, { .zoom = 2.0 }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++) {
    g_autofree guint8 *moved = NULL;

    view.position = positions[i];
    moved = draw (&formats[1], &view);
    g_assert_cmpfloat (difference (still, moved), >, 3.0);
  }
}

static void
test_is_no_other_picture (void)
{
  const EncoderLiveView view = { 7, 7, NOW_US, { .zoom = 1.0 } };
  g_autofree guint8 *picture = draw (&formats[1], &view);
  g_autoptr (EncoderPattern) pattern = encoder_pattern_new (7, &formats[1], 50);
  g_autofree guint8 *other = g_malloc (encoder_pattern_get_size (pattern));
  EncoderLiveReading reading;

  encoder_pattern_draw (pattern, 3, other);
  g_assert_false (read_back (&formats[1], other, &reading));

  /* One block of the clock turned over. */
  for (guint y = 300; y < 315; y++) {
    for (guint x = 71; x < 106; x++)
      picture[y * 640 + x] = (guint8) (255 - picture[y * 640 + x]);
  }
  g_assert_false (read_back (&formats[1], picture, &reading));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/live-picture/reads-what-it-draws", test_reads_what_it_draws);
  g_test_add_func ("/encoder/live-picture/clock", test_clock);
  g_test_add_func ("/encoder/live-picture/camera-moves-the-scene", test_camera_moves_the_scene);
  g_test_add_func ("/encoder/live-picture/is-no-other-picture", test_is_no_other_picture);

  return g_test_run ();
}
