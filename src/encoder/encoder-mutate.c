/* encoder-mutate.c
 *
 * The one place where a unit goes to a client: as it is, or spoilt by the faults of its channel and
 * the deviations of the device. Which units go, and how; what is in them is in encoder-spoil.c.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-mutate.h"

#include <string.h>

#include "encoder-damage.h"
#include "encoder-foreign.h"
#include "encoder-packets.h"
#include "encoder-server-private.h"
#include "encoder-spoil.h"

/* What is wrong once in a stream is wrong with the fourth picture: the client has seen some. */
#define GOOD_PICTURES 3

#define WRAP_SEQUENCE (G_MAXUINT32 - 7)

/* Of a unit that drips so much comes at once, with its header. */
#define DRIP_HEAD 32

#define MANY_UNITS 3

#define BIT(fault) (G_GUINT64_CONSTANT (1) << (fault))

static const guint64 media_faults =
  BIT (ENCODER_FAULT_SLOW) | BIT (ENCODER_FAULT_DRIP) | BIT (ENCODER_FAULT_DROP) |
  BIT (ENCODER_FAULT_LOSE) | BIT (ENCODER_FAULT_GARBAGE) | BIT (ENCODER_FAULT_FLIP) |
  BIT (ENCODER_FAULT_FLIP_SPS) | BIT (ENCODER_FAULT_HUGE_SPS) | BIT (ENCODER_FAULT_PACKET_LENGTH) |
  BIT (ENCODER_FAULT_UNIT_LENGTH) | BIT (ENCODER_FAULT_STARVE) | BIT (ENCODER_FAULT_STARVE_UNIT) |
  BIT (ENCODER_FAULT_SIZE_CHANGE) | BIT (ENCODER_FAULT_CODEC_CHANGE) |
  BIT (ENCODER_FAULT_CLOCK_JUMP);

static const guint64 media_deviations =
  BIT (ENCODER_DEVIATION_VERSION_0) | BIT (ENCODER_DEVIATION_RESERVED) |
  BIT (ENCODER_DEVIATION_PACKETS_1400) | BIT (ENCODER_DEVIATION_PACKETS_32768) |
  BIT (ENCODER_DEVIATION_WHOLE_UNITS) | BIT (ENCODER_DEVIATION_SEVERAL_UNITS) |
  BIT (ENCODER_DEVIATION_STARTS_INSIDE) | BIT (ENCODER_DEVIATION_INFO_UNITS) |
  BIT (ENCODER_DEVIATION_SERVICE_BLOCKS) | BIT (ENCODER_DEVIATION_4K_BITS) |
  BIT (ENCODER_DEVIATION_UNKNOWN_CODEC) | BIT (ENCODER_DEVIATION_RATE_0) |
  BIT (ENCODER_DEVIATION_WRONG_RATE) | BIT (ENCODER_DEVIATION_NO_AUDIO);

static EncoderChannel *
get_channel (EncoderClient *client)
{
  return &client->server->channels[client->watch.channel];
}

static EncoderSender *
get_sender (EncoderClient *client)
{
  return encoder_connection_get_sender (client->connection);
}

static gboolean
has (EncoderClient *client,
     EncoderFault   fault)
{
  return encoder_fault_set_has (&get_channel (client)->faults, fault);
}

static double
value_of (EncoderClient *client,
          EncoderFault   fault)
{
  return get_channel (client)->faults.values[fault];
}

static gboolean
deviates (EncoderClient    *client,
          EncoderDeviation  deviation)
{
  return encoder_deviations_has (&client->server->deviations, deviation);
}

/* Whether this is the picture with which @fault, which happens once in a stream, happens. */
static gboolean
is_turn_of (EncoderClient *client,
            EncoderFault   fault)
{
  return has (client, fault) && client->watch.mutation.n_pictures == GOOD_PICTURES;
}

/**
 * encoder_mutate_clear:
 *
 * Frees what is remembered, not @self.
 */
void
encoder_mutate_clear (EncoderMutation *self)
{
  g_clear_pointer (&self->drip, g_bytes_unref);
  g_clear_pointer (&self->gathered, g_byte_array_unref);
  *self = (EncoderMutation) { 0 };
}

/**
 * encoder_mutate_start:
 *
 * A stream begins, after encoder_sender_start_media().
 */
void
encoder_mutate_start (EncoderClient *client)
{
  encoder_mutate_clear (&client->watch.mutation);
  client->watch.mutation.seen_changes = get_channel (client)->fault_changes;
  if (has (client, ENCODER_FAULT_WRAP))
    encoder_sender_set_sequence (get_sender (client), WRAP_SEQUENCE);
}

