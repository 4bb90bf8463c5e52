/* wall-pulse.c
 *
 * Tells from two clocks whether this program, or the whole machine, stood still between two beats.
 * Pure: callable from any thread.
 *
 * A machine that slept is told by CLOCK_BOOTTIME, which counts on while CLOCK_MONOTONIC stands
 * still; a program that was stopped by the gap between two of its own beats. An overloaded main
 * loop makes short gaps as well: they take the word live from every picture, but no connection is
 * given up for one, since sixteen new connections would only add to the load.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pulse.h"

/**
 * wall_pulse_beat:
 * @now_us: CLOCK_MONOTONIC
 * @boot_us: CLOCK_BOOTTIME, read at the same moment
 *
 * Returns: what this beat has to do
 */
WallBeat
wall_pulse_beat (WallPulse *self,
                 gint64     now_us,
                 gint64     boot_us)
{
  WallBeat beat = { .now_us = now_us, .is_poll = self->beats++ % WALL_PULSE_POLL_BEATS == 0 };

  if (self->last_us > 0) {
    gint64 gap_us = now_us - self->last_us;
    gint64 slept_us = boot_us - self->last_boot_us - gap_us;
    gboolean has_slept = slept_us > WALL_PULSE_GAP_US;

    beat.is_gap = has_slept || gap_us > WALL_PULSE_GAP_US;
    beat.is_absence = has_slept || gap_us > WALL_PULSE_ABSENCE_US;
    beat.suspended_us = has_slept ? slept_us : 0;
  }

  self->last_us = now_us;
  self->last_boot_us = boot_us;
  return beat;
}
