/* wall-connection-view.h
 *
 * A window that shows, for every camera, what netstat would, and how its attempts to connect went.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_CONNECTION_VIEW (wall_connection_view_get_type ())
G_DECLARE_FINAL_TYPE (WallConnectionView, wall_connection_view, WALL, CONNECTION_VIEW, AdwWindow)

GtkWidget *wall_connection_view_new (GListModel *cameras);

G_END_DECLS
