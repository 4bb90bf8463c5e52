/* wall-rate-meter.h
 *
 * How many frames and pictures the wall paints a second. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

typedef struct _WallRateMeter WallRateMeter;

WallRateMeter *wall_rate_meter_new  (WallGrid      *grid);
void           wall_rate_meter_free (WallRateMeter *self);
void           wall_rate_meter_get  (WallRateMeter *self,
                                     double        *out_frames,
                                     double        *out_pictures);

G_END_DECLS
