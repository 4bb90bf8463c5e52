/* test-monitor.c
 *
 * The monitor that was kept is found again by what it is, and else by its plug.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-monitor.h"

static void
test_pick (void)
{
  static const char *const names[] = { "DP-1\nDEL U2412", "DP-2\nDEL U2412", "HDMI-1\nEIZ EV27",
                                       "DP-3\n ", NULL };

  g_assert_cmpuint (wall_monitor_pick ("DP-2\nDEL U2412", names), ==, 1);
  g_assert_cmpuint (wall_monitor_pick ("DP-9\nEIZ EV27", names), ==, 2);
  g_assert_cmpuint (wall_monitor_pick ("DP-1\nEIZ EV27", names), ==, 2);
  g_assert_cmpuint (wall_monitor_pick ("HDMI-1\nBNQ XL", names), ==, 2);
  g_assert_cmpuint (wall_monitor_pick ("DP-3\n ", names), ==, 3);
}

static void
test_gone (void)
{
  static const char *const names[] = { "DP-1\nDEL U2412", "\n ", NULL };

  g_assert_cmpuint (wall_monitor_pick ("DP-2\nEIZ EV27", names), ==, G_MAXUINT);
  g_assert_cmpuint (wall_monitor_pick ("\n ", names), ==, G_MAXUINT);
  g_assert_cmpuint (wall_monitor_pick ("", names), ==, G_MAXUINT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/monitor/pick", test_pick);
  g_test_add_func ("/app/monitor/gone", test_gone);

  return g_test_run ();
}
