/* wall-address.c
 *
 * Where a device or a camera is, taken out of the URI that a person wrote, and checked.
 * Pure: callable from any thread.
 *
 * A device with channels is dvrip://[user@]host[:port][/channel][?stream=main|sub]; of any other
 * scheme the path and the query belong to the camera and are kept to the byte. Users are
 * percent-encoded. A password is refused: a device file may be read by others and is shown to them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-address.h"

#include <glib/gi18n-lib.h>

#include "wall-camera-config.h"

/**
 * wall_address_free:
 * @self: (transfer full):
 */
void
wall_address_free (WallAddress *self)
{
  g_free (self->host);
  g_free (self->user);
  g_free (self->stream);
  g_free (self->path);
  g_free (self);
}

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS, message);
  return FALSE;
}

/* What it is written into ends at a line's end. */
static gboolean
has_blanks (const char *text)
{
  for (const guchar *c = (const guchar *) text; *c != '\0'; c++) {
    if (*c <= ' ' || *c == 0x7f)
      return TRUE;
  }

  return FALSE;
}

static gboolean
take_port (WallAddress *self,
           int          port,
           GError     **error)
{
  if (port == 0)
    return refuse (error, _("port 0 is no port"));
  if (port < 0 && self->scheme->port == 0)
    return refuse (error, _("it names no port, and there is no usual one"));

  self->port = port < 0 ? self->scheme->port : port;
  return TRUE;
}

static gboolean
take_user (WallAddress *self,
           GUri        *uri,
           GError     **error)
{
  const char *user = g_uri_get_user (uri);

  if (g_uri_get_password (uri) != NULL)
    return refuse (error, _("passwords belong in the credentials file"));
  if (user == NULL || *user == '\0')
    return TRUE;
  if (!self->scheme->has_login)
    return refuse (error, _("it names a user, but nobody signs in this way"));
  if (strpbrk (user, "\r\n"))
    return refuse (error, _("the user’s name has several lines"));

  self->user = g_strdup (user);
  return TRUE;
}

static gboolean
take_host (WallAddress *self,
           GUri        *uri,
           GError     **error)
{
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || has_blanks (host))
    return refuse (error, _("it names no host"));

  self->host = g_strdup (host);
  return take_port (self, g_uri_get_port (uri), error) && take_user (self, uri, error);
}

static gboolean
take_channel (WallAddress *self,
              GUri        *uri,
              GError     **error)
{
  const char *path = g_uri_get_path (uri);
  guint64 channel;

  if (*path == '\0' || g_str_equal (path, "/"))
    return TRUE;

  if (!g_ascii_string_to_unsigned (path + 1, 10, 1, WALL_CAMERA_MAX_CHANNEL, &channel, NULL)) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                 _("the channel has to be a number from 1 to %d"), WALL_CAMERA_MAX_CHANNEL);
    return FALSE;
  }

  self->channel = channel;
  return TRUE;
}

static gboolean
take_stream (WallAddress *self,
             GUri        *uri,
             GError     **error)
{
  const char *query = g_uri_get_query (uri);

  if (g_uri_get_fragment (uri) != NULL)
    return refuse (error, _("it has a fragment (“#”)"));
  if (query == NULL)
    return TRUE;
  if (!g_str_equal (query, "stream=main") && !g_str_equal (query, "stream=sub"))
    return refuse (error, _("after “?” only “stream=main” or “stream=sub” may stand"));

  self->stream = g_strdup (strchr (query, '=') + 1);
  return TRUE;
}

/**
 * wall_address_check_path:
 * @path: path and query of a stream, as a URI has them
 * @error: return location for a WALL_REASON_BAD_ADDRESS whose message completes "… is wrong: "
 *
 * Returns: %FALSE with @error set if it cannot stand at the end of a URI
 */
