/* wall-relay.c
 *
 * A connection to a device that a library shall use which cannot be handed one. Each direction is
 * one buffer: what the one side does not take, the other side is not asked for.
 * Network thread only; nothing blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-relay.h"

#define DOWN_SIZE (64 * 1024)
#define UP_SIZE   (8 * 1024)

/* From our FIN to the device's. What it sends until then is read, so that nothing is reset. */
#define DRAIN_MS  300
#define DRAIN_MAX (4 * 1024 * 1024)

/* So long is waited for the library to hang up, when nobody else needs the relay any more. One that
 * waits for the rest of a message hears nothing else. */
#define LINGER_MS 500

typedef struct {
  WallRelay     *relay;
  GInputStream  *in;       /* of the streams below; %NULL: not there yet */
  GOutputStream *out;
  gboolean     (*look) (gpointer user_data, const guint8 *bytes, gsize size);
  GCancellable  *cancellable;
  guint8        *buffer;
  gsize          size;
  gboolean       is_busy;  /* an operation is under way */
} Pump;

typedef enum {
  RELAYING,
  STOPPED,     /* nothing is passed on any more, nothing is closed */
  DRAINING,    /* our FIN is out */
  CLOSED,      /* the device is done with; the library hangs up when it likes */
} State;

struct _WallRelay {
  const WallRelayEvents *events;   /* %NULL: nobody listens any more */
  gpointer               user_data;
  State                  state;
  GSocket               *socket;
  GIOStream             *stream;
  GSocket               *listener;
  GSource               *accept;   /* (nullable) */
  GSource               *timer;    /* (nullable) */
  GSocketConnection     *local;    /* (nullable): the library */
  GCancellable          *passing;  /* writing on, in either direction */
  Pump                   down, up;
  gsize                  drained;
  guint16                port;
  gboolean               is_closing_stream, has_library_ended;
};

static void read_next (Pump *pump);
static void finish    (WallRelay *self, gboolean is_by_device);
static void drain     (WallRelay *self);
static void set_timer (WallRelay *self, guint ms);

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_pump (Pump *pump)
{
  g_clear_object (&pump->cancellable);
  g_free (pump->buffer);
}

/* The last operation that is under way takes the relay with it. */
static void
free_if_done (WallRelay *self)
{
  if (self->state != CLOSED || !self->has_library_ended || self->down.is_busy || self->up.is_busy ||
      self->is_closing_stream || self->events)
    return;

  clear_source (&self->timer);
  clear_pump (&self->down);
  clear_pump (&self->up);
  g_object_unref (self->passing);
  g_clear_object (&self->local);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_object_unref (self->listener);
  g_free (self);
}

static void
end_library (WallRelay *self)
{
  self->has_library_ended = TRUE;
  clear_source (&self->accept);
  g_socket_close (self->listener, NULL);
  g_cancellable_cancel (self->up.cancellable);
  if (self->local)
    g_socket_close (g_socket_connection_get_socket (self->local), NULL);
}

/* A library that reads the end of its connection while it is brought down itself gets confused, so
 * it is left waiting. */
static void
finish (WallRelay *self,
        gboolean   is_by_device)
{
  const WallRelayEvents *events = self->events;

  if (self->state == CLOSED)
    return;

  self->state = CLOSED;
  clear_source (&self->timer);
  g_cancellable_cancel (self->passing);
  g_cancellable_cancel (self->down.cancellable);
  g_socket_close (self->socket, NULL);
  if (self->local && !self->has_library_ended)
    set_timer (self, LINGER_MS);
  else
    end_library (self);
  self->events = NULL;
  if (events)
    events->closed (self->user_data, is_by_device);
  free_if_done (self);
}

static gboolean
on_timer (gpointer user_data)
{
  WallRelay *self = user_data;

  clear_source (&self->timer);
  if (self->state == RELAYING) {
    drain (self);
  } else if (self->state == CLOSED) {
    end_library (self);
    free_if_done (self);
  } else {
    finish (self, FALSE);
  }

  return G_SOURCE_REMOVE;
}

