/* wall-pulse.h
 *
 * Tells from two clocks whether this program, or the whole machine, stood still between two beats.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_PULSE_MS 125

/* Every second beat looks at the counters of the pipelines; each one judges what is known. */
#define WALL_PULSE_POLL_BEATS 2

#define WALL_PULSE_GAP_US     G_USEC_PER_SEC        /* no picture may be called live after it */
#define WALL_PULSE_ABSENCE_US (3 * G_USEC_PER_SEC)  /* nor any connection be trusted */

typedef struct {
  gint64   now_us;        /* monotonic */
  gboolean is_poll;
  gboolean is_gap;        /* nothing ran for a while: what was live is not known to be */
  gboolean is_absence;    /* for so long that connections begin anew */
  gint64   suspended_us;  /* how long the machine slept: the monotonic clock does not know */
} WallBeat;

typedef struct {
  gint64 last_us;         /* 0: no beat yet */
  gint64 last_boot_us;
  guint  beats;
} WallPulse;

WallBeat wall_pulse_beat (WallPulse *self,
                          gint64     now_us,
                          gint64     boot_us);

G_END_DECLS
