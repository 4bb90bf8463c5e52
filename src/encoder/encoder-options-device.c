/* encoder-options-device.c
 *
 * Reads how the device behaves towards its clients: who may sign in, when accounts are locked, how
 * many connections there may be.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-options-device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define UNSAID               G_MININT
#define MAX_LOCK_OUT_SECONDS 86400

/* For a box that others can reach. */
#define DEFAULT_LOCK_OUT_SECONDS 300

static gboolean
usage (GError     **error,
       const char  *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
is_loopback (const char *listen)
{
  g_autoptr (GInetAddress) address = listen ? g_inet_address_new_from_string (listen) : NULL;

  return !listen || (address && g_inet_address_get_is_loopback (address));
}

static gboolean
read_at_limit (const char     *text,
               EncoderConfig  *config,
               GError        **error)
{
  guint64 ret;

  if (!text || strcmp (text, "close") == 0)
    config->at_limit = ENCODER_AT_LIMIT_CLOSE;
  else if (strcmp (text, "refuse") == 0)
    config->at_limit = ENCODER_AT_LIMIT_REFUSE;
  else if (g_ascii_string_to_unsigned (text, 10, 101, 999, &ret, NULL))
    config->at_limit = (int) ret;
  else
    return usage (error, _("--at-limit is close, refuse, or a return code from 101 to 999"));

  return TRUE;
}

static gboolean
check_numbers (const EncoderDeviceOptions  *self,
               GError                     **error)
{
  if (self->lock_out != UNSAID && (self->lock_out < 0 || self->lock_out > MAX_LOCK_OUT_SECONDS))
    return usage (error, _("--lock-out is a number of seconds from 1 to 86400, or 0 for never"));
  if (self->max_connections < 0 || self->max_connections > ENCODER_MAX_CONNECTIONS)
    return usage (error, _("--max-connections is a number from 1 to 1024, or 0 for all of them"));
  if (self->discovery && self->no_discovery)
    return usage (error, _("--discovery and --no-discovery exclude each other"));
  if (self->discovery_port != UNSAID && (self->discovery_port < 0 ||
                                         self->discovery_port > G_MAXUINT16))
    return usage (error, _("--discovery-port is a number from 0 to 65535"));
  if (self->at_limit && self->max_connections == 0)
    return usage (error, _("--at-limit needs --max-connections"));

  return TRUE;
}

void
encoder_device_options_init (EncoderDeviceOptions *self)
{
  *self = (EncoderDeviceOptions) { .lock_out = UNSAID, .discovery_port = UNSAID };
}

/**
 * encoder_device_options_add:
 *
 * Lets @context fill in @self, which must stay where it is until the command line is read.
 */
void
encoder_device_options_add (EncoderDeviceOptions *self,
                            GOptionContext       *context)
{
  const GOptionEntry entries[] = {
    { "users", 0, 0, G_OPTION_ARG_FILENAME, &self->users_file,
      N_("A key file with a group [user NAME] for each who may sign in, which nobody else can read"),
      N_("FILE") },
    { "lock-out", 0, 0, G_OPTION_ARG_INT, &self->lock_out,
      N_("Lock an account for so long after five bad logins (0, never, or 300 where others can "
         "reach the address)"), N_("SECONDS") },
    { "max-connections", 0, 0, G_OPTION_ARG_INT, &self->max_connections,
      N_("Serve at most so many connections on a port (1024)"), N_("N") },
    { "at-limit", 0, 0, G_OPTION_ARG_STRING, &self->at_limit,
      N_("What happens to one more: close after accepting, refuse, or a return code to its login "
         "(close)"), N_("HOW") },
    { "discovery", 0, 0, G_OPTION_ARG_NONE, &self->discovery,
      N_("Answer those who look for devices on the network (unless it listens on loopback, where "
         "nobody could reach it)"), NULL },
    { "no-discovery", 0, 0, G_OPTION_ARG_NONE, &self->no_discovery,
      N_("Do not answer them"), NULL },
    { "discovery-port", 0, 0, G_OPTION_ARG_INT, &self->discovery_port,
      N_("Answer them on this UDP port, 0 for any that is free (34569)"), N_("N") },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

static void
fill_discovery (const EncoderDeviceOptions *self,
                EncoderConfig              *config)
{
  config->discovery = self->discovery      ? ENCODER_ANNOUNCE_ON
                      : self->no_discovery ? ENCODER_ANNOUNCE_OFF
                                           : ENCODER_ANNOUNCE_AUTO;
  if (self->discovery_port != UNSAID)
    config->discovery_port = self->discovery_port > 0 ? self->discovery_port : -1;
}

/**
 * encoder_device_options_read:
 * @config: its address is known already
 * @error: in %G_OPTION_ERROR for a wrong command line, in %G_FILE_ERROR for the file of users
 *
 * Fills in @config, which points into @self from then on.
 *
 * Returns: whether it can be followed
 */
gboolean
encoder_device_options_read (EncoderDeviceOptions  *self,
                             EncoderConfig         *config,
                             GError               **error)
{
  if (!check_numbers (self, error) || !read_at_limit (self->at_limit, config, error))
    return FALSE;

  if (self->users_file) {
    if (config->user)
      return usage (error, _("--users says who may sign in: --user does not go with it"));
    self->users = encoder_users_load (self->users_file, error);
    if (!self->users)
      return FALSE;
  }

  fill_discovery (self, config);
  config->users = self->users;
  config->max_connections = (guint) self->max_connections;
  config->lock_out = self->lock_out != UNSAID ? (guint) self->lock_out
                     : is_loopback (config->listen) ? 0 : DEFAULT_LOCK_OUT_SECONDS;
  return TRUE;
}

void
encoder_device_options_clear (EncoderDeviceOptions *self)
{
  g_clear_pointer (&self->users_file, g_free);
  g_clear_pointer (&self->at_limit, g_free);
  g_clear_pointer (&self->users, encoder_users_unref);
}
