/* wall-relief.h
 *
 * Looks once a second whether this computer keeps up with the wall, and has the least important
 * cameras decode key frames only while it does not. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

typedef struct _WallRelief WallRelief;

WallRelief *wall_relief_new  (GPtrArray  *cameras);
void        wall_relief_free (WallRelief *self);
/* For tests; the timer does the same. */
void        wall_relief_tick (WallRelief *self,
                              gint64      now_us,
                              double      idle);

G_END_DECLS
