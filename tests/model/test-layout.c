/* test-layout.c
 *
 * The grid has the largest pictures that the window's shape allows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-layout.h"

static void
assert_fits (guint  n_tiles,
             double width,
             double height,
             double strip,
             guint  columns,
             guint  rows)
{
  WallLayout layout = wall_layout_fit (n_tiles, width, height, strip);

  g_assert_cmpuint (layout.columns, ==, columns);
  g_assert_cmpuint (layout.rows, ==, rows);
}

static void
test_fits_shape (void)
{
  assert_fits (1, 1920, 1080, 28, 1, 1);
  assert_fits (4, 1920, 1080, 28, 2, 2);
  assert_fits (9, 1920, 1080, 28, 3, 3);
  assert_fits (16, 1920, 1080, 28, 4, 4);
  assert_fits (64, 1920, 1080, 28, 10, 7);
  assert_fits (64, 1920, 1080, 0, 8, 8);
  assert_fits (2, 1000, 2000, 28, 1, 2);
  assert_fits (3, 3000, 500, 28, 3, 1);
  assert_fits (5, 400, 3000, 28, 1, 5);
}

static void
test_has_fewest_empty_tiles (void)
{
  assert_fits (5, 1920, 1080, 0, 3, 2);
  assert_fits (7, 1920, 1080, 0, 3, 3);
}

/* Whatever the window and the number: nobody is left out, and no other grid has larger pictures. */
static void
test_is_never_beaten (void)
{
  for (guint n = 1; n <= 70; n++) {
    for (double width = 100; width <= 4000; width += 370) {
      WallLayout best = wall_layout_fit (n, width, 1000, 30);
      double best_width = wall_layout_get_picture_width (best, width, 1000, 30);

      g_assert_cmpuint (best.columns * best.rows, >=, n);
      g_assert_cmpuint (best.columns * (best.rows - 1), <, n);
      for (guint columns = 1; columns <= n; columns++) {
        WallLayout other = { columns, (n + columns - 1) / columns };

        g_assert_cmpfloat (wall_layout_get_picture_width (other, width, 1000, 30), <=, best_width);
      }
    }
  }
}

static void
test_survives_no_room (void)
{
  assert_fits (0, 1920, 1080, 28, 0, 0);
  assert_fits (16, 0, 0, 28, 4, 4);
  assert_fits (5, 200, 20, 28, 3, 2);
  g_assert_cmpfloat (wall_layout_get_picture_width ((WallLayout){ 0, 0 }, 100, 100, 0), ==, 0);
}

static void
test_keeps_room_for_strip (void)
{
  WallLayout layout = { 2, 2 };

  g_assert_cmpfloat_with_epsilon (wall_layout_get_picture_width (layout, 2000, 1000, 50), 800,
                                  0.01);
  g_assert_cmpfloat_with_epsilon (wall_layout_get_picture_width (layout, 1000, 2000, 50), 500,
                                  0.01);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/layout/fits-shape", test_fits_shape);
  g_test_add_func ("/model/layout/has-fewest-empty-tiles", test_has_fewest_empty_tiles);
  g_test_add_func ("/model/layout/is-never-beaten", test_is_never_beaten);
  g_test_add_func ("/model/layout/survives-no-room", test_survives_no_room);
  g_test_add_func ("/model/layout/keeps-room-for-strip", test_keeps_room_for_strip);
  return g_test_run ();
}
