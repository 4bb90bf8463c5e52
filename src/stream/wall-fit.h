/* wall-fit.h
 *
 * How large a picture is inside an area: as large as fits, never stretched.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A shape is a width to a height, both above 0; it may be any multiple of them. */
typedef struct {
  guint64 width;
  guint64 height;
} WallShape;

typedef struct {
  int x, y, width, height;
} WallRect;

WallShape wall_shape_of_picture (int width, int height, int par_n, int par_d);
WallRect  wall_fit              (WallShape shape, int width, int height);

G_END_DECLS
