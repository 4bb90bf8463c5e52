/* wall-undo.h
 *
 * Whatever a person changed on the wall can be taken back, and made again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-window.h"

G_BEGIN_DECLS

#define WALL_TYPE_UNDO (wall_undo_get_type ())
G_DECLARE_FINAL_TYPE (WallUndo, wall_undo, WALL, UNDO, GObject)

void wall_undo_install_keys (GtkWidgetClass  *window_class);
void wall_undo_install      (GtkApplication  *application,
                             WallDeviceStore *store,
                             WallWindow      *window);

G_END_DECLS
