/* wall-shortcuts.h
 *
 * The window that lists all keys. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_SHORTCUTS (wall_shortcuts_get_type ())
G_DECLARE_FINAL_TYPE (WallShortcuts, wall_shortcuts, WALL, SHORTCUTS, AdwPreferencesWindow)

WallShortcuts *wall_shortcuts_new (GtkWindow *parent);

G_END_DECLS
