/* wall-device-actions.c
 *
 * Adding a device and editing one, as actions of the application. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-camera.h"
#include "wall-device-dialog.h"
#include "wall-sheet.h"

typedef struct {
  WallDeviceStore *store;
  GListModel      *cameras;  /* of WallCamera; weak */
  WallWindow      *window;   /* (nullable): weak */
  WallSheet       *sheet;    /* (nullable): weak; what is open */
} Desk;

static void
free_desk (gpointer data)
{
  Desk *self = data;

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->sheet);
  g_clear_weak_pointer (&self->cameras);
  g_object_unref (self->store);
  g_free (self);
}

static Desk *
get_desk (gpointer application)
{
  return g_object_get_data (G_OBJECT (application), "device-desk");
}

static void
open_sheet (Desk       *self,
            GtkWidget  *content,
            const char *title)
{
  GtkOverlay *overlay = wall_window_get_overlay (self->window);

  g_set_weak_pointer (&self->sheet, wall_sheet_open (overlay, content, title));
  gtk_window_present (GTK_WINDOW (self->window));
}

/* One at a time: what was typed into another is not thrown away. */
static gboolean
can_open (Desk *self)
{
  if (self->window && self->sheet)
    gtk_window_present (GTK_WINDOW (self->window));

  return self->window && self->sheet == NULL;
}

/* Where whoever added it looks next, and works on. */
static void
on_added (Desk       *self,
          const char *camera_id)
{
  if (self->window)
    wall_window_show_camera (self->window, camera_id);
}

static void
on_add (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       application)
{
  Desk *self = get_desk (application);
  GtkWidget *dialog;

  if (!can_open (self))
    return;

  dialog = wall_device_dialog_new (self->store);
  g_signal_connect_swapped (dialog, "added", G_CALLBACK (on_added), self);
  open_sheet (self, dialog, _("Add device"));
}

/* Whether a camera of the device waits until a person has looked at its certificate. */
static gboolean
is_doubted (Desk       *self,
            const char *device_id)
{
  guint n = self->cameras ? g_list_model_get_n_items (self->cameras) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->cameras, i);
    g_autofree char *id = NULL;
    WallCameraStatus status;

    g_object_get (wall_camera_get_config (camera), "device-id", &id, NULL);
    wall_camera_get_status (camera, &status);
    if (status.reason == WALL_REASON_CERTIFICATE_CHANGED && g_strcmp0 (id, device_id) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Reached over D-Bus, too: with any text for an id. */
static void
on_edit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       application)
{
  Desk *self = get_desk (application);
  const char *id = g_variant_get_string (parameter, NULL);
  GtkWidget *dialog;

  if (!can_open (self))
    return;

  dialog = wall_device_dialog_new_for_edit (self->store, id);
  if (dialog)
    open_sheet (self, dialog, _("Edit device"));
  if (dialog && is_doubted (self, id))
    gtk_widget_activate_action (dialog, "device.test", NULL);
}

/**
 * wall_device_actions_install:
 * @application: which they belong to: "add-device", "edit-device" (s: its id)
 * @store: (transfer none): what they change
 * @cameras: (transfer none): of WallCamera: how they do
 * @window: (transfer none): where it is shown
 */
void
wall_device_actions_install (GtkApplication  *application,
                             WallDeviceStore *store,
                             GListModel      *cameras,
                             WallWindow      *window)
{
  static const GActionEntry actions[] = {
    { .name = "add-device", .activate = on_add },
    { .name = "edit-device", .activate = on_edit, .parameter_type = "s" },
  };
  static const char *const keys[] = { "<Control>n", NULL };
  Desk *self = g_new0 (Desk, 1);

  self->store = g_object_ref (store);
  g_set_weak_pointer (&self->cameras, cameras);
  g_set_weak_pointer (&self->window, window);
  g_object_set_data_full (G_OBJECT (application), "device-desk", self, free_desk);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_application_set_accels_for_action (application, "app.add-device", (const char **) keys);
}
