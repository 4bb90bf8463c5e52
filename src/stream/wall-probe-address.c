/* wall-probe-address.c
 *
 * What a person typed into the field for the address, taken apart. A user and a password in it may
 * be percent-encoded or not: the last “@” before the path ends them, and a “%” that encodes nothing
 * is one. An IPv6 address may stand with or without brackets.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CHANNEL 256

static const struct {
  const char *scheme;
  const char *label;
  guint16     port;         /* 0: there is no usual one */
  gboolean    has_channels;
} schemes[] = {
  { "dvrip", "DVRIP", 34567, TRUE },
  { "rtsp", "RTSP", 554, FALSE },
  { "rtsps", "RTSP (TLS)", 322, FALSE },
  { "http", "HTTP", 80, FALSE },
  { "https", "HTTPS", 443, FALSE },
  { "tcp", "TCP", 0, FALSE },
};

static gsize
find_scheme (const char *name)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (schemes); i++) {
    if (g_strcmp0 (schemes[i].scheme, name) == 0)
      break;
  }

  return i;
}

static gboolean
refuse (GError    **error,
        const char *sentence)
{
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS, sentence);
  return FALSE;
}

static const char *
scheme_of_kind (WallProbeKind kind)
{
  switch (kind) {
  case WALL_PROBE_DVRIP:
    return "dvrip";
  case WALL_PROBE_RTSP:
    return "rtsp";
  case WALL_PROBE_HTTP:
    return "http";
  case WALL_PROBE_TCP:
    return "tcp";
  case WALL_PROBE_AUTO:
  default:
    return NULL;
  }
}

/* Returns: (transfer none): what follows the scheme; %NULL with @error set if it is not known */
static const char *
take_scheme (WallProbeAddress *self,
             const char       *text,
             WallProbeKind     kind,
             GError          **error)
{
  const char *mark = strstr (text, "://");
  const char *stop = text + strcspn (text, "/?#@[");
  g_autofree char *name = NULL;

  if (!mark || mark + 1 != stop) {
    self->scheme = g_strdup (scheme_of_kind (kind));
    return text;
  }

  name = g_ascii_strdown (text, mark - text);
  if (find_scheme (name) == G_N_ELEMENTS (schemes)) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                 _("Addresses that begin with %s:// cannot be played. Known are dvrip, rtsp, "
                   "rtsps, http, https and tcp."), name);
    return NULL;
  }

  self->scheme = g_steal_pointer (&name);
  return mark + strlen ("://");
}

/* Some type it encoded, some as it is. */
static char *
decode (const char *text)
{
  char *decoded = g_uri_unescape_string (text, NULL);

  return decoded ? decoded : g_strdup (text);
}

static gboolean
take_user (WallProbeAddress *self,
           const char       *userinfo,
           GError          **error)
{
  const char *colon = strchr (userinfo, ':');
  g_autofree char *user = colon ? g_strndup (userinfo, colon - userinfo) : g_strdup (userinfo);

  if (g_strcmp0 (self->scheme, "tcp") == 0)
    return refuse (error, _("Nobody signs in over plain TCP: leave out what stands before “@”."));

  if (*user)
    self->user = decode (user);
  if (colon)
    self->password = decode (colon + 1);

  return TRUE;
}

static gboolean
take_port (WallProbeAddress *self,
           const char       *text,
           GError          **error)
{
  guint64 port;

  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return refuse (error, _("The port, after “:”, has to be a number from 1 to 65535. If a "
                            "password stands in the address, type it into its own field."));

  self->port = (guint16) port;
  return TRUE;
}

/* A zone ("%eth0") may follow; in a URL its "%" may be encoded. */
static char *
read_ipv6 (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "%", 2);
  const char *zone = parts[0] ? parts[1] : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (!parts[0] || !strchr (parts[0], ':'))
    return NULL;
  address = g_inet_address_new_from_string (parts[0]);
  if (!address)
    return NULL;
  if (!zone)
    return g_strdup (parts[0]);

  if (g_str_has_prefix (zone, "25") && zone[2])
    zone += 2;
  return *zone && strspn (zone, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-") == strlen (zone)
           ? g_strconcat (parts[0], "%", zone, NULL) : NULL;
}

