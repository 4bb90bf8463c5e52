/* test-wall.c
 *
 * A wall of cameras against the real encoder: live, late, lost, healed, refused, closed in order,
 * and what the report says of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "wall-fixture.h"

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
