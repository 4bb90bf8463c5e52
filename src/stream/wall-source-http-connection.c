/* wall-source-http-connection.c
 *
 * Cameras that are watched over HTTP: where to connect, and what is known of the connection before
 * an answer has come. A session is made for one server; a redirection to another one gets its own.
 * Network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-source-http-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "wall-http-address.h"
#include "wall-http-banner.h"
#include "wall-io-thread.h"
#include "wall-resolve.h"

/* A device that never answers our FIN would keep the port for a minute. */
#define LINGER2_S 5

/* Twice as long at most: something came, but no headers. */
#define DOUBT_MS 400

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
fail_foreign (WallSourceHttp *self)
{
  wall_foreign_fail (WALL_FOREIGN (self), WALL_REASON_WRONG_SERVICE, 0, NULL,
                     "the answer does not begin as HTTP does");
}

/* libsoup was quicker, and waits for the end of headers: they do not take that long to come. */
static gboolean
on_doubt (gpointer user_data)
{
  WallSourceHttp *self = user_data;
  gboolean has_come = wall_http_banner_has_come (g_socket_get_fd (self->socket));

  if (self->speaks_http)
    return G_SOURCE_REMOVE;
  if (has_come && self->is_in_doubt)
    fail_foreign (self);
  self->is_in_doubt = has_come;

  return G_SOURCE_CONTINUE;
}

static void
on_got_headers (SoupMessage    *message,
                WallSourceHttp *self)
{
  self->speaks_http = TRUE;
  clear_source (&self->banner);
}

/* Only the very first bytes tell, and only if libsoup has not taken them. */
static gboolean
on_first_bytes (GSocket      *socket,
                GIOCondition  condition,
                gpointer      user_data)
{
  WallSourceHttp *self = user_data;
  WallHttpBanner banner = wall_http_banner_peek (g_socket_get_fd (socket));

  self->speaks_http |= banner == WALL_HTTP_BANNER_HTTP;
  if (banner == WALL_HTTP_BANNER_FOREIGN)
    fail_foreign (self);
  clear_source (&self->banner);

  return G_SOURCE_REMOVE;
}

/* Before libsoup looks, so with a higher priority. */
static void
watch_banner (WallSourceHttp *self)
{
  clear_source (&self->banner);
  if (g_str_equal (g_uri_get_scheme (self->uri), "https"))
    return;

  self->banner = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_priority (self->banner, G_PRIORITY_HIGH);
  g_source_set_callback (self->banner, G_SOURCE_FUNC (on_first_bytes), g_object_ref (self),
                         g_object_unref);
  g_source_attach (self->banner, wall_io_thread_get_context ());
  if (!self->speaks_http)
    wall_source_http_set_timer (self, DOUBT_MS, on_doubt);
}

static void
on_connected (WallSourceHttp *self,
              GIOStream      *connection)
{
  WallForeign *foreign = WALL_FOREIGN (self);

  if (!G_IS_SOCKET_CONNECTION (connection))
    return;

  g_set_object (&self->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
  g_socket_set_option (self->socket, IPPROTO_TCP, TCP_LINGER2, LINGER2_S, NULL);
  watch_banner (self);
  wall_foreign_set_connection (foreign, self->socket);
  wall_foreign_enter (foreign, wall_source_http_has_password (self) ? WALL_FOREIGN_LOGIN
                                                                   : WALL_FOREIGN_START);
}

/* A session that is taken up again is not checked by every TLS library before it is written to: here
 * nothing has been written, and nothing will be. */
static void
refuse_certificate (WallSourceHttp *self)
{
  g_autoptr (GError) error =
    g_error_new_literal (WALL_ERROR, WALL_REASON_CERTIFICATE_CHANGED, "another certificate");

  wall_source_http_fail (self, error);
  soup_session_abort (self->session);
}

static void
on_network_event (SoupMessage       *message,
                  GSocketClientEvent event,
                  GIOStream         *connection,
                  WallSourceHttp    *self)
{
  g_autofree char *seen = NULL;

  if (wall_source_http_is_over (self) || message != self->message)
    return;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    on_connected (self, connection);
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && wall_tls_pin_has_changed (self->pin)) {
    refuse_certificate (self);
    return;
  }
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !wall_http_is_same_server (self->origin, self->uri))
    return;

  seen = wall_tls_pin_dup_seen (self->pin);
  wall_foreign_set_certificate (WALL_FOREIGN (self), seen);
}

/**
 * wall_source_http_listen:
 *
 * Hears what becomes of the connection for the present message.
 */
void
wall_source_http_listen (WallSourceHttp *self)
{
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (self->message, "got-headers", G_CALLBACK (on_got_headers), self);
}

