/* wall-device-store.c
 *
 * The devices and cameras of a wall, read from one file (GKeyFile), where the certificates that are
 * trusted are kept. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-store.h"

#include "wall-credentials.h"
#include "wall-device-file.h"
#include "wall-pin-keeper.h"

struct _WallDeviceStore {
  GObject parent_instance;

  GListStore *devices;
  GListStore *cameras;
  WallCredentials *credentials;   /* (nullable) */
  WallPinKeeper *keeper;          /* (nullable): of the file that was loaded */
};

G_DEFINE_FINAL_TYPE (WallDeviceStore, wall_device_store, G_TYPE_OBJECT)

static guint trouble;

static void
wall_device_store_finalize (GObject *object)
{
  WallDeviceStore *self = WALL_DEVICE_STORE (object);

  g_object_unref (self->devices);
  g_object_unref (self->cameras);
  g_clear_pointer (&self->credentials, wall_credentials_free);
  if (self->keeper)
    g_signal_handlers_disconnect_by_data (self->keeper, self);
  g_clear_object (&self->keeper);
  G_OBJECT_CLASS (wall_device_store_parent_class)->finalize (object);
}

static void
wall_device_store_class_init (WallDeviceStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = wall_device_store_finalize;
  trouble = g_signal_new ("trouble", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_device_store_init (WallDeviceStore *self)
{
  self->devices = g_list_store_new (WALL_TYPE_DEVICE);
  self->cameras = g_list_store_new (WALL_TYPE_CAMERA_CONFIG);
}

static void
apply_credentials (WallDeviceStore *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->devices));

  if (self->credentials == NULL)
    return;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);

    wall_credentials_apply (self->credentials, device);
  }
}

static void
on_trouble (WallDeviceStore *self,
            const char      *message)
{
  g_signal_emit (self, trouble, 0, message);
}

static void
keep_pins (WallDeviceStore *self,
           const char      *path,
           GPtrArray       *places)
{
  if (self->keeper)
    g_signal_handlers_disconnect_by_data (self->keeper, self);
  g_clear_object (&self->keeper);
  self->keeper = wall_pin_keeper_new (path, places);
  g_signal_connect_swapped (self->keeper, "trouble", G_CALLBACK (on_trouble), self);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  WallCameraConfig *const *first = a;
  WallCameraConfig *const *second = b;

  return (int) wall_camera_config_get_place (*first) - (int) wall_camera_config_get_place (*second);
}

static void
replace_all (GListStore *store,
             GPtrArray  *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store));

  g_list_store_splice (store, 0, n, items->pdata, items->len);
}

/**
 * wall_device_store_new:
 *
 * Returns: (transfer full): a store of nothing
 */
WallDeviceStore *
wall_device_store_new (void)
{
  return g_object_new (WALL_TYPE_DEVICE_STORE, NULL);
}

/**
 * wall_device_store_load:
 * @path: a device file
 * @error: return location for an error that names file, group, key and reason
 *
 * Replaces what the store has by what the file says, or leaves it as it is when it is refused. The
 * certificates that are trusted from now on are written into the file.
 *
 * Returns: %FALSE with @error set if the file is refused
 */
gboolean
wall_device_store_load (WallDeviceStore *self,
                        const char      *path,
                        GError         **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) cameras = g_ptr_array_new_with_free_func (g_object_unref);

  g_autoptr (GPtrArray) places =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_place_free);

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  if (!wall_device_file_read (path, devices, cameras, places, error))
    return FALSE;

  g_ptr_array_sort (cameras, compare_places);
  replace_all (self->devices, devices);
  keep_pins (self, path, places);
  apply_credentials (self);
  replace_all (self->cameras, cameras);
  return TRUE;
}

/**
 * wall_device_store_load_credentials:
 * @path: a file of logins, refused if others than its owner can read it
 * @error: return location for an error that names file, group, key and reason, and no password
 *
 * Gives every device its password, now and after wall_device_store_load().
 *
 * Returns: %FALSE with @error set if the file is refused
 */
gboolean
wall_device_store_load_credentials (WallDeviceStore *self,
                                    const char      *path,
                                    GError         **error)
{
  WallCredentials *credentials;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  credentials = wall_credentials_load (path, error);
  if (credentials == NULL)
    return FALSE;

  g_clear_pointer (&self->credentials, wall_credentials_free);
  self->credentials = credentials;
  apply_credentials (self);
  return TRUE;
}

/**
 * wall_device_store_is_busy:
 *
 * Returns: whether a certificate is being written into the file
 */
gboolean
wall_device_store_is_busy (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  return self->keeper && wall_pin_keeper_is_busy (self->keeper);
}

/**
 * wall_device_store_find:
 * @id: what the device was saved under
 *
 * Returns: (transfer none) (nullable): the device, %NULL if there is none
 */
WallDevice *
wall_device_store_find (WallDeviceStore *self,
                        const char      *id)
{
  guint n;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->devices));
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);
    g_autofree char *other = NULL;

    g_object_get (device, "id", &other, NULL);
    if (g_strcmp0 (id, other) == 0)
      return device;
  }

  return NULL;
}

/**
 * wall_device_store_get_devices:
 *
 * Returns: (transfer none): of #WallDevice
 */
GListModel *
wall_device_store_get_devices (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return G_LIST_MODEL (self->devices);
}

/**
 * wall_device_store_get_cameras:
 *
 * Returns: (transfer none): of #WallCameraConfig, by place
 */
GListModel *
wall_device_store_get_cameras (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return G_LIST_MODEL (self->cameras);
}
