/* wall-tile-actions.h
 *
 * What is done with one camera on the wall, as actions of the window. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

void wall_tile_actions_install (GActionMap *window,
                                WallGrid   *grid);

G_END_DECLS
