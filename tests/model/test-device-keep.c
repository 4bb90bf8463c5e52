/* test-device-keep.c
 *
 * The device file and its wall stay one: what an editor changes is taken up, or refused in words; two
 * walls do not destroy each other's changes; a broken file is set aside and never overwritten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "store-fixture.h"
#include "wait-until.h"

#define RECORDER "[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\n"
#define A        "[camera a]\ndevice=r\nnumber=1\nplace=0\nname=Gate\n"
#define B        "[camera b]\ndevice=r\nchannel=2\nnumber=2\nplace=1\nname=Yard\n"
#define NAMED(name) "[camera a]\ndevice=r\nnumber=1\nplace=0\nname=" name "\n"

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  fixture_set_up (self, data);
  g_timeout_add (10, on_tick, NULL);
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  wait_until (!wall_device_store_is_busy (self->store));
  g_source_remove_by_user_data (NULL);
  empty_folder (self->folder);
  fixture_tear_down (self, data);
}

static char *
read_text (Fixture *self)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  return text;
}

static void
assert_file (Fixture    *self,
             const char *wanted)
{
  g_autofree char *text = NULL;

  wait_until (!wall_device_store_is_busy (self->store));
  text = read_text (self);
  g_assert_cmpstr (text, ==, wanted);
}

static guint
set_name (WallDeviceStore *store,
          const char      *id,
          const char      *name)
{
  wall_device_store_begin (store);
  wall_device_store_set_camera (store, id, "name", name);
  return wall_device_store_commit (store, "Renamed");
}

static void
take (char      **message,
      const char *text)
{
  g_free (*message);
  *message = g_strdup (text);
}

static gboolean
has_name (Fixture    *self,
          guint       index,
          const char *name)
{
  GListModel *cameras = wall_device_store_get_cameras (self->store);

  return index < g_list_model_get_n_items (cameras) &&
         g_str_equal (wall_camera_config_get_name (get_camera (self, index)), name);
}

/* As some editors write: in place. */
static void
write_in_place (Fixture    *self,
                const char *text)
{
  FILE *file = g_fopen (self->path, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (text, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_editor_is_followed (Fixture      *self,
                         gconstpointer data)
{
  WallCameraConfig *camera;

  load (self, RECORDER A);
  camera = get_camera (self, 0);
  write_file (self, "# mine\n" RECORDER NAMED ("Tower"), 0644);
  wait_until (has_name (self, 0, "Tower"));
  g_assert_true (camera == get_camera (self, 0));

  write_in_place (self, "# mine\n" RECORDER NAMED ("Roof") B);
  wait_until (has_name (self, 0, "Roof") && has_name (self, 1, "Yard"));

  /* And is not written over. */
  g_assert_cmpuint (set_name (self->store, "b", "Shed"), !=, 0);
  assert_file (self, "# mine\n" RECORDER NAMED ("Roof")
                     "[camera b]\ndevice=r\nchannel=2\nnumber=2\nplace=1\nname=Shed\n");
}

static void
test_editor_is_refused (Fixture      *self,
                        gconstpointer data)
{
  static const char broken[] = RECORDER "[camera a]\ndevice=gone\n# still typing\n";
  g_autofree char *message = NULL;
  g_autofree char *over = NULL;

  load (self, RECORDER A);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  g_signal_connect_swapped (self->store, "over", G_CALLBACK (take), &over);
  write_file (self, broken, 0644);
  wait_until (message != NULL);
  g_assert_nonnull (strstr (message, self->path));
  g_assert_nonnull (strstr (message, "[camera a]"));
  g_assert_cmpuint (g_list_model_get_n_items (wall_device_store_get_cameras (self->store)), ==, 1);
  g_assert_true (has_name (self, 0, "Gate"));

  /* A change shows, but the file is left alone until it is mended. */
  g_clear_pointer (&message, g_free);
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  wait_until (message != NULL);
  assert_file (self, broken);
  g_assert_true (has_name (self, 0, "Tower"));
  write_file (self, "# mended\n" RECORDER A B, 0644);
  wait_until (has_name (self, 1, "Yard"));
  assert_file (self, "# mended\n" RECORDER NAMED ("Tower") B);
  g_assert_cmpstr (over, ==, message);
}

static void
test_file_that_goes (Fixture      *self,
                     gconstpointer data)
{
  g_autofree char *message = NULL;

  load (self, RECORDER A);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  g_assert_cmpint (g_unlink (self->path), ==, 0);
  wait_until (message != NULL);
  g_assert_true (has_name (self, 0, "Gate"));
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  assert_file (self, RECORDER NAMED ("Tower"));
}

static void
test_two_walls (Fixture      *self,
                gconstpointer data)
{
  g_autoptr (WallDeviceStore) other = wall_device_store_new ();
  g_autofree char *camera = NULL;

  load (self, RECORDER A B);
  g_assert_true (wall_device_store_load (other, self->path, NULL));

  /* Neither main loop runs in between, so none knows of the other's. */
  set_name (self->store, "a", "Tower");
  set_name (other, "b", "Shed");
  wall_device_store_begin (other);
  camera = wall_device_store_add_camera (other, "r", NULL, 3, NULL, "Roof");
  g_assert_cmpuint (wall_device_store_commit (other, "Added"), !=, 0);

  wait_until (has_name (self, 1, "Shed") && has_name (self, 2, "Roof"));
  wait_until (!wall_device_store_is_busy (self->store) && !wall_device_store_is_busy (other));
  {
    g_autofree char *text = read_text (self);

    g_assert_nonnull (strstr (text, "name=Tower\n"));
    g_assert_nonnull (strstr (text, "name=Shed\n"));
    g_assert_nonnull (strstr (text, "name=Roof\n"));
  }
}

static void
test_two_walls_add_at_once (Fixture      *self,
                            gconstpointer data)
{
  g_autoptr (WallDeviceStore) other = wall_device_store_new ();
  WallDeviceStore *stores[] = { self->store, other };
  guint numbers = 0;

  wall_device_store_load_own (self->store, self->path);
  wall_device_store_load_own (other, self->path);
  for (guint i = 0; i < 8; i++) {
    g_autofree char *uri = g_strdup_printf ("dvrip://10.0.0.%u/1", i);
    g_autofree char *id = NULL;

    wall_device_store_begin (stores[i % 2]);
    id = wall_device_store_add_camera (stores[i % 2], NULL, uri, 0, NULL, uri);
    g_assert_cmpuint (wall_device_store_commit (stores[i % 2], "Added"), !=, 0);
  }

  for (guint i = 0; i < 2; i++)
    wait_until (g_list_model_get_n_items (wall_device_store_get_cameras (stores[i])) == 8 &&
                !wall_device_store_is_busy (stores[i]));
  for (guint i = 0; i < 8; i++) {
    g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, i)), <=, 8);
    numbers |= 1u << wall_camera_config_get_number (get_camera (self, i));
  }
  g_assert_cmphex (numbers, ==, 0x1fe);
}

