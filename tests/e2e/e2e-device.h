/* e2e-device.h
 *
 * A camera of another protocol as a program of its own, and what it says of itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "e2e-rig.h"

G_BEGIN_DECLS

typedef struct _E2eDevice E2eDevice;

/* @argv: of a program that says "port N" or "current-port = N" on a line of its output. */
E2eDevice *e2e_device_new      (const char *const *argv);
guint16    e2e_device_get_port (E2eDevice         *self);
/* How often it has said the line @word. */
guint      e2e_device_count    (E2eDevice         *self,
                                const char        *word);
void       e2e_device_free     (E2eDevice         *self);

/* RTSP by GStreamer's server, at /live/ch1: @method "none", "basic", "digest"; @security "plain",
 * "tls". The user is "guard", the password "s3cret word". It says "login" for each password. */
E2eDevice *e2e_device_new_rtsp (const char        *method,
                                const char        *security,
                                guint16            port);
/* MPEG-TS to whoever connects. */
E2eDevice *e2e_device_new_tcp  (guint16            port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eDevice, e2e_device_free)

G_END_DECLS
