/* test-loop-meter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <time.h>

#include "wall-loop-meter.h"

#define BLOCK_MS 250

static gboolean
block (gpointer data)
{
  g_usleep (BLOCK_MS * 1000);
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
compute (gpointer data)
{
  clock_t end = clock () + CLOCKS_PER_SEC / 10;

  while (clock () < end)
    ;
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
stop (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static guint
run (WallLoopMeter *meter,
     GSourceFunc    function,
     guint          after_ms)
{
  gboolean is_done = FALSE;
  guint iterations = 0;

  g_timeout_add (after_ms, function, &is_done);
  while (!is_done) {
    g_main_context_iteration (NULL, TRUE);
    iterations++;
  }
  g_main_context_iteration (NULL, FALSE);

  return iterations;
}

static void
test_notes_a_block (void)
{
  g_autoptr (WallLoopMeter) meter = wall_loop_meter_new (NULL);
  WallLoopNumbers before, after;

  wall_loop_meter_get_numbers (meter, &before);
  run (meter, block, 10);
  wall_loop_meter_get_numbers (meter, &after);

  g_assert_cmpint (after.max_gap_us, >=, BLOCK_MS * 1000);
  g_assert_cmpint (after.max_gap_ever_us, >=, after.max_gap_us);
  g_assert_cmpuint (after.gaps_over_limit, >, before.gaps_over_limit);
}

/* To sleep is not to work. */
static void
test_tells_work_from_waiting (void)
{
  g_autoptr (WallLoopMeter) meter = wall_loop_meter_new (NULL);
  WallLoopNumbers numbers;

  run (meter, block, 10);
  wall_loop_meter_get_numbers (meter, &numbers);
  g_assert_cmpint (numbers.max_work_us, <, BLOCK_MS * 1000 / 2);

  run (meter, compute, 10);
  wall_loop_meter_get_numbers (meter, &numbers);
  g_assert_cmpint (numbers.max_work_us, >=, 90000);
  g_assert_cmpint (numbers.max_work_ever_us, >=, numbers.max_work_us);
}

static void
test_leaves_the_loop_alone (void)
{
  g_autoptr (WallLoopMeter) meter = wall_loop_meter_new (NULL);

  /* One turn for the timer every tenth of a second, and some of the test's own. */
  g_assert_cmpuint (run (meter, stop, 1000), <, 40);
}

static void
test_lets_others_run (void)
{
  g_autoptr (WallLoopMeter) meter = wall_loop_meter_new (NULL);
  gboolean is_done = FALSE;
  guint iterations = 0;

  /* Due while the loop does not run: found before poll(). */
  g_usleep (BLOCK_MS * 1000);
  g_idle_add (stop, &is_done);
  while (!is_done && iterations < 100) {
    g_main_context_iteration (NULL, TRUE);
    iterations++;
  }
  g_assert_nonnull (meter);
  g_assert_true (is_done);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/loop-meter/notes-a-block", test_notes_a_block);
  g_test_add_func ("/app/loop-meter/tells-work-from-waiting", test_tells_work_from_waiting);
  g_test_add_func ("/app/loop-meter/leaves-the-loop-alone", test_leaves_the_loop_alone);
  g_test_add_func ("/app/loop-meter/lets-others-run", test_lets_others_run);

  return g_test_run ();
}
