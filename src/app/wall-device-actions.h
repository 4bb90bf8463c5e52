/* wall-device-actions.h
 *
 * Adding a device and editing one, as actions of the application. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-window.h"

G_BEGIN_DECLS

void wall_device_actions_install (GtkApplication  *application,
                                  WallDeviceStore *store,
                                  GListModel      *cameras,
                                  WallWindow      *window);

G_END_DECLS
