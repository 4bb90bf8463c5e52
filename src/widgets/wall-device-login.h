/* wall-device-login.h
 *
 * Keeps the password that was typed for a device: for the device at work, and in the keyring. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"

G_BEGIN_DECLS

void wall_device_login_keep (WallDeviceStore *store,
                             const char      *device_id,
                             const char      *password);

G_END_DECLS
