/* watch-camera.h
 *
 * A camera that is played to a watch, by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-watch.h"

G_BEGIN_DECLS

#define MS   G_TIME_SPAN_MILLISECOND
#define S    G_TIME_SPAN_SECOND
#define TICK (250 * MS)
#define STEP (10 * MS)
#define T0   (1000 * S)

/* Frames come every @interval_us while it is on. */
typedef struct {
  WallWatch *watch;
  gint64     now_us, next_frame_us, next_tick_us;
  gint64     interval_us;
  gboolean   comes, decodes, paints;
  guint      lose_every;     /* 0: the decoder loses none */
  guint      delay;          /* frames that the decoder holds back */
  guint64    units, frames, lost;
  gint64     decoded_us;
  WallFreshness freshness;
  gint64     live_us, late_us, stalled_us;   /* spent in each, in the last run */
} Camera;

void             camera_init        (Camera *self,
                                     gint64  interval_us);
void             camera_clear       (Camera *self);
void             camera_run         (Camera *self,
                                     gint64  span_us);
WallFreshness    camera_judge       (Camera *self);
WallWatchNumbers camera_get_numbers (Camera *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Camera, camera_clear)

G_END_DECLS
