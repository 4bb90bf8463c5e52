/* wall-rtsp-alive.c
 *
 * Keeps an RTSP session alive with the request that the device knows: GET_PARAMETER without a body,
 * or OPTIONS (RFC 2326, sections 10.8 and 10.1). It signs in as the client did, with the digest of
 * RFC 2069, and never again once that was refused.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-rtsp-alive.h"

#include <string.h>

/* RFC 2326, section 12.37: if the device does not say. */
#define USUAL_TIMEOUT_S 60

#define MIN_INTERVAL_MS 500
#define MAX_INTERVAL_MS 20000

struct _WallRtspAlive {
  char    *password;       /* (nullable) */
  char    *uri;            /* (nullable): of the session as a whole */
  char    *session;        /* (nullable) */
  char    *credentials;    /* (nullable): the client's last */
  char    *nonce;          /* (nullable): newer than in these */
  guint    timeout_s;
  guint    last_number;    /* of any request */
  guint    own_number;     /* of the request that was made here and is not answered; 0: none */
  gboolean has_get_parameter;
  gboolean is_refused;
};

static char *
dup_word (const char *line,
          guint       number)
{
  g_auto (GStrv) words = g_strsplit (line, " ", (int) number + 2);

  return g_strv_length (words) > number ? g_strdup (words[number]) : NULL;
}

static void
replace (char **place,
         char  *value)
{
  if (!value)
    return;

  g_free (*place);
  *place = value;
}

static void
note_request (WallRtspAlive      *self,
              const WallRtspItem *item)
{
  self->last_number = MAX (self->last_number, item->cseq);
  replace (&self->credentials, wall_rtsp_head_dup (item->head, "Authorization"));
  if (g_str_equal (item->method, "PLAY"))
    replace (&self->uri, dup_word (item->head, 1));
}

/* Returns: (transfer full) (nullable): what stands between the quotes behind the name */
static char *
dup_quoted (const char *text,
            const char *name)
{
  g_autofree char *begin = g_strconcat (name, "=\"", NULL);
  const char *value = strstr (text, begin);
  const char *end;

  if (!value)
    return NULL;

  value += strlen (begin);
  end = strchr (value, '"');

  return end ? g_strndup (value, (gsize) (end - value)) : NULL;
}

static void
note_session (WallRtspAlive *self,
              const char    *value)
{
  const char *semicolon = strchr (value, ';');
  const char *timeout = strstr (value, "timeout=");

  replace (&self->session, semicolon ? g_strndup (value, (gsize) (semicolon - value))
                                     : g_strdup (value));
  if (timeout)
    self->timeout_s = (guint) CLAMP (g_ascii_strtoull (timeout + 8, NULL, 10), 1, 3600);
}

/* A refused password is not shown again; a nonce that is too old may be replaced. */
static void
note_refusal (WallRtspAlive      *self,
              const WallRtspItem *item)
{
  g_autofree char *challenge = wall_rtsp_head_dup (item->head, "WWW-Authenticate");

  if (item->is_stale && challenge)
    replace (&self->nonce, dup_quoted (challenge, "nonce"));
  else
    self->is_refused = TRUE;
}

static gboolean
note_response (WallRtspAlive      *self,
               const WallRtspItem *item)
{
  gboolean is_own = self->own_number > 0 &&
                    (item->cseq == self->own_number || item->cseq == 0);
  g_autofree char *session = wall_rtsp_head_dup (item->head, "Session");
  g_autofree char *methods = wall_rtsp_head_dup (item->head, "Public");

  if (is_own)
    self->own_number = 0;
  if (is_own && item->status == 401)
    note_refusal (self, item);
  if (session)
    note_session (self, session);
  if (methods)
    self->has_get_parameter = strstr (methods, "GET_PARAMETER") != NULL;

  return is_own;
}

static char *
hash (const char *first,
      const char *second,
      const char *third)
{
  g_autofree char *text = g_strconcat (first, ":", second, third ? ":" : NULL, third, NULL);
  char *hex = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);

  explicit_bzero (text, strlen (text));

  return hex;
}

