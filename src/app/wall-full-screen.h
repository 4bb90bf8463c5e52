/* wall-full-screen.h
 *
 * A window in full screen: nothing but the wall, its header bar at hand. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_FULL_SCREEN (wall_full_screen_get_type ())
G_DECLARE_FINAL_TYPE (WallFullScreen, wall_full_screen, WALL, FULL_SCREEN, GObject)

WallFullScreen *wall_full_screen_new          (GtkWindow      *window,
                                               GtkOverlay     *overlay,
                                               GtkBox         *box,
                                               GtkWidget      *header,
                                               GtkMenuButton  *menu_button,
                                               GtkWidget      *content);
void            wall_full_screen_show_header  (WallFullScreen *self);
void            wall_full_screen_install_keys (GtkWidgetClass *window_class);
void            wall_full_screen_fill         (GtkWindow      *window);

G_END_DECLS
