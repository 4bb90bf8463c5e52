/* test-scaler.c
 *
 * Scaled planes against the same sums in floating point, at every kind of ratio; and what is not
 * touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "wall-scaler.h"

/* Positions are in 1/128 of a pixel, and two sums are rounded. */
#define TOLERANCE 3

#define UNTOUCHED 0xa5

static WallPlane
make_plane (int width,
            int height)
{
  int stride = (width + WALL_SCALER_STEP - 1) / WALL_SCALER_STEP * WALL_SCALER_STEP;
  WallPlane plane = { g_malloc ((gsize) stride * height), stride, width, height };

  memset (plane.data, UNTOUCHED, (gsize) stride * height);

  return plane;
}

/* Nothing behind the last pixel may be read: there is no memory. */
static WallPlane
make_tight_plane (int width,
                  int height)
{
  WallPlane plane = { g_malloc ((gsize) width * height), width, width, height };

  for (int i = 0; i < width * height; i++)
    plane.data[i] = (guint8) g_test_rand_int_range (0, 256);

  return plane;
}

static double
locate (int i,
        int n_in,
        int n_out)
{
  return CLAMP ((i + 0.5) * n_in / n_out - 0.5, 0.0, n_in - 1.0);
}

static double
get_pixel (const WallPlane *plane,
           int              x,
           int              y)
{
  return plane->data[MIN (y, plane->height - 1) * plane->stride + MIN (x, plane->width - 1)];
}

static double
compute_expected (const WallPlane *in,
                  double           x,
                  double           y)
{
  int left = (int) x, top = (int) y;
  double upper = get_pixel (in, left, top) * (left + 1 - x) +
                 get_pixel (in, left + 1, top) * (x - left);
  double lower = get_pixel (in, left, top + 1) * (left + 1 - x) +
                 get_pixel (in, left + 1, top + 1) * (x - left);

  return upper * (top + 1 - y) + lower * (y - top);
}

/* Returns: whether this machine scales it */
static gboolean
check (WallScaler *scaler,
       int         in_width,
       int         in_height,
       int         out_width,
       int         out_height)
{
  WallPlane in = make_tight_plane (in_width, in_height);
  WallPlane out = make_plane (out_width, out_height);
  gboolean is_done = wall_scaler_run (scaler, &in, &out);

  for (int y = 0; is_done && y < out_height; y++) {
    for (int x = 0; x < out_width; x++) {
      double expected = compute_expected (&in, locate (x, in_width, out_width),
                                          locate (y, in_height, out_height));

      g_assert_cmpfloat (fabs (out.data[y * out.stride + x] - expected), <=, TOLERANCE);
    }
  }
  g_free (in.data);
  g_free (out.data);

  return is_done;
}

static void
test_is_bilinear (void)
{
  const int sizes[][4] = {
    { 640, 360, 432, 243 }, { 640, 360, 478, 268 }, { 320, 180, 216, 122 }, { 640, 360, 320, 180 },
    { 640, 360, 639, 359 }, { 640, 360, 949, 533 }, { 16, 2, 8, 1 },        { 16, 2, 9, 1 },
    { 17, 3, 16, 2 },       { 31, 5, 16, 4 },       { 33, 7, 17, 5 },       { 352, 288, 213, 160 },
    { 16, 1, 500, 3 },      { 704, 576, 353, 289 }, { 100, 10, 100, 7 },
  };
  g_autoptr (WallScaler) scaler = wall_scaler_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_test_message ("%d×%d to %d×%d", sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3]);
    if (!check (scaler, sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3])) {
      g_test_skip ("not on this processor");
      return;
    }
  }
}

/* All that the two steps of eight and sixteen could get wrong. */
static void
test_every_width (void)
{
  g_autoptr (WallScaler) scaler = wall_scaler_new ();

  for (int in = 16; in <= 70; in++) {
    for (int out = (in + 1) / 2; out <= 75; out++) {
      if (!check (scaler, in, 2, out, 2)) {
        g_test_skip ("not on this processor");
        return;
      }
    }
  }
}

/* Black stays black and white white, whatever the weights. */
static void
test_keeps_extremes (void)
{
  g_autoptr (WallScaler) scaler = wall_scaler_new ();

  for (int level = 0; level < 256; level++) {
    WallPlane in = make_tight_plane (64, 8), out = make_plane (43, 6);

    memset (in.data, level, 64 * 8);
    if (wall_scaler_run (scaler, &in, &out)) {
      for (int y = 0; y < 6; y++)
        for (int x = 0; x < 43; x++)
          g_assert_cmpint (out.data[y * out.stride + x], ==, level);
    }
    g_free (in.data);
    g_free (out.data);
  }
}

/* Beyond the step that was agreed upon nothing is written. */
static void
test_stays_inside_its_lines (void)
{
  g_autoptr (WallScaler) scaler = wall_scaler_new ();
  WallPlane in = make_tight_plane (64, 8), out = make_plane (96, 6);

  out.width = 43;
  if (wall_scaler_run (scaler, &in, &out)) {
    for (int y = 0; y < 6; y++)
      for (int x = 48; x < 96; x++)
        g_assert_cmpint (out.data[y * out.stride + x], ==, UNTOUCHED);
  }
  g_free (in.data);
  g_free (out.data);
}

static void
test_refuses_what_needs_more (void)
{
  g_autoptr (WallScaler) scaler = wall_scaler_new ();

  g_assert_false (check (scaler, 15, 15, 15, 15));
  g_assert_false (check (scaler, 65, 10, 32, 10));
  g_assert_false (check (scaler, 64, 11, 64, 5));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/scaler/is-bilinear", test_is_bilinear);
  g_test_add_func ("/stream/scaler/every-width", test_every_width);
  g_test_add_func ("/stream/scaler/keeps-extremes", test_keeps_extremes);
  g_test_add_func ("/stream/scaler/stays-inside-its-lines", test_stays_inside_its_lines);
  g_test_add_func ("/stream/scaler/refuses-what-needs-more", test_refuses_what_needs_more);

  return g_test_run ();
}
