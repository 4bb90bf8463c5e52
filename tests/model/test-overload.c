/* test-overload.c
 *
 * Cameras are reduced when the computer is to blame, in seconds; restored when it is calm, and not
 * again and again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-idle.h"
#include "wall-overload.h"

#define N 16

static guint
tick (WallOverload *overload,
      guint         seconds,
      gboolean      is_behind,
      double        idle)
{
  guint reduced = overload->reduced;

  for (guint i = 0; i < seconds; i++)
    reduced = wall_overload_tick (overload, &(WallOverloadFacts){ N, is_behind, idle });

  return reduced;
}

static void
test_needs_both (void)
{
  WallOverload overload = { 0 };

  g_assert_cmpuint (tick (&overload, 60, TRUE, 0.5), ==, 0);
  g_assert_cmpuint (tick (&overload, 60, FALSE, 0.0), ==, 0);
  g_assert_cmpuint (tick (&overload, 60, TRUE, -1), ==, 0);
  for (guint i = 0; i < 20; i++) {
    g_assert_cmpuint (tick (&overload, 2, TRUE, 0.0), ==, 0);
    g_assert_cmpuint (tick (&overload, 1, FALSE, 0.0), ==, 0);
  }
}

static void
test_reduces_by_and_by (void)
{
  WallOverload overload = { 0 };

  g_assert_cmpuint (tick (&overload, 3, TRUE, 0.01), ==, 4);
  g_assert_cmpuint (tick (&overload, 2, TRUE, 0.01), ==, 4);
  g_assert_cmpuint (tick (&overload, 1, TRUE, 0.01), ==, 7);
  g_assert_cmpuint (tick (&overload, 60, TRUE, 0.01), ==, N);
}

static void
test_restores_when_calm (void)
{
  WallOverload overload = { 0 };

  tick (&overload, 3, TRUE, 0.0);
  g_assert_cmpuint (tick (&overload, 60, FALSE, 0.1), ==, 4);
  g_assert_cmpuint (tick (&overload, 9, FALSE, 0.5), ==, 4);
  g_assert_cmpuint (tick (&overload, 1, FALSE, 0.5), ==, 3);
  g_assert_cmpuint (tick (&overload, 30, FALSE, 0.5), ==, 0);
}

/* Each time it was too early the next time is later. */
static void
test_does_not_swing (void)
{
  WallOverload overload = { 0 };
  guint changes = 0;

  tick (&overload, 3, TRUE, 0.0);
  for (guint second = 0; second < 3600; second++) {
    guint before = overload.reduced;
    gboolean is_too_much = before < 4;

    if (tick (&overload, 1, is_too_much, is_too_much ? 0.0 : 0.3) != before)
      changes++;
  }

  g_test_message ("%u changes in an hour", changes);
  g_assert_cmpuint (changes, <, 40);
  g_assert_cmpuint (overload.reduced, >=, 3);
}

static void
test_fewer_cameras (void)
{
  WallOverload overload = { 0 };

  tick (&overload, 60, TRUE, 0.0);
  g_assert_cmpuint (wall_overload_tick (&overload, &(WallOverloadFacts){ 2, FALSE, 0.0 }), ==, 2);
  g_assert_cmpuint (wall_overload_tick (&overload, &(WallOverloadFacts){ 0, TRUE, 0.0 }), ==, 0);
}

static char *
make_stat (guint64 busy,
           guint64 idle)
{
  GString *text = g_string_new ("cpu  1 2 3 4 5 6 7 8 9 10\n");

  for (guint i = 0; i < 1024; i++)
    g_string_append_printf (text, "cpu%u %" G_GUINT64_FORMAT " 0 0 %" G_GUINT64_FORMAT
                            " 0 0 0 0 0 0\n", i, busy, idle);
  g_string_append (text, "intr 4711 0 0\n");

  return g_string_free (text, FALSE);
}

static void
assert_idle (WallIdle *idle,
             guint64   busy_ticks,
             guint64   idle_ticks,
             double    wanted)
{
  g_autofree char *text = make_stat (busy_ticks, idle_ticks);

  g_assert_cmpfloat_with_epsilon (wall_idle_note (idle, text), wanted, 0.001);
}

static void
test_idle (void)
{
  WallIdle idle = { 0 };

  assert_idle (&idle, 1000, 9000, -1);
  assert_idle (&idle, 1075, 9025, 0.25);
  assert_idle (&idle, 1175, 9025, 0.0);
  assert_idle (&idle, 1175, 9025, -1);
  assert_idle (&idle, 1175, 9125, 1.0);
  g_assert_cmpfloat (wall_idle_note (&idle, ""), <, 0);
  g_assert_cmpfloat (wall_idle_note (&idle, "cpu0 x\ncpu\ncpu1 1 2"), <, 0);
}

/* The kernel of this computer says it in the same words. */
static void
test_idle_of_this_computer (void)
{
  WallIdle idle = { 0 };

  g_assert_cmpfloat (wall_idle_read (&idle), <, 0);
  g_assert_cmpuint (idle.total, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/overload/needs-both", test_needs_both);
  g_test_add_func ("/model/overload/reduces-by-and-by", test_reduces_by_and_by);
  g_test_add_func ("/model/overload/restores-when-calm", test_restores_when_calm);
  g_test_add_func ("/model/overload/does-not-swing", test_does_not_swing);
  g_test_add_func ("/model/overload/fewer-cameras", test_fewer_cameras);
  g_test_add_func ("/model/overload/idle", test_idle);
  g_test_add_func ("/model/overload/idle-of-this-computer", test_idle_of_this_computer);
  return g_test_run ();
}
