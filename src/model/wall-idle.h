/* wall-idle.h
 *
 * How much of the processors that this process may use is left over, by everybody. One thread at a
 * time; never waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All zero at first. */
typedef struct {
  guint64 idle, total;   /* ticks of all those processors, when it was read last */
} WallIdle;

double wall_idle_read (WallIdle   *self);
double wall_idle_note (WallIdle   *self,
                       const char *text);

G_END_DECLS
