/* watch-camera.c
 *
 * A camera that is played to a watch, by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "watch-camera.h"

/**
 * camera_init:
 *
 * Makes a camera that sends a frame every @interval_us, and is shown.
 */
void
camera_init (Camera *self,
             gint64  interval_us)
{
  *self = (Camera) {
    .watch = wall_watch_new (),
    .now_us = T0, .next_frame_us = T0, .next_tick_us = T0, .interval_us = interval_us,
    .comes = TRUE, .decodes = TRUE, .paints = TRUE, .decoded_us = -1,
  };
  wall_watch_reset (self->watch, T0);
  wall_watch_set_shown (self->watch, TRUE, T0);
}

/**
 * camera_clear:
 *
 * Lets go of its watch.
 */
void
camera_clear (Camera *self)
{
  wall_watch_free (self->watch);
}

static void
one_frame (Camera *self)
{
  self->units++;
  wall_watch_note_received (self->watch, self->units, self->now_us, self->now_us);
  wall_watch_note_fed (self->watch, self->units);

  if (!self->decodes)
    return;
  if (self->lose_every > 0 && self->units % self->lose_every == 0)
    self->lost++;
  if (self->units < self->lost + self->delay + self->frames + 1)
    return;

  self->frames++;
  self->decoded_us = self->now_us;
  wall_watch_note_decoded (self->watch, self->frames, 0, self->now_us);
  if (self->paints)
    wall_watch_note_painted (self->watch, self->now_us);
}

static void
one_tick (Camera *self)
{
  self->freshness = wall_watch_judge (self->watch, self->now_us);
  if (self->freshness == WALL_FRESHNESS_LIVE)
    self->live_us += TICK;
  else if (self->freshness == WALL_FRESHNESS_LATE)
    self->late_us += TICK;
  else if (self->freshness == WALL_FRESHNESS_STALLED)
    self->stalled_us += TICK;
}

/**
 * camera_run:
 *
 * Plays it for so long; the watch judges it on every tick.
 */
void
camera_run (Camera *self,
     gint64  span_us)
{
  gint64 end_us = self->now_us + span_us;

  self->live_us = self->late_us = self->stalled_us = 0;
  for (; self->now_us < end_us; self->now_us += STEP) {
    if (self->comes && self->now_us >= self->next_frame_us) {
      one_frame (self);
      self->next_frame_us = self->now_us + self->interval_us;
    }
    if (self->now_us >= self->next_tick_us) {
      one_tick (self);
      self->next_tick_us = self->now_us + TICK;
    }
  }
}

/**
 * camera_judge:
 *
 * Returns: what its watch says now
 */
WallFreshness
camera_judge (Camera *self)
{
  return wall_watch_judge (self->watch, self->now_us);
}

/**
 * camera_get_numbers:
 *
 * Returns: what its watch knows now
 */
WallWatchNumbers
camera_get_numbers (Camera *self)
{
  WallWatchNumbers numbers;

  wall_watch_get_numbers (self->watch, self->now_us, &numbers);

  return numbers;
}
