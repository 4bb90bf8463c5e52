/* wall-transfer-command.c
 *
 * Export and import from the command line, whether a wall is running or not. Waits, so it is for a
 * process that does nothing else. Main thread.
 *
 * A running wall is asked, since it knows which file it uses, and offers to take an import back.
 * With --devices, or without a running wall, the file itself is read and changed; a wall that uses
 * it follows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-transfer-command.h"

#include <glib/gi18n-lib.h>

#include "wall-options.h"
#include "wall-text-file.h"
#include "wall-transfer-service.h"
#include "wall-transfer.h"

#define SAVE_SECONDS 10
#define BEFORE ".before-import"

static int
refuse (const GError *error)
{
  g_printerr ("watchwall: %s\n", error->message);

  return 1;
}

static gboolean
wants (GVariantDict *options,
       const char   *name)
{
  gboolean is_wanted = FALSE;

  return g_variant_dict_lookup (options, name, "b", &is_wanted) && is_wanted;
}

static char *
dup_devices_path (GVariantDict *options)
{
  char *path = wall_options_dup_path (options, "devices");

  return path ? path : wall_device_store_dup_default_path ();
}

/* The wall that is running, unless a file was named. */
static gboolean
is_for_file (GVariantDict *options,
             const GError *error)
{
  return g_variant_dict_contains (options, "devices")
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static char *
export_file (GVariantDict *options,
             GError      **error)
{
  g_autoptr (WallDeviceStore) store = wall_device_store_new ();
  g_autofree char *path = dup_devices_path (options);

  return wall_device_store_load (store, path, error) ? wall_transfer_export (store) : NULL;
}

static int
run_export (GVariantDict *options)
{
  g_autofree char *path = wall_options_dup_path (options, "export");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!g_variant_dict_contains (options, "devices"))
    text = wall_transfer_service_ask_export (APPLICATION_ID, &error);
  if (text == NULL && is_for_file (options, error)) {
    g_clear_error (&error);
    text = export_file (options, &error);
  }

  if (text == NULL)
    return refuse (error);

  /* Its errors name this file, and not one that stands in for it until it is whole. */
  file = g_file_new_for_path (path);
  if (!g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                NULL, &error))
    return refuse (error);

  g_print (_("The wall is in %s, without passwords.\n"), path);

  return 0;
}

static void
on_trouble (WallDeviceStore *store,
            const char      *message,
            gboolean        *has_trouble)
{
  g_printerr ("watchwall: %s\n", message);
  *has_trouble = TRUE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until_saved (WallDeviceStore *store)
{
  gint64 end_us = g_get_monotonic_time () + SAVE_SECONDS * G_USEC_PER_SEC;
  guint tick_id = g_timeout_add (20, on_tick, NULL);

  while (wall_device_store_is_busy (store) && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick_id);
}

/* What there was, for who wants it back. */
static gboolean
keep_before (WallDeviceStore *store,
             const char      *path,
             GError         **error)
{
  g_autofree char *text = wall_device_store_dup_text (store);
  g_autofree char *before = g_strconcat (path, BEFORE, NULL);

  if (*text == '\0')
    return TRUE;
  if (!g_file_set_contents_full (before, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;

  g_print (_("The wall as it was is kept in %s.\n"), before);

  return TRUE;
}

static gboolean
load (WallDeviceStore *store,
      const char      *path,
      GError         **error)
{
  g_autoptr (GError) cause = NULL;

  if (wall_device_store_load (store, path, &cause))
    return TRUE;

  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    wall_device_store_load_own (store, path);
    return TRUE;
  }

  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

static gboolean
change_file (WallImport      *import,
             WallDeviceStore *store,
             GVariantDict    *options,
             const char      *path,
             GError         **error)
{
  WallImportMode mode = wants (options, "replace") ? WALL_IMPORT_REPLACE : WALL_IMPORT_ADD;
  g_autofree char *sentence = wall_transfer_dup_words (import, store, mode);
  gboolean has_trouble = FALSE;

  g_print ("%s\n", sentence);
  if (wants (options, "dry-run"))
    return TRUE;
  if (!keep_before (store, path, error))
    return FALSE;

  g_signal_connect (store, "trouble", G_CALLBACK (on_trouble), &has_trouble);
  if (!wall_transfer_import (import, store, mode, error))
    return FALSE;

  wait_until_saved (store);
  g_signal_handlers_disconnect_by_data (store, &has_trouble);
  if (has_trouble || wall_device_store_is_busy (store))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("%s could not be written."), path);

  return *error == NULL;
}

static int
import_into_file (GVariantDict *options,
                  const char   *name,
                  const char   *text)
{
  g_autoptr (WallDeviceStore) store = wall_device_store_new ();
  g_autofree char *path = dup_devices_path (options);
  g_autoptr (GError) error = NULL;
  g_autoptr (WallImport) import = wall_import_new (name, text, &error);

  if (import == NULL || !load (store, path, &error)
      || !change_file (import, store, options, path, &error))
    return refuse (error);

  return 0;
}

static int
run_import (GVariantDict *options)
{
  g_autofree char *path = wall_options_dup_path (options, "import");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = wall_text_file_read (path, FALSE, &error);
  g_autofree char *sentence = NULL;

  if (text == NULL)
    return refuse (error);

  if (!g_variant_dict_contains (options, "devices"))
    sentence = wall_transfer_service_ask_import (APPLICATION_ID, path, text,
                                                 wants (options, "replace"),
                                                 wants (options, "dry-run"), &error);
  if (sentence == NULL && is_for_file (options, error))
    return import_into_file (options, path, text);
  if (sentence == NULL)
    return refuse (error);

  g_print ("%s\n", sentence);

  return 0;
}

/**
 * wall_transfer_command_is_wanted:
 * @options: as parsed
 *
 * Returns: whether a wall is to be exported or imported, and none to be opened
 */
gboolean
wall_transfer_command_is_wanted (GVariantDict *options)
{
  return g_variant_dict_contains (options, "export") || g_variant_dict_contains (options, "import");
}

/**
 * wall_transfer_command_run:
 * @options: as parsed
 *
 * Does it, and says what it does.
 *
 * Returns: the exit status
 */
int
wall_transfer_command_run (GVariantDict *options)
{
  if (g_variant_dict_contains (options, "export"))
    return run_export (options);

  return run_import (options);
}
