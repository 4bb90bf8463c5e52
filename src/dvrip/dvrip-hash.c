/* dvrip-hash.c
 *
 * The login hash. It has no nonce, so it is as good as the password: never log it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-hash.h"

#include <string.h>

#define MD5_LENGTH 16

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

G_STATIC_ASSERT (MD5_LENGTH == 2 * DVRIP_HASH_LENGTH);
G_STATIC_ASSERT (sizeof alphabet == 62 + 1);

/**
 * dvrip_hash_password:
 * @password: in UTF-8; may be empty, which has a hash like any other
 * @out_hash: (out caller-allocates): eight letters and digits, and a NUL
 *
 * Makes what a login carries instead of the password: the MD5 of it, each pair of bytes summed up
 * and written as one of 62 letters and digits. Many independent clients agree on it.
 */
void
dvrip_hash_password (const char *password,
                     char        out_hash[DVRIP_HASH_LENGTH + 1])
{
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[MD5_LENGTH];
  gsize length = sizeof digest;

  g_return_if_fail (password != NULL);

  g_checksum_update (md5, (const guchar *) password, strlen (password));
  g_checksum_get_digest (md5, digest, &length);

  for (guint i = 0; i < DVRIP_HASH_LENGTH; i++)
    out_hash[i] = alphabet[(digest[2 * i] + digest[2 * i + 1]) % 62];
  out_hash[DVRIP_HASH_LENGTH] = '\0';
}
