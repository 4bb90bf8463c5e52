/* wall-transfer-actions.c
 *
 * Export and import from the menu: which file, what importing it would do, and how it went. Files
 * are read and written without waiting for the disk. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-transfer-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-key-file.h"
#include "wall-transfer-plan.h"
#include "wall-transfer.h"

/* What is being done, from the menu to the toast. */
typedef struct {
  WallWindow      *window;
  WallDeviceStore *store;
  WallImport      *import;   /* (nullable) */
  char            *name;     /* (nullable): of the file that is read */
} Transfer;

static Transfer *
transfer_new (WallWindow      *window,
              WallDeviceStore *store)
{
  Transfer *self = g_new0 (Transfer, 1);

  self->window = g_object_ref (window);
  self->store = g_object_ref (store);

  return self;
}

static void
transfer_free (Transfer *self)
{
  g_clear_pointer (&self->import, wall_import_free);
  g_object_unref (self->window);
  g_object_unref (self->store);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transfer, transfer_free)

static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  g_autoptr (Transfer) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (response, "cancel"))
    return;

  if (!wall_transfer_import (self->import, self->store,
                             g_str_equal (response, "replace") ? WALL_IMPORT_REPLACE
                                                               : WALL_IMPORT_ADD,
                             &error))
    wall_window_say (self->window, error->message);
}

static gboolean
would_change (Transfer       *self,
              WallImportMode  mode)
{
  WallImportPlan plan;

  wall_import_get_plan (self->import, self->store, mode, &plan);

  return wall_import_changes (&plan)
         || (mode == WALL_IMPORT_REPLACE
             && g_hash_table_size (wall_import_get_settings (self->import)) > 0);
}

/* Says what would be done, and asks which of it. */
static void
ask (Transfer *self)
{
  GtkWidget *widget
    = adw_message_dialog_new (GTK_WINDOW (self->window), _("Import Wall?"), self->name);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  gboolean can_add = would_change (self, WALL_IMPORT_ADD);

  gtk_window_set_title (GTK_WINDOW (dialog), _("Import Wall?"));
  adw_message_dialog_set_extra_child (dialog, wall_transfer_plan_new (self->import, self->store));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "replace", _("_Replace"), "add",
                                    _("_Add"), NULL);
  adw_message_dialog_set_response_enabled (dialog, "add", can_add);
  adw_message_dialog_set_response_enabled (dialog, "replace",
                                           would_change (self, WALL_IMPORT_REPLACE));
  adw_message_dialog_set_response_appearance (dialog, "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "add", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, can_add ? "add" : "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), self);
  /* Not to the list, where Enter would open it. */
  gtk_window_set_focus (GTK_WINDOW (dialog), gtk_window_get_default_widget (GTK_WINDOW (dialog)));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Transfer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!g_file_load_partial_contents_finish (G_FILE (source), result, &text, &size, NULL, &error)) {
    wall_window_say (self->window, error->message);
    return;
  }
  if (size > WALL_KEY_FILE_MAX_SIZE || strlen (text) != size) {
    wall_window_say (self->window, _("That file is not the export of a wall."));
    return;
  }

  self->name = g_file_get_basename (G_FILE (source));
  self->import = wall_import_new (self->name, text, &error);
  if (self->import)
    ask (g_steal_pointer (&self));
  else
    wall_window_say (self->window, error->message);
}

static gboolean
on_more (const char *contents,
         goffset     size,
         gpointer    user_data)
{
  return size <= WALL_KEY_FILE_MAX_SIZE;
}

static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Transfer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *done = g_strdup_printf (_("The wall is in %s, without passwords."), name);

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    wall_window_say (self->window, done);
  else
    wall_window_say (self->window, error->message);
}

static void
on_file_to_read (GtkNativeDialog *chooser,
                 int              response,
                 gpointer         user_data)
{
  g_autoptr (Transfer) self = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file)
    g_file_load_partial_contents_async (file, NULL, on_more, on_read, g_steal_pointer (&self));
  g_object_unref (chooser);
}

static void
on_file_to_write (GtkNativeDialog *chooser,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (Transfer) self = user_data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (response == GTK_RESPONSE_ACCEPT && file) {
    text = wall_transfer_export (self->store);
    bytes = g_bytes_new (text, strlen (text));
    g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                         on_written, g_steal_pointer (&self));
  }
  g_object_unref (chooser);
}

static char *
dup_file_name (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%F");

  /* Translators: the name of a file; a date */
  return g_strdup_printf (_("Watchwall %s.wall"), day);
}

static void
on_import (WallWindow    *window,
           GVariant      *parameter,
           GSimpleAction *action)
{
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (_("Import Wall"), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_file_to_read),
                    transfer_new (window, g_object_get_data (G_OBJECT (action), "store")));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_export (WallWindow    *window,
           GVariant      *parameter,
           GSimpleAction *action)
{
  g_autofree char *name = dup_file_name ();
  GtkFileChooserNative *chooser
    = gtk_file_chooser_native_new (_("Export Wall"), GTK_WINDOW (window),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_file_to_write),
                    transfer_new (window, g_object_get_data (G_OBJECT (action), "store")));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
add_action (WallWindow      *window,
            WallDeviceStore *store,
            const char      *name,
            GCallback        callback)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_object_set_data_full (G_OBJECT (action), "store", g_object_ref (store), g_object_unref);
  g_signal_connect_object (action, "activate", callback, window, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
}

/**
 * wall_transfer_actions_install:
 * @window: of an application, to which the actions go
 * @store: its wall
 *
 * Adds "import-wall" and "export-wall".
 */
void
wall_transfer_actions_install (WallWindow      *window,
                               WallDeviceStore *store)
{
  add_action (window, store, "import-wall", G_CALLBACK (on_import));
  add_action (window, store, "export-wall", G_CALLBACK (on_export));
}
