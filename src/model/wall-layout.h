/* wall-layout.h
 *
 * Which grid of columns and rows fits a number of cameras best to the shape of the window.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a tile keeps for its picture; one of another shape is letterboxed in it. */
#define WALL_LAYOUT_ASPECT (16.0 / 9.0)

typedef struct {
  guint columns;
  guint rows;
} WallLayout;

WallLayout wall_layout_fit               (guint      n_tiles,
                                          double     width,
                                          double     height,
                                          double     strip_height);
double     wall_layout_get_picture_width (WallLayout layout,
                                          double     width,
                                          double     height,
                                          double     strip_height);

G_END_DECLS
