/* wall-device.h
 *
 * A device: scheme, host, port and user. Owns the password, the certificate that is trusted, the
 * login gate (one rejected login stops all its cameras), its slots (at most two logins under way),
 * and what worked last time. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"
#include "wall-scheme.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE (wall_device_get_type ())
G_DECLARE_FINAL_TYPE (WallDevice, wall_device, WALL, DEVICE, GObject)

/* Properties: "id" (construct only), "uri" (scheme, host, port), "user" (nullable: anonymous),
 * "certificate" (the one that is trusted, nullable), "topology" and "stream-type" (what worked last
 * time, nullable). The password is no property.
 * Signals: "password-changed": whoever signed in with the one before is to sign in anew;
 *          "rejected": the device refused to sign anybody in, see wall_device_get_verdict();
 *          "reopened": what needed a person, or an answer of the device, may be tried again;
 *          "unreachable" (WallReason reason, as guint): an attempt did not get as far as the device;
 *          "trusted": "certificate" is what was seen for the first time, and is to be kept;
 *          "doubted": a person wants it tried again although the certificate changed. */
WallDevice *wall_device_new             (const char *id);
const char *wall_device_get_host        (WallDevice *self);
guint16     wall_device_get_port        (WallDevice *self);
const char *wall_device_get_user        (WallDevice *self);
const char *wall_device_get_certificate (WallDevice *self);
const WallScheme *wall_device_get_scheme (WallDevice *self);
gboolean    wall_device_is_anonymous    (WallDevice *self);
char       *wall_device_dup_path_uri    (WallDevice *self,
                                         const char *path);
char       *wall_device_dup_channel_uri (WallDevice *self,
                                         guint       channel,
                                         const char *stream);

void        wall_device_set_password    (WallDevice *self,
                                         const char *password);
const char *wall_device_get_password    (WallDevice *self);

/* Why nobody may sign in: WRONG_PASSWORD, PASSWORD_NEEDED, LOCKED_OUT; or NONE. */
WallReason  wall_device_get_verdict     (WallDevice *self);

G_END_DECLS
