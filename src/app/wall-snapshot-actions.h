/* wall-snapshot-actions.h
 *
 * Snapshots as actions of the window: the picture of a camera is saved, and a toast opens the file.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"
#include "wall-window.h"

G_BEGIN_DECLS

void wall_snapshot_actions_install (WallWindow *window,
                                    WallGrid   *grid,
                                    GSettings  *settings);

G_END_DECLS
