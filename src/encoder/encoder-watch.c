/* encoder-watch.c
 *
 * Sends a channel to one client: a loop and its sound at the pace of the clock, a live feed as it
 * comes. A loop begins with the key frame that is next to where a shared clock stands in it, and runs
 * from there on a count of its own: unit n is due at anchor + n intervals, so that nothing drifts. A
 * feed begins with its next key frame.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include "encoder-sound.h"
#include "encoder-timestamp.h"

/* Further behind than this (the process was stopped, say) nothing is made up for: a camera does not
 * send its past. */
#define MAX_LATE_US (500 * G_TIME_SPAN_MILLISECOND)

/* Channels begin at different slots of the pacer's grid: cameras are not in step. */
#define PHASES 8

static EncoderLoop *
get_loop (EncoderClient *client)
{
  return client->server->channels[client->watch.channel].loops[client->watch.stream];
}

static EncoderFeed *
get_feed (EncoderClient *client)
{
  return client->server->channels[client->watch.channel].feeds[client->watch.stream];
}

static guint
get_output (EncoderClient *client)
{
  return client->server->channels[client->watch.channel].outputs[client->watch.stream];
}

static guint64
us_to_units (EncoderLoop *loop,
             gint64       time_us)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);

  return (guint64) time_us * (guint64) info->rate_num / (G_USEC_PER_SEC * (guint64) info->rate_den);
}

/* The next moment at which this channel's camera takes a picture. */
static gint64
next_slot (EncoderClient *client,
           gint64         now_us)
{
  gint64 phase_us = (gint64) (client->watch.channel * 3 % PHASES) * ENCODER_PACER_GRID_US;
  gint64 interval_us = get_loop (client) ? encoder_loop_get_time_us (get_loop (client), 1)
                                         : ENCODER_TONE_UNIT_US;
  gint64 grid_us = client->server->started_us + phase_us;
  gint64 since_us = MAX (0, now_us - grid_us);

  return grid_us + (since_us + interval_us - 1) / interval_us * interval_us;
}

static void
set_anchor (EncoderClient *client,
            gint64         now_us)
{
  if (get_loop (client))
    client->watch.sound_us = encoder_loop_get_time_us (get_loop (client), client->watch.position);
  client->watch.anchor_us = next_slot (client, now_us);
  client->watch.video_count = 0;
  client->watch.audio_count = 0;
}

static void
begin (EncoderClient *client)
{
  gint64 now_us = g_get_monotonic_time ();
  EncoderLoop *loop = get_loop (client);

  if (loop) {
    guint64 passed = us_to_units (loop, now_us - client->server->started_us);

    client->watch.position =
      encoder_loop_find_key (loop, (guint) (passed % encoder_loop_get_length (loop)));
  }
  set_anchor (client, now_us);
}

/**
 * encoder_watch_start:
 * @client: has claimed a stream
 *
 * Begins to send it.
 */
void
encoder_watch_start (EncoderClient *client)
{
  if (client->watch.is_started)
    return;

  client->watch.is_started = TRUE;
  client->watch.is_frozen = client->watch.is_stalled = FALSE;
  client->watch.is_hearing = FALSE;
  client->watch.heard = client->port->talk.n_said;
  client->server->counters.watched++;
  encoder_sender_start_media (encoder_connection_get_sender (client->connection),
                              client->session->id,
                              (guint8) (client->watch.channel - client->port->first));
  encoder_mutate_start (client);
  begin (client);
  if (get_feed (client))
    encoder_feed_add_watcher (get_feed (client), get_output (client));
  encoder_pacer_wake (client->server->pacer);
}

/**
 * encoder_watch_stop:
 *
 * Ends the stream with the unit that is being written. The claim stays.
 */
void
encoder_watch_stop (EncoderClient *client)
{
  if (!client->watch.is_started)
    return;

  client->watch.is_started = FALSE;
  client->server->counters.watched--;
  encoder_unit_clear (&client->watch.frozen);
  if (get_feed (client))
    encoder_feed_remove_watcher (get_feed (client), get_output (client));
  encoder_sender_drop_media (encoder_connection_get_sender (client->connection));
}

