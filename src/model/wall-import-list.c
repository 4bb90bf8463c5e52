/* wall-import-list.c
 *
 * What an import would change, one by one: so that a person sees whom it is about before it is done.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-import.h"

#include <glib/gi18n-lib.h>

#include "wall-import-private.h"

static void
free_item (gpointer data)
{
  WallImportItem *item = data;

  g_free (item->name);
  g_free (item->address);
  g_free (item);
}

static char *
dup_label (WallCameraConfig *camera,
           gboolean          has_number)
{
  const char *name = wall_camera_config_get_name (camera);
  guint number = wall_camera_config_get_number (camera);

  if (!has_number || number == 0)
    return g_strdup (name ? name : "");

  return g_strdup_printf ("%u %s", number, name ? name : "");
}

/* What it is, and what it becomes. */
static char *
dup_name (gpointer before,
          gpointer after,
          gboolean has_number)
{
  g_autofree char *old = before ? dup_label (before, TRUE) : NULL;
  g_autofree char *new = after ? dup_label (after, has_number) : NULL;

  if (old == NULL || new == NULL || g_str_equal (old, new))
    return g_strstrip (g_strdup (old ? old : new));

  return g_strdup_printf ("%s → %s", old, new);
}

static WallDevice *
find_device (GPtrArray        *devices,
             WallCameraConfig *camera)
{
  g_autofree char *id = wall_import_dup_property (camera, "device-id");

  return id ? wall_import_find (devices->pdata, devices->len, id) : NULL;
}

static char *
dup_address (GPtrArray        *devices,
             WallCameraConfig *camera)
{
  WallDevice *device = find_device (devices, camera);
  g_autofree char *uri = device ? wall_import_dup_property (device, "uri") : NULL;
  guint channel = wall_camera_config_get_channel (camera);

  if (uri == NULL || channel == 0 || !g_str_has_prefix (uri, "dvrip:"))
    return g_strdup (uri ? uri : "");

  /* Translators: the address of a device, and which of its cameras */
  return g_strdup_printf (_("%s, channel %u"), uri, channel);
}

static void
add (GPtrArray       *items,
     WallImportChange change,
     char            *name,
     char            *address)
{
  WallImportItem *item = g_new (WallImportItem, 1);

  *item = (WallImportItem) { change, name, address };
  g_ptr_array_add (items, item);
}

static GPtrArray *
list (GListModel *model)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (objects, g_list_model_get_item (model, i));

  return objects;
}

static gpointer
find_same_id (GPtrArray *objects,
              gpointer   object)
{
  g_autofree char *id = wall_import_dup_property (object, "id");

  return wall_import_find (objects->pdata, objects->len, id);
}

static void
list_devices (WallImport *self,
              GPtrArray  *present,
              GPtrArray  *items)
{
  for (guint i = 0; i < self->devices->len; i++) {
    gpointer device = g_ptr_array_index (self->devices, i);
    gpointer before = find_same_id (present, device);
    g_autofree char *old = before ? wall_import_dup_property (before, "uri") : NULL;

    if (before && !wall_import_is_same (before, device))
      add (items, WALL_IMPORT_CHANGED, g_steal_pointer (&old),
           wall_import_dup_property (device, "uri"));
  }
}

static void
list_to_replace (WallImport      *self,
                 WallDeviceStore *store,
                 GPtrArray       *items)
{
  g_autoptr (GPtrArray) devices = list (wall_device_store_get_devices (store));
  g_autoptr (GPtrArray) cameras = list (wall_device_store_get_cameras (store));

  list_devices (self, devices, items);
  for (guint i = 0; i < self->cameras->len; i++) {
    gpointer camera = g_ptr_array_index (self->cameras, i);
    gpointer before = find_same_id (cameras, camera);

    if (before == NULL || !wall_import_is_same (before, camera))
      add (items, before ? WALL_IMPORT_CHANGED : WALL_IMPORT_ADDED,
           dup_name (before, camera, TRUE), dup_address (self->devices, camera));
  }
  for (guint i = 0; i < cameras->len; i++) {
    gpointer camera = g_ptr_array_index (cameras, i);

    if (find_same_id (self->cameras, camera) == NULL)
      add (items, WALL_IMPORT_REMOVED, dup_name (camera, NULL, TRUE),
           dup_address (devices, camera));
  }
}

static void
list_to_add (WallImport      *self,
             WallDeviceStore *store,
             GPtrArray       *items)
{
  gboolean has_numbers = wall_import_keeps_numbers (self, store);

  for (guint i = 0; i < self->cameras->len; i++) {
    WallCameraConfig *camera = g_ptr_array_index (self->cameras, i);

    if (!wall_import_is_known (self, store, camera))
      add (items, WALL_IMPORT_ADDED, dup_name (NULL, camera, has_numbers),
           dup_address (self->devices, camera));
  }
}

/**
 * wall_import_list_changes:
 * @store: the wall that the file would come to
 *
 * Returns: (transfer full) (element-type WallImportItem): the cameras, and the devices that get another
 *   address or user, that would be others than they are; a number that is not told is given out
 *   when it is done
 */
GPtrArray *
wall_import_list_changes (WallImport      *self,
                          WallDeviceStore *store,
                          WallImportMode   mode)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (free_item);

  if (mode == WALL_IMPORT_REPLACE)
    list_to_replace (self, store, items);
  else
    list_to_add (self, store, items);

  return items;
}
