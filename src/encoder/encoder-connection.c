/* encoder-connection.c
 *
 * Reads packets from a socket, writes what its sender holds, and ends in order: whoever says FIN
 * first, everything the client still sends is read before the socket is closed, because closing
 * over unread bytes sends RST.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "wall-io-thread.h"

#define READ_SIZE   (32u << 10)
#define TURN_BYTES  (256u << 10)   /* then it is the next socket's turn */

/* How long a client may take for its FIN after ours, and for what is left after its own. */
#define CLOSE_US    (2 * G_USEC_PER_SEC)

/* A slow reader's backlog belongs into the bounded queue, not into the kernel, where it only gets
 * older. */
#define SEND_BUFFER (256u << 10)

typedef enum {
  STATE_OPEN,
  STATE_FIN_SENT,   /* ours first: we read up to theirs */
  STATE_FIN_CAME,   /* theirs first: we write what is left */
  STATE_HELD,       /* theirs came, and it is not to be answered */
  STATE_CLOSED,
} State;

struct _EncoderConnection {
  GSocket                 *socket;
  EncoderConnectionEvents  events;
  gpointer                 user_data;
  State                    state;
  gboolean                 hold;
  const EncoderDeviations *deviations;   /* (nullable): the device's manners */
  guint32                  own_sequence; /* of a device that counts its answers */
  DvripPacketReader       *reader;
  EncoderSender           *sender;
  GSource                 *in_source;
  GSource                 *out_source;
  gint64                   received_us;
  gint64                   drained_us;
  gint64                   closing_us;
};

static gboolean on_readable (GSocket *socket, GIOCondition condition, gpointer data);
static gboolean on_writable (GSocket *socket, GIOCondition condition, gpointer data);

static void
destroy_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
watch_socket (EncoderConnection *self,
              GIOCondition       condition,
              GSocketSourceFunc  callback)
{
  GSource *source = g_socket_create_source (self->socket, condition, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (callback), self, NULL);
  g_source_attach (source, wall_io_thread_get_context ());
  return source;
}

static void
finish (EncoderConnection *self,
        EncoderEnd         end)
{
  if (self->state == STATE_CLOSED)
    return;

  self->state = STATE_CLOSED;
  destroy_source (&self->in_source);
  destroy_source (&self->out_source);
  g_socket_close (self->socket, NULL);
  self->events.ended (self, end, self->user_data);
}

/* The client's FIN is here and all of its bytes are read: close() sends FIN, not RST. */
static void
finish_after_fin (EncoderConnection *self)
{
  if (self->state == STATE_FIN_CAME && encoder_sender_is_empty (self->sender))
    finish (self, ENCODER_END_FIN);
}

static void
on_fin (EncoderConnection *self)
{
  if (self->state == STATE_FIN_SENT) {
    self->events.fin (self, self->user_data);
    finish (self, ENCODER_END_FIN);
    return;
  }

  destroy_source (&self->in_source);
  encoder_sender_drop_media (self->sender);
  self->state = self->hold ? STATE_HELD : STATE_FIN_CAME;
  self->closing_us = g_get_monotonic_time ();
  /* Nobody reads here any more, but an RST must be seen. */
  self->in_source = watch_socket (self, G_IO_HUP | G_IO_ERR, on_readable);
  self->events.fin (self, self->user_data);
  encoder_connection_flush (self);
}

static void
handle_packets (EncoderConnection *self)
{
  while (self->state == STATE_OPEN) {
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GError) error = NULL;
    DvripHeader header;

    switch (dvrip_packet_reader_pop (self->reader, &header, &payload, &error)) {
    case DVRIP_READ_MORE:
      return;
    case DVRIP_READ_READY:
      self->events.packet (self, &header, payload, self->user_data);
      break;
    case DVRIP_READ_ERROR:
      /* Not DVRIP, or beyond a limit: there is nothing to answer, and no place to go on. */
      g_debug ("%s", error->message);
      encoder_connection_close (self);
      return;
    default:
      g_assert_not_reached ();
    }
  }
}

