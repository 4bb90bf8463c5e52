/* wall-edit-actions.c
 *
 * What is done with one camera, as actions of the application with the camera's id: named,
 * numbered, placed, switched off and on, removed, tried again, its address copied. Each that changes
 * something is one change of the store, so that it can be taken back. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-edit-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-camera.h"

/* What the actions work on, as long as the application lives. */
typedef struct {
  WallDeviceStore *store;
  GListModel      *cameras;
  WallWindow      *window;    /* (nullable): GTK owns it */
} Editor;

static void
editor_free (gpointer data)
{
  Editor *self = data;

  g_clear_weak_pointer (&self->window);
  g_object_unref (self->store);
  g_object_unref (self->cameras);
  g_free (self);
}

static WallCamera *
find_camera (Editor     *self,
             const char *id)
{
  guint n = g_list_model_get_n_items (self->cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->cameras, i);

    if (g_strcmp0 (wall_camera_config_get_id (wall_camera_get_config (camera)), id) == 0)
      return camera;
  }

  return NULL;
}

/* Actions are reached over D-Bus too: there may be no such camera. */
static WallCameraConfig *
find_config (Editor     *self,
             const char *id)
{
  WallCamera *camera = find_camera (self, id);

  return camera ? wall_camera_get_config (camera) : NULL;
}

/* How a sentence calls a camera. */
static char *
dup_name (WallCameraConfig *config)
{
  const char *name = wall_camera_config_get_name (config);
  guint number = wall_camera_config_get_number (config);

  if (name && *name)
    /* Translators: a camera by its name, in a sentence */
    return g_strdup_printf (C_("camera", "“%s”"), name);
  if (number > 0)
    /* Translators: a camera by its number, in a sentence */
    return g_strdup_printf (C_("camera", "Camera %u"), number);

  return g_strdup (_("The camera"));
}

/* Said to who just typed it, and soon gone. */
static void
say (Editor     *self,
     const char *text)
{
  g_autofree char *title = g_markup_escape_text (text, -1);

  if (self->window)
    wall_window_add_toast (self->window, adw_toast_new (title));
}

static void
set_key (Editor           *self,
         WallCameraConfig *config,
         const char       *key,
         const char       *value,
         const char       *label)
{
  wall_device_store_begin (self->store);
  wall_device_store_set_camera (self->store, wall_camera_config_get_id (config), key, value);
  wall_device_store_commit (self->store, label);
}

static void
on_name (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autofree char *old = NULL;
  g_autofree char *label = NULL;
  WallCameraConfig *config;
  const char *id, *name;

  g_variant_get (parameter, "(&s&s)", &id, &name);
  config = find_config (user_data, id);
  if (config == NULL || *name == '\0'
      || g_strcmp0 (wall_camera_config_get_name (config), name) == 0)
    return;

  old = dup_name (config);
  label = g_strdup_printf (_("%s is now “%s”"), old, name);
  set_key (user_data, config, "name", name, label);
}

static WallCameraConfig *
find_number (Editor *self,
             guint   number)
{
  guint n = g_list_model_get_n_items (self->cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->cameras, i);

    if (wall_camera_config_get_number (wall_camera_get_config (camera)) == number)
      return wall_camera_get_config (camera);
  }

  return NULL;
}

/* Two with one number could not be told apart by who types it. */
static gboolean
refuse_number (Editor           *self,
               WallCameraConfig *config,
               guint             number)
{
  WallCameraConfig *other = find_number (self, number);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (number == 0 || number > WALL_CAMERA_MAX_NUMBER)
    text = g_strdup_printf (_("A camera’s number is between 1 and %d."), WALL_CAMERA_MAX_NUMBER);
  else if (other == NULL || other == config)
    return FALSE;
  else {
    name = dup_name (other);
    text = g_strdup_printf (_("%s has the number %u already."), name, number);
  }

  say (self, text);

  return TRUE;
}

static void
on_number (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  WallCameraConfig *config;
  const char *id;
  guint number;

  g_variant_get (parameter, "(&su)", &id, &number);
  config = find_config (user_data, id);
  if (config == NULL || wall_camera_config_get_number (config) == number
      || refuse_number (user_data, config, number))
    return;

  name = dup_name (config);
  text = g_strdup_printf ("%u", number);
  label = g_strdup_printf (_("%s has the number %u"), name, number);
  set_key (user_data, config, "number", text, label);
}

static WallCameraConfig *
find_place (Editor *self,
            guint   place)
{
  guint n = g_list_model_get_n_items (self->cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->cameras, i);

    if (wall_camera_config_get_place (wall_camera_get_config (camera)) == place)
      return wall_camera_get_config (camera);
  }

  return NULL;
}

