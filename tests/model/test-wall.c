/* test-wall.c
 *
 * A wall of cameras against the real encoder: live, late, lost, healed, refused, closed in order,
 * and what the report says of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gst/gst.h>

#include "encoder-server.h"
#include "gstdvripplugin.h"
#include "wall-camera-list.h"

#define DEADLINE_US (30 * (gint64) G_USEC_PER_SEC)
#define BEAT_MS     20

/* One encoder, and a wall that shows its channels. A list model is a wall without a window: what
 * its cameras show is "painted" at once. */
typedef struct {
  EncoderServer *encoder;
  guint n;
  char *folder;
  char *path;
  WallDeviceStore *store;
  WallCameraList *list;
  guint tick;
} Wall;

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;                                    \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);                                   \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

static EncoderServer *
start_encoder (guint   n,
               guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cache = g_test_build_filename (G_TEST_BUILT, "model-cache", NULL);
  EncoderConfig config = {
    .port = port,
    .channels = n,
    .main = { 320, 180, 10 },
    .sub = { 160, 90, 10 },
    .cache_dir = cache,
  };
  EncoderServer *encoder = encoder_server_new (&config, &error);

  g_assert_no_error (error);
  encoder_server_start (encoder, &error);
  g_assert_no_error (error);
  return encoder;
}

static char *
make_device_file (Wall *wall)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "[device d]\nuri=dvrip://127.0.0.1:%u\nuser=admin\n",
                          encoder_server_get_port (wall->encoder, 1));
  for (guint i = 1; i <= wall->n; i++)
    g_string_append_printf (text, "[camera %u]\ndevice=d\nchannel=%u\n", i, i);
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

static WallCamera *
get_camera (Wall *wall,
            guint index)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (wall->list), index);

  return camera;
}

static void
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

static void
open_wall (Wall       *wall,
           guint       n,
           const char *password)
{
  *wall = (Wall){ .n = n, .encoder = start_encoder (n, 0) };
  wall->folder = g_dir_make_tmp ("wall-XXXXXX", NULL);
  wall->path = g_build_filename (wall->folder, "file", NULL);
  wall->store = wall_device_store_new ();
  load (wall, password);
  wall->list = wall_camera_list_new (wall->store);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (wall->list)), ==, n);
  wall->tick = g_timeout_add (BEAT_MS, on_tick, NULL);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  *(gboolean *) user_data = TRUE;
}

static EncoderCounters
get_counters (Wall *wall)
{
  EncoderCounters counters;

  encoder_server_get_counters (wall->encoder, &counters);
  return counters;
}

/* Ends with no connection left, none of them reset by us, and within its second. */
static void
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

  g_source_remove (wall->tick);
  g_assert_finalize_object (wall->list);
  g_assert_finalize_object (wall->store);
  encoder_server_free (wall->encoder);
  g_unlink (wall->path);
  g_rmdir (wall->folder);
  g_free (wall->path);
  g_free (wall->folder);
}

static WallCameraSums
get_sums (Wall *wall)
{
  WallCameraSums sums;

  wall_camera_list_get_sums (wall->list, &sums);
  return sums;
}

static WallCameraStatus
get_status (Wall *wall)
{
  WallCameraStatus status;

  wall_camera_get_status (get_camera (wall, 0), &status);
  return status;
}

static JsonObject *
get_report (Wall      *wall,
            JsonNode **node)
{
  *node = wall_camera_list_to_json (wall->list);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (*node)), ==, wall->n);
  return json_array_get_object_element (json_node_get_array (*node), 0);
}

static void
test_all_live (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *camera, *connection;
  Wall wall;

  open_wall (&wall, 4, "admin");
  g_assert_cmpuint (get_sums (&wall).off, ==, 4);
  show (&wall);
  wall_camera_list_start (wall.list);
  g_assert_cmpuint (get_sums (&wall).connecting, ==, 4);
  wait_until (get_sums (&wall).live == 4);
  g_assert_cmpuint (get_counters (&wall).logins, ==, 4);
  g_assert_cmpuint (get_counters (&wall).watched, ==, 4);

  camera = get_report (&wall, &node);
  connection = json_object_get_object_member (camera, "connection");
  g_assert_cmpstr (json_object_get_string_member (camera, "state"), ==, "live");
  g_assert_cmpstr (json_object_get_string_member (camera, "reason"), ==, "none");
  g_assert_cmpstr (json_object_get_string_member (camera, "codec"), ==, "H.264");
  g_assert_cmpstr (json_object_get_string_member (camera, "topology"), ==, "one-socket");
  g_assert_cmpint (json_object_get_int_member (camera, "width"), ==, 320);
  g_assert_cmpint (json_object_get_int_member (camera, "height"), ==, 180);
  g_assert_cmpint (json_object_get_int_member (camera, "attempts"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (connection, "state"), ==, "ESTABLISHED");
  g_assert_cmpint (json_object_get_int_member (connection, "remote_port"), ==,
                   encoder_server_get_port (wall.encoder, 1));
  close_wall (&wall);
}

/* What was closed in order is in TIME_WAIT on the side that closed first: ours. */
static void
test_report_after_close (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *camera, *connection, *attempt;
  Wall wall;

  open_wall (&wall, 1, "admin");
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).receiving == 1);
  g_assert_cmpuint (get_sums (&wall).live, ==, 0);
  wall_camera_stop (get_camera (&wall, 0));
  wait_until (get_sums (&wall).off == 1);

  camera = get_report (&wall, &node);
  connection = json_object_get_object_member (camera, "connection");
  attempt = json_array_get_object_element (json_object_get_array_member (camera, "history"), 0);
  g_assert_cmpstr (json_object_get_string_member (camera, "state"), ==, "off");
  g_assert_cmpstr (json_object_get_string_member (connection, "state"), ==, "TIME_WAIT");
  g_assert_cmpstr (json_object_get_string_member (attempt, "reached"), ==, "live");
  g_assert_cmpstr (json_object_get_string_member (attempt, "reason"), ==, "none");
  g_assert_cmpstr (json_object_get_string_member (attempt, "ended_by"), ==, "us");
  g_assert_cmpfloat (json_object_get_double_member (attempt, "duration"), >, 0);
  close_wall (&wall);
}

