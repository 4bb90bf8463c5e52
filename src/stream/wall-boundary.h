/* wall-boundary.h
 *
 * The line between two parts of a multipart body.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a look for it in the bytes that came can end with. */
typedef enum {
  WALL_BOUNDARY_FOUND,
  WALL_BOUNDARY_NOT_YET,   /* it begins, but its end has not come */
  WALL_BOUNDARY_NOT_HERE,
} WallBoundarySearch;

char               *wall_boundary_normalize (const char   *name);
char               *wall_boundary_learn     (const char   *name,
                                             const guint8 *data,
                                             gsize         size);
gboolean            wall_boundary_is_in     (const char   *name,
                                             const char   *line);
WallBoundarySearch  wall_boundary_find      (const char   *name,
                                             const guint8 *data,
                                             gsize         size,
                                             gboolean      must_begin_line,
                                             gsize        *searched,
                                             gsize        *out_start,
                                             gsize        *out_end);

G_END_DECLS
