/* wall-backoff.h
 *
 * How long to wait before the next attempt.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_BACKOFF_MAX_MS       10000
#define WALL_BACKOFF_LOCKED_MS    (30 * 60 * 1000)
#define WALL_BACKOFF_RESET_MS     30000   /* of video: the next failure counts as the first */

/* b/2 + U(0, b/2), b = min (10 s, 2^failures s); @failures from 0, @random in [0, 1). */
guint wall_backoff_get_delay_ms (guint  failures,
                                 double random);

G_END_DECLS
