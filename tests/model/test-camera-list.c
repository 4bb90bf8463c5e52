/* test-camera-list.c
 *
 * The wall as a list: its sums, its report before anything is known, and an end that comes in time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "camera-fixture.h"
#include "wall-camera-list.h"

#define N 3

static void
count (int *counter)
{
  (*counter)++;
}

static WallCameraList *
make_list (void)
{
  g_autoptr (WallDeviceStore) store = wall_device_store_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("list-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_file_set_contents (path,
                       "[camera z]\nuri=dvrip://127.0.0.1:3/1\nplace=7\nnumber=3\n"
                       "[camera y]\nuri=dvrip://127.0.0.1:2/1\nplace=4\nnumber=2\nenabled=false\n"
                       "[camera x]\nuri=dvrip://127.0.0.1:1/1\nplace=0\nnumber=1\n",
                       -1, NULL);
  wall_device_store_load (store, path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return wall_camera_list_new (store);
}

static WallCamera *
get_camera (WallCameraList *list,
            guint           index)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (list), index);

  return camera;
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
close_list (WallCameraList *list)
{
  gboolean is_closed = FALSE;

  wall_camera_list_close_async (list, on_closed, &is_closed);
  g_assert_false (is_closed);
  for (guint i = 0; i < N; i++) {
    WallCamera *camera = get_camera (list, i);

    if (camera->player)
      fake_player_finish (camera->player);
  }
  wait_until (is_closed);
  g_assert_finalize_object (list);
}

static void
assert_sums (WallCameraList *list,
             WallCameraSums  expected)
{
  WallCameraSums sums;

  wall_camera_list_get_sums (list, &sums);
  g_assert_cmpmem (&sums, sizeof sums, &expected, sizeof expected);
}

static void
test_is_in_order_of_places (void)
{
  WallCameraList *list = make_list ();

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (list)) == WALL_TYPE_CAMERA);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), N));
  for (guint i = 0; i < N; i++) {
    guint number;

    g_object_get (get_camera (list, i), "number", &number, NULL);
    g_assert_cmpuint (number, ==, i + 1);
  }
  close_list (list);
}

static void
test_sums (void)
{
  WallCameraList *list = make_list ();
  WallPlayer *player;
  int changes = 0;

  g_signal_connect_swapped (list, "sums-changed", G_CALLBACK (count), &changes);
  assert_sums (list, (WallCameraSums){ .off = 3 });
  wall_camera_list_start (list);
  assert_sums (list, (WallCameraSums){ .connecting = 2, .off = 1 });
  g_assert_cmpint (changes, ==, 2);

  bring_to_life (get_camera (list, 0));
  assert_sums (list, (WallCameraSums){ .live = 1, .connecting = 1, .off = 1 });
  g_assert_cmpint (changes, ==, 3);
  wall_camera_set_shown (get_camera (list, 0), FALSE);
  assert_sums (list, (WallCameraSums){ .receiving = 1, .connecting = 1, .off = 1 });

  player = get_player (get_camera (list, 2));
  fake_player_fail (player, WALL_REASON_REFUSED);
  assert_sums (list, (WallCameraSums){ .receiving = 1, .offline = 1, .off = 1 });
  fake_player_finish (player);
  wall_camera_retry (get_camera (list, 2));
  player = get_player (get_camera (list, 2));
  assert_sums (list, (WallCameraSums){ .receiving = 1, .offline = 1, .off = 1 });
  g_assert_cmpint (changes, ==, 5);

  fake_player_fail (player, WALL_REASON_NO_SUCH_CHANNEL);
  fake_player_finish (player);
  assert_sums (list, (WallCameraSums){ .receiving = 1, .attention = 1, .off = 1 });
  camera_beat (get_camera (list, 0), g_get_monotonic_time () + 2 * S);
  assert_sums (list, (WallCameraSums){ .late = 1, .attention = 1, .off = 1 });
  camera_beat (get_camera (list, 0), g_get_monotonic_time () + 4 * S);
  assert_sums (list, (WallCameraSums){ .stalled = 1, .attention = 1, .off = 1 });
  close_list (list);
}

/* A device that never answers our FIN does not keep the window open. */
static void
test_close_takes_a_second_at_most (void)
{
  WallCameraList *list = make_list ();
  WallPlayer *player;
  gboolean is_closed = FALSE;
  gint64 began_us;

  wall_camera_list_start (list);
  player = get_player (get_camera (list, 0));
  began_us = g_get_monotonic_time ();
  wall_camera_list_close_async (list, on_closed, &is_closed);
  wait_until (is_closed);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, 990 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 1500 * 1000);
  g_assert_true (fake_player_is_closing (player));
  g_assert_false (wall_camera_is_closed (get_camera (list, 0)));

  g_assert_finalize_object (list);
  fake_player_finish (player);
  g_assert_cmpuint (fake_players_get ()->len, ==, 0);
}

