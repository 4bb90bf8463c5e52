/* wall-camera-link.c
 *
 * How a camera's connection moves: every event goes through one door, and each state has what
 * belongs to it, a place in the queue, a player, or the time of the next attempt. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-backoff.h"
#include "wall-camera-private.h"
#include "wall-heartbeat.h"
#include "wall-login-gate.h"
#include "wall-turnstile.h"

#define ALARM_US (10 * G_USEC_PER_SEC)

/* A wrong port or channel may be put right at the device, unseen by us. */
#define SLOW_RETRY_US (60 * G_USEC_PER_SEC)

/* After an absence everybody comes back at once: spread over this time. */
#define RETURN_US (2 * G_USEC_PER_SEC)

/**
 * wall_camera_handle:
 *
 * The one door: what the table of moves does not allow does not happen.
 *
 * Returns: whether the state changed
 */
gboolean
wall_camera_handle (WallCamera    *self,
                    WallLinkEvent  event)
{
  WallLinkState state = self->state;

  if (!wall_link_state_next (&state, event))
    return FALSE;

  self->state = state;
  self->state_since_us = g_get_monotonic_time ();
  wall_attempt_log_reach (self->log, state);
  if (state == WALL_LINK_CLOSING) {
    wall_camera_keep_still (self);
    wall_camera_abandon_switch (self);
  }
  return TRUE;
}

/**
 * wall_camera_is_wanted:
 *
 * Returns: whether it is to be connected: the wall runs, and the camera is not switched off
 */
gboolean
wall_camera_is_wanted (WallCamera *self)
{
  return self->is_started && wall_camera_config_get_enabled (self->config);
}

static gboolean
is_looked_after (WallReason reason)
{
  return reason == WALL_REASON_NOT_DVRIP || reason == WALL_REASON_NO_SUCH_CHANNEL ||
         reason == WALL_REASON_NO_PERMISSION || reason == WALL_REASON_WRONG_SERVICE ||
         reason == WALL_REASON_NO_SUCH_STREAM || reason == WALL_REASON_UNSUPPORTED;
}

static gboolean
needs_attention (WallReason reason)
{
  return wall_login_gate_is_verdict (reason) || is_looked_after (reason) ||
         reason == WALL_REASON_NO_DECODER || reason == WALL_REASON_BAD_ADDRESS ||
         reason == WALL_REASON_CERTIFICATE_CHANGED;
}

/**
 * wall_camera_reject:
 * @reason: to tell people
 *
 * It needs a person, or a long time.
 */
void
wall_camera_reject (WallCamera *self,
                    WallReason  reason)
{
  if (!wall_camera_handle (self, WALL_LINK_EVENT_REJECTED))
    return;

  self->reason = reason;
  self->is_urgent = FALSE;
  self->retry_at_us = is_looked_after (reason) ? g_get_monotonic_time () + SLOW_RETRY_US : -1;
}

/**
 * wall_camera_queue:
 * @event: that makes it wait for its turn, if it may
 *
 * It is to be connected, unless its device signs nobody in.
 */
void
wall_camera_queue (WallCamera    *self,
                   WallLinkEvent  event)
{
  if (!wall_camera_handle (self, event))
    return;

  self->retry_at_us = -1;
  if (wall_device_is_barred (self->device, g_get_monotonic_time ()))
    wall_camera_reject (self, wall_device_get_verdict (self->device));
  else
    wall_turnstile_enter (self);
}

/* What belongs to a camera that is switched off: nothing. */
static void
rest (WallCamera *self)
{
  wall_heartbeat_remove (self);
  g_clear_pointer (&self->still, wall_still_unref);
  self->reason = WALL_REASON_NONE;
  self->notices = WALL_NOTICE_NONE;
  self->unchanged_us = -1;
  self->failures = 0;
  self->retry_at_us = -1;
  self->delay_us = -1;
  self->is_urgent = FALSE;
}

static gint64
pick_delay_us (WallCamera *self)
{
  gint64 delay_us = self->delay_us;
  gint64 video_us = self->sink_stats.last_decoded_us - self->first_decoded_us;

  self->delay_us = -1;
  if (delay_us >= 0)
    return delay_us;

  if (self->first_decoded_us >= 0 && video_us >= WALL_BACKOFF_RESET_MS * G_GINT64_CONSTANT (1000))
    self->failures = 0;

  return wall_backoff_get_delay_ms (self->failures++, g_random_double ()) * (gint64) 1000;
}

/**
 * wall_camera_settle:
 *
 * The attempt is closed: where to now?
 */
