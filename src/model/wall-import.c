/* wall-import.c
 *
 * The wall as a file, for the next machine: devices, cameras and settings, and no passwords. What
 * such a file would do to a wall is known before it is done. Main thread.
 *
 * The file is a device file with one group more, so that it can be read, and used with --devices.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-address.h"
#include "wall-device-file.h"
#include "wall-import-private.h"
#include "wall-text-edit.h"

#define SETTINGS_GROUP "settings"

/**
 * wall_import_make_file:
 * @devices: the text of a device file
 * @settings: (element-type utf8 utf8): GVariants as texts, by name
 *
 * Returns: (transfer full): the text of a file that wall_import_new() takes
 */
char *
wall_import_make_file (const char *devices,
                       GHashTable *settings)
{
  g_autofree char *version = g_strdup_printf ("%d", WALL_DEVICE_FILE_VERSION);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (settings), (GCompareFunc) strcmp);
  GString *text = g_string_new (devices);

  if (!wall_text_edit_set (text, WALL_DEVICE_FILE_GROUP, "version", version)) {
    wall_text_edit_add_group (text, WALL_DEVICE_FILE_GROUP);
    wall_text_edit_set (text, WALL_DEVICE_FILE_GROUP, "version", version);
  }
  wall_text_edit_remove_group (text, SETTINGS_GROUP);
  wall_text_edit_add_group (text, SETTINGS_GROUP);
  for (GList *each = names; each; each = each->next)
    wall_text_edit_set (text, SETTINGS_GROUP, each->data,
                        g_hash_table_lookup (settings, each->data));

  return g_string_free (text, FALSE);
}

/* Its form was checked with the devices. */
static void
read_settings (WallImport *self,
               GString    *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) names = NULL;

  g_key_file_load_from_data (file, text->str, text->len, G_KEY_FILE_NONE, NULL);
  names = g_key_file_get_keys (file, SETTINGS_GROUP, NULL, NULL);
  for (guint i = 0; names && names[i]; i++)
    g_hash_table_insert (self->settings, g_strdup (names[i]),
                         g_key_file_get_value (file, SETTINGS_GROUP, names[i], NULL));
  wall_text_edit_remove_group (text, SETTINGS_GROUP);
}

/**
 * wall_import_new:
 * @path: what messages call the file
 * @text: what stands in it
 * @error: return location for an error with file, group, key and reason
 *
 * Returns: (transfer full): what is in the file; %NULL with @error set if it is refused
 */
WallImport *
wall_import_new (const char *path,
                 const char *text,
                 GError    **error)
{
  g_autoptr (WallImport) self = g_new0 (WallImport, 1);
  g_autoptr (GString) copy = g_string_new (text);
  g_autoptr (GPtrArray) places =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_place_free);

  self->devices = g_ptr_array_new_with_free_func (g_object_unref);
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!wall_device_file_parse (path, copy, self->devices, self->cameras, places, error))
    return NULL;

  if (self->cameras->len == 0) {
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                 _("%s: there is no camera in it"), path);
    return NULL;
  }

  read_settings (self, copy);
  self->text = g_strdup (copy->str);
  return g_steal_pointer (&self);
}

/**
 * wall_import_free:
 * @self: (transfer full):
 */
void
wall_import_free (WallImport *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->cameras);
  g_hash_table_unref (self->settings);
  g_free (self);
}

/**
 * wall_import_get_settings:
 *
 * Returns: (transfer none) (element-type utf8 utf8): what stands in the file, GVariants as texts by
 *   name; nobody has checked them
 */
GHashTable *
wall_import_get_settings (WallImport *self)
{
  return self->settings;
}

/**
 * wall_import_dup_property:
 *
 * Returns: (transfer full) (nullable): a property of @object that is a text
 */
char *
wall_import_dup_property (gpointer    object,
                          const char *name)
{
  char *text = NULL;

  g_object_get (object, name, &text, NULL);
  return text;
}

static gboolean
is_same_property (gpointer    a,
                  gpointer    b,
                  const char *name)
{
  g_auto (GValue) first = G_VALUE_INIT;
  g_auto (GValue) second = G_VALUE_INIT;
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (a), name);

  g_object_get_property (a, name, &first);
  g_object_get_property (b, name, &second);
  return g_param_values_cmp (spec, &first, &second) == 0;
}

