/* wall-snapshot-actions.c
 *
 * Snapshots as actions of the window: the picture of a camera is saved, and a toast opens the file.
 * In a sandbox that does not show the folder for pictures, a person is asked once where they go.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-snapshot-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-settings.h"
#include "wall-snapshot.h"

#define TOAST_S 8

/* What the actions act on; it belongs to the window, as the grid does. */
typedef struct {
  WallWindow *window;
  WallGrid   *grid;
  GHashTable *saved;     /* of paths: only what was saved here is opened */
  GSettings  *settings;  /* (nullable): of the window */
  char       *folder;    /* (nullable): the URI of the folder that was chosen */
  GObject    *chooser;   /* (nullable): while a folder is being chosen */
} Snapshots;

static void
free_snapshots (gpointer data)
{
  Snapshots *self = data;

  g_hash_table_unref (self->saved);
  g_clear_object (&self->chooser);
  g_free (self->folder);
  g_free (self);
}

static void
on_launched (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WallWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    return;

  text = g_strdup_printf (_("The snapshot could not be opened: %s"), error->message);
  wall_window_say (window, text);
}

static void
on_open (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  Snapshots *self = user_data;
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *uri = NULL;

  if (!g_hash_table_contains (self->saved, path))
    return;

  uri = g_filename_to_uri (path, NULL, NULL);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, on_launched,
                                           g_object_ref (self->window));
}

static char *
dup_words (gint64 age_us)
{
  if (age_us < 0)
    return g_strdup (_("Snapshot saved"));

  /* Translators: a picture was saved that was not live */
  return g_strdup_printf (_("Snapshot saved: not live, %u s old"),
                          (guint) (age_us / G_USEC_PER_SEC));
}

static void
say_saved (Snapshots  *self,
           const char *path,
           gint64      age_us)
{
  g_autofree char *words = dup_words (age_us);
  AdwToast *toast = adw_toast_new (words);

  g_hash_table_add (self->saved, g_strdup (path));
  adw_toast_set_button_label (toast, _("_Open"));
  adw_toast_set_action_name (toast, "win.open-snapshot");
  adw_toast_set_action_target (toast, "s", path);
  adw_toast_set_timeout (toast, TOAST_S);
  wall_window_add_toast (self->window, toast);
}

/* @uri: "" for none */
static void
set_folder (Snapshots  *self,
            const char *uri)
{
  g_free (self->folder);
  self->folder = *uri ? g_strdup (uri) : NULL;
  if (self->settings)
    g_settings_set_string (self->settings, WALL_SETTINGS_SNAPSHOT_FOLDER, uri);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (WallWindow) window = user_data;
  Snapshots *self = g_object_get_data (G_OBJECT (window), "snapshots");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  gint64 age_us;

  path = wall_snapshot_save_finish (WALL_CAMERA (source), result, &age_us, &error);
  /* Nobody is there to be told. */
  if (!gtk_widget_get_realized (GTK_WIDGET (window)))
    return;
  if (path) {
    say_saved (self, path, age_us);
    return;
  }

  wall_window_say (window, error->message);
  /* Another folder may be chosen then. */
  if (self->folder && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED))
    set_folder (self, "");
}

static void
save (Snapshots  *self,
      WallCamera *camera,
      const char *directory)
{
  wall_snapshot_save_async (camera, directory, on_saved, g_object_ref (self->window));
}

/* The camera whose picture is waited for goes with the dialog, which may be open for long. */
static void
on_folder (GtkNativeDialog *chooser,
           int              response,
           gpointer         user_data)
{
  Snapshots *self = user_data;
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = folder ? g_file_get_path (folder) : NULL;
  g_autofree char *uri = folder ? g_file_get_uri (folder) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path) {
    set_folder (self, uri);
    save (self, g_object_get_data (G_OBJECT (chooser), "camera"), path);
  }
  g_clear_object (&self->chooser);
}

static void
ask_folder (Snapshots  *self,
            WallCamera *camera)
{
  GtkFileChooserNative *chooser;

  if (self->chooser)
    return;

  chooser = gtk_file_chooser_native_new (_("Where to Save Snapshots"), GTK_WINDOW (self->window),
                                         GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Select"), NULL);
  self->chooser = G_OBJECT (chooser);
  g_object_set_data_full (self->chooser, "camera", g_object_ref (camera), g_object_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_folder), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Returns: (transfer full) (nullable): %NULL if a person is to be asked */
static char *
dup_directory (Snapshots *self)
{
  g_autoptr (GFile) folder = self->folder ? g_file_new_for_uri (self->folder) : NULL;

  return folder ? g_file_get_path (folder) : wall_snapshot_dup_directory ();
}

static void
on_snapshot (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  Snapshots *self = user_data;
  WallTile *tile = wall_grid_get_chosen (self->grid);
  g_autofree char *directory = dup_directory (self);

  if (tile == NULL)
    wall_window_say (self->window, _("Choose a camera first, by a click or the arrow keys."));
  else if (directory)
    save (self, wall_tile_get_camera (tile), directory);
  else
    ask_folder (self, wall_tile_get_camera (tile));
}

/**
 * wall_snapshot_actions_install:
 * @window: where the actions go: "snapshot" of the camera that is enlarged or has the focus,
 *   "open-snapshot" (path)
 * @grid: whose cameras they are; it lives as long as @window
 * @settings: (nullable): in which the folder is kept; they live as long as @window
 */
void
wall_snapshot_actions_install (WallWindow *window,
                               WallGrid   *grid,
                               GSettings  *settings)
{
  static const GActionEntry actions[] = {
    { .name = "snapshot", .activate = on_snapshot },
    { .name = "open-snapshot", .parameter_type = "s", .activate = on_open },
  };
  Snapshots *self = g_new0 (Snapshots, 1);

  self->window = window;
  self->grid = grid;
  self->settings = settings;
  self->folder = settings ? g_settings_get_string (settings, WALL_SETTINGS_SNAPSHOT_FOLDER) : NULL;
  if (self->folder && *self->folder == '\0')
    g_clear_pointer (&self->folder, g_free);
  self->saved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_object_set_data_full (G_OBJECT (window), "snapshots", self, free_snapshots);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
}
