/* wall-fixture.c
 *
 * A wall of cameras against the real encoder, through the real elements.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-fixture.h"

#include <glib/gstdio.h>

#define BEAT_MS 20

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

EncoderServer *
start_encoder_with (const EncoderConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cache = g_test_build_filename (G_TEST_BUILT, "model-cache", NULL);
  EncoderConfig full = *config;
  EncoderServer *encoder;

  if (full.main.width == 0)
    full.main = (EncoderFormat){ 320, 180, 10 };
  full.sub = (EncoderFormat){ 160, 90, 10 };
  full.cache_dir = cache;
  encoder = encoder_server_new (&full, &error);
  g_assert_no_error (error);
  encoder_server_start (encoder, &error);
  g_assert_no_error (error);
  return encoder;
}

EncoderServer *
start_encoder (guint   n,
               guint16 port)
{
  return start_encoder_with (&(EncoderConfig){ .channels = n, .port = port });
}

static char *
make_device_file (Wall *wall)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "[device d]\nuri=dvrip://127.0.0.1:%u\nuser=admin\n",
                          encoder_server_get_port (wall->encoder, 1));
  for (guint i = 1; i <= wall->n; i++)
    g_string_append_printf (text, "[camera %u]\ndevice=d\nchannel=%u\nstream=main\n", i, i);
  return g_string_free (text, FALSE);
}

static char *
make_credentials (Wall       *wall,
                  const char *password)
{
  return g_strdup_printf ("[login 1]\nhost=127.0.0.1\nport=%u\nuser=admin\npassword=%s\n",
                          encoder_server_get_port (wall->encoder, 1), password);
}

static void
write_file (Wall       *wall,
            const char *text)
{
  g_assert_true (g_file_set_contents (wall->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (wall->path, 0600), ==, 0);
}

static void
on_picture (WallCamera *camera)
{
  g_autoptr (WallPicture) picture = wall_camera_take_picture (camera);

  if (picture)
    wall_camera_note_painted (camera, picture, g_get_monotonic_time ());
}

WallCamera *
get_camera (Wall *wall,
            guint index)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (wall->list), index);

  return camera;
}

void
show (Wall *wall)
{
  for (guint i = 0; i < wall->n; i++) {
    g_signal_connect (get_camera (wall, i), "picture", G_CALLBACK (on_picture), NULL);
    wall_camera_set_target_size (get_camera (wall, i), 160, 90);
    wall_camera_set_shown (get_camera (wall, i), TRUE);
  }
}

static void
load (Wall       *wall,
      const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *devices = make_device_file (wall);
  g_autofree char *credentials = make_credentials (wall, password);

  write_file (wall, devices);
  wall_device_store_load (wall->store, wall->path, &error);
  g_assert_no_error (error);
  write_file (wall, credentials);
  wall_device_store_load_credentials (wall->store, wall->path, &error);
  g_assert_no_error (error);
}

void
open_wall_at (Wall          *wall,
              EncoderServer *encoder,
              const char    *password)
{
  *wall = (Wall){ .n = encoder_server_get_channels (encoder), .encoder = encoder };
  wall->folder = g_dir_make_tmp ("wall-XXXXXX", NULL);
  wall->path = g_build_filename (wall->folder, "file", NULL);
  wall->store = wall_device_store_new ();
  load (wall, password);
  wall->list = wall_camera_list_new (wall->store);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (wall->list)), ==, wall->n);
  wall->tick = g_timeout_add (BEAT_MS, on_tick, NULL);
}

void
open_wall (Wall       *wall,
           guint       n,
           const char *password)
{
  open_wall_at (wall, start_encoder (n, 0), password);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  *(gboolean *) user_data = TRUE;
}

EncoderCounters
get_counters (Wall *wall)
{
  EncoderCounters counters;

  encoder_server_get_counters (wall->encoder, &counters);
  return counters;
}

/* Ends with no connection left, none of them reset by us, and within its second. */
void
close_wall (Wall *wall)
{
  gboolean is_closed = FALSE;
  gint64 began_us = g_get_monotonic_time ();

  wall_camera_list_close_async (wall->list, on_closed, &is_closed);
  wait_until (is_closed);
  g_test_message ("closed in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - began_us) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 1500 * 1000);
  for (guint i = 0; i < wall->n; i++)
    wait_until (wall_camera_is_closed (get_camera (wall, i)));
  wait_until (get_counters (wall).open == 0);
  g_assert_cmpuint (get_counters (wall).resets, ==, 0);
  wait_until (!wall_device_store_is_busy (wall->store));

  g_source_remove (wall->tick);
  g_assert_finalize_object (wall->list);
  g_assert_finalize_object (wall->store);
  encoder_server_free (wall->encoder);
  g_unlink (wall->path);
  g_rmdir (wall->folder);
  g_free (wall->path);
  g_free (wall->folder);
}

WallCameraSums
get_sums (Wall *wall)
{
  WallCameraSums sums;

  wall_camera_list_get_sums (wall->list, &sums);
  return sums;
}

WallCameraStatus
get_status_of (Wall *wall,
               guint index)
{
  WallCameraStatus status;

  wall_camera_get_status (get_camera (wall, index), &status);
  return status;
}

WallCameraStatus
get_status (Wall *wall)
{
  return get_status_of (wall, 0);
}

JsonObject *
get_report (Wall      *wall,
            JsonNode **node)
{
  *node = wall_camera_list_to_json (wall->list);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (*node)), ==, wall->n);
  return json_array_get_object_element (json_node_get_array (*node), 0);
}
