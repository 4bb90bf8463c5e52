/* wall-limiter.h
 *
 * Whose turn it is to connect: a queue that lets a bounded number of attempts a second begin.
 * Pure: no clock of its own; one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Twenty a second, evenly: a wall that comes back together never logs in at one moment. */
#define WALL_LIMITER_SPACING_US (G_USEC_PER_SEC / 20)

typedef struct _WallLimiter WallLimiter;

/* How soon @waiter's turn is: the lowest goes first, among equals the one that waited longest;
 * negative: not now (nobody else waits for it). */
typedef int (*WallLimiterRankFunc) (gpointer waiter);

WallLimiter *wall_limiter_new         (WallLimiterRankFunc  rank);
void         wall_limiter_free        (WallLimiter         *self);
void         wall_limiter_enter       (WallLimiter         *self,
                                       gpointer             waiter);
void         wall_limiter_leave       (WallLimiter         *self,
                                       gpointer             waiter);
gpointer     wall_limiter_take_next   (WallLimiter         *self,
                                       gint64               now_us);
gint64       wall_limiter_get_wait_us (WallLimiter         *self,
                                       gint64               now_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallLimiter, wall_limiter_free)

G_END_DECLS