/* Returns FALSE when there is nothing more to read for now. */
static gboolean
read_some (EncoderConnection *self)
{
  guint8 buffer[READ_SIZE];
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive (self->socket, (char *) buffer, sizeof buffer, NULL, &error);

  if (size < 0) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      finish (self, ENCODER_END_RESET);
    return FALSE;
  }

  if (size == 0) {
    on_fin (self);
    return FALSE;
  }

  self->received_us = g_get_monotonic_time ();
  if (self->state == STATE_OPEN) {
    dvrip_packet_reader_push (self->reader, buffer, (gsize) size);
    handle_packets (self);
  }

  return self->state == STATE_OPEN || self->state == STATE_FIN_SENT;
}

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      data)
{
  EncoderConnection *self = g_rc_box_acquire (data);

  if (self->state == STATE_FIN_CAME || self->state == STATE_HELD) {
    finish (self, ENCODER_END_RESET);
  } else {
    for (guint turn = 0; turn < TURN_BYTES / READ_SIZE; turn++) {
      if (!read_some (self))
        break;
    }
    if (self->state == STATE_OPEN)
      encoder_connection_flush (self);
  }

  encoder_connection_unref (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_writable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      data)
{
  EncoderConnection *self = g_rc_box_acquire (data);

  destroy_source (&self->out_source);
  encoder_connection_flush (self);

  encoder_connection_unref (self);
  return G_SOURCE_REMOVE;
}

static void
free_connection (gpointer data)
{
  EncoderConnection *self = data;

  destroy_source (&self->in_source);
  destroy_source (&self->out_source);
  g_socket_close (self->socket, NULL);
  dvrip_packet_reader_free (self->reader);
  encoder_sender_free (self->sender);
  g_object_unref (self->socket);
}

/**
 * encoder_connection_new:
 * @socket: (transfer none): accepted
 * @events: what happens on it
 *
 * Returns: (transfer full): a connection that reads already
 */
EncoderConnection *
encoder_connection_new (GSocket                       *socket,
                        const EncoderConnectionEvents *events,
                        gpointer                       user_data)
{
  EncoderConnection *self = g_rc_box_new0 (EncoderConnection);

  self->socket = g_object_ref (socket);
  self->events = *events;
  self->user_data = user_data;
  self->reader = dvrip_packet_reader_new ();
  self->sender = encoder_sender_new ();
  self->received_us = self->drained_us = g_get_monotonic_time ();
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER, NULL);
  self->in_source = watch_socket (self, G_IO_IN, on_readable);

  return self;
}

void
encoder_connection_unref (EncoderConnection *self)
{
  g_rc_box_release_full (self, free_connection);
}

/**
 * encoder_connection_set_deviations:
 * @deviations: (transfer none): must live as long; may change
 *
 * Answers from now on as such a device does.
 */
void
encoder_connection_set_deviations (EncoderConnection       *self,
                                   const EncoderDeviations *deviations)
{
  self->deviations = deviations;
}

static void
deviate (EncoderConnection *self,
         DvripHeader       *header)
{
  if (encoder_deviations_has (self->deviations, ENCODER_DEVIATION_VERSION_0))
    header->version = 0;
  if (encoder_deviations_has (self->deviations, ENCODER_DEVIATION_RESERVED))
    header->reserved[0] = header->reserved[1] = 0x81;
  if (encoder_deviations_has (self->deviations, ENCODER_DEVIATION_OWN_SEQUENCE))
    header->sequence = self->own_sequence++;
  if (encoder_deviations_has (self->deviations, ENCODER_DEVIATION_SEQUENCE_PLUS_1))
    header->sequence++;
}

/**
 * encoder_connection_send_packet:
 * @header: (inout): its length and version are filled in
 * @payload: (transfer none): as it is to be sent
 *
 * Queues a packet in order with those of encoder_connection_send().
 */
void
encoder_connection_send_packet (EncoderConnection *self,
                                DvripHeader       *header,
                                GBytes            *payload)
{
  GByteArray *packet;

  header->version = 1;
  header->length = (guint32) g_bytes_get_size (payload);
  packet = g_byte_array_sized_new (DVRIP_HEADER_SIZE + header->length);
  if (self->deviations)
    deviate (self, header);
  g_byte_array_set_size (packet, DVRIP_HEADER_SIZE);
  dvrip_header_write (header, packet->data);
  g_byte_array_append (packet, g_bytes_get_data (payload, NULL), header->length);
  if (!encoder_sender_push_control (self->sender, g_byte_array_free_to_bytes (packet)))
    encoder_connection_close (self);
}

