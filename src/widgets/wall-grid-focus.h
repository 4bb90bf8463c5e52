/* wall-grid-focus.h
 *
 * Which camera has the focus. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

void     wall_grid_focus_append (WallGrid    *self,
                                 GtkSnapshot *snapshot);
gboolean wall_grid_focus_grab   (GtkWidget   *widget);

G_END_DECLS
