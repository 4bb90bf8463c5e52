/* wall-awake.h
 *
 * Keeps the screen awake while a wall is seen on it, and only then. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_TYPE_AWAKE (wall_awake_get_type ())
G_DECLARE_FINAL_TYPE (WallAwake, wall_awake, WALL, AWAKE, GObject)

WallAwake *wall_awake_new (GtkApplication *application,
                           GtkWindow      *window,
                           GListModel     *cameras);

G_END_DECLS
