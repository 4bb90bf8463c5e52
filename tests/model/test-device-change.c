/* test-device-change.c
 *
 * Devices and cameras come, go and change, one step at a time: what has the same id stays the same
 * object, nobody is told of what did not change, a person's words in the file stay, and a step can be
 * taken back, also after others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"
#include "wait-until.h"

#define RECORDER "# The yard\n[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\nnew=1\n"

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

  fixture_wait_idle (self);
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
  fixture_assert_file (self, RECORDER
                       "[camera a]\ndevice=r\nnumber=1\nplace=0\n# why\nname=Yard\n");

  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpstr (wall_camera_config_get_name (camera), ==, "Gate");
  fixture_assert_file (self, RECORDER
                       "[camera a]\ndevice=r\nnumber=1\nplace=0\n# why\nname=Gate\n");
  g_assert_false (wall_device_store_undo (self->store, step));
}

static void
take (char      **message,
      const char *text)
{
  g_free (*message);
  *message = g_strdup (text);
}

#define HEX      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define GATE     "[camera a]\ndevice=r\nnumber=1\nplace=0\nname=Gate\n"
#define YARD     "\n[camera b]\ndevice=r\nchannel=2\nnumber=2\nplace=3\nname=Yard\n"
#define NUMBERED "number=1\nplace=0\n"

static guint
remove_camera (Fixture    *self,
               const char *id)
{
  wall_device_store_begin (self->store);
  wall_device_store_remove_camera (self->store, id);
  return wall_device_store_commit (self->store, "Removed");
}

static guint
place_camera (Fixture    *self,
              const char *id,
              guint       place)
{
  wall_device_store_begin (self->store);
  wall_device_store_place_camera (self->store, id, place);
  return wall_device_store_commit (self->store, "Moved");
}

static guint
get_place (Fixture    *self,
           const char *id)
{
  GListModel *cameras = wall_device_store_get_cameras (self->store);

  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++) {
    WallCameraConfig *camera = get_camera (self, i);

    if (g_str_equal (wall_camera_config_get_id (camera), id))
      return wall_camera_config_get_place (camera);
  }

  return G_MAXUINT;
}

static void
test_removes (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (WallDevice) device = NULL;
  guint first, second;

  load (self, RECORDER GATE YARD);
  /* Held, so that nothing else gets its place in memory. */
  device = g_object_ref (get_device_of (self, 0));
  first = remove_camera (self, "a");
  fixture_assert_file (self, RECORDER
                       "[camera b]\ndevice=r\nchannel=2\nnumber=2\nplace=3\nname=Yard\n");
  g_assert_cmpuint (get_place (self, "b"), ==, 3);
  second = remove_camera (self, "b");
  g_assert_cmpuint (g_list_model_get_n_items (wall_device_store_get_devices (self->store)), ==, 0);
  fixture_assert_file (self, "# The yard\n");

  /* The device comes back with its camera. */
  g_assert_true (wall_device_store_undo (self->store, second));
  g_assert_true (wall_device_store_undo (self->store, first));
  fixture_assert_file (self, RECORDER GATE YARD);
  g_assert_true (device != get_device_of (self, 0));
}

static void
test_removes_device (Fixture      *self,
                     gconstpointer data)
{
  load (self, RECORDER GATE YARD "\n[camera c]\nuri=tcp://h:1\n\n[camera d]\nuri=tcp://h:1/x\n");
  wall_device_store_begin (self->store);
  wall_device_store_remove_device (self->store, "r");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Removed"), !=, 0);
  g_assert_cmpuint (count_cameras (self), ==, 2);

  /* One that only URIs name. */
  wall_device_store_begin (self->store);
  wall_device_store_remove_device (self->store, ":tcp:h:1:");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Removed"), !=, 0);
  g_assert_cmpuint (count_cameras (self), ==, 0);
  fixture_assert_file (self, "# The yard\n");
}

static void
note_places (Fixture *self)
{
  g_assert_cmpuint (get_place (self, "a"), !=, get_place (self, "b"));
}

static void
test_changes_places (Fixture      *self,
                     gconstpointer data)
{
  guint step;

  load (self, RECORDER GATE YARD);
  g_signal_connect_swapped (get_camera (self, 0), "notify::place", G_CALLBACK (note_places), self);
  g_signal_connect_swapped (get_camera (self, 1), "notify::place", G_CALLBACK (note_places), self);
  step = place_camera (self, "a", 3);
  g_assert_cmpuint (get_place (self, "a"), ==, 3);
  g_assert_cmpuint (get_place (self, "b"), ==, 0);
  g_assert_cmpuint (place_camera (self, "b", 9), !=, 0);
  g_assert_cmpuint (get_place (self, "a"), ==, 3);
  g_assert_cmpuint (get_place (self, "b"), ==, 9);

  /* Somebody moved it since. */
  g_assert_false (wall_device_store_undo (self->store, step));
  g_assert_cmpuint (get_place (self, "a"), ==, 3);
}

