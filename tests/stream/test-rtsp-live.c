/* test-rtsp-live.c
 *
 * Cameras that speak RTSP, played by the player from GStreamer's own server: sound and picture,
 * passwords, certificates, silence, death and return.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <string.h>

#include "../net/tls-authority.h"
#include "player-client.h"
#include "rtsp-process.h"
#include "wall-foreign.h"

#define USER     "guard"
#define PASSWORD "s3cret word"

static const WallForeignDeadlines patient_deadlines = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 900,
};

static void
start (PlayerClient *client,
       RtspProcess  *process,
       const char   *scheme,
       const char   *path,
       const char   *password,
       const char   *certificate)
{
  g_autofree char *uri = g_strdup_printf ("%s://127.0.0.1:%d%s", scheme,
                                          g_atomic_int_get (&process->port), path);
  WallPlayerConfig config = {
    .uri = uri, .user = password ? USER : NULL, .password = password, .certificate = certificate,
  };

  player_client_init (client, &config);
  client->started_us = g_get_monotonic_time ();
  wall_player_start (client->player);
}

static void
wait_until_playing (PlayerClient *client)
{
  wait_for (client->pictures > 2 || client->closed);
  g_assert_cmpstr (client->message, ==, NULL);
  g_assert_cmpint (wall_player_get_phase (client->player), ==, WALL_PLAYER_PLAYING);
}

typedef struct {
  const char *name, *method, *security, *description, *codec;
} Kind;

static const Kind kinds[] = {
  { "h264-open", "none", "plain", RTSP_H264, "H.264" },
  { "h264-basic", "basic", "plain", RTSP_H264 " " RTSP_SOUND ("1"), "H.264" },
  { "h264-digest", "digest", "plain", RTSP_H264, "H.264" },
  { "h264-digest-tls", "digest", "tls", RTSP_H264, "H.264" },
  { "h265-digest", "digest", "plain", RTSP_H265, "H.265" },
  { "jpeg-basic-tls", "basic", "tls", RTSP_JPEG, "JPEG" },
  { "sound-first", "none", "plain", RTSP_SOUND ("0") " videotestsrc is-live=true ! "
    "video/x-raw,width=160,height=120,framerate=15/1 ! x264enc tune=zerolatency key-int-max=15 ! "
    "rtph264pay name=pay1 pt=96", "H.264" },
};

static void
assert_stats (PlayerClient *client,
              RtspProcess  *process,
              const Kind   *kind)
{
  WallPlayerStats stats;

  wall_player_get_stats (client->player, &stats);
  g_assert_cmpstr (stats.codec, ==, kind->codec);
  g_assert_cmpuint (stats.units, >, 2);
  g_assert_cmpuint (stats.bytes, >, 500);
  g_assert_cmpint (g_get_monotonic_time () - stats.last_byte_us, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpint (stats.last_unit_us, >, client->started_us);
  g_assert_cmpint (stats.last_byte_us, >, client->started_us);
  g_assert_cmpuint (stats.remote_port, ==, g_atomic_int_get (&process->port));
  g_assert_cmpuint (stats.local_port, !=, 0);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.1");
  g_assert_cmpint (g_str_equal (kind->security, "tls"), ==,
                   g_str_has_prefix (stats.certificate, "sha256:"));
}

static void
test_plays (gconstpointer data)
{
  const Kind *kind = data;
  gboolean is_open = g_str_equal (kind->method, "none");
  PlayerClient client;
  RtspProcess *process;

  if (!wall_player_has_decoder (kind->codec)) {
    g_test_skip ("no decoder");
    return;
  }

  process = rtsp_process_new (kind->method, kind->security, 0, kind->description);
  start (&client, process, g_str_equal (kind->security, "tls") ? "rtsps" : "rtsp", "/live/ch1",
         is_open ? NULL : PASSWORD, NULL);
  wait_until_playing (&client);
  g_test_message ("playing after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - client.started_us) / 1000);
  assert_stats (&client, process, kind);
  player_client_close (&client);
  g_test_message ("closed after %" G_GINT64_FORMAT " ms",
                  (client.closed_us - client.closing_us) / 1000);
  g_assert_cmpuint (client.failed, ==, 0);
  g_assert_cmpstr (client.ended_by, ==, "us");
  wait_for (g_atomic_int_get (&process->gone) == 1);
  g_assert_cmpint (g_atomic_int_get (&process->clients), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&process->setups), ==, 1);
  player_client_clear (&client);
  rtsp_process_free (process);
}

static const struct {
  const char *name, *method, *security, *scheme, *path, *password, *description;
  WallReason  reason;
  int         logins;
} refusals[] = {
  { "wrong-password-basic", "basic", "plain", "rtsp", "/live/ch1", "wrong", RTSP_H264,
    WALL_REASON_WRONG_PASSWORD, 1 },
  { "wrong-password-digest", "digest", "plain", "rtsp", "/live/ch1", "wrong", RTSP_H264,
    WALL_REASON_WRONG_PASSWORD, 1 },
  { "empty-password", "digest", "plain", "rtsp", "/live/ch1", "", RTSP_H264,
    WALL_REASON_WRONG_PASSWORD, 1 },
  { "password-needed-basic", "basic", "plain", "rtsp", "/live/ch1", NULL, RTSP_H264,
    WALL_REASON_PASSWORD_NEEDED, 0 },
  { "password-needed-digest", "digest", "plain", "rtsp", "/live/ch1", NULL, RTSP_H264,
    WALL_REASON_PASSWORD_NEEDED, 0 },
  { "no-such-stream", "none", "plain", "rtsp", "/live/ch9", NULL, RTSP_H264,
    WALL_REASON_NO_SUCH_STREAM, 0 },
  { "unknown-video", "none", "plain", "rtsp", "/live/ch1", NULL, RTSP_VP8,
    WALL_REASON_UNSUPPORTED, 0 },
  { "no-video", "none", "plain", "rtsp", "/live/ch1", NULL, RTSP_SOUND ("0"),
    WALL_REASON_NO_PICTURE, 0 },
  { "tls-where-there-is-none", "none", "plain", "rtsps", "/live/ch1", NULL, RTSP_H264,
    WALL_REASON_TLS_FAILED, 0 },
  { "unknown-format", "none", "plain", "rtsp", "/live/ch1", NULL, RTSP_12_BITS,
    WALL_REASON_UNSUPPORTED, 0 },
  { "http-is-not-spoken", "none", "plain", "http", "/live/ch1", NULL, RTSP_H264,
    WALL_REASON_WRONG_SERVICE, 0 },
};

static void
test_refused (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  RtspProcess *process = rtsp_process_new (refusals[i].method, refusals[i].security, 0,
                                           refusals[i].description);
  PlayerClient client;

  start (&client, process, refusals[i].scheme, refusals[i].path, refusals[i].password, NULL);
  player_client_assert_failed (&client, refusals[i].reason);
  g_test_message ("told after %" G_GINT64_FORMAT " ms, closed after %" G_GINT64_FORMAT " ms",
                  (client.failed_us - client.started_us) / 1000,
                  (client.closed_us - client.started_us) / 1000);
  wait_for (g_atomic_int_get (&process->gone) == 1);
  g_assert_cmpint (g_atomic_int_get (&process->logins), ==, refusals[i].logins);
  player_client_clear (&client);
  rtsp_process_free (process);
}

/* Nothing but the handshake reaches a device whose certificate is another one. */
static void
test_certificate (void)
{
  RtspProcess *process = rtsp_process_new ("basic", "tls", 0, RTSP_H264);
  WallPlayerStats stats;
  PlayerClient client;

  start (&client, process, "rtsps", "/live/ch1", PASSWORD, NULL);
  wait_until_playing (&client);
  wall_player_get_stats (client.player, &stats);
  player_client_close (&client);
  player_client_clear (&client);

  start (&client, process, "rtsps", "/live/ch1", PASSWORD, stats.certificate);
  wait_until_playing (&client);
  player_client_close (&client);
  player_client_clear (&client);
  g_atomic_int_set (&process->logins, 0);

  start (&client, process, "rtsps", "/live/ch1", PASSWORD, "sha256:00");
  player_client_assert_failed (&client, WALL_REASON_CERTIFICATE_CHANGED);
  player_client_clear (&client);
  wait_for (g_atomic_int_get (&process->gone) == 3);
  g_assert_cmpint (g_atomic_int_get (&process->logins), ==, 0);
  rtsp_process_free (process);
}

