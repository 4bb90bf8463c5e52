/* test-watch.c
 *
 * When a camera may be called live, and when not: by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "watch-camera.h"

/* Plays @interval_us for long enough that it is expected, stops, and finds to 10 ms when the
 * freshness changes. */
static void
assert_limits (gint64 interval_us,
               gint64 live_us,
               gint64 stalled_us)
{
  g_auto (Camera) camera;
  gint64 last_us;

  camera_init (&camera, interval_us);
  camera_run (&camera, 40 * interval_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  last_us = camera.decoded_us;

  g_assert_cmpint (wall_watch_judge (camera.watch, last_us + live_us), ==, WALL_FRESHNESS_LIVE);
  if (live_us + 1 < stalled_us) {
    g_assert_cmpint (wall_watch_judge (camera.watch, last_us + live_us + 1), ==,
                     WALL_FRESHNESS_LATE);
    g_assert_cmpint (wall_watch_judge (camera.watch, last_us + stalled_us - 1), ==,
                     WALL_FRESHNESS_LATE);
  }
  g_assert_cmpint (wall_watch_judge (camera.watch, last_us + stalled_us), ==,
                   WALL_FRESHNESS_STALLED);
  g_assert_cmpint (wall_watch_get_age_us (camera.watch, last_us + stalled_us), ==, stalled_us);
}

static void
test_limits (void)
{
  assert_limits (40 * MS, 1 * S, 3 * S);
  assert_limits (200 * MS, 1 * S, 3 * S);
  assert_limits (330 * MS, 1 * S, 3 * S);
  assert_limits (500 * MS, 1500 * MS, 3 * S);
  assert_limits (900 * MS, 2700 * MS, 3 * S);
  assert_limits (1 * S, 3 * S - 1, 3 * S);
  assert_limits (2 * S, 3 * S - 1, 3 * S);
}

static void
test_nominal_counts (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 3 * S);
  wall_watch_set_nominal (camera.watch, 2.0);
  g_assert_cmpint (camera_get_numbers (&camera).interval_us, ==, 500 * MS);
  g_assert_cmpint (wall_watch_judge (camera.watch, camera.decoded_us + 1500 * MS), ==,
                   WALL_FRESHNESS_LIVE);
  wall_watch_set_nominal (camera.watch, 0.01);
  g_assert_cmpint (camera_get_numbers (&camera).interval_us, ==, 1 * S);
  wall_watch_set_nominal (camera.watch, 0.0);
  g_assert_cmpint (camera_get_numbers (&camera).interval_us, ==, 40 * MS);
}

static void
test_nothing_before_the_first_picture (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_NONE);
  camera.decodes = FALSE;
  camera_run (&camera, 20 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_NONE);
  g_assert_cmpint (wall_watch_get_age_us (camera.watch, camera.now_us), ==, -1);
}

