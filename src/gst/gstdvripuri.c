/* gstdvripuri.c
 *
 * Reads the address of a camera and writes it back without its password. No message made here
 * quotes what was read, since a mistyped address has its password in places where none belongs.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripuri.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dvrip-header.h"

/* The parts as GUri cuts them. */
typedef struct {
  char *scheme;
  char *user;
  char *password;
  char *host;
  int   port;
  char *path;
  char *query;
  char *fragment;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_free (parts->scheme);
  g_free (parts->user);
  g_free (parts->password);
  g_free (parts->host);
  g_free (parts->path);
  g_free (parts->query);
  g_free (parts->fragment);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
set_bad_uri (GError    **error,
             const char *what)
{
  g_set_error_literal (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI, what);
  return FALSE;
}

/* GUri's own messages quote parts of the address: ours take their place. */
static gboolean
set_split_error (GError      **error,
                 const GError *cause)
{
  switch ((GUriError) cause->code) {
  case G_URI_ERROR_BAD_USER:
  case G_URI_ERROR_BAD_PASSWORD:
    return set_bad_uri (error, _("The user or password is not percent-encoded UTF-8."));
  case G_URI_ERROR_BAD_HOST:
    return set_bad_uri (error, _("The host is neither a name nor an address; an IPv6 address "
                                 "stands in brackets."));
  case G_URI_ERROR_BAD_PORT:
    return set_bad_uri (error, _("The port is not a number from 1 to 65535. Special characters "
                                 "in the user or password must be percent-encoded."));
  case G_URI_ERROR_BAD_QUERY:
  case G_URI_ERROR_BAD_PATH:
  case G_URI_ERROR_BAD_SCHEME:
  case G_URI_ERROR_BAD_AUTH_PARAMS:
  case G_URI_ERROR_BAD_FRAGMENT:
  case G_URI_ERROR_FAILED:
  default:
    return set_bad_uri (error, _("This is not an address of the form "
                                 "dvrip://user@host:port/channel?stream=main."));
  }
}

static gboolean
split (const char *text,
       Parts      *parts,
       GError    **error)
{
  g_autoptr (GError) cause = NULL;
  const GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_QUERY;

  if (!g_uri_split_with_user (text, flags, &parts->scheme, &parts->user, &parts->password, NULL,
                              &parts->host, &parts->port, &parts->path, &parts->query,
                              &parts->fragment, &cause))
    return set_split_error (error, cause);

  if (g_ascii_strcasecmp (parts->scheme ? parts->scheme : "", GST_DVRIP_URI_SCHEME) != 0) {
    g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_UNSUPPORTED_PROTOCOL,
                 _("The address does not begin with %s."), GST_DVRIP_URI_SCHEME "://");
    return FALSE;
  }

  return TRUE;
}

static gboolean
check_parts (const Parts *parts,
             GError     **error)
{
  if (parts->host == NULL || *parts->host == '\0')
    return set_bad_uri (error, _("The address has no host."));

  if (parts->port == 0)
    return set_bad_uri (error, _("The port is not a number from 1 to 65535. Special characters "
                                 "in the user or password must be percent-encoded."));

  if (parts->fragment != NULL)
    return set_bad_uri (error, _("A “#” in the user or password must be percent-encoded "
                                 "as %23."));

  return TRUE;
}

static gboolean
read_channel (const char *path,
              guint      *out_channel,
              GError    **error)
{
  guint64 channel;

  if (path == NULL || *path == '\0' || strcmp (path, "/") == 0) {
    *out_channel = 1;
    return TRUE;
  }

  if (!g_ascii_string_to_unsigned (path + 1, 10, 1, GST_DVRIP_MAX_CHANNEL, &channel, NULL)) {
    g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI,
                 _("The channel is not a number from 1 to %d."), GST_DVRIP_MAX_CHANNEL);
    return FALSE;
  }

  *out_channel = channel;
  return TRUE;
}

