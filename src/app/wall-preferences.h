/* wall-preferences.h
 *
 * The few things of the wall that are a matter of taste. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_PREFERENCES (wall_preferences_get_type ())
G_DECLARE_FINAL_TYPE (WallPreferences, wall_preferences, WALL, PREFERENCES, AdwPreferencesWindow)

WallPreferences *wall_preferences_new (GSettings *settings);

G_END_DECLS
