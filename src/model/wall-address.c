/* wall-address.c
 *
 * Where a device or a camera is, taken out of the URI that a person wrote, and checked.
 * Pure: callable from any thread.
 *
 * The form is dvrip://[user@]host[:port][/channel][?stream=main|sub], percent-encoded. A password
 * is refused: a device file may be read by others and is shown to them.
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
  g_free (self);
}

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS, message);
  return FALSE;
}

static gboolean
take_host (WallAddress *self,
           GUri        *uri,
           GError     **error)
{
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);

  if (g_strcmp0 (g_uri_get_scheme (uri), "dvrip") != 0)
    return refuse (error, _("the scheme has to be “dvrip”"));
  if (host == NULL || *host == '\0')
    return refuse (error, _("it names no host"));
  if (port == 0)
    return refuse (error, _("port 0 is no port"));
  if (g_uri_get_password (uri) != NULL)
    return refuse (error, _("passwords belong in the credentials file"));

  self->host = g_strdup (host);
  self->port = port < 0 ? WALL_ADDRESS_DVRIP_PORT : port;
  self->user = g_strdup (g_uri_get_user (uri));
  return TRUE;
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
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD, NULL);

  /* Its error would repeat what may be a piece of a password. */
  if (parsed == NULL) {
    refuse (error, _("it is not of the form dvrip://user@host:port"));
    return NULL;
  }

  if (!take_host (self, parsed, error) || !take_channel (self, parsed, error) ||
      !take_stream (self, parsed, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wall_address_build:
 * @channel: from 1; 0: the address of the device itself
 * @stream: (nullable): "main" or "sub"
 *
 * Returns: (transfer full): the URI, never with a user
 */
char *
wall_address_build (const char *host,
                    guint16     port,
                    guint       channel,
                    const char *stream)
{
  g_autofree char *path = channel > 0 ? g_strdup_printf ("/%u", channel) : g_strdup ("");
  g_autofree char *query = stream ? g_strdup_printf ("stream=%s", stream) : NULL;

  return g_uri_join (G_URI_FLAGS_NONE, "dvrip", NULL, host, port, path, query, NULL);
}
