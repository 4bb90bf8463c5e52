/* wall-scheme.c
 *
 * The kinds of addresses that a device file may name, as one table.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-scheme.h"

/* The port of rtsps is the one registered for it. What plain TCP carries has none. */
static const WallScheme schemes[] = {
  { .name = "dvrip", .port = 34567, .has_channels = TRUE, .has_login = TRUE },
  { .name = "rtsp", .port = 554, .has_login = TRUE },
  { .name = "rtsps", .port = 322, .has_login = TRUE, .has_tls = TRUE },
  { .name = "http", .port = 80, .has_login = TRUE },
  { .name = "https", .port = 443, .has_login = TRUE, .has_tls = TRUE },
  { .name = "tcp" },
};

/**
 * wall_scheme_find:
 * @name: (nullable): in capitals or not
 *
 * Returns: (nullable): what is known of it, %NULL if nothing is
 */
const WallScheme *
wall_scheme_find (const char *name)
{
  for (gsize i = 0; name && i < G_N_ELEMENTS (schemes); i++) {
    if (g_ascii_strcasecmp (schemes[i].name, name) == 0)
      return &schemes[i];
  }

  return NULL;
}

/**
 * wall_scheme_dup_list:
 *
 * Returns: (transfer full): all that are known, for people: "dvrip, rtsp, …"
 */
char *
wall_scheme_dup_list (void)
{
  GString *list = g_string_new (schemes[0].name);

  for (gsize i = 1; i < G_N_ELEMENTS (schemes); i++)
    g_string_append_printf (list, ", %s", schemes[i].name);

  return g_string_free (list, FALSE);
}