void
wall_camera_settle (WallCamera *self)
{
  gint64 now_us = g_get_monotonic_time ();
  WallReason reason = self->reason;

  if (!wall_camera_is_wanted (self)) {
    if (wall_camera_handle (self, WALL_LINK_EVENT_ENDED))
      rest (self);
    return;
  }

  if (wall_device_is_barred (self->device, now_us))
    reason = wall_device_get_verdict (self->device);
  if (needs_attention (reason))
    wall_camera_reject (self, reason);
  else if (wall_camera_handle (self, WALL_LINK_EVENT_CLOSED))
    self->retry_at_us = now_us + pick_delay_us (self);
}

static gboolean
judges (WallLinkState state)
{
  return state == WALL_LINK_WAITING_PICTURE || state == WALL_LINK_LIVE ||
         state == WALL_LINK_LATE || state == WALL_LINK_STALLED;
}

static gboolean
is_under_way (WallLinkState state)
{
  return judges (state) || state == WALL_LINK_CONNECTING || state == WALL_LINK_SIGNING_IN;
}

static gboolean
handle_freshness (WallCamera    *self,
                  WallFreshness  freshness)
{
  switch (freshness) {
  case WALL_FRESHNESS_LIVE:
    return wall_camera_handle (self, WALL_LINK_EVENT_FRESH);
  case WALL_FRESHNESS_LATE:
    return wall_camera_handle (self, WALL_LINK_EVENT_AGED);
  case WALL_FRESHNESS_STALLED:
    return wall_camera_handle (self, WALL_LINK_EVENT_STALE);
  case WALL_FRESHNESS_NONE:
    return FALSE;
  }

  g_return_val_if_reached (FALSE);
}

/* Another camera of the device may have been trusted meanwhile, with another certificate. */
static void
live (WallCamera *self)
{
  self->reason = WALL_REASON_NONE;
  self->is_urgent = FALSE;
  wall_camera_remember (self);
  wall_camera_prove_stream (self);
  g_clear_pointer (&self->still, wall_still_unref);
  if (!wall_device_trust (self->device, self->stats.certificate))
    wall_camera_break_off (self, WALL_REASON_CERTIFICATE_CHANGED);
  wall_camera_follow_stream (self);
}

/**
 * wall_camera_judge:
 * @now_us: monotonic
 *
 * Lets the watch say whether the camera is live.
 */
void
wall_camera_judge (WallCamera *self,
                   gint64      now_us)
{
  if (!judges (self->state))
    return;

  /* What was looked at last may be too old to take a stall back, never to find one. */
  if (self->state != WALL_LINK_LIVE)
    wall_camera_poll (self);
  if (!handle_freshness (self, wall_watch_judge (self->watch, now_us)))
    return;

  if (self->state == WALL_LINK_LIVE)
    live (self);
}

/**
 * wall_camera_get_rank:
 *
 * Returns: how soon its turn is; people who wait first, hosts that failed last go last; negative:
 * its device takes nobody now
 */
int
wall_camera_get_rank (WallCamera *self)
{
  if (!wall_device_may_begin (self->device, g_get_monotonic_time ()))
    return -1;
  if (self->is_urgent || self->is_enlarged)
    return 0;

  return wall_device_failed_last (self->device) ? 2 : 1;
}

/**
 * wall_camera_take_turn:
 *
 * Its turn to connect has come: begins an attempt, or with the other stream.
 */
void
wall_camera_take_turn (WallCamera *self)
{
  if (self->player)
    wall_camera_begin_switch (self);
  else if (wall_device_get_host (self->device) == NULL)
    wall_camera_reject (self, WALL_REASON_BAD_ADDRESS);
  else if (wall_camera_handle (self, WALL_LINK_EVENT_TURN))
    wall_camera_begin_attempt (self);

  wall_camera_announce (self);
}

/**
 * wall_camera_follow:
 *
 * Connects or leaves, as wall_camera_is_wanted() says.
 */
void
wall_camera_follow (WallCamera *self)
{
  if (wall_camera_is_wanted (self)) {
    wall_heartbeat_add (self);
    self->picture_clock = g_get_monotonic_time () + self->slept_us;
    self->delay_us = self->state == WALL_LINK_CLOSING ? 0 : -1;
    wall_camera_queue (self, WALL_LINK_EVENT_START);
  } else {
    wall_turnstile_leave (self);
    wall_camera_handle (self, WALL_LINK_EVENT_STOP);
    if (self->state == WALL_LINK_OFF)
      rest (self);
    if (self->player)
      wall_player_close (self->player);
  }

  wall_camera_announce (self);
}

