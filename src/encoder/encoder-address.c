/* encoder-address.c
 *
 * Reads RTSP addresses. A user may stand in the address and a password too, percent-encoded; the
 * passwords that some cameras want in the path (“/user=admin&password=…”) are taken out of what is
 * shown as well.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_PORT 554

#define FLAGS (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

static const char *const secrets[] = { "password=", "passwd=", "pass=", "pwd=", NULL };

/* The first word after which a password stands, or %NULL. */
static char *
find_secret (char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  char *first = NULL;

  for (guint i = 0; secrets[i]; i++) {
    char *found = strstr (lower, secrets[i]);

    if (found && (!first || text + (found - lower) + strlen (secrets[i]) < first))
      first = text + (found - lower) + strlen (secrets[i]);
  }

  return first;
}

/* Takes @text. */
static char *
hide_secrets (char *text)
{
  GString *shown = g_string_new (NULL);
  char *rest = text, *secret;

  while ((secret = find_secret (rest))) {
    g_string_append_len (shown, rest, secret - rest);
    g_string_append (shown, "…");
    rest = secret + strcspn (secret, "&?;/#");
  }
  g_string_append (shown, rest);
  g_free (text);

  return g_string_free (shown, FALSE);
}

static char *
join (GUri       *uri,
      const char *user)
{
  return g_uri_join_with_user (FLAGS, g_uri_get_scheme (uri), user, NULL, NULL,
                               g_uri_get_host (uri), g_uri_get_port (uri), g_uri_get_path (uri),
                               g_uri_get_query (uri), NULL);
}

static void
look_up (EncoderAddress *self,
         GUri           *uri,
         EncoderLogins  *logins)
{
  const char *user = NULL, *password = NULL;
  int port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : DEFAULT_PORT;

  if (self->password || !logins ||
      !encoder_logins_find (logins, g_uri_get_host (uri), port, self->user, &user, &password))
    return;

  if (!self->user)
    self->user = g_strdup (user);
  self->password = g_strdup (password);
}

/**
 * encoder_address_parse:
 * @uri: “rtsp://host/path”, with or without user and password
 * @logins: (nullable): where a password is looked up that does not stand in @uri
 * @out_address: (out caller-allocates): the address
 * @error: in %G_IO_ERROR; never repeats the address, in which a password may stand
 *
 * Returns: whether it is the address of a stream
 */
gboolean
encoder_address_parse (const char      *uri,
                       EncoderLogins   *logins,
                       EncoderAddress  *out_address,
                       GError         **error)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, FLAGS, NULL);
  EncoderAddress address = { 0 };

  if (!parsed || !g_str_has_prefix (g_uri_get_scheme (parsed), "rtsp") ||
      !g_uri_get_host (parsed) || g_uri_get_host (parsed)[0] == '\0') {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _("A source beginning with “rtsp” is no address such as "
                           "rtsp://user@host:554/path; other signs in it than letters and digits "
                           "are percent-encoded"));
    return FALSE;
  }

  address.location = join (parsed, NULL);
  address.name = hide_secrets (join (parsed, g_uri_get_user (parsed)));
  address.user = g_uri_unescape_string (g_uri_get_user (parsed), NULL);
  address.password = g_uri_unescape_string (g_uri_get_password (parsed), NULL);
  look_up (&address, parsed, logins);
  *out_address = address;
  return TRUE;
}

void
encoder_address_clear (EncoderAddress *self)
{
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
}
