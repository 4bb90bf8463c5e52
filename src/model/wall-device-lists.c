/* wall-device-lists.c
 *
 * Brings the devices and cameras of a wall up to what its file says now: what has the same id stays the
 * same object, and nothing is told of but what changed. Main thread.
 *
 * Cameras keep their order in the list, whatever their places are; those that are new come last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-lists.h"

#include "wall-camera-config.h"

static char *
dup_id (gpointer item)
{
  char *id = NULL;

  g_object_get (item, "id", &id, NULL);
  return id;
}

/**
 * wall_device_lists_find:
 * @list: of #WallDevice or #WallCameraConfig
 * @id: (nullable): what it was saved under
 *
 * Returns: (transfer none) (nullable): it, %NULL if there is none
 */
gpointer
wall_device_lists_find (GListModel *list,
                        const char *id)
{
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);
    g_autofree char *other = dup_id (item);

    if (g_strcmp0 (id, other) == 0)
      return item;
  }

  return NULL;
}

static gboolean
has_id (GPtrArray  *items,
        const char *id)
{
  for (guint i = 0; i < items->len; i++) {
    g_autofree char *other = dup_id (g_ptr_array_index (items, i));

    if (g_str_equal (id, other))
      return TRUE;
  }

  return FALSE;
}

static void
copy_property (gpointer    from,
               gpointer    to,
               const char *name)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (from, name, &value);
  g_object_set_property (to, name, &value);
}

static gboolean
is_elsewhere (WallDevice *a,
              WallDevice *b)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_object_get (a, "uri", &first, NULL);
  g_object_get (b, "uri", &second, NULL);
  return g_strcmp0 (first, second) != 0;
}

/* A certificate that the file does not name yet, or that could not be written there, is trusted all
 * the same. */
static void
update_device (WallDevice    *device,
               WallDevice    *fresh,
               WallPinKeeper *keeper)
{
  gboolean is_moved = is_elsewhere (device, fresh);
  gboolean is_named = wall_device_get_certificate (fresh) != NULL ||
                      (keeper && wall_pin_keeper_is_in_file (keeper, device));

  g_object_freeze_notify (G_OBJECT (device));
  copy_property (fresh, device, "uri");
  copy_property (fresh, device, "user");
  if (is_moved || is_named)
    copy_property (fresh, device, "certificate");
  g_object_thaw_notify (G_OBJECT (device));
}

/**
 * wall_device_lists_follow_devices:
 * @devices: of #WallDevice
 * @fresh: (inout): of #WallDevice, as the file was read; those that were known are replaced by what
 *   was known
 * @keeper: (nullable): of their certificates
 *
 * Adds those that are new, and changes those that are not.
 */
void
wall_device_lists_follow_devices (GListStore    *devices,
                                  GPtrArray     *fresh,
                                  WallPinKeeper *keeper)
{
  for (guint i = 0; i < fresh->len; i++) {
    WallDevice *device = g_ptr_array_index (fresh, i);
    g_autofree char *id = dup_id (device);
    WallDevice *known = wall_device_lists_find (G_LIST_MODEL (devices), id);

    if (known)
      update_device (known, device, keeper);
    else
      g_list_store_append (devices, device);
  }
}

static void
drop (GListStore *list,
      GPtrArray  *fresh)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (list)); i > 0; i--) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i - 1);
    g_autofree char *id = dup_id (item);

    if (!has_id (fresh, id))
      g_list_store_remove (list, i - 1);
  }
}

static void
update_camera (WallCameraConfig *camera,
               WallCameraConfig *fresh)
{
  static const char *const names[] = {
    "device-id", "uri", "path", "channel", "stream", "number", "name", "place", "enabled",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    copy_property (fresh, camera, names[i]);
}

/* Two that change places are told of when both have. */
static void
update_cameras (GListStore *cameras,
                GPtrArray  *fresh,
                GPtrArray  *out_new)
{
  g_autoptr (GPtrArray) frozen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < fresh->len; i++) {
    WallCameraConfig *camera = g_ptr_array_index (fresh, i);
    WallCameraConfig *known =
      wall_device_lists_find (G_LIST_MODEL (cameras), wall_camera_config_get_id (camera));

    if (known == NULL) {
      g_ptr_array_add (out_new, camera);
      continue;
    }

    g_object_freeze_notify (G_OBJECT (known));
    g_ptr_array_add (frozen, g_object_ref (known));
    update_camera (known, camera);
  }

  for (guint i = 0; i < frozen->len; i++)
    g_object_thaw_notify (g_ptr_array_index (frozen, i));
}

/**
 * wall_device_lists_follow_cameras:
 * @cameras: of #WallCameraConfig
 * @fresh: of #WallCameraConfig, as the file was read
 *
 * Removes those that are gone, changes those that are not, and adds those that are new.
 */
void
wall_device_lists_follow_cameras (GListStore *cameras,
                                  GPtrArray  *fresh)
{
  g_autoptr (GPtrArray) new = g_ptr_array_new ();

  drop (cameras, fresh);
  update_cameras (cameras, fresh, new);
  if (new->len > 0)
    g_list_store_splice (cameras, g_list_model_get_n_items (G_LIST_MODEL (cameras)), 0, new->pdata,
                         new->len);
}

/**
 * wall_device_lists_drop_devices:
 * @devices: of #WallDevice
 * @fresh: of #WallDevice, as the file was read
 *
 * Removes those that are gone. To be called when no camera is theirs any more.
 */
void
wall_device_lists_drop_devices (GListStore *devices,
                                GPtrArray  *fresh)
{
  drop (devices, fresh);
}
