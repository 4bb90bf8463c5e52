/* test-player-live.c
 *
 * A player against a real encoder, by the real elements: pictures, each fault of the device told by
 * its reason, and every end an orderly one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "live-encoder.h"
#include "player-client.h"

#define CHANNELS 2
#define MANY     32

static char *
make_uri (guint channel)
{
  return g_strdup_printf ("dvrip://127.0.0.1:%u/%u?stream=main",
                          encoder_server_get_port (live_encoder_get (), channel), channel);
}

static void
make (PlayerClient *self,
      guint         channel,
      const char   *password)
{
  g_autofree char *uri = make_uri (channel);

  player_client_init (self, &(WallPlayerConfig) {
    .uri = uri, .user = "admin", .password = password,
  });
}

static void
set_up (PlayerClient  *self,
        gconstpointer  data)
{
  encoder_server_set_fault (live_encoder_get (), 0, ENCODER_FAULT_NONE);
  make (self, 1, "admin");
}

/* Whatever happened, nothing stays open at the encoder. */
static void
tear_down (PlayerClient  *self,
           gconstpointer  data)
{
  player_client_clear (self);
  live_encoder_settle ();
}

static void
test_plays (PlayerClient  *self,
            gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  WallVideoSinkStats sink_stats;
  WallPlayerStats stats;

  player_client_start (self, WALL_PLAYER_PLAYING);
  wait_for (self->pictures > 10);
  wall_player_get_stats (self->player, &stats);
  wall_video_sink_get_stats (wall_player_get_sink (self->player), &sink_stats);
  g_assert_cmpstr (stats.codec, ==, "H.264");
  g_assert_cmpuint (stats.units, >, 10);
  g_assert_cmpuint (stats.fed_units, >, 10);
  g_assert_cmpuint (stats.remote_port, ==, encoder_server_get_port (live_encoder_get (), 1));
  g_assert_cmpuint (stats.local_port, >, 0);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.1");
  g_assert_cmpstr (stats.topology, !=, "");
  g_assert_cmpint (sink_stats.width, ==, 160);
  g_assert_cmpint (sink_stats.height, ==, 96);

  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
  g_assert_cmpstr (self->ended_by, ==, "us");
  g_assert_cmpint (self->closed_reason, ==, WALL_REASON_NONE);
  wait_for (live_encoder_get_counters ().open == 0);
  g_assert_cmpuint (live_encoder_get_counters ().logins, ==, before.logins + 1);
  g_assert_cmpuint (live_encoder_get_counters ().fins, ==, before.fins + 1);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
}

static void
test_phases_come_in_order (PlayerClient  *self,
                           gconstpointer  data)
{
  player_client_start (self, WALL_PLAYER_PLAYING);
  player_client_close (self);

  g_assert_cmpuint (self->n_phases, ==, WALL_PLAYER_CLOSED);
  for (guint i = 0; i < self->n_phases; i++)
    g_assert_cmpint (self->phases[i], ==, i + 1);
}

static void
test_refused (PlayerClient  *self,
              gconstpointer  data)
{
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_REFUSE);
  player_client_start (self, WALL_PLAYER_CLOSED);
  player_client_assert_failed (self, WALL_REASON_REFUSED);
  g_assert_cmpuint (self->n_phases, ==, 2);
}

static void
test_silent (PlayerClient  *self,
             gconstpointer  data)
{
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_SILENT);
  player_client_start (self, WALL_PLAYER_CLOSED);
  player_client_assert_failed (self, WALL_REASON_SILENT);
}

static void
test_wrong_password_told (PlayerClient  *self,
                          gconstpointer  data)
{
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_WRONG_PASSWORD);
  player_client_start (self, WALL_PLAYER_CLOSED);
  player_client_assert_failed (self, WALL_REASON_WRONG_PASSWORD);
}

static void
test_wrong_password (void)
{
  EncoderCounters before = live_encoder_get_counters ();
  PlayerClient self;

  make (&self, 1, "not it");
  player_client_start (&self, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins, ==, before.rejected_logins + 1);
  tear_down (&self, NULL);
}

static void
test_no_such_channel (void)
{
  g_autofree char *uri = g_strdup_printf ("dvrip://127.0.0.1:%u/77",
                                          encoder_server_get_port (live_encoder_get (), 1));
  PlayerClient self;

  player_client_init (&self, &(WallPlayerConfig) {
    .uri = uri, .user = "admin", .password = "admin",
  });
  player_client_start (&self, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self, WALL_REASON_NO_SUCH_CHANNEL);
  tear_down (&self, NULL);
}

