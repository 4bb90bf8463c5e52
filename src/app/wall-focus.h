/* wall-focus.h
 *
 * Gives the keyboard to the wall where nothing else has it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_TYPE_FOCUS (wall_focus_get_type ())
G_DECLARE_FINAL_TYPE (WallFocus, wall_focus, WALL, FOCUS, GObject)

WallFocus *wall_focus_new (GtkWindow *window,
                           GtkWidget *wall);

G_END_DECLS
