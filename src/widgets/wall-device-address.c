/* wall-device-address.c
 *
 * The address of a device in its three forms: as a person typed it, as a probe is asked for it, and
 * as it stands in the device file.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-address.h"
#include "wall-probe-address.h"

/**
 * wall_device_address_strip_login:
 * @text: as a person typed it
 *
 * Returns: (transfer full): the same without a user and a password, which are in the way where
 *   others see the screen
 */
char *
wall_device_address_strip_login (const char *text)
{
  const char *start = strstr (text, "://");
  const char *at;
  gsize length;

  if (start == NULL)
    return g_strdup (text);

  start += strlen ("://");
  length = strcspn (start, "/?#");
  at = g_strrstr_len (start, (gssize) length, "@");
  if (at == NULL)
    return g_strdup (text);

  return g_strdup_printf ("%.*s%s", (int) (start - text), text, at + 1);
}

/**
 * wall_device_address_split:
 * @uri: of a stream, or of a device with channels
 * @out_path: (out) (nullable): path and query of the stream, "" where it has none; %NULL of a device
 *   with channels
 *
 * Returns: (transfer full) (nullable): the URI of the device alone; %NULL if @uri is none
 */
char *
wall_device_address_split (const char  *uri,
                           char       **out_path)
{
  g_autoptr (WallAddress) address = wall_address_parse (uri, NULL);
  const char *path;

  if (address == NULL)
    return NULL;

  path = address->path && !g_str_equal (address->path, "/") ? address->path : "";
  *out_path = address->scheme->has_channels ? NULL : g_strdup (path);

  return wall_address_build (address, NULL);
}

/**
 * wall_device_address_add_path:
 * @text: as a person typed it
 * @path: (nullable): of a stream of the device
 *
 * Returns: (transfer full): the address of that stream; @text itself where it names one already
 */
char *
wall_device_address_add_path (const char *text,
                              const char *path)
{
  const char *start = strstr (text, "://");
  const char *end;

  if (path == NULL || *path == '\0' || start == NULL)
    return g_strdup (text);

  start += strlen ("://");
  end = start + strcspn (start, "/?#");
  if (*end != '\0' && !g_str_equal (end, "/"))
    return g_strdup (text);

  return g_strdup_printf ("%.*s%s", (int) (end - text), text, path);
}

/**
 * wall_device_address_name_camera:
 *
 * Returns: (transfer full): what a camera is called that its device does not name: by its channel,
 *   or by where it is
 */
char *
wall_device_address_name_camera (WallProbe        *probe,
                                 WallProbeChannel *channel)
{
  g_autoptr (WallAddress) address = NULL;

  if (wall_probe_has_channels (probe))
    return g_strdup_printf (_("Camera %u"), wall_probe_channel_get_number (channel));

  address = wall_address_parse (wall_probe_get_uri (probe), NULL);

  return g_strdup (address ? address->host : "");
}

static WallProbeKind
find_kind (const char *scheme)
{
  if (g_str_has_prefix (scheme, "rtsp"))
    return WALL_PROBE_RTSP;
  if (g_str_has_prefix (scheme, "http"))
    return WALL_PROBE_HTTP;

  return g_str_equal (scheme, "tcp") ? WALL_PROBE_TCP : WALL_PROBE_DVRIP;
}

/**
 * wall_device_address_complete:
 * @text: as a person typed it
 * @scheme: what is spoken there, if @text does not say it
 * @error: return location for an error: what is wrong, for people
 *
 * For who does not want to ask the device.
 *
 * Returns: (transfer full) (nullable): the URI of the stream, or of a device with channels
 */
char *
wall_device_address_complete (const char  *text,
                              const char  *scheme,
                              GError     **error)
{
  g_autoptr (WallProbeAddress) address = wall_probe_address_parse (text, find_kind (scheme), error);

  if (address == NULL)
    return NULL;
  if (address->scheme == NULL || strstr (text, "://") == NULL)
    wall_probe_address_set_scheme (address, scheme, address->port);

  return wall_probe_address_dup_uri (address);
}
