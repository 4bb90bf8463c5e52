/* encoder-sender.c
 *
 * Writes replies and units to a socket. Units stay where they are, in the memory of their loop
 * or in bytes that are shared: only the 20 bytes before each packet and the header of the unit are
 * put together, on the stack, at the moment of writing, and everything goes to the kernel as one
 * vector.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-sender.h"

#include <string.h>

#include "dvrip-header.h"

/* One write takes at most so many packets; each needs its header, and one of them may hold the
 * unit's header beside the payload. */
#define MAX_PACKETS 32
#define MAX_VECTORS (MAX_PACKETS * 3)

typedef struct {
  GBytes     *control;   /* (owned) (nullable): a whole packet, or else a unit: */
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

/* What is being put together for one write. */
typedef struct {
  GOutputVector vectors[MAX_VECTORS];
  guint8        packet_headers[MAX_PACKETS][DVRIP_HEADER_SIZE];
  guint8        unit_headers[MAX_PACKETS][16];
  guint         n_vectors;
  guint         n_packets;
} Gather;

static Item *
get_item (EncoderSender *self,
          guint          index)
{
  return &self->items[(self->head + index) & (self->capacity - 1)];
}

static gsize
unit_size (const EncoderUnit *unit)
{
  return (gsize) unit->header_size + unit->payload_size;
}

static guint
count_packets (const EncoderUnit *unit)
{
  return (guint) ((unit_size (unit) + ENCODER_PACKET_SIZE - 1) / ENCODER_PACKET_SIZE);
}

/* With all packet headers. */
static gsize
item_size (const Item *item)
{
  if (item->control)
    return g_bytes_get_size (item->control);

  return unit_size (&item->unit) + (gsize) count_packets (&item->unit) * DVRIP_HEADER_SIZE;
}

static void
clear_item (Item *item)
{
  g_clear_pointer (&item->control, g_bytes_unref);
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
 * Queues a packet behind the unit that is being written.
 *
 * Returns: whether there was room: a client that asks and never reads is of no use
 */
gboolean
encoder_sender_push_control (EncoderSender *self,
                             GBytes        *packet)
{
  Item item = { .control = packet };

  if (self->control_bytes + g_bytes_get_size (packet) > ENCODER_QUEUE_MAX_CONTROL) {
    g_bytes_unref (packet);
    return FALSE;
  }

  account (self, &item, TRUE);
  append_item (self, &item);
  return TRUE;
}

static gboolean
is_overfull (EncoderSender     *self,
             const EncoderUnit *unit,
             gint64             now_us)
{
  if (self->media_bytes == 0)
    return FALSE;
  if (self->media_bytes + unit_size (unit) > ENCODER_QUEUE_MAX_BYTES)
    return TRUE;

  for (guint i = 0; i < self->length; i++) {
    if (!get_item (self, i)->control)
      return now_us - get_item (self, i)->queued_us > ENCODER_QUEUE_MAX_US;
  }

  return FALSE;
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

  if (is_overfull (self, unit, now_us)) {
    encoder_sender_drop_media (self);
    self->needs_key = TRUE;
  }

  if (self->needs_key && !encoder_unit_is_key (unit))
    return FALSE;

  self->needs_key = FALSE;
  if (item.unit.bytes)
    g_bytes_ref (item.unit.bytes);
  account (self, &item, TRUE);
  append_item (self, &item);
  return TRUE;
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

/* Adds @data from @skip on; what lies before it is written already. */
static void
gather_bytes (Gather       *gather,
              const guint8 *data,
              gsize         size,
              gsize        *skip)
{
  gsize skipped = MIN (*skip, size);

  *skip -= skipped;
  if (skipped == size)
    return;

  gather->vectors[gather->n_vectors].buffer = data + skipped;
  gather->vectors[gather->n_vectors].size = size - skipped;
  gather->n_vectors++;
}

static void
put_unit_header (const Item *item,
                 guint8      out_header[16])
{
  guint32 date_time = GUINT32_TO_LE (item->date_time);

  memcpy (out_header, item->unit.header, sizeof item->unit.header);
  if (encoder_unit_is_key (&item->unit))
    memcpy (out_header + ENCODER_UNIT_DATE_TIME_OFFSET, &date_time, sizeof date_time);
}

static void
put_packet_header (EncoderSender *self,
                   guint32        sequence,
                   gsize          length,
                   guint8        *out_data)
{
  const DvripHeader header = {
    .version = 1,
    .session_id = self->session_id,
    .sequence = sequence,
    .total_packets = self->channel,
    .id = DVRIP_ID_MONITOR_DATA,
    .length = (guint32) length,
  };

  dvrip_header_write (&header, out_data);
}

/* Returns whether all of the unit found room. */
static gboolean
gather_unit (EncoderSender *self,
             Gather        *gather,
             const Item    *item,
             guint32        sequence,
             gsize          skip)
{
  const EncoderUnit *unit = &item->unit;
  guint8 *unit_header = gather->unit_headers[gather->n_packets];
  gsize size = unit_size (unit);
  gsize wire_packet = ENCODER_PACKET_SIZE + DVRIP_HEADER_SIZE;
  guint first = (guint) (skip / wire_packet);

  skip -= first * wire_packet;
  put_unit_header (item, unit_header);
  for (guint i = first; i < count_packets (unit); i++) {
    gsize start = (gsize) i * ENCODER_PACKET_SIZE;
    gsize end = MIN (size, start + ENCODER_PACKET_SIZE);
    guint8 *packet_header;

    if (gather->n_packets == MAX_PACKETS)
      return FALSE;

    packet_header = gather->packet_headers[gather->n_packets++];
    put_packet_header (self, sequence + i, end - start, packet_header);
    gather_bytes (gather, packet_header, DVRIP_HEADER_SIZE, &skip);
    if (i == 0) {
      gather_bytes (gather, unit_header, unit->header_size, &skip);
      start = unit->header_size;
    }
    gather_bytes (gather, unit->payload + start - unit->header_size, end - start, &skip);
  }

  return TRUE;
}

static void
gather_items (EncoderSender *self,
              Gather        *gather)
{
  guint32 sequence = self->sequence;
  gsize skip = self->head_sent;

  for (guint i = 0; i < self->length && gather->n_packets < MAX_PACKETS; i++) {
    const Item *item = get_item (self, i);

    if (item->control) {
      gsize size;
      const guint8 *data = g_bytes_get_data (item->control, &size);

      gather_bytes (gather, data, size, &skip);
      gather->n_packets++;
    } else if (gather_unit (self, gather, item, sequence, skip)) {
      sequence += count_packets (&item->unit);
    } else {
      return;
    }
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
    if (!item->control)
      self->sequence += count_packets (&item->unit);
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
    Gather gather;
    gssize written;

    gather.n_vectors = 0;
    gather.n_packets = 0;
    gather_items (self, &gather);
    written = g_socket_send_message (socket, NULL, gather.vectors, (int) gather.n_vectors, NULL, 0,
                                     G_SOCKET_MSG_NONE, NULL, &error);
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
