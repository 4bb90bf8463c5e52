/* wall-camera-attempt.c
 *
 * One attempt of a camera: its player from the first SYN to the close, and what it counts. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"
#include "wall-heartbeat.h"
#include "wall-turnstile.h"

/* What is left out on purpose is not late. */
static double
get_nominal_fps (WallCamera *self)
{
  if (self->is_reduced && self->stats.key_interval_us > 0)
    return (double) G_USEC_PER_SEC / (double) self->stats.key_interval_us;

  return self->sink_stats.fps;
}

static void
note_counters (WallCamera *self)
{
  const WallPlayerStats *stats = &self->stats;
  const WallVideoSinkStats *sink = &self->sink_stats;

  wall_watch_note_received (self->watch, stats->units, stats->last_unit_us, stats->last_byte_us);
  wall_watch_note_fed (self->watch, stats->fed_units);
  wall_watch_note_decoded (self->watch, sink->decoded, sink->skipped, sink->last_decoded_us);
  wall_watch_note_unchanged (self->watch, sink->unchanged_since_us);
  wall_watch_set_nominal (self->watch, get_nominal_fps (self));
}

static void
note_connection (WallCamera *self)
{
  if (self->stats.local_port == 0)
    return;

  g_strlcpy (self->local_address, self->stats.local_address, sizeof self->local_address);
  g_strlcpy (self->remote_address, self->stats.remote_address, sizeof self->remote_address);
  self->local_port = self->stats.local_port;
  self->remote_port = self->stats.remote_port;
}

/**
 * wall_camera_poll:
 *
 * Looks at the counters of the player, if there is one.
 */
void
wall_camera_poll (WallCamera *self)
{
  if (self->player == NULL)
    return;

  wall_player_get_stats (self->player, &self->stats);
  wall_video_sink_get_stats (wall_player_get_sink (self->player), &self->sink_stats);
  note_counters (self);
  note_connection (self);

  if (self->sink_stats.last_decoded_us < 0)
    return;
  if (self->first_decoded_us < 0)
    self->first_decoded_us = self->sink_stats.last_decoded_us;
  self->picture_clock =
    MAX (self->picture_clock, self->sink_stats.last_decoded_us + self->slept_us);
}

/**
 * wall_camera_remember:
 *
 * The attempt works: the next ones of the device begin like it. Only the sub stream has several names;
 * a main stream must not be asked for by one of them.
 */
void
wall_camera_remember (WallCamera *self)
{
  wall_device_remember (self->device, self->stats.topology,
                        self->stream == WALL_STREAM_SUB ? self->stats.stream_type : "",
                        self->state == WALL_LINK_LIVE);
}

static void
on_phase (WallCamera *self)
{
  WallPlayerPhase phase = wall_player_get_phase (self->player);

  if (phase >= WALL_PLAYER_CLOSING)
    return;

  if (phase >= WALL_PLAYER_SIGNING_IN)
    wall_camera_handle (self, WALL_LINK_EVENT_CONNECTED);
  if (phase >= WALL_PLAYER_WAITING && wall_camera_handle (self, WALL_LINK_EVENT_SIGNED_IN)) {
    wall_camera_poll (self);
    wall_camera_remember (self);
    wall_slot_accept (&self->slot);
    wall_turnstile_poke ();
  }
  wall_camera_announce (self);
}

/* A stream that cannot be had is not asked for again where there is another one. That it was refused
 * alone says that it was not for the other one. */
static void
fall_back (WallCamera *self)
{
  if (self->first_decoded_us >= 0 || !wall_camera_is_unplayable (self->reason))
    return;

  self->device->takes_one_stream = FALSE;
  if (wall_camera_lack_stream (self, self->stream))
    self->reason = WALL_REASON_NONE;
}

static void
on_failed (WallCamera *self,
           guint       reason,
           const char *message,
           const char *debug)
{
  wall_camera_poll (self);
  wall_camera_note_eviction (self, reason);
  if (!wall_camera_handle (self, WALL_LINK_EVENT_LOST))
    return;

  g_debug ("Camera %u: %s (%s)", wall_camera_config_get_number (self->config), message, debug);
  wall_attempt_log_fail (self->log, reason, message);
  self->reason = wall_slot_fail (&self->slot, reason, g_get_monotonic_time ());
  fall_back (self);
  if (self->reason == WALL_REASON_NONE)
    self->delay_us = 0;
  wall_camera_announce (self);
}

static void
drop_player (WallCamera *self)
{
  g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_object (&self->player);
  wall_slot_close (&self->slot);
  wall_turnstile_poke ();
}

static void
on_closed (WallCamera *self,
           const char *ended_by,
           guint       reason)
{
  wall_camera_poll (self);
  if (wall_camera_handle (self, WALL_LINK_EVENT_LOST))
    self->reason = reason;

  wall_attempt_log_end (self->log, ended_by, g_get_monotonic_time ());
  drop_player (self);
  wall_camera_settle (self);
  wall_camera_announce (self);
}

static void
on_picture (WallCamera *self)
{
  g_signal_emit_by_name (self, "picture");
}

/**
 * wall_camera_break_off:
 * @reason: to tell people; NONE: nobody is to blame
 *
 * Gives the attempt under way up, in order.
 */
