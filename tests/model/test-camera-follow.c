/* test-camera-follow.c
 *
 * Cameras at work follow what is changed of them: an address or a user restarts the cameras of that
 * device and no other, a name, a number or a place restarts none, and one that is removed leaves in
 * order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "camera-fixture.h"
#include "wall-camera-list.h"

#define TEXT                                                                                       \
  "[device r]\nuri=dvrip://127.0.0.1:1\nuser=guard\n"                                              \
  "[camera a]\ndevice=r\nchannel=1\nplace=0\nnumber=1\n"                                           \
  "[camera b]\ndevice=r\nchannel=2\nplace=1\nnumber=2\n"                                           \
  "[camera c]\nuri=dvrip://127.0.0.1:2/1\nplace=2\nnumber=3\n"

#define N 3

typedef struct {
  WallDeviceStore *store;
  WallCameraList *list;
  char *path;
} Fixture;

static WallCamera *
get_camera (Fixture *self,
            guint    index)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (self->list), index);

  g_assert_nonnull (camera);
  return camera;
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("follow-XXXXXX", &self->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (self->path, TEXT, -1, NULL));
  self->store = wall_device_store_new ();
  wall_device_store_load (self->store, self->path, &error);
  g_assert_no_error (error);
  self->list = wall_camera_list_new (self->store);
  wall_camera_list_start (self->list);
  for (guint i = 0; i < N; i++)
    bring_to_life (get_camera (self, i));
  g_assert_cmpuint (fake_players_count_open (), ==, N);
}

static void
finish_all (void)
{
  GPtrArray *players = fake_players_get ();

  for (guint i = players->len; i > 0; i--) {
    WallPlayer *player = g_ptr_array_index (players, i - 1);

    if (fake_player_is_closing (player))
      fake_player_finish (player);
  }
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
tear_down (Fixture      *self,
           gconstpointer data)
{
  gboolean is_closed = FALSE;

  wait_until (!wall_device_store_is_busy (self->store));
  wall_camera_list_close_async (self->list, on_closed, &is_closed);
  finish_all ();
  wait_until (is_closed);
  g_assert_finalize_object (self->list);
  g_assert_finalize_object (self->store);
  g_assert_cmpuint (fake_players_count_open (), ==, 0);
  g_unlink (self->path);
  g_free (self->path);
}

static gboolean
is_restarting (Fixture *self,
               guint    index)
{
  WallCamera *camera = get_camera (self, index);

  return camera->player && fake_player_is_closing (camera->player);
}

static void
set_device (Fixture    *self,
            const char *key,
            const char *value)
{
  g_autofree char *id = NULL;

  g_object_get (wall_camera_get_device (get_camera (self, 0)), "id", &id, NULL);
  wall_device_store_begin (self->store);
  wall_device_store_set_device (self->store, id, key, value);
  g_assert_cmpuint (wall_device_store_commit (self->store, "Changed"), !=, 0);
}

static void
set_camera (Fixture    *self,
            const char *id,
            const char *key,
            const char *value)
{
  wall_device_store_begin (self->store);
  wall_device_store_set_camera (self->store, id, key, value);
  g_assert_cmpuint (wall_device_store_commit (self->store, "Changed"), !=, 0);
}

static void
assert_connects_to (Fixture    *self,
                    guint       index,
                    const char *start)
{
  WallPlayer *player = get_player (get_camera (self, index));

  g_assert_true (g_str_has_prefix (fake_player_get_uri (player), start));
}

static void
test_names_restart_nothing (Fixture      *self,
                            gconstpointer data)
{
  guint started = fake_players_count ();

  set_camera (self, "a", "name", "Gate");
  set_camera (self, "a", "number", "77");
  wall_device_store_begin (self->store);
  wall_device_store_place_camera (self->store, "a", 2);
  g_assert_cmpuint (wall_device_store_commit (self->store, "Moved"), !=, 0);

  for (guint i = 0; i < N; i++) {
    g_assert_false (is_restarting (self, i));
    g_assert_cmpint (get_camera (self, i)->state, ==, WALL_LINK_LIVE);
  }
  g_assert_cmpuint (fake_players_count (), ==, started);
  g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, 0)->config), ==, 2);
  g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, 2)->config), ==, 0);
}

static void
test_address_restarts_its_cameras (Fixture      *self,
                                   gconstpointer data)
{
  WallCamera *camera = get_camera (self, 0);

  set_device (self, "uri", "dvrip://127.0.0.1:9");
  g_assert_true (is_restarting (self, 0) && is_restarting (self, 1));
  g_assert_false (is_restarting (self, 2));
  finish_all ();
  camera_beat (get_camera (self, 0), g_get_monotonic_time ());
  camera_beat (get_camera (self, 1), g_get_monotonic_time ());
  assert_connects_to (self, 0, "dvrip://127.0.0.1:9/1");
  bring_to_life (get_camera (self, 0));
  assert_connects_to (self, 1, "dvrip://127.0.0.1:9/2");
  g_assert_true (camera == get_camera (self, 0));
  g_assert_cmpint (get_camera (self, 2)->state, ==, WALL_LINK_LIVE);
}

static void
test_user_restarts_its_cameras (Fixture      *self,
                                gconstpointer data)
{
  set_device (self, "user", "other");
  g_assert_true (is_restarting (self, 0) && is_restarting (self, 1));
  g_assert_false (is_restarting (self, 2));
}

static void
test_channel_restarts_one (Fixture      *self,
                           gconstpointer data)
{
  set_camera (self, "a", "channel", "5");
  g_assert_true (is_restarting (self, 0));
  g_assert_false (is_restarting (self, 1) || is_restarting (self, 2));
  finish_all ();
  camera_beat (get_camera (self, 0), g_get_monotonic_time ());
  assert_connects_to (self, 0, "dvrip://127.0.0.1:1/5");
}

/* It was refused once at another address: that says nothing of the new one. */
static void
test_address_ends_a_verdict (Fixture      *self,
                             gconstpointer data)
{
  set_device (self, "user", "wrong");
  finish_all ();
  camera_beat (get_camera (self, 0), g_get_monotonic_time ());
  fake_player_reach (get_player (get_camera (self, 0)), WALL_PLAYER_SIGNING_IN);
  fake_player_fail (get_player (get_camera (self, 0)), WALL_REASON_WRONG_PASSWORD);
  finish_all ();
  g_assert_cmpint (get_camera (self, 0)->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (get_camera (self, 1)->state, ==, WALL_LINK_NEEDS_ATTENTION);

  set_device (self, "user", "guard");
  g_assert_cmpint (get_camera (self, 0)->state, ==, WALL_LINK_QUEUED);
  assert_connects_to (self, 0, "dvrip://127.0.0.1:1/1");
}

static void
test_removed_one_leaves_in_order (Fixture      *self,
                                  gconstpointer data)
{
  WallPlayer *player = get_player (get_camera (self, 0));
  WallCamera *other = get_camera (self, 1);
  WallCameraSums sums;
  guint step;

  wall_device_store_begin (self->store);
  wall_device_store_remove_camera (self->store, "a");
  step = wall_device_store_commit (self->store, "Removed");
  g_assert_cmpuint (step, !=, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, N - 1);
  g_assert_true (fake_player_is_closing (player));
  g_assert_true (other == get_camera (self, 0));
  g_assert_cmpint (other->state, ==, WALL_LINK_LIVE);
  wall_camera_list_get_sums (self->list, &sums);
  g_assert_cmpuint (sums.live, ==, N - 1);

  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, N);
  assert_connects_to (self, N - 1, "dvrip://127.0.0.1:1/1");
  g_assert_true (other == get_camera (self, 0));
}

