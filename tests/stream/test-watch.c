/* test-watch.c
 *
 * When a camera may be called live, and when not: by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-watch.h"

#define MS      G_TIME_SPAN_MILLISECOND
#define S       G_TIME_SPAN_SECOND
#define TICK    (250 * MS)
#define STEP    (10 * MS)
#define T0      (1000 * S)

/* A camera that is played: frames come every @interval_us while it is on. */
typedef struct {
  WallWatch *watch;
  gint64     now_us, next_frame_us, next_tick_us;
  gint64     interval_us;
  gboolean   comes, decodes, paints;
  guint      lose_every;     /* 0: the decoder loses none */
  guint      delay;          /* frames that the decoder holds back */
  guint64    units, frames, lost;
  gint64     decoded_us;
  WallFreshness freshness;
  gint64     live_us, late_us, stalled_us;   /* spent in each, since begin_count() */
} Camera;

static void
camera_init (Camera *self,
             gint64  interval_us)
{
  *self = (Camera) {
    .watch = wall_watch_new (),
    .now_us = T0, .next_frame_us = T0, .next_tick_us = T0, .interval_us = interval_us,
    .comes = TRUE, .decodes = TRUE, .paints = TRUE, .decoded_us = -1,
  };
  wall_watch_reset (self->watch, T0);
  wall_watch_set_shown (self->watch, TRUE, T0);
}

static void
camera_clear (Camera *self)
{
  wall_watch_free (self->watch);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Camera, camera_clear)

static void
one_frame (Camera *self)
{
  self->units++;
  wall_watch_note_received (self->watch, self->units, self->now_us, self->now_us);
  wall_watch_note_fed (self->watch, self->units);

  if (!self->decodes)
    return;
  if (self->lose_every > 0 && self->units % self->lose_every == 0)
    self->lost++;
  if (self->units < self->lost + self->delay + self->frames + 1)
    return;

  self->frames++;
  self->decoded_us = self->now_us;
  wall_watch_note_decoded (self->watch, self->frames, 0, self->now_us);
  if (self->paints)
    wall_watch_note_painted (self->watch, self->now_us);
}

static void
one_tick (Camera *self)
{
  self->freshness = wall_watch_judge (self->watch, self->now_us);
  if (self->freshness == WALL_FRESHNESS_LIVE)
    self->live_us += TICK;
  else if (self->freshness == WALL_FRESHNESS_LATE)
    self->late_us += TICK;
  else if (self->freshness == WALL_FRESHNESS_STALLED)
    self->stalled_us += TICK;
}

static void
run (Camera *self,
     gint64  span_us)
{
  gint64 end_us = self->now_us + span_us;

  self->live_us = self->late_us = self->stalled_us = 0;
  for (; self->now_us < end_us; self->now_us += STEP) {
    if (self->comes && self->now_us >= self->next_frame_us) {
      one_frame (self);
      self->next_frame_us = self->now_us + self->interval_us;
    }
    if (self->now_us >= self->next_tick_us) {
      one_tick (self);
      self->next_tick_us = self->now_us + TICK;
    }
  }
}

static WallFreshness
judge (Camera *self)
{
  return wall_watch_judge (self->watch, self->now_us);
}

static WallWatchNumbers
get_numbers (Camera *self)
{
  WallWatchNumbers numbers;

  wall_watch_get_numbers (self->watch, self->now_us, &numbers);

  return numbers;
}

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
  run (&camera, 40 * interval_us);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LIVE);
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
  run (&camera, 3 * S);
  wall_watch_set_nominal (camera.watch, 2.0);
  g_assert_cmpint (get_numbers (&camera).interval_us, ==, 500 * MS);
  g_assert_cmpint (wall_watch_judge (camera.watch, camera.decoded_us + 1500 * MS), ==,
                   WALL_FRESHNESS_LIVE);
  wall_watch_set_nominal (camera.watch, 0.01);
  g_assert_cmpint (get_numbers (&camera).interval_us, ==, 1 * S);
  wall_watch_set_nominal (camera.watch, 0.0);
  g_assert_cmpint (get_numbers (&camera).interval_us, ==, 40 * MS);
}

static void
test_nothing_before_the_first_picture (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_NONE);
  camera.decodes = FALSE;
  run (&camera, 20 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_NONE);
  g_assert_cmpint (wall_watch_get_age_us (camera.watch, camera.now_us), ==, -1);
}

