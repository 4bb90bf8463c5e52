/* encoder-watch.c
 *
 * Sends a channel's loop and sound to one client at the pace of the clock. Each stream begins with
 * the key frame that is next to where a shared clock stands in the loop, and runs from there on a
 * count of its own: unit n is due at anchor + n intervals, so that nothing drifts.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

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

static gint64
units_to_us (EncoderLoop *loop,
             guint64      units)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);

  return (gint64) (units * G_USEC_PER_SEC * (guint64) info->rate_den / (guint64) info->rate_num);
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
  gint64 interval_us = units_to_us (get_loop (client), 1);
  gint64 grid_us = client->server->started_us + phase_us;
  gint64 since_us = MAX (0, now_us - grid_us);

  return grid_us + (since_us + interval_us - 1) / interval_us * interval_us;
}

static void
set_anchor (EncoderClient *client,
            gint64         now_us)
{
  client->watch.anchor_us = next_slot (client, now_us);
  client->watch.video_count = 0;
  client->watch.audio_count = 0;
}

static void
begin (EncoderClient *client)
{
  gint64 now_us = g_get_monotonic_time ();
  EncoderLoop *loop = get_loop (client);
  guint64 passed = us_to_units (loop, now_us - client->server->started_us);

  set_anchor (client, now_us);
  client->watch.position =
    encoder_loop_find_key (loop, (guint) (passed % encoder_loop_get_length (loop)));
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
  client->server->counters.watched++;
  encoder_sender_start_media (encoder_connection_get_sender (client->connection),
                              client->session->id,
                              (guint8) (client->watch.channel - client->port->first));
  begin (client);
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

static const EncoderUnit *
next_picture (EncoderClient *client)
{
  EncoderWatch *watch = &client->watch;
  EncoderLoop *loop = get_loop (client);

  if (client->server->channels[watch->channel].fault != ENCODER_FAULT_FREEZE) {
    guint position = watch->position;

    watch->is_frozen = FALSE;
    watch->position = (position + 1) % encoder_loop_get_length (loop);
    return encoder_loop_get_unit (loop, position);
  }

  if (!watch->is_frozen) {
    watch->is_frozen = TRUE;
    watch->frozen_position = encoder_loop_find_key (loop, watch->position);
    /* Decoding can go on from the picture that it stands on. */
    watch->position = (watch->frozen_position + 1) % encoder_loop_get_length (loop);
  }

  return encoder_loop_get_unit (loop, watch->frozen_position);
}

static void
send_picture (EncoderClient *client,
              gint64         now_us)
{
  const EncoderUnit *unit = next_picture (client);
  guint32 date_time = encoder_unit_is_key (unit) ? pack_now () : 0;

  if (encoder_sender_push_unit (encoder_connection_get_sender (client->connection), unit, date_time,
                                now_us))
    client->server->counters.frames++;
}

static void
send_sound (EncoderClient *client,
            gint64         now_us)
{
  EncoderTone *tone = client->server->channels[client->watch.channel].tone;
  guint index = (guint) (client->watch.audio_count % G_MAXUINT32);

  encoder_sender_push_unit (encoder_connection_get_sender (client->connection),
                            encoder_tone_get_unit (tone, index), 0, now_us);
}

/* Whether the stream stands; it goes on with a key frame. */
static gboolean
is_stalled (EncoderClient *client)
{
  EncoderWatch *watch = &client->watch;

  if (client->server->channels[watch->channel].fault == ENCODER_FAULT_STALL) {
    watch->is_stalled = TRUE;
  } else if (watch->is_stalled) {
    watch->is_stalled = FALSE;
    begin (client);
  }

  return watch->is_stalled;
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
  EncoderLoop *loop;
  gint64 video_us, audio_us;

  if (!watch->is_started || !encoder_connection_is_open (client->connection) ||
      is_stalled (client))
    return ENCODER_PACER_NEVER;

  loop = get_loop (client);
  video_us = watch->anchor_us + units_to_us (loop, watch->video_count);
  if (now_us - video_us > MAX_LATE_US)
    set_anchor (client, now_us);

  for (;;) {
    video_us = watch->anchor_us + units_to_us (loop, watch->video_count);
    audio_us = watch->anchor_us + (gint64) watch->audio_count * ENCODER_TONE_UNIT_US;
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
