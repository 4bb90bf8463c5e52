/* wall-password-dialog.c
 *
 * Asks a person for the login of a device, and gives it to all its cameras. Main thread.
 *
 * The password goes to the device, to memory and, where that is wanted, to the keyring; it is in
 * the dialog only as long as that is open. Nothing waits for the keyring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-password-dialog.h"

#include <glib/gi18n-lib.h>

struct _WallPasswordDialog {
  AdwWindow parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget           *user;
  GtkWidget           *password;
  AdwActionRow        *remember_row;
  GtkSwitch           *remember;

  WallDeviceStore *store;
  WallDevice      *device;
};

G_DEFINE_FINAL_TYPE (WallPasswordDialog, wall_password_dialog, ADW_TYPE_WINDOW)

static gboolean
is_of_camera (WallPasswordDialog *self,
              WallCameraConfig   *camera)
{
  g_autofree char *id = NULL;
  g_autofree char *device_id = NULL;

  g_object_get (self->device, "id", &id, NULL);
  g_object_get (camera, "device-id", &device_id, NULL);

  return g_strcmp0 (id, device_id) == 0;
}

/* The password follows by itself: it is looked up for the new user. */
static void
change_user (WallPasswordDialog *self,
             const char         *user)
{
  g_autofree char *id = NULL;

  g_object_get (self->device, "id", &id, NULL);
  wall_device_store_begin (self->store);
  wall_device_store_set_device (self->store, id, "user", user);
  wall_device_store_commit (self->store, _("User changed"));
}

static void
keep_password (WallPasswordDialog *self,
               const char         *user,
               const char         *password)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  g_autofree char *uri = wall_device_dup_path_uri (self->device, NULL);

  if (gtk_switch_get_active (self->remember)) {
    wall_secrets_store_async (secrets, uri, user, password, NULL, NULL, NULL);
    return;
  }

  wall_secrets_forget_async (secrets, uri, user, NULL, NULL, NULL);
  wall_secrets_remember (secrets, uri, user, password);
}

static void
on_connect (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  WallPasswordDialog *self = WALL_PASSWORD_DIALOG (widget);
  const char *user = gtk_editable_get_text (GTK_EDITABLE (self->user));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  keep_password (self, user, password);
  if (g_strcmp0 (wall_device_get_user (self->device), user) != 0)
    change_user (self, user);
  else
    wall_device_set_password (self->device, password);

  gtk_window_close (GTK_WINDOW (self));
}

static void
on_user_changed (WallPasswordDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "password.connect",
                                 *gtk_editable_get_text (GTK_EDITABLE (self->user)) != '\0');
}

static void
dispose (GObject *object)
{
  WallPasswordDialog *self = WALL_PASSWORD_DIALOG (object);

  if (self->password)
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  g_clear_object (&self->store);
  g_clear_object (&self->device);

  G_OBJECT_CLASS (wall_password_dialog_parent_class)->dispose (object);
}

static void
wall_password_dialog_class_init (WallPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/watchwall/Watchwall/wall-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, WallPasswordDialog, group);
  gtk_widget_class_bind_template_child (widget_class, WallPasswordDialog, user);
  gtk_widget_class_bind_template_child (widget_class, WallPasswordDialog, password);
  gtk_widget_class_bind_template_child (widget_class, WallPasswordDialog, remember_row);
  gtk_widget_class_bind_template_child (widget_class, WallPasswordDialog, remember);
  gtk_widget_class_install_action (widget_class, "password.connect", NULL, on_connect);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
wall_password_dialog_init (WallPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->user, "changed", G_CALLBACK (on_user_changed), self);
}

static guint
count_cameras (WallPasswordDialog *self)
{
  GListModel *cameras = wall_device_store_get_cameras (self->store);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);

    n += is_of_camera (self, camera) ? 1 : 0;
  }

  return n;
}

static char *
dup_address (WallDevice *device)
{
  const WallScheme *scheme = wall_device_get_scheme (device);
  const char *host = wall_device_get_host (device);

  if (scheme && scheme->port == wall_device_get_port (device))
    return g_strdup (host);

  return strchr (host, ':') ? g_strdup_printf ("[%s]:%u", host, wall_device_get_port (device))
                            : g_strdup_printf ("%s:%u", host, wall_device_get_port (device));
}

static void
say_which (WallPasswordDialog *self)
{
  guint n = count_cameras (self);
  g_autofree char *address = dup_address (self->device);
  g_autofree char *cameras =
    g_strdup_printf (ngettext ("It is for %u camera of this device.",
                               "It is for all %u cameras of this device.", n), n);

  adw_preferences_group_set_title (self->group, address);
  adw_preferences_group_set_description (self->group, cameras);
}

/* Where there is nothing to remember it in, the switch says why. */
static void
say_where (WallPasswordDialog *self)
{
  WallSecrets *secrets = wall_device_store_get_secrets (self->store);
  gboolean is_available = wall_secrets_is_available (secrets);

  gtk_switch_set_active (self->remember, is_available);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_row), is_available);
  adw_action_row_set_subtitle (self->remember_row, is_available
                                                     ? ""
                                                     : wall_secrets_get_notice (secrets));
}

/**
 * wall_password_dialog_new:
 * @store: what @device is from
 * @device: that somebody has to sign in at; it has an address
 *
 * Returns: (transfer full): a dialog that does what a person says, and closes
 */
WallPasswordDialog *
wall_password_dialog_new (WallDeviceStore *store,
                          WallDevice      *device)
{
  WallPasswordDialog *self = g_object_new (WALL_TYPE_PASSWORD_DIALOG, NULL);
  const char *user = wall_device_get_user (device);

  g_return_val_if_fail (WALL_IS_DEVICE_STORE (store), self);
  g_return_val_if_fail (WALL_IS_DEVICE (device), self);

  self->store = g_object_ref (store);
  self->device = g_object_ref (device);
  gtk_editable_set_text (GTK_EDITABLE (self->user), user ? user : "");
  on_user_changed (self);
  say_which (self);
  say_where (self);
  gtk_window_set_focus (GTK_WINDOW (self), user && *user ? self->password : self->user);

  return self;
}

/**
 * wall_password_dialog_get_device:
 *
 * Returns: (transfer none): whose login is asked for
 */
WallDevice *
wall_password_dialog_get_device (WallPasswordDialog *self)
{
  g_return_val_if_fail (WALL_IS_PASSWORD_DIALOG (self), NULL);

  return self->device;
}
