/* wall-position.h
 *
 * Where on the desktop a window is, and how it gets there again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
  int x, y;
} WallPoint;

gboolean wall_position_get (GtkWindow *window,
                            WallPoint *out_point);
gboolean wall_position_set (GtkWindow *window,
                            WallPoint  point,
                            gboolean   is_maximized);

G_END_DECLS
