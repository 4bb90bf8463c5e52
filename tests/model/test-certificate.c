/* test-certificate.c
 *
 * What people paste as a fingerprint is understood, and nothing else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-certificate.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void
assert_parsed (const char *text)
{
  g_autofree char *certificate = wall_certificate_parse (text);

  g_assert_cmpstr (certificate, ==, "sha256:" HEX);
}

static void
test_good (void)
{
  assert_parsed ("sha256:" HEX);
  assert_parsed ("SHA256:0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF");
  assert_parsed ("sha256:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:ab:cd:ef:"
                 "01:23:45:67:89:AB:CD:EF");
}

static void
test_bad (void)
{
  const char *texts[] = {
    "", "sha256:", HEX, "sha1:" HEX, "sha256:" HEX "0", "sha256:" HEX ":", "sha256::" HEX,
    "sha256:0" HEX, "sha256: " HEX, "sha256:0:1234567890abcdef",
    "sha256:g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "sha256:01::23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "sha256:012:3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *certificate = wall_certificate_parse (texts[i]);

    g_assert_null (certificate);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/certificate/good", test_good);
  g_test_add_func ("/model/certificate/bad", test_bad);
  return g_test_run ();
}
