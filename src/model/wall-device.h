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

/* Properties: "id" (construct only), "uri" (scheme, host, port), "user", "topology" and
 * "stream-type" (what worked last time, nullable). The password is no property.
 * Signals: "rejected": the device refused to sign anybody in, see wall_device_get_verdict();
 *          "reopened": what needed a person, or an answer of the device, may be tried again;
 *          "unreachable" (WallReason reason, as guint): an attempt did not get as far as the device. */
WallDevice *wall_device_new             (const char *id);
const char *wall_device_get_host        (WallDevice *self);
guint16     wall_device_get_port        (WallDevice *self);
const char *wall_device_get_user        (WallDevice *self);
char       *wall_device_dup_channel_uri (WallDevice *self,
                                         guint       channel,
                                         const char *stream);

void        wall_device_set_password    (WallDevice *self,
                                         const char *password);
const char *wall_device_get_password    (WallDevice *self);

/* Why nobody may sign in: WRONG_PASSWORD, PASSWORD_NEEDED, LOCKED_OUT; or NONE. */
WallReason  wall_device_get_verdict     (WallDevice *self);

G_END_DECLS