/**
 * wall_source_http_forget_message:
 *
 * Hears no more of it. libsoup may keep it for some turns of the network thread's loop, while the
 * source ends on another thread: nothing may tie the one to the other by then.
 */
void
wall_source_http_forget_message (WallSourceHttp *self)
{
  if (self->message)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
}

static gboolean
abort_session (gpointer session)
{
  soup_session_abort (session);

  return G_SOURCE_REMOVE;
}

/* Between the moment when it has read the head of an answer and the one when it tells so, which may
 * be a turn of the loop later, libsoup 3.6 must not be cancelled: it would let go of the question
 * twice, and use it then. All that it does, it does with the default priority; who comes after that
 * finds it with nothing to tell. Until then it asks nothing again, with a password or without. */
static void
hang_up (WallSourceHttp *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT + 1);
  g_source_set_callback (source, abort_session, g_object_ref (self->session), g_object_unref);
  g_source_set_static_name (source, "[watchwall] end of a HTTP session");
  g_source_attach (source, wall_io_thread_get_context ());
  if (self->message)
    g_signal_connect_object (self->message, "restarted", G_CALLBACK (soup_session_abort),
                             self->session, G_CONNECT_SWAPPED);
}

/**
 * wall_source_http_disconnect:
 *
 * Lets go of the connection, of whoever waits for it, and of what was to be done later.
 */
void
wall_source_http_disconnect (WallSourceHttp *self)
{
  clear_source (&self->banner);
  clear_source (&self->timer);
  if (self->session)
    hang_up (self);
  wall_source_http_forget_message (self);
  g_clear_object (&self->session);
  g_clear_object (&self->socket);
}

static SoupSession *
make_session (WallSourceHttp *self,
              GPtrArray      *addresses)
{
  gboolean is_own = wall_http_is_same_server (self->origin, self->uri);
  g_autoptr (GSocketConnectable) address =
    wall_http_address_new (g_uri_get_host (self->uri), wall_http_port (self->uri), addresses);
  SoupSession *session =
    soup_session_new_with_options ("remote-connectable", address, "proxy-resolver", NULL,
                                   "timeout", 0, "idle-timeout", 0, "max-conns", 1,
                                   "max-conns-per-host", 1, "user-agent", "Watchwall", NULL);

  /* The pin is the device's: whoever it sends us to must be vouched for by others. */
  if (is_own)
    soup_session_set_tls_database (session, G_TLS_DATABASE (self->pin));
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);

  return session;
}

/**
 * wall_source_http_connect:
 * @addresses: (element-type GInetSocketAddress): of the server that is asked
 *
 * Asks there.
 */
void
wall_source_http_connect (WallForeign *foreign,
                          GPtrArray   *addresses)
{
  WallSourceHttp *self = WALL_SOURCE_HTTP (foreign);

  wall_source_http_disconnect (self);
  self->is_refused = FALSE;
  self->session = make_session (self, addresses);
  wall_source_http_ask (self);
}

static void
on_resolved (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WallSourceHttp) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = wall_resolve_finish (result, &error);

  if (!addresses)
    wall_source_http_fail (self, error);
  else if (!wall_source_http_is_over (self))
    wall_source_http_connect (WALL_FOREIGN (self), addresses);
}

static gboolean
is_same_place (GUri *from,
               GUri *to)
{
  return g_str_equal (g_uri_get_scheme (from), g_uri_get_scheme (to)) &&
         g_ascii_strcasecmp (g_uri_get_host (from), g_uri_get_host (to)) == 0 &&
         wall_http_port (from) == wall_http_port (to);
}

/**
 * wall_source_http_follow:
 * @to: where a redirection leads
 *
 * Asks there.
 */
void
wall_source_http_follow (WallSourceHttp *self,
                         GUri           *to)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  gboolean stays = is_same_place (self->uri, to);
  WallForeignDeadlines deadlines;

  wall_foreign_get_deadlines (foreign, &deadlines);
  g_uri_unref (self->uri);
  self->uri = g_uri_ref (to);
  if (stays) {
    wall_source_http_ask (self);
    return;
  }

  wall_resolve_async (g_uri_get_host (to), wall_http_port (to), deadlines.lookup_ms,
                      wall_foreign_get_cancellable (foreign), on_resolved, g_object_ref (self));
}

/**
 * wall_source_http_set_timer:
 * @ms: milliseconds
 * @function: called with the source then; instead of what was to be called before
 */
void
wall_source_http_set_timer (WallSourceHttp *self,
                            guint           ms,
                            GSourceFunc     function)
{
  clear_source (&self->timer);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, function, g_object_ref (self), g_object_unref);
  g_source_attach (self->timer, wall_io_thread_get_context ());
}
