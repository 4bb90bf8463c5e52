/* wall-relay.c
 *
 * A connection to a device that a library shall use which cannot be handed one.
 * Network thread only; nothing blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-relay-private.h"

#include <string.h>

#define DOWN_SIZE (64 * 1024)
#define UP_SIZE   (8 * 1024)

static void
init_pump (WallRelay *self,
           WallRelayPump      *pump,
           gsize      size,
           gboolean (*func) (gpointer, const guint8 *, gsize, GByteArray *))
{
  pump->relay = self;
  pump->size = size;
  pump->buffer = g_malloc (size);
  pump->look = func;
  pump->passed = g_byte_array_new ();
  pump->cancellable = g_cancellable_new ();
}

/* One connection, and the port is gone. */
static gboolean
on_accept (GSocket      *listener,
           GIOCondition  condition,
           gpointer      user_data)
{
  WallRelay *self = user_data;
  g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, NULL);
  GIOStream *local;

  if (!socket)
    return G_SOURCE_CONTINUE;

  g_socket_set_blocking (socket, FALSE);
  wall_relay_clear_source (&self->accept);
  g_socket_close (self->listener, NULL);
  self->local = g_socket_connection_factory_create_connection (socket);
  local = G_IO_STREAM (self->local);
  self->down.out = g_io_stream_get_output_stream (local);
  self->up.in = g_io_stream_get_input_stream (local);
  wall_relay_read_next (&self->down);
  wall_relay_read_next (&self->up);

  return G_SOURCE_REMOVE;
}

static GSocket *
listen_on_loopback (guint16  *out_port,
                    GError  **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_TCP, error);

  if (!listener)
    return NULL;

  g_socket_set_blocking (listener, FALSE);
  g_socket_set_listen_backlog (listener, 1);
  if (!g_socket_bind (listener, any, FALSE, error) || !g_socket_listen (listener, error))
    return NULL;

  address = g_socket_get_local_address (listener, error);
  if (!address)
    return NULL;

  *out_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  return g_steal_pointer (&listener);
}

/**
 * wall_relay_new:
 * @socket: the connection to the device, not blocking
 * @stream: what is said over it: the socket's connection, or TLS upon that
 * @events: what the caller is told; it is not copied
 * @user_data: for @events
 *
 * Listens on a port of loopback. Nothing is read from the device before the library has connected.
 *
 * Returns: (transfer full) (nullable): a relay, to be ended with wall_relay_hang_up() or
 *   wall_relay_abandon(); it is gone after the event "closed"
 */
WallRelay *
wall_relay_new (GSocket                *socket,
                GIOStream              *stream,
                const WallRelayEvents  *events,
                gpointer                user_data,
                GError                **error)
{
  guint16 port;
  GSocket *listener = listen_on_loopback (&port, error);
  WallRelay *self;

  if (!listener)
    return NULL;

  self = g_new0 (WallRelay, 1);
  self->events = events;
  self->user_data = user_data;
  self->socket = g_object_ref (socket);
  self->stream = g_object_ref (stream);
  self->listener = listener;
  self->port = port;
  self->passing = g_cancellable_new ();
  init_pump (self, &self->down, DOWN_SIZE, events->from_device);
  init_pump (self, &self->up, UP_SIZE, events->to_device);
  self->down.in = g_io_stream_get_input_stream (stream);
  self->up.out = g_io_stream_get_output_stream (stream);
  self->accept = g_socket_create_source (listener, G_IO_IN, NULL);
  g_source_set_callback (self->accept, G_SOURCE_FUNC (on_accept), self, NULL);
  g_source_attach (self->accept, g_main_context_get_thread_default ());

  return self;
}

/**
 * wall_relay_get_port:
 *
 * Returns: where the library connects to, on 127.0.0.1
 */
guint16
wall_relay_get_port (WallRelay *self)
{
  return self->port;
}

/**
 * wall_relay_can_say:
 *
 * Returns: whether wall_relay_say() may be called now
 */
gboolean
wall_relay_can_say (WallRelay *self)
{
  return self->state == WALL_RELAY_RELAYING && self->local && !self->words && !self->up.is_writing;
}

static void
on_said (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  WallRelay *self = user_data;
  gboolean is_held = self->is_held;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_clear_pointer (&self->words, g_free);
  self->is_held = FALSE;
  if (is_held && self->state == WALL_RELAY_RELAYING)
    wall_relay_write_on (&self->up);
  else
    wall_relay_read_next (&self->up);
}

/**
 * wall_relay_say:
 * @text: for the device; what the library says meanwhile comes after it
 *
 * Only if wall_relay_can_say(). That it cannot be said is found by whoever reads.
 */
void
wall_relay_say (WallRelay  *self,
                const char *text)
{
  g_return_if_fail (wall_relay_can_say (self));

  self->words = g_strdup (text);
  g_output_stream_write_all_async (self->up.out, self->words, strlen (text), G_PRIORITY_DEFAULT,
                                   self->passing, on_said, self);
}

/**
 * wall_relay_hang_up:
 *
 * Passes nothing on any more, and closes the connection to the device in order, within 300 ms. The
 * event "closed" says when. The library is left waiting.
 */
void
wall_relay_hang_up (WallRelay *self)
{
  wall_relay_drain (self);
}

/**
 * wall_relay_abandon:
 * @self: (transfer full): the relay
 * @filter: (nullable): what looks at what passes from now on; %NULL: all of it passes
 * @data: for @filter
 * @destroy: (nullable): frees @data, at the end
 *
 * Leaves it alone: it goes on until the library hangs up, for half a second at most, and closes in
 * order. Nothing is told any more.
 */
void
wall_relay_abandon (WallRelay       *self,
                    WallRelayFilter  filter,
                    gpointer         data,
                    GDestroyNotify   destroy)
{
  self->events = NULL;
  self->filter = filter;
  self->filter_data = data;
  self->filter_destroy = destroy;
  if (self->state == WALL_RELAY_STOPPED || !self->local)
    wall_relay_drain (self);
  else if (self->state == WALL_RELAY_RELAYING)
    wall_relay_set_timer (self, WALL_RELAY_LINGER_MS);
}
