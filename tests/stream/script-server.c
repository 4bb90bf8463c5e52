/* script-server.c
 *
 * A server on loopback that does to each connection what a test tells it to, and counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "script-server.h"

#include <string.h>
#include <sys/socket.h>

#define STEP_US (5 * G_TIME_SPAN_MILLISECOND)

static GIOStream *
shake_hands (ScriptServer      *self,
             GSocketConnection *connection)
{
  GIOStream *stream = g_object_ref (G_IO_STREAM (connection));
  GIOStream *secure;

  if (!self->certificate)
    return stream;

  secure = g_tls_server_connection_new (stream, self->certificate, NULL);
  g_object_unref (stream);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (secure), NULL, NULL))
    g_clear_object (&secure);

  return secure;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        ScriptServer           *self)
{
  ScriptFunc script = (ScriptFunc) g_atomic_pointer_get (&self->script);
  ScriptPeer peer = { .server = self };

  peer.number = (guint) g_atomic_int_add (&self->connections, 1) + 1;
  peer.socket = g_socket_connection_get_socket (connection);
  peer.stream = shake_hands (self, connection);
  g_socket_set_timeout (peer.socket, 1);
  if (peer.stream)
    script (&peer);
  g_clear_object (&peer.stream);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&self->open, -1);

  return TRUE;
}

/* Before its thread begins: the server must not go away under it. */
static gboolean
on_incoming (GSocketService    *service,
             GSocketConnection *connection,
             GObject           *source,
             ScriptServer      *self)
{
  g_atomic_int_inc (&self->open);

  return FALSE;
}

static gboolean
on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * script_server_new:
 * @script: what is done to each connection, on its thread; it is closed afterwards
 * @certificate: (nullable): to speak TLS
 *
 * Returns: (transfer full): a server on a port that the kernel picked
 */
ScriptServer *
script_server_new (ScriptFunc       script,
                   GTlsCertificate *certificate)
{
  ScriptServer *self = g_new0 (ScriptServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  g_mutex_init (&self->lock);
  self->said = g_string_new (NULL);
  self->script = script;
  self->certificate = certificate ? g_object_ref (certificate) : NULL;
  self->service = g_threaded_socket_service_new (16);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &address, NULL));
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);

  return self;
}

/**
 * script_server_free:
 * @self: (transfer full): a server
 *
 * Waits until its threads have ended.
 */
void
script_server_free (ScriptServer *self)
{
  guint wake = g_timeout_add (5, on_wake, NULL);

  g_atomic_int_set (&self->is_stopped, TRUE);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_atomic_int_get (&self->open) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  g_object_unref (self->service);
  g_clear_object (&self->certificate);
  g_string_free (self->said, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * script_server_heard:
 *
 * Returns: whether any client said @text, in letters of any case
 */
gboolean
script_server_heard (ScriptServer *self,
                     const char   *text)
{
  g_autofree char *said = NULL;
  g_autofree char *wanted = g_ascii_strdown (text, -1);

  g_mutex_lock (&self->lock);
  said = g_ascii_strdown (self->said->str, -1);
  g_mutex_unlock (&self->lock);

  return strstr (said, wanted) != NULL;
}

/* Returns: the bytes that came; 0 at the end or when the server stops */
static gssize
receive (ScriptPeer *peer,
         char       *buffer,
         gsize       size)
{
  GInputStream *in = g_io_stream_get_input_stream (peer->stream);

  while (!g_atomic_int_get (&peer->server->is_stopped)) {
    g_autoptr (GError) error = NULL;
    gssize n = g_input_stream_read (in, buffer, size, NULL, &error);

    if (n == 0)
      g_atomic_int_inc (&peer->server->fins);
    if (n >= 0)
      return n;
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
      return 0;
  }

  return 0;
}

/**
 * script_read_request:
 *
 * Reads up to the empty line after a request's headers.
 *
 * Returns: %FALSE if the client went away
 */
gboolean
script_read_request (ScriptPeer *peer)
{
  g_autoptr (GString) request = g_string_new (NULL);
  char c;

  while (!g_str_has_suffix (request->str, "\r\n\r\n")) {
    if (receive (peer, &c, 1) <= 0)
      return FALSE;
    g_string_append_c (request, c);
  }

  g_mutex_lock (&peer->server->lock);
  g_string_append (peer->server->said, request->str);
  g_mutex_unlock (&peer->server->lock);
  g_atomic_int_inc (&peer->server->requests);

  return TRUE;
}

/**
 * script_send_data:
 *
 * Returns: %FALSE if the client went away, or the server stops
 */
gboolean
script_send_data (ScriptPeer    *peer,
                  gconstpointer  data,
                  gsize          size)
{
  GOutputStream *out = g_io_stream_get_output_stream (peer->stream);

  return !g_atomic_int_get (&peer->server->is_stopped) &&
         g_output_stream_write_all (out, data, size, NULL, NULL, NULL);
}

gboolean
script_send (ScriptPeer *peer,
             const char *text)
{
  return script_send_data (peer, text, strlen (text));
}

gboolean
script_send_bytes (ScriptPeer *peer,
                   GBytes     *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return script_send_data (peer, data, size);
}

/**
 * script_wait:
 *
 * Says nothing until the client goes away, or the server stops.
 */
void
script_wait (ScriptPeer *peer)
{
  char buffer[256];

  while (receive (peer, buffer, sizeof buffer) > 0)
    continue;
}

/**
 * script_pause:
 * @ms: milliseconds; less if the server stops
 */
void
script_pause (ScriptPeer *peer,
              guint       ms)
{
  gint64 end_us = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end_us && !g_atomic_int_get (&peer->server->is_stopped))
    g_usleep (STEP_US);
}

/**
 * script_reset:
 *
 * Has the connection reset when it is closed.
 */
void
script_reset (ScriptPeer *peer)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (peer->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}