void
wall_camera_break_off (WallCamera *self,
                       WallReason  reason)
{
  if (!wall_camera_handle (self, WALL_LINK_EVENT_LOST))
    return;

  self->reason = reason;
  wall_attempt_log_fail (self->log, reason, NULL);
  wall_player_close (self->player);
}

static char *
dup_uri (WallCamera *self,
         WallStream  stream)
{
  const WallScheme *scheme = wall_device_get_scheme (self->device);

  if (scheme && !scheme->has_channels)
    return wall_device_dup_path_uri (self->device, wall_camera_config_get_path (self->config));

  return wall_device_dup_channel_uri (self->device, wall_camera_config_get_channel (self->config),
                                      wall_stream_to_nick (stream));
}

/**
 * wall_camera_make_player:
 * @stream: to play
 *
 * Returns: (transfer full): a player that has not been started
 */
WallPlayer *
wall_camera_make_player (WallCamera *self,
                         WallStream  stream)
{
  g_autofree char *topology = NULL;
  g_autofree char *stream_type = NULL;
  g_autofree char *uri = dup_uri (self, stream);
  WallPlayerConfig config = { .uri = uri };
  WallPlayer *player;

  g_object_get (self->device, "topology", &topology, "stream-type", &stream_type, NULL);
  config.user = wall_device_get_user (self->device);
  config.password = wall_device_get_password (self->device);
  config.certificate = wall_device_get_certificate (self->device);
  config.topology = topology;
  config.stream_type = stream == WALL_STREAM_SUB ? stream_type : NULL;

  player = wall_player_new (&config);
  wall_video_sink_set_target_size (wall_player_get_sink (player), self->width, self->height);
  wall_video_sink_set_view (wall_player_get_sink (player), &self->view);

  return player;
}

/**
 * wall_camera_adopt_player:
 * @player: (transfer full): of the attempt that is under way from now on
 * @begun_us: when it began, monotonic
 *
 * Nothing that was counted before counts.
 */
void
wall_camera_adopt_player (WallCamera *self,
                          WallPlayer *player,
                          gint64      begun_us)
{
  self->player = player;
  wall_attempt_log_begin (self->log, begun_us);
  wall_watch_reset (self->watch, begun_us);
  self->attempt_us = begun_us;
  self->first_decoded_us = -1;
  self->seen_serial = 0;
  self->stats = (WallPlayerStats){ .last_unit_us = -1, .last_byte_us = -1 };
  self->sink_stats = (WallVideoSinkStats){ .last_decoded_us = -1, .unchanged_since_us = -1 };

  g_signal_connect_swapped (player, "notify::phase", G_CALLBACK (on_phase), self);
  g_signal_connect_swapped (player, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (player, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect_swapped (player, "picture", G_CALLBACK (on_picture), self);
  wall_player_set_unseen (player, !self->is_shown);
}

/**
 * wall_camera_begin_attempt:
 *
 * Begins an attempt with a player of its own. The device has an address, and a place for it.
 */
void
wall_camera_begin_attempt (WallCamera *self)
{
  self->stream = wall_camera_pick_stream (self);
  wall_slot_begin (&self->slot, self->device);
  wall_camera_adopt_player (self, wall_camera_make_player (self, self->stream),
                            g_get_monotonic_time ());
  wall_player_start (self->player);
}

typedef struct {
  WallCamera *camera;  /* weak: %NULL once it was disposed of */
  WallPlayer *player;
  WallSlot slot;
} Farewell;

static void
tell_farewell (WallCamera *camera)
{
  camera->n_leaving--;
  wall_camera_follow_stream (camera);
  if (!camera->is_started)
    g_signal_emit_by_name (camera, "status-changed");
}

static void
on_farewell (Farewell *farewell)
{
  WallCamera *camera;

  wall_slot_close (&farewell->slot);
  wall_turnstile_poke ();
  g_signal_handlers_disconnect_by_data (farewell->player, farewell);
  g_object_unref (farewell->player);
  camera = farewell->camera;
  g_clear_weak_pointer (&farewell->camera);
  g_free (farewell);
  if (camera)
    tell_farewell (camera);
}

/**
 * wall_camera_let_go:
 * @player: (inout): that is not the camera's any more; %NULL afterwards
 * @slot: (inout): of its attempt
 *
 * It closes in order by itself, and keeps its slot till then.
 */
void
wall_camera_let_go (WallCamera  *self,
                    WallPlayer **player,
                    WallSlot    *slot)
{
  Farewell *farewell = g_new0 (Farewell, 1);

  g_signal_handlers_disconnect_by_data (*player, self);
  farewell->player = g_steal_pointer (player);
  farewell->slot = *slot;
  *slot = (WallSlot){ 0 };
  g_set_weak_pointer (&farewell->camera, self);
  self->n_leaving++;
  g_signal_connect_swapped (farewell->player, "closed", G_CALLBACK (on_farewell), farewell);
  wall_player_close (farewell->player);
}

/**
 * wall_camera_forsake:
 *
 * The camera is disposed of: its players close without it.
 */
void
wall_camera_forsake (WallCamera *self)
{
  wall_heartbeat_remove (self);
  wall_turnstile_leave (self);
  if (self->next.player)
    wall_camera_let_go (self, &self->next.player, &self->next.slot);
  if (self->player)
    wall_camera_let_go (self, &self->player, &self->slot);
}
