/* test-player.c
 *
 * A player against elements that do what the test says: phases, failures, deadlines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-dvrip.h"
#include "player-client.h"

#include <string.h>

/* So many may be in a parser and a decoder when a pipeline ends. */
#define HELD_UNITS 4

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

static void
test_plays (Fixture       *self,
            gconstpointer  data)
{
  WallPlayerStats stats;

  player_client_start (self, WALL_PLAYER_PLAYING);
  wait_for (self->pictures > 3);
  wall_player_get_stats (self->player, &stats);
  g_assert_cmpuint (stats.units, >, 3);
  g_assert_cmpuint (stats.fed_units, >, 3);
  g_assert_cmpuint (stats.fed_units, <=, stats.units + 1);
  g_assert_cmpint (stats.last_unit_us, >, 0);
  g_assert_cmpstr (stats.codec, ==, "H.264");
  g_assert_cmpstr (stats.topology, ==, "one-socket");
  g_assert_cmpstr (stats.stream_type, ==, "Extra1");
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.2");
  g_assert_cmpuint (stats.remote_port, ==, 34567);

  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
  g_assert_cmpstr (self->ended_by, ==, "us");
  g_assert_cmpint (self->closed_reason, ==, WALL_REASON_NONE);
  g_assert_cmpint (fake_seen.closes, ==, 1);
  wall_player_get_stats (self->player, &stats);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.2");
}

static void
test_phases_come_in_order (Fixture       *self,
                           gconstpointer  data)
{
  player_client_start (self, WALL_PLAYER_PLAYING);
  player_client_close (self);

  g_assert_cmpuint (self->n_phases, ==, WALL_PLAYER_CLOSED);
  for (guint i = 0; i < self->n_phases; i++)
    g_assert_cmpint (self->phases[i], ==, i + 1);
}

static void
test_every_reason_passes (void)
{
  for (WallReason reason = WALL_REASON_NONE + 1; reason < WALL_N_REASONS; reason++) {
    Fixture self = { .player = NULL };

    set_up (&self, NULL);
    fake_script.fails_with = reason;
    wall_player_start (self.player);
    player_client_assert_failed (&self, reason);
    g_assert_cmpstr (self.message, ==, "A sentence for the user");
    g_assert_cmpstr (self.ended_by, ==, "device");
    g_assert_cmpint (fake_seen.closes, ==, 0);
    tear_down (&self, NULL);
  }
}

static void
test_failure_that_never_closes_ends (Fixture       *self,
                                     gconstpointer  data)
{
  player_client_set_limits (self, 60000, 60000, 200);
  fake_script.fails_with = WALL_REASON_SILENT;
  fake_script.close = FAKE_CLOSE_NEVER;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_SILENT);
  g_assert_cmpstr (self->ended_by, ==, "deadline");
}

static void
test_words_are_waited_for (Fixture       *self,
                           gconstpointer  data)
{
  fake_script.fails_with = WALL_REASON_RESET;
  fake_script.closes_first = TRUE;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_RESET);
  g_assert_cmpstr (self->message, ==, "A sentence for the user");
}

static void
test_closed_without_words (Fixture       *self,
                           gconstpointer  data)
{
  fake_script.fails_with = WALL_REASON_RESET;
  fake_script.closes_first = TRUE;
  fake_script.has_error = FALSE;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_RESET);
  g_assert_cmpstr (self->ended_by, ==, "device");
}

static void
test_flow_error_is_bad_data (Fixture       *self,
                             gconstpointer  data)
{
  fake_script.has_flow_error = TRUE;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_BAD_DATA);
  g_assert_cmpint (fake_seen.closes, ==, 1);
}

static void
test_refused_start_is_told (Fixture       *self,
                            gconstpointer  data)
{
  fake_script.refuses_start = TRUE;
  wall_player_start (self->player);
  wait_for (self->closed > 0);
  g_assert_cmpuint (self->failed, ==, 1);
  g_assert_cmpint (self->failed_reason, ==, WALL_REASON_LOCAL);
}

static void
test_end_of_stream (Fixture       *self,
                    gconstpointer  data)
{
  fake_script.ends = TRUE;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_CLOSED_BY_DEVICE);
}

