/* wall-secret-actions.c
 *
 * Asking a person for passwords, and telling them when none can be kept. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-secret-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-password-dialog.h"

/* One is enough for a device: asked for again, it comes to the front. */
static GtkWindow *
find_dialog (GtkApplication *application,
             WallDevice     *device)
{
  for (GList *each = gtk_application_get_windows (application); each; each = each->next)
    if (WALL_IS_PASSWORD_DIALOG (each->data)
        && wall_password_dialog_get_device (each->data) == device)
      return each->data;

  return NULL;
}

static void
ask (WallWindow      *window,
     WallDeviceStore *store,
     WallDevice      *device)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  GtkWindow *dialog = find_dialog (application, device);

  if (dialog == NULL) {
    dialog = GTK_WINDOW (wall_password_dialog_new (store, device));
    gtk_window_set_application (dialog, application);
    gtk_window_set_transient_for (dialog, GTK_WINDOW (window));
    gtk_window_set_destroy_with_parent (dialog, TRUE);
  }
  gtk_window_present (dialog);
}

/* Whoever asks over D-Bus may name anything. */
static void
on_enter_password (WallWindow    *window,
                   GVariant      *parameter,
                   GSimpleAction *action)
{
  WallDeviceStore *store = g_object_get_data (G_OBJECT (action), "store");
  WallDevice *device = wall_device_store_find (store, g_variant_get_string (parameter, NULL));
  const WallScheme *scheme = device ? wall_device_get_scheme (device) : NULL;

  if (scheme && scheme->has_login)
    ask (window, store, device);
  else
    wall_window_say (window, _("There is no device of that name that asks for a password."));
}

static void
on_notice (WallWindow  *window,
           GParamSpec  *pspec,
           WallSecrets *secrets)
{
  const char *notice = wall_secrets_get_notice (secrets);

  if (notice)
    wall_window_say (window, notice);
}

/**
 * wall_secret_actions_install:
 * @window: of an application
 * @store: whose devices may want a password
 *
 * Adds "enter-password" to the application, and says in @window why passwords are not kept, if they
 * are not.
 */
void
wall_secret_actions_install (WallWindow      *window,
                             WallDeviceStore *store)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  WallSecrets *secrets = wall_device_store_get_secrets (store);
  g_autoptr (GSimpleAction) action = g_simple_action_new ("enter-password", G_VARIANT_TYPE_STRING);

  g_object_set_data_full (G_OBJECT (action), "store", g_object_ref (store), g_object_unref);
  g_signal_connect_object (action, "activate", G_CALLBACK (on_enter_password), window,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  g_signal_connect_object (secrets, "notify::notice", G_CALLBACK (on_notice), window,
                           G_CONNECT_SWAPPED);
}