static void
test_death_and_return (void)
{
  RtspProcess *process = rtsp_process_new ("digest", "plain", 0, RTSP_H264);
  guint16 port = (guint16) g_atomic_int_get (&process->port);
  PlayerClient client;
  gint64 died_us;

  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  wait_until_playing (&client);
  died_us = g_get_monotonic_time ();
  rtsp_process_kill (process);
  wait_for (client.closed > 0);
  g_test_message ("told after %" G_GINT64_FORMAT " ms", (client.failed_us - died_us) / 1000);
  g_assert_cmpuint (client.failed, ==, 1);
  g_assert_true (client.failed_reason == WALL_REASON_CLOSED_BY_DEVICE ||
                 client.failed_reason == WALL_REASON_RESET);
  g_assert_cmpstr (client.ended_by, ==, "device");
  player_client_clear (&client);

  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  player_client_assert_failed (&client, WALL_REASON_REFUSED);
  player_client_clear (&client);
  rtsp_process_free (process);

  process = rtsp_process_new ("digest", "plain", port, RTSP_H264);
  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  wait_until_playing (&client);
  player_client_close (&client);
  player_client_clear (&client);
  rtsp_process_free (process);
}

/* A device that hangs: its kernel still answers. */
static void
test_silence_and_return (void)
{
  WallForeignDeadlines deadlines = patient_deadlines;
  RtspProcess *process = rtsp_process_new ("basic", "plain", 0, RTSP_H264);
  PlayerClient client;
  gint64 stopped_us;

  deadlines.silence_ms = deadlines.start_ms = deadlines.login_ms = 1000;
  wall_foreign_set_default_deadlines (&deadlines);
  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  wall_foreign_set_default_deadlines (&patient_deadlines);
  wait_until_playing (&client);
  stopped_us = g_get_monotonic_time ();
  g_subprocess_send_signal (process->process, SIGSTOP);
  player_client_assert_failed (&client, WALL_REASON_SILENT);
  g_test_message ("told after %" G_GINT64_FORMAT " ms, gone %" G_GINT64_FORMAT " ms later",
                  (client.failed_us - stopped_us) / 1000,
                  (client.closed_us - client.failed_us) / 1000);
  g_assert_cmpint (client.failed_us - stopped_us, >=, 800 * G_TIME_SPAN_MILLISECOND);
  player_client_clear (&client);

  wall_foreign_set_default_deadlines (&deadlines);
  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  wall_foreign_set_default_deadlines (&patient_deadlines);
  player_client_assert_failed (&client, WALL_REASON_SILENT);
  player_client_clear (&client);

  g_subprocess_send_signal (process->process, SIGCONT);
  start (&client, process, "rtsp", "/live/ch1", PASSWORD, NULL);
  wait_until_playing (&client);

  /* Closing has a deadline too. */
  g_subprocess_send_signal (process->process, SIGSTOP);
  player_client_close (&client);
  g_test_message ("closed after %" G_GINT64_FORMAT " ms", (client.closed_us - client.closing_us) / 1000);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
  rtsp_process_free (process);
}

int
main (int   argc,
      char *argv[])
{
  rtsp_process_init (argv[0]);
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  tls_authority_init ();
  wall_foreign_set_default_deadlines (&patient_deadlines);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-live/plays/", kinds[i].name, NULL);

    g_test_add_data_func (path, &kinds[i], test_plays);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-live/refused/", refusals[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER ((guint) i), test_refused);
  }
  g_test_add_func ("/stream/rtsp-live/certificate", test_certificate);
  g_test_add_func ("/stream/rtsp-live/death-and-return", test_death_and_return);
  g_test_add_func ("/stream/rtsp-live/silence-and-return", test_silence_and_return);

  return g_test_run ();
}
