/* encoder-sender.c
 *
 * Queues replies and units, and writes as much of them as the socket takes, as one vector.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-sender.h"

typedef struct {
  GBytes     *control;   /* (owned) (nullable): a whole packet, or else media: */
  GBytes     *packets;   /* (owned) (nullable): ready to be written, or else a unit: */
  guint       n_packets;
  EncoderUnit unit;      /* its bytes are owned */
  guint32     date_time;
  gint64      queued_us;
} Item;

struct _EncoderSender {
  Item   *items;      /* a ring; its size is a power of two */
  guint   capacity;
  guint   head;
  guint   length;
  gsize   head_sent;  /* bytes of the first item that are written already */
  gsize   media_bytes;
  gsize   control_bytes;
  gboolean needs_key; /* units are left out up to the next key frame */

  guint32 session_id; /* of media packets */
  guint32 sequence;   /* of the first packet of the first unit that waits */
  guint8  channel;
};

static Item *
get_item (EncoderSender *self,
          guint          index)
{
  return &self->items[(self->head + index) & (self->capacity - 1)];
}

static guint
count_media_packets (const Item *item)
{
  if (item->control)
    return 0;

  return item->packets ? item->n_packets : encoder_vectors_count_packets (&item->unit);
}

/* With all packet headers. */
static gsize
item_size (const Item *item)
{
  if (item->control || item->packets)
    return g_bytes_get_size (item->control ? item->control : item->packets);

  return encoder_vectors_get_wire_size (&item->unit);
}

static void
clear_item (Item *item)
{
  g_clear_pointer (&item->control, g_bytes_unref);
  g_clear_pointer (&item->packets, g_bytes_unref);
  g_clear_pointer (&item->unit.bytes, g_bytes_unref);
}

static void
append_item (EncoderSender *self,
             const Item    *item)
{
  if (self->length == self->capacity) {
    Item *items = g_new0 (Item, (gsize) self->capacity * 2);

    for (guint i = 0; i < self->length; i++)
      items[i] = *get_item (self, i);
    g_free (self->items);
    self->items = items;
    self->head = 0;
    self->capacity *= 2;
  }

  *get_item (self, self->length++) = *item;
}

static void
account (EncoderSender *self,
         const Item    *item,
         gboolean       is_added)
{
  gsize *sum = item->control ? &self->control_bytes : &self->media_bytes;

  if (is_added)
    *sum += item_size (item);
  else
    *sum -= item_size (item);
}

EncoderSender *
encoder_sender_new (void)
{
  EncoderSender *self = g_new0 (EncoderSender, 1);

  self->capacity = 8;
  self->items = g_new0 (Item, self->capacity);

  return self;
}

void
encoder_sender_free (EncoderSender *self)
{
  for (guint i = 0; i < self->length; i++)
    clear_item (get_item (self, i));
  g_free (self->items);
  g_free (self);
}

/**
 * encoder_sender_start_media:
 * @session_id: what stands in the header of each packet
 * @channel: from 0, stands in byte 12
 *
 * Begins a stream: packets are numbered from 0 (captures of the vendor's client show that media has
 * a counter of its own), and the first unit is a key frame.
 */
void
encoder_sender_start_media (EncoderSender *self,
                            guint32        session_id,
                            guint8         channel)
{
  encoder_sender_drop_media (self);
  self->session_id = session_id;
  self->channel = channel;
  self->needs_key = TRUE;
  /* A unit that is half written keeps its numbers. */
  if (self->media_bytes == 0)
    self->sequence = 0;
}

/**
 * encoder_sender_push_control:
 * @packet: (transfer full): header and payload
 *
 * Queues a packet behind the unit that is being written. A large one may wait alone.
 *
 * Returns: whether there was room: a client that asks and never reads is of no use
 */
gboolean
encoder_sender_push_control (EncoderSender *self,
                             GBytes        *packet)
{
  Item item = { .control = packet };

  if (self->control_bytes > 0 &&
      self->control_bytes + g_bytes_get_size (packet) > ENCODER_QUEUE_MAX_CONTROL) {
    g_bytes_unref (packet);
    return FALSE;
  }

  account (self, &item, TRUE);
  append_item (self, &item);
  return TRUE;
}

static gboolean
is_overfull (EncoderSender *self,
             gsize          size,
             gint64         now_us)
{
  if (self->media_bytes == 0)
    return FALSE;
  if (self->media_bytes + size > ENCODER_QUEUE_MAX_BYTES)
    return TRUE;

  for (guint i = 0; i < self->length; i++) {
    if (!get_item (self, i)->control)
      return now_us - get_item (self, i)->queued_us > ENCODER_QUEUE_MAX_US;
  }

  return FALSE;
}

static gboolean
push_media (EncoderSender *self,
            const Item    *item,
            gsize          size,
            gboolean       is_key)
{
  if (is_overfull (self, size, item->queued_us)) {
    encoder_sender_drop_media (self);
    self->needs_key = TRUE;
  }

  if (self->needs_key && !is_key)
    return FALSE;

  self->needs_key = FALSE;
  account (self, item, TRUE);
  append_item (self, item);
  return TRUE;
}

/**
 * encoder_sender_push_unit:
 * @unit: (transfer none): its bytes are kept; without bytes, its payload must stay until the sender
 *   is freed
 * @date_time: the local time, as it stands on the wire, for units that have one
 * @now_us: monotonic
 *
 * Queues a unit. Where more than two seconds or eight MiB wait already, everything that is not
 * begun is dropped, and what comes up to the next key frame with it.
 *
 * Returns: whether the unit was taken
 */
