/* wall-import-apply.c
 *
 * Brings what is in a file to a wall, as it was planned, in one step of its store. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-import.h"

#include <glib/gi18n-lib.h>

#include "wall-import-private.h"

static gboolean
is_number_taken (WallDeviceStore *store,
                 guint            number)
{
  GListModel *cameras = wall_device_store_get_cameras (store);

  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);

    if (wall_camera_config_get_number (camera) == number)
      return TRUE;
  }

  return FALSE;
}

/**
 * wall_import_keeps_numbers:
 *
 * A camera keeps its number only if all that are added can: those of the file and those that are
 * given out would meet otherwise.
 *
 * Returns: whether the cameras that are added have the numbers of the file
 */
gboolean
wall_import_keeps_numbers (WallImport      *self,
                           WallDeviceStore *store)
{
  for (guint i = 0; i < self->cameras->len; i++) {
    WallCameraConfig *camera = g_ptr_array_index (self->cameras, i);

    if (!wall_import_is_known (self, store, camera)
        && is_number_taken (store, wall_camera_config_get_number (camera)))
      return FALSE;
  }

  return TRUE;
}

/* Under which id the device of a camera is, or will be, on the wall. */
static char *
dup_new_id (WallImport       *self,
            WallDeviceStore  *store,
            WallCameraConfig *camera,
            GHashTable       *added)
{
  g_autofree char *id = wall_import_dup_property (camera, "device-id");
  WallDevice *device = wall_import_find (self->devices->pdata, self->devices->len, id);
  WallDevice *known = wall_import_find_same_device (store, device);
  g_autofree char *known_id = known ? wall_import_dup_property (known, "id") : NULL;
  g_autofree char *uri = NULL;
  g_autofree char *certificate = NULL;
  char *new_id;

  if (known_id && known_id[0] != ':')
    return g_steal_pointer (&known_id);
  if (g_hash_table_contains (added, id))
    return g_strdup (g_hash_table_lookup (added, id));

  uri = wall_import_dup_property (device, "uri");
  certificate = wall_import_dup_property (device, "certificate");
  new_id = wall_device_store_add_device (store, uri, wall_device_get_user (device));
  if (certificate && wall_device_get_scheme (device)->has_tls)
    wall_device_store_set_device (store, new_id, "certificate", certificate);
  g_hash_table_insert (added, g_strdup (id), g_strdup (new_id));
  return new_id;
}

static void
add_camera (WallImport       *self,
            WallDeviceStore  *store,
            WallCameraConfig *camera,
            GHashTable       *added,
            gboolean          keeps_number)
{
  const char *path = wall_camera_config_get_path (camera);
  g_autofree char *uri = wall_import_dup_property (camera, "uri");
  g_autofree char *device_id = uri ? NULL : dup_new_id (self, store, camera, added);
  g_autofree char *number = g_strdup_printf ("%u", wall_camera_config_get_number (camera));
  g_autofree char *old_id = wall_import_dup_property (camera, "device-id");
  WallDevice *device = wall_import_find (self->devices->pdata, self->devices->len, old_id);
  gboolean has_channels = wall_device_get_scheme (device)->has_channels;
  g_autofree char *id = wall_device_store_add_camera (
    store, device_id, uri, has_channels && !uri ? wall_camera_config_get_channel (camera) : 0,
    has_channels ? wall_camera_config_get_stream (camera) : NULL,
    wall_camera_config_get_name (camera));

  if (!has_channels && uri == NULL && path)
    wall_device_store_set_camera (store, id, "path", path);
  if (keeps_number)
    wall_device_store_set_camera (store, id, "number", number);
  if (!wall_camera_config_get_enabled (camera))
    wall_device_store_set_camera (store, id, "enabled", "false");
}

static guint
add (WallImport      *self,
     WallDeviceStore *store,
     const char      *label,
     GError         **error)
{
  g_autoptr (GHashTable) added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gboolean keeps_numbers = wall_import_keeps_numbers (self, store);
  guint step;

  wall_device_store_begin (store);
  for (guint i = 0; i < self->cameras->len; i++) {
    WallCameraConfig *camera = g_ptr_array_index (self->cameras, i);

    if (!wall_import_is_known (self, store, camera))
      add_camera (self, store, camera, added, keeps_numbers);
  }

  step = wall_device_store_commit (store, label);
  if (step == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _("Nothing was imported: the wall could not be changed."));
  return step;
}

/**
 * wall_import_apply:
 * @store: the wall that the file comes to
 * @label: what was done, for people who may want it undone
 * @error: return location for an error in words
 *
 * Does what wall_import_get_plan() says, which has to be something, in one step.
 *
 * Returns: the step, for wall_device_store_undo(); 0 with @error set: nothing was changed
 */
guint
wall_import_apply (WallImport      *self,
                   WallDeviceStore *store,
                   WallImportMode   mode,
                   const char      *label,
                   GError         **error)
{
  if (mode == WALL_IMPORT_REPLACE)
    return wall_device_store_replace_text (store, self->text, label, error);

  return add (self, store, label, error);
}
