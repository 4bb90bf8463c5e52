/* wall-device-lists.h
 *
 * Brings the devices and cameras of a wall up to what its file says now: what has the same id stays the
 * same object, and nothing is told of but what changed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-pin-keeper.h"

G_BEGIN_DECLS

void     wall_device_lists_follow_devices (GListStore    *devices,
                                           GPtrArray     *fresh,
                                           WallPinKeeper *keeper);
void     wall_device_lists_follow_cameras (GListStore    *cameras,
                                           GPtrArray     *fresh);
void     wall_device_lists_drop_devices   (GListStore    *devices,
                                           GPtrArray     *fresh);
gpointer wall_device_lists_find           (GListModel    *list,
                                           const char    *id);

G_END_DECLS
