/* test-grid-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-layout.h"

#define STRIP 26

static void
fill (guint8             *pixels,
      int                 width,
      const GdkRectangle *box)
{
  for (int y = box->y; y < box->y + box->height; y++)
    for (int x = box->x; x < box->x + box->width; x++)
      g_assert_cmpuint (pixels[y * width + x]++, ==, 0);
}

/* No pixel belongs to two cells, and each cell has lines of the same width around it. */
static void
assert_covers (WallLayoutKind kind,
               guint          n,
               int            width,
               int            height)
{
  WallGridLayout layout = wall_grid_layout (kind, n, width, height, STRIP);
  g_autofree guint8 *pixels = g_malloc0 ((gsize) width * (gsize) height);
  guint lattice = layout.shape.columns * layout.shape.rows;
  int right = 0, bottom = 0;

  g_assert_cmpuint (lattice, >=, kind == WALL_LAYOUT_AUTOMATIC ? n : layout.n_tiles);
  for (guint i = 0; i < layout.n_tiles; i++) {
    GdkRectangle cell = wall_grid_layout_cell (&layout, i);

    fill (pixels, width, &cell);
    right = MAX (right, cell.x + cell.width);
    bottom = MAX (bottom, cell.y + cell.height);
    g_assert_cmpint (cell.x, >=, WALL_GRID_LINE);
    g_assert_cmpint (cell.y, >=, WALL_GRID_LINE);
    for (int line = 1; line <= WALL_GRID_LINE; line++)
      g_assert_cmpuint (pixels[cell.y * width + cell.x - line], ==, 0);
  }
  g_assert_cmpint (right, ==, width - WALL_GRID_LINE);
  g_assert_cmpint (bottom, ==, height - WALL_GRID_LINE);
}

static void
test_covers_the_wall (void)
{
  for (guint n = 1; n <= 64; n++) {
    assert_covers (WALL_LAYOUT_AUTOMATIC, n, 1920, 1000);
    assert_covers (WALL_LAYOUT_AUTOMATIC, n, 1001, 777);
    assert_covers (WALL_LAYOUT_AUTOMATIC, n, 1080, 1920);
  }
  for (guint kind = WALL_LAYOUT_1X1; kind < WALL_N_LAYOUT_KINDS; kind++) {
    assert_covers (kind, 3, 3840, 2160);
    assert_covers (kind, 3, 1001, 777);
    assert_covers (kind, 3, 360, 800);
  }
}

static void
test_too_small_is_harmless (void)
{
  for (guint n = 0; n <= 64; n++)
    for (int size = 0; size < 100; size += 7) {
      WallGridLayout layout = wall_grid_layout (WALL_LAYOUT_AUTOMATIC, n, size, size, STRIP);

      for (guint i = 0; i < n; i++) {
        GdkRectangle cell = wall_grid_layout_cell (&layout, i);

        g_assert_cmpint (cell.width, >=, 0);
        g_assert_cmpint (cell.height, >=, 0);
        g_assert_cmpint (cell.x + cell.width, <=, MAX (size, WALL_GRID_LINE));
      }
    }
}

static guint
step (const WallGridLayout *layout,
      guint                 from,
      int                   dx,
      int                   dy)
{
  guint tiles[64];

  for (guint i = 0; i < layout->n_tiles; i++)
    tiles[i] = i;

  return wall_grid_layout_find_next (layout, tiles, layout->n_tiles, from, dx, dy);
}

static void
test_steps_stay_inside (void)
{
  WallGridLayout layout = { .shape = { .columns = 3, .rows = 2 }, .n_tiles = 6 };

  g_assert_cmpuint (step (&layout, 0, 1, 0), ==, 1);
  g_assert_cmpuint (step (&layout, 1, 0, 1), ==, 4);
  g_assert_cmpuint (step (&layout, 5, -1, 0), ==, 4);
  g_assert_cmpuint (step (&layout, 0, -1, 0), ==, G_MAXUINT);
  g_assert_cmpuint (step (&layout, 2, 1, 0), ==, G_MAXUINT);
  g_assert_cmpuint (step (&layout, 0, 0, -1), ==, G_MAXUINT);
  g_assert_cmpuint (step (&layout, 4, 0, 1), ==, G_MAXUINT);
}

static void
test_steps_pass_over_gaps (void)
{
  WallGridLayout layout = { .shape = { .columns = 4, .rows = 1 }, .n_tiles = 4 };
  static const guint tiles[] = { 0, 3 };

  g_assert_cmpuint (wall_grid_layout_find_next (&layout, tiles, 2, 0, 1, 0), ==, 3);
  g_assert_cmpuint (wall_grid_layout_find_next (&layout, tiles, 1, 0, 1, 0), ==, G_MAXUINT);
}

/* 0 0 1
 * 0 0 2
 * 3 4 5 */
static void
test_steps_around_large (void)
{
  WallGridLayout layout = wall_grid_layout (WALL_LAYOUT_1_5, 6, 1920, 1080, STRIP);

  g_assert_cmpuint (step (&layout, 0, 1, 0), ==, 1);
  g_assert_cmpuint (step (&layout, 0, 0, 1), ==, 3);
  g_assert_cmpuint (step (&layout, 2, -1, 0), ==, 0);
  g_assert_cmpuint (step (&layout, 4, 0, -1), ==, 0);
  g_assert_cmpuint (step (&layout, 5, 0, -1), ==, 2);
  g_assert_cmpuint (step (&layout, 2, 0, 1), ==, 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/grid-layout/covers-the-wall", test_covers_the_wall);
  g_test_add_func ("/widgets/grid-layout/too-small-is-harmless", test_too_small_is_harmless);
  g_test_add_func ("/widgets/grid-layout/steps-stay-inside", test_steps_stay_inside);
  g_test_add_func ("/widgets/grid-layout/steps-pass-over-gaps", test_steps_pass_over_gaps);
  g_test_add_func ("/widgets/grid-layout/steps-around-large", test_steps_around_large);

  return g_test_run ();
}
