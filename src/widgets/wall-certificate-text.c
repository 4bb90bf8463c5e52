/* wall-certificate-text.c
 *
 * The fingerprint of a certificate as people compare it. Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-certificate-text.h"

#include <string.h>

/**
 * wall_certificate_text:
 * @certificate: "sha256:" and digits
 *
 * Returns: (transfer full): the digits in groups of four, as they are compared by people, and where
 *   a line may end
 */
char *
wall_certificate_text (const char *certificate)
{
  const char *digits = strchr (certificate, ':');
  GString *text = g_string_new (NULL);

  digits = digits ? digits + 1 : certificate;
  for (gsize i = 0; digits[i]; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (text, ' ');
    g_string_append_c (text, digits[i]);
  }

  return g_string_free (text, FALSE);
}
