/* test-source-http-ends.c
 *
 * Cameras over HTTP that die, fall silent, or cannot be reached: each told by its reason, in time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "black-hole.h"
#include "http-camera.h"

static void
assert_script_means (ScriptFunc                  script,
                     const WallForeignDeadlines *deadlines,
                     WallReason                  reason)
{
  HttpCamera self;

  http_camera_set_up (&self, script, deadlines);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, reason);
  g_test_message ("%s after %" G_GINT64_FORMAT " ms", wall_reason_to_nick (reason),
                  (self.client.failed_us - self.client.started_us) / 1000);
  http_camera_tear_down (&self);
}

/* With a request unread it would be a reset, if that came in time. */
static void
close_at_once (ScriptPeer *peer)
{
  g_socket_shutdown (peer->socket, FALSE, TRUE, NULL);
  script_wait (peer);
}

static void
close_after_request (ScriptPeer *peer)
{
  script_read_request (peer);
}

static void
reset_after_request (ScriptPeer *peer)
{
  script_read_request (peer);
  script_reset (peer);
}

static void
send_half_a_picture (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (picture, 0, g_bytes_get_size (picture) / 2);

  if (script_read_request (peer) && script_send (peer, HTTP_CAMERA_STREAM) && http_camera_send_part (peer) &&
      script_send (peer, HTTP_CAMERA_PART))
    script_send_bytes (peer, half);
}

static void
close_in_picture (ScriptPeer *peer)
{
  send_half_a_picture (peer);
}

static void
reset_in_picture (ScriptPeer *peer)
{
  send_half_a_picture (peer);
  script_pause (peer, 100);
  script_reset (peer);
}

static void
close_in_single_picture (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (picture, 0, g_bytes_get_size (picture) / 2);

  if (script_read_request (peer) &&
      script_send (peer, HTTP_CAMERA_OK "Content-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\n"))
    script_send_bytes (peer, half);
}

static void
test_ends_by_the_device (void)
{
  assert_script_means (close_at_once, &http_camera_patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_script_means (close_after_request, &http_camera_patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_script_means (close_in_picture, &http_camera_patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_script_means (close_in_single_picture, &http_camera_patient, WALL_REASON_CLOSED_BY_DEVICE);
  assert_script_means (reset_after_request, &http_camera_patient, WALL_REASON_RESET);
  assert_script_means (reset_in_picture, &http_camera_patient, WALL_REASON_RESET);
}

static void
silent_in_picture (ScriptPeer *peer)
{
  send_half_a_picture (peer);
  script_wait (peer);
}

static void
silent_on_second_question (ScriptPeer *peer)
{
  if (script_read_request (peer) && http_camera_send_picture (peer))
    script_wait (peer);
}

static void
drip_in_picture (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);
  const guint8 *data = g_bytes_get_data (picture, NULL);

  if (!script_read_request (peer) || !script_send (peer, HTTP_CAMERA_STREAM HTTP_CAMERA_PART))
    return;
  for (gsize i = 0; i < g_bytes_get_size (picture) - 10; i++) {
    if (!script_send_data (peer, data + i, 1))
      return;
    script_pause (peer, 20);
  }
  script_wait (peer);
}

static void
test_silence (void)
{
  assert_script_means (script_wait, &http_camera_short_start, WALL_REASON_SILENT);
  assert_script_means (http_camera_stall_in_headers, &http_camera_short_start, WALL_REASON_SILENT);
  assert_script_means (http_camera_stall_after_headers, &http_camera_short_silence, WALL_REASON_SILENT);
  assert_script_means (silent_in_picture, &http_camera_short_silence, WALL_REASON_SILENT);
  assert_script_means (silent_on_second_question, &http_camera_short_silence, WALL_REASON_SILENT);
  assert_script_means (drip_in_picture, &http_camera_short_start, WALL_REASON_SILENT);
}

static void
assert_address_means (const char                 *uri,
                      const WallForeignDeadlines *deadlines,
                      WallReason                  reason)
{
  PlayerClient client;

  wall_foreign_set_default_deadlines (deadlines);
  player_client_init (&client, &(WallPlayerConfig) { .uri = uri });
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, reason);
  player_client_clear (&client);
}

static void
test_no_connection (void)
{
  ScriptServer *server = script_server_new (close_at_once, NULL);
  g_autoptr (BlackHole) hole = black_hole_new ();
  g_autofree char *refused = g_strdup_printf ("http://127.0.0.1:%u/", server->port);
  g_autofree char *lost = g_strdup_printf ("http://127.0.0.1:%u/", black_hole_get_port (hole));

  script_server_free (server);
  assert_address_means (refused, &http_camera_patient, WALL_REASON_REFUSED);
  assert_address_means (lost, &http_camera_short_start, WALL_REASON_TIMED_OUT);
  assert_address_means ("http://no-such-name.invalid/", &http_camera_patient, WALL_REASON_NAME_NOT_FOUND);
  assert_address_means ("http:///video", &http_camera_patient, WALL_REASON_BAD_ADDRESS);
  assert_address_means ("http://user:secret@127.0.0.1/", &http_camera_patient, WALL_REASON_BAD_ADDRESS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/source-http-ends/by-the-device", test_ends_by_the_device);
  g_test_add_func ("/stream/source-http-ends/silence", test_silence);
  g_test_add_func ("/stream/source-http-ends/no-connection", test_no_connection);

  return g_test_run ();
}
