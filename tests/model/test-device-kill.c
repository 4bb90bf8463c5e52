/* test-device-kill.c
 *
 * Who is killed while it writes the device file, at any moment, leaves a whole one behind, an earlier or
 * a later one, and no litter that grows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "store-fixture.h"

#define RECORDER "[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\n"

#define N_CAMERAS 40

/* A program takes long to start where each allocation is looked at. */
#ifdef __SANITIZE_ADDRESS__
#define N_WRITERS 6
#else
#define N_WRITERS 24
#endif

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
wait_idle (WallDeviceStore *store)
{
  while (wall_device_store_is_busy (store))
    g_main_context_iteration (NULL, TRUE);
}

/* Renames all cameras at once, again and again, until it is killed. */
static G_NORETURN void
write_on (const char *path)
{
  WallDeviceStore *store = wall_device_store_new ();
  GListModel *cameras = wall_device_store_get_cameras (store);

  wall_device_store_load_own (store, path);
  g_assert_cmpuint (g_list_model_get_n_items (cameras), ==, N_CAMERAS);
  for (guint round = 0;; round++) {
    g_autoptr (WallCameraConfig) first = g_list_model_get_item (cameras, 0);
    guint edition = atoi (wall_camera_config_get_name (first)) + 1;
    g_autofree char *name = g_strdup_printf ("%u", edition);

    wall_device_store_begin (store);
    for (guint i = 0; i < N_CAMERAS; i++) {
      g_autofree char *id = g_strdup_printf ("%u", i);

      wall_device_store_set_camera (store, id, "name", name);
    }
    g_assert_cmpuint (wall_device_store_commit (store, "Renamed"), !=, 0);
    wait_idle (store);
    if (round == 0)
      g_print ("writing\n");
  }
}

/* Returns: the one edition that all cameras are of. */
static guint
read_edition (Fixture *self)
{
  g_autoptr (WallDeviceStore) store = wall_device_store_new ();
  GListModel *cameras = wall_device_store_get_cameras (store);
  g_autoptr (GError) error = NULL;
  const char *name = NULL;

  wall_device_store_load (store, self->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (cameras), ==, N_CAMERAS);
  for (guint i = 0; i < N_CAMERAS; i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);

    if (name)
      g_assert_cmpstr (wall_camera_config_get_name (camera), ==, name);
    name = wall_camera_config_get_name (camera);
  }

  return atoi (name);
}

static void
kill_a_writer (Fixture *self)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  GInputStream *output;
  char line[8];
  gsize n = 0;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--write", self->path,
                            NULL);
  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (child);
  g_assert_true (g_input_stream_read_all (output, line, sizeof line, &n, NULL, NULL));
  g_assert_cmpuint (n, ==, sizeof line);
  g_usleep (g_random_int_range (0, 12 * 1000));
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
}

static void
test_killed_writer (Fixture      *self,
                    gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (RECORDER);
  guint edition = 0;
  guint litter = 0;

  for (guint i = 0; i < N_CAMERAS; i++)
    g_string_append_printf (text, "\n[camera %u]\ndevice=r\nnumber=%u\nplace=%u\nname=0\n", i, i + 1,
                            i);
  write_file (self, text->str, 0644);

  for (guint i = 0; i < N_WRITERS; i++) {
    guint now;

    kill_a_writer (self);
    now = read_edition (self);
    g_assert_cmpuint (now, >, edition);
    edition = now;
    litter += count_files (self, ".watchwall-");
    g_assert_cmpuint (count_files (self, ".watchwall-"), <=, 1);
  }

  g_test_message ("%u editions, %u were cut off while they were written", edition, litter);
  g_assert_true (wall_device_store_load (self->store, self->path, NULL));
  wall_device_store_begin (self->store);
  wall_device_store_set_camera (self->store, "0", "name", "Gate");
  g_assert_cmpuint (wall_device_store_commit (self->store, "Renamed"), !=, 0);
  wait_idle (self->store);
  g_assert_cmpuint (count_files (self, ""), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    write_on (argv[2]);

  g_test_init (&argc, &argv, NULL);
  ADD ("/model/device-kill/killed-writer", test_killed_writer);
  return g_test_run ();
}
