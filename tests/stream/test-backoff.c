/* test-backoff.c
 *
 * The delays themselves, and what they do to a wall whose devices come back together.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-backoff.h"

#define N_DEVICES      64
#define N_SEEDS        200
#define CONNECT_MS     4000
#define WINDOW_MS      100
#define MAX_IN_WINDOW  8
#define JUST_BELOW_ONE 0.9999999

static void
test_bounds (void)
{
  static const guint full_ms[] = { 1000, 2000, 4000, 8000, 10000, 10000, 10000 };

  for (guint failures = 0; failures < G_N_ELEMENTS (full_ms); failures++) {
    guint full = full_ms[failures];

    g_assert_cmpuint (wall_backoff_get_delay_ms (failures, 0.0), ==, full / 2);
    g_assert_cmpuint (wall_backoff_get_delay_ms (failures, 0.5), ==, full / 2 + full / 4);
    g_assert_cmpuint (wall_backoff_get_delay_ms (failures, JUST_BELOW_ONE), <=, full);
    g_assert_cmpuint (wall_backoff_get_delay_ms (failures, JUST_BELOW_ONE), >=, full - 1);
  }
}

static void
test_never_gives_up (void)
{
  static const guint many[] = { 31, 32, 33, 63, 64, 1000000, G_MAXUINT };

  for (guint i = 0; i < G_N_ELEMENTS (many); i++) {
    g_assert_cmpuint (wall_backoff_get_delay_ms (many[i], 0.0), ==, WALL_BACKOFF_MAX_MS / 2);
    g_assert_cmpuint (wall_backoff_get_delay_ms (many[i], 1.0), ==, WALL_BACKOFF_MAX_MS);
  }
}

static void
test_strange_random_stays_in_bounds (void)
{
  g_assert_cmpuint (wall_backoff_get_delay_ms (0, -1.0), ==, 500);
  g_assert_cmpuint (wall_backoff_get_delay_ms (0, 2.0), ==, 1000);
}

/* A device that is out of reach from 0 to @heal_ms: when does the first attempt reach it again?
 * Each attempt before takes the connect deadline. Without @rand there is no jitter. */
static gint64
simulate_return (GRand *rand,
                 gint64 heal_ms)
{
  gint64 now_ms = 0;

  for (guint failures = 0; now_ms < heal_ms; failures++)
    now_ms += CONNECT_MS + wall_backoff_get_delay_ms (failures, rand ? g_rand_double (rand) : 0.5);

  return now_ms;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static guint
count_densest_window (gint64 *times,
                      guint   n)
{
  guint most = 0;

  qsort (times, n, sizeof *times, compare);
  for (guint from = 0, to = 0; to < n; to++) {
    while (times[to] - times[from] >= WINDOW_MS)
      from++;
    most = MAX (most, to - from + 1);
  }

  return most;
}

static void
test_devices_return_spread (void)
{
  for (guint seed = 0; seed < N_SEEDS; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    gint64 times[N_DEVICES];

    for (guint i = 0; i < N_DEVICES; i++) {
      times[i] = simulate_return (rand, 60000);
      g_assert_cmpint (times[i] - 60000, <=, CONNECT_MS + WALL_BACKOFF_MAX_MS);
    }
    g_assert_cmpuint (count_densest_window (times, N_DEVICES), <=, MAX_IN_WINDOW);
  }
}

/* The same without the jitter is one storm: so the simulation would tell. */
static void
test_simulation_sees_a_storm (void)
{
  gint64 times[N_DEVICES];

  for (guint i = 0; i < N_DEVICES; i++)
    times[i] = simulate_return (NULL, 60000);

  g_assert_cmpuint (count_densest_window (times, N_DEVICES), ==, N_DEVICES);
}

/* A device that accepts and closes at once is tried at most 14 times in its first minute. */
static void
test_first_minute (void)
{
  for (guint seed = 0; seed < N_SEEDS; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    guint attempts = 0;

    for (gint64 now_ms = 0; now_ms < 60000; attempts++)
      now_ms += wall_backoff_get_delay_ms (attempts, g_rand_double (rand));

    g_assert_cmpuint (attempts, <=, 14);
    g_assert_cmpuint (attempts, >=, 7);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/backoff/bounds", test_bounds);
  g_test_add_func ("/stream/backoff/never-gives-up", test_never_gives_up);
  g_test_add_func ("/stream/backoff/strange-random-stays-in-bounds",
                   test_strange_random_stays_in_bounds);
  g_test_add_func ("/stream/backoff/devices-return-spread", test_devices_return_spread);
  g_test_add_func ("/stream/backoff/simulation-sees-a-storm", test_simulation_sees_a_storm);
  g_test_add_func ("/stream/backoff/first-minute", test_first_minute);

  return g_test_run ();
}
