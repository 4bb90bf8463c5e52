/* test-login-gate.c
 *
 * A wrong password costs one login, a lock-out one every half hour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-login-gate.h"

#include "wall-backoff.h"

#define LOCKED_US (WALL_BACKOFF_LOCKED_MS * G_GINT64_CONSTANT (1000))

static void
test_one_until_proven (void)
{
  WallLoginGate gate = { 0 };

  g_assert_true (wall_login_gate_may_begin (&gate, 0));
  wall_login_gate_begin (&gate);
  g_assert_false (wall_login_gate_may_begin (&gate, 0));

  wall_login_gate_end_login (&gate);
  wall_login_gate_accept (&gate);
  for (guint i = 0; i < WALL_LOGIN_GATE_MAX_LOGINS; i++) {
    g_assert_true (wall_login_gate_may_begin (&gate, 0));
    wall_login_gate_begin (&gate);
  }
  g_assert_false (wall_login_gate_may_begin (&gate, 0));
}

/* Meanwhile somebody may have changed the password. */
static void
test_one_after_last_close (void)
{
  WallLoginGate gate = { 0 };

  wall_login_gate_begin (&gate);
  wall_login_gate_accept (&gate);
  wall_login_gate_begin (&gate);
  wall_login_gate_end_login (&gate);
  wall_login_gate_end_login (&gate);
  wall_login_gate_close (&gate);
  g_assert_true (gate.is_proven);
  wall_login_gate_close (&gate);
  g_assert_false (gate.is_proven);

  wall_login_gate_begin (&gate);
  g_assert_false (wall_login_gate_may_begin (&gate, 0));
}

static void
test_wrong_password_stops (void)
{
  const WallReason reasons[] = { WALL_REASON_WRONG_PASSWORD, WALL_REASON_PASSWORD_NEEDED };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    WallLoginGate gate = { 0 };

    wall_login_gate_begin (&gate);
    wall_login_gate_reject (&gate, reasons[i], 10);
    wall_login_gate_end_login (&gate);
    g_assert_false (wall_login_gate_may_begin (&gate, G_MAXINT64));
    wall_login_gate_reopen (&gate);
    g_assert_true (wall_login_gate_may_begin (&gate, 11));
    wall_login_gate_begin (&gate);
    g_assert_false (wall_login_gate_may_begin (&gate, 11));
  }
}

static void
test_locked_out_for_half_an_hour (void)
{
  WallLoginGate gate = { 0 };

  wall_login_gate_begin (&gate);
  wall_login_gate_accept (&gate);
  wall_login_gate_reject (&gate, WALL_REASON_LOCKED_OUT, 10);
  wall_login_gate_end_login (&gate);
  g_assert_false (wall_login_gate_may_begin (&gate, 9 + LOCKED_US));
  g_assert_true (wall_login_gate_may_begin (&gate, 10 + LOCKED_US));

  wall_login_gate_begin (&gate);
  g_assert_false (wall_login_gate_may_begin (&gate, 10 + LOCKED_US));
  wall_login_gate_reject (&gate, WALL_REASON_LOCKED_OUT, 11 + LOCKED_US);
  wall_login_gate_end_login (&gate);
  g_assert_false (wall_login_gate_may_begin (&gate, 10 + 2 * LOCKED_US));
  g_assert_true (wall_login_gate_may_begin (&gate, 11 + 2 * LOCKED_US));
}

static void
test_verdicts (void)
{
  guint n = 0;

  for (WallReason reason = WALL_REASON_NONE; reason < WALL_N_REASONS; reason++)
    n += wall_login_gate_is_verdict (reason) ? 1 : 0;
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (wall_login_gate_is_verdict (WALL_REASON_WRONG_PASSWORD));
  g_assert_true (wall_login_gate_is_verdict (WALL_REASON_PASSWORD_NEEDED));
  g_assert_true (wall_login_gate_is_verdict (WALL_REASON_LOCKED_OUT));
}

/* Who asks for no password waits for no answer. */
static void
test_open (void)
{
  WallLoginGate gate = { .is_open = TRUE };

  for (guint i = 0; i < WALL_LOGIN_GATE_MAX_LOGINS; i++) {
    g_assert_true (wall_login_gate_may_begin (&gate, 0));
    wall_login_gate_begin (&gate);
  }
  g_assert_false (wall_login_gate_may_begin (&gate, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/login-gate/one-until-proven", test_one_until_proven);
  g_test_add_func ("/model/login-gate/one-after-last-close", test_one_after_last_close);
  g_test_add_func ("/model/login-gate/wrong-password-stops", test_wrong_password_stops);
  g_test_add_func ("/model/login-gate/locked-out-for-half-an-hour",
                   test_locked_out_for_half_an_hour);
  g_test_add_func ("/model/login-gate/verdicts", test_verdicts);
  g_test_add_func ("/model/login-gate/open", test_open);
  return g_test_run ();
}
