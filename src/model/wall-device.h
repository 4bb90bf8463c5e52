/* wall-device.h
 *
 * A device: host, port and user. Owns the password, the login gate (one rejected login stops all
 * its channels), its slots (at most two logins under way), and what worked last time. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE (wall_device_get_type ())
G_DECLARE_FINAL_TYPE (WallDevice, wall_device, WALL, DEVICE, GObject)

#define WALL_DEVICE_MAX_LOGINS 2

/* Properties: "id" (construct only), "uri" (scheme, host, port), "user", "topology" and
 * "stream-type" (what worked last time, nullable). The password is no property. */
WallDevice *wall_device_new             (const char *id);
void        wall_device_set_password    (WallDevice *self, const char *password);
const char *wall_device_get_password    (WallDevice *self);

G_END_DECLS
