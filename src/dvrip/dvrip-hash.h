/* dvrip-hash.h
 *
 * The login hash. It has no nonce, so it is as good as the password: never log it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DVRIP_HASH_LENGTH 8

void dvrip_hash_password (const char *password,
                          char        out_hash[DVRIP_HASH_LENGTH + 1]);

G_END_DECLS
