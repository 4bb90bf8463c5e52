/* test-player-end.c
 *
 * How a player ends: closed in every phase, dropped in every phase, and again and again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-dvrip.h"
#include "player-client.h"

#define URI "dvrip://127.0.0.1:34567/1?stream=main"

typedef PlayerClient Fixture;

static void
make (Fixture    *self,
      const char *uri)
{
  WallPlayerConfig config = {
    .uri = uri, .user = "guard", .password = "secret", .stream_type = "Extra1",
    .topology = "two-sockets",
  };

  player_client_init (self, &config);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  fake_dvrip_rewind ();
  make (self, URI);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  player_client_clear (self);
  wait_for (g_atomic_int_get (&fake_seen.alive) == 0);
  g_assert_cmpint (g_atomic_int_get (&fake_seen.on_main), ==, 0);
}

static const FakeStage stages[] = {
  FAKE_STAGE_CONNECTING, FAKE_STAGE_SIGNING_IN, FAKE_STAGE_WAITING, FAKE_STAGE_PLAYING
};

static void
test_close_in_every_phase (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++) {
    Fixture self = { .player = NULL };

    set_up (&self, NULL);
    fake_script.stage = stages[i];
    player_client_start (&self, (WallPlayerPhase) stages[i]);
    player_client_close (&self);
    wall_player_close (self.player);
    g_assert_cmpuint (self.failed, ==, 0);
    g_assert_cmpuint (self.closed, ==, 1);
    g_assert_cmpstr (self.ended_by, ==, "us");
    tear_down (&self, NULL);
  }
}

static void
test_drop_in_every_phase (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++) {
    Fixture self = { .player = NULL };

    set_up (&self, NULL);
    fake_script.stage = stages[i];
    player_client_start (&self, (WallPlayerPhase) stages[i]);
    player_client_drop (&self);
    tear_down (&self, NULL);
    g_assert_cmpuint (self.failed + self.closed, ==, 0);
  }
}

static void
test_drop_while_closing (Fixture       *self,
                         gconstpointer  data)
{
  fake_script.close = FAKE_CLOSE_NEVER;
  player_client_start (self, WALL_PLAYER_PLAYING);
  wall_player_close (self->player);
  player_client_drop (self);
  wait_for (g_atomic_int_get (&fake_seen.alive) == 0);
  g_assert_cmpuint (self->closed, ==, 0);
}

static void
test_never_closed_ends_in_time (Fixture       *self,
                                gconstpointer  data)
{
  player_client_set_limits (self, 60000, 60000, 200);
  fake_script.close = FAKE_CLOSE_NEVER;
  player_client_start (self, WALL_PLAYER_PLAYING);
  player_client_close (self);
  g_assert_cmpstr (self->ended_by, ==, "deadline");
  g_assert_cmpint (self->closed_us - self->closing_us, >=, 190 * G_TIME_SPAN_MILLISECOND);
}

static void
test_close_right_after_start (Fixture       *self,
                              gconstpointer  data)
{
  wall_player_start (self->player);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
  g_assert_cmpuint (self->closed, ==, 1);
}

static void
test_close_before_start (Fixture       *self,
                         gconstpointer  data)
{
  wall_player_close (self->player);
  g_assert_cmpint (wall_player_get_phase (self->player), ==, WALL_PLAYER_CONNECTING);
  g_assert_cmpuint (self->n_phases + self->closed, ==, 0);
}

/* A listener that closes, and lets go, in the midst of what it is told. */
static void
on_failed_drop (WallPlayer *player,
                WallReason  reason,
                const char *message,
                const char *debug,
                Fixture    *self)
{
  wall_player_close (player);
  g_clear_object (&self->player);
}

static void
test_dropped_by_a_listener (Fixture       *self,
                            gconstpointer  data)
{
  fake_script.fails_with = WALL_REASON_REFUSED;
  g_signal_connect (self->player, "failed", G_CALLBACK (on_failed_drop), self);
  wall_player_start (self->player);
  wait_for (self->failed > 0 && !self->player);
}

static void
cycle (guint n)
{
  for (guint i = 0; i < n; i++) {
    Fixture self = { .player = NULL };

    set_up (&self, NULL);
    fake_script.interval_ms = 1;
    player_client_start (&self, WALL_PLAYER_PLAYING);
    player_client_close (&self);
    tear_down (&self, NULL);
  }
}

/* Threads that wait for work are allowed, as many as after the first cycles. */
static void
test_hundred_cycles_leave_nothing (void)
{
  guint descriptors, threads;

  cycle (10);
  descriptors = player_client_count_entries ("/proc/self/fd");
  threads = player_client_count_entries ("/proc/self/task");
  cycle (100);
  wait_for (player_client_count_entries ("/proc/self/task") <= threads + 1);
  wait_for (player_client_count_entries ("/proc/self/fd") <= descriptors);
}

#define add(name, function) \
  g_test_add ("/stream/player/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  fake_dvrip_register ();

  g_test_add_func ("/stream/player/close-in-every-phase", test_close_in_every_phase);
  g_test_add_func ("/stream/player/drop-in-every-phase", test_drop_in_every_phase);
  add ("drop-while-closing", test_drop_while_closing);
  add ("never-closed-ends-in-time", test_never_closed_ends_in_time);
  add ("close-right-after-start", test_close_right_after_start);
  add ("close-before-start", test_close_before_start);
  add ("dropped-by-a-listener", test_dropped_by_a_listener);
  g_test_add_func ("/stream/player/hundred-cycles-leave-nothing",
                   test_hundred_cycles_leave_nothing);

  return g_test_run ();
}