static gboolean
take_bracketed (WallProbeAddress *self,
                const char       *text,
                GError          **error)
{
  const char *end = strchr (text, ']');
  g_autofree char *inner = end ? g_strndup (text + 1, end - text - 1) : NULL;

  self->host = inner ? read_ipv6 (inner) : NULL;
  if (!self->host)
    return refuse (error, _("Between the brackets there has to be an IPv6 address, like "
                            "[2001:db8::7]."));
  if (end[1] != '\0' && end[1] != ':')
    return refuse (error, _("After “]” only “:” and a port may stand."));

  return end[1] == '\0' || take_port (self, end + 2, error);
}

static gboolean
take_name (WallProbeAddress *self,
           const char       *name,
           GError          **error)
{
  g_autofree char *ascii = NULL;

  if (*name == '\0')
    return refuse (error, _("The address names no host. Type a name or a number, like "
                            "192.168.1.10."));

  ascii = g_hostname_to_ascii (name);
  if (!ascii || strspn (ascii, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-_") != strlen (ascii))
    return refuse (error, _("The host has characters that no name has. Type a name or a number, "
                            "like 192.168.1.10."));

  self->host = g_steal_pointer (&ascii);
  return TRUE;
}

static gboolean
take_host (WallProbeAddress *self,
           const char       *text,
           GError          **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = NULL;

  if (*text == '[')
    return take_bracketed (self, text, error);
  if (colon && strchr (colon + 1, ':')) {
    self->host = read_ipv6 (text);
    return self->host != NULL ||
           refuse (error, _("This is neither a host with a port nor an IPv6 address. With a port, "
                            "an IPv6 address stands in brackets."));
  }

  name = colon ? g_strndup (text, colon - text) : g_strdup (text);
  return take_name (self, name, error) && (!colon || take_port (self, colon + 1, error));
}

static gboolean
take_channel (WallProbeAddress *self,
              GError          **error)
{
  const char *end = self->path + strcspn (self->path, "?#");
  g_autofree char *number = NULL;
  guint64 channel;

  if (end <= self->path + 1)
    return TRUE;

  number = g_strndup (self->path + 1, end - self->path - 1);
  if (!g_ascii_string_to_unsigned (number, 10, 1, MAX_CHANNEL, &channel, NULL)) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                 _("After the host, a DVRIP address has a channel from 1 to %d, or nothing."),
                 MAX_CHANNEL);
    return FALSE;
  }

  self->channel = (guint) channel;
  return TRUE;
}

/* Blanks are what people paste; all else stays as it is. */
static gboolean
take_path (WallProbeAddress *self,
           const char       *path,
           GError          **error)
{
  g_auto (GStrv) words = g_strsplit (path, " ", -1);

  self->path = g_strjoinv ("%20", words);
  if (wall_probe_address_has_channels (self))
    return take_channel (self, error);
  if (self->scheme && strchr (self->path, '#'))
    return refuse (error, _("The address has a “#”; in a path it is written %23."));

  return TRUE;
}

static gboolean
take_authority (WallProbeAddress *self,
                const char       *authority,
                GError          **error)
{
  const char *at = strrchr (authority, '@');
  g_autofree char *userinfo = at ? g_strndup (authority, at - authority) : NULL;

  return (!userinfo || take_user (self, userinfo, error)) &&
         take_host (self, at ? at + 1 : authority, error);
}

