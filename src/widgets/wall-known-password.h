/* wall-known-password.h
 *
 * The passwords of devices that are on the wall, for who types none. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TYPE_KNOWN_PASSWORD (wall_known_password_get_type ())
G_DECLARE_FINAL_TYPE (WallKnownPassword, wall_known_password, WALL, KNOWN_PASSWORD, GObject)

WallKnownPassword *wall_known_password_new    (WallDeviceStore   *store,
                                               WallDevice        *device);
const char        *wall_known_password_get    (WallKnownPassword *self);
char              *wall_known_password_recall (gpointer           self,
                                               const char        *uri,
                                               const char        *user);

G_END_DECLS
