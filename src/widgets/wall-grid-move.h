/* wall-grid-move.h
 *
 * Where a camera stands, and how it is asked for to stand elsewhere. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

void wall_grid_move_install_keys (GtkWidgetClass *grid_class);

G_END_DECLS
