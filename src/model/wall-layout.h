/* wall-layout.h
 *
 * How the window is cut into tiles: the grid that fits a number of cameras best, or a shape that
 * somebody chose.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a tile keeps for its picture; one of another shape is letterboxed in it. */
#define WALL_LAYOUT_ASPECT (16.0 / 9.0)

typedef enum {
  WALL_LAYOUT_AUTOMATIC,   /* one page, as many tiles as there are places */
  WALL_LAYOUT_1X1,
  WALL_LAYOUT_2X2,
  WALL_LAYOUT_3X3,
  WALL_LAYOUT_4X4,
  WALL_LAYOUT_5X5,
  WALL_LAYOUT_6X6,
  WALL_LAYOUT_8X8,
  WALL_LAYOUT_1_5,         /* a large tile and five small ones around it */
  WALL_LAYOUT_1_7,
  WALL_LAYOUT_2_8,
} WallLayoutKind;

#define WALL_N_LAYOUT_KINDS (WALL_LAYOUT_2_8 + 1)

/* A lattice of columns and rows, in which large tiles take the place of several: @large_size by
 * @large_size each, side by side from the top left. */
typedef struct {
  guint columns;
  guint rows;
  guint n_large;
  guint large_size;
} WallLayout;

/* A tile in the lattice. */
typedef struct {
  guint column;
  guint row;
  guint size;   /* columns, and rows, that it takes */
} WallLayoutCell;

WallLayout     wall_layout_fit               (guint           n_tiles,
                                              double          width,
                                              double          height,
                                              double          strip_height);
double         wall_layout_get_picture_width (WallLayout      layout,
                                              double          width,
                                              double          height,
                                              double          strip_height);
gboolean       wall_layout_get_fixed         (WallLayoutKind  kind,
                                              WallLayout     *out_layout);
guint          wall_layout_count_tiles       (WallLayout      layout);
WallLayoutCell wall_layout_get_cell          (WallLayout      layout,
                                              guint           tile);

const char    *wall_layout_kind_to_nick      (WallLayoutKind  kind);
gboolean       wall_layout_kind_from_nick    (const char     *nick,
                                              WallLayoutKind *out_kind);

G_END_DECLS
