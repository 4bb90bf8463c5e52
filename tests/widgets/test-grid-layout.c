/* test-grid-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-layout.h"

#define STRIP 26

/* Every pixel belongs to exactly one cell or to a line of the same width everywhere. */
static void
assert_covers (guint n,
               int   width,
               int   height)
{
  WallGridLayout layout = wall_grid_layout (n, width, height, STRIP);

  g_assert_cmpuint (layout.columns * layout.rows, >=, n);
  for (guint i = 0; i < layout.columns * layout.rows; i++) {
    GdkRectangle cell = wall_grid_layout_cell (&layout, i);
    gboolean is_last_column = (i + 1) % layout.columns == 0;
    gboolean is_last_row = i / layout.columns + 1 == layout.rows;
    GdkRectangle right = wall_grid_layout_cell (&layout, i + 1);
    GdkRectangle below = wall_grid_layout_cell (&layout, i + layout.columns);

    g_assert_cmpint (cell.x + cell.width + WALL_GRID_LINE, ==, is_last_column ? width : right.x);
    g_assert_cmpint (cell.y + cell.height + WALL_GRID_LINE, ==, is_last_row ? height : below.y);
  }
}

static void
test_covers_the_wall (void)
{
  for (guint n = 1; n <= 64; n++) {
    assert_covers (n, 1920, 1000);
    assert_covers (n, 7680, 4320);
    assert_covers (n, 1001, 777);
    assert_covers (n, 1080, 1920);
  }
}

static void
test_too_small_is_harmless (void)
{
  for (guint n = 0; n <= 64; n++)
    for (int size = 0; size < 100; size += 7) {
      WallGridLayout layout = wall_grid_layout (n, size, size, STRIP);

      for (guint i = 0; i < n; i++) {
        GdkRectangle cell = wall_grid_layout_cell (&layout, i);

        g_assert_cmpint (cell.width, >=, 0);
        g_assert_cmpint (cell.height, >=, 0);
        g_assert_cmpint (cell.x + cell.width, <=, MAX (size, WALL_GRID_LINE));
      }
    }
}

static void
test_steps_stay_inside (void)
{
  WallGridLayout layout = { .n_places = 5, .columns = 3, .rows = 2, .width = 900, .height = 600 };
  guint place = 99;

  g_assert_true (wall_grid_layout_step (&layout, 0, 1, 0, &place));
  g_assert_cmpuint (place, ==, 1);
  g_assert_true (wall_grid_layout_step (&layout, 1, 0, 1, &place));
  g_assert_cmpuint (place, ==, 4);
  g_assert_false (wall_grid_layout_step (&layout, 0, -1, 0, &place));
  g_assert_false (wall_grid_layout_step (&layout, 2, 1, 0, &place));
  g_assert_false (wall_grid_layout_step (&layout, 0, 0, -1, &place));
  g_assert_false (wall_grid_layout_step (&layout, 2, 0, 1, &place));
  g_assert_false (wall_grid_layout_step (&(WallGridLayout) { 0 }, 0, 1, 0, &place));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/grid-layout/covers-the-wall", test_covers_the_wall);
  g_test_add_func ("/widgets/grid-layout/too-small-is-harmless", test_too_small_is_harmless);
  g_test_add_func ("/widgets/grid-layout/steps-stay-inside", test_steps_stay_inside);

  return g_test_run ();
}
