/* test-source-tcp.c
 *
 * Cameras that send as soon as one connects, through a player: each kind of stream, from wherever
 * one comes into it, and each thing that can go wrong told by its reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "black-hole.h"
#include "media-maker.h"
#include "player-client.h"
#include "script-server.h"
#include "wall-foreign.h"
#include "wall-source.h"

static const WallForeignDeadlines patient = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 20000,
};

static const WallForeignDeadlines hasty = {
  .lookup_ms = 20000, .connect_ms = 300, .login_ms = 20000, .start_ms = 300, .silence_ms = 600,
  .close_ms = 20000,
};

typedef struct {
  PlayerClient  client;
  ScriptServer *server;
} Fixture;

/* What the camera sends, and from which byte on it does so the first time. */
static GBytes *media;
static gsize first_byte;

static char *
make_uri (ScriptServer *server)
{
  return g_strdup_printf ("tcp://127.0.0.1:%u", server->port);
}

static void
set_up (Fixture                    *self,
        ScriptFunc                  script,
        const WallForeignDeadlines *deadlines)
{
  g_autofree char *uri = NULL;

  wall_foreign_set_default_deadlines (deadlines);
  self->server = script_server_new (script, NULL);
  uri = make_uri (self->server);
  player_client_init (&self->client, &(WallPlayerConfig) { .uri = uri });
}

/* Whatever happened, nothing stays open. */
static void
tear_down (Fixture *self)
{
  player_client_clear (&self->client);
  wait_for (g_atomic_int_get (&self->server->open) == 0);
  script_server_free (self->server);
}

static gboolean
send_from (ScriptPeer *peer,
           gsize       begin)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (media, &size);

  for (gsize done = begin; done < size; done += 1000) {
    if (!script_send_data (peer, data + done, MIN (1000, size - done)))
      return FALSE;
    script_pause (peer, 2);
  }

  return TRUE;
}

static void
send_on_and_on (ScriptPeer *peer)
{
  gboolean goes_on = send_from (peer, first_byte);

  while (goes_on)
    goes_on = send_from (peer, 0);
}

static void
send_once_and_wait (ScriptPeer *peer)
{
  send_from (peer, 0);
  script_wait (peer);
}

static void
assert_plays (const char *description,
              const char *codec,
              gsize       begin)
{
  WallPlayerStats stats;
  Fixture self;

  media = media_maker_make (description);
  first_byte = begin;
  set_up (&self, send_on_and_on, &patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  wait_for (self.client.pictures > 3);
  wall_player_get_stats (self.client.player, &stats);
  g_assert_cmpstr (stats.codec, ==, codec);
  g_assert_cmpuint (stats.units, >, 3);
  g_assert_cmpuint (stats.units, <, 1000);
  g_assert_cmpuint (stats.bytes, >, 1000);
  g_assert_cmpuint (stats.remote_port, ==, self.server->port);
  g_assert_cmpuint (self.client.n_phases, ==, WALL_PLAYER_PLAYING);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  tear_down (&self);
  g_clear_pointer (&media, g_bytes_unref);
}

static void
test_kinds (void)
{
  assert_plays (MEDIA_H264, "H.264", 0);
  assert_plays (MEDIA_H265, "H.265", 0);
  assert_plays (MEDIA_H264 " ! mpegtsmux", "H.264", 0);
  assert_plays (MEDIA_H265 " ! h265parse ! mpegtsmux", "H.265", 0);
}

static void
test_begins_anywhere (void)
{
  assert_plays (MEDIA_H264, "H.264", 2345);
  assert_plays (MEDIA_H265, "H.265", 2345);
  assert_plays (MEDIA_H264 " ! mpegtsmux", "H.264", 12345);
}

static void
test_sound_is_left_out (void)
{
  assert_plays (MEDIA_SOUND " ! mux. " MEDIA_H264 " ! mpegtsmux name=mux", "H.264", 0);
}

static void
assert_ends (ScriptFunc                  script,
             const WallForeignDeadlines *deadlines,
             WallReason                  reason)
{
  Fixture self;

  set_up (&self, script, deadlines);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, reason);
  g_test_message ("%s after %" G_GINT64_FORMAT " ms", wall_reason_to_nick (reason),
                  (self.client.failed_us - self.client.started_us) / 1000);
  tear_down (&self);
}

