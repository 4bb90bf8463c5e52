/* test-hash.c
 *
 * The login hash agrees with every vector that independent clients give.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-hash.h"

static const struct {
  const char *password;
  const char *hash;
} vectors[] = {
  { "", "tlJwpbo6" },
  { "admin", "6QNMIQGe" },
  { "123456", "nTBCS19C" },
  { "tluafed", "OxhlwSG8" },
  { "test", "S2fGqNFs" },
  { "password", "mF95aD4o" },
  { "bla", "ahX6WENC" },
  { "password123", "sY6ww5dO" },
  { "goodPassword", "HfhyFPRN" },
  { "12345", "6V0Y4HLF" },
  { "888888", "4WzwxXxM" },
  { "666666", "sh15yfFM" },
  { "user", "78errMIP" },
  { "K\303\274che", "2jqoewJM" },
  { "tlJwpbo6", "g8vqSN71" }, /* a hash is hashed like any other password */
};

static void
test_hash_agrees_with_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    char hash[DVRIP_HASH_LENGTH + 1];

    dvrip_hash_password (vectors[i].password, hash);
    g_assert_cmpstr (hash, ==, vectors[i].hash);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/hash/agrees-with-vectors", test_hash_agrees_with_vectors);

  return g_test_run ();
}
