/* wall-interval.c
 *
 * The usual time between two frames, from a running total and the time of the newest one.
 * Pure: callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-interval.h"

#include <stdlib.h>

/* Fewer say nothing yet: a stream often begins with a burst. */
#define MIN_N 5

static int
compare (const void *a,
         const void *b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static void
add (WallInterval *self,
     gint64        value)
{
  self->values[self->next] = value;
  self->next = (self->next + 1) % WALL_INTERVAL_N;
  self->n = MIN (self->n + 1, WALL_INTERVAL_N);
}

/**
 * wall_interval_init:
 *
 * Forgets everything.
 */
void
wall_interval_init (WallInterval *self)
{
  *self = (WallInterval) { .last_us = -1 };
}

/**
 * wall_interval_note:
 * @total: frames counted so far
 * @last_us: when the newest of them came, monotonic; -1 if none did
 *
 * Frames that came between two calls count as evenly spread.
 */
void
wall_interval_note (WallInterval *self,
                    guint64       total,
                    gint64        last_us)
{
  if (self->last_us >= 0 && total > self->total && last_us > self->last_us) {
    guint64 frames = total - self->total;
    gint64 each_us = (last_us - self->last_us) / (gint64) MIN (frames, (guint64) G_MAXINT32);

    for (guint64 i = 0; i < MIN (frames, WALL_INTERVAL_N); i++)
      add (self, each_us);
  }

  self->total = total;
  self->last_us = last_us;
}

/**
 * wall_interval_get_median:
 *
 * Returns: microseconds; 0 if too little was seen
 */
gint64
wall_interval_get_median (const WallInterval *self)
{
  gint64 sorted[WALL_INTERVAL_N];

  if (self->n < MIN_N)
    return 0;

  for (guint i = 0; i < self->n; i++)
    sorted[i] = self->values[i];
  qsort (sorted, self->n, sizeof *sorted, compare);

  return sorted[self->n / 2];
}
