/* wall-overload.c
 *
 * How many cameras are to be reduced so that this computer keeps up with the others.
 * Pure: no clock of its own.
 *
 * Cameras that fall behind are not enough: a decoder may be at fault, or the network. Only where the
 * processors have nothing left as well, the computer is to blame. What was restored too early is
 * waited for twice as long the next time, so that pictures do not come and go; what proved right is
 * waited for half as long.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-overload.h"

#define BUSY_IDLE     0.05
#define CALM_IDLE     0.20
#define HOT_SECONDS   3
#define FIRST_WAIT    10
#define LONGEST_WAIT  300
#define TOO_EARLY     60

/* A quarter of them at a time, so that it takes seconds and not minutes. */
static guint
get_step (guint of)
{
  return MAX (1, of / 4);
}

/* What was just restored, and was too much, is taken back alone. */
static void
reduce_more (WallOverload *self,
             guint         n)
{
  guint rest = n - self->reduced;
  guint step = get_step (rest);

  if (self->since_restore > 0) {
    self->wait = MIN (2 * self->wait, LONGEST_WAIT);
    step = self->restored;
  }

  self->reduced += MIN (step, rest);
  self->since_restore = 0;
}

static void
restore_some (WallOverload *self)
{
  self->restored = get_step (self->reduced);
  self->reduced -= self->restored;
  self->since_restore = 1;
}

static void
note (WallOverload            *self,
      const WallOverloadFacts *facts)
{
  gboolean is_hot = facts->is_behind && facts->idle >= 0 && facts->idle < BUSY_IDLE;
  gboolean is_calm = !facts->is_behind && (facts->idle < 0 || facts->idle > CALM_IDLE);

  self->hot = is_hot ? self->hot + 1 : 0;
  self->calm = is_calm ? self->calm + 1 : 0;
  if (self->since_restore > 0)
    self->since_restore++;
  if (self->since_restore > TOO_EARLY) {
    self->since_restore = 0;
    self->wait = MAX (self->wait / 2, FIRST_WAIT);
  }
}

/**
 * wall_overload_tick:
 * @facts: of the last second
 *
 * To be called once a second.
 *
 * Returns: how many cameras are to be reduced, the least important ones
 */
guint
wall_overload_tick (WallOverload            *self,
                    const WallOverloadFacts *facts)
{
  if (self->wait == 0)
    self->wait = FIRST_WAIT;

  note (self, facts);
  self->reduced = MIN (self->reduced, facts->n);
  if (self->hot >= HOT_SECONDS) {
    self->hot = 0;
    reduce_more (self, facts->n);
  } else if (self->reduced > 0 && self->calm >= self->wait) {
    self->calm = 0;
    restore_some (self);
  }

  return self->reduced;
}