static char *
make_digest (WallRtspAlive *self,
             const char    *method)
{
  g_autofree char *user = dup_quoted (self->credentials, "username");
  g_autofree char *realm = dup_quoted (self->credentials, "realm");
  g_autofree char *old_nonce = dup_quoted (self->credentials, "nonce");
  g_autofree char *opaque = dup_quoted (self->credentials, "opaque");
  const char *nonce = self->nonce ? self->nonce : old_nonce;
  g_autofree char *who = NULL;
  g_autofree char *what = NULL;
  g_autofree char *response = NULL;

  if (!user || !realm || !nonce || !self->password)
    return NULL;

  who = hash (user, realm, self->password);
  what = hash (method, self->uri, NULL);
  response = hash (who, nonce, what);

  return g_strdup_printf ("Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", "
                          "uri=\"%s\", response=\"%s\"%s%s%s\r\n", user, realm, nonce, self->uri,
                          response, opaque ? ", opaque=\"" : "", opaque ? opaque : "",
                          opaque ? "\"" : "");
}

/* Returns: (transfer full) (nullable): a header with its end */
static char *
make_credentials (WallRtspAlive *self,
                  const char    *method)
{
  if (!self->credentials || self->is_refused)
    return NULL;
  if (g_ascii_strncasecmp (self->credentials, "Digest", 6) == 0)
    return make_digest (self, method);

  return g_strdup_printf ("Authorization: %s\r\n", self->credentials);
}

/**
 * wall_rtsp_alive_new:
 * @password: (nullable): the client's
 *
 * Returns: (transfer full): it knows of no session yet
 */
WallRtspAlive *
wall_rtsp_alive_new (const char *password)
{
  WallRtspAlive *self = g_new0 (WallRtspAlive, 1);

  self->password = g_strdup (password);
  self->timeout_s = USUAL_TIMEOUT_S;

  return self;
}

/**
 * wall_rtsp_alive_free:
 * @self: (transfer full): what is not needed any more
 */
void
wall_rtsp_alive_free (WallRtspAlive *self)
{
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  if (self->credentials)
    explicit_bzero (self->credentials, strlen (self->credentials));
  g_free (self->password);
  g_free (self->credentials);
  g_free (self->uri);
  g_free (self->session);
  g_free (self->nonce);
  g_free (self);
}

/**
 * wall_rtsp_alive_note:
 * @item: what passes by, in either direction
 *
 * Returns: whether it is the answer to a request that was made here: of no use to the client
 */
gboolean
wall_rtsp_alive_note (WallRtspAlive      *self,
                      const WallRtspItem *item)
{
  if (item->kind == WALL_RTSP_RESPONSE)
    return note_response (self, item);
  if (item->kind == WALL_RTSP_REQUEST)
    note_request (self, item);

  return FALSE;
}

/**
 * wall_rtsp_alive_get_interval:
 *
 * Returns: milliseconds after which something should be asked: a third of what the device allows
 */
guint
wall_rtsp_alive_get_interval (WallRtspAlive *self)
{
  return CLAMP (self->timeout_s * 1000 / 3, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
}

/**
 * wall_rtsp_alive_dup_request:
 *
 * Returns: (transfer full) (nullable): what to ask next; %NULL while there is no session
 */
char *
wall_rtsp_alive_dup_request (WallRtspAlive *self)
{
  const char *method = self->has_get_parameter ? "GET_PARAMETER" : "OPTIONS";
  g_autofree char *credentials = NULL;

  if (!self->uri || !self->session)
    return NULL;

  credentials = make_credentials (self, method);
  self->own_number = ++self->last_number;

  return g_strdup_printf ("%s %s RTSP/1.0\r\nCSeq: %u\r\nUser-Agent: Watchwall/" PACKAGE_VERSION
                          "\r\nSession: %s\r\n%s\r\n", method, self->uri, self->own_number,
                          self->session, credentials ? credentials : "");
}
