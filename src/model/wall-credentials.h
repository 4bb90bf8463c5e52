/* wall-credentials.h
 *
 * Passwords from a file that only its owner can read. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device.h"

G_BEGIN_DECLS

typedef struct _WallCredentials WallCredentials;

WallCredentials *wall_credentials_load  (const char      *path,
                                         GError         **error);
void             wall_credentials_free  (WallCredentials *self);
gboolean         wall_credentials_apply (WallCredentials *self,
                                         WallDevice      *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallCredentials, wall_credentials_free)

G_END_DECLS
