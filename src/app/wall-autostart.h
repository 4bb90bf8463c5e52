/* wall-autostart.h
 *
 * Whether the program starts with the session. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_AUTOSTART (wall_autostart_get_type ())
G_DECLARE_FINAL_TYPE (WallAutostart, wall_autostart, WALL, AUTOSTART, GObject)

WallAutostart *wall_autostart_new_for_file   (const char      *path);
WallAutostart *wall_autostart_new_for_portal (GDBusConnection *bus,
                                              GSettings       *settings,
                                              guint            deadline_ms);
gboolean       wall_autostart_get_is_active  (WallAutostart   *self);
gboolean       wall_autostart_get_is_busy    (WallAutostart   *self);
void           wall_autostart_set            (WallAutostart   *self,
                                              gboolean         is_wanted);

G_END_DECLS
