/* encoder-device.c
 *
 * Asks and steers a running server from any thread.
 * What it does happens on the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-device.h"

#include "encoder-server-private.h"

static void
list_locks (EncoderServer *server,
            gpointer       data)
{
  GString *text = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < server->n_ports; i++) {
    g_autofree char *locks = encoder_lockout_describe (server->ports[i].lockout, now_us);

    if (locks[0] == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, "; ");
    if (server->n_ports > 1)
      g_string_append_printf (text, "port %u: ", server->ports[i].number);
    g_string_append (text, locks);
  }
}

/**
 * encoder_device_dup_locks:
 *
 * Returns: (transfer full): who is locked out, and for how many seconds still: "admin 298, guard 4";
 *   empty if nobody is
 */
char *
encoder_device_dup_locks (EncoderServer *server)
{
  GString *text = g_string_new (NULL);

  encoder_server_call (server, list_locks, text);
  return g_string_free (text, FALSE);
}

static void
clear_locks (EncoderServer *server,
             gpointer       data)
{
  for (guint i = 0; i < server->n_ports; i++)
    encoder_lockout_clear (server->ports[i].lockout, data);
}

/**
 * encoder_device_unlock:
 * @user: (nullable): a name; %NULL: everybody
 *
 * Forgets the bad logins of a user, behind all ports.
 *
 * Returns: whether there is such a user
 */
gboolean
encoder_device_unlock (EncoderServer *server,
                       const char    *user)
{
  const EncoderUser *found = user ? encoder_users_find (server->users, user) : NULL;

  if (user && !found)
    return FALSE;

  encoder_server_call (server, clear_locks, (gpointer) found);
  return TRUE;
}
