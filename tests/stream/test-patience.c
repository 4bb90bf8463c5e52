/* test-patience.c
 *
 * What is done about a stream without pictures, and when: by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-patience.h"

#define S    G_TIME_SPAN_SECOND
#define TICK (500 * G_TIME_SPAN_MILLISECOND)
#define T0   (1000 * S)

static const WallPatienceLimits limits = {
  .tick_ms = 500,
  .hint_ms = 3000,
  .first_picture_ms = 15000,
  .no_picture_ms = 8000,
  .forgive_ms = 30000,
};

typedef struct {
  WallPatience      patience;
  WallPatienceFacts facts;
  gint64            now_us;
} Stream;

static void
begin (Stream *self)
{
  *self = (Stream) {
    .facts = { .last_picture_us = -1, .has_bytes_coming = TRUE },
    .now_us = T0,
  };
  wall_patience_begin (&self->patience, &limits, T0);
}

/* When the next verdict other than @ignored comes, since T0; -1: not before @end_us. */
static gint64
run (Stream              *self,
     WallPatienceVerdict  ignored,
     gint64               end_us,
     WallPatienceVerdict *out_verdict)
{
  *out_verdict = WALL_PATIENCE_WAIT;
  while (self->now_us < T0 + end_us) {
    self->now_us += TICK;
    *out_verdict = wall_patience_tick (&self->patience, &self->facts, self->now_us);
    if (*out_verdict != ignored && *out_verdict != WALL_PATIENCE_WAIT)
      return self->now_us - T0;
  }

  return -1;
}

static void
show_pictures (Stream *self,
               gint64  span_us)
{
  gint64 end_us = self->now_us + span_us;

  while (self->now_us < end_us) {
    self->now_us += TICK;
    self->facts.fed_units += 12;
    self->facts.last_picture_us = self->now_us;
    g_assert_cmpint (wall_patience_tick (&self->patience, &self->facts, self->now_us), ==,
                     WALL_PATIENCE_WAIT);
  }
}

static void
test_rare_key_frame (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 3 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_HINT);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_HINT, 60 * S, &verdict), ==, 15 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_GIVE_UP);
}

static void
test_decoder_that_makes_nothing (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  stream.facts.fed_units = 100;
  g_assert_cmpint (run (&stream, WALL_PATIENCE_HINT, 60 * S, &verdict), ==, 8 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_RESET);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_HINT, 60 * S, &verdict), ==, 15 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_GIVE_UP);
}

static void
test_pictures_stop (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  show_pictures (&stream, 10 * S);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 18 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_RESET);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 26 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_GIVE_UP);
}

static void
test_silence_is_not_ours (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  show_pictures (&stream, 10 * S);
  stream.facts.has_bytes_coming = FALSE;
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 120 * S, &verdict), ==, -1);
}

static void
test_second_time_soon_gives_up (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  show_pictures (&stream, 10 * S);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 18 * S);
  show_pictures (&stream, 20 * S);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 46 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_GIVE_UP);
}

static void
test_second_time_late_is_the_first_again (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  show_pictures (&stream, 10 * S);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 60 * S, &verdict), ==, 18 * S);
  show_pictures (&stream, 31 * S);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 90 * S, &verdict), ==, 57 * S);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_RESET);
}

/* Our own sleep is not the camera's fault. */
static void
test_late_tick_forgives (void)
{
  WallPatienceVerdict verdict;
  Stream stream;

  begin (&stream);
  show_pictures (&stream, 10 * S);
  stream.now_us += 60 * S;
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 71 * S, &verdict), ==, -1);
  g_assert_cmpint (run (&stream, WALL_PATIENCE_WAIT, 90 * S, &verdict), ==, 78500 * S / 1000);
  g_assert_cmpint (verdict, ==, WALL_PATIENCE_RESET);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/patience/rare-key-frame", test_rare_key_frame);
  g_test_add_func ("/stream/patience/decoder-that-makes-nothing", test_decoder_that_makes_nothing);
  g_test_add_func ("/stream/patience/pictures-stop", test_pictures_stop);
  g_test_add_func ("/stream/patience/silence-is-not-ours", test_silence_is_not_ours);
  g_test_add_func ("/stream/patience/second-time-soon-gives-up", test_second_time_soon_gives_up);
  g_test_add_func ("/stream/patience/second-time-late-is-the-first-again",
                   test_second_time_late_is_the_first_again);
  g_test_add_func ("/stream/patience/late-tick-forgives", test_late_tick_forgives);

  return g_test_run ();
}
