/* wall-transfer.c
 *
 * Takes a wall with its preferences out into a file's text, and in again. Main thread.
 *
 * The preferences of a file count where it replaces the wall; who takes the import back has the old
 * ones again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-transfer.h"

#include <glib/gi18n-lib.h>

#include "wall-settings.h"

static const char *const names[] = { WALL_SETTINGS_COLOUR_SCHEME, WALL_SETTINGS_LAYOUT,
                                     WALL_SETTINGS_NOTIFICATIONS, WALL_SETTINGS_STRIP,
                                     WALL_SETTINGS_SUB_STREAM_IN_GRID };

static GHashTable *
collect_settings (void)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GSettings) settings = wall_settings_new ();

  for (guint i = 0; settings && i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GVariant) value = g_settings_get_value (settings, names[i]);

    g_hash_table_insert (texts, g_strdup (names[i]), g_variant_print (value, FALSE));
  }

  return texts;
}

/* A person may have written anything: what does not fit is left out. */
static void
apply_setting (GSettings  *settings,
               const char *name,
               const char *text)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) value = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, name);
  value = g_variant_parse (g_settings_schema_key_get_value_type (key), text, NULL, NULL, NULL);
  if (value && g_settings_schema_key_range_check (key, value))
    g_settings_set_value (settings, name, value);
}

static void
apply_settings (GHashTable *texts)
{
  g_autoptr (GSettings) settings = wall_settings_new ();

  for (guint i = 0; settings && i < G_N_ELEMENTS (names); i++)
    if (g_hash_table_contains (texts, names[i]))
      apply_setting (settings, names[i], g_hash_table_lookup (texts, names[i]));

  g_settings_sync ();
}

/* What goes with a step of the store. */
typedef struct {
  guint       step;
  GHashTable *settings;
} Beside;

static void
free_beside (gpointer  data,
             GClosure *closure)
{
  Beside *beside = data;

  g_hash_table_unref (beside->settings);
  g_free (beside);
}

static void
on_step (WallDeviceStore *store,
         guint            step,
         Beside          *beside)
{
  if (step == beside->step)
    apply_settings (beside->settings);
}

static void
apply_on (WallDeviceStore *store,
          const char      *signal,
          guint            step,
          GHashTable      *settings)
{
  Beside *beside = g_new (Beside, 1);

  *beside = (Beside) { step, g_hash_table_ref (settings) };
  g_signal_connect_data (store, signal, G_CALLBACK (on_step), beside, free_beside, 0);
}

static gboolean
has_settings (WallImport     *import,
              WallImportMode  mode)
{
  return mode == WALL_IMPORT_REPLACE && g_hash_table_size (wall_import_get_settings (import)) > 0;
}

/**
 * wall_transfer_export:
 *
 * Returns: (transfer full): the text of a file that has the wall's devices, cameras and preferences
 */
char *
wall_transfer_export (WallDeviceStore *store)
{
  g_autofree char *devices = wall_device_store_dup_text (store);
  g_autoptr (GHashTable) settings = collect_settings ();

  return wall_import_make_file (devices, settings);
}

/**
 * wall_transfer_dup_sentence:
 *
 * Returns: (transfer full): what wall_transfer_import() would do, in words
 */
char *
wall_transfer_dup_sentence (WallImport      *import,
                            WallDeviceStore *store,
                            WallImportMode   mode)
{
  g_autofree char *sentence = NULL;
  WallImportPlan plan;

  wall_import_get_plan (import, store, mode, &plan);
  sentence = wall_import_dup_sentence (&plan);
  if (!has_settings (import, mode))
    return g_steal_pointer (&sentence);

  /* Translators: two sentences, one after the other, with what stands between them */
  return g_strdup_printf (C_("sentences", "%s %s"), sentence,
                          _("The preferences become those of the file."));
}

static const char *
get_sign (WallImportChange change)
{
  switch (change) {
  case WALL_IMPORT_ADDED:
    return "+";
  case WALL_IMPORT_REMOVED:
    return "-";
  case WALL_IMPORT_CHANGED:
  default:
    return "~";
  }
}

/**
 * wall_transfer_dup_words:
 *
 * Returns: (transfer full): what wall_transfer_import() would do, for a terminal: in words, and then
 *   each camera that is added (+), changed (~) or removed (-) in a line
 */
char *
wall_transfer_dup_words (WallImport      *import,
                         WallDeviceStore *store,
                         WallImportMode   mode)
{
  g_autofree char *sentence = wall_transfer_dup_sentence (import, store, mode);
  g_autoptr (GPtrArray) items = wall_import_list_changes (import, store, mode);
  GString *words = g_string_new (sentence);

  for (guint i = 0; i < items->len; i++) {
    WallImportItem *item = g_ptr_array_index (items, i);

    g_string_append_printf (words, "\n  %s %s  %s", get_sign (item->change), item->name,
                            item->address);
  }

  return g_string_free (words, FALSE);
}

/**
 * wall_transfer_import:
 * @error: return location for an error in words
 *
 * Does it, in one step that can be taken back. Where nothing would change, nothing is done.
 *
 * Returns: %FALSE with @error set: nothing was changed
 */
gboolean
wall_transfer_import (WallImport      *import,
                      WallDeviceStore *store,
                      WallImportMode   mode,
                      GError         **error)
{
  g_autoptr (GHashTable) old = collect_settings ();
  WallImportPlan plan;
  guint step = 0;

  wall_import_get_plan (import, store, mode, &plan);
  if (wall_import_changes (&plan)) {
    step = wall_import_apply (import, store, mode, _("Wall imported"), error);
    if (step == 0)
      return FALSE;
  }
  if (!has_settings (import, mode))
    return TRUE;

  apply_on (store, "undone", step, old);
  apply_on (store, "redone", step, wall_import_get_settings (import));
  apply_settings (wall_import_get_settings (import));

  return TRUE;
}
