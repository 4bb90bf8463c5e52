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
        WallLayout other = { .columns = columns, .rows = (n + columns - 1) / columns };

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
  g_assert_cmpfloat (wall_layout_get_picture_width ((WallLayout){ 0 }, 100, 100, 0), ==, 0);
}

static void
test_keeps_room_for_strip (void)
{
  WallLayout layout = { .columns = 2, .rows = 2 };

  g_assert_cmpfloat_with_epsilon (wall_layout_get_picture_width (layout, 2000, 1000, 50), 800,
                                  0.01);
  g_assert_cmpfloat_with_epsilon (wall_layout_get_picture_width (layout, 1000, 2000, 50), 500,
                                  0.01);
}

/* Each place of the lattice belongs to exactly one tile, and no tile reaches beyond it. */
static void
assert_tiles (WallLayoutKind kind)
{
  WallLayout layout;
  guint taken[8][8] = { 0 };
  guint covered = 0;

  g_assert_true (wall_layout_get_fixed (kind, &layout));
  for (guint i = 0; i < wall_layout_count_tiles (layout); i++) {
    WallLayoutCell cell = wall_layout_get_cell (layout, i);

    g_assert_cmpuint (cell.column + cell.size, <=, layout.columns);
    g_assert_cmpuint (cell.row + cell.size, <=, layout.rows);
    for (guint x = 0; x < cell.size; x++)
      for (guint y = 0; y < cell.size; y++)
        g_assert_cmpuint (taken[cell.row + y][cell.column + x]++, ==, 0);
    covered += cell.size * cell.size;
  }
  g_assert_cmpuint (covered, ==, layout.columns * layout.rows);
}

static void
test_tiles_cover (void)
{
  for (guint kind = WALL_LAYOUT_1X1; kind < WALL_N_LAYOUT_KINDS; kind++)
    assert_tiles (kind);
}

static void
test_large_come_first (void)
{
  static const struct {
    WallLayoutKind kind;
    guint n_tiles, n_large, size;
  } cases[] = {
    { WALL_LAYOUT_1_5, 6, 1, 2 }, { WALL_LAYOUT_1_7, 8, 1, 3 }, { WALL_LAYOUT_2_8, 10, 2, 2 },
    { WALL_LAYOUT_8X8, 64, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    WallLayout layout;

    g_assert_true (wall_layout_get_fixed (cases[i].kind, &layout));
    g_assert_cmpuint (wall_layout_count_tiles (layout), ==, cases[i].n_tiles);
    for (guint tile = 0; tile < cases[i].n_tiles; tile++)
      g_assert_cmpuint (wall_layout_get_cell (layout, tile).size, ==,
                        tile < cases[i].n_large ? cases[i].size : 1);
  }
}

static void
test_nicks_are_known (void)
{
  for (guint i = 0; i < WALL_N_LAYOUT_KINDS; i++) {
    WallLayoutKind kind;

    g_assert_true (wall_layout_kind_from_nick (wall_layout_kind_to_nick (i), &kind));
    g_assert_cmpuint (kind, ==, i);
  }
  g_assert_false (wall_layout_kind_from_nick ("9x9", &(WallLayoutKind){ 0 }));
  g_assert_false (wall_layout_kind_from_nick (NULL, &(WallLayoutKind){ 0 }));
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
  g_test_add_func ("/model/layout/tiles-cover", test_tiles_cover);
  g_test_add_func ("/model/layout/large-come-first", test_large_come_first);
  g_test_add_func ("/model/layout/nicks-are-known", test_nicks_are_known);
  return g_test_run ();
}
