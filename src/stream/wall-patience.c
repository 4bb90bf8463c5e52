/* wall-patience.c
 *
 * How long a stream may go without a picture, and what is to be done then: first a new decoder, the
 * second time a new attempt.
 * Pure: no clock of its own; callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-patience.h"

/* A tick that is so many times too late says that the main loop stood still, or the computer slept:
 * what was not seen meanwhile is not held against the camera. */
#define LATE_TICKS 4

static gboolean
is_over (gint64 age_us,
         guint  limit_ms)
{
  return age_us >= limit_ms * G_TIME_SPAN_MILLISECOND;
}

static WallPatienceVerdict
reset (WallPatience *self,
       gint64        now_us)
{
  self->reset_us = now_us;

  return WALL_PATIENCE_RESET;
}

/* Some cameras send key frames so rarely that a decoder which got nothing is not to blame. */
static WallPatienceVerdict
judge_first_picture (WallPatience            *self,
                     const WallPatienceFacts *facts,
                     gint64                   now_us)
{
  gint64 age_us = now_us - self->since_us;

  if (is_over (age_us, self->limits.first_picture_ms))
    return WALL_PATIENCE_GIVE_UP;
  if (is_over (age_us, self->limits.no_picture_ms) && facts->fed_units > 0 && self->reset_us < 0)
    return reset (self, now_us);

  return is_over (age_us, self->limits.hint_ms) ? WALL_PATIENCE_HINT : WALL_PATIENCE_WAIT;
}

/* Where no bytes come either, it is for the element to say that the device is silent. */
static WallPatienceVerdict
judge_pictures (WallPatience            *self,
                const WallPatienceFacts *facts,
                gint64                   now_us)
{
  gint64 last_us = MAX (facts->last_picture_us, self->since_us);

  if (self->reset_us >= 0 &&
      is_over (facts->last_picture_us - self->reset_us, self->limits.forgive_ms))
    self->reset_us = -1;

  if (!is_over (now_us - MAX (last_us, self->reset_us), self->limits.no_picture_ms) ||
      !facts->has_bytes_coming)
    return WALL_PATIENCE_WAIT;

  return self->reset_us < 0 ? reset (self, now_us) : WALL_PATIENCE_GIVE_UP;
}

/**
 * wall_patience_begin:
 * @limits: they are copied
 * @now_us: from when on a picture is waited for, monotonic
 */
void
wall_patience_begin (WallPatience             *self,
                     const WallPatienceLimits *limits,
                     gint64                    now_us)
{
  *self = (WallPatience) {
    .limits = *limits,
    .since_us = now_us,
    .last_tick_us = now_us,
    .reset_us = -1,
  };
}

/**
 * wall_patience_tick:
 * @facts: what is known now
 * @now_us: monotonic
 *
 * To be called every `tick_ms`.
 *
 * Returns: what is to be done; %WALL_PATIENCE_RESET only when it is due
 */
WallPatienceVerdict
wall_patience_tick (WallPatience            *self,
                    const WallPatienceFacts *facts,
                    gint64                   now_us)
{
  if (is_over (now_us - self->last_tick_us, LATE_TICKS * self->limits.tick_ms))
    self->since_us = now_us;
  self->last_tick_us = now_us;

  return facts->last_picture_us < 0 ? judge_first_picture (self, facts, now_us)
                                    : judge_pictures (self, facts, now_us);
}
