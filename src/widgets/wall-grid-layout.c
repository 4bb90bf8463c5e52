/* wall-grid-layout.c
 *
 * Which rectangle each place of the wall has.
 * The rectangles and the lines between them cover the wall without a gap, in whole pixels. Pure:
 * callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-layout.h"

#include "wall-layout.h"

/**
 * wall_grid_layout:
 * @n_places: how many places the wall has
 * @width: of the wall, logical pixels
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * Returns: the layout with the largest pictures
 */
WallGridLayout
wall_grid_layout (guint n_places,
                  int   width,
                  int   height,
                  int   strip_height)
{
  int inner_width = MAX (width - WALL_GRID_LINE, 0);
  int inner_height = MAX (height - WALL_GRID_LINE, 0);
  WallLayout best = wall_layout_fit (n_places, inner_width, inner_height,
                                     strip_height + WALL_GRID_LINE);

  return (WallGridLayout) {
    .n_places = n_places,
    .columns = best.columns,
    .rows = best.rows,
    .width = width,
    .height = height,
  };
}

/* Where cell @i of @n begins; cell @n begins where the last one ends. */
static int
cut (int   length,
     guint i,
     guint n)
{
  return (int) ((gint64) MAX (length - WALL_GRID_LINE, 0) * i / MAX (n, 1)) + WALL_GRID_LINE;
}

/**
 * wall_grid_layout_cell:
 * @layout: a layout
 * @place: from 0, row by row
 *
 * Returns: the tile's rectangle; its size may be 0 in a wall that is too small
 */
GdkRectangle
wall_grid_layout_cell (const WallGridLayout *layout,
                       guint                 place)
{
  guint column = place % MAX (layout->columns, 1);
  guint row = place / MAX (layout->columns, 1);
  int x = cut (layout->width, column, layout->columns);
  int y = cut (layout->height, row, layout->rows);

  return (GdkRectangle) {
    .x = x,
    .y = y,
    .width = MAX (cut (layout->width, column + 1, layout->columns) - WALL_GRID_LINE - x, 0),
    .height = MAX (cut (layout->height, row + 1, layout->rows) - WALL_GRID_LINE - y, 0),
  };
}

/**
 * wall_grid_layout_step:
 * @layout: a layout
 * @place: where to start
 * @dx: columns to the right
 * @dy: rows down
 * @out_place: (out): where that leads
 *
 * Returns: whether it leads to a place of the wall
 */
gboolean
wall_grid_layout_step (const WallGridLayout *layout,
                       guint                 place,
                       int                   dx,
                       int                   dy,
                       guint                *out_place)
{
  int column, row;

  if (layout->columns == 0)
    return FALSE;

  column = (int) (place % layout->columns) + dx;
  row = (int) (place / layout->columns) + dy;
  if (column < 0 || column >= (int) layout->columns || row < 0 || row >= (int) layout->rows)
    return FALSE;

  *out_place = (guint) row * layout->columns + (guint) column;

  return *out_place < layout->n_places;
}