/**
 * wall_camera_start:
 *
 * Connects the camera, now and whenever it is lost, unless it is switched off.
 */
void
wall_camera_start (WallCamera *self)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  if (self->is_started)
    return;

  self->is_started = TRUE;
  wall_camera_follow (self);
}

/**
 * wall_camera_stop:
 *
 * Closes the connection in order, which takes up to a second, see wall_camera_is_closed().
 */
void
wall_camera_stop (WallCamera *self)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  self->is_started = FALSE;
  wall_camera_follow (self);
}

/**
 * wall_camera_is_closed:
 *
 * Returns: whether nothing of a connection is left
 */
gboolean
wall_camera_is_closed (WallCamera *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA (self), TRUE);

  return self->player == NULL && self->n_leaving == 0;
}

/**
 * wall_camera_retry:
 *
 * A click: tries again now, whatever the delay; also after a wrong password, which then lets one
 * login of the whole device go first, and after another certificate, which may have been allowed in
 * the device file since. Nothing happens while an attempt is under way.
 */
void
wall_camera_retry (WallCamera *self)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  if (!wall_camera_is_wanted (self) || is_under_way (self->state))
    return;

  self->is_urgent = TRUE;
  wall_camera_forget_streams (self);
  if (self->state == WALL_LINK_CLOSING)
    self->delay_us = 0;
  if (self->state == WALL_LINK_WAITING_RETRY || self->state == WALL_LINK_NEEDS_ATTENTION) {
    if (wall_device_is_barred (self->device, g_get_monotonic_time ()))
      wall_device_reopen (self->device);
    if (self->reason == WALL_REASON_CERTIFICATE_CHANGED)
      wall_device_doubt (self->device);
    wall_camera_queue (self, WALL_LINK_EVENT_RETRY);
  }

  wall_turnstile_poke ();
  wall_camera_announce (self);
}

/* This program, or the machine, stood still: nothing is known to be live. */
static void
bear_gap (WallCamera     *self,
          const WallBeat *beat)
{
  gint64 return_us = g_random_double () * RETURN_US;

  self->slept_us += beat->suspended_us;
  if (self->state == WALL_LINK_LIVE || self->state == WALL_LINK_LATE)
    wall_camera_handle (self, WALL_LINK_EVENT_STALE);
  if (!beat->is_absence)
    return;

  if (self->state == WALL_LINK_WAITING_RETRY)
    self->retry_at_us = MIN (self->retry_at_us, beat->now_us + return_us);
  else if (self->player && self->state != WALL_LINK_CLOSING) {
    self->delay_us = return_us;
    wall_camera_break_off (self, WALL_REASON_NONE);
  }
}

static void
look_after (WallCamera *self,
            gint64      now_us)
{
  gboolean is_due = self->retry_at_us >= 0 && now_us >= self->retry_at_us;
  gboolean is_free = self->state == WALL_LINK_NEEDS_ATTENTION &&
                     wall_device_bars (self->device, self->reason) &&
                     !wall_device_is_barred (self->device, now_us);

  if (is_due || is_free)
    wall_camera_queue (self, WALL_LINK_EVENT_RETRY);
}

static void
note_notices (WallCamera *self,
              gint64      now_us)
{
  WallWatchNumbers numbers;

  wall_watch_get_numbers (self->watch, now_us, &numbers);
  self->unchanged_us = judges (self->state) ? numbers.unchanged_us : -1;
  self->notices = WALL_NOTICE_NONE;
  if (judges (self->state) && numbers.is_damaged)
    self->notices |= WALL_NOTICE_DAMAGED;
  if (self->unchanged_us >= 0)
    self->notices |= WALL_NOTICE_UNCHANGED;
  if (judges (self->state) && self->is_reduced)
    self->notices |= WALL_NOTICE_REDUCED;
  if (now_us + self->slept_us - self->picture_clock >= ALARM_US)
    self->notices |= WALL_NOTICE_ALARM;
}

/**
 * wall_camera_beat:
 *
 * The heartbeat: looks at every clock of the camera.
 */
void
wall_camera_beat (WallCamera     *self,
                  const WallBeat *beat)
{
  if (beat->is_gap)
    bear_gap (self, beat);
  if (beat->is_poll)
    wall_camera_poll (self);
  if (!beat->is_gap)
    wall_camera_judge (self, beat->now_us);

  look_after (self, beat->now_us);
  wall_camera_look_after_switch (self, beat->now_us);
  if (beat->is_poll && wall_camera_is_wanted (self))
    note_notices (self, beat->now_us);
  wall_camera_announce (self);
}
