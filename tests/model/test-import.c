/* test-import.c
 *
 * A wall goes out and comes in again, whole; what an import will do is said before, done in one step
 * and taken back in one; a bad file changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-import.h"

#include <string.h>

#include "store-fixture.h"

#define WALL                                                                                       \
  "# my wall\n[device a]\nuri=dvrip://192.168.7.1\nuser=admin\n"                                     \
  "[camera 1]\ndevice=a\nchannel=1\nnumber=1\nname=Gate\nplace=0\n"                                \
  "[camera 2]\ndevice=a\nchannel=2\nnumber=2\nname=Yard\nplace=1\n"

/* The first device again under another id, with a channel that is new, and two other devices. */
#define OTHER                                                                                      \
  "[device x]\nuri=dvrip://192.168.7.1\nuser=admin\n"                                               \
  "[device y]\nuri=rtsp://192.168.7.5\nuser=guest\n"                                                \
  "[camera 1]\ndevice=x\nchannel=2\nnumber=7\nname=Same\nplace=0\n"                                \
  "[camera 2]\ndevice=x\nchannel=3\nnumber=8\nname=New\nplace=1\nenabled=false\n"                  \
  "[camera 3]\ndevice=y\npath=/live?a=1\nnumber=9\nname=Lane\nplace=2\n"                            \
  "[camera 4]\nuri=http://192.168.7.6/video\nnumber=10\nname=Web\nplace=3\n"

static WallImport *
read_import (const char *text)
{
  g_autoptr (GError) error = NULL;
  WallImport *import = wall_import_new ("file", text, &error);

  g_assert_no_error (error);

  return import;
}

static guint
count_cameras (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_cameras (self->store));
}

static guint
count_devices (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_devices (self->store));
}

static void
test_out_and_in (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (WallImport) import = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  WallImportPlan plan;

  load (self, WALL);
  g_hash_table_insert (settings, (gpointer) "layout", (gpointer) "'2x2'");
  g_hash_table_insert (settings, (gpointer) "notifications", (gpointer) "false");
  text = wall_device_store_dup_text (self->store);
  again = wall_import_make_file (text, settings);
  g_assert_nonnull (strstr (again, "# my wall"));
  g_assert_nonnull (strstr (again, "version=1"));

  import = read_import (again);
  g_assert_cmpstr (g_hash_table_lookup (wall_import_get_settings (import), "layout"), ==, "'2x2'");
  g_assert_cmpstr (g_hash_table_lookup (wall_import_get_settings (import), "notifications"), ==,
                   "false");
  wall_import_get_plan (import, self->store, WALL_IMPORT_REPLACE, &plan);
  g_assert_false (wall_import_changes (&plan));
  g_assert_cmpuint (plan.cameras_kept, ==, 2);
  wall_import_get_plan (import, self->store, WALL_IMPORT_ADD, &plan);
  g_assert_false (wall_import_changes (&plan));
}

static const WallImportItem *
get_item (GPtrArray       *items,
          guint            i,
          WallImportChange change)
{
  const WallImportItem *item = g_ptr_array_index (items, i);

  g_assert_cmpuint (i, <, items->len);
  g_assert_cmpint (item->change, ==, change);

  return item;
}

/* Who it is about is told one by one, and nothing of a path, which may have secrets. */
static void
test_list (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (WallImport) import = read_import (OTHER);
  g_autoptr (GPtrArray) to_add = NULL;
  g_autoptr (GPtrArray) to_replace = NULL;

  load (self, WALL "[camera 9]\ndevice=a\nchannel=9\nnumber=9\nname=Shed\n");
  to_add = wall_import_list_changes (import, self->store, WALL_IMPORT_ADD);
  g_assert_cmpuint (to_add->len, ==, 3);
  /* The number 9 is taken here, so that all are given others. */
  g_assert_cmpstr (get_item (to_add, 0, WALL_IMPORT_ADDED)->name, ==, "New");
  g_assert_true (g_str_has_prefix (get_item (to_add, 0, WALL_IMPORT_ADDED)->address,
                                   "dvrip://192.168.7.1"));
  g_assert_true (g_str_has_suffix (get_item (to_add, 0, WALL_IMPORT_ADDED)->address, "channel 3"));
  g_assert_cmpstr (get_item (to_add, 1, WALL_IMPORT_ADDED)->name, ==, "Lane");
  g_assert_null (strstr (get_item (to_add, 1, WALL_IMPORT_ADDED)->address, "live"));
  g_assert_cmpstr (get_item (to_add, 2, WALL_IMPORT_ADDED)->name, ==, "Web");
  g_assert_null (strstr (get_item (to_add, 2, WALL_IMPORT_ADDED)->address, "video"));

  to_replace = wall_import_list_changes (import, self->store, WALL_IMPORT_REPLACE);
  g_assert_cmpuint (to_replace->len, ==, 5);
  g_assert_cmpstr (get_item (to_replace, 0, WALL_IMPORT_CHANGED)->name, ==, "1 Gate → 7 Same");
  g_assert_cmpstr (get_item (to_replace, 1, WALL_IMPORT_CHANGED)->name, ==, "2 Yard → 8 New");
  g_assert_cmpstr (get_item (to_replace, 2, WALL_IMPORT_ADDED)->name, ==, "9 Lane");
  g_assert_cmpstr (get_item (to_replace, 3, WALL_IMPORT_ADDED)->name, ==, "10 Web");
  g_assert_cmpstr (get_item (to_replace, 4, WALL_IMPORT_REMOVED)->name, ==, "9 Shed");
}