/* There is no folder yet. */
static void
test_two_walls_begin (Fixture      *self,
                      gconstpointer data)
{
  g_autofree char *folder = g_build_filename (self->folder, "watchwall", NULL);
  g_autofree char *path = g_build_filename (folder, "devices", NULL);
  g_autoptr (WallDeviceStore) other = wall_device_store_new ();
  g_autofree char *id = NULL;

  wall_device_store_load_own (self->store, path);
  wall_device_store_load_own (other, path);
  wall_device_store_begin (other);
  id = wall_device_store_add_camera (other, NULL, "tcp://10.0.0.1:5", 0, NULL, "Gate");
  g_assert_cmpuint (wall_device_store_commit (other, "Added"), !=, 0);
  wait_until (has_name (self, 0, "Gate"));
  wait_until (!wall_device_store_is_busy (other));
  g_unlink (path);
  g_rmdir (folder);
}

static guint
count_files (Fixture    *self,
             const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += strstr (name, part) ? 1 : 0;
  return n;
}

static void
test_broken_one_is_set_aside (Fixture      *self,
                              gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autofree char *id = NULL;

  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  for (guint i = 1; i <= 3; i++) {
    write_file (self, "nonsense\n", 0644);
    wall_device_store_load_own (self->store, self->path);
    g_assert_nonnull (strstr (message, "line 1"));
    g_assert_nonnull (strstr (message, ".broken-"));
    g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
    g_assert_cmpuint (count_files (self, ".broken-20"), ==, i);
    g_assert_cmpuint (g_list_model_get_n_items (wall_device_store_get_cameras (self->store)), ==, 0);
  }

  wall_device_store_begin (self->store);
  id = wall_device_store_add_camera (self->store, NULL, "tcp://10.0.0.1:5", 0, NULL, "Gate");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Added"), !=, 0);
  wait_until (!wall_device_store_is_busy (self->store));
  g_assert_true (g_file_test (self->path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (self, ".broken-20"), ==, 3);
}

static void
test_newer_one_is_not_touched (Fixture      *self,
                               gconstpointer data)
{
  static const char newer[] = "[watchwall]\nversion=2\n[hall x]\nhow=new\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *id = NULL;

  write_file (self, newer, 0644);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_nonnull (strstr (error->message, "version 2"));

  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  wall_device_store_load_own (self->store, self->path);
  g_assert_nonnull (strstr (message, "version 2"));
  g_clear_pointer (&message, g_free);
  wall_device_store_begin (self->store);
  id = wall_device_store_add_camera (self->store, NULL, "tcp://10.0.0.1:5", 0, NULL, "Gate");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Added"), ==, 0);
  g_assert_nonnull (strstr (message, "version 2"));
  assert_file (self, newer);

  /* A person puts it right. */
  write_file (self, RECORDER A, 0644);
  wait_until (has_name (self, 0, "Gate"));
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  assert_file (self, RECORDER NAMED ("Tower"));
}

static void
test_unknown_survives (Fixture      *self,
                       gconstpointer data)
{
  load (self, "# first\n[watchwall]\nversion=1\nlater=x\n\n[settings]\nlayout=2x2\n\n"
        RECORDER "glow=1\n\n" A "tint=2\n# last\n");
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  assert_file (self, "# first\n[watchwall]\nversion=1\nlater=x\n\n[settings]\nlayout=2x2\n\n"
                     RECORDER "glow=1\n\n" NAMED ("Tower") "tint=2\n# last\n");
}

static void
test_first_file (Fixture      *self,
                 gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  GStatBuf info;
  guint step;

  wall_device_store_load_own (self->store, self->path);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));
  wall_device_store_begin (self->store);
  id = wall_device_store_add_camera (self->store, NULL, "tcp://10.0.0.1:5", 0, NULL, "Gate");
  step = wall_device_store_commit (self->store, "Added");
  wait_until (!wall_device_store_is_busy (self->store));
  text = read_text (self);
  g_assert_true (g_str_has_prefix (text, "# "));
  g_assert_nonnull (strstr (text, "\n[watchwall]\nversion=1\n"));
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);

  g_assert_true (wall_device_store_undo (self->store, step));
  wait_until (!wall_device_store_is_busy (self->store));
  g_free (text);
  text = read_text (self);
  g_assert_true (g_str_has_suffix (text, "\n[watchwall]\nversion=1\n"));
}

