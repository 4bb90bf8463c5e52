/* test-watch-numbers.c
 *
 * Rates, damage, and pictures that stay the same: by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "watch-camera.h"

static void
test_rates (void)
{
  g_auto (Camera) camera;
  WallWatchNumbers numbers;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 4 * S);
  numbers = camera_get_numbers (&camera);
  g_assert_cmpfloat_with_epsilon (numbers.received_fps, 25.0, 1.0);
  g_assert_cmpfloat_with_epsilon (numbers.decoded_fps, 25.0, 1.0);
  g_assert_cmpfloat_with_epsilon (numbers.painted_fps, 25.0, 1.0);

  camera.paints = FALSE;
  camera_run (&camera, 3 * S);
  numbers = camera_get_numbers (&camera);
  g_assert_cmpfloat_with_epsilon (numbers.received_fps, 25.0, 1.0);
  g_assert_cmpfloat (numbers.painted_fps, ==, 0.0);

  camera.comes = FALSE;
  camera_run (&camera, 3 * S);
  g_assert_cmpfloat (camera_get_numbers (&camera).received_fps, ==, 0.0);
}

static void
assert_damage (gint64 interval_us,
               guint  lose_every)
{
  g_auto (Camera) camera;

  camera_init (&camera, interval_us);
  camera_run (&camera, 5 * S);
  g_assert_false (camera_get_numbers (&camera).is_damaged);

  camera.lose_every = lose_every;
  camera_run (&camera, 2 * S + interval_us);
  g_assert_true (camera_get_numbers (&camera).is_damaged);

  camera.lose_every = 0;
  camera_run (&camera, 4 * S + TICK);
  g_assert_false (camera_get_numbers (&camera).is_damaged);
  camera_run (&camera, 5 * S);
  g_assert_false (camera_get_numbers (&camera).is_damaged);
}

static void
test_damage_is_told_and_cleared (void)
{
  assert_damage (40 * MS, 10);
  assert_damage (40 * MS, 2);
  assert_damage (100 * MS, 5);
}

static void
run_damaged (Camera *camera,
             gint64  span_us)
{
  for (gint64 end_us = camera->now_us + span_us; camera->now_us < end_us; ) {
    camera_run (camera, TICK);
    g_assert_true (camera_get_numbers (camera).is_damaged);
  }
}

/* Losses come in no order: what stands between two of them is no all-clear. */
static void
test_damage_does_not_flicker (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 5 * S);
  camera.lose_every = 10;
  camera_run (&camera, 3 * S);

  for (guint i = 0; i < 5; i++) {
    camera.lose_every = 0;
    run_damaged (&camera, 7 * S / 4);
    camera.lose_every = 10;
    run_damaged (&camera, 2 * S);
  }
}

/* The hold is of this attempt: the next one has lost nothing yet. */
static void
test_damage_ends_with_the_attempt (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 5 * S);
  camera.lose_every = 2;
  camera_run (&camera, 3 * S);
  g_assert_true (camera_get_numbers (&camera).is_damaged);

  wall_watch_reset (camera.watch, camera.now_us);
  g_assert_false (camera_get_numbers (&camera).is_damaged);
}

static void
test_late_decoder_is_not_damage (void)
{
  static const guint delays[] = { 0, 1, 3, 16 };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++) {
    g_auto (Camera) camera;

    camera_init (&camera, 40 * MS);
    camera.delay = delays[i];
    for (guint tick = 0; tick < 40; tick++) {
      camera_run (&camera, TICK);
      g_assert_false (camera_get_numbers (&camera).is_damaged);
    }
  }
}

/* A queue in front of the decoder fills and empties: late, but nothing is lost. */
static void
test_queue_is_not_damage (void)
{
  g_autoptr (WallWatch) watch = NULL;
  WallWatchNumbers numbers;

  watch = wall_watch_new ();
  wall_watch_reset (watch, T0);
  for (guint64 i = 1; i <= 100; i++) {
    gint64 now_us = T0 + i * 40 * MS;
    guint64 through = i < 20 ? i : 20 + (i - 20) / 2;

    wall_watch_note_received (watch, i, now_us, now_us);
    wall_watch_note_fed (watch, through);
    wall_watch_note_decoded (watch, through, 0, now_us);
    wall_watch_judge (watch, now_us);
    wall_watch_get_numbers (watch, now_us, &numbers);
    g_assert_false (numbers.is_damaged);
  }
}

static void
test_unchanged (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_note_unchanged (camera.watch, camera.now_us);
  camera_run (&camera, 10 * S - STEP);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, ==, -1);
  camera_run (&camera, STEP);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, ==, 10 * S);
  camera_run (&camera, 30 * S);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, ==, 40 * S);
  wall_watch_note_unchanged (camera.watch, -1);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, ==, -1);
}

static void
test_stalled_is_not_unchanged (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_note_unchanged (camera.watch, camera.now_us);
  camera_run (&camera, 20 * S);
  camera.comes = FALSE;
  camera_run (&camera, 5 * S);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, ==, -1);
}

static void
test_slow_camera_is_unchanged_from_one_a_second (void)
{
  g_auto (Camera) once_a_second;
  g_auto (Camera) slower;

  camera_init (&once_a_second, 1 * S);
  wall_watch_note_unchanged (once_a_second.watch, once_a_second.now_us);
  camera_init (&slower, 2 * S);
  wall_watch_note_unchanged (slower.watch, slower.now_us);
  camera_run (&once_a_second, 12 * S);
  camera_run (&slower, 40 * S);

  for (guint i = 0; i < 20; i++) {
    camera_run (&once_a_second, TICK);
    camera_run (&slower, TICK);
    g_assert_cmpint (camera_get_numbers (&once_a_second).unchanged_us, >=, 12 * S);
    g_assert_cmpint (camera_get_numbers (&slower).unchanged_us, ==, -1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/watch/rates", test_rates);
  g_test_add_func ("/stream/watch/damage-is-told-and-cleared", test_damage_is_told_and_cleared);
  g_test_add_func ("/stream/watch/damage-does-not-flicker", test_damage_does_not_flicker);
  g_test_add_func ("/stream/watch/damage-ends-with-the-attempt", test_damage_ends_with_the_attempt);
  g_test_add_func ("/stream/watch/late-decoder-is-not-damage", test_late_decoder_is_not_damage);
  g_test_add_func ("/stream/watch/queue-is-not-damage", test_queue_is_not_damage);
  g_test_add_func ("/stream/watch/unchanged", test_unchanged);
  g_test_add_func ("/stream/watch/stalled-is-not-unchanged", test_stalled_is_not_unchanged);
  g_test_add_func ("/stream/watch/slow-camera-is-unchanged-from-one-a-second",
                   test_slow_camera_is_unchanged_from_one_a_second);

  return g_test_run ();
}