static gboolean
is_same (gpointer           a,
         gpointer           b,
         const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    if (!is_same_property (a, b, names[i]))
      return FALSE;

  return TRUE;
}

/**
 * wall_import_find:
 * @items: of #WallDevice or #WallCameraConfig
 *
 * Returns: (transfer none) (nullable): the one of that id
 */
gpointer
wall_import_find (gpointer   *items,
                  guint       n,
                  const char *id)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *other = wall_import_dup_property (items[i], "id");

    if (g_str_equal (other, id))
      return items[i];
  }

  return NULL;
}

static GPtrArray *
list (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));
  return items;
}

static const char *const of_devices[] = { "uri", "user", NULL };
static const char *const of_cameras[] = { "device-id", "uri", "path", "channel", "stream",
                                          "number", "name", "place", "enabled", NULL };

/**
 * wall_import_is_same:
 * @a: a #WallDevice or #WallCameraConfig
 * @b: likewise
 *
 * Returns: whether nothing would change if one took the place of the other
 */
gboolean
wall_import_is_same (gpointer a,
                     gpointer b)
{
  return is_same (a, b, WALL_IS_DEVICE (a) ? of_devices : of_cameras);
}

static void
compare (GListModel *model,
         GPtrArray  *wanted,
         guint      *out_added,
         guint      *out_changed,
         guint      *out_removed)
{
  g_autoptr (GPtrArray) present = list (model);

  for (guint i = 0; i < wanted->len; i++) {
    gpointer item = g_ptr_array_index (wanted, i);
    g_autofree char *id = wall_import_dup_property (item, "id");
    gpointer other = wall_import_find (present->pdata, present->len, id);

    *out_added += other == NULL ? 1 : 0;
    *out_changed += other && !wall_import_is_same (item, other) ? 1 : 0;
  }

  for (guint i = 0; i < present->len; i++) {
    g_autofree char *id = wall_import_dup_property (g_ptr_array_index (present, i), "id");

    *out_removed += wall_import_find (wanted->pdata, wanted->len, id) ? 0 : 1;
  }
}

static void
plan_to_replace (WallImport      *self,
                 WallDeviceStore *store,
                 WallImportPlan  *plan)
{
  compare (wall_device_store_get_devices (store), self->devices, &plan->devices_added,
           &plan->devices_changed, &plan->devices_removed);
  compare (wall_device_store_get_cameras (store), self->cameras, &plan->cameras_added,
           &plan->cameras_changed, &plan->cameras_removed);
  plan->cameras_kept = self->cameras->len - plan->cameras_added - plan->cameras_changed;
}

/**
 * wall_import_find_same_device:
 *
 * Returns: (transfer none) (nullable): the device of the wall that is the same as one of the file,
 *   whatever its id
 */
WallDevice *
wall_import_find_same_device (WallDeviceStore *store,
                              WallDevice      *device)
{
  g_autofree char *uri = wall_import_dup_property (device, "uri");
  GListModel *devices = wall_device_store_get_devices (store);

  for (guint i = 0; i < g_list_model_get_n_items (devices); i++) {
    g_autoptr (WallDevice) other = g_list_model_get_item (devices, i);
    g_autofree char *other_uri = wall_import_dup_property (other, "uri");
    g_autoptr (WallAddress) a = wall_address_parse (uri, NULL);
    g_autoptr (WallAddress) b = wall_address_parse (other_uri, NULL);

    if (a && b && a->scheme == b->scheme && a->port == b->port
        && g_ascii_strcasecmp (a->host, b->host) == 0
        && g_strcmp0 (wall_device_get_user (device), wall_device_get_user (other)) == 0)
      return other;
  }

  return NULL;
}

static const char *
get_own_path (WallCameraConfig *camera)
{
  const char *path = wall_camera_config_get_path (camera);

  return path && *path ? path : "/";
}

/**
 * wall_import_is_known:
 *
 * Returns: whether a camera of the wall shows the same as one of the file
 */