static void
test_cannot_be_written (Fixture      *self,
                        gconstpointer data)
{
  g_autofree char *message = NULL;

  load (self, RECORDER A);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (take), &message);
  g_assert_cmpint (g_chmod (self->path, 0444), ==, 0);
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  wait_until (message != NULL);
  g_assert_nonnull (strstr (message, self->path));
  g_assert_true (has_name (self, 0, "Tower"));
  g_assert_false (wall_device_store_is_busy (self->store));
  assert_file (self, RECORDER A);

  /* The next one takes it along. */
  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);
  g_assert_cmpuint (set_name (self->store, "a", "Roof"), !=, 0);
  assert_file (self, RECORDER NAMED ("Roof"));
}

static void
test_symbolic_link (Fixture      *self,
                    gconstpointer data)
{
  g_autofree char *target = g_build_filename (self->folder, "target", NULL);

  g_assert_true (g_file_set_contents (target, RECORDER A, -1, NULL));
  g_assert_cmpint (symlink (target, self->path), ==, 0);
  g_assert_true (wall_device_store_load (self->store, self->path, NULL));
  g_assert_cmpuint (set_name (self->store, "a", "Tower"), !=, 0);
  assert_file (self, RECORDER NAMED ("Tower"));
  g_assert_true (g_file_test (self->path, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_set_contents (target, RECORDER NAMED ("Roof"), -1, NULL));
  wait_until (has_name (self, 0, "Roof"));
}

#undef ADD
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/device-keep/editor-is-followed", test_editor_is_followed);
  ADD ("/model/device-keep/editor-is-refused", test_editor_is_refused);
  ADD ("/model/device-keep/file-that-goes", test_file_that_goes);
  ADD ("/model/device-keep/two-walls", test_two_walls);
  ADD ("/model/device-keep/two-walls-add-at-once", test_two_walls_add_at_once);
  ADD ("/model/device-keep/two-walls-begin", test_two_walls_begin);
  ADD ("/model/device-keep/broken-one-is-set-aside", test_broken_one_is_set_aside);
  ADD ("/model/device-keep/newer-one-is-not-touched", test_newer_one_is_not_touched);
  ADD ("/model/device-keep/unknown-survives", test_unknown_survives);
  ADD ("/model/device-keep/first-file", test_first_file);
  ADD ("/model/device-keep/cannot-be-written", test_cannot_be_written);
  ADD ("/model/device-keep/symbolic-link", test_symbolic_link);
  return g_test_run ();
}
