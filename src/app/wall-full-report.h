/* wall-full-report.h
 *
 * All that the running wall knows of itself and of its cameras, as JSON. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-loop-meter.h"
#include "wall-window.h"

G_BEGIN_DECLS

char *wall_full_report_build (WallWindow     *window,
                              WallCameraList *cameras,
                              WallLoopMeter  *meter,
                              gint64          started_us,
                              const char     *trouble);

G_END_DECLS