static guint32
pack_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return dvrip_date_time_pack ((guint) g_date_time_get_year (now),
                               (guint) g_date_time_get_month (now),
                               (guint) g_date_time_get_day_of_month (now),
                               (guint) g_date_time_get_hour (now),
                               (guint) g_date_time_get_minute (now),
                               (guint) g_date_time_get_second (now));
}

/* The one place where a unit goes to a client. */
static void
send_unit (EncoderClient     *client,
           const EncoderUnit *unit,
           gint64             now_us)
{
  guint32 date_time = encoder_unit_is_key (unit) ? pack_now () : 0;

  if (encoder_mutate_unit (client, unit, date_time, now_us) && encoder_unit_is_video (unit))
    client->server->counters.frames++;
}

static const EncoderUnit *
next_picture (EncoderClient *client)
{
  EncoderWatch *watch = &client->watch;
  EncoderLoop *loop = get_loop (client);

  if (!encoder_fault_of_client (client, ENCODER_FAULT_FREEZE)) {
    guint position = watch->position;

    watch->is_frozen = FALSE;
    watch->position = (position + 1) % encoder_loop_get_length (loop);
    return encoder_loop_get_unit (loop, position);
  }

  if (!watch->is_frozen) {
    watch->is_frozen = TRUE;
    watch->frozen_us = g_get_real_time ();
    watch->frozen_position = encoder_loop_find_key (loop, watch->position);
    /* Decoding can go on from the picture that it stands on. */
    watch->position = (watch->frozen_position + 1) % encoder_loop_get_length (loop);
  }

  return encoder_loop_get_unit (loop, watch->frozen_position);
}

/* Writes the time into a copy of the picture: the loop is everybody's. */
static void
stamp (EncoderClient *client,
       EncoderUnit   *unit)
{
  const EncoderWatch *watch = &client->watch;
  DvripVideoCodec codec = encoder_loop_get_info (get_loop (client))->codec;
  gint64 real_us = watch->is_frozen ? watch->frozen_us : g_get_real_time ();
  GBytes *stamped;

  if (!client->server->has_timestamps ||
      (codec != DVRIP_VIDEO_H264 && codec != DVRIP_VIDEO_H265))
    return;

  stamped = encoder_timestamp_insert (unit->payload, unit->payload_size,
                                      codec == DVRIP_VIDEO_H265, (guint64) real_us);
  if (stamped)
    encoder_unit_take_bytes (unit, stamped);
}

static void
send_picture (EncoderClient *client,
              gint64         now_us)
{
  g_auto (EncoderUnit) unit = *next_picture (client);

  stamp (client, &unit);
  send_unit (client, &unit, now_us);
}

/* 40 ms of the loop's own sound, which goes round with its pictures. */
static void
send_loop_sound (EncoderClient *client,
                 EncoderLoop   *loop,
                 gint64         now_us)
{
  const EncoderWatch *watch = &client->watch;
  gint64 duration_us = encoder_loop_get_time_us (loop, encoder_loop_get_length (loop));
  guint64 time_us = (guint64) watch->sound_us + watch->audio_count * ENCODER_SOUND_UNIT_US;
  guint8 samples[ENCODER_SOUND_UNIT_BYTES];
  g_auto (EncoderUnit) unit = { 0 };

  encoder_sound_copy (encoder_loop_get_sound (loop), duration_us, time_us, samples);
  encoder_unit_init_sound (&unit, NULL, sizeof samples);
  encoder_unit_take_bytes (&unit, g_bytes_new (samples, sizeof samples));
  send_unit (client, &unit, now_us);
}

static void
send_sound (EncoderClient *client,
            gint64         now_us)
{
  EncoderTone *tone = client->server->channels[client->watch.channel].tone;
  guint index = (guint) (client->watch.audio_count % G_MAXUINT32);
  const EncoderUnit *said = encoder_talk_hear (client);

  if (said)
    send_unit (client, said, now_us);
  else if (tone)
    send_unit (client, encoder_tone_get_unit (tone, index), now_us);
  else
    send_loop_sound (client, get_loop (client), now_us);
}

static void
resume_feed (EncoderClient *client)
{
  if (!get_feed (client))
    return;

  encoder_sender_wait_for_key (encoder_connection_get_sender (client->connection));
  encoder_feed_ask_key (get_feed (client), get_output (client));
}

