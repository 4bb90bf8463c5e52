/* wall-login.h
 *
 * What a password is kept under: scheme, host and port of a device, and who signs in.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *wall_login_make      (const char *uri,
                                  const char *user);
char       *wall_login_dup_key   (GHashTable *login);
char       *wall_login_dup_label (GHashTable *login);

G_END_DECLS
