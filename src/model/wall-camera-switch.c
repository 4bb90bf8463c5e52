/* wall-camera-switch.c
 *
 * From one stream to the other without a dark moment: a second player begins beside the one that is
 * seen, and takes over with its first picture that reached the screen. Until then the old one goes
 * on, and is judged as ever.
 *
 * A camera has two connections at most, of which one begins or ends: what is toggled quickly waits
 * for what closes. A device that refuses the second one is remembered: there the old one is closed
 * first. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-backoff.h"
#include "wall-camera-private.h"
#include "wall-turnstile.h"

/* Pictures that come and are not painted are of no use to anybody. */
#define UNSEEN_US (5 * G_USEC_PER_SEC)

static gboolean
has_pictures (WallCamera *self)
{
  return self->player && (self->state == WALL_LINK_LIVE || self->state == WALL_LINK_LATE);
}

static void
drop (WallCamera *self)
{
  WallCameraSwitch *next = &self->next;

  g_signal_handlers_disconnect_by_data (next->player, self);
  g_clear_object (&next->player);
  wall_slot_close (&next->slot);
  wall_turnstile_poke ();
}

static void
wait_to_try_again (WallCamera *self)
{
  gint64 delay_ms = wall_backoff_get_delay_ms (self->next.failures++, g_random_double ());

  self->next.retry_at_us = g_get_monotonic_time () + delay_ms * 1000;
}

/**
 * wall_camera_abandon_switch:
 *
 * The other stream is not wanted any more, or the camera leaves.
 */
void
wall_camera_abandon_switch (WallCamera *self)
{
  WallCameraSwitch *next = &self->next;

  wall_turnstile_leave (self);
  if (next->player)
    wall_camera_let_go (self, &next->player, &next->slot);
  *next = (WallCameraSwitch) { .failures = next->failures, .retry_at_us = next->retry_at_us };
}

/* Closes the old one first: it keeps its last picture, and says that it connects. */
static void
reconnect (WallCamera *self)
{
  self->delay_us = 0;
  self->is_urgent |= self->is_enlarged;
  wall_camera_break_off (self, WALL_REASON_NONE);
}

/* Whether the device may have refused only because another stream of it plays. */
static gboolean
is_crowded (WallCamera *self,
            WallReason  reason)
{
  gboolean is_dropped = reason == WALL_REASON_CLOSED_BY_DEVICE || reason == WALL_REASON_RESET ||
                        reason == WALL_REASON_SILENT;

  return reason == WALL_REASON_REJECTED || reason == WALL_REASON_TOO_MANY ||
         (is_dropped && self->next.failures > 0);
}

static gboolean
is_lack (WallCamera *self,
         WallReason  reason)
{
  gboolean is_unknown_sub =
    self->next.stream == WALL_STREAM_SUB && self->device->sub != WALL_DEVICE_HAS_SUB;

  return reason == WALL_REASON_NO_DECODER || reason == WALL_REASON_NO_PERMISSION ||
         reason == WALL_REASON_NO_PICTURE || reason == WALL_REASON_BAD_DATA ||
         (reason == WALL_REASON_REJECTED && is_unknown_sub);
}

/* What is seen goes on; only a device that takes one stream at a time is asked for the other one
 * alone. */
static void
conclude (WallCamera *self,
          WallReason  reason)
{
  WallStream stream = self->next.stream;

  if (is_lack (self, reason))
    wall_camera_lack_stream (self, stream);
  else if (is_crowded (self, reason)) {
    self->device->takes_one_stream = TRUE;
    reconnect (self);
  } else
    wait_to_try_again (self);
}

static void
on_phase (WallCamera *self)
{
  WallPlayerPhase phase = wall_player_get_phase (self->next.player);

  if (phase >= WALL_PLAYER_CLOSING)
    return;

  if (phase >= WALL_PLAYER_WAITING && !self->next.is_accepted) {
    self->next.is_accepted = TRUE;
    wall_slot_accept (&self->next.slot);
    wall_turnstile_poke ();
  }
  if (phase == WALL_PLAYER_PLAYING && self->next.playing_us == 0)
    self->next.playing_us = g_get_monotonic_time ();
  if (phase == WALL_PLAYER_PLAYING && !self->is_shown)
    wall_camera_take_over (self, g_get_monotonic_time ());
}

static void
on_failed (WallCamera *self,
           guint       reason,
           const char *message,
           const char *debug)
{
  g_debug ("Camera %u, %s stream: %s (%s)", wall_camera_config_get_number (self->config),
           wall_stream_to_nick (self->next.stream), message, debug);
  self->next.reason = wall_slot_fail (&self->next.slot, reason, g_get_monotonic_time ());
  /* It sends at this moment. */
  self->device->failed_last = FALSE;
}

static void
on_closed (WallCamera *self,
           const char *ended_by,
           guint       reason)
{
  if (self->next.reason == WALL_REASON_NONE)
    self->next.reason = reason;

  drop (self);
  conclude (self, self->next.reason);
  wall_camera_announce (self);
}

