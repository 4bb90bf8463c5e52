/* test-limiter.c
 *
 * Attempts begin at a bounded pace, in a fair order, and nobody waits for one who cannot go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-limiter.h"

typedef struct {
  int rank;
} Waiter;

static int
get_rank (gpointer waiter)
{
  return ((Waiter *) waiter)->rank;
}

static void
test_twenty_a_second (void)
{
  g_autoptr (WallLimiter) limiter = wall_limiter_new (get_rank);
  Waiter waiters[100] = { 0 };
  gint64 begun[100];
  guint n = 0;

  for (guint i = 0; i < 100; i++)
    wall_limiter_enter (limiter, &waiters[i]);
  for (gint64 now = 1; n < 100; now += 1000) {
    if (wall_limiter_take_next (limiter, now))
      begun[n++] = now;
  }

  for (guint i = 20; i < 100; i++)
    g_assert_cmpint (begun[i] - begun[i - 20], >=, G_USEC_PER_SEC);
  g_assert_cmpint (begun[99] - begun[0], <, 51 * 100 * 1000);
  g_assert_cmpint (begun[0], ==, 1);
}

static void
test_waits_no_longer_than_needed (void)
{
  g_autoptr (WallLimiter) limiter = wall_limiter_new (get_rank);
  Waiter waiters[2] = { { 0 }, { 0 } };

  g_assert_cmpint (wall_limiter_get_wait_us (limiter, 5), ==, -1);
  wall_limiter_enter (limiter, &waiters[0]);
  wall_limiter_enter (limiter, &waiters[1]);
  g_assert_cmpint (wall_limiter_get_wait_us (limiter, 5), ==, 0);
  g_assert_true (wall_limiter_take_next (limiter, 5) == &waiters[0]);
  g_assert_cmpint (wall_limiter_get_wait_us (limiter, 6), ==, WALL_LIMITER_SPACING_US - 1);
  g_assert_null (wall_limiter_take_next (limiter, 4 + WALL_LIMITER_SPACING_US));
  g_assert_true (wall_limiter_take_next (limiter, 5 + WALL_LIMITER_SPACING_US) == &waiters[1]);
  g_assert_cmpint (wall_limiter_get_wait_us (limiter, 7 + WALL_LIMITER_SPACING_US), ==, -1);
}

static void
test_order (void)
{
  g_autoptr (WallLimiter) limiter = wall_limiter_new (get_rank);
  Waiter waiters[] = { { 2 }, { -1 }, { 1 }, { 1 }, { 0 } };
  const guint order[] = { 4, 2, 3, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    wall_limiter_enter (limiter, &waiters[i]);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_true (wall_limiter_take_next (limiter, i * G_USEC_PER_SEC) == &waiters[order[i]]);

  g_assert_null (wall_limiter_take_next (limiter, 10 * G_USEC_PER_SEC));
  g_assert_cmpint (wall_limiter_get_wait_us (limiter, 10 * G_USEC_PER_SEC), ==, -1);
  waiters[1].rank = 3;
  g_assert_true (wall_limiter_take_next (limiter, 10 * G_USEC_PER_SEC) == &waiters[1]);
}

static void
test_waits_once (void)
{
  g_autoptr (WallLimiter) limiter = wall_limiter_new (get_rank);
  Waiter waiters[2] = { { 0 }, { 0 } };

  wall_limiter_enter (limiter, &waiters[0]);
  wall_limiter_enter (limiter, &waiters[0]);
  wall_limiter_enter (limiter, &waiters[1]);
  wall_limiter_leave (limiter, &waiters[1]);
  wall_limiter_leave (limiter, &waiters[1]);
  g_assert_true (wall_limiter_take_next (limiter, 0) == &waiters[0]);
  g_assert_null (wall_limiter_take_next (limiter, G_USEC_PER_SEC));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/limiter/twenty-a-second", test_twenty_a_second);
  g_test_add_func ("/model/limiter/waits-no-longer-than-needed", test_waits_no_longer_than_needed);
  g_test_add_func ("/model/limiter/order", test_order);
  g_test_add_func ("/model/limiter/waits-once", test_waits_once);
  return g_test_run ();
}
