/* test-source-http.c
 *
 * Cameras over HTTP, through a player: pictures in a multipart body or one by one, and each thing
 * that can go wrong told by its reason.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http-camera.h"

static void
play_parts (ScriptPeer *peer)
{
  if (!script_read_request (peer) || !script_send (peer, HTTP_CAMERA_STREAM))
    return;

  while (http_camera_send_part (peer))
    script_pause (peer, 20);
}

/* As a device that hears when its viewer goes. */
static void
play_some_parts (ScriptPeer *peer)
{
  if (!script_read_request (peer) || !script_send (peer, HTTP_CAMERA_STREAM))
    return;

  for (guint i = 0; i < 20; i++)
    http_camera_send_part (peer);
  script_wait (peer);
}

static void
test_multipart (void)
{
  WallPlayerStats stats;
  HttpCamera self;

  http_camera_set_up (&self, play_some_parts, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  wall_player_get_stats (self.client.player, &stats);
  g_assert_cmpstr (stats.codec, ==, "JPEG");
  g_assert_cmpuint (stats.units, >, 0);
  g_assert_cmpuint (stats.bytes, >, 500);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.1");
  g_assert_cmpuint (stats.remote_port, ==, self.server->port);
  g_assert_cmpuint (stats.local_port, >, 0);
  g_assert_cmpstr (stats.certificate, ==, "");

  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  g_assert_cmpstr (self.client.ended_by, ==, "us");
  wait_for (g_atomic_int_get (&self.server->fins) == 1);
  g_assert_true (script_server_heard (self.server, "GET /video.mjpg?a=%20b HTTP/1.1"));
  g_assert_false (script_server_heard (self.server, "accept-encoding"));
  g_assert_false (script_server_heard (self.server, "authorization"));
  http_camera_tear_down (&self);
}

static void
test_phases_come_in_order (void)
{
  HttpCamera self;

  http_camera_set_up (&self, play_parts, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.n_phases, ==, WALL_PLAYER_CLOSED);
  for (guint i = 0; i < self.client.n_phases; i++)
    g_assert_cmpint (self.client.phases[i], ==, i + 1);
  http_camera_tear_down (&self);
}

/* It never hears us: the close is bounded, and nothing is left open. */
static void
test_close_is_bounded (void)
{
  HttpCamera self;

  http_camera_set_up (&self, play_parts, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  wait_for (self.client.pictures > 3);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  g_assert_cmpstr (self.client.ended_by, ==, "deadline");
  http_camera_tear_down (&self);
}

/* On one connection, at most five a second, each asked for as if it were the first. */
static void
test_single_pictures (void)
{
  gint64 begin_us, took_us;
  int requests;
  HttpCamera self;

  http_camera_set_up (&self, http_camera_play_pictures, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  begin_us = g_get_monotonic_time ();
  requests = g_atomic_int_get (&self.server->requests);
  wait_for (g_atomic_int_get (&self.server->requests) >= requests + 4);
  took_us = g_get_monotonic_time () - begin_us;
  g_assert_cmpint (took_us, >, 4 * 150 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (g_atomic_int_get (&self.server->connections), ==, 1);
  g_assert_false (script_server_heard (self.server, "if-none-match"));
  g_assert_false (script_server_heard (self.server, "if-modified-since"));
  g_assert_false (script_server_heard (self.server, "cookie"));
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  http_camera_tear_down (&self);
}

static void
play_pictures_one_a_connection (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);

  if (script_read_request (peer) && script_send (peer, "HTTP/1.0 200 OK\r\n"
                                                       "Content-Type: image/jpeg\r\n\r\n"))
    script_send_bytes (peer, picture);
}

static void
test_single_pictures_of_old_servers (void)
{
  HttpCamera self;

  http_camera_set_up (&self, play_pictures_one_a_connection, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  wait_for (self.client.pictures >= 2 && g_atomic_int_get (&self.server->connections) >= 3);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  http_camera_tear_down (&self);
}

static const char *answer;

static void
send_answer (ScriptPeer *peer)
{
  if (script_read_request (peer) && script_send (peer, answer))
    script_wait (peer);
}

static void
assert_answer_means (const char *text,
                     WallReason  reason)
{
  HttpCamera self;

  answer = text;
  http_camera_set_up (&self, send_answer, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, reason);
  g_assert_cmpint (g_atomic_int_get (&self.server->requests), ==, 1);
  http_camera_tear_down (&self);
}

static void
test_statuses (void)
{
  assert_answer_means ("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                       "Content-Length: 0\r\n\r\n", WALL_REASON_PASSWORD_NEEDED);
  assert_answer_means ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
                       WALL_REASON_NO_PERMISSION);
  assert_answer_means ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                       WALL_REASON_NO_SUCH_STREAM);
  assert_answer_means ("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", WALL_REASON_REJECTED);
  assert_answer_means ("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", WALL_REASON_TOO_MANY);
  assert_answer_means ("HTTP/1.1 204 No Content\r\n\r\n", WALL_REASON_REJECTED);
}

static void
test_other_services (void)
{
  assert_answer_means (HTTP_CAMERA_OK "Content-Type: text/html\r\n\r\n<html>", WALL_REASON_WRONG_SERVICE);
  assert_answer_means (HTTP_CAMERA_OK "Content-Type: video/mp4\r\n\r\n", WALL_REASON_WRONG_SERVICE);
  assert_answer_means (HTTP_CAMERA_OK "Content-Length: 3\r\n\r\nabc", WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("SSH-2.0-OpenSSH_9.2\r\n", WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("\x15\x03\x01\x02", WALL_REASON_WRONG_SERVICE);
}

/* Its port is often mistaken for the other: some answer in their own words, some as if they were a
 * web server with no room left. */
static void
test_rtsp_servers (void)
{
  assert_answer_means ("RTSP/1.0 400 Bad Request\r\n\r\n", WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("RTSP/1.0 503 Service Unavailable\r\nCSeq: 0\r\n\r\n",
                       WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("HTTP/1.1 503 Service Unavailable\r\nServer: GStreamer RTSP Server\r\n"
                       "Connection: close\r\n\r\n", WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("HTTP/1.1 400 Bad Request\r\nServer: Rtsp Server/2.0\r\n"
                       "Content-Length: 0\r\n\r\n", WALL_REASON_WRONG_SERVICE);
  assert_answer_means ("HTTP/1.1 503 Busy\r\nServer: Boa/0.94\r\nContent-Length: 0\r\n\r\n",
                       WALL_REASON_TOO_MANY);
}

static void
test_bad_bodies (void)
{
  g_autoptr (GString) junk = g_string_new (HTTP_CAMERA_STREAM);

  while (junk->len < 80000)
    g_string_append (junk, "no boundary in sight\r\n");
  assert_answer_means (junk->str, WALL_REASON_BAD_DATA);
  assert_answer_means (HTTP_CAMERA_STREAM "--frame\r\nContent-Length: 99999999999\r\n\r\n",
                       WALL_REASON_BAD_DATA);
}

/* One picture that is none may happen, no more than some in a row. */
static void
send_no_pictures (ScriptPeer *peer)
{
  while (script_read_request (peer) &&
         script_send (peer, HTTP_CAMERA_OK "Content-Type: image/jpeg\r\nContent-Length: 4\r\n\r\nnone"))
    continue;
}

static void
test_answers_without_pictures (void)
{
  HttpCamera self;

  http_camera_set_up (&self, send_no_pictures, &http_camera_patient);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, WALL_REASON_BAD_DATA);
  http_camera_tear_down (&self);
}

static void
drop_in (ScriptFunc      script,
         WallPlayerPhase phase)
{
  HttpCamera self;

  http_camera_set_up (&self, script, &http_camera_patient);
  player_client_start (&self.client, phase);
  http_camera_tear_down (&self);
}

/* To let go in any phase leaves nothing behind. */
static void
test_drop_in_every_phase (void)
{
  guint before;

  drop_in (play_parts, WALL_PLAYER_PLAYING);
  before = player_client_count_entries ("/proc/self/fd");
  for (guint i = 0; i < 5; i++) {
    drop_in (script_wait, WALL_PLAYER_SIGNING_IN);
    drop_in (http_camera_stall_after_headers, WALL_PLAYER_WAITING);
    drop_in (play_parts, WALL_PLAYER_PLAYING);
    drop_in (http_camera_play_pictures, WALL_PLAYER_PLAYING);
  }
  wait_for (player_client_count_entries ("/proc/self/fd") <= before);
}

static void
test_close_in_every_phase (void)
{
  static const struct {
    ScriptFunc      script;
    WallPlayerPhase phase;
  } cases[] = {
    { script_wait, WALL_PLAYER_SIGNING_IN },
    { http_camera_stall_in_headers, WALL_PLAYER_SIGNING_IN },
    { http_camera_stall_after_headers, WALL_PLAYER_WAITING },
    { http_camera_play_pictures, WALL_PLAYER_PLAYING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HttpCamera self;

    http_camera_set_up (&self, cases[i].script, &http_camera_patient);
    player_client_start (&self.client, cases[i].phase);
    player_client_close (&self.client);
    g_assert_cmpuint (self.client.failed, ==, 0);
    g_assert_cmpstr (self.client.ended_by, ==, "us");
    http_camera_tear_down (&self);
  }
}

int
main (int   argc,
      char *argv[])
{
  /* Whoever asks a proxy finds none. */
  g_setenv ("http_proxy", "http://127.0.0.1:1/", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "gnome", TRUE);
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/source-http/multipart", test_multipart);
  g_test_add_func ("/stream/source-http/phases-come-in-order", test_phases_come_in_order);
  g_test_add_func ("/stream/source-http/close-is-bounded", test_close_is_bounded);
  g_test_add_func ("/stream/source-http/single-pictures", test_single_pictures);
  g_test_add_func ("/stream/source-http/single-pictures-of-old-servers",
                   test_single_pictures_of_old_servers);
  g_test_add_func ("/stream/source-http/statuses", test_statuses);
  g_test_add_func ("/stream/source-http/other-services", test_other_services);
  g_test_add_func ("/stream/source-http/rtsp-servers", test_rtsp_servers);
  g_test_add_func ("/stream/source-http/bad-bodies", test_bad_bodies);
  g_test_add_func ("/stream/source-http/answers-without-pictures", test_answers_without_pictures);
  g_test_add_func ("/stream/source-http/drop-in-every-phase", test_drop_in_every_phase);
  g_test_add_func ("/stream/source-http/close-in-every-phase", test_close_in_every_phase);

  return g_test_run ();
}
