/* wall-limiter.c
 *
 * Whose turn it is to connect: a queue that lets a bounded number of attempts a second begin.
 * Pure: no clock of its own; one thread at a time.
 *
 * Only the beginning of an attempt is limited. How many are unanswered does not matter: forty dead
 * cameras must not delay the forty-first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-limiter.h"

struct _WallLimiter {
  WallLimiterRankFunc rank;
  GPtrArray *waiters;   /* in the order they came */
  gint64 next_us;       /* no attempt begins before; 0: none was begun yet */
};

/**
 * wall_limiter_new:
 * @rank: asked for each waiter whenever one is to be chosen
 *
 * Returns: (transfer full): an empty queue
 */
WallLimiter *
wall_limiter_new (WallLimiterRankFunc rank)
{
  WallLimiter *self = g_new0 (WallLimiter, 1);

  self->rank = rank;
  self->waiters = g_ptr_array_new ();
  return self;
}

/**
 * wall_limiter_free:
 * @self: (transfer full):
 */
void
wall_limiter_free (WallLimiter *self)
{
  g_ptr_array_unref (self->waiters);
  g_free (self);
}

/**
 * wall_limiter_enter:
 * @waiter: (not nullable): borrowed until it was taken or has left
 *
 * Puts @waiter at the end of the queue, unless it waits already.
 */
void
wall_limiter_enter (WallLimiter *self,
                    gpointer     waiter)
{
  if (!g_ptr_array_find (self->waiters, waiter, NULL))
    g_ptr_array_add (self->waiters, waiter);
}

/**
 * wall_limiter_leave:
 *
 * Forgets @waiter, if it waits at all.
 */
void
wall_limiter_leave (WallLimiter *self,
                    gpointer     waiter)
{
  g_ptr_array_remove (self->waiters, waiter);
}

static gpointer
find_first (WallLimiter *self)
{
  gpointer first = NULL;
  int first_rank = G_MAXINT;

  for (guint i = 0; i < self->waiters->len; i++) {
    gpointer waiter = g_ptr_array_index (self->waiters, i);
    int rank = self->rank (waiter);

    if (rank >= 0 && rank < first_rank) {
      first = waiter;
      first_rank = rank;
    }
  }

  return first;
}

/**
 * wall_limiter_take_next:
 * @now_us: monotonic
 *
 * Takes the waiter whose turn it is out of the queue, and counts its attempt as begun at @now_us.
 *
 * Returns: (nullable): the waiter, %NULL when it is too early or nobody can go now
 */
gpointer
wall_limiter_take_next (WallLimiter *self,
                        gint64       now_us)
{
  gpointer first;

  if (now_us < self->next_us)
    return NULL;

  first = find_first (self);
  if (first == NULL)
    return NULL;

  g_ptr_array_remove (self->waiters, first);
  self->next_us = now_us + WALL_LIMITER_SPACING_US;
  return first;
}

/**
 * wall_limiter_get_wait_us:
 * @now_us: monotonic
 *
 * Returns: after how many microseconds wall_limiter_take_next() has somebody, -1 when nobody who
 * waits can go before something else changes
 */
gint64
wall_limiter_get_wait_us (WallLimiter *self,
                          gint64       now_us)
{
  if (find_first (self) == NULL)
    return -1;

  return MAX (0, self->next_us - now_us);
}
