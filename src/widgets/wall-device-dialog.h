/* wall-device-dialog.h
 *
 * Adds a device to the wall, or edits one that is there: its address and login, what is found out of
 * it step by step, and which of its channels are wanted. It is shown in a WallSheet. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_DIALOG (wall_device_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceDialog, wall_device_dialog, WALL, DEVICE_DIALOG, AdwBin)

/* Signal "added" (const char *camera_id): cameras were put on the wall, of which this is the first. */
GtkWidget *wall_device_dialog_new          (WallDeviceStore *store);
GtkWidget *wall_device_dialog_new_for_edit (WallDeviceStore *store,
                                            const char      *device_id);

G_END_DECLS
