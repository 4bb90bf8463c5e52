/* wall-http-answer.c
 *
 * What the answer of a HTTP server means for a camera: what there is to play, why there is nothing,
 * and where a redirection may lead.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-http-answer.h"

#include <string.h>

static gboolean
is_one_of (const char        *text,
           const char *const *list)
{
  for (guint i = 0; list[i]; i++) {
    if (g_ascii_strcasecmp (text, list[i]) == 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * wall_http_kind:
 * @media_type: (nullable): the Content-Type without its parameters
 *
 * Returns: what can be made of it
 */
WallHttpKind
wall_http_kind (const char *media_type)
{
  static const char *const pictures[] = { "image/jpeg", "image/jpg", "image/pjpeg", NULL };
  static const char multipart[] = "multipart/";

  if (!media_type || g_ascii_strcasecmp (media_type, "application/octet-stream") == 0)
    return WALL_HTTP_UNNAMED;
  if (g_ascii_strncasecmp (media_type, multipart, strlen (multipart)) == 0)
    return WALL_HTTP_MULTIPART;

  return is_one_of (media_type, pictures) ? WALL_HTTP_PICTURE : WALL_HTTP_FOREIGN;
}

/**
 * wall_http_kind_of_body:
 * @data: the first bytes of a body of which nobody said what it is
 * @size: bytes, at least one
 *
 * Returns: what can be made of it
 */
WallHttpKind
wall_http_kind_of_body (const guint8 *data,
                        gsize         size)
{
  gsize i = 0;

  while (i < size - 1 && (data[i] == '\r' || data[i] == '\n'))
    i++;
  if (data[i] == '-')
    return WALL_HTTP_MULTIPART;

  return data[i] == 0xFF ? WALL_HTTP_PICTURE : WALL_HTTP_FOREIGN;
}

static WallReason
reason_of_status (guint status)
{
  switch (status) {
  case 401:
    return WALL_REASON_PASSWORD_NEEDED;
  case 403:
    return WALL_REASON_NO_PERMISSION;
  case 404:
  case 410:
    return WALL_REASON_NO_SUCH_STREAM;
  case 429:
  case 503:
    return WALL_REASON_TOO_MANY;
  default:
    return WALL_REASON_REJECTED;
  }
}

/**
 * wall_http_reason:
 * @status: of an answer that brings no picture
 * @server: (nullable): what the server calls itself
 *
 * A RTSP server takes a GET for the beginning of a tunnel (RTSP over HTTP) and answers as HTTP
 * does: GStreamer's by 503, if the request names no tunnel. That is no lack of room.
 *
 * Returns: why; of 401 only that nobody has signed in
 */
WallReason
wall_http_reason (guint       status,
                  const char *server)
{
  WallReason reason = reason_of_status (status);
  g_autofree char *name = g_ascii_strdown (server ? server : "", -1);

  if (strstr (name, "rtsp") && (reason == WALL_REASON_TOO_MANY || reason == WALL_REASON_REJECTED))
    return WALL_REASON_WRONG_SERVICE;

  return reason;
}

/**
 * wall_http_is_redirect:
 * @status: of an answer
 *
 * Returns: whether it points to another address for a GET
 */
gboolean
wall_http_is_redirect (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/**
 * wall_http_port:
 * @uri: http or https
 *
 * Returns: the port that is meant
 */
guint16
wall_http_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port > 0)
    return (guint16) port;

  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

static gboolean
is_secure (GUri *uri)
{
  return g_str_equal (g_uri_get_scheme (uri), "https");
}

static gboolean
is_same_host (GUri *from,
              GUri *to)
{
  return g_ascii_strcasecmp (g_uri_get_host (from), g_uri_get_host (to)) == 0;
}

/**
 * wall_http_is_same_server:
 * @from: what the user named
 * @to: where a redirection leads
 *
 * Returns: whether the password may be given there: the same host and port, or the same host's
 *   usual secure one instead of its usual plain one; never plain instead of secure
 */
gboolean
wall_http_is_same_server (GUri *from,
                          GUri *to)
{
  if (!is_same_host (from, to) || (is_secure (from) && !is_secure (to)))
    return FALSE;

  return wall_http_port (from) == wall_http_port (to) ||
         (is_secure (to) && wall_http_port (from) == 80 && wall_http_port (to) == 443);
}

/**
 * wall_http_may_follow:
 * @from: what was asked for
 * @to: (nullable): where a redirection leads
 *
 * Returns: whether it is followed at all: never from a secure address to a plain one
 */
gboolean
wall_http_may_follow (GUri *from,
                      GUri *to)
{
  static const char *const schemes[] = { "http", "https", NULL };

  if (!to || !g_uri_get_host (to) || *g_uri_get_host (to) == '\0' || g_uri_get_port (to) == 0 ||
      !is_one_of (g_uri_get_scheme (to), schemes))
    return FALSE;

  return is_secure (to) || !is_secure (from);
}
