/* wall-grid-drag.h
 *
 * Cameras are dragged to another place. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

void wall_grid_drag_init   (WallGrid    *self);
void wall_grid_drag_append (WallGrid    *self,
                            GtkSnapshot *snapshot);
void wall_grid_drag_stop   (WallGrid    *self);

G_END_DECLS
