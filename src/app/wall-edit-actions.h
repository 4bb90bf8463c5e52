/* wall-edit-actions.h
 *
 * What is done with one camera, as actions of the application with the camera's id. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-window.h"

G_BEGIN_DECLS

void wall_edit_actions_install (GtkApplication  *application,
                                WallDeviceStore *store,
                                GListModel      *cameras,
                                WallWindow      *window);

G_END_DECLS