/* What the file left open is put in writing before a camera less would change it. */
static void
test_open_places_stay (Fixture      *self,
                       gconstpointer data)
{
  load (self, RECORDER "[camera a]\ndevice=r\n[camera b]\ndevice=r\n[camera c]\ndevice=r\n");
  g_assert_cmpuint (remove_camera (self, "a"), !=, 0);
  fixture_assert_file (self, RECORDER "[camera b]\ndevice=r\nnumber=2\nplace=1\n"
                       "[camera c]\ndevice=r\nnumber=3\nplace=2\n");
}

static void
test_refuses (Fixture      *self,
              gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  int changes = 0;

  load (self, RECORDER GATE YARD);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (count), &changes);
  g_assert_cmpuint (set_camera (self, "a", "number", "2"), ==, 0);
  g_assert_nonnull (strstr (message, "another camera"));
  g_assert_cmpuint (set_camera (self, "a", "uri", "ftp://x"), ==, 0);
  g_assert_cmpuint (wall_device_store_replace_text (self->store, "nonsense\n", "x", &error), ==, 0);
  g_assert_nonnull (error);
  g_clear_pointer (&message, g_free);
  g_assert_cmpuint (set_camera (self, "a", "name", "Gate"), ==, 0);
  g_assert_cmpuint (set_camera (self, "nobody", "name", "Gate"), ==, 0);
  g_assert_null (message);
  g_assert_cmpint (changes, ==, 0);
  fixture_assert_file (self, RECORDER GATE YARD);

  /* What is forgotten does not come with the next change. */
  wall_device_store_begin (self->store);
  wall_device_store_remove_camera (self->store, "a");
  wall_device_store_cancel (self->store);
  g_assert_cmpuint (set_camera (self, "b", "name", "Shed"), !=, 0);
  g_assert_cmpuint (count_cameras (self), ==, 2);
}

static void
test_undo_after_others (Fixture      *self,
                        gconstpointer data)
{
  guint renamed, removed;

  load (self, RECORDER GATE YARD);
  renamed = set_camera (self, "b", "name", "Shed");
  removed = remove_camera (self, "a");
  g_assert_cmpuint (place_camera (self, "b", 0), !=, 0);
  g_assert_true (wall_device_store_undo (self->store, renamed));
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, "Yard");

  /* Its place is taken, so it gets the next one. */
  g_assert_true (wall_device_store_undo (self->store, removed));
  g_assert_cmpuint (get_place (self, "b"), ==, 0);
  g_assert_cmpuint (get_place (self, "a"), ==, 1);
  fixture_assert_file (self, RECORDER "\n[camera a]\ndevice=r\nnumber=1\nplace=1\nname=Gate\n"
                       "\n[camera b]\ndevice=r\nchannel=2\nnumber=2\nplace=0\nname=Yard\n");
}

/* What was taken back comes back as it was, with the password, and as often as anybody likes. */
static void
test_redo (Fixture      *self,
           gconstpointer data)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  g_autofree char *id = NULL;
  g_autofree char *added = NULL, *now = NULL;
  guint step;

  load (self, RECORDER GATE);
  wall_device_store_begin (self->store);
  id = wall_device_store_add_device (self->store, "dvrip://192.0.2.9", "admin");
  g_free (wall_device_store_add_camera (self->store, id, NULL, 1, NULL, "New"));
  step = wall_device_store_commit (self->store, "Added");
  wall_secrets_remember (secrets, "dvrip://192.0.2.9", "admin", "secret");
  wall_device_set_password (wall_device_store_find (self->store, id), "secret");
  added = wall_device_store_dup_text (self->store);
  g_assert_false (wall_device_store_redo (self->store, step));

  for (guint i = 0; i < 2; i++) {
    g_clear_pointer (&now, g_free);
    g_assert_true (wall_device_store_undo (self->store, step));
    g_assert_null (wall_device_store_find (self->store, id));
    g_assert_true (wall_device_store_redo (self->store, step));
    g_assert_false (wall_device_store_redo (self->store, step));
    now = wall_device_store_dup_text (self->store);
    g_assert_cmpstr (now, ==, added);
    wait_until (wall_device_get_password (wall_device_store_find (self->store, id)) != NULL);
    g_assert_cmpstr (wall_device_get_password (wall_device_store_find (self->store, id)), ==,
                     "secret");
  }
}

static void
test_redo_after_others (Fixture      *self,
                        gconstpointer data)
{
  guint renamed;

  load (self, RECORDER GATE YARD);
  renamed = set_camera (self, "b", "name", "Shed");
  g_assert_true (wall_device_store_undo (self->store, renamed));
  g_assert_cmpuint (place_camera (self, "b", 0), !=, 0);
  g_assert_true (wall_device_store_redo (self->store, renamed));
  g_assert_true (wall_device_store_undo (self->store, renamed));
  g_assert_cmpuint (set_camera (self, "b", "name", "Tower"), !=, 0);
  g_assert_false (wall_device_store_redo (self->store, renamed));
}

