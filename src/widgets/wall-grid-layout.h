/* wall-grid-layout.h
 *
 * Which rectangle each tile of the wall has, and which tile is beside which.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "wall-layout.h"

G_BEGIN_DECLS

/* The line between two tiles, and around them all, logical pixels. */
#define WALL_GRID_LINE 2

typedef struct {
  WallLayout shape;
  guint      n_tiles;   /* of the shape, empty ones included */
  int        width;
  int        height;
} WallGridLayout;

WallGridLayout wall_grid_layout          (WallLayoutKind        kind,
                                          guint                 n_places,
                                          int                   width,
                                          int                   height,
                                          int                   strip_height);
GdkRectangle   wall_grid_layout_cell     (const WallGridLayout *layout,
                                          guint                 tile);
guint          wall_grid_layout_find_tile (const WallGridLayout *layout,
                                           double                x,
                                           double                y);
guint          wall_grid_layout_find_next (const WallGridLayout *layout,
                                          const guint          *tiles,
                                          guint                 n_tiles,
                                          guint                 from,
                                          int                   dx,
                                          int                   dy);

G_END_DECLS