static void
test_added_one_connects (Fixture      *self,
                         gconstpointer data)
{
  g_autofree char *device = NULL;
  g_autofree char *camera = NULL;

  wall_device_store_begin (self->store);
  device = wall_device_store_add_device (self->store, "dvrip://127.0.0.1:4", NULL);
  camera = wall_device_store_add_camera (self->store, device, NULL, 3, NULL, "Yard");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Added"), !=, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self->list)), ==, N + 1);
  assert_connects_to (self, N, "dvrip://127.0.0.1:4/3");
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (get_camera (self, i)->state, ==, WALL_LINK_LIVE);
}

static void
test_switched_off_and_on (Fixture      *self,
                          gconstpointer data)
{
  set_camera (self, "b", "enabled", "false");
  g_assert_true (is_restarting (self, 1));
  finish_all ();
  g_assert_cmpint (get_camera (self, 1)->state, ==, WALL_LINK_OFF);
  set_camera (self, "b", "enabled", NULL);
  assert_connects_to (self, 1, "dvrip://127.0.0.1:1/2");
}

/* It is another device then, with other logins. */
static void
test_own_address_is_another_device (Fixture      *self,
                                    gconstpointer data)
{
  WallPlayer *player = get_player (get_camera (self, 2));

  set_camera (self, "c", "uri", "dvrip://127.0.0.1:8/2");
  g_assert_true (fake_player_is_closing (player));
  assert_connects_to (self, 2, "dvrip://127.0.0.1:8/2");
  g_assert_cmpint (wall_device_get_port (wall_camera_get_device (get_camera (self, 2))), ==, 8);
  g_assert_cmpint (get_camera (self, 0)->state, ==, WALL_LINK_LIVE);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/camera-follow/names-restart-nothing", test_names_restart_nothing);
  ADD ("/model/camera-follow/address-restarts-its-cameras", test_address_restarts_its_cameras);
  ADD ("/model/camera-follow/user-restarts-its-cameras", test_user_restarts_its_cameras);
  ADD ("/model/camera-follow/channel-restarts-one", test_channel_restarts_one);
  ADD ("/model/camera-follow/address-ends-a-verdict", test_address_ends_a_verdict);
  ADD ("/model/camera-follow/removed-one-leaves-in-order", test_removed_one_leaves_in_order);
  ADD ("/model/camera-follow/added-one-connects", test_added_one_connects);
  ADD ("/model/camera-follow/switched-off-and-on", test_switched_off_and_on);
  ADD ("/model/camera-follow/own-address-is-another-device", test_own_address_is_another_device);
  return g_test_run ();
}
