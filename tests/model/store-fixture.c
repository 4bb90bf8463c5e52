/* store-fixture.c
 *
 * A store and a file that it reads, for the tests of what such a file says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

#include <glib/gstdio.h>

void
fixture_set_up (Fixture      *self,
                gconstpointer data)
{
  self->store = wall_device_store_new ();
  self->folder = g_dir_make_tmp ("store-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
}

void
fixture_tear_down (Fixture      *self,
                   gconstpointer data)
{
  fixture_wait_idle (self);
  g_assert_finalize_object (self->store);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

void
write_file (Fixture    *self,
            const char *text,
            int         mode)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (self->path, mode), ==, 0);
}

void
load (Fixture    *self,
      const char *text)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text, 0644);
  wall_device_store_load (self->store, self->path, &error);
  g_assert_no_error (error);
}

void
load_credentials (Fixture    *self,
                  const char *text)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text, 0600);
  wall_device_store_load_credentials (self->store, self->path, &error);
  g_assert_no_error (error);
}

WallCameraConfig *
get_camera (Fixture *self,
            guint    index)
{
  g_autoptr (WallCameraConfig) config =
    g_list_model_get_item (wall_device_store_get_cameras (self->store), index);

  g_assert_nonnull (config);
  return config;
}

WallDevice *
get_device_of (Fixture *self,
               guint    index)
{
  g_autofree char *id = NULL;
  WallDevice *device;

  g_object_get (get_camera (self, index), "device-id", &id, NULL);
  device = wall_device_store_find (self->store, id);
  g_assert_nonnull (device);
  return device;
}

/* Until the file is written. */
void
fixture_wait_idle (Fixture *self)
{
  while (wall_device_store_is_busy (self->store))
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_assert_file (Fixture    *self,
                     const char *wanted)
{
  g_autofree char *text = NULL;

  fixture_wait_idle (self);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}
