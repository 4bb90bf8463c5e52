/* dvrip-wire.c
 *
 * One connected socket on the network thread: whole packets in, packets out, never blocking. A
 * socket that has much to say yields to the others after READ_BUDGET bytes, a peer that never reads
 * costs nothing but what was to be sent to it.
 * Network thread only; the receive buffer is shared by all sockets of that thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-wire.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>

#include "wall-io-thread.h"

#define READ_BUDGET (256u << 10)
#define READ_CHUNK  (64u << 10)

struct _DvripWire {
  guint ref_count;          /* one of the owner, one while it calls back */
  GSocket *socket;
  GSource *in;              /* (nullable): until the peer is gone */
  GSource *out;             /* (nullable): while @unsent waits for room */
  DvripPacketReader *reader;
  GByteArray *unsent;
  GError *send_error;       /* (nullable): kept until the reading side sees the end too */
  DvripWireCallbacks callbacks;
  gpointer user_data;
  gint64 begun_us;          /* since when a packet is begun and not whole; -1: none */
  gboolean is_broken;
  gboolean is_draining;
  gboolean is_closed;
};

static guint8 read_buffer[READ_CHUNK];

static void
clear_source (GSource **source)
{
  if (!*source)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
wire_unref (DvripWire *self)
{
  if (--self->ref_count > 0)
    return;

  g_clear_pointer (&self->reader, dvrip_packet_reader_free);
  g_byte_array_unref (self->unsent);
  g_clear_error (&self->send_error);
  g_object_unref (self->socket);
  g_free (self);
}

static void
handle_gone (DvripWire *self,
             const GError *error)
{
  clear_source (&self->in);
  clear_source (&self->out);
  g_byte_array_set_size (self->unsent, 0);

  /* The kernel tells of a reset once: if the sending side has heard it, the reading side sees a
   * plain end. */
  if (!error)
    error = self->send_error;

  self->callbacks.gone (self, error, self->user_data);
}

static void
handle_broken (DvripWire *self,
               const GError *error)
{
  self->is_broken = TRUE;
  self->is_draining = TRUE;
  self->begun_us = -1;
  self->callbacks.broken (self, error, self->user_data);
}

/* Returns: whether a packet came out; the wire may be closed, draining or broken afterwards */
static gboolean
take_packet (DvripWire *self)
{
  g_autoptr (GBytes) payload = NULL;
  g_autoptr (GError) error = NULL;
  DvripHeader header;

  switch (dvrip_packet_reader_pop (self->reader, &header, &payload, &error)) {
  case DVRIP_READ_READY:
    self->callbacks.packet (self, &header, payload, self->user_data);
    self->begun_us = -1;
    return TRUE;
  case DVRIP_READ_ERROR:
    handle_broken (self, error);
    return FALSE;
  case DVRIP_READ_MORE:
  default:
    return FALSE;
  }
}

static void
take_packets (DvripWire *self)
{
  gboolean is_reading;

  while ((is_reading = !self->is_closed && !self->is_draining) && take_packet (self))
    ;

  if (!is_reading || self->is_draining || !dvrip_packet_reader_is_inside (self->reader))
    self->begun_us = -1;
  else if (self->begun_us < 0)
    self->begun_us = g_get_monotonic_time ();
}

static void
take_bytes (DvripWire *self,
            gsize size)
{
  if (!self->is_draining) {
    dvrip_packet_reader_push (self->reader, read_buffer, size);
    take_packets (self);
  }

  if (!self->is_closed)
    self->callbacks.received (self, size, self->user_data);
}

static GError *
new_error_from_errno (int number)
{
  return g_error_new_literal (G_IO_ERROR, (int) g_io_error_from_errno (number),
                              g_strerror (number));
}

/* Returns: how many bytes came; 0: there is nothing more to read for now */
static gsize
read_some (DvripWire *self)
{
  gssize size = recv (g_socket_get_fd (self->socket), read_buffer, READ_CHUNK, MSG_DONTWAIT);
  int number = errno;
  g_autoptr (GError) error = NULL;

  if (size > 0) {
    take_bytes (self, (gsize) size);
    return (gsize) size;
  }

  if (size < 0 && (number == EAGAIN || number == EINTR))
    return 0;

  /* EPIPE, which GIO cannot tell from a reset: they had sent their FIN before they refused what we
   * sent. */
  if (size < 0 && number != EPIPE)
    error = new_error_from_errno (number);
  handle_gone (self, error);

  return 0;
}

static gboolean
on_readable (int fd,
             GIOCondition condition,
             gpointer data)
{
  DvripWire *self = data;
  gsize total = 0;
  gsize size;

  self->ref_count++;
  do {
    size = read_some (self);
    total += size;
  } while (size == READ_CHUNK && total < READ_BUDGET && !self->is_closed);
  wire_unref (self);

  return G_SOURCE_CONTINUE;
}

/* A source of the socket itself would be asked twice in each round of the loop whether it is ready;
 * of a descriptor the kernel alone is asked. */
static GSource *
watch (DvripWire *self,
       GIOCondition condition,
       GUnixFDSourceFunc function)
{
  GSource *source = g_unix_fd_source_new (g_socket_get_fd (self->socket),
                                          condition | G_IO_HUP | G_IO_ERR);

  g_source_set_callback (source, G_SOURCE_FUNC (function), self, NULL);
  g_source_attach (source, wall_io_thread_get_context ());

  return source;
}

static void flush (DvripWire *self);

static gboolean
on_writable (int fd,
             GIOCondition condition,
             gpointer data)
{
  flush (data);

  return G_SOURCE_CONTINUE;
}

static void
wait_for_room (DvripWire *self)
{
  if (self->out)
    return;

  self->out = watch (self, G_IO_OUT, on_writable);
}

static void
flush (DvripWire *self)
{
  gssize size = send (g_socket_get_fd (self->socket), self->unsent->data, self->unsent->len,
                      MSG_DONTWAIT | MSG_NOSIGNAL);
  int number = errno;

  if (size > 0)
    g_byte_array_remove_range (self->unsent, 0, (guint) size);

  if (size < 0 && number != EAGAIN && number != EINTR) {
    g_byte_array_set_size (self->unsent, 0);
    if (!self->send_error && number != EPIPE)
      self->send_error = new_error_from_errno (number);
  }

  if (self->unsent->len > 0)
    wait_for_room (self);
  else
    clear_source (&self->out);
}

/**
 * dvrip_wire_new:
 * @socket: connected and non-blocking
 * @callbacks: copied; may close the wire
 * @user_data: for @callbacks
 *
 * Begins to read.
 *
 * Returns: (transfer full): the wire; free with dvrip_wire_close()
 */
DvripWire *
dvrip_wire_new (GSocket *socket,
                const DvripWireCallbacks *callbacks,
                gpointer user_data)
{
  DvripWire *self = g_new0 (DvripWire, 1);

  self->ref_count = 1;
  self->socket = g_object_ref (socket);
  self->reader = dvrip_packet_reader_new ();
  self->unsent = g_byte_array_new ();
  self->callbacks = *callbacks;
  self->user_data = user_data;
  self->begun_us = -1;

  self->in = watch (self, G_IO_IN, on_readable);

  return self;
}

/**
 * dvrip_wire_close:
 * @self: (transfer full): a wire
 *
 * Closes the socket as it is; no callback follows. What was not read makes the kernel answer with a
 * reset: shut down and drain before.
 */
void
dvrip_wire_close (DvripWire *self)
{
  self->is_closed = TRUE;
  clear_source (&self->in);
  clear_source (&self->out);
  g_socket_close (self->socket, NULL);
  wire_unref (self);
}

/**
 * dvrip_wire_send:
 * @header: its length is set here
 * @payload: what follows the header
 *
 * Sends a packet, later if there is no room now. To a peer that is gone it sends nothing: the
 * reading side tells that it is.
 */
void
dvrip_wire_send (DvripWire *self,
                 const DvripHeader *header,
                 GBytes *payload)
{
  DvripHeader full = *header;
  guint8 data[DVRIP_HEADER_SIZE];
  gsize size;
  const guint8 *body = g_bytes_get_data (payload, &size);

  if (!self->in || self->send_error)
    return;

  full.length = (guint32) size;
  dvrip_header_write (&full, data);
  g_byte_array_append (self->unsent, data, sizeof data);
  g_byte_array_append (self->unsent, body, (guint) size);

  if (!self->out)
    flush (self);
}

/**
 * dvrip_wire_drain:
 *
 * From here on what comes is counted and thrown away, until the peer is gone.
 */
void
dvrip_wire_drain (DvripWire *self)
{
  self->is_draining = TRUE;
  self->begun_us = -1;
}

/**
 * dvrip_wire_shutdown:
 *
 * Sends our FIN and drains. What was not yet sent is dropped.
 */
void
dvrip_wire_shutdown (DvripWire *self)
{
  clear_source (&self->out);
  g_byte_array_set_size (self->unsent, 0);
  dvrip_wire_drain (self);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
}

/**
 * dvrip_wire_get_socket:
 *
 * Returns: (transfer none): the socket
 */
GSocket *
dvrip_wire_get_socket (DvripWire *self)
{
  return self->socket;
}

/**
 * dvrip_wire_is_broken:
 *
 * Returns: whether what came was outside the protocol, so that no reply can be understood
 */
gboolean
dvrip_wire_is_broken (DvripWire *self)
{
  return self->is_broken;
}

/**
 * dvrip_wire_is_congested:
 *
 * Returns: whether something waits to be sent because the peer does not read
 */
gboolean
dvrip_wire_is_congested (DvripWire *self)
{
  return self->unsent->len > 0;
}

/**
 * dvrip_wire_get_begun_us:
 *
 * Returns: since when a packet is begun and not yet whole, monotonic; -1: there is none
 */
gint64
dvrip_wire_get_begun_us (DvripWire *self)
{
  return self->begun_us;
}
