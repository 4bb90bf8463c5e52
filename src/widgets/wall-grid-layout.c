/* wall-grid-layout.c
 *
 * Which rectangle each tile of the wall has, and which tile is beside which.
 * The rectangles and the lines between them cover the wall without a gap, in whole pixels. Pure:
 * callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-layout.h"

/**
 * wall_grid_layout:
 * @kind: what was chosen
 * @n_places: how many places the cameras take
 * @width: of the wall, logical pixels
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * Returns: the layout; of those that fit by themselves, the one with the largest pictures
 */
WallGridLayout
wall_grid_layout (WallLayoutKind kind,
                  guint          n_places,
                  int            width,
                  int            height,
                  int            strip_height)
{
  int inner_width = MAX (width - WALL_GRID_LINE, 0);
  int inner_height = MAX (height - WALL_GRID_LINE, 0);
  WallLayout shape;

  if (!wall_layout_get_fixed (kind, &shape))
    shape = wall_layout_fit (n_places, inner_width, inner_height, strip_height + WALL_GRID_LINE);

  return (WallGridLayout) {
    .shape = shape,
    .n_tiles = wall_layout_count_tiles (shape),
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
 * @tile: from 0
 *
 * Returns: the tile's rectangle; its size may be 0 in a wall that is too small
 */
GdkRectangle
wall_grid_layout_cell (const WallGridLayout *layout,
                       guint                 tile)
{
  const WallLayout *shape = &layout->shape;
  WallLayoutCell cell = wall_layout_get_cell (*shape, tile);
  int x = cut (layout->width, cell.column, shape->columns);
  int y = cut (layout->height, cell.row, shape->rows);
  int right = cut (layout->width, cell.column + cell.size, shape->columns);
  int bottom = cut (layout->height, cell.row + cell.size, shape->rows);

  return (GdkRectangle) {
    .x = x,
    .y = y,
    .width = MAX (right - WALL_GRID_LINE - x, 0),
    .height = MAX (bottom - WALL_GRID_LINE - y, 0),
  };
}

/**
 * wall_grid_layout_find_tile:
 * @layout: a layout
 * @x: logical pixels
 * @y: likewise
 *
 * Returns: the tile there, from 0, with the line at its right and below it; G_MAXUINT: none is
 */
guint
wall_grid_layout_find_tile (const WallGridLayout *layout,
                            double                x,
                            double                y)
{
  for (guint i = 0; i < layout->n_tiles; i++) {
    GdkRectangle cell = wall_grid_layout_cell (layout, i);

    if (x >= cell.x && x < cell.x + cell.width + WALL_GRID_LINE
        && y >= cell.y && y < cell.y + cell.height + WALL_GRID_LINE)
      return i;
  }

  return G_MAXUINT;
}

/* How far @to lies from @from in the direction, in the lattice: 0 if it does not lie there, or is
 * not beside it. A tile of which less is beside counts as farther, but never as a step. */
static guint
get_distance (const WallLayoutCell *from,
              const WallLayoutCell *to,
              int                   dx,
              int                   dy)
{
  int across = dx != 0 ? (int) to->column - (int) from->column : (int) to->row - (int) from->row;
  int aside = dx != 0 ? (int) to->row - (int) from->row : (int) to->column - (int) from->column;
  int steps = dx + dy > 0 ? across - (int) from->size + 1 : -across - (int) to->size + 1;
  gboolean is_beside = aside < (int) from->size && -aside < (int) to->size;

  if (steps < 1 || !is_beside)
    return 0;

  return (guint) steps * 100 + (guint) ABS (aside);
}

/**
 * wall_grid_layout_find_next:
 * @layout: a layout
 * @tiles: (array length=n_tiles): the tiles that count; others are passed over
 * @from: a tile
 * @dx: -1, 0 or 1: to the right
 * @dy: -1, 0 or 1: down; one of the two is 0
 *
 * Returns: the tile that is next in that direction; G_MAXUINT: none is
 */
guint
wall_grid_layout_find_next (const WallGridLayout *layout,
                            const guint          *tiles,
                            guint                 n_tiles,
                            guint                 from,
                            int                   dx,
                            int                   dy)
{
  WallLayoutCell start = wall_layout_get_cell (layout->shape, from);
  guint best = G_MAXUINT, shortest = G_MAXUINT;

  for (guint i = 0; i < n_tiles; i++) {
    WallLayoutCell cell = wall_layout_get_cell (layout->shape, tiles[i]);
    guint distance = get_distance (&start, &cell, dx, dy);

    if (distance == 0 || distance >= shortest)
      continue;

    shortest = distance;
    best = tiles[i];
  }

  return best;
}
