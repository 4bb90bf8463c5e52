/* wall-wakeup.h
 *
 * One wake-up of the main loop for all cameras: what streaming threads have for the main thread is
 * gathered for WALL_WAKEUP_GATHER_US, so that one paint shows all tiles that are new.
 * Works on the default main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Shorter than the interval of a camera of 25 frames a second, so that each frame is shown; long
 * enough that a paint shows most of a wall. */
#define WALL_WAKEUP_GATHER_US (30 * 1000)

typedef void (*WallWakeupFunc) (gpointer object);

/* From any thread; @object is held until @function was called. Who asks again before that is called
 * again. */
void    wall_wakeup_request   (gpointer       object,
                               WallWakeupFunc function);
/* Main thread: @object is not called any more for what was asked before. */
void    wall_wakeup_cancel    (gpointer       object);
/* Wake-ups that had something to hand over, since the start. */
guint64 wall_wakeup_get_count (void);

G_END_DECLS
