/* wall-password-dialog.h
 *
 * Asks a person for the login of a device, and gives it to all its cameras. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TYPE_PASSWORD_DIALOG (wall_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (WallPasswordDialog, wall_password_dialog, WALL, PASSWORD_DIALOG, AdwWindow)

WallPasswordDialog *wall_password_dialog_new        (WallDeviceStore    *store,
                                                     WallDevice         *device);
WallDevice         *wall_password_dialog_get_device (WallPasswordDialog *self);

G_END_DECLS
