/* wall-view-actions.h
 *
 * How the wall is cut into tiles, and which page of it is shown, as actions of the window; the
 * layout is kept for the next start. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-grid.h"

G_BEGIN_DECLS

void  wall_view_actions_install   (GActionMap *window,
                                   WallGrid   *grid,
                                   GSettings  *settings);
void  wall_view_actions_update    (GActionMap *window,
                                   WallGrid   *grid);
char *wall_view_actions_dup_pages (WallGrid   *grid);

G_END_DECLS
