/* wall-certificate.c
 *
 * The fingerprint of a certificate, as text: "sha256:" and 64 hexadecimal digits.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-certificate.h"

#include <string.h>

#define PREFIX "sha256:"
#define DIGITS 64

/**
 * wall_certificate_parse:
 * @text: what a person wrote, with colons between the bytes and in capitals or not
 *
 * Returns: (transfer full) (nullable): the same in lower case and without colons; %NULL if it is no
 *   fingerprint
 */
char *
wall_certificate_parse (const char *text)
{
  g_autoptr (GString) digits = g_string_new (PREFIX);

  if (g_ascii_strncasecmp (text, PREFIX, strlen (PREFIX)) != 0)
    return NULL;

  for (const char *c = text + strlen (PREFIX); *c != '\0'; c++) {
    gboolean is_between = digits->len % 2 == strlen (PREFIX) % 2 && digits->len > strlen (PREFIX);

    if (g_ascii_isxdigit (*c))
      g_string_append_c (digits, g_ascii_tolower (*c));
    else if (*c != ':' || !is_between || c[1] == ':' || c[1] == '\0')
      return NULL;
  }

  return digits->len == strlen (PREFIX) + DIGITS ? g_strdup (digits->str) : NULL;
}