static void
assert_breaks (PlayerClient *self,
               EncoderFault  fault,
               WallReason    reason)
{
  player_client_start (self, WALL_PLAYER_PLAYING);
  encoder_server_set_fault (live_encoder_get (), 1, fault);
  player_client_assert_failed (self, reason);
}

static void
test_reset (PlayerClient  *self,
            gconstpointer  data)
{
  assert_breaks (self, ENCODER_FAULT_RESET, WALL_REASON_RESET);
}

static void
test_closed (PlayerClient  *self,
             gconstpointer  data)
{
  assert_breaks (self, ENCODER_FAULT_CLOSE, WALL_REASON_CLOSED_BY_DEVICE);
}

static void
test_stalled (PlayerClient  *self,
              gconstpointer  data)
{
  assert_breaks (self, ENCODER_FAULT_STALL, WALL_REASON_SILENT);
}

static void
test_frozen_plays_on (PlayerClient  *self,
                      gconstpointer  data)
{
  WallVideoSinkStats stats = { .unchanged_since_us = -1 };
  guint64 decoded;

  player_client_start (self, WALL_PLAYER_PLAYING);
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_FREEZE);
  wait_for ((wall_video_sink_get_stats (wall_player_get_sink (self->player), &stats),
             stats.unchanged_since_us >= 0));
  decoded = stats.decoded;
  wait_for ((wall_video_sink_get_stats (wall_player_get_sink (self->player), &stats),
             stats.decoded > decoded + 5));
  g_assert_cmpint (wall_player_get_phase (self->player), ==, WALL_PLAYER_PLAYING);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

/* With the player's real deadline it would be a second; here only the element's own ends it. */
static void
test_never_closed_ends (PlayerClient  *self,
                        gconstpointer  data)
{
  player_client_start (self, WALL_PLAYER_PLAYING);
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_NEVER_CLOSE);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
  g_assert_cmpstr (self->ended_by, ==, "deadline");
  g_assert_cmpint (self->closed_us - self->closing_us, <, 5 * G_TIME_SPAN_SECOND);
}

static void
test_close_while_signing_in (PlayerClient  *self,
                             gconstpointer  data)
{
  encoder_server_set_fault (live_encoder_get (), 1, ENCODER_FAULT_SILENT);
  player_client_start (self, WALL_PLAYER_SIGNING_IN);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

/* The device takes no more: its SYN queue is full, and nobody answers. */
static void
test_close_while_connecting (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) listener = NULL;
  g_autofree char *uri = NULL;
  GSocket *fillers[4];
  PlayerClient self;

  listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (listener, any, FALSE, NULL));
  g_socket_set_listen_backlog (listener, 0);
  g_assert_true (g_socket_listen (listener, NULL));
  address = g_socket_get_local_address (listener, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++) {
    fillers[i] = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                               NULL);
    g_socket_set_blocking (fillers[i], FALSE);
    g_socket_connect (fillers[i], address, NULL, NULL);
  }

  uri = g_strdup_printf ("dvrip://127.0.0.1:%u/1",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  player_client_init (&self, &(WallPlayerConfig) { .uri = uri, .user = "admin" });
  player_client_start (&self, WALL_PLAYER_CONNECTING);
  wait_for (g_strcmp0 (wall_player_get_activity (self.player), "Connecting to the device") == 0);
  player_client_close (&self);
  g_assert_cmpuint (self.failed, ==, 0);
  g_assert_cmpuint (self.n_phases, ==, 2);
  g_test_message ("closed in %.1f ms", (self.closed_us - self.closing_us) / 1000.0);
  player_client_clear (&self);
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    g_object_unref (fillers[i]);
}

static void
test_topology_is_handed_on (void)
{
  static const char *const topologies[] = { "one-socket", "two-sockets" };

  for (gsize i = 0; i < G_N_ELEMENTS (topologies); i++) {
    g_autofree char *uri = make_uri (1);
    WallPlayerStats stats;
    PlayerClient self;

    player_client_init (&self, &(WallPlayerConfig) {
      .uri = uri, .user = "admin", .password = "admin", .topology = topologies[i],
    });
    player_client_start (&self, WALL_PLAYER_PLAYING);
    wall_player_get_stats (self.player, &stats);
    g_assert_cmpstr (stats.topology, ==, topologies[i]);
    player_client_close (&self);
    tear_down (&self, NULL);
  }
}

