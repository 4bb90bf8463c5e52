/* wall-password-giver.h
 *
 * Gives every device of a list its password: from a file of credentials, or else from the secrets.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-credentials.h"
#include "wall-secrets.h"

G_BEGIN_DECLS

#define WALL_TYPE_PASSWORD_GIVER (wall_password_giver_get_type ())
G_DECLARE_FINAL_TYPE (WallPasswordGiver, wall_password_giver, WALL, PASSWORD_GIVER, GObject)

WallPasswordGiver *wall_password_giver_new             (GListModel        *devices,
                                                        WallSecrets       *secrets);
void               wall_password_giver_set_credentials (WallPasswordGiver *self,
                                                        WallCredentials   *credentials);
GPtrArray         *wall_password_giver_list_logins     (WallPasswordGiver *self);
void               wall_password_giver_withdraw        (WallPasswordGiver *self,
                                                        GPtrArray         *logins);

G_END_DECLS
