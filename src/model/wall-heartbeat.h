/* wall-heartbeat.h
 *
 * The one timer that all cameras of the process share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

void wall_heartbeat_add     (WallCamera *camera);
void wall_heartbeat_remove  (WallCamera *camera);

/* What the timer does, with clocks that somebody else read: tests let the machine sleep with it. */
void wall_heartbeat_beat_at (gint64      now_us,
                             gint64      boot_us);

G_END_DECLS
