/* wall-grid-lines.c
 *
 * Paints what is between the tiles: the lines, the places that are empty, and the ring around the
 * tile that has the focus, which stands in the lines. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-lines.h"

/* Pixels of the tile that the ring takes in high contrast, where the lines are white. */
#define STRONG_RING 3

static void
append_rectangle (GtkSnapshot   *snapshot,
                  const GdkRGBA *color,
                  int            x,
                  int            y,
                  int            width,
                  int            height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/**
 * wall_grid_lines_append:
 * @snapshot: where to
 * @layout: between the cells of which
 * @color: of the lines
 *
 * Paints all lines, and no pixel twice.
 */
void
wall_grid_lines_append (GtkSnapshot          *snapshot,
                        const WallGridLayout *layout,
                        const GdkRGBA        *color)
{
  const int line = WALL_GRID_LINE;

  append_rectangle (snapshot, color, 0, 0, layout->width, line);
  append_rectangle (snapshot, color, 0, line, line, layout->height - line);
  for (guint i = 0; i < layout->n_tiles; i++) {
    GdkRectangle cell = wall_grid_layout_cell (layout, i);

    append_rectangle (snapshot, color, cell.x + cell.width, cell.y, line, cell.height);
    append_rectangle (snapshot, color, cell.x, cell.y + cell.height, cell.width + line, line);
  }
}

/**
 * wall_grid_lines_append_empty:
 * @snapshot: where to
 * @cell: a place without a camera
 *
 * Paints a place that is empty.
 */
void
wall_grid_lines_append_empty (GtkSnapshot        *snapshot,
                              const GdkRectangle *cell)
{
  static const GdkRGBA color = { 0.07, 0.07, 0.07, 1 };

  append_rectangle (snapshot, &color, cell->x, cell->y, cell->width, cell->height);
}

/**
 * wall_grid_lines_append_mark:
 * @snapshot: where to
 * @cell: of the place over which a camera is dragged
 *
 * Paints a broad frame: it is to be seen beside what is dragged, and is soon gone.
 */
void
wall_grid_lines_append_mark (GtkSnapshot        *snapshot,
                             const GdkRectangle *cell)
{
  static const GdkRGBA color = { 0.38, 0.63, 0.92, 1 };
  const int line = WALL_GRID_LINE;
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (cell->x - line, cell->y - line,
                                                        cell->width + 2 * line,
                                                        cell->height + 2 * line), 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 6, 6, 6, 6 },
                              (GdkRGBA[4]) { color, color, color, color });
}

/* A frame around @cell that reaches @inside pixels into it. */
static void
append_frame (GtkSnapshot        *snapshot,
              const GdkRGBA      *color,
              const GdkRectangle *cell,
              int                 inside)
{
  const int line = WALL_GRID_LINE + inside;
  const int x = cell->x - WALL_GRID_LINE, y = cell->y - WALL_GRID_LINE;
  const int width = cell->width + 2 * WALL_GRID_LINE;
  const int height = cell->height + 2 * WALL_GRID_LINE;

  append_rectangle (snapshot, color, x, y, width, line);
  append_rectangle (snapshot, color, x, y + height - line, width, line);
  append_rectangle (snapshot, color, x, y + line, line, height - 2 * line);
  append_rectangle (snapshot, color, x + width - line, y + line, line, height - 2 * line);
}

/**
 * wall_grid_lines_append_focus:
 * @snapshot: where to
 * @cell: of the tile that has the focus
 * @is_strong: whether it has to be seen by all means, over the edge of the picture
 *
 * Paints a ring into the lines around it.
 */
void
wall_grid_lines_append_focus (GtkSnapshot        *snapshot,
                              const GdkRectangle *cell,
                              gboolean            is_strong)
{
  static const GdkRGBA color = { 0.38, 0.63, 0.92, 1 };
  static const GdkRGBA strong = { 1, 0.91, 0.3, 1 };
  static const GdkRGBA edge = { 0, 0, 0, 1 };

  if (is_strong) {
    append_frame (snapshot, &edge, cell, STRONG_RING + 1);
    append_frame (snapshot, &strong, cell, STRONG_RING);
  } else
    append_frame (snapshot, &color, cell, 0);
}
