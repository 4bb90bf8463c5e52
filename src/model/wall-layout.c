/* wall-layout.c
 *
 * Which grid of columns and rows fits a number of cameras best to the shape of the window.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-layout.h"

/**
 * wall_layout_get_picture_width:
 * @layout: a grid; nothing fits into one without columns or rows
 * @width: of the window's area for tiles, in any unit
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * How wide the picture of each tile is when all tiles are alike.
 *
 * Returns: the width, 0 when nothing is left for a picture
 */
double
wall_layout_get_picture_width (WallLayout layout,
                               double     width,
                               double     height,
                               double     strip_height)
{
  double across;
  double down;

  if (layout.columns == 0 || layout.rows == 0)
    return 0;

  across = width / layout.columns;
  down = (height / layout.rows - strip_height) * WALL_LAYOUT_ASPECT;

  return MAX (0, MIN (across, down));
}

static WallLayout
fit_square (guint n_tiles)
{
  guint columns = 0;

  while (columns * columns < n_tiles)
    columns++;

  return (WallLayout){ columns, columns == 0 ? 0 : (n_tiles + columns - 1) / columns };
}

/**
 * wall_layout_fit:
 * @n_tiles: how many tiles the grid has to have; 0 gives a grid of nothing
 * @width: of the window's area for tiles, in any unit
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * Finds the grid with the largest pictures; of two alike the one with fewer empty tiles, then the
 * one with fewer columns. A window too small for any picture gets a grid as square as possible.
 *
 * Returns: the grid
 */
WallLayout
wall_layout_fit (guint  n_tiles,
                 double width,
                 double height,
                 double strip_height)
{
  WallLayout best = fit_square (n_tiles);
  double best_width = wall_layout_get_picture_width (best, width, height, strip_height);

  for (guint columns = 1; columns <= n_tiles; columns++) {
    WallLayout layout = { columns, (n_tiles + columns - 1) / columns };
    double picture_width = wall_layout_get_picture_width (layout, width, height, strip_height);
    gboolean is_fuller = layout.columns * layout.rows < best.columns * best.rows;

    if (picture_width > best_width ||
        (picture_width > 0 && picture_width == best_width && is_fuller)) {
      best = layout;
      best_width = picture_width;
    }
  }

  return best;
}