/* Faults that were set or taken back meanwhile. */
static void
note_changes (EncoderClient *client)
{
  EncoderMutation *self = &client->watch.mutation;

  if (self->seen_changes == get_channel (client)->fault_changes)
    return;

  self->seen_changes = get_channel (client)->fault_changes;
  self->n_pictures = 0;
  self->n_keys = self->n_exchanged = 0;
  if (self->is_exchanged)
    encoder_sender_wait_for_key (get_sender (client));
  self->is_exchanged = FALSE;
}

static gboolean
is_plain (EncoderClient *client)
{
  const EncoderMutation *self = &client->watch.mutation;

  return (get_channel (client)->faults.bits & media_faults) == 0 &&
         (client->server->deviations.bits & media_deviations) == 0 && !self->cut && !self->ending &&
         !self->drip && !self->is_over && !self->gathered;
}

static gboolean
push (EncoderClient *client,
      GByteArray    *bytes,
      guint          n_packets,
      gboolean       is_key,
      gint64         now_us)
{
  if (bytes->len == 0) {
    encoder_sender_skip_packets (get_sender (client), n_packets);
    g_byte_array_unref (bytes);
    return FALSE;
  }

  return encoder_sender_push_packets (get_sender (client), g_byte_array_free_to_bytes (bytes),
                                      n_packets, is_key, now_us);
}

static EncoderPackets
begin_packets (EncoderClient *client,
               const guint8  *unit)
{
  return (EncoderPackets) {
    .deviations = &client->server->deviations,
    .session_id = client->session->id,
    .channel = (guint8) (client->watch.channel - client->port->first),
    .sequence = encoder_sender_get_next_sequence (get_sender (client)),
    .reserved = { unit[3] == DVRIP_UNIT_I, unit[3] == DVRIP_UNIT_AUDIO ? 0x80 : 0 },
  };
}

/* Whether a unit is not sent at all. */
static gboolean
is_left_out (EncoderClient     *client,
             const EncoderUnit *unit,
             gint64             now_us)
{
  EncoderMutation *self = &client->watch.mutation;

  if (!encoder_unit_is_video (unit) && deviates (client, ENCODER_DEVIATION_NO_AUDIO))
    return TRUE;

  if (has (client, ENCODER_FAULT_SLOW) && encoder_unit_is_video (unit)) {
    gint64 pause_us = (gint64) (G_USEC_PER_SEC / value_of (client, ENCODER_FAULT_SLOW));

    if (!encoder_unit_is_key (unit) ||
        (self->picture_us > 0 && now_us - self->picture_us < pause_us))
      return TRUE;
    self->picture_us = now_us;
  }

  return has (client, ENCODER_FAULT_DROP) &&
         encoder_damage_hits (&self->random, value_of (client, ENCODER_FAULT_DROP));
}

/* The picture of two loops that take turns, each from its first key frame, so that all of them can
 * be decoded. */
static const EncoderUnit *
take_turns (EncoderClient *client,
            EncoderLoop   *own,
            EncoderLoop   *other,
            guint          every)
{
  EncoderMutation *self = &client->watch.mutation;
  guint turn = self->n_exchanged / every, position = self->n_exchanged % every;

  self->n_exchanged++;
  if (turn % 2 == 0)
    return encoder_loop_get_unit (own, position);

  return other ? encoder_loop_get_unit (other, position)
               : encoder_foreign_get_unit (encoder_loop_get_info (own)->codec);
}

/* Instead of the stream's own pictures for some time, those of another. Of a live stream, which
 * nobody can begin anew, only the key frames go between them. */
static const EncoderUnit *
exchange (EncoderClient     *client,
          const EncoderUnit *unit)
{
  EncoderMutation *self = &client->watch.mutation;
  EncoderLoop *const *loops = get_channel (client)->loops;
  EncoderLoop *own = loops[client->watch.stream], *other = loops[1 - client->watch.stream];
  gboolean by_size = has (client, ENCODER_FAULT_SIZE_CHANGE) && own && other;
  gboolean by_codec = has (client, ENCODER_FAULT_CODEC_CHANGE);

  if ((!by_size && !by_codec) || !encoder_unit_is_video (unit))
    return unit;

  self->is_exchanged = TRUE;
  if (by_size)
    return take_turns (client, own, other, (guint) value_of (client, ENCODER_FAULT_SIZE_CHANGE));
  if (own)
    return take_turns (client, own, NULL, (guint) value_of (client, ENCODER_FAULT_CODEC_CHANGE));

  if (!encoder_unit_is_key (unit))
    return encoder_foreign_get_unit (self->codec);

  self->codec = (DvripVideoCodec) (unit->header[4] & 0xf);
  return unit;
}

