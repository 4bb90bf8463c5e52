/* wall-device-store.c
 *
 * The devices and cameras of a wall, kept in one file (GKeyFile): read from there, changed there, and
 * followed when others change it. Main thread.
 *
 * The text of the file is the truth: what changes, here or elsewhere, is read as a whole, and the lists
 * follow. How it is changed is in wall-device-change.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-store.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "wall-device-file-private.h"
#include "wall-device-lists.h"
#include "wall-device-store-private.h"
#include "wall-text-file.h"

G_DEFINE_FINAL_TYPE (WallDeviceStore, wall_device_store, G_TYPE_OBJECT)

enum {
  SIGNAL_TROUBLE,
  SIGNAL_OVER,
  SIGNAL_CHANGED,
  SIGNAL_UNDONE,
  SIGNAL_REDONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
leave_file (WallDeviceStore *self)
{
  if (self->pins)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  g_clear_object (&self->pins);
  if (self->keeper) {
    g_signal_handlers_disconnect_by_data (self->keeper, self);
    g_object_run_dispose (G_OBJECT (self->keeper));
  }
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->refusal, g_free);
}

static void
wall_device_store_dispose (GObject *object)
{
  WallDeviceStore *self = WALL_DEVICE_STORE (object);

  leave_file (self);
  wall_device_store_cancel (self);

  G_OBJECT_CLASS (wall_device_store_parent_class)->dispose (object);
}

static void
wall_device_store_finalize (GObject *object)
{
  WallDeviceStore *self = WALL_DEVICE_STORE (object);

  g_object_unref (self->giver);
  g_object_unref (self->secrets);
  g_object_unref (self->devices);
  g_object_unref (self->cameras);
  wall_device_store_clear_undo (self);
  g_free (self->text);
  G_OBJECT_CLASS (wall_device_store_parent_class)->finalize (object);
}

static void
wall_device_store_class_init (WallDeviceStoreClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = wall_device_store_dispose;
  object_class->finalize = wall_device_store_finalize;
  signals[SIGNAL_TROUBLE] = g_signal_new ("trouble", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OVER] = g_signal_new ("over", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[SIGNAL_UNDONE] = g_signal_new ("undone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_REDONE] = g_signal_new ("redone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
wall_device_store_init (WallDeviceStore *self)
{
  self->devices = g_list_store_new (WALL_TYPE_DEVICE);
  self->cameras = g_list_store_new (WALL_TYPE_CAMERA_CONFIG);
  self->secrets = wall_secrets_new ();
  self->giver = wall_password_giver_new (G_LIST_MODEL (self->devices), self->secrets);
  self->text = g_strdup ("");
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  WallCameraConfig *const *first = a;
  WallCameraConfig *const *second = b;

  return (int) wall_camera_config_get_place (*first) - (int) wall_camera_config_get_place (*second);
}

/* The keeper of certificates looks at the objects of the lists. */
static void
take_places (WallDeviceStore *self,
             GPtrArray       *places)
{
  for (guint i = 0; i < places->len; i++) {
    WallPinPlace *place = g_ptr_array_index (places, i);
    g_autofree char *id = NULL;

    g_object_get (place->device, "id", &id, NULL);
    g_set_object (&place->device, wall_device_store_find (self, id));
  }

  if (self->pins)
    wall_pin_keeper_set_places (self->pins, places);
}

/* A camera finds its device, and with its password, when it is added. */
static void
follow (WallDeviceStore *self,
        GPtrArray       *devices,
        GPtrArray       *cameras,
        GPtrArray       *places)
{
  wall_device_lists_follow_devices (self->devices, devices, self->pins);
  take_places (self, places);
  g_ptr_array_sort (cameras, compare_places);
  wall_device_lists_follow_cameras (self->cameras, cameras);
  wall_device_lists_drop_devices (self->devices, devices);
}

/**
 * wall_device_store_take:
 * @text: of a device file
 * @error: return location for an error with file, group, key and reason
 *
 * Lets the lists say what @text says, or leaves them as they are when it is refused.
 *
 * Returns: %FALSE with @error set if it is refused
 */
gboolean
wall_device_store_take (WallDeviceStore *self,
                        const char      *text,
                        GError         **error)
{
  const char *path = self->path ? self->path : "";
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) cameras = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) copy = g_string_new (text);

  g_autoptr (GPtrArray) places =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_place_free);

  if (!wall_device_file_parse (path, copy, devices, cameras, places, error))
    return FALSE;

  g_free (self->text);
  self->text = g_strdup (copy->str);
  follow (self, devices, cameras, places);
  return TRUE;
}

/**
 * wall_device_store_say:
 * @message: a whole sentence for people
 *
 * Tells whoever listens of trouble.
 */
void
wall_device_store_say (WallDeviceStore *self,
                       const char      *message)
{
  g_signal_emit (self, signals[SIGNAL_TROUBLE], 0, message);
}

/**
 * wall_device_store_announce:
 * @step: that was made
 * @label: what was done
 *
 * Tells whoever listens that something was changed here, and can be taken back.
 */
void
wall_device_store_announce (WallDeviceStore *self,
                            guint            step,
                            const char      *label)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, step, label);
}

static void
on_text (WallDeviceStore *self,
         const char      *text)
{
  g_autoptr (GError) error = NULL;

  if (wall_device_store_take (self, text, &error))
    g_clear_pointer (&self->refusal, g_free);
  else
    wall_device_store_say (self, error->message);
}

static void
on_over (WallDeviceStore *self,
         const char      *message)
{
  g_signal_emit (self, signals[SIGNAL_OVER], 0, message);
}