static void
test_add (Fixture      *self,
          gconstpointer data)
{
  g_autoptr (WallImport) import = read_import (OTHER);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *sentence = NULL;
  WallCameraConfig *added;
  WallImportPlan plan;
  guint step;

  load (self, WALL);
  before = wall_device_store_dup_text (self->store);
  wall_import_get_plan (import, self->store, WALL_IMPORT_ADD, &plan);
  g_assert_cmpuint (plan.devices_added, ==, 2);
  g_assert_cmpuint (plan.cameras_added, ==, 3);
  g_assert_cmpuint (plan.cameras_kept, ==, 1);
  g_assert_cmpuint (plan.devices_removed + plan.cameras_removed + plan.cameras_changed, ==, 0);
  sentence = wall_import_dup_sentence (&plan);
  g_assert_cmpstr (sentence, ==,
                   "2 devices are added, 3 cameras are added, 1 camera stays as it is.");

  step = wall_import_apply (import, self->store, WALL_IMPORT_ADD, "Imported", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (step, >, 0);
  g_assert_cmpuint (count_cameras (self), ==, 5);
  g_assert_cmpuint (count_devices (self), ==, 3);
  added = get_camera (self, 2);
  g_assert_cmpstr (wall_camera_config_get_name (added), ==, "New");
  g_assert_cmpuint (wall_camera_config_get_number (added), ==, 8);
  g_assert_cmpuint (wall_camera_config_get_channel (added), ==, 3);
  g_assert_false (wall_camera_config_get_enabled (added));
  g_assert_cmpstr (wall_camera_config_get_path (get_camera (self, 3)), ==, "/live?a=1");
  g_assert_true (get_device_of (self, 2) == wall_device_store_find (self->store, "a"));

  /* All of it is there now. */
  wall_import_get_plan (import, self->store, WALL_IMPORT_ADD, &plan);
  g_assert_false (wall_import_changes (&plan));

  g_assert_true (wall_device_store_undo (self->store, step));
  after = wall_device_store_dup_text (self->store);
  g_assert_cmpstr (after, ==, before);
}

/* Where a number of the file is another camera's on this wall, those that are free are given out. */
static void
test_numbers_do_not_meet (Fixture      *self,
                          gconstpointer data)
{
  g_autoptr (WallImport) import = read_import (
    "[camera 1]\nuri=http://192.168.7.6/a\nnumber=2\n"
    "[camera 2]\nuri=http://192.168.7.6/b\nnumber=3\n");
  g_autoptr (GError) error = NULL;

  load (self, WALL);
  wall_import_apply (import, self->store, WALL_IMPORT_ADD, "Imported", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_cameras (self), ==, 4);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 2)), ==, 3);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 3)), ==, 4);
}

static void
test_replace (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (WallImport) import = read_import (OTHER "[settings]\nlayout='1x1'\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  WallImportPlan plan;
  guint step;

  load (self, WALL);
  before = wall_device_store_dup_text (self->store);
  wall_import_get_plan (import, self->store, WALL_IMPORT_REPLACE, &plan);
  g_assert_cmpuint (plan.devices_added, ==, 3);
  g_assert_cmpuint (plan.devices_removed, ==, 1);
  g_assert_cmpuint (plan.cameras_added, ==, 2);
  g_assert_cmpuint (plan.cameras_changed, ==, 2);
  g_assert_cmpuint (plan.cameras_kept, ==, 0);

  step = wall_import_apply (import, self->store, WALL_IMPORT_REPLACE, "Imported", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_cameras (self), ==, 4);
  between = wall_device_store_dup_text (self->store);
  g_assert_null (strstr (between, "settings"));
  wall_import_get_plan (import, self->store, WALL_IMPORT_REPLACE, &plan);
  g_assert_false (wall_import_changes (&plan));

  g_assert_true (wall_device_store_undo (self->store, step));
  after = wall_device_store_dup_text (self->store);
  g_assert_cmpstr (after, ==, before);
}

static void
test_refused (Fixture      *self,
              gconstpointer data)
{
  static const struct {
    const char *text, *word;
  } files[] = {
    { "", "no camera" },
    { "Dear diary,\n", "" },
    { "[camera 1]\nuri=dvrip://h\nchannel=0\n", "channel" },
    { "[camera 1]\nuri=rtsp://a:secret@h/\n", "credentials" },
    { "[watchwall]\nversion=2\n[camera 1]\nuri=dvrip://h\n", "newer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (wall_import_new ("some-file", files[i].text, &error));
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, "some-file"));
    g_assert_nonnull (strstr (error->message, files[i].word));
    g_assert_null (strstr (error->message, "secret"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/import/out-and-in", test_out_and_in);
  ADD ("/model/import/list", test_list);
  ADD ("/model/import/add", test_add);
  ADD ("/model/import/numbers-do-not-meet", test_numbers_do_not_meet);
  ADD ("/model/import/replace", test_replace);
  ADD ("/model/import/refused", test_refused);

  return g_test_run ();
}