static guint32
jump (EncoderClient *client,
      guint32        date_time)
{
  EncoderMutation *self = &client->watch.mutation;

  if (!has (client, ENCODER_FAULT_CLOCK_JUMP) || ++self->n_keys % 2 == 0)
    return date_time;

  return encoder_spoil_pack_time ((gint64) value_of (client, ENCODER_FAULT_CLOCK_JUMP));
}

/* Header and payload in one piece, with what is wrong in them. */
static GByteArray *
make_bytes (EncoderClient     *client,
            const EncoderUnit *unit,
            guint32            date_time)
{
  EncoderMutation *self = &client->watch.mutation;
  GByteArray *bytes = g_byte_array_sized_new (unit->header_size + unit->payload_size);

  g_byte_array_append (bytes, unit->header, unit->header_size);
  g_byte_array_append (bytes, unit->payload, unit->payload_size);
  if (encoder_unit_is_key (unit)) {
    guint32 value = GUINT32_TO_LE (jump (client, date_time));

    memcpy (bytes->data + ENCODER_UNIT_DATE_TIME_OFFSET, &value, sizeof value);
  }

  if (encoder_unit_is_video (unit)) {
    encoder_spoil_picture (bytes, unit->header_size, &get_channel (client)->faults, &self->random);
    encoder_spoil_header (bytes, &client->server->deviations);
    if (is_turn_of (client, ENCODER_FAULT_UNIT_LENGTH))
      encoder_damage_set_length (bytes, (guint32) value_of (client, ENCODER_FAULT_UNIT_LENGTH));
  }

  return bytes;
}

/* The faults after which a stream is not what it was. Returns whether one of them was at work. */
static gboolean
break_off (EncoderClient *client,
           GByteArray    *unit,
           gsize          header_size,
           gint64         now_us)
{
  EncoderMutation *self = &client->watch.mutation;
  EncoderPackets packets = begin_packets (client, unit->data);
  GByteArray *bytes = g_byte_array_new ();
  gsize piece = MIN (unit->len, encoder_packets_get_size (&client->server->deviations));
  guint n_packets = 0;

  if (self->cut) {
    n_packets = encoder_packets_append (&packets, bytes, unit->data, unit->len);
    g_byte_array_set_size (bytes, bytes->len / 2);
    self->ending = self->cut;
    self->cut = ENCODER_FAULT_NONE;
    encoder_pacer_wake (client->server->pacer);
  } else if (is_turn_of (client, ENCODER_FAULT_PACKET_LENGTH)) {
    n_packets = encoder_packets_claim (&packets, bytes,
                                       (guint32) value_of (client, ENCODER_FAULT_PACKET_LENGTH),
                                       unit->data, piece);
  } else if (is_turn_of (client, ENCODER_FAULT_STARVE)) {
    n_packets = encoder_packets_claim (&packets, bytes,
                                       (guint32) value_of (client, ENCODER_FAULT_STARVE),
                                       unit->data, 1);
    self->is_over = TRUE;
  } else if (is_turn_of (client, ENCODER_FAULT_STARVE_UNIT)) {
    encoder_damage_set_length (unit, (guint32) value_of (client, ENCODER_FAULT_STARVE_UNIT));
    n_packets = encoder_packets_append (&packets, bytes, unit->data, header_size + 1);
    self->is_over = TRUE;
  } else if (has (client, ENCODER_FAULT_DRIP) && self->n_pictures >= GOOD_PICTURES &&
             unit->len > DRIP_HEAD) {
    n_packets = encoder_packets_append (&packets, bytes, unit->data, DRIP_HEAD);
    self->drip = g_bytes_new (unit->data + DRIP_HEAD, unit->len - DRIP_HEAD);
    self->drip_us = now_us;
    self->n_dripped = 0;
  } else {
    g_byte_array_unref (bytes);
    return FALSE;
  }

  push (client, bytes, n_packets, TRUE, now_us);
  return TRUE;
}

/* The rest of a unit, a byte in a packet of its own; all of it once the fault is over. */
static void
go_on_dripping (EncoderClient *client,
                gint64         now_us)
{
  EncoderMutation *self = &client->watch.mutation;
  gint64 pause_us = (gint64) (value_of (client, ENCODER_FAULT_DRIP) * 1000);
  gsize size;
  const guint8 *data = g_bytes_get_data (self->drip, &size);
  EncoderPackets packets = begin_packets (client, data);
  GByteArray *bytes = g_byte_array_new ();
  guint n_packets = 0;

  if (!has (client, ENCODER_FAULT_DRIP)) {
    n_packets = encoder_packets_append (&packets, bytes, data + self->n_dripped,
                                        size - self->n_dripped);
    self->n_dripped = (guint) size;
  }
  while (self->n_dripped < size && now_us - self->drip_us >= pause_us * (self->n_dripped + 1))
    n_packets += encoder_packets_append (&packets, bytes, data + self->n_dripped++, 1);

  push (client, bytes, n_packets, FALSE, now_us);
  if (self->n_dripped == size)
    g_clear_pointer (&self->drip, g_bytes_unref);
}

