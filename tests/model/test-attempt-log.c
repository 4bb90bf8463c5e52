/* test-attempt-log.c
 *
 * The last attempts are remembered as they were, and no more than ten of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-attempt-log.h"

static void
test_tells_an_attempt (void)
{
  g_autoptr (WallAttemptLog) log = wall_attempt_log_new ();
  const WallAttemptRecord *attempt;

  wall_attempt_log_begin (log, 100);
  wall_attempt_log_reach (log, WALL_LINK_LIVE);
  wall_attempt_log_reach (log, WALL_LINK_STALLED);
  wall_attempt_log_fail (log, WALL_REASON_SILENT, "Nothing came");
  wall_attempt_log_fail (log, WALL_REASON_RESET, "Too late");

  attempt = wall_attempt_log_get (log, 0);
  g_assert_cmpint (attempt->ended_us, ==, -1);
  wall_attempt_log_end (log, "deadline", 250);
  wall_attempt_log_end (log, "device", 300);

  g_assert_cmpint (attempt->started_us, ==, 100);
  g_assert_cmpint (attempt->ended_us, ==, 250);
  g_assert_cmpint (attempt->reached, ==, WALL_LINK_LIVE);
  g_assert_cmpint (attempt->reason, ==, WALL_REASON_SILENT);
  g_assert_cmpstr (attempt->message, ==, "Nothing came");
  g_assert_cmpstr (attempt->ended_by, ==, "deadline");
}

static void
test_forgets_the_oldest (void)
{
  g_autoptr (WallAttemptLog) log = wall_attempt_log_new ();

  for (guint i = 0; i < WALL_ATTEMPT_LOG_LENGTH + 3; i++) {
    wall_attempt_log_begin (log, i);
    wall_attempt_log_end (log, "us", i);
  }

  g_assert_cmpuint (wall_attempt_log_get_count (log), ==, WALL_ATTEMPT_LOG_LENGTH + 3);
  g_assert_cmpuint (wall_attempt_log_get_size (log), ==, WALL_ATTEMPT_LOG_LENGTH);
  for (guint i = 0; i < WALL_ATTEMPT_LOG_LENGTH; i++)
    g_assert_cmpint (wall_attempt_log_get (log, i)->started_us, ==, i + 3);
}

static void
test_ignores_what_no_attempt_does (void)
{
  g_autoptr (WallAttemptLog) log = wall_attempt_log_new ();

  wall_attempt_log_reach (log, WALL_LINK_LIVE);
  wall_attempt_log_fail (log, WALL_REASON_RESET, NULL);
  wall_attempt_log_end (log, NULL, 1);
  g_assert_cmpuint (wall_attempt_log_get_size (log), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/attempt-log/tells-an-attempt", test_tells_an_attempt);
  g_test_add_func ("/model/attempt-log/forgets-the-oldest", test_forgets_the_oldest);
  g_test_add_func ("/model/attempt-log/ignores-what-no-attempt-does",
                   test_ignores_what_no_attempt_does);
  return g_test_run ();
}