static void
test_report_knows_nothing_yet (void)
{
  WallCameraList *list = make_list ();
  g_autoptr (JsonNode) node = wall_camera_list_to_json (list);
  JsonObject *camera = json_array_get_object_element (json_node_get_array (node), 2);
  JsonObject *age = json_object_get_object_member (camera, "age");

  g_assert_cmpint (json_object_get_int_member (camera, "number"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (camera, "place"), ==, 7);
  g_assert_cmpstr (json_object_get_string_member (camera, "host"), ==, "127.0.0.1");
  g_assert_cmpint (json_object_get_int_member (camera, "port"), ==, 3);
  g_assert_cmpstr (json_object_get_string_member (camera, "state"), ==, "idle");
  g_assert_true (json_object_get_null_member (camera, "connection"));
  g_assert_true (json_object_get_null_member (camera, "codec"));
  g_assert_true (json_object_get_null_member (age, "painted"));
  g_assert_cmpint (json_object_get_int_member (camera, "attempts"), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (camera, "history")), ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (camera, "notices")), ==, 0);
  close_list (list);
}

static void
test_report_tells_why (void)
{
  WallCameraList *list = make_list ();
  g_autoptr (JsonNode) node = NULL;
  JsonObject *camera, *attempt;
  WallPlayer *player;

  wall_camera_list_start (list);
  player = get_player (get_camera (list, 0));
  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  fake_player_fail (player, WALL_REASON_SILENT);
  fake_player_finish (player);
  camera_beat (get_camera (list, 0), g_get_monotonic_time () + 20 * S);

  node = wall_camera_list_to_json (list);
  camera = json_array_get_object_element (json_node_get_array (node), 0);
  attempt = json_array_get_object_element (json_object_get_array_member (camera, "history"), 0);
  g_assert_cmpstr (json_object_get_string_member (camera, "reason"), ==, "silent");
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (camera, "notices"),
                                                  0), ==, "alarm");
  g_assert_cmpint (json_object_get_int_member (camera, "failures"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (attempt, "reached"), ==, "signing-in");
  g_assert_cmpstr (json_object_get_string_member (attempt, "reason"), ==, "silent");
  g_assert_cmpstr (json_object_get_string_member (attempt, "message"), ==, "A sentence");
  g_assert_cmpstr (json_object_get_string_member (attempt, "ended_by"), ==, "us");
  close_list (list);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/camera-list/is-in-order-of-places", test_is_in_order_of_places);
  g_test_add_func ("/model/camera-list/sums", test_sums);
  g_test_add_func ("/model/camera-list/close-takes-a-second-at-most",
                   test_close_takes_a_second_at_most);
  g_test_add_func ("/model/camera-list/report-knows-nothing-yet", test_report_knows_nothing_yet);
  g_test_add_func ("/model/camera-list/report-tells-why", test_report_tells_why);
  return g_test_run ();
}