static void
test_no_key_frame (Fixture       *self,
                   gconstpointer  data)
{
  player_client_set_limits (self, 600, 60000, 10000);
  fake_script.stage = FAKE_STAGE_WAITING;
  player_client_start (self, WALL_PLAYER_WAITING);
  wait_for (strstr (wall_player_get_activity (self->player), "key frame"));
  g_assert_cmpint (wall_player_get_phase (self->player), ==, WALL_PLAYER_WAITING);
  player_client_assert_failed (self, WALL_REASON_NO_PICTURE);
  g_assert_cmpint (fake_seen.closes, ==, 1);
}

static void
test_no_picture_ends (Fixture       *self,
                      gconstpointer  data)
{
  gint64 began_us;

  player_client_set_limits (self, 60000, 1000, 10000);
  player_client_start (self, WALL_PLAYER_PLAYING);
  began_us = g_get_monotonic_time ();
  g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_GARBAGE);
  player_client_assert_failed (self, WALL_REASON_NO_PICTURE);
  g_assert_cmpint (self->closing_us - began_us, >=,
                   1900 * G_TIME_SPAN_MILLISECOND);
}

/* A new decoder must not be shown the middle of a group of pictures. */
static void
test_new_decoder_begins_at_a_key_frame (Fixture       *self,
                                        gconstpointer  data)
{
  WallPlayerStats before, after;
  guint pictures;

  player_client_start (self, WALL_PLAYER_PLAYING);
  g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_DELTA);
  wait_for (self->pictures > 3);
  wall_attempt_reset_decoder (self->player->attempt);
  pictures = g_atomic_int_get (&fake_seen.units);
  wait_for (g_atomic_int_get (&fake_seen.units) > pictures + 3);
  wall_player_get_stats (self->player, &before);
  pictures = g_atomic_int_get (&fake_seen.units);
  wait_for (g_atomic_int_get (&fake_seen.units) > pictures + 10);
  wall_player_get_stats (self->player, &after);
  g_assert_cmpuint (after.fed_units, ==, before.fed_units);

  g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_VIDEO);
  pictures = self->pictures;
  wait_for (self->pictures > pictures + 3);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

static void
test_garbage_that_ends_is_survived (Fixture       *self,
                                    gconstpointer  data)
{
  guint pictures, units;

  player_client_start (self, WALL_PLAYER_PLAYING);
  units = g_atomic_int_get (&fake_seen.units);
  g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_GARBAGE);
  wait_for (g_atomic_int_get (&fake_seen.units) > units + 5);
  g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_VIDEO);
  pictures = self->pictures;
  wait_for (self->pictures > pictures + 5);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

static void
assert_codec (Fixture    *self,
              const char *codec)
{
  WallPlayerStats stats;

  wall_player_get_stats (self->player, &stats);
  g_assert_cmpstr (stats.codec, ==, codec);
}

static void
test_codec_changes (Fixture       *self,
                    gconstpointer  data)
{
  guint seen;

  if (!wall_player_has_decoder ("H.265")) {
    g_test_skip ("no decoder for H.265");
    return;
  }

  player_client_start (self, WALL_PLAYER_PLAYING);
  for (guint i = 0; i < 5; i++) {
    g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_OTHER_CODEC);
    seen = g_atomic_int_get (&fake_seen.units);
    wait_for (g_atomic_int_get (&fake_seen.units) > seen + 2);
    assert_codec (self, "H.265");

    g_atomic_int_set (&fake_script.payload, FAKE_PAYLOAD_VIDEO);
    seen = self->pictures;
    wait_for (self->pictures > seen + 2);
    assert_codec (self, "H.264");
  }
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

static void
test_unknown_codec (Fixture       *self,
                    gconstpointer  data)
{
  fake_script.payload = FAKE_PAYLOAD_UNKNOWN;
  wall_player_start (self->player);
  player_client_assert_failed (self, WALL_REASON_UNSUPPORTED);
}

static void
test_sound_does_not_stop_pictures (Fixture       *self,
                                   gconstpointer  data)
{
  fake_script.has_audio = TRUE;
  player_client_start (self, WALL_PLAYER_PLAYING);
  wait_for (self->pictures > 10);
  player_client_close (self);
  g_assert_cmpuint (self->failed, ==, 0);
}