gboolean
wall_address_check_path (const char *path,
                         GError    **error)
{
  if (*path != '/' && *path != '?')
    return refuse (error, _("the path has to begin with “/”"));
  if (has_blanks (path))
    return refuse (error, _("there is a blank in it; “%20” is one"));
  if (strchr (path, '#'))
    return refuse (error, _("it has a fragment (“#”)"));

  return TRUE;
}

static gboolean
take_path (WallAddress *self,
           const char  *path,
           GError     **error)
{
  if (*path == '\0')
    return TRUE;
  if (!wall_address_check_path (path, error))
    return FALSE;

  self->path = g_strdup (path);
  return TRUE;
}

/* Its error would repeat what may be a piece of a password. */
static GUri *
parse_uri (const char *uri,
           GError    **error)
{
  GUri *parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (parsed == NULL)
    refuse (error, _("it is not of the form scheme://user@host:port"));

  return parsed;
}

static gboolean
take_with_channels (WallAddress *self,
                    const char  *uri,
                    GError     **error)
{
  g_autoptr (GUri) parsed = parse_uri (uri, error);

  return parsed && take_host (self, parsed, error) && take_channel (self, parsed, error) &&
         take_stream (self, parsed, error);
}

/* GUri would normalise the path, and refuse what cameras take. */
static gboolean
take_with_path (WallAddress *self,
                const char  *uri,
                GError     **error)
{
  const char *authority = uri + strlen (self->scheme->name) + strlen ("://");
  const char *path = authority + strcspn (authority, "/?#");
  g_autofree char *place = NULL;
  g_autoptr (GUri) parsed = NULL;

  if (!g_str_has_prefix (uri + strlen (self->scheme->name), "://"))
    return refuse (error, _("it is not of the form scheme://user@host:port"));

  place = g_strndup (uri, path - uri);
  parsed = parse_uri (place, error);
  return parsed && take_host (self, parsed, error) && take_path (self, path, error);
}

static const WallScheme *
find_scheme (const char *uri,
             GError    **error)
{
  g_autofree char *name = g_uri_parse_scheme (uri);
  const WallScheme *scheme = wall_scheme_find (name);
  g_autofree char *list = NULL;

  if (scheme)
    return scheme;
  if (name == NULL || !g_str_has_prefix (uri + strlen (name), "://")) {
    refuse (error, _("it is not of the form scheme://user@host:port"));
    return NULL;
  }

  list = wall_scheme_dup_list ();
  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
               _("the scheme “%s” is not known; known are %s"), name, list);
  return NULL;
}

/**
 * wall_address_parse:
 * @uri: what a person wrote
 * @error: return location for a WALL_REASON_BAD_ADDRESS whose message completes "… is wrong: "
 *
 * Returns: (transfer full): the address, %NULL with @error set if @uri is none
 */
WallAddress *
wall_address_parse (const char  *uri,
                    GError     **error)
{
  g_autoptr (WallAddress) self = g_new0 (WallAddress, 1);

  self->scheme = find_scheme (uri, error);
  if (self->scheme == NULL)
    return NULL;

  if (self->scheme->has_channels ? !take_with_channels (self, uri, error)
                                 : !take_with_path (self, uri, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wall_address_build:
 * @path: (nullable): path and query, already encoded; %NULL: the address of the device itself
 *
 * Returns: (transfer full): the URI with its port, never with a user
 */
char *
wall_address_build (const WallAddress *self,
                    const char        *path)
{
  g_autofree char *place = g_uri_join (G_URI_FLAGS_NONE, self->scheme->name, NULL, self->host,
                                       self->port, "", NULL, NULL);

  return g_strconcat (place, path, NULL);
}

/**
 * wall_address_build_channel:
 * @channel: from 1
 * @stream: "main" or "sub"
 *
 * Returns: (transfer full): the URI of a channel, never with a user
 */
char *
wall_address_build_channel (const WallAddress *self,
                            guint              channel,
                            const char        *stream)
{
  g_autofree char *path = g_strdup_printf ("/%u?stream=%s", channel, stream);

  return wall_address_build (self, path);
}