static void
set_timer (WallRelay *self,
           guint      ms)
{
  clear_source (&self->timer);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
on_goodbye_said (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  WallRelay *self = user_data;

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  self->is_closing_stream = FALSE;
  if (self->state == DRAINING)
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  free_if_done (self);
}

/* TLS says goodbye in its own words first, if nothing is in its way. */
static void
say_goodbye (WallRelay *self)
{
  GOutputStream *out = g_io_stream_get_output_stream (self->stream);

  if (G_IS_TLS_CONNECTION (self->stream) && !g_output_stream_has_pending (out)) {
    self->is_closing_stream = TRUE;
    g_output_stream_close_async (out, G_PRIORITY_DEFAULT, self->down.cancellable, on_goodbye_said,
                                 self);
  } else {
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  }
}

static void
drain (WallRelay *self)
{
  if (self->state >= DRAINING)
    return;

  self->state = DRAINING;
  g_cancellable_cancel (self->passing);
  if (!self->local)
    end_library (self);
  say_goodbye (self);
  set_timer (self, DRAIN_MS);
  read_next (&self->down);
}

static void
tell_ended (WallRelay    *self,
            const GError *error)
{
  if (self->state != RELAYING)
    return;

  self->state = STOPPED;
  if (self->events)
    self->events->ended (self->user_data, error);
  else
    drain (self);
}

static void
on_device_ended (WallRelay    *self,
                 const GError *error)
{
  if (self->state == DRAINING)
    finish (self, TRUE);
  else
    tell_ended (self, error);
}

static void
on_library_ended (WallRelay *self)
{
  end_library (self);
  if (self->state == CLOSED)
    free_if_done (self);
  else
    drain (self);
}

/* Writing failed because of the other side. */
static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Pump *pump = user_data;
  WallRelay *self = pump->relay;
  g_autoptr (GError) error = NULL;
  gboolean is_written;

  is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  pump->is_busy = FALSE;
  if (is_written || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    read_next (pump);
  else if (pump == &self->up)
    on_device_ended (self, error);
  else
    on_library_ended (self);
}

static void
write_on (Pump  *pump,
          gsize  size)
{
  pump->is_busy = TRUE;
  g_output_stream_write_all_async (pump->out, pump->buffer, size, G_PRIORITY_DEFAULT,
                                   pump->relay->passing, on_written, pump);
}

static void
pass_on (Pump  *pump,
         gsize  size)
{
  WallRelay *self = pump->relay;

  if (self->state == RELAYING && self->events && !pump->look (self->user_data, pump->buffer, size))
    self->state = STOPPED;
  if (pump->is_busy)
    return;

  if (self->state == DRAINING && pump == &self->down)
    self->drained += size;
  if (self->state == RELAYING)
    write_on (pump, size);
  else if (self->drained > DRAIN_MAX)
    finish (self, FALSE);
  else
    read_next (pump);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Pump *pump = user_data;
  WallRelay *self = pump->relay;
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  pump->is_busy = FALSE;
  if (size > 0)
    pass_on (pump, (gsize) size);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    free_if_done (self);
  else if (pump == &self->down)
    on_device_ended (self, error);
  else
    on_library_ended (self);
}

static void
read_next (Pump *pump)
{
  WallRelay *self = pump->relay;
  gboolean is_wanted = pump == &self->up ? !self->has_library_ended
                                         : self->state == RELAYING || self->state == DRAINING;

  if (!pump->in || pump->is_busy || !is_wanted) {
    free_if_done (self);
    return;
  }

  pump->is_busy = TRUE;
  g_input_stream_read_async (pump->in, pump->buffer, pump->size, G_PRIORITY_DEFAULT,
                             pump->cancellable, on_read, pump);
}

static void
init_pump (WallRelay *self,
           Pump      *pump,
           gsize      size,
           gboolean (*look) (gpointer, const guint8 *, gsize))
{
  pump->relay = self;
  pump->size = size;
  pump->buffer = g_malloc (size);
  pump->look = look;
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
  clear_source (&self->accept);
  g_socket_close (self->listener, NULL);
  self->local = g_socket_connection_factory_create_connection (socket);
  local = G_IO_STREAM (self->local);
  self->down.out = g_io_stream_get_output_stream (local);
  self->up.in = g_io_stream_get_input_stream (local);
  read_next (&self->down);
  read_next (&self->up);

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
 * wall_relay_hang_up:
 *
 * Passes nothing on any more, and closes the connection to the device in order, within 300 ms. The
 * event "closed" says when. The library is left waiting.
 */
void
wall_relay_hang_up (WallRelay *self)
{
  drain (self);
}

/**
 * wall_relay_abandon:
 * @self: (transfer full): the relay
 *
 * Leaves it alone: it goes on until the library hangs up, for half a second at most, and closes in
 * order. Nothing is told any more.
 */
void
wall_relay_abandon (WallRelay *self)
{
  self->events = NULL;
  if (self->state == STOPPED || !self->local)
    drain (self);
  else if (self->state == RELAYING)
    set_timer (self, LINGER_MS);
}