static void
on_busy (WallDeviceStore *self,
         gboolean         is_busy)
{
  wall_pin_keeper_set_held (self->pins, is_busy);
}

static void
keep (WallDeviceStore *self,
      const char      *path,
      const char      *text)
{
  self->path = g_strdup (path);
  self->pins = wall_pin_keeper_new (path);
  self->keeper = wall_text_keeper_new (path, text);
  g_signal_connect_swapped (self->pins, "trouble", G_CALLBACK (wall_device_store_say), self);
  g_signal_connect_swapped (self->keeper, "trouble", G_CALLBACK (wall_device_store_say), self);
  g_signal_connect_swapped (self->keeper, "over", G_CALLBACK (on_over), self);
  g_signal_connect_swapped (self->keeper, "text", G_CALLBACK (on_text), self);
  g_signal_connect_swapped (self->keeper, "busy", G_CALLBACK (on_busy), self);
}

static void
empty (WallDeviceStore *self)
{
  wall_device_store_clear_undo (self);
  g_list_store_remove_all (self->cameras);
  g_list_store_remove_all (self->devices);
  leave_file (self);
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
 * wall_device_store_dup_default_path:
 *
 * Returns: (transfer full): the device file of this user, whether it is there or not
 */
char *
wall_device_store_dup_default_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "watchwall", "devices", NULL);
}

/**
 * wall_device_store_load:
 * @path: a device file
 * @error: return location for an error that names file, group, key and reason
 *
 * Replaces what the store has by what the file says, or leaves it as it is when it is refused. What
 * is changed from now on is written into the file, and what others change there is taken up.
 *
 * Returns: %FALSE with @error set if the file is refused
 */
gboolean
wall_device_store_load (WallDeviceStore *self,
                        const char      *path,
                        GError         **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  text = wall_text_file_read (path, FALSE, error);
  if (text == NULL)
    return FALSE;

  empty (self);
  keep (self, path, text);
  return wall_device_store_take (self, text, error);
}

/* A newer program will want it as it is. */
static void
refuse_to_touch (WallDeviceStore *self,
                 const GError    *error)
{
  self->refusal = g_strdup_printf (_("The device file cannot be used, and stays as it is: %s"),
                                   error->message);
  wall_device_store_say (self, self->refusal);
}

static void
set_aside (WallDeviceStore *self,
           const char      *path,
           const GError    *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = wall_text_file_set_aside (path, &error);
  g_autofree char *name = kept ? g_path_get_basename (kept) : NULL;
  g_autofree char *message = NULL;

  if (name == NULL) {
    refuse_to_touch (self, reason);
    return;
  }

  /* Translators: the name of a file; what is wrong in it, as “devices: line 7: …” */
  message = g_strdup_printf (_("The device file could not be read, so the wall begins empty; the file "
                               "is kept as %s. %s"), name, reason->message);
  wall_device_store_say (self, message);
}

/**
 * wall_device_store_load_own:
 * @path: the device file of this user; it need not exist
 *
 * Like wall_device_store_load() for the file that belongs to the program: one that is broken is set
 * aside, under a name that says so, and the wall begins empty. What happened is told of by "trouble".
 */
void
wall_device_store_load_own (WallDeviceStore *self,
                            const char      *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (WALL_IS_DEVICE_STORE (self));

  /* A folder that is not there is looked for every few seconds only. */
  g_mkdir_with_parents (folder, 0700);
  if (wall_device_store_load (self, path, &error))
    return;

  empty (self);
  g_free (self->text);
  self->text = g_strdup ("");
  keep (self, path, "");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return;
  if (error->domain == G_KEY_FILE_ERROR)
    set_aside (self, path, error);
  else
    refuse_to_touch (self, error);
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

  wall_password_giver_set_credentials (self->giver, credentials);
  return TRUE;
}

/**
 * wall_device_store_is_busy:
 *
 * Returns: whether something is being written into the file
 */
gboolean
wall_device_store_is_busy (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), FALSE);

  return (self->pins && wall_pin_keeper_is_busy (self->pins)) ||
         (self->keeper && wall_text_keeper_is_busy (self->keeper));
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
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return wall_device_lists_find (G_LIST_MODEL (self->devices), id);
}

/**
 * wall_device_store_find_same:
 * @uri: of a device, or of a camera with one
 * @user: (nullable): who signs in, where @uri does not say so
 *
 * Recognises a device that is on the wall already.
 *
 * Returns: (transfer none) (nullable): the device, %NULL if there is none
 */
WallDevice *
wall_device_store_find_same (WallDeviceStore *self,
                             const char      *uri,
                             const char      *user)
{
  g_autoptr (WallAddress) address = wall_address_parse (uri, NULL);
  guint n;

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  n = address ? g_list_model_get_n_items (G_LIST_MODEL (self->devices)) : 0;
  if (user == NULL && address)
    user = wall_device_file_pick_user (address);
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallDevice) device = g_list_model_get_item (G_LIST_MODEL (self->devices), i);

    if (wall_device_file_is_at (device, address, user))
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
 * Returns: (transfer none): of #WallCameraConfig, by place as the file was
 *   loaded, and behind them those that came later
 */
GListModel *
wall_device_store_get_cameras (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return G_LIST_MODEL (self->cameras);
}

/**
 * wall_device_store_get_secrets:
 *
 * Returns: (transfer none): where the devices' passwords come from, in memory only until
 *   wall_secrets_use_keyring()
 */
WallSecrets *
wall_device_store_get_secrets (WallDeviceStore *self)
{
  g_return_val_if_fail (WALL_IS_DEVICE_STORE (self), NULL);

  return self->secrets;
}