gboolean
wall_import_is_known (WallImport       *self,
                      WallDeviceStore  *store,
                      WallCameraConfig *camera)
{
  g_autofree char *device_id = wall_import_dup_property (camera, "device-id");
  WallDevice *device = wall_import_find (self->devices->pdata, self->devices->len, device_id);
  WallDevice *known = device ? wall_import_find_same_device (store, device) : NULL;
  g_autofree char *known_id = known ? wall_import_dup_property (known, "id") : NULL;
  GListModel *cameras = wall_device_store_get_cameras (store);

  for (guint i = 0; known && i < g_list_model_get_n_items (cameras); i++) {
    g_autoptr (WallCameraConfig) other = g_list_model_get_item (cameras, i);
    g_autofree char *other_id = wall_import_dup_property (other, "device-id");

    if (g_strcmp0 (known_id, other_id) == 0
        && wall_camera_config_get_channel (camera) == wall_camera_config_get_channel (other)
        && g_str_equal (get_own_path (camera), get_own_path (other)))
      return TRUE;
  }

  return FALSE;
}

static void
plan_to_add (WallImport      *self,
             WallDeviceStore *store,
             WallImportPlan  *plan)
{
  for (guint i = 0; i < self->devices->len; i++)
    if (!wall_import_find_same_device (store, g_ptr_array_index (self->devices, i)))
      plan->devices_added++;
  for (guint i = 0; i < self->cameras->len; i++)
    if (!wall_import_is_known (self, store, g_ptr_array_index (self->cameras, i)))
      plan->cameras_added++;
  plan->cameras_kept = self->cameras->len - plan->cameras_added;
}

/**
 * wall_import_get_plan:
 * @store: the wall that the file would come to
 * @out_plan: (out): what wall_import_apply() would do
 */
void
wall_import_get_plan (WallImport      *self,
                      WallDeviceStore *store,
                      WallImportMode   mode,
                      WallImportPlan  *out_plan)
{
  *out_plan = (WallImportPlan) { 0 };
  if (mode == WALL_IMPORT_REPLACE)
    plan_to_replace (self, store, out_plan);
  else
    plan_to_add (self, store, out_plan);
}

/**
 * wall_import_changes:
 *
 * Returns: whether anything would be another than it is
 */
gboolean
wall_import_changes (const WallImportPlan *plan)
{
  return plan->devices_added + plan->devices_changed + plan->devices_removed + plan->cameras_added +
         plan->cameras_changed + plan->cameras_removed > 0;
}

/* @words is a call of ngettext() with both texts in it, where xgettext finds them. */
#define SAY(parts, n, words)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if ((n) > 0)                                                                                   \
      g_ptr_array_add (parts, g_strdup_printf (words, n));                                         \
  }                                                                                                \
  G_STMT_END

/**
 * wall_import_dup_sentence:
 *
 * Returns: (transfer full): what would be done, in words
 */
char *
wall_import_dup_sentence (const WallImportPlan *plan)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  if (!wall_import_changes (plan))
    return g_strdup (_("Nothing changes: all of it is on the wall already."));

  SAY (parts, plan->devices_added,
       ngettext ("%u device is added", "%u devices are added", plan->devices_added));
  SAY (parts, plan->devices_changed,
       ngettext ("%u device is changed", "%u devices are changed", plan->devices_changed));
  SAY (parts, plan->devices_removed,
       ngettext ("%u device is removed", "%u devices are removed", plan->devices_removed));
  SAY (parts, plan->cameras_added,
       ngettext ("%u camera is added", "%u cameras are added", plan->cameras_added));
  SAY (parts, plan->cameras_changed,
       ngettext ("%u camera is changed", "%u cameras are changed", plan->cameras_changed));
  SAY (parts, plan->cameras_removed,
       ngettext ("%u camera is removed", "%u cameras are removed", plan->cameras_removed));
  SAY (parts, plan->cameras_kept,
       ngettext ("%u camera stays as it is", "%u cameras stay as they are", plan->cameras_kept));
  g_ptr_array_add (parts, NULL);

  /* Translators: between what is added, changed and removed, in a list */
  joined = g_strjoinv (_(", "), (char **) parts->pdata);
  /* Translators: the end of a sentence */
  return g_strdup_printf (_("%s."), joined);
}
