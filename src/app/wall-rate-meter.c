/* wall-rate-meter.c
 *
 * How many frames and pictures the wall paints a second. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-rate-meter.h"

#define INTERVAL_S 1

struct _WallRateMeter {
  WallGrid *grid;          /* it outlives this */
  guint     tick_id;
  gint64    last_us;
  guint64   last_frames;
  guint64   last_pictures;
  double    frames_per_second;
  double    pictures_per_second;
};

static gboolean
on_tick (gpointer user_data)
{
  WallRateMeter *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  double seconds = (double) (now_us - self->last_us) / G_USEC_PER_SEC;
  guint64 frames, pictures;

  wall_grid_get_counts (self->grid, &frames, &pictures);
  self->frames_per_second = (double) (frames - self->last_frames) / seconds;
  self->pictures_per_second = (double) (pictures - self->last_pictures) / seconds;
  self->last_frames = frames;
  self->last_pictures = pictures;
  self->last_us = now_us;

  return G_SOURCE_CONTINUE;
}

/**
 * wall_rate_meter_new:
 * @grid: what is painted; it has to outlive the meter
 *
 * Returns: (transfer full): a meter that has measured nothing yet
 */
WallRateMeter *
wall_rate_meter_new (WallGrid *grid)
{
  WallRateMeter *self = g_new0 (WallRateMeter, 1);

  self->grid = grid;
  self->last_us = g_get_monotonic_time ();
  self->tick_id = g_timeout_add_seconds (INTERVAL_S, on_tick, self);

  return self;
}

/**
 * wall_rate_meter_free:
 * @self: (transfer full): a meter
 */
void
wall_rate_meter_free (WallRateMeter *self)
{
  g_source_remove (self->tick_id);
  g_free (self);
}

/**
 * wall_rate_meter_get:
 * @self: a meter
 * @out_frames: (out): frames with at least one new picture, a second
 * @out_pictures: (out): new pictures in them, a second
 *
 * What was measured in the last second.
 */
void
wall_rate_meter_get (WallRateMeter *self,
                     double        *out_frames,
                     double        *out_pictures)
{
  *out_frames = self->frames_per_second;
  *out_pictures = self->pictures_per_second;
}