/* Whether the stream stands; it goes on with a key frame. */
static gboolean
is_stalled (EncoderClient *client)
{
  EncoderWatch *watch = &client->watch;

  if (encoder_fault_of_client (client, ENCODER_FAULT_STALL)) {
    watch->is_stalled = TRUE;
  } else if (watch->is_stalled) {
    watch->is_stalled = FALSE;
    begin (client);
    resume_feed (client);
  }

  return watch->is_stalled;
}

/* When the next picture of the loop is due, or never, for a live feed. */
static gint64
next_video_us (EncoderClient *client)
{
  const EncoderWatch *watch = &client->watch;
  EncoderLoop *loop = get_loop (client);

  return loop ? watch->anchor_us + encoder_loop_get_time_us (loop, watch->video_count) : ENCODER_PACER_NEVER;
}

/* The same for the sound of a loop or of a test picture; a feed brings its own. */
static gint64
next_audio_us (EncoderClient *client)
{
  const EncoderWatch *watch = &client->watch;

  if (!client->server->channels[watch->channel].tone &&
      !(get_loop (client) && encoder_loop_get_sound (get_loop (client))))
    return ENCODER_PACER_NEVER;

  return watch->anchor_us + (gint64) watch->audio_count * ENCODER_TONE_UNIT_US;
}

/**
 * encoder_watch_advance:
 * @now_us: monotonic
 *
 * Queues what is due.
 *
 * Returns: when the next unit is due, monotonic; %ENCODER_PACER_NEVER for a stream that stands
 */
gint64
encoder_watch_advance (EncoderClient *client,
                       gint64         now_us)
{
  EncoderWatch *watch = &client->watch;

  if (!watch->is_started || !encoder_connection_is_open (client->connection) ||
      is_stalled (client))
    return ENCODER_PACER_NEVER;

  if (now_us - MIN (next_video_us (client), next_audio_us (client)) > MAX_LATE_US)
    set_anchor (client, now_us);

  for (;;) {
    gint64 video_us = next_video_us (client), audio_us = next_audio_us (client);

    if (MIN (video_us, audio_us) > now_us)
      return MIN (video_us, audio_us);

    if (video_us <= audio_us) {
      send_picture (client, now_us);
      watch->video_count++;
    } else {
      send_sound (client, now_us);
      watch->audio_count++;
    }
  }
}

/* What a frozen feed sends instead of a picture: the last key frame, in the picture's place. */
static const EncoderUnit *
freeze (EncoderClient         *client,
        const EncoderFeedUnit *picture)
{
  EncoderWatch *watch = &client->watch;
  const EncoderFeedUnit *key = encoder_feed_get_key (get_feed (client), picture->output);

  if (!watch->is_frozen && key) {
    watch->is_frozen = TRUE;
    watch->frozen = key->unit;
    g_bytes_ref (watch->frozen.bytes);
  }

  return watch->is_frozen ? &watch->frozen : &picture->unit;
}

static const EncoderUnit *
next_of_feed (EncoderClient         *client,
              const EncoderFeedUnit *unit)
{
  EncoderWatch *watch = &client->watch;

  if (!encoder_unit_is_video (&unit->unit))
    return &unit->unit;
  if (encoder_fault_of_client (client, ENCODER_FAULT_FREEZE))
    return freeze (client, unit);

  if (watch->is_frozen) {
    watch->is_frozen = FALSE;
    encoder_unit_clear (&watch->frozen);
    resume_feed (client);
  }

  return &unit->unit;
}

/**
 * encoder_watch_deliver:
 * @feed: whose unit it is
 * @unit: just made
 * @now_us: monotonic
 *
 * Sends it, if it is of the stream that the client watches. May free @client.
 */
void
encoder_watch_deliver (EncoderClient         *client,
                       EncoderFeed           *feed,
                       const EncoderFeedUnit *unit,
                       gint64                 now_us)
{
  EncoderWatch *watch = &client->watch;

  if (!watch->is_started || get_feed (client) != feed ||
      (encoder_unit_is_video (&unit->unit) && unit->output != get_output (client)) ||
      !encoder_connection_is_open (client->connection) || is_stalled (client))
    return;

  if (encoder_mutate_finish (client))
    return;

  send_unit (client, next_of_feed (client, unit), now_us);
  encoder_connection_flush (client->connection);
}
