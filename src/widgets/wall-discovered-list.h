/* wall-discovered-list.h
 *
 * The devices that answer on the local networks, each to be chosen by a click. It searches while it
 * is seen. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-discovery.h"

G_BEGIN_DECLS

#define WALL_TYPE_DISCOVERED_LIST (wall_discovered_list_get_type ())
G_DECLARE_FINAL_TYPE (WallDiscoveredList, wall_discovered_list, WALL, DISCOVERED_LIST, AdwBin)

/* Signals: "chosen" (WallDiscovered *): by a click, or Enter. */
GtkWidget *wall_discovered_list_new   (void);
void       wall_discovered_list_watch (WallDiscoveredList *self,
                                       GListModel         *found,
                                       GListModel         *devices);

G_END_DECLS