static gboolean
read_stream (const char  *value,
             DvripStream *out_stream,
             GError     **error)
{
  if (g_strcmp0 (value, "main") == 0)
    *out_stream = DVRIP_STREAM_MAIN;
  else if (g_strcmp0 (value, "sub") == 0)
    *out_stream = DVRIP_STREAM_SUB;
  else
    return set_bad_uri (error, _("The stream is neither “main” nor “sub”."));

  return TRUE;
}

static gboolean
read_query (const char  *query,
            DvripStream *out_stream,
            GError     **error)
{
  GUriParamsIter iter;
  char *key, *value;
  gboolean is_good = TRUE;
  g_autoptr (GError) cause = NULL;

  *out_stream = DVRIP_STREAM_MAIN;
  if (query == NULL)
    return TRUE;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  while (is_good && g_uri_params_iter_next (&iter, &key, &value, &cause)) {
    if (strcmp (key, "stream") == 0)
      is_good = read_stream (value, out_stream, error);
    else
      is_good = set_bad_uri (error, _("The address has a parameter other than “stream”."));

    g_free (key);
    g_free (value);
  }

  return is_good && (cause == NULL || set_split_error (error, cause));
}

static void
append_host (GString    *string,
             const char *host)
{
  g_autofree char *escaped = NULL;

  if (strchr (host, ':') != NULL) {
    escaped = g_uri_escape_string (host, ":", FALSE);
    g_string_append_printf (string, "[%s]", escaped);
    return;
  }

  escaped = g_uri_escape_string (host, NULL, FALSE);
  g_string_append (string, escaped);
}

/**
 * gst_dvrip_uri_parse:
 * @out_uri: (out caller-allocates): what stands there, to be cleared with gst_dvrip_uri_clear()
 *
 * Reads an address. User and password may have any characters, percent-encoded; a channel that is
 * not said is the first, a stream that is not said the main one, a port that is not said 34567.
 *
 * Returns: %FALSE with @error (a %GST_URI_ERROR) set in words for a person, without any part of
 *   @text in it; @out_uri is set only on success
 */
gboolean
gst_dvrip_uri_parse (const char  *text,
                     GstDvripUri *out_uri,
                     GError     **error)
{
  g_auto (Parts) parts = { .port = -1 };
  GstDvripUri uri = { .port = DVRIP_DEFAULT_PORT };

  g_return_val_if_fail (text != NULL, FALSE);

  if (!split (text, &parts, error)
      || !check_parts (&parts, error)
      || !read_channel (parts.path, &uri.channel, error)
      || !read_query (parts.query, &uri.stream, error))
    return FALSE;

  if (parts.port > 0)
    uri.port = parts.port;
  uri.host = g_steal_pointer (&parts.host);
  uri.user = g_steal_pointer (&parts.user);
  uri.password = g_steal_pointer (&parts.password);

  *out_uri = uri;
  return TRUE;
}

/**
 * gst_dvrip_uri_to_string:
 *
 * Writes an address so that gst_dvrip_uri_parse() reads the same, but never its password.
 *
 * Returns: (transfer full): the address
 */
char *
gst_dvrip_uri_to_string (const GstDvripUri *self)
{
  GString *string = g_string_new (GST_DVRIP_URI_SCHEME "://");

  if (self->user != NULL) {
    g_autofree char *user = g_uri_escape_string (self->user, NULL, FALSE);

    g_string_append_printf (string, "%s@", user);
  }

  append_host (string, self->host);
  g_string_append_printf (string, ":%u/%u?stream=%s", self->port, self->channel,
                          self->stream == DVRIP_STREAM_SUB ? "sub" : "main");

  return g_string_free (string, FALSE);
}

/**
 * gst_dvrip_uri_clear:
 *
 * Frees what @self points to, not @self.
 */
void
gst_dvrip_uri_clear (GstDvripUri *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
}
