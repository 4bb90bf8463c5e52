/* wall-interval.h
 *
 * The usual time between two frames, measured: the median of the last ones, so that one gap does
 * not change what is expected.
 * Pure: callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_INTERVAL_N 31

typedef struct {
  gint64  values[WALL_INTERVAL_N];
  guint   n;          /* how many of them are filled */
  guint   next;       /* where the next one goes */
  guint64 total;      /* as last noted */
  gint64  last_us;    /* -1: never */
} WallInterval;

void   wall_interval_init       (WallInterval *self);
void   wall_interval_note       (WallInterval *self,
                                 guint64       total,
                                 gint64        last_us);
gint64 wall_interval_get_median (const WallInterval *self);

G_END_DECLS