static char *
label_move (WallCameraConfig *config,
            WallCameraConfig *other)
{
  g_autofree char *name = dup_name (config);
  g_autofree char *other_name = NULL;

  if (other == NULL)
    return g_strdup_printf (_("%s moved"), name);

  other_name = dup_name (other);

  return g_strdup_printf (_("%s and %s swapped"), name, other_name);
}

static void
on_place (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  Editor *self = user_data;
  g_autofree char *label = NULL;
  WallCameraConfig *config;
  const char *id;
  guint place;

  g_variant_get (parameter, "(&su)", &id, &place);
  config = find_config (self, id);
  if (config == NULL || place > WALL_CAMERA_MAX_PLACE
      || wall_camera_config_get_place (config) == place)
    return;

  label = label_move (config, find_place (self, place));
  wall_device_store_begin (self->store);
  wall_device_store_place_camera (self->store, id, place);
  wall_device_store_commit (self->store, label);
}

static void
switch_camera (Editor     *self,
               const char *id,
               gboolean    is_on)
{
  WallCameraConfig *config = find_config (self, id);
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  if (config == NULL || wall_camera_config_get_enabled (config) == is_on)
    return;

  name = dup_name (config);
  label = g_strdup_printf (is_on ? _("%s switched on") : _("%s switched off"), name);
  set_key (self, config, "enabled", is_on ? NULL : "false", label);
}

static void
on_switch_on (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  switch_camera (user_data, g_variant_get_string (parameter, NULL), TRUE);
}

static void
on_switch_off (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  switch_camera (user_data, g_variant_get_string (parameter, NULL), FALSE);
}

static void
on_remove (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  Editor *self = user_data;
  const char *id = g_variant_get_string (parameter, NULL);
  WallCameraConfig *config = find_config (self, id);
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  if (config == NULL)
    return;

  name = dup_name (config);
  label = g_strdup_printf (_("%s removed"), name);
  wall_device_store_begin (self->store);
  wall_device_store_remove_camera (self->store, id);
  wall_device_store_commit (self->store, label);
}

static void
on_retry (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WallCamera *camera = find_camera (user_data, g_variant_get_string (parameter, NULL));

  if (camera)
    wall_camera_retry (camera);
}

static char *
dup_address (WallCamera *camera)
{
  WallCameraConfig *config = wall_camera_get_config (camera);
  WallDevice *device = wall_camera_get_device (camera);
  const char *path = wall_camera_config_get_path (config);

  if (path)
    return wall_device_dup_path_uri (device, path);

  return wall_device_dup_channel_uri (device, wall_camera_config_get_channel (config),
                                      wall_camera_config_get_stream (config));
}

static void
on_copy_address (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  Editor *self = user_data;
  WallCamera *camera = find_camera (self, g_variant_get_string (parameter, NULL));
  g_autofree char *address = NULL;

  if (camera == NULL || self->window == NULL)
    return;

  address = dup_address (camera);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), address);
}

/**
 * wall_edit_actions_install:
 * @application: where the actions go
 * @store: what they change
 * @cameras: of #WallCamera, that follow the store
 * @window: where it is said what cannot be done
 *
 * Actions: "name-camera" (id, name), "number-camera" (id, number), "place-camera" (id, place), and
 * with the id alone "switch-camera-off", "switch-camera-on", "remove-camera", "retry-camera",
 * "copy-camera-address".
 */
void
wall_edit_actions_install (GtkApplication  *application,
                           WallDeviceStore *store,
                           GListModel      *cameras,
                           WallWindow      *window)
{
  static const GActionEntry actions[] = {
    { .name = "name-camera", .parameter_type = "(ss)", .activate = on_name },
    { .name = "number-camera", .parameter_type = "(su)", .activate = on_number },
    { .name = "place-camera", .parameter_type = "(su)", .activate = on_place },
    { .name = "switch-camera-off", .parameter_type = "s", .activate = on_switch_off },
    { .name = "switch-camera-on", .parameter_type = "s", .activate = on_switch_on },
    { .name = "remove-camera", .parameter_type = "s", .activate = on_remove },
    { .name = "retry-camera", .parameter_type = "s", .activate = on_retry },
    { .name = "copy-camera-address", .parameter_type = "s", .activate = on_copy_address },
  };
  Editor *self = g_new0 (Editor, 1);

  self->store = g_object_ref (store);
  self->cameras = g_object_ref (cameras);
  g_set_weak_pointer (&self->window, window);
  g_object_set_data_full (G_OBJECT (application), "editor", self, editor_free);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   self);
}
