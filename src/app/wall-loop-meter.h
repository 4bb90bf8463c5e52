/* wall-loop-meter.h
 *
 * For how long the main loop kept others waiting. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A gap longer than this is counted. */
#define WALL_LOOP_METER_LIMIT_US 100000

typedef struct _WallLoopMeter WallLoopMeter;

typedef struct {
  gint64  max_gap_us;        /* of the last minute */
  gint64  max_gap_ever_us;   /* since the start */
  guint64 gaps_over_limit;   /* likewise */
  gint64  max_work_us;       /* of the last minute */
  gint64  max_work_ever_us;
} WallLoopNumbers;

WallLoopMeter *wall_loop_meter_new         (GMainContext    *context);
void           wall_loop_meter_free        (WallLoopMeter   *self);
void           wall_loop_meter_get_numbers (WallLoopMeter   *self,
                                            WallLoopNumbers *out_numbers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallLoopMeter, wall_loop_meter_free)

G_END_DECLS
