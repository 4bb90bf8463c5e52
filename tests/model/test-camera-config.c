/* test-camera-config.c
 *
 * Every property is kept, and nothing is said when nothing changes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-camera-config.h"

static void
count (int *counter)
{
  (*counter)++;
}

static void
test_defaults (void)
{
  WallCameraConfig *config = wall_camera_config_new ("c1");

  g_assert_cmpstr (wall_camera_config_get_id (config), ==, "c1");
  g_assert_cmpstr (wall_camera_config_get_stream (config), ==, "auto");
  g_assert_cmpuint (wall_camera_config_get_channel (config), ==, 1);
  g_assert_true (wall_camera_config_get_enabled (config));
  g_assert_finalize_object (config);
}

static void
test_keeps (void)
{
  WallCameraConfig *config = wall_camera_config_new ("c1");
  g_autofree char *device_id = NULL;
  g_autofree char *uri = NULL;
  guint number;

  g_object_set (config, "device-id", "d", "uri", "dvrip://h", "channel", 7, "stream", "sub",
                "number", 12, "name", "Yard", "place", 3, "enabled", FALSE, NULL);
  g_object_get (config, "device-id", &device_id, "uri", &uri, "number", &number, NULL);
  g_assert_cmpstr (device_id, ==, "d");
  g_assert_cmpstr (uri, ==, "dvrip://h");
  g_assert_cmpuint (number, ==, 12);
  g_assert_cmpuint (wall_camera_config_get_number (config), ==, 12);
  g_assert_cmpuint (wall_camera_config_get_channel (config), ==, 7);
  g_assert_cmpuint (wall_camera_config_get_place (config), ==, 3);
  g_assert_cmpstr (wall_camera_config_get_stream (config), ==, "sub");
  g_assert_cmpstr (wall_camera_config_get_name (config), ==, "Yard");
  g_assert_false (wall_camera_config_get_enabled (config));
  g_assert_finalize_object (config);
}

static void
test_notifies_once (void)
{
  WallCameraConfig *config = wall_camera_config_new ("c1");
  int notified = 0;

  g_signal_connect_swapped (config, "notify", G_CALLBACK (count), &notified);
  g_object_set (config, "name", "Yard", "enabled", TRUE, "channel", 1, NULL);
  g_assert_cmpint (notified, ==, 1);
  g_object_set (config, "name", "Yard", "enabled", FALSE, NULL);
  g_assert_cmpint (notified, ==, 2);
  g_assert_finalize_object (config);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/camera-config/defaults", test_defaults);
  g_test_add_func ("/model/camera-config/keeps", test_keeps);
  g_test_add_func ("/model/camera-config/notifies-once", test_notifies_once);
  return g_test_run ();
}