static void
test_decoded_is_not_live_while_shown (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera.paints = FALSE;
  camera_run (&camera, 5 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_NONE);
  camera.paints = TRUE;
  camera_run (&camera, 1 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera.paints = FALSE;
  camera_run (&camera, 4 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_painting_an_old_picture_is_not_live (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  camera.comes = FALSE;
  for (guint i = 0; i < 50; i++) {
    camera_run (&camera, 100 * MS);
    wall_watch_note_painted (camera.watch, camera.now_us);
  }
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

/* Whoever looks at nothing has hardly anything decoded. */
static void
test_hidden_is_judged_by_received (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.paints = camera.decodes = FALSE;
  camera_run (&camera, 4 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera.comes = FALSE;
  camera_run (&camera, 2 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LATE);
  camera_run (&camera, 2 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

/* A second to catch up; what is not decoded then is not live, whatever arrives or is painted. */
static void
test_becoming_shown_has_a_second (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.paints = camera.decodes = FALSE;
  camera_run (&camera, 4 * S);
  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera_run (&camera, 900 * MS);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera_run (&camera, 200 * MS);
  wall_watch_note_painted (camera.watch, camera.now_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_unchanged_is_said_of_hidden (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  wall_watch_note_unchanged (camera.watch, camera.now_us);
  camera_run (&camera, 2 * S);
  camera.decodes = FALSE;
  camera_run (&camera, 10 * S);
  g_assert_cmpint (camera_get_numbers (&camera).unchanged_us, >=, 10 * S);
}

static void
test_hidden_without_decoder_is_judged_by_received (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.decodes = FALSE;
  camera_run (&camera, 5 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);

  /* Shown, it has nothing to show: it must not stay what it was. */
  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_becoming_shown_starts_the_age_anew (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.paints = FALSE;
  camera_run (&camera, 10 * S);
  g_assert_cmpint (camera_get_numbers (&camera).painted_age_us, >=, 10 * S);

  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera_run (&camera, 1500 * MS);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_LATE);
  camera_run (&camera, 2 * S);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_becoming_shown_does_not_revive (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.comes = FALSE;
  camera_run (&camera, 5 * S);
  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

/* Amber within three seconds, and no inversion on the way to the slower rate being usual. */
static void
test_rate_falls (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_nominal (camera.watch, 25.0);
  camera_run (&camera, 10 * S);
  g_assert_cmpint (camera.late_us + camera.stalled_us, ==, 0);

  camera.interval_us = 2 * S;
  camera.next_frame_us = camera.now_us + 2 * S;
  camera_run (&camera, 3 * S);
  g_assert_cmpint (camera.late_us, >, 0);
  g_assert_cmpint (camera.stalled_us, ==, 0);

  camera_run (&camera, 60 * S);
  g_assert_cmpint (camera.stalled_us, ==, 0);
  camera_run (&camera, 60 * S);
  g_assert_cmpint (camera.late_us + camera.stalled_us, ==, 0);
}

static void
test_freshness_never_improves_with_age (void)
{
  static const gint64 intervals[] = { 20 * MS, 40 * MS, 340 * MS, 700 * MS, 1 * S, 2 * S, 5 * S };

  for (guint i = 0; i < G_N_ELEMENTS (intervals); i++) {
    g_auto (Camera) camera;
    WallFreshness worst = WALL_FRESHNESS_LIVE;

    camera_init (&camera, intervals[i]);
    camera_run (&camera, 40 * intervals[i]);
    for (gint64 age_us = 0; age_us < 6 * S; age_us += 10 * MS) {
      WallFreshness now = wall_watch_judge (camera.watch, camera.decoded_us + age_us);

      g_assert_cmpint (now, >=, worst);
      worst = now;
    }
    g_assert_cmpint (worst, ==, WALL_FRESHNESS_STALLED);
  }
}

static void
test_reset_forgets (void)
{
  g_auto (Camera) camera;
  WallWatchNumbers numbers;

  camera_init (&camera, 40 * MS);
  camera_run (&camera, 3 * S);
  wall_watch_reset (camera.watch, camera.now_us);
  numbers = camera_get_numbers (&camera);

  g_assert_cmpint (camera_judge (&camera), ==, WALL_FRESHNESS_NONE);
  g_assert_cmpuint (numbers.received + numbers.decoded + numbers.painted, ==, 0);
  g_assert_cmpint (numbers.received_age_us, ==, -1);
  g_assert_cmpint (numbers.received_bytes_age_us, ==, -1);
  g_assert_cmpint (numbers.painted_age_us, ==, -1);
  g_assert_cmpint (numbers.interval_us, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/watch/limits", test_limits);
  g_test_add_func ("/stream/watch/nominal-counts", test_nominal_counts);
  g_test_add_func ("/stream/watch/nothing-before-the-first-picture",
                   test_nothing_before_the_first_picture);
  g_test_add_func ("/stream/watch/decoded-is-not-live-while-shown",
                   test_decoded_is_not_live_while_shown);
  g_test_add_func ("/stream/watch/painting-an-old-picture-is-not-live",
                   test_painting_an_old_picture_is_not_live);
  g_test_add_func ("/stream/watch/hidden-is-judged-by-received", test_hidden_is_judged_by_received);
  g_test_add_func ("/stream/watch/becoming-shown-has-a-second", test_becoming_shown_has_a_second);
  g_test_add_func ("/stream/watch/unchanged-is-said-of-hidden", test_unchanged_is_said_of_hidden);
  g_test_add_func ("/stream/watch/hidden-without-decoder-is-judged-by-received",
                   test_hidden_without_decoder_is_judged_by_received);
  g_test_add_func ("/stream/watch/becoming-shown-starts-the-age-anew",
                   test_becoming_shown_starts_the_age_anew);
  g_test_add_func ("/stream/watch/becoming-shown-does-not-revive",
                   test_becoming_shown_does_not_revive);
  g_test_add_func ("/stream/watch/rate-falls", test_rate_falls);
  g_test_add_func ("/stream/watch/freshness-never-improves-with-age",
                   test_freshness_never_improves_with_age);
  g_test_add_func ("/stream/watch/reset-forgets", test_reset_forgets);

  return g_test_run ();
}