/**
 * encoder_connection_send:
 * @sequence: what the request had: replies echo it
 * @payload: (transfer none): with its terminator
 *
 * Queues a control packet; encoder_connection_flush() writes it.
 */
void
encoder_connection_send (EncoderConnection *self,
                         guint32            session_id,
                         guint32            sequence,
                         guint16            id,
                         GBytes            *payload)
{
  g_autoptr (GBytes) text = self->deviations
                              ? encoder_deviations_rewrite (self->deviations, payload)
                              : g_bytes_ref (payload);
  DvripHeader header = { .session_id = session_id, .sequence = sequence, .id = id };

  encoder_connection_send_packet (self, &header, text);
}

/**
 * encoder_connection_get_sender:
 *
 * Returns: (transfer none): where units are queued
 */
EncoderSender *
encoder_connection_get_sender (EncoderConnection *self)
{
  return self->sender;
}

/**
 * encoder_connection_flush:
 *
 * Writes what is queued, now or as soon as the socket takes it. May end the connection.
 */
void
encoder_connection_flush (EncoderConnection *self)
{
  if (self->out_source || (self->state != STATE_OPEN && self->state != STATE_FIN_CAME))
    return;

  switch (encoder_sender_flush (self->sender, self->socket)) {
  case ENCODER_SEND_DONE:
    self->drained_us = g_get_monotonic_time ();
    finish_after_fin (self);
    break;
  case ENCODER_SEND_BLOCKED:
    self->out_source = watch_socket (self, G_IO_OUT, on_writable);
    break;
  case ENCODER_SEND_FAILED:
    finish (self, ENCODER_END_RESET);
    break;
  default:
    g_assert_not_reached ();
  }
}

/**
 * encoder_connection_get_socket:
 *
 * Returns: (transfer none): for questions about its addresses
 */
GSocket *
encoder_connection_get_socket (EncoderConnection *self)
{
  return self->socket;
}

/**
 * encoder_connection_is_open:
 *
 * Returns: whether neither side has begun to end it
 */
gboolean
encoder_connection_is_open (EncoderConnection *self)
{
  return self->state == STATE_OPEN;
}

/**
 * encoder_connection_get_received_us:
 *
 * Returns: when the client sent something last, monotonic
 */
gint64
encoder_connection_get_received_us (EncoderConnection *self)
{
  return self->received_us;
}

/**
 * encoder_connection_get_drained_us:
 *
 * Returns: when the kernel had taken everything that was queued last, monotonic
 */
gint64
encoder_connection_get_drained_us (EncoderConnection *self)
{
  return self->drained_us;
}

/**
 * encoder_connection_hold:
 * @hold: whether the client's FIN stays unanswered
 *
 * Letting go answers a FIN that waits.
 */
void
encoder_connection_hold (EncoderConnection *self,
                         gboolean           hold)
{
  self->hold = hold;
  if (!hold && self->state == STATE_HELD) {
    self->state = STATE_FIN_CAME;
    self->closing_us = g_get_monotonic_time ();
    encoder_connection_flush (self);
  }
}

/**
 * encoder_connection_close:
 *
 * Sends our FIN after what the kernel has taken, and reads up to the client's.
 */
void
encoder_connection_close (EncoderConnection *self)
{
  if (self->state != STATE_OPEN)
    return;

  encoder_sender_drop_media (self->sender);
  encoder_sender_flush (self->sender, self->socket);
  destroy_source (&self->out_source);
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  self->state = STATE_FIN_SENT;
  self->closing_us = g_get_monotonic_time ();
}

/**
 * encoder_connection_reset:
 *
 * Closes with an RST, whatever state it is in.
 */
void
encoder_connection_reset (EncoderConnection *self)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (self->state == STATE_CLOSED)
    return;

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  finish (self, ENCODER_END_OURS);
}

/**
 * encoder_connection_check:
 * @now_us: monotonic
 *
 * Ends a connection whose closing takes too long; called now and then.
 */
void
encoder_connection_check (EncoderConnection *self,
                          gint64             now_us)
{
  if (now_us - self->closing_us < CLOSE_US)
    return;

  if (self->state == STATE_FIN_SENT)
    finish (self, ENCODER_END_OURS);
  else if (self->state == STATE_FIN_CAME)
    finish (self, ENCODER_END_FIN);
}
