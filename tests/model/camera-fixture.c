/* camera-fixture.c
 *
 * A device with cameras whose players do what the test says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"

WallDevice *
make_device (const char *password)
{
  WallDevice *device = wall_device_new ("d");

  g_object_set (device, "uri", "dvrip://127.0.0.1:1", "user", "admin", NULL);
  if (password)
    wall_device_set_password (device, password);
  return device;
}

WallCamera *
make_camera (WallDevice *device,
             guint       channel,
             gboolean    is_enabled)
{
  g_autoptr (WallCameraConfig) config = wall_camera_config_new ("c");

  g_object_set (config, "channel", channel, "stream", "sub", "number", channel, "name", "Yard",
                "enabled", is_enabled, NULL);
  return wall_camera_new (config, device);
}

WallPlayer *
get_player (WallCamera *camera)
{
  wait_until (camera->player != NULL);
  return camera->player;
}

void
camera_beat (WallCamera *camera,
      gint64      now_us)
{
  WallBeat at = { .now_us = now_us, .is_poll = TRUE };

  wall_camera_beat (camera, &at);
}

WallPlayer *
bring_to_waiting (WallCamera *camera)
{
  WallPlayer *player = get_player (camera);

  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  fake_player_reach (player, WALL_PLAYER_WAITING);
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_PICTURE);
  return player;
}

WallPlayer *
bring_to_life (WallCamera *camera)
{
  WallPlayer *player = bring_to_waiting (camera);
  gint64 now_us = g_get_monotonic_time ();

  wall_camera_set_shown (camera, TRUE);
  wall_camera_note_painted (camera, fake_player_decode (player, now_us), now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  return player;
}

void
camera_end (WallCamera *camera)
{
  wall_camera_stop (camera);
  if (camera->player)
    fake_player_finish (camera->player);
  g_assert_true (wall_camera_is_closed (camera));
  g_assert_cmpint (camera->state, ==, WALL_LINK_OFF);
  g_assert_finalize_object (camera);
}