/* Many units in a piece, which is then cut without regard to them. Returns whether there are
 * enough of them. */
static gboolean
gather (EncoderClient *client,
        GByteArray    *unit)
{
  EncoderMutation *self = &client->watch.mutation;

  if (self->gathered) {
    g_byte_array_append (self->gathered, unit->data, unit->len);
    g_byte_array_set_size (unit, 0);
    g_byte_array_append (unit, self->gathered->data, self->gathered->len);
    g_clear_pointer (&self->gathered, g_byte_array_unref);
  }

  if (!deviates (client, ENCODER_DEVIATION_SEVERAL_UNITS) || ++self->n_gathered % MANY_UNITS == 0)
    return TRUE;

  self->gathered = g_byte_array_ref (unit);
  return FALSE;
}

static gboolean
send_bytes (EncoderClient *client,
            GByteArray    *unit,
            gboolean       is_key,
            gint64         now_us)
{
  EncoderMutation *self = &client->watch.mutation;
  EncoderPackets packets = begin_packets (client, unit->data);
  g_autoptr (GByteArray) between = encoder_spoil_between (&client->server->deviations,
                                                          self->n_units, now_us,
                                                          &self->service_us);
  GByteArray *bytes;
  guint n_packets;

  if (!gather (client, unit))
    return TRUE;

  bytes = g_byte_array_new ();
  n_packets = encoder_packets_append (&packets, bytes, unit->data, unit->len);
  n_packets += encoder_packets_append (&packets, bytes, between->data, between->len);
  if (has (client, ENCODER_FAULT_LOSE))
    encoder_spoil_lose (bytes, n_packets, value_of (client, ENCODER_FAULT_LOSE), &self->random);

  return push (client, bytes, n_packets,
               is_key || deviates (client, ENCODER_DEVIATION_SEVERAL_UNITS), now_us);
}

static gboolean
send_spoilt (EncoderClient     *client,
             const EncoderUnit *unit,
             guint32            date_time,
             gint64             now_us)
{
  EncoderMutation *self = &client->watch.mutation;
  g_autoptr (GByteArray) bytes = make_bytes (client, unit, date_time);
  gboolean is_video = encoder_unit_is_video (unit);

  if (self->n_units++ == 0 && deviates (client, ENCODER_DEVIATION_STARTS_INSIDE))
    g_byte_array_remove_range (bytes, 0, bytes->len / 2);
  else if (is_video && break_off (client, bytes, unit->header_size, now_us))
    return TRUE;

  self->n_pictures += is_video;
  return send_bytes (client, bytes, encoder_unit_is_key (unit), now_us);
}

/**
 * encoder_mutate_unit:
 * @client: watches the channel
 * @unit: (transfer none): as encoder_sender_push_unit() takes it
 * @date_time: the local time, as it stands on the wire, for units that have one
 * @now_us: monotonic
 *
 * Queues a unit, spoilt or not, or leaves it out.
 *
 * Returns: whether something was queued
 */
gboolean
encoder_mutate_unit (EncoderClient     *client,
                     const EncoderUnit *unit,
                     guint32            date_time,
                     gint64             now_us)
{
  EncoderMutation *self = &client->watch.mutation;

  note_changes (client);
  if (is_plain (client)) {
    self->n_units++;
    return encoder_sender_push_unit (get_sender (client), unit, date_time, now_us);
  }

  if (self->ending || self->is_over)
    return FALSE;
  if (self->drip) {
    go_on_dripping (client, now_us);
    return FALSE;
  }
  if (is_left_out (client, unit, now_us))
    return FALSE;

  return send_spoilt (client, exchange (client, unit), date_time, now_us);
}

/**
 * encoder_mutate_finish:
 *
 * Ends a connection within a unit, where that is the fault. May free @client.
 *
 * Returns: whether it was ended
 */
gboolean
encoder_mutate_finish (EncoderClient *client)
{
  EncoderFault ending = client->watch.mutation.ending;

  if (ending == ENCODER_FAULT_NONE)
    return FALSE;

  client->watch.mutation.ending = ENCODER_FAULT_NONE;
  client->watch.mutation.is_over = TRUE;
  if (ending == ENCODER_FAULT_CUT_RESET)
    encoder_connection_reset (client->connection);
  else
    encoder_connection_close (client->connection);

  return TRUE;
}
