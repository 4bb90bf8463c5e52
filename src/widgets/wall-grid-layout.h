/* wall-grid-layout.h
 *
 * Which rectangle each place of the wall has.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* The line between two tiles, and around them all, logical pixels. */
#define WALL_GRID_LINE 2

typedef struct {
  guint n_places;
  guint columns;
  guint rows;
  int   width;
  int   height;
} WallGridLayout;

WallGridLayout wall_grid_layout      (guint                 n_places,
                                      int                   width,
                                      int                   height,
                                      int                   strip_height);
GdkRectangle   wall_grid_layout_cell (const WallGridLayout *layout,
                                      guint                 place);
gboolean       wall_grid_layout_step (const WallGridLayout *layout,
                                      guint                 place,
                                      int                   dx,
                                      int                   dy,
                                      guint                *out_place);

G_END_DECLS