static void
on_picture (WallCamera *self)
{
  self->next.has_picture = TRUE;
  g_signal_emit_by_name (self, "picture");
}

/**
 * wall_camera_begin_switch:
 *
 * Its turn has come to begin with the other stream.
 */
void
wall_camera_begin_switch (WallCamera *self)
{
  WallStream stream = wall_camera_pick_stream (self);
  WallCameraSwitch *next = &self->next;

  if (!has_pictures (self) || next->player || stream == self->stream)
    return;
  if (self->device->takes_one_stream) {
    reconnect (self);
    return;
  }

  next->stream = stream;
  next->begun_us = g_get_monotonic_time ();
  next->player = wall_camera_make_player (self, stream);
  wall_slot_begin (&next->slot, self->device);
  g_signal_connect_swapped (next->player, "notify::phase", G_CALLBACK (on_phase), self);
  g_signal_connect_swapped (next->player, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (next->player, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect_swapped (next->player, "picture", G_CALLBACK (on_picture), self);
  wall_player_start (next->player);
}

/**
 * wall_camera_follow_stream:
 *
 * Plays the stream that is to be played now, soon, if a picture of the other one is there. An
 * attempt that has none yet is not disturbed.
 */
void
wall_camera_follow_stream (WallCamera *self)
{
  WallStream wanted = wall_camera_pick_stream (self);
  WallCameraSwitch *next = &self->next;

  if (!has_pictures (self) || !wall_camera_has_streams (self))
    return;

  if (wanted == self->stream) {
    next->failures = 0;
    next->retry_at_us = 0;
    wall_camera_abandon_switch (self);
  } else if (next->player == NULL && self->n_leaving == 0 &&
             g_get_monotonic_time () >= next->retry_at_us)
    wall_turnstile_enter (self);
}

/**
 * wall_camera_note_eviction:
 * @reason: why the attempt under way ended
 *
 * A device that drops the old stream for the new one takes one at a time.
 */
void
wall_camera_note_eviction (WallCamera *self,
                           WallReason  reason)
{
  if (!self->next.is_accepted ||
      (reason != WALL_REASON_CLOSED_BY_DEVICE && reason != WALL_REASON_RESET))
    return;

  self->device->takes_one_stream = TRUE;
  self->delay_us = 0;
}

/**
 * wall_camera_take_next:
 *
 * Returns: (transfer full) (nullable): the newest picture of the other stream, if it was not taken
 * yet
 */
WallPicture *
wall_camera_take_next (WallCamera *self)
{
  WallCameraSwitch *next = &self->next;
  WallPicture *picture;

  if (!next->has_picture)
    return NULL;

  picture = wall_video_sink_take_picture (wall_player_get_sink (next->player));
  if (picture) {
    next->is_taken = TRUE;
    next->taken_us = wall_picture_get_decoded_us (picture);
    next->taken_serial = wall_picture_get_serial (picture);
  }
  return picture;
}

/**
 * wall_camera_is_next:
 * @picture: that was painted
 *
 * Returns: whether it is one of the other stream
 */
gboolean
wall_camera_is_next (WallCamera  *self,
                     WallPicture *picture)
{
  const WallCameraSwitch *next = &self->next;

  return next->is_taken && wall_picture_get_decoded_us (picture) == next->taken_us &&
         wall_picture_get_serial (picture) == next->taken_serial;
}

/**
 * wall_camera_take_over:
 * @now_us: monotonic
 *
 * The other stream is the one that is played from now on; the old one is closed in order.
 */
void
wall_camera_take_over (WallCamera *self,
                       gint64      now_us)
{
  WallCameraSwitch next = self->next;

  g_signal_handlers_disconnect_by_data (next.player, self);
  self->next = (WallCameraSwitch) { 0 };
  wall_camera_poll (self);
  wall_attempt_log_end (self->log, "us", now_us);
  wall_camera_let_go (self, &self->player, &self->slot);

  self->slot = next.slot;
  self->stream = next.stream;
  wall_camera_adopt_player (self, next.player, next.begun_us);
  wall_attempt_log_reach (self->log, WALL_LINK_WAITING_PICTURE);
  wall_player_set_reduced (self->player, self->is_reduced);
  wall_camera_poll (self);
  wall_attempt_log_reach (self->log, self->state);
  wall_camera_prove_stream (self);
  wall_camera_remember (self);
}

/**
 * wall_camera_look_after_switch:
 * @now_us: monotonic
 *
 * The heartbeat: begins what waited, gives up what nobody gets to see.
 */
void
wall_camera_look_after_switch (WallCamera *self,
                               gint64      now_us)
{
  gint64 playing_us = self->next.playing_us;

  if (playing_us > 0 && now_us - playing_us > UNSEEN_US) {
    wall_camera_abandon_switch (self);
    wait_to_try_again (self);
  }
  wall_camera_follow_stream (self);
}