static void
test_stall_is_told_and_heals (void)
{
  gint64 stalled_us;
  Wall wall;

  open_wall (&wall, 1, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).live == 1);
  encoder_server_set_fault (wall.encoder, 1, ENCODER_FAULT_STALL);
  stalled_us = g_get_monotonic_time ();
  wait_until (get_status (&wall).state == WALL_LINK_LATE);
  g_test_message ("late after %" G_GINT64_FORMAT " ms, picture of %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - stalled_us) / 1000,
                  get_status (&wall).picture_age_us / 1000);
  wait_until (get_status (&wall).state == WALL_LINK_STALLED);
  g_assert_cmpint (get_status (&wall).picture_age_us, >=, 3 * G_USEC_PER_SEC);
  encoder_server_set_fault (wall.encoder, 1, ENCODER_FAULT_NONE);
  wait_until (get_sums (&wall).live == 1);
  g_assert_cmpuint (get_counters (&wall).logins, ==, 1);
  close_wall (&wall);
}

static void
test_silence_reconnects (void)
{
  Wall wall;

  open_wall (&wall, 1, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).live == 1);
  encoder_server_set_fault (wall.encoder, 1, ENCODER_FAULT_STALL);
  wait_until (get_sums (&wall).offline == 1);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_SILENT);
  encoder_server_set_fault (wall.encoder, 1, ENCODER_FAULT_NONE);
  wait_until (get_sums (&wall).live == 1);
  g_assert_cmpuint (get_counters (&wall).logins, ==, 2);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_NONE);
  close_wall (&wall);
}

static void
test_reset_heals (void)
{
  Wall wall;

  open_wall (&wall, 1, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).live == 1);
  encoder_server_set_fault (wall.encoder, 1, ENCODER_FAULT_RESET);
  wait_until (get_sums (&wall).offline == 1);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_RESET);
  wait_until (get_sums (&wall).live == 1);
  close_wall (&wall);
}

static void
test_restart_heals (void)
{
  guint16 port;
  Wall wall;

  open_wall (&wall, 4, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).live == 4);
  port = encoder_server_get_port (wall.encoder, 1);
  encoder_server_free (wall.encoder);
  wait_until (get_sums (&wall).offline > 0 && get_status (&wall).reason == WALL_REASON_REFUSED);
  wall.encoder = start_encoder (4, port);
  wait_until (get_sums (&wall).live == 4);
  close_wall (&wall);
}

static void
test_wrong_password_is_one_login (void)
{
  gint64 edited_us;
  Wall wall;

  open_wall (&wall, 16, "wrong");
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).attention == 16);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (get_counters (&wall).rejected_logins, ==, 1);
  g_assert_cmpuint (get_counters (&wall).connections, ==, 1);

  for (guint i = 0; i < 16; i++)
    wall_camera_retry (get_camera (&wall, i));
  g_assert_cmpuint (get_sums (&wall).attention, ==, 0);
  wait_until (get_sums (&wall).attention == 16);
  g_assert_cmpuint (get_counters (&wall).connections, ==, 2);

  edited_us = g_get_monotonic_time ();
  wall_device_set_password (wall_camera_get_device (get_camera (&wall, 0)), "admin");
  wait_until (get_sums (&wall).receiving == 16);
  g_test_message ("all received %" G_GINT64_FORMAT " ms after the edit",
                  (g_get_monotonic_time () - edited_us) / 1000);
  g_assert_cmpuint (get_counters (&wall).rejected_logins, ==, 2);
  g_assert_cmpuint (get_counters (&wall).connections, ==, 18);
  close_wall (&wall);
}

static void
test_no_such_channel (void)
{
  Wall wall;

  open_wall (&wall, 2, "admin");
  g_object_set (wall_camera_get_config (get_camera (&wall, 0)), "channel", 99, NULL);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).attention == 1 && get_sums (&wall).receiving == 1);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_NO_SUCH_CHANNEL);
  close_wall (&wall);
}

/* In whatever it is doing. */
static void
test_closes_while_connecting (void)
{
  Wall wall;

  open_wall (&wall, 4, "admin");
  wall_camera_list_start (wall.list);
  close_wall (&wall);

  open_wall (&wall, 4, "admin");
  encoder_server_set_fault (wall.encoder, 0, ENCODER_FAULT_SILENT);
  wall_camera_list_start (wall.list);
  wait_until (get_status (&wall).state == WALL_LINK_SIGNING_IN);
  close_wall (&wall);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  g_test_add_func ("/model/wall/all-live", test_all_live);
  g_test_add_func ("/model/wall/report-after-close", test_report_after_close);
  g_test_add_func ("/model/wall/stall-is-told-and-heals", test_stall_is_told_and_heals);
  g_test_add_func ("/model/wall/silence-reconnects", test_silence_reconnects);
  g_test_add_func ("/model/wall/reset-heals", test_reset_heals);
  g_test_add_func ("/model/wall/restart-heals", test_restart_heals);
  g_test_add_func ("/model/wall/wrong-password-is-one-login", test_wrong_password_is_one_login);
  g_test_add_func ("/model/wall/no-such-channel", test_no_such_channel);
  g_test_add_func ("/model/wall/closes-while-connecting", test_closes_while_connecting);
  return g_test_run ();
}
