/* wall-source-http.c
 *
 * Cameras that are watched over HTTP: the exchange of requests and answers, with libsoup. One
 * password is tried once; redirections are followed a few times, and take no password to another
 * server. No proxy, no cookies, no cache, no compression.
 * Network thread, but for what makes the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-source-http-private.h"

#include <glib/gi18n-lib.h>

#include "wall-source-private.h"

G_DEFINE_FINAL_TYPE (WallSourceHttp, wall_source_http, WALL_TYPE_FOREIGN)

static gboolean
wall_source_http_prepare (WallForeign  *foreign,
                          GError      **error)
{
  WallSourceHttp *self = WALL_SOURCE_HTTP (foreign);
  g_autoptr (GstPad) pad = NULL;

  self->pictures = wall_source_make_element ("appsrc", NULL, error);
  if (!self->pictures)
    return FALSE;

  /* The newest picture wins: one that the decoder had no time for is not worth showing. */
  self->caps = gst_caps_new_empty_simple ("image/jpeg");
  g_object_set (self->pictures, "caps", self->caps, "is-live", TRUE, "do-timestamp", TRUE,
                "format", GST_FORMAT_TIME, "max-bytes", (guint64) 0, "max-buffers", (guint64) 1,
                NULL);
  gst_util_set_object_arg (G_OBJECT (self->pictures), "leaky-type", "downstream");
  gst_element_set_locked_state (self->pictures, TRUE);
  gst_bin_add (GST_BIN (self), self->pictures);
  pad = gst_element_get_static_pad (self->pictures, "src");
  wall_foreign_add_pad (foreign, pad);
  self->pin = wall_tls_pin_new (wall_foreign_get_pin (foreign));

  return TRUE;
}

/* A password that was refused is not tried again. */
static gboolean
on_authenticate (SoupMessage    *message,
                 SoupAuth       *auth,
                 gboolean        is_retrying,
                 WallSourceHttp *self)
{
  WallForeign *foreign = WALL_FOREIGN (self);

  self->is_refused |= is_retrying;
  if (is_retrying || soup_auth_is_for_proxy (auth) || !wall_source_http_has_password (self) ||
      !wall_http_is_same_server (self->origin, self->uri) || wall_tls_pin_has_changed (self->pin))
    return FALSE;

  soup_auth_authenticate (auth, wall_foreign_get_user (foreign),
                          wall_foreign_get_password (foreign));

  return TRUE;
}

static WallReason
reason_from_error (WallSourceHttp *self,
                   const GError   *error)
{
  if (wall_tls_pin_has_changed (self->pin))
    return WALL_REASON_CERTIFICATE_CHANGED;
  if (error->domain == G_TLS_ERROR)
    return WALL_REASON_TLS_FAILED;
  if (error->domain == SOUP_SESSION_ERROR)
    return self->speaks_http ? WALL_REASON_BAD_DATA : WALL_REASON_WRONG_SERVICE;

  return wall_reason_from_error (error);
}

/**
 * wall_source_http_fail:
 * @error: what libsoup or GIO says; to be cancelled is no failure
 *
 * Ends the attempt with the reason that fits.
 */
void
wall_source_http_fail (WallSourceHttp *self,
                       const GError   *error)
{
  WallReason reason = reason_from_error (self, error);
  g_autofree char *seen = NULL;

  if (reason == WALL_REASON_NONE)
    return;

  if (reason == WALL_REASON_CERTIFICATE_CHANGED) {
    seen = wall_tls_pin_dup_seen (self->pin);
    wall_foreign_set_certificate (WALL_FOREIGN (self), seen);
  }
  wall_foreign_fail (WALL_FOREIGN (self), reason, 0, NULL, error->message);
}

/* A device that asks again after it let us in has most likely begun anew: whether the password is
 * still right is for the next attempt to find out. */
static WallReason
reason_from_status (WallSourceHttp *self,
                    guint           status)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  if (status != SOUP_STATUS_UNAUTHORIZED)
    return wall_http_reason (status, soup_message_headers_get_one (headers, "Server"));
  if (self->has_played)
    return WALL_REASON_REJECTED;
  if (self->is_refused)
    return WALL_REASON_WRONG_PASSWORD;

  return wall_source_http_has_password (self) ? WALL_REASON_REJECTED
                                              : WALL_REASON_PASSWORD_NEEDED;
}

static void
refuse (WallSourceHttp *self,
        WallReason      reason,
        const char     *sentence,
        const char     *debug)
{
  guint status = soup_message_get_status (self->message);

  wall_foreign_fail (WALL_FOREIGN (self), reason, (int) status, sentence, debug);
}

static void
refuse_status (WallSourceHttp *self)
{
  guint status = soup_message_get_status (self->message);
  g_autofree char *debug = g_strdup_printf ("HTTP %u %s", status,
                                            soup_message_get_reason_phrase (self->message));

  refuse (self, reason_from_status (self, status), NULL, debug);
}

/**
 * wall_source_http_refuse_kind:
 *
 * Ends the attempt: what the answer brings is nothing that can be played.
 */
void
wall_source_http_refuse_kind (WallSourceHttp *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autofree char *sentence = g_strdup_printf (
    _("What answers there is no stream of pictures, but %s. Check the path in the address."),
    type ? type : _("of no kind"));

  refuse (self, WALL_REASON_WRONG_SERVICE, sentence, "not a JPEG stream");
}

