/* test-device-change.c
 *
 * Devices and cameras come, go and change, one step at a time: what has the same id stays the same
 * object, nobody is told of what did not change, a person's words in the file stay, and a step can be
 * taken back, also after others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#define RECORDER "# The yard\n[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\nnew=1\n"

static void
wait_idle (Fixture *self)
{
  while (wall_device_store_is_busy (self->store))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_file (Fixture    *self,
             const char *wanted)
{
  g_autofree char *text = NULL;

  wait_idle (self);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static void
count (int *counter)
{
  (*counter)++;
}

static guint
count_cameras (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_cameras (self->store));
}

static guint
set_camera (Fixture    *self,
            const char *id,
            const char *key,
            const char *value)
{
  wall_device_store_begin (self->store);
  wall_device_store_set_camera (self->store, id, key, value);
  return wall_device_store_commit (self->store, "Changed");
}

static void
test_adds (Fixture      *self,
           gconstpointer data)
{
  g_autofree char *device = NULL;
  int changes = 0;

  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (count), &changes);
  wall_device_store_load_own (self->store, self->path);
  wall_device_store_begin (self->store);
  device = wall_device_store_add_device (self->store, "dvrip://10.0.0.9", " ö:@/#%\"\\`");
  for (guint i = 1; i <= 16; i++) {
    g_autofree char *name = g_strdup_printf ("Gate %u", i);
    g_autofree char *id =
      wall_device_store_add_camera (self->store, device, NULL, i, "sub", name);

    g_assert_nonnull (id);
  }
  g_assert_cmpuint (count_cameras (self), ==, 0);
  g_assert_cmpuint (wall_device_store_commit (self->store, "Added"), !=, 0);
  g_assert_cmpint (changes, ==, 1);
  g_assert_cmpuint (count_cameras (self), ==, 16);

  wait_idle (self);
  wall_device_store_load_own (self->store, self->path);
  g_assert_cmpuint (count_cameras (self), ==, 16);
  for (guint i = 0; i < 16; i++) {
    g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, i)), ==, i);
    g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, i)), ==, i + 1);
    g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, i)), ==, i + 1);
  }
  g_assert_cmpstr (wall_device_get_user (get_device_of (self, 0)), ==, " ö:@/#%\"\\`");
  g_assert_true (wall_device_store_find_same (self->store, "dvrip://10.0.0.9/3",
                                              " ö:@/#%\"\\`") == get_device_of (self, 0));
  g_assert_null (wall_device_store_find_same (self->store, "dvrip://10.0.0.9/3", NULL));
}

static void
test_renames_in_place (Fixture      *self,
                       gconstpointer data)
{
  WallCameraConfig *camera;
  WallDevice *device;
  int names = 0;
  int others = 0;
  guint step;

  load (self, RECORDER "[camera a]\ndevice=r\nnumber=1\nplace=0\n# why\nname=Gate\n");
  camera = get_camera (self, 0);
  device = get_device_of (self, 0);
  g_signal_connect_swapped (camera, "notify", G_CALLBACK (count), &others);
  g_signal_connect_swapped (camera, "notify::name", G_CALLBACK (count), &names);
  g_signal_connect_swapped (device, "notify", G_CALLBACK (count), &others);
  g_signal_connect_swapped (wall_device_store_get_cameras (self->store), "items-changed",
                            G_CALLBACK (count), &others);

  step = set_camera (self, "a", "name", "Yard");
  g_assert_cmpuint (step, !=, 0);
  g_assert_cmpstr (wall_camera_config_get_name (camera), ==, "Yard");
  g_assert_true (camera == get_camera (self, 0) && device == get_device_of (self, 0));
  g_assert_cmpint (names, ==, 1);
  g_assert_cmpint (others, ==, 1);
  assert_file (self, RECORDER "[camera a]\ndevice=r\nnumber=1\nplace=0\n# why\nname=Yard\n");

  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpstr (wall_camera_config_get_name (camera), ==, "Gate");
  assert_file (self, RECORDER "[camera a]\ndevice=r\nnumber=1\nplace=0\n# why\nname=Gate\n");
  g_assert_false (wall_device_store_undo (self->store, step));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/device-change/adds", test_adds);
  ADD ("/model/device-change/renames-in-place", test_renames_in_place);
  return g_test_run ();
}