static gboolean
is_every_one (PlayerClient    *clients,
              WallPlayerPhase  phase)
{
  for (guint i = 0; i < MANY; i++) {
    if (wall_player_get_phase (clients[i].player) != phase)
      return FALSE;
  }

  return TRUE;
}

/* A whole wall is closed at once, and each of its connections in order. */
static void
test_many_close_together (void)
{
  EncoderCounters before = live_encoder_get_counters ();
  PlayerClient clients[MANY];
  gint64 began_us;

  for (guint i = 0; i < MANY; i++) {
    make (&clients[i], 1 + i % CHANNELS, "admin");
    wall_player_start (clients[i].player);
  }
  wait_for (is_every_one (clients, WALL_PLAYER_PLAYING));

  began_us = g_get_monotonic_time ();
  for (guint i = 0; i < MANY; i++)
    wall_player_close (clients[i].player);
  g_test_message ("closing took the main thread %.1f ms",
                  (g_get_monotonic_time () - began_us) / 1000.0);
  wait_for (is_every_one (clients, WALL_PLAYER_CLOSED));
  g_test_message ("closed in %.0f ms", (g_get_monotonic_time () - began_us) / 1000.0);

  wait_for (live_encoder_get_counters ().open == 0);
  g_assert_cmpuint (live_encoder_get_counters ().fins, ==, before.fins + MANY);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
  for (guint i = 0; i < MANY; i++) {
    g_assert_cmpuint (clients[i].failed, ==, 0);
    player_client_clear (&clients[i]);
  }
}

static void
test_dropped_while_playing (PlayerClient  *self,
                            gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();

  player_client_start (self, WALL_PLAYER_PLAYING);
  player_client_drop (self);
  wait_for (live_encoder_get_counters ().open == 0);
  g_assert_cmpuint (live_encoder_get_counters ().fins, ==, before.fins + 1);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
  g_assert_cmpuint (self->failed + self->closed, ==, 0);
}

static void
cycle (guint n)
{
  for (guint i = 0; i < n; i++) {
    PlayerClient self;

    make (&self, 1 + i % CHANNELS, "admin");
    player_client_start (&self, WALL_PLAYER_PLAYING);
    player_client_close (&self);
    g_assert_cmpuint (self.failed, ==, 0);
    tear_down (&self, NULL);
  }
}

static void
test_hundred_cycles_leave_nothing (void)
{
  guint descriptors, threads;
  EncoderCounters before;

  cycle (10);
  before = live_encoder_get_counters ();
  descriptors = player_client_count_entries ("/proc/self/fd");
  threads = player_client_count_entries ("/proc/self/task");
  cycle (100);
  wait_for (player_client_count_entries ("/proc/self/task") <= threads + 1);
  wait_for (player_client_count_entries ("/proc/self/fd") <= descriptors);
  g_assert_cmpuint (live_encoder_get_counters ().fins, ==, before.fins + 100);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
}

#define add(name, function) \
  g_test_add ("/stream/player-live/" name, PlayerClient, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("plays", test_plays);
  add ("phases-come-in-order", test_phases_come_in_order);
  add ("refused", test_refused);
  add ("silent", test_silent);
  add ("wrong-password-told", test_wrong_password_told);
  g_test_add_func ("/stream/player-live/wrong-password", test_wrong_password);
  g_test_add_func ("/stream/player-live/no-such-channel", test_no_such_channel);
  add ("reset", test_reset);
  add ("closed", test_closed);
  add ("stalled", test_stalled);
  add ("frozen-plays-on", test_frozen_plays_on);
  add ("never-closed-ends", test_never_closed_ends);
  add ("close-while-signing-in", test_close_while_signing_in);
  g_test_add_func ("/stream/player-live/close-while-connecting", test_close_while_connecting);
  g_test_add_func ("/stream/player-live/topology-is-handed-on", test_topology_is_handed_on);
  g_test_add_func ("/stream/player-live/many-close-together", test_many_close_together);
  add ("dropped-while-playing", test_dropped_while_playing);
  g_test_add_func ("/stream/player-live/hundred-cycles-leave-nothing",
                   test_hundred_cycles_leave_nothing);

  return live_encoder_run (&(EncoderConfig) {
    .channels = CHANNELS,
    .ports_per_channel = TRUE,
    .main = { 160, 96, 10 },
    .sub = { 160, 96, 10 },
  });
}
