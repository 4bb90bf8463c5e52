/* wall-settings.h
 *
 * What the program keeps of itself from one start to the next. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_SETTINGS_AUTOSTART "autostart"
#define WALL_SETTINGS_COLOUR_SCHEME "colour-scheme"
#define WALL_SETTINGS_LAYOUT "layout"
#define WALL_SETTINGS_NOTIFICATIONS "notifications"
#define WALL_SETTINGS_SNAPSHOT_FOLDER "snapshot-folder"
#define WALL_SETTINGS_STRIP "strip"
#define WALL_SETTINGS_SUB_STREAM_IN_GRID "sub-stream-in-grid"

GSettings *wall_settings_new            (void);
void       wall_settings_restore_window (GSettings *self,
                                         GtkWindow *window);
GdkMonitor *wall_settings_find_monitor  (GSettings *self,
                                         GtkWindow *window);
void       wall_settings_keep_window    (GSettings *self,
                                         GtkWindow *window);

G_END_DECLS