static void
test_decoded_is_not_live_while_shown (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  camera.paints = FALSE;
  run (&camera, 5 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_NONE);
  camera.paints = TRUE;
  run (&camera, 1 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera.paints = FALSE;
  run (&camera, 4 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_painting_an_old_picture_is_not_live (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  run (&camera, 2 * S);
  camera.comes = FALSE;
  for (guint i = 0; i < 50; i++) {
    run (&camera, 100 * MS);
    wall_watch_note_painted (camera.watch, camera.now_us);
  }
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_hidden_is_judged_by_decoded (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.paints = FALSE;
  run (&camera, 5 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LIVE);
  camera.decodes = FALSE;
  run (&camera, 2 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LATE);
  run (&camera, 2 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_hidden_without_decoder_is_judged_by_received (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.decodes = FALSE;
  run (&camera, 5 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LIVE);

  /* Shown, it has nothing to show: it must not stay what it was. */
  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_becoming_shown_starts_the_age_anew (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.paints = FALSE;
  run (&camera, 10 * S);
  g_assert_cmpint (get_numbers (&camera).painted_age_us, >=, 10 * S);

  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LIVE);
  run (&camera, 1500 * MS);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_LATE);
  run (&camera, 2 * S);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

static void
test_becoming_shown_does_not_revive (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  run (&camera, 2 * S);
  wall_watch_set_shown (camera.watch, FALSE, camera.now_us);
  camera.comes = FALSE;
  run (&camera, 5 * S);
  wall_watch_set_shown (camera.watch, TRUE, camera.now_us);
  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_STALLED);
}

/* Amber within three seconds, and no inversion on the way to the slower rate being usual. */
static void
test_rate_falls (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  wall_watch_set_nominal (camera.watch, 25.0);
  run (&camera, 10 * S);
  g_assert_cmpint (camera.late_us + camera.stalled_us, ==, 0);

  camera.interval_us = 2 * S;
  camera.next_frame_us = camera.now_us + 2 * S;
  run (&camera, 3 * S);
  g_assert_cmpint (camera.late_us, >, 0);
  g_assert_cmpint (camera.stalled_us, ==, 0);

  run (&camera, 60 * S);
  g_assert_cmpint (camera.stalled_us, ==, 0);
  run (&camera, 60 * S);
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
    run (&camera, 40 * intervals[i]);
    for (gint64 age_us = 0; age_us < 6 * S; age_us += 10 * MS) {
      WallFreshness now = wall_watch_judge (camera.watch, camera.decoded_us + age_us);

      g_assert_cmpint (now, >=, worst);
      worst = now;
    }
    g_assert_cmpint (worst, ==, WALL_FRESHNESS_STALLED);
  }
}

static void
test_rates (void)
{
  g_auto (Camera) camera;
  WallWatchNumbers numbers;

  camera_init (&camera, 40 * MS);
  run (&camera, 4 * S);
  numbers = get_numbers (&camera);
  g_assert_cmpfloat_with_epsilon (numbers.received_fps, 25.0, 1.0);
  g_assert_cmpfloat_with_epsilon (numbers.decoded_fps, 25.0, 1.0);
  g_assert_cmpfloat_with_epsilon (numbers.painted_fps, 25.0, 1.0);

  camera.paints = FALSE;
  run (&camera, 3 * S);
  numbers = get_numbers (&camera);
  g_assert_cmpfloat_with_epsilon (numbers.received_fps, 25.0, 1.0);
  g_assert_cmpfloat (numbers.painted_fps, ==, 0.0);

  camera.comes = FALSE;
  run (&camera, 3 * S);
  g_assert_cmpfloat (get_numbers (&camera).received_fps, ==, 0.0);
}

static void
test_reset_forgets (void)
{
  g_auto (Camera) camera;
  WallWatchNumbers numbers;

  camera_init (&camera, 40 * MS);
  run (&camera, 3 * S);
  wall_watch_reset (camera.watch, camera.now_us);
  numbers = get_numbers (&camera);

  g_assert_cmpint (judge (&camera), ==, WALL_FRESHNESS_NONE);
  g_assert_cmpuint (numbers.received + numbers.decoded + numbers.painted, ==, 0);
  g_assert_cmpint (numbers.received_age_us, ==, -1);
  g_assert_cmpint (numbers.received_bytes_age_us, ==, -1);
  g_assert_cmpint (numbers.painted_age_us, ==, -1);
  g_assert_cmpint (numbers.interval_us, ==, 0);
}

static void
assert_damage (gint64 interval_us,
               guint  lose_every)
{
  g_auto (Camera) camera;

  camera_init (&camera, interval_us);
  run (&camera, 5 * S);
  g_assert_false (get_numbers (&camera).is_damaged);

  camera.lose_every = lose_every;
  run (&camera, 2 * S + interval_us);
  g_assert_true (get_numbers (&camera).is_damaged);

  camera.lose_every = 0;
  run (&camera, 2 * S + TICK);
  g_assert_false (get_numbers (&camera).is_damaged);
  run (&camera, 5 * S);
  g_assert_false (get_numbers (&camera).is_damaged);
}

static void
test_damage_is_told_and_cleared (void)
{
  assert_damage (40 * MS, 10);
  assert_damage (40 * MS, 2);
  assert_damage (100 * MS, 5);
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
      run (&camera, TICK);
      g_assert_false (get_numbers (&camera).is_damaged);
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
  run (&camera, 2 * S);
  wall_watch_note_unchanged (camera.watch, camera.now_us);
  run (&camera, 10 * S - STEP);
  g_assert_cmpint (get_numbers (&camera).unchanged_us, ==, -1);
  run (&camera, STEP);
  g_assert_cmpint (get_numbers (&camera).unchanged_us, ==, 10 * S);
  run (&camera, 30 * S);
  g_assert_cmpint (get_numbers (&camera).unchanged_us, ==, 40 * S);
  wall_watch_note_unchanged (camera.watch, -1);
  g_assert_cmpint (get_numbers (&camera).unchanged_us, ==, -1);
}

static void
test_stalled_is_not_unchanged (void)
{
  g_auto (Camera) camera;

  camera_init (&camera, 40 * MS);
  run (&camera, 2 * S);
  wall_watch_note_unchanged (camera.watch, camera.now_us);
  run (&camera, 20 * S);
  camera.comes = FALSE;
  run (&camera, 5 * S);
  g_assert_cmpint (get_numbers (&camera).unchanged_us, ==, -1);
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
  run (&once_a_second, 12 * S);
  run (&slower, 40 * S);

  for (guint i = 0; i < 20; i++) {
    run (&once_a_second, TICK);
    run (&slower, TICK);
    g_assert_cmpint (get_numbers (&once_a_second).unchanged_us, >=, 12 * S);
    g_assert_cmpint (get_numbers (&slower).unchanged_us, ==, -1);
  }
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
  g_test_add_func ("/stream/watch/hidden-is-judged-by-decoded", test_hidden_is_judged_by_decoded);
  g_test_add_func ("/stream/watch/hidden-without-decoder-is-judged-by-received",
                   test_hidden_without_decoder_is_judged_by_received);
  g_test_add_func ("/stream/watch/becoming-shown-starts-the-age-anew",
                   test_becoming_shown_starts_the_age_anew);
  g_test_add_func ("/stream/watch/becoming-shown-does-not-revive",
                   test_becoming_shown_does_not_revive);
  g_test_add_func ("/stream/watch/rate-falls", test_rate_falls);
  g_test_add_func ("/stream/watch/freshness-never-improves-with-age",
                   test_freshness_never_improves_with_age);
  g_test_add_func ("/stream/watch/rates", test_rates);
  g_test_add_func ("/stream/watch/reset-forgets", test_reset_forgets);
  g_test_add_func ("/stream/watch/damage-is-told-and-cleared", test_damage_is_told_and_cleared);
  g_test_add_func ("/stream/watch/late-decoder-is-not-damage", test_late_decoder_is_not_damage);
  g_test_add_func ("/stream/watch/queue-is-not-damage", test_queue_is_not_damage);
  g_test_add_func ("/stream/watch/unchanged", test_unchanged);
  g_test_add_func ("/stream/watch/stalled-is-not-unchanged", test_stalled_is_not_unchanged);
  g_test_add_func ("/stream/watch/slow-camera-is-unchanged-from-one-a-second",
                   test_slow_camera_is_unchanged_from_one_a_second);

  return g_test_run ();
}
