/* http-camera.c
 *
 * A player of a HTTP camera that a script plays, and what such scripts have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http-camera.h"

const WallForeignDeadlines http_camera_patient = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 20000,
};

const WallForeignDeadlines http_camera_short_start = {
  .lookup_ms = 20000, .connect_ms = 300, .login_ms = 300, .start_ms = 300, .silence_ms = 20000,
  .close_ms = 20000,
};

const WallForeignDeadlines http_camera_short_silence = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 300, .close_ms = 20000,
};

/**
 * http_camera_set_up:
 * @script: what is done to each connection
 * @deadlines: of the source
 *
 * Makes a camera, and a player that has not been started.
 */
void
http_camera_set_up (HttpCamera                 *self,
                    ScriptFunc                  script,
                    const WallForeignDeadlines *deadlines)
{
  g_autofree char *uri = NULL;

  wall_foreign_set_default_deadlines (deadlines);
  self->server = script_server_new (script, NULL);
  uri = g_strdup_printf ("http://127.0.0.1:%u/video.mjpg?a=%%20b", self->server->port);
  player_client_init (&self->client, &(WallPlayerConfig) { .uri = uri });
}

/**
 * http_camera_tear_down:
 *
 * Whatever happened, nothing stays open.
 */
void
http_camera_tear_down (HttpCamera *self)
{
  player_client_clear (&self->client);
  wait_for (g_atomic_int_get (&self->server->open) == 0);
  script_server_free (self->server);
}

gboolean
http_camera_send_part (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);

  return script_send (peer, HTTP_CAMERA_PART) && script_send_bytes (peer, picture) &&
         script_send (peer, "\r\n");
}

gboolean
http_camera_send_picture (ScriptPeer *peer)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);
  g_autofree char *head =
    g_strdup_printf (HTTP_CAMERA_OK "Content-Type: image/jpeg\r\nETag: \"1\"\r\n"
                     "Set-Cookie: a=b\r\nContent-Length: %zu\r\n\r\n",
                     g_bytes_get_size (picture));

  return script_send (peer, head) && script_send_bytes (peer, picture);
}

void
http_camera_play_pictures (ScriptPeer *peer)
{
  while (script_read_request (peer) && http_camera_send_picture (peer))
    continue;
}

void
http_camera_stall_in_headers (ScriptPeer *peer)
{
  if (script_read_request (peer) && script_send (peer, "HTTP/1.1 200 OK\r\nContent-Ty"))
    script_wait (peer);
}

void
http_camera_stall_after_headers (ScriptPeer *peer)
{
  if (script_read_request (peer) && script_send (peer, HTTP_CAMERA_STREAM))
    script_wait (peer);
}