/* Another certificate is at another address, and none of what the URIs of cameras said is lost. */
static void
test_address_of_a_device (Fixture      *self,
                          gconstpointer data)
{
  load (self, "[device h]\nuri=https://h\ncertificate=sha256:" HEX "\n"
              "[camera a]\ndevice=h\npath=/1\n" NUMBERED
              "[camera b]\nuri=https://i/2?x=y\nnumber=2\nplace=1\n");
  wall_device_store_begin (self->store);
  wall_device_store_set_device (self->store, "h", "user", "guard");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Changed"), !=, 0);
  g_assert_nonnull (wall_device_get_certificate (get_device_of (self, 0)));

  wall_device_store_begin (self->store);
  wall_device_store_set_device (self->store, "h", "uri", "https://j");
  wall_device_store_set_device (self->store, ":https:i:443:", "uri", "https://k:8443");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Changed"), !=, 0);
  g_assert_null (wall_device_get_certificate (get_device_of (self, 0)));
  g_assert_cmpstr (wall_device_get_host (get_device_of (self, 0)), ==, "j");
  g_assert_cmpstr (wall_device_get_user (get_device_of (self, 0)), ==, "guard");
  g_assert_cmpstr (wall_device_get_host (get_device_of (self, 1)), ==, "k");
  g_assert_cmpstr (wall_camera_config_get_path (get_camera (self, 1)), ==, "/2?x=y");
}

/* Somebody else's change comes while a person still thinks. */
static void
test_change_while_a_draft_is_open (Fixture      *self,
                                   gconstpointer data)
{
  load (self, RECORDER GATE YARD);
  wall_device_store_begin (self->store);
  wall_device_store_set_camera (self->store, "a", "name", "Tower");
  g_assert_cmpuint (wall_device_store_replace_text (self->store, RECORDER GATE, "x", NULL), !=, 0);
  g_assert_cmpuint (wall_device_store_commit (self->store, "Renamed"), !=, 0);
  fixture_assert_file (self, RECORDER "[camera a]\ndevice=r\nnumber=1\nplace=0\nname=Tower\n");
}

static void
test_replaces (Fixture      *self,
               gconstpointer data)
{
  WallCameraConfig *camera;
  g_autofree char *text = NULL;
  guint step;

  load (self, RECORDER GATE YARD);
  camera = get_camera (self, 0);
  text = wall_device_store_dup_text (self->store);
  g_assert_cmpstr (text, ==, RECORDER GATE YARD);
  step = wall_device_store_replace_text (self->store, RECORDER GATE, "Imported", NULL);
  g_assert_cmpuint (count_cameras (self), ==, 1);
  g_assert_true (camera == get_camera (self, 0));
  g_assert_true (wall_device_store_undo (self->store, step));
  g_assert_cmpuint (count_cameras (self), ==, 2);
  fixture_assert_file (self, RECORDER GATE YARD);
}

/* What a person types never becomes a group or a key. */
static void
test_any_character (Fixture      *self,
                    gconstpointer data)
{
  static const char *const names[] = {
    " Gate ", "[camera x]", "a=b", "# no comment", "line\none", "\t%s;\\", "Höf 门", "\\",
  };

  load (self, RECORDER GATE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *name = g_strstrip (g_strdup (names[i]));

    g_assert_cmpuint (set_camera (self, "a", "name", names[i]), !=, 0);
    g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, name);
    while (wall_device_store_is_busy (self->store))
      g_main_context_iteration (NULL, TRUE);
    g_assert_true (wall_device_store_load (self->store, self->path, NULL));
    g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, name);
    g_assert_cmpuint (count_cameras (self), ==, 1);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/device-change/adds", test_adds);
  ADD ("/model/device-change/renames-in-place", test_renames_in_place);
  ADD ("/model/device-change/removes", test_removes);
  ADD ("/model/device-change/removes-device", test_removes_device);
  ADD ("/model/device-change/changes-places", test_changes_places);
  ADD ("/model/device-change/open-places-stay", test_open_places_stay);
  ADD ("/model/device-change/refuses", test_refuses);
  ADD ("/model/device-change/undo-after-others", test_undo_after_others);
  ADD ("/model/device-change/redo", test_redo);
  ADD ("/model/device-change/redo-after-others", test_redo_after_others);
  ADD ("/model/device-change/address-of-a-device", test_address_of_a_device);
  ADD ("/model/device-change/change-while-a-draft-is-open", test_change_while_a_draft_is_open);
  ADD ("/model/device-change/replaces", test_replaces);
  ADD ("/model/device-change/any-character", test_any_character);
  return g_test_run ();
}
