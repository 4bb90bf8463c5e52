/* wall-probe-guess.c
 *
 * What to say to a port of which nobody knows what it speaks, and what its answer means. Nothing that
 * is said has a user, a password or a hash in it, and a device that counts bad logins has nothing to
 * count. A DVRIP device says nothing before somebody has signed in, so it is known by its silence:
 * servers of other kinds complain, or close.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-guess.h"

#include <string.h>

#include "wall-stream-kind.h"

#define DVRIP_PORT 34567

/* Header and text of a keepalive for session 0. The empty line at its end is blank space to a device,
 * and to a server of lines the end of a request that it cannot understand. */
#define KEEPALIVE_TEXT "{ \"Name\" : \"KeepAlive\", \"SessionID\" : \"0x00000000\" }\r\n\r\n"

static const guint8 keepalive_header[20] = {
  0xff, [14] = 0xee, [15] = 0x03, [16] = sizeof KEEPALIVE_TEXT,
};

static const char options[] = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: Watchwall/"
                              PACKAGE_VERSION "\r\n\r\n";

/* Ports on which no DVRIP device is to be expected. */
static gboolean
is_of_others (guint16 port)
{
  return port == 554 || port == 8554 || port == 80 || port == 8080;
}

/* Where all that is said is encrypted, an answer to plain words means nothing. */
static const char *
get_tls_scheme (guint16 port)
{
  if (port == 443 || port == 8443)
    return "https";

  return port == 322 ? "rtsps" : NULL;
}

/**
 * wall_probe_guess_questions:
 * @out_questions: (out): room for WALL_PROBE_MAX_QUESTIONS
 *
 * Returns: how many questions are to be asked there, each on a connection of its own, until one is
 *   answered; 0: the port says it
 */
guint
wall_probe_guess_questions (guint16           port,
                            WallProbeQuestion out_questions[])
{
  guint n = 0;

  if (get_tls_scheme (port))
    return 0;
  if (port != DVRIP_PORT)
    out_questions[n++] = WALL_PROBE_ASK_OPTIONS;
  if (!is_of_others (port))
    out_questions[n++] = WALL_PROBE_ASK_DVRIP;

  return n;
}

/**
 * wall_probe_guess_get_patience_ms:
 *
 * A server on a slow line must not be taken for a device that says nothing; a device is waited for in
 * vain.
 *
 * Returns: for how long an answer is waited for
 */
guint
wall_probe_guess_get_patience_ms (WallProbeQuestion question)
{
  return question == WALL_PROBE_ASK_OPTIONS ? 2000 : 1000;
}

/**
 * wall_probe_guess_write:
 *
 * Returns: (transfer full): the bytes to send
 */
GBytes *
wall_probe_guess_write (WallProbeQuestion question)
{
  GByteArray *bytes = g_byte_array_new ();

  if (question == WALL_PROBE_ASK_DVRIP) {
    g_byte_array_append (bytes, keepalive_header, sizeof keepalive_header);
    g_byte_array_append (bytes, (const guint8 *) KEEPALIVE_TEXT, sizeof KEEPALIVE_TEXT);
  } else {
    g_byte_array_append (bytes, (const guint8 *) options, strlen (options));
  }

  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
begins (const guint8 *data,
        gsize         size,
        const char   *with)
{
  return size >= strlen (with) && g_ascii_strncasecmp ((const char *) data, with,
                                                       strlen (with)) == 0;
}

/* The first bytes of a TLS record with an alert or a handshake. */
static gboolean
is_tls (const guint8 *data,
        gsize         size)
{
  return size >= 3 && (data[0] == 0x15 || data[0] == 0x16) && data[1] == 0x03 && data[2] <= 0x04;
}

/* 0xff begins a JPEG, too; a device's version byte is 0 or 1. */
static gboolean
is_dvrip (const guint8 *data,
          gsize         size)
{
  return size >= 2 && data[0] == 0xff && data[1] <= 1;
}

static const char *
guess_stream (const guint8 *data,
              gsize         size,
              gboolean     *out_is_foreign)
{
  gsize offset;

  switch (wall_stream_kind (data, size, &offset)) {
  case WALL_STREAM_KIND_MPEG_TS:
  case WALL_STREAM_KIND_H264:
  case WALL_STREAM_KIND_H265:
    return "tcp";
  case WALL_STREAM_KIND_FOREIGN:
    *out_is_foreign = TRUE;
    return NULL;
  case WALL_STREAM_KIND_UNKNOWN:
  default:
    *out_is_foreign = size >= WALL_PROBE_GUESS_ENOUGH;
    return NULL;
  }
}

/**
 * wall_probe_guess_answer:
 * @data: what came so far, at least a byte
 * @out_is_foreign: (out): whether it is nothing that can be played; %FALSE and no scheme: more must
 *   come
 *
 * Returns: (transfer none) (nullable): the scheme of what answers like that
 */
const char *
wall_probe_guess_answer (const guint8 *data,
                         gsize         size,
                         guint16       port,
                         gboolean     *out_is_foreign)
{
  *out_is_foreign = FALSE;
  if (begins (data, size, "RTSP/"))
    return "rtsp";
  if (begins (data, size, "HTTP/"))
    return "http";
  if (is_dvrip (data, size))
    return "dvrip";
  if (is_tls (data, size))
    return port == 322 ? "rtsps" : "https";

  return guess_stream (data, size, out_is_foreign);
}

/**
 * wall_probe_guess_manner:
 * @manners: how each of the @n questions ended, of which none was answered
 *
 * Returns: (transfer none) (nullable): the scheme of what behaves like that
 */
const char *
wall_probe_guess_manner (guint16                  port,
                         const WallProbeQuestion *questions,
                         const WallProbeManner   *manners,
                         guint                    n)
{
  for (guint i = 0; i < n; i++) {
    if (questions[i] == WALL_PROBE_ASK_DVRIP &&
        (manners[i] == WALL_PROBE_SILENT || port == DVRIP_PORT))
      return "dvrip";
  }

  return get_tls_scheme (port);
}
