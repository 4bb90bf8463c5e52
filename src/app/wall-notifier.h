/* wall-notifier.h
 *
 * Tells the desktop of cameras that are lost while nobody sees it on the wall. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_TYPE_NOTIFIER (wall_notifier_get_type ())
G_DECLARE_FINAL_TYPE (WallNotifier, wall_notifier, WALL, NOTIFIER, GObject)

WallNotifier *wall_notifier_new      (GApplication *application,
                                      GtkWindow    *window,
                                      GListModel   *cameras);
void          wall_notifier_follow   (WallNotifier *self,
                                      GSettings    *settings);
void          wall_notifier_set_pace (WallNotifier *self,
                                      guint         gather_ms,
                                      guint         quiet_ms);

G_END_DECLS