static void
test_no_video (void)
{
  media = media_maker_make (MEDIA_SOUND " ! mpegtsmux");
  first_byte = 0;
  assert_ends (send_on_and_on, &patient, WALL_REASON_UNSUPPORTED);
  g_clear_pointer (&media, g_bytes_unref);
}

static void
greet (ScriptPeer *peer)
{
  script_send (peer, "220 printer ready\r\n");
  script_wait (peer);
}

static void
send_noise (ScriptPeer *peer)
{
  guint8 noise[1000];

  memset (noise, 0xA5, sizeof noise);
  while (script_send_data (peer, noise, sizeof noise))
    script_pause (peer, 50);
}

static void
test_other_services (void)
{
  assert_ends (greet, &patient, WALL_REASON_WRONG_SERVICE);
  assert_ends (send_noise, &hasty, WALL_REASON_WRONG_SERVICE);
}

static void
close_at_once (ScriptPeer *peer)
{
}

static void
close_after_a_while (ScriptPeer *peer)
{
  send_from (peer, 0);
}

static void
reset_after_a_while (ScriptPeer *peer)
{
  send_from (peer, 0);
  script_pause (peer, 100);
  script_reset (peer);
}

static void
test_ends_by_the_device (void)
{
  media = media_maker_make (MEDIA_H264);
  assert_ends (close_at_once, &patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_ends (close_after_a_while, &patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_ends (reset_after_a_while, &patient, WALL_REASON_RESET);
  g_clear_pointer (&media, g_bytes_unref);
}

static void
test_silence (void)
{
  media = media_maker_make (MEDIA_H264);
  assert_ends (script_wait, &hasty, WALL_REASON_SILENT);
  assert_ends (send_once_and_wait, &hasty, WALL_REASON_SILENT);
  g_clear_pointer (&media, g_bytes_unref);
}

/* After a good beginning nothing begins any more. */
static void
send_endless_unit (ScriptPeer *peer)
{
  guint8 rest[65536];

  memset (rest, 0xA5, sizeof rest);
  for (gboolean goes_on = send_from (peer, 0); goes_on;)
    goes_on = script_send_data (peer, rest, sizeof rest);
}

static void
send_endless_packet (ScriptPeer *peer)
{
  guint8 packet[188] = { 0x47, 0x00, 0x41, 0x10 };

  for (gboolean goes_on = send_from (peer, 0); goes_on;)
    goes_on = script_send_data (peer, packet, sizeof packet);
}

static void
test_endless (void)
{
  media = media_maker_make (MEDIA_H264);
  assert_ends (send_endless_unit, &patient, WALL_REASON_BAD_DATA);
  g_clear_pointer (&media, g_bytes_unref);
  media = media_maker_make (MEDIA_H264 " ! mpegtsmux");
  assert_ends (send_endless_packet, &patient, WALL_REASON_BAD_DATA);
  g_clear_pointer (&media, g_bytes_unref);
}

static void
test_no_connection (void)
{
  ScriptServer *server = script_server_new (close_at_once, NULL);
  g_autoptr (BlackHole) hole = black_hole_new ();
  const struct {
    char      *uri;
    WallReason reason;
  } cases[] = {
    { make_uri (server), WALL_REASON_REFUSED },
    { g_strdup_printf ("tcp://127.0.0.1:%u", black_hole_get_port (hole)), WALL_REASON_TIMED_OUT },
    { g_strdup ("tcp://127.0.0.1"), WALL_REASON_BAD_ADDRESS },
    { g_strdup ("tcp://"), WALL_REASON_BAD_ADDRESS },
  };

  script_server_free (server);
  wall_foreign_set_default_deadlines (&hasty);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlayerClient client;

    player_client_init (&client, &(WallPlayerConfig) { .uri = cases[i].uri });
    player_client_start (&client, WALL_PLAYER_CLOSED);
    player_client_assert_failed (&client, cases[i].reason);
    player_client_clear (&client);
    g_free (cases[i].uri);
  }
}

static void
drop_in (ScriptFunc      script,
         WallPlayerPhase phase)
{
  Fixture self;

  set_up (&self, script, &patient);
  player_client_start (&self.client, phase);
  tear_down (&self);
}

static void
test_drop_in_every_phase (void)
{
  guint before;

  media = media_maker_make (MEDIA_H264);
  first_byte = 0;
  drop_in (send_on_and_on, WALL_PLAYER_PLAYING);
  before = player_client_count_entries ("/proc/self/fd");
  for (guint i = 0; i < 5; i++) {
    drop_in (script_wait, WALL_PLAYER_SIGNING_IN);
    drop_in (send_on_and_on, WALL_PLAYER_WAITING);
    drop_in (send_on_and_on, WALL_PLAYER_PLAYING);
  }
  wait_for (player_client_count_entries ("/proc/self/fd") <= before);
  g_clear_pointer (&media, g_bytes_unref);
}

/* A device that closes when we do is not kept waiting, one that does not has no say. */
static void
test_close (void)
{
  Fixture self;

  media = media_maker_make (MEDIA_H264);
  set_up (&self, send_once_and_wait, &patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  tear_down (&self);
  set_up (&self, script_wait, &patient);
  player_client_start (&self.client, WALL_PLAYER_SIGNING_IN);
  player_client_close (&self.client);
  g_assert_cmpstr (self.client.ended_by, ==, "us");
  tear_down (&self);
  g_clear_pointer (&media, g_bytes_unref);
}

static GstPadProbeReturn
on_blocked (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  g_atomic_int_set ((gint *) user_data, TRUE);

  return GST_PAD_PROBE_OK;
}

static void
block_pad (GstElement *source,
           GstPad     *pad,
           gpointer    is_blocked)
{
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER, on_blocked,
                     is_blocked, NULL);
}

static void
send_fast (ScriptPeer *peer)
{
  while (script_send_bytes (peer, media))
    continue;
}

static guint64
get_bytes (GstElement *source)
{
  g_autoptr (GstStructure) statistics = NULL;
  guint64 bytes;

  g_object_get (source, "statistics", &statistics, NULL);
  g_assert_true (gst_structure_get_uint64 (statistics, "bytes", &bytes));

  return bytes;
}

/* Nobody plays: what the device sends is left with it, for longer than a device may be silent, and
 * goes on afterwards. */
static void
test_rests_while_nobody_plays (void)
{
  ScriptServer *server;
  g_autofree char *uri = NULL;
  g_autoptr (GstElement) pipeline = gst_pipeline_new (NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gint64 until_us = g_get_monotonic_time () + 1500 * G_TIME_SPAN_MILLISECOND;
  gint is_blocked = FALSE;
  GstElement *source;

  media = media_maker_make (MEDIA_H264);
  server = script_server_new (send_fast, NULL);
  uri = make_uri (server);
  wall_foreign_set_default_deadlines (&hasty);
  source = wall_source_new (&(WallPlayerConfig) { .uri = uri }, NULL);
  g_signal_connect (source, "pad-added", G_CALLBACK (block_pad), &is_blocked);
  gst_bin_add (GST_BIN (pipeline), source);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  wait_for (g_atomic_int_get (&is_blocked));
  wait_for (g_get_monotonic_time () > until_us);
  g_test_message ("%" G_GUINT64_FORMAT " bytes", get_bytes (source));
  g_assert_cmpuint (get_bytes (source), >, 500000);
  g_assert_cmpuint (get_bytes (source), <, 4000000);
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  script_server_free (server);
  g_clear_pointer (&media, g_bytes_unref);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/source-tcp/kinds", test_kinds);
  g_test_add_func ("/stream/source-tcp/begins-anywhere", test_begins_anywhere);
  g_test_add_func ("/stream/source-tcp/sound-is-left-out", test_sound_is_left_out);
  g_test_add_func ("/stream/source-tcp/no-video", test_no_video);
  g_test_add_func ("/stream/source-tcp/other-services", test_other_services);
  g_test_add_func ("/stream/source-tcp/ends-by-the-device", test_ends_by_the_device);
  g_test_add_func ("/stream/source-tcp/silence", test_silence);
  g_test_add_func ("/stream/source-tcp/endless", test_endless);
  g_test_add_func ("/stream/source-tcp/no-connection", test_no_connection);
  g_test_add_func ("/stream/source-tcp/drop-in-every-phase", test_drop_in_every_phase);
  g_test_add_func ("/stream/source-tcp/close", test_close);
  g_test_add_func ("/stream/source-tcp/rests-while-nobody-plays", test_rests_while_nobody_plays);

  return g_test_run ();
}
