/* wall-login.c
 *
 * What a password is kept under: scheme, host and port of a device, and who signs in.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-login.h"

#include <glib/gi18n-lib.h>

#include "wall-address.h"

static const char *
get (GHashTable *login,
     const char *name)
{
  return g_hash_table_lookup (login, name);
}

/**
 * wall_login_make:
 * @uri: of a device or a stream of it
 * @user: who signs in
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): "scheme", "host", "port", "user";
 *   %NULL if @uri is none
 */
GHashTable *
wall_login_make (const char *uri,
                 const char *user)
{
  g_autoptr (WallAddress) address = wall_address_parse (uri, NULL);
  GHashTable *login;

  if (address == NULL)
    return NULL;

  login = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (login, (gpointer) "scheme", g_strdup (address->scheme->name));
  g_hash_table_insert (login, (gpointer) "host", g_ascii_strdown (address->host, -1));
  g_hash_table_insert (login, (gpointer) "port", g_strdup_printf ("%u", address->port));
  g_hash_table_insert (login, (gpointer) "user", g_strdup (user));
  return login;
}

/**
 * wall_login_dup_key:
 *
 * Returns: (transfer full): one word for all of it. The user goes last, it may have any character
 */
char *
wall_login_dup_key (GHashTable *login)
{
  return g_strjoin (" ", get (login, "scheme"), get (login, "host"), get (login, "port"),
                    get (login, "user"), NULL);
}

/**
 * wall_login_dup_label:
 *
 * Returns: (transfer full): what a person sees in the list of the keyring
 */
char *
wall_login_dup_label (GHashTable *login)
{
  /* Translators: as the list of the keyring shows it; user and address of a device */
  return g_strdup_printf (_("Watchwall: %s at %s"), get (login, "user"), get (login, "host"));
}