static gboolean
check_text (const char *text,
            GError    **error)
{
  if (*text == '\0')
    return refuse (error, _("Type the address of the device, like 192.168.1.10."));
  if (strlen (text) > WALL_PROBE_MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return refuse (error, _("This is too long to be an address."));

  for (const guchar *c = (const guchar *) text; *c; c++) {
    if (*c < ' ' || *c == 0x7f)
      return refuse (error, _("An address has one line."));
  }

  return TRUE;
}

static gboolean
check_whole (const WallProbeAddress *self,
             GError                **error)
{
  if (g_strcmp0 (self->scheme, "tcp") == 0 && self->port == 0)
    return refuse (error, _("Plain TCP has no usual port: type it after the host, like "
                            "192.168.1.10:8554."));

  return TRUE;
}

/**
 * wall_probe_address_parse:
 * @text: (nullable): what was typed
 * @kind: what a person says that it is, for a text without a scheme
 * @error: return location for a %WALL_REASON_BAD_ADDRESS in words for that person
 *
 * Returns: (transfer full) (nullable): the parts
 */
WallProbeAddress *
wall_probe_address_parse (const char    *text,
                          WallProbeKind  kind,
                          GError       **error)
{
  g_autoptr (WallProbeAddress) self = g_new0 (WallProbeAddress, 1);
  g_autofree char *clean = g_strstrip (g_strdup (text ? text : ""));
  g_autofree char *authority = NULL;
  const char *rest, *path;

  if (!check_text (clean, error) || !(rest = take_scheme (self, clean, kind, error)))
    return NULL;

  path = rest + strcspn (rest, "/?#");
  authority = g_strndup (rest, path - rest);
  if (!take_authority (self, authority, error) || !take_path (self, path, error) ||
      !check_whole (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * wall_probe_address_free:
 * @self: (transfer full): the parts; the password is overwritten
 */
void
wall_probe_address_free (WallProbeAddress *self)
{
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->scheme);
  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
  g_free (self->path);
  g_free (self);
}

/**
 * wall_probe_address_set_scheme:
 * @scheme: what was found out
 * @port: where
 */
void
wall_probe_address_set_scheme (WallProbeAddress *self,
                               const char       *scheme,
                               guint16           port)
{
  g_free (self->scheme);
  self->scheme = g_strdup (scheme);
  self->port = port;
  if (wall_probe_address_has_channels (self))
    take_channel (self, NULL);
}

/**
 * wall_probe_address_has_channels:
 *
 * Returns: whether its streams have numbers
 */
gboolean
wall_probe_address_has_channels (const WallProbeAddress *self)
{
  gsize i = find_scheme (self->scheme);

  return i < G_N_ELEMENTS (schemes) && schemes[i].has_channels;
}

/**
 * wall_probe_address_get_port:
 *
 * Returns: the port that was typed, or the usual one; 0: there is none yet
 */
guint16
wall_probe_address_get_port (const WallProbeAddress *self)
{
  gsize i = find_scheme (self->scheme);

  if (self->port > 0 || i == G_N_ELEMENTS (schemes))
    return self->port;

  return schemes[i].port;
}

/**
 * wall_probe_address_dup_uri:
 *
 * Returns: (transfer full): what belongs into the device file, without user and password: of a
 *   device with channels scheme, host and port, of any other the whole address of the stream
 */
char *
wall_probe_address_dup_uri (const WallProbeAddress *self)
{
  g_autofree char *place = g_uri_join (G_URI_FLAGS_NONE, self->scheme, NULL, self->host,
                                       wall_probe_address_get_port (self), "", NULL, NULL);

  return g_strconcat (place, wall_probe_address_has_channels (self) ? "" : self->path, NULL);
}

/**
 * wall_probe_address_dup_place:
 *
 * Returns: (transfer full): host and port, for people
 */
char *
wall_probe_address_dup_place (const WallProbeAddress *self)
{
  guint16 port = wall_probe_address_get_port (self);
  gboolean is_ipv6 = strchr (self->host, ':') != NULL;

  if (port == 0)
    return g_strdup (self->host);

  return g_strdup_printf (is_ipv6 ? "[%s]:%u" : "%s:%u", self->host, port);
}

/**
 * wall_probe_scheme_get_label:
 * @scheme: one that is known
 *
 * Returns: (transfer none): its name for people
 */
const char *
wall_probe_scheme_get_label (const char *scheme)
{
  gsize i = find_scheme (scheme);

  return i < G_N_ELEMENTS (schemes) ? schemes[i].label : "";
}