static void
test_bad_addresses (void)
{
  static const char *const uris[] = { "gopher://127.0.0.1/1", "no address", "", "dvrip://h/bad" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++) {
    Fixture self = { .player = NULL };

    fake_dvrip_rewind ();
    make (&self, uris[i]);
    wall_player_start (self.player);
    g_assert_cmpuint (self.failed + self.closed, ==, 0);
    player_client_assert_failed (&self, WALL_REASON_BAD_ADDRESS);
    tear_down (&self, NULL);
  }
}

static void
test_bad_address_is_closed_once (void)
{
  Fixture self = { .player = NULL };

  fake_dvrip_rewind ();
  make (&self, "gopher://127.0.0.1/1");
  wall_player_start (self.player);
  wall_player_close (self.player);
  wait_for (self.closed > 0);
  g_assert_cmpuint (self.failed, ==, 0);
  g_assert_cmpuint (self.closed, ==, 1);
  tear_down (&self, NULL);
}

static WallPlayerStats
get_stats (Fixture *self)
{
  WallPlayerStats stats;

  wall_player_get_stats (self->player, &stats);

  return stats;
}

static guint64
count_decoded (Fixture *self)
{
  WallVideoSinkStats stats;

  wall_video_sink_get_stats (wall_player_get_sink (self->player), &stats);

  return stats.decoded;
}

/* What is fed then comes out as pictures, each one: nothing that it needs was left out. */
static void
test_unseen_is_hardly_decoded (Fixture       *self,
                               gconstpointer  data)
{
  WallPlayerStats unseen, seen;

  fake_script.interval_ms = 4;
  wall_player_set_unseen (self->player, TRUE);
  player_client_start (self, WALL_PLAYER_PLAYING);
  wait_for (get_stats (self).units > 300);
  unseen = get_stats (self);
  g_assert_cmpuint (unseen.fed_units, >, 0);
  g_assert_cmpuint (unseen.fed_units * 4, <, unseen.units);

  wall_player_set_unseen (self->player, FALSE);
  wait_for (get_stats (self).units > unseen.units + 100);
  seen = get_stats (self);
  g_assert_cmpuint (seen.fed_units - unseen.fed_units, >, 90);
  player_client_close (self);
  g_assert_cmpuint (get_stats (self).fed_units - count_decoded (self), <=, HELD_UNITS);
  g_assert_cmpuint (self->failed, ==, 0);
}

static void
test_decoders (void)
{
  g_assert_true (wall_player_has_decoder ("H.264"));
  g_assert_cmpstr (wall_player_get_missing_package ("H.264"), ==, "");
  g_assert_false (wall_player_has_decoder ("H.999"));
  g_assert_false (wall_player_has_decoder (NULL));
}

#define add(name, function) \
  g_test_add ("/stream/player/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GST_DEBUG_DUMP_DOT_DIR", "/nowhere", TRUE);
  wall_player_forbid_dumps ();
  g_assert_null (g_getenv ("GST_DEBUG_DUMP_DOT_DIR"));

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  fake_dvrip_register ();

  add ("plays", test_plays);
  add ("phases-come-in-order", test_phases_come_in_order);
  g_test_add_func ("/stream/player/every-reason-passes", test_every_reason_passes);
  add ("failure-that-never-closes-ends", test_failure_that_never_closes_ends);
  add ("words-are-waited-for", test_words_are_waited_for);
  add ("closed-without-words", test_closed_without_words);
  add ("flow-error-is-bad-data", test_flow_error_is_bad_data);
  add ("refused-start-is-told", test_refused_start_is_told);
  add ("end-of-stream", test_end_of_stream);
  add ("no-key-frame", test_no_key_frame);
  add ("no-picture-ends", test_no_picture_ends);
  add ("new-decoder-begins-at-a-key-frame", test_new_decoder_begins_at_a_key_frame);
  add ("garbage-that-ends-is-survived", test_garbage_that_ends_is_survived);
  add ("codec-changes", test_codec_changes);
  add ("unknown-codec", test_unknown_codec);
  add ("sound-does-not-stop-pictures", test_sound_does_not_stop_pictures);
  add ("unseen-is-hardly-decoded", test_unseen_is_hardly_decoded);
  g_test_add_func ("/stream/player/bad-addresses", test_bad_addresses);
  g_test_add_func ("/stream/player/bad-address-is-closed-once", test_bad_address_is_closed_once);
  g_test_add_func ("/stream/player/decoders", test_decoders);

  return g_test_run ();
}
