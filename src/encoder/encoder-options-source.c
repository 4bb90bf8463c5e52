/* encoder-options-source.c
 *
 * Reads the options about sources.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-options-source.h"

#include <glib/gi18n-lib.h>

/**
 * encoder_source_options_add:
 *
 * Lets @context fill in @self, which must stay where it is until the command line is read.
 */
void
encoder_source_options_add (EncoderSourceOptions *self,
                            GOptionContext       *context)
{
  const GOptionEntry entries[] = {
    { "source-credentials", 0, 0, G_OPTION_ARG_FILENAME, &self->credentials,
      N_("A key file with a group [login NAME] (host, port, user, password) for each camera that "
         "asks for a password, which nobody else can read"), N_("FILE") },
    { "no-capture-time", 0, 0, G_OPTION_ARG_NONE, &self->no_capture_time,
      N_("Do not write into each picture when it was taken"), NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
}

/**
 * encoder_source_options_read:
 * @error: in %G_FILE_ERROR for the file of credentials
 *
 * Fills in @config, which points into @self from then on.
 *
 * Returns: whether it can be followed
 */
gboolean
encoder_source_options_read (EncoderSourceOptions  *self,
                             EncoderConfig         *config,
                             GError               **error)
{
  if (self->credentials) {
    self->logins = encoder_logins_read (self->credentials, error);
    if (!self->logins)
      return FALSE;
  }

  config->logins = self->logins;
  config->tries_sources = TRUE;
  config->no_timestamps = self->no_capture_time;
  return TRUE;
}

void
encoder_source_options_clear (EncoderSourceOptions *self)
{
  g_clear_pointer (&self->credentials, g_free);
  g_clear_pointer (&self->logins, encoder_logins_unref);
}
