/* wall-grid-lines.c
 *
 * Paints what is between the tiles: the lines, the places that are empty, and the ring around the
 * tile that has the focus, which stands in the lines. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-lines.h"

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

/**
 * wall_grid_lines_append_focus:
 * @snapshot: where to
 * @cell: of the tile that has the focus
 *
 * Paints a ring into the lines around it.
 */
void
wall_grid_lines_append_focus (GtkSnapshot        *snapshot,
                              const GdkRectangle *cell)
{
  static const GdkRGBA color = { 0.38, 0.63, 0.92, 1 };
  const int line = WALL_GRID_LINE;
  const int width = cell->width + 2 * line;

  append_rectangle (snapshot, &color, cell->x - line, cell->y - line, width, line);
  append_rectangle (snapshot, &color, cell->x - line, cell->y + cell->height, width, line);
  append_rectangle (snapshot, &color, cell->x - line, cell->y, line, cell->height);
  append_rectangle (snapshot, &color, cell->x + cell->width, cell->y, line, cell->height);
}
