/* test-rtsp-script.c
 *
 * What devices that speak RTSP do to a player: each refusal, silence and end, at each step, and the
 * reason that is told for it. The deadlines are short.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "player-client.h"
#include "rtsp-script.h"
#include "wall-foreign.h"

#define BASIC  "WWW-Authenticate: Basic realm=\"camera\"\r\n"
#define DIGEST "WWW-Authenticate: Digest realm=\"camera\", nonce=\"12345\"\r\n"
#define SHA    "WWW-Authenticate: Digest realm=\"camera\", nonce=\"12345\", algorithm=SHA-256\r\n"

#define ANSWER(status) "RTSP/1.0 " status "\r\nCSeq: %u\r\n\r\n"

#define SDP_HEAD "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\na=control:*\r\n"

static const WallForeignDeadlines patient_deadlines = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 900,
};

static const WallForeignDeadlines short_deadlines = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 300, .start_ms = 300, .silence_ms = 300,
  .close_ms = 900,
};

typedef struct {
  const char *name;
  RtspScript  script;
  WallReason  reason;
  gboolean    is_waited_for;   /* a deadline ends it */
  const char *password;
  int         credentials;     /* so many requests may carry them */
} Case;

static const Case cases[] = {
  /* Refusals. */
  { "403", { "DESCRIBE", .text = ANSWER ("403 Forbidden") }, WALL_REASON_NO_PERMISSION },
  { "404", { "DESCRIBE", .text = ANSWER ("404 Not Found") }, WALL_REASON_NO_SUCH_STREAM },
  { "404-at-setup", { "SETUP", .text = ANSWER ("404 Not Found") }, WALL_REASON_NO_SUCH_STREAM },
  { "453", { "SETUP", .text = ANSWER ("453 Not Enough Bandwidth") }, WALL_REASON_TOO_MANY },
  { "453-at-play", { "PLAY", .text = ANSWER ("453 Not Enough Bandwidth") }, WALL_REASON_TOO_MANY },
  { "454", { "PLAY", .text = ANSWER ("454 Session Not Found") }, WALL_REASON_NO_SUCH_STREAM },
  { "503", { "DESCRIBE", .text = ANSWER ("503 Service Unavailable") }, WALL_REASON_TOO_MANY },
  { "500", { "DESCRIBE", .text = ANSWER ("500 Internal Server Error") }, WALL_REASON_REJECTED },
  { "461", { "SETUP", .text = ANSWER ("461 Unsupported Transport") }, WALL_REASON_REJECTED },
  { "503-at-once", { "OPTIONS", .text = ANSWER ("503 Service Unavailable") },
    WALL_REASON_TOO_MANY },

  /* Passwords. One that is refused is shown once. */
  { "basic-forever", { .challenge = BASIC }, WALL_REASON_WRONG_PASSWORD, .password = "x",
    .credentials = 1 },
  { "digest-forever", { .challenge = DIGEST }, WALL_REASON_WRONG_PASSWORD, .password = "x",
    .credentials = 1 },
  { "both-forever", { .challenge = DIGEST BASIC }, WALL_REASON_WRONG_PASSWORD, .password = "x",
    .credentials = 1 },
  { "basic-none-given", { .challenge = BASIC }, WALL_REASON_PASSWORD_NEEDED },
  { "digest-none-given", { .challenge = DIGEST }, WALL_REASON_PASSWORD_NEEDED },
  { "unknown-way", { .challenge = "WWW-Authenticate: Negotiate\r\n" }, WALL_REASON_REJECTED,
    .password = "x" },
  { "unknown-digest", { .challenge = SHA }, WALL_REASON_REJECTED, .password = "x" },
  { "401-without-a-way", { .challenge = "Server: camera\r\n" }, WALL_REASON_REJECTED,
    .password = "x" },

  /* Something else answers. */
  { "http-banner", { "ACCEPT", .text = "HTTP/1.1 400 Bad Request\r\n\r\n" },
    WALL_REASON_WRONG_SERVICE },
  { "http-answer", { "OPTIONS", .text = "HTTP/1.0 501 Not Implemented\r\n\r\n" },
    WALL_REASON_WRONG_SERVICE },
  { "dvrip", { "OPTIONS", .text = "\xff\x01" }, WALL_REASON_WRONG_SERVICE },
  { "ssh", { "ACCEPT", .text = "SSH-2.0-dropbear\r\n" }, WALL_REASON_WRONG_SERVICE },
  { "frame-first", { "ACCEPT", .text = "$$$$" }, WALL_REASON_WRONG_SERVICE },
  { "garbage-later", { "DESCRIBE", .text = "\x01\x02" }, WALL_REASON_BAD_DATA },
  { "garbage-in-media", { "MEDIA", .text = "\x01\x02" }, WALL_REASON_BAD_DATA },

  /* Beyond a limit. */
  { "huge-body", { "DESCRIBE", .text = "RTSP/1.0 200 OK\r\nCSeq: %u\r\n"
    "Content-Length: 4294967295\r\n\r\n" }, WALL_REASON_BAD_DATA },
  { "negative-body", { "DESCRIBE", .text = "RTSP/1.0 200 OK\r\nCSeq: %u\r\n"
    "Content-Length: -1\r\n\r\n" }, WALL_REASON_BAD_DATA },
  { "endless-picture", { "MEDIA", RTSP_DO_FLOOD }, WALL_REASON_BAD_DATA },

  /* Descriptions. */
  { "empty-description", { .sdp = "" }, WALL_REASON_BAD_DATA },
  { "no-description", { .sdp = "<html>" }, WALL_REASON_BAD_DATA },
  { "only-sound", { .sdp = SDP_HEAD "m=audio 0 RTP/AVP 8\r\na=control:track1\r\n" },
    WALL_REASON_NO_PICTURE },
  { "unknown-video", { .sdp = SDP_HEAD "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H266/90000\r\n"
    "a=control:track1\r\n" }, WALL_REASON_UNSUPPORTED },

  /* Silence at each step. */
  { "silent-at-once", { "ACCEPT", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE },
  { "silent-at-describe", { "DESCRIBE", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE },
  { "silent-at-setup", { "SETUP", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE },
  { "silent-at-play", { "PLAY", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE },
  { "silent-after-play", { "MEDIA", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE },
  { "silent-login", { "DESCRIBE", RTSP_DO_NOTHING }, WALL_REASON_SILENT, TRUE, "x" },
  { "only-reports", { "MEDIA", RTSP_DO_REPORTS }, WALL_REASON_SILENT, TRUE },
  { "dripping-head", { "OPTIONS", RTSP_DO_DRIP }, WALL_REASON_SILENT, TRUE },
  { "dripping-frame", { "MEDIA", RTSP_DO_DRIP }, WALL_REASON_SILENT, TRUE },

  /* Ends at each step. */
  { "closed-at-once", { "ACCEPT", RTSP_DO_CLOSE }, WALL_REASON_CLOSED_BY_DEVICE },
  { "closed-at-describe", { "DESCRIBE", RTSP_DO_CLOSE }, WALL_REASON_CLOSED_BY_DEVICE },
  { "closed-at-setup", { "SETUP", RTSP_DO_CLOSE }, WALL_REASON_CLOSED_BY_DEVICE },
  { "closed-at-play", { "PLAY", RTSP_DO_CLOSE }, WALL_REASON_CLOSED_BY_DEVICE },
  { "closed-in-media", { "MEDIA", RTSP_DO_CLOSE }, WALL_REASON_CLOSED_BY_DEVICE },
  { "closed-in-a-frame", { "MEDIA", RTSP_DO_CUT }, WALL_REASON_CLOSED_BY_DEVICE },
  { "reset-at-once", { "ACCEPT", RTSP_DO_RESET }, WALL_REASON_RESET },
  { "reset-at-describe", { "DESCRIBE", RTSP_DO_RESET }, WALL_REASON_RESET },
  { "reset-at-setup", { "SETUP", RTSP_DO_RESET }, WALL_REASON_RESET },
  { "reset-at-play", { "PLAY", RTSP_DO_RESET }, WALL_REASON_RESET },
  { "reset-in-media", { "MEDIA", RTSP_DO_RESET }, WALL_REASON_RESET },
};

static void
start (PlayerClient *client,
       RtspScripted *device,
       const char   *password)
{
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u/live?ch=1", device->port);
  WallPlayerConfig config = { .uri = uri, .user = password ? "guard" : NULL, .password = password };

  player_client_init (client, &config);
  client->started_us = g_get_monotonic_time ();
  wall_player_start (client->player);
}

static void
test_failure (gconstpointer data)
{
  const Case *test = data;
  RtspScripted *device = rtsp_scripted_new (&test->script);
  PlayerClient client;
  gint64 told_ms;

  wall_foreign_set_default_deadlines (test->is_waited_for ? &short_deadlines : &patient_deadlines);
  start (&client, device, test->password);
  player_client_assert_failed (&client, test->reason);
  told_ms = (client.failed_us - client.started_us) / 1000;
  g_test_message ("%s: told after %" G_GINT64_FORMAT " ms, closed %" G_GINT64_FORMAT " ms later",
                  test->name, told_ms, (client.closed_us - client.failed_us) / 1000);
  if (test->is_waited_for)
    g_assert_cmpint (told_ms, >=, 290);
  player_client_clear (&client);
  rtsp_scripted_end (device);
  g_assert_cmpint (device->connections, ==, 1);
  g_assert_cmpint (device->credentials, ==, test->credentials);
  g_assert_cmpint (device->resets, ==, 0);
  rtsp_scripted_free (device);
}

static const struct {
  const char *name;
  RtspScript  script;
  const char *password;
  const char *setup;     /* the end of what is asked for */
} plays[] = {
  { "without-profile", { .at = NULL }, NULL, "/track1" },
  { "without-numbers", { .has_no_numbers = TRUE, .challenge = DIGEST, .is_content = TRUE }, "x",
    "/track1" },
  { "basic", { .challenge = BASIC, .is_content = TRUE }, "x", "/track1" },
  { "digest", { .challenge = DIGEST, .is_content = TRUE }, "x", "/track1" },
  { "digest-or-basic", { .challenge = BASIC DIGEST, .is_content = TRUE }, "x", "/track1" },
  { "not-asked", { .at = NULL }, "x", "/track1" },
  { "several-videos", { .sdp = SDP_HEAD
    "m=application 0 RTP/AVP 107\r\na=rtpmap:107 VND.ONVIF.METADATA/90000\r\na=control:meta\r\n"
    "m=audio 0 RTP/AVP 0\r\na=control:sound\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H266/90000\r\na=control:new\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:first\r\n"
    "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:second\r\n" }, NULL, "/first" },
};

static void
test_plays (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  RtspScripted *device = rtsp_scripted_new (&plays[i].script);
  PlayerClient client;
  WallPlayerStats stats;

  wall_foreign_set_default_deadlines (&patient_deadlines);
  start (&client, device, plays[i].password);
  wait_for (client.pictures > 3 || client.closed);
  wall_player_get_stats (client.player, &stats);
  player_client_close (&client);
  g_assert_cmpstr (client.message, ==, NULL);
  g_assert_cmpstr (stats.codec, ==, "H.264");
  player_client_clear (&client);
  rtsp_scripted_end (device);
  g_test_message ("asked for %s", device->last_uri);
  g_assert_true (g_str_has_suffix (device->last_uri, plays[i].setup));
  g_assert_cmpint (device->setups, ==, 1);
  g_assert_cmpint (device->teardowns, ==, 1);
  g_assert_cmpint (device->resets, ==, 0);
  g_assert_cmpint (device->connections, ==, 1);
  rtsp_scripted_free (device);
}

static const struct {
  const char *name, *challenge, *password;
} lives[] = {
  { "open", NULL, NULL },
  { "basic", BASIC, "x" },
  { "digest", DIGEST, "x" },
};

/* The device would end a session in which nothing is asked. */
static void
test_is_kept_alive (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  RtspScripted *device = rtsp_scripted_new (&(RtspScript) {
    .timeout_s = 1, .challenge = lives[i].challenge, .is_content = TRUE });
  PlayerClient client;

  wall_foreign_set_default_deadlines (&patient_deadlines);
  start (&client, device, lives[i].password);
  wait_for (g_atomic_int_get (&device->alive) > 1 || client.closed);
  wait_for (client.pictures > 2 || client.closed);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
  rtsp_scripted_end (device);
  g_assert_cmpint (device->bad_credentials, ==, 0);
  g_assert_cmpint (device->credentials > 2, ==, lives[i].password != NULL);
  g_assert_cmpint (device->teardowns, ==, 1);
  rtsp_scripted_free (device);
}

/* A password that is refused later on is not shown again, and the stream goes on. */
static void
test_refused_later (void)
{
  RtspScripted *device = rtsp_scripted_new (&(RtspScript) {
    .at = "GET_PARAMETER", .text = "RTSP/1.0 401 Unauthorized\r\nCSeq: %u\r\n" DIGEST "\r\n",
    .goes_on = TRUE, .timeout_s = 1, .challenge = DIGEST, .is_content = TRUE });
  PlayerClient client;
  int shown;

  wall_foreign_set_default_deadlines (&patient_deadlines);
  start (&client, device, "x");
  wait_for (g_atomic_int_get (&device->alive) > 0 || client.closed);
  shown = g_atomic_int_get (&device->credentials);
  wait_for (g_atomic_int_get (&device->alive) > 2 || client.closed);
  g_assert_cmpint (g_atomic_int_get (&device->credentials), ==, shown);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
  rtsp_scripted_free (device);
}

/* Whoever lets go of a player has it end alone. */
static void
test_dropped_at_each_step (void)
{
  static const char *const steps[] = { "ACCEPT", "DESCRIBE", "SETUP", "PLAY", "MEDIA", NULL };

  wall_foreign_set_default_deadlines (&patient_deadlines);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    RtspScripted *device = rtsp_scripted_new (&(RtspScript) { steps[i], RTSP_DO_NOTHING });
    PlayerClient client;

    start (&client, device, NULL);
    if (steps[i])
      wait_for (g_atomic_int_get (&device->requests) >= (int) MIN (i + 1, 4) || i == 0);
    else
      wait_for (client.pictures > 2);
    player_client_clear (&client);
    rtsp_scripted_free (device);
  }
}

static void
play_once (RtspScripted *device)
{
  PlayerClient client;

  start (&client, device, NULL);
  wait_for (client.pictures > 0 || client.closed);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
}

/* No descriptor, and no thread but those of pools. */
static void
test_leaves_nothing (void)
{
  RtspScripted *device = rtsp_scripted_new (&(RtspScript) { .at = NULL });
  guint descriptors, threads;

  wall_foreign_set_default_deadlines (&patient_deadlines);
  for (guint i = 0; i < 3; i++)
    play_once (device);
  descriptors = player_client_count_entries ("/proc/self/fd");
  threads = player_client_count_entries ("/proc/self/task");
  for (guint i = 0; i < 10; i++)
    play_once (device);
  wait_for (player_client_count_entries ("/proc/self/fd") <= descriptors);
  wait_for (player_client_count_entries ("/proc/self/task") <= threads + 4);
  rtsp_scripted_free (device);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-script/fails/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_failure);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (plays); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-script/plays/", plays[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER ((guint) i), test_plays);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-script/is-kept-alive/", lives[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER ((guint) i), test_is_kept_alive);
  }
  g_test_add_func ("/stream/rtsp-script/leaves-nothing", test_leaves_nothing);
  g_test_add_func ("/stream/rtsp-script/refused-later", test_refused_later);
  g_test_add_func ("/stream/rtsp-script/dropped-at-each-step", test_dropped_at_each_step);

  return g_test_run ();
}