gboolean
encoder_sender_push_unit (EncoderSender     *self,
                          const EncoderUnit *unit,
                          guint32            date_time,
                          gint64             now_us)
{
  Item item = { .unit = *unit, .date_time = date_time, .queued_us = now_us };

  if (item.unit.bytes)
    g_bytes_ref (item.unit.bytes);
  if (push_media (self, &item, encoder_vectors_get_wire_size (unit), encoder_unit_is_key (unit)))
    return TRUE;

  clear_item (&item);
  return FALSE;
}

/**
 * encoder_sender_push_packets:
 * @packets: (transfer full): ready to be written, numbered from encoder_sender_get_next_sequence()
 * @n_packets: how many these are
 * @is_key: whether decoding can begin here
 * @now_us: monotonic
 *
 * Queues media that was cut into packets before, as encoder_sender_push_unit() queues a unit.
 *
 * Returns: whether it was taken
 */
gboolean
encoder_sender_push_packets (EncoderSender *self,
                             GBytes        *packets,
                             guint          n_packets,
                             gboolean       is_key,
                             gint64         now_us)
{
  Item item = { .packets = packets, .n_packets = n_packets, .queued_us = now_us };

  if (push_media (self, &item, g_bytes_get_size (packets), is_key))
    return TRUE;

  clear_item (&item);
  return FALSE;
}

/**
 * encoder_sender_get_next_sequence:
 *
 * Returns: the number of the next packet of media that is queued
 */
guint32
encoder_sender_get_next_sequence (EncoderSender *self)
{
  guint32 sequence = self->sequence;

  for (guint i = 0; i < self->length; i++)
    sequence += count_media_packets (get_item (self, i));

  return sequence;
}

/**
 * encoder_sender_skip_packets:
 *
 * Counts packets that are never sent.
 */
void
encoder_sender_skip_packets (EncoderSender *self,
                             guint          n_packets)
{
  self->sequence += n_packets;
}

/**
 * encoder_sender_set_sequence:
 *
 * Begins to count media packets somewhere else than at 0, if none is under way.
 */
void
encoder_sender_set_sequence (EncoderSender *self,
                             guint32        sequence)
{
  if (self->media_bytes == 0)
    self->sequence = sequence;
}

/**
 * encoder_sender_drop_media:
 *
 * Forgets all units that wait, but for one of which a part is written already.
 */
void
encoder_sender_drop_media (EncoderSender *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->length; i++) {
    Item item = *get_item (self, i);

    if (item.control || (i == 0 && self->head_sent > 0)) {
      *get_item (self, kept++) = item;
    } else {
      account (self, &item, FALSE);
      clear_item (&item);
    }
  }

  self->length = kept;
}

/**
 * encoder_sender_wait_for_key:
 *
 * Leaves out units up to the next key frame: what came before it was not sent.
 */
void
encoder_sender_wait_for_key (EncoderSender *self)
{
  self->needs_key = TRUE;
}

static void
gather_items (EncoderSender  *self,
              EncoderVectors *vectors)
{
  EncoderVectorsStream stream = { self->session_id, self->sequence, self->channel };
  gsize skip = self->head_sent;

  for (guint i = 0; i < self->length && !encoder_vectors_is_full (vectors); i++) {
    const Item *item = get_item (self, i);

    if (item->control || item->packets)
      encoder_vectors_add_bytes (vectors, item->control ? item->control : item->packets, skip);
    else if (!encoder_vectors_add_unit (vectors, &item->unit, item->date_time, &stream, skip))
      return;

    stream.sequence += count_media_packets (item);
    skip = 0;
  }
}

/* Takes off the queue what is written in full. */
static void
advance (EncoderSender *self,
         gsize          written)
{
  self->head_sent += written;

  while (self->length > 0 && self->head_sent >= item_size (get_item (self, 0))) {
    Item *item = get_item (self, 0);

    self->head_sent -= item_size (item);
    account (self, item, FALSE);
    self->sequence += count_media_packets (item);
    clear_item (item);
    self->head = (self->head + 1) & (self->capacity - 1);
    self->length--;
  }
}

/**
 * encoder_sender_flush:
 * @socket: not blocking
 *
 * Writes as much as the socket takes.
 *
 * Returns: whether to come back
 */
EncoderSend
encoder_sender_flush (EncoderSender *self,
                      GSocket       *socket)
{
  while (self->length > 0) {
    g_autoptr (GError) error = NULL;
    EncoderVectors vectors;
    gssize written;

    encoder_vectors_init (&vectors);
    gather_items (self, &vectors);
    written = g_socket_send_message (socket, NULL, vectors.vectors, (int) vectors.n_vectors, NULL,
                                     0, G_SOCKET_MSG_NONE, NULL, &error);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return ENCODER_SEND_BLOCKED;
    if (written < 0)
      return ENCODER_SEND_FAILED;

    advance (self, (gsize) written);
  }

  return ENCODER_SEND_DONE;
}

gboolean
encoder_sender_is_empty (EncoderSender *self)
{
  return self->length == 0;
}

/**
 * encoder_sender_get_media:
 *
 * Returns: the bytes of units that wait, as they will stand on the wire
 */
gsize
encoder_sender_get_media (EncoderSender *self)
{
  return self->media_bytes;
}