static void
take_stream (WallSourceHttp *self,
             GInputStream   *body)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  self->kind = wall_http_kind (type);
  if (self->kind == WALL_HTTP_FOREIGN) {
    wall_source_http_refuse_kind (self);
    return;
  }

  self->has_played = TRUE;
  wall_foreign_enter (foreign, WALL_FOREIGN_START);
  if (wall_foreign_run (foreign, self->pictures)) {
    wall_foreign_enter (foreign, WALL_FOREIGN_MEDIA);
    wall_source_http_begin_body (self, body);
  }
}

static void
redirect (WallSourceHttp *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) to = location ? g_uri_parse_relative (self->uri, location, SOUP_HTTP_URI_FLAGS,
                                                         NULL)
                                 : NULL;

  if (self->redirects++ >= WALL_HTTP_MAX_REDIRECTS)
    refuse (self, WALL_REASON_REJECTED,
            _("The device sends from one address to the next without an end."), "redirections");
  else if (!wall_http_may_follow (self->uri, to))
    refuse (self, WALL_REASON_REJECTED,
            _("The device sends to an address that cannot be followed."), "redirection");
  else
    wall_source_http_follow (self, to);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WallSourceHttp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) body =
    soup_session_send_finish (SOUP_SESSION (source), result, &error);
  guint status;

  if (wall_source_http_is_over (self))
    return;
  if (!body) {
    wall_source_http_fail (self, error);
    return;
  }

  status = soup_message_get_status (self->message);
  if (wall_http_is_redirect (status))
    redirect (self);
  else if (status != SOUP_STATUS_OK)
    refuse_status (self);
  else
    take_stream (self, body);
}

/**
 * wall_source_http_ask:
 *
 * Asks the server that there is a session for, on the same connection if it is still open. Only
 * wall_source_http_disconnect() may cancel that.
 */
void
wall_source_http_ask (WallSourceHttp *self)
{
  wall_source_http_forget_message (self);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, self->uri);
  self->asked_us = g_get_monotonic_time ();
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  wall_source_http_listen (self);
  g_signal_connect (self->message, "authenticate", G_CALLBACK (on_authenticate), self);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, NULL, on_answer,
                           g_object_ref (self));
}

/**
 * wall_source_http_is_over:
 *
 * Returns: whether nothing that comes is of interest any more
 */
gboolean
wall_source_http_is_over (WallSourceHttp *self)
{
  return wall_foreign_get_phase (WALL_FOREIGN (self)) >= WALL_FOREIGN_CLOSING;
}

/**
 * wall_source_http_has_password:
 *
 * Returns: whether somebody can sign in
 */
gboolean
wall_source_http_has_password (WallSourceHttp *self)
{
  WallForeign *foreign = WALL_FOREIGN (self);

  return wall_foreign_get_user (foreign) && wall_foreign_get_password (foreign);
}

/* Our FIN, then what is still on its way, then the end: nothing is reset. */
static void
wall_source_http_close (WallForeign *foreign)
{
  WallSourceHttp *self = WALL_SOURCE_HTTP (foreign);

  if (!self->socket || !self->body) {
    wall_foreign_closed (foreign, "us");
    return;
  }

  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  wall_source_http_drain (self);
}

static void
wall_source_http_drop (WallForeign *foreign)
{
  WallSourceHttp *self = WALL_SOURCE_HTTP (foreign);

  wall_source_http_disconnect (self);
  wall_source_http_drop_body (self);
}

static void
wall_source_http_finalize (GObject *object)
{
  WallSourceHttp *self = WALL_SOURCE_HTTP (object);

  g_clear_pointer (&self->origin, g_uri_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  gst_clear_caps (&self->caps);
  g_clear_object (&self->pin);
  g_free (self->buffer);

  G_OBJECT_CLASS (wall_source_http_parent_class)->finalize (object);
}

static void
wall_source_http_class_init (WallSourceHttpClass *klass)
{
  WallForeignClass *foreign = WALL_FOREIGN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wall_source_http_finalize;
  foreign->prepare = wall_source_http_prepare;
  foreign->connect = wall_source_http_connect;
  foreign->close = wall_source_http_close;
  foreign->drop = wall_source_http_drop;
}

static void
wall_source_http_init (WallSourceHttp *self)
{
  self->picture_us = -1;
  self->buffer = g_malloc (WALL_SOURCE_HTTP_READ_SIZE);
}

/**
 * wall_source_make_http:
 * @config: the address, http:// or https://, and what goes with it
 *
 * Returns: (transfer full) (nullable): a source; %NULL with %WALL_REASON_BAD_ADDRESS, in words for
 *   the user
 */
GstElement *
wall_source_make_http (const WallPlayerConfig  *config,
                       GError                 **error)
{
  g_autoptr (WallSourceHttp) self =
    gst_object_ref_sink (g_object_new (WALL_TYPE_SOURCE_HTTP, "name", "source", NULL));
  g_autofree char *scheme = g_uri_parse_scheme (config->uri);
  guint16 port = g_ascii_strcasecmp (scheme, "https") == 0 ? 443 : 80;
  g_autofree char *text = NULL;

  if (!wall_foreign_configure (WALL_FOREIGN (self), config, port, error))
    return NULL;

  /* As libsoup wants it: with a path, and its default port left out. */
  text = g_uri_to_string (wall_foreign_get_uri (WALL_FOREIGN (self)));
  self->origin = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, error);
  if (!self->origin)
    return NULL;
  self->uri = g_uri_ref (self->origin);

  return GST_ELEMENT (g_steal_pointer (&self));
}
