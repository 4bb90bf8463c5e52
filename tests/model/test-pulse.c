/* test-pulse.c
 *
 * A program that stood still notices, and one that was only busy gives no connection up.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-pulse.h"

#define S G_USEC_PER_SEC

static void
assert_beat (WallPulse *pulse,
             gint64     now_us,
             gint64     boot_us,
             gboolean   is_gap,
             gboolean   is_absence,
             gint64     suspended_us)
{
  WallBeat beat = wall_pulse_beat (pulse, now_us, boot_us);

  g_assert_cmpint (beat.now_us, ==, now_us);
  g_assert_cmpint (beat.is_gap, ==, is_gap);
  g_assert_cmpint (beat.is_absence, ==, is_absence);
  g_assert_cmpint (beat.suspended_us, ==, suspended_us);
}

static void
test_gap (void)
{
  WallPulse pulse = { 0 };

  assert_beat (&pulse, 100 * S, 500 * S, FALSE, FALSE, 0);
  assert_beat (&pulse, 101 * S, 501 * S, FALSE, FALSE, 0);
  assert_beat (&pulse, 102 * S + 1, 502 * S + 1, TRUE, FALSE, 0);
  assert_beat (&pulse, 105 * S + 1, 505 * S + 1, TRUE, FALSE, 0);
  assert_beat (&pulse, 108 * S + 2, 508 * S + 2, TRUE, TRUE, 0);
  assert_beat (&pulse, 108 * S + 3, 508 * S + 3, FALSE, FALSE, 0);
}

static void
test_suspend (void)
{
  WallPulse pulse = { 0 };

  assert_beat (&pulse, 100 * S, 500 * S, FALSE, FALSE, 0);
  assert_beat (&pulse, 100 * S + 9, 501 * S + 9, FALSE, FALSE, 0);
  assert_beat (&pulse, 100 * S + 18, 561 * S + 18, TRUE, TRUE, 60 * S);
  assert_beat (&pulse, 100 * S + 27, 561 * S + 27, FALSE, FALSE, 0);
}

static void
test_polls_every_second_beat (void)
{
  WallPulse pulse = { 0 };

  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (wall_pulse_beat (&pulse, 1 + i, 1 + i).is_poll, ==, i % 2 == 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/pulse/gap", test_gap);
  g_test_add_func ("/model/pulse/suspend", test_suspend);
  g_test_add_func ("/model/pulse/polls-every-second-beat", test_polls_every_second_beat);
  return g_test_run ();
}
