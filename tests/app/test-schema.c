/* test-schema.c
 *
 * What the program keeps of itself: each key says what it is and what it may be, refuses what makes no
 * sense, and is written down where administrators look. Arguments: the folder of the compiled schema,
 * the schema's source, the manual page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

static const char *folder;
static const char *source;
static const char *manual;

static GSettingsSchema *
open_schema (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettingsSchemaSource) sources = NULL;
  GSettingsSchema *schema;

  sources = g_settings_schema_source_new_from_directory (folder, NULL, TRUE, &error);
  g_assert_no_error (error);
  schema = g_settings_schema_source_lookup (sources, APPLICATION_ID, FALSE);
  g_assert_nonnull (schema);

  return schema;
}

static char *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* The source of a key: what the compiled schema does not have. */
static char *
find_key (const char *xml,
          const char *name)
{
  g_autofree char *start = g_strdup_printf ("<key name=\"%s\"", name);
  const char *from = strstr (xml, start);
  const char *to = from ? strstr (from, "</key>") : NULL;

  g_assert_nonnull (to);

  return g_strndup (from, to - from);
}

static void
assert_says (const char *key,
             const char *xml,
             const char *tag)
{
  g_autofree char *pattern = g_strdup_printf ("<%s>[^<]*[^< ][^<]*</%s>", tag, tag);

  if (!g_regex_match_simple (pattern, xml, 0, 0))
    g_error ("%s: has no %s", key, tag);
}

static void
test_says_what_it_is (void)
{
  g_autoptr (GSettingsSchema) schema = open_schema ();
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  g_autofree char *xml = read_file (source);

  g_assert_nonnull (strstr (xml, "gettext-domain=\"" GETTEXT_PACKAGE "\""));
  g_assert_cmpuint (g_strv_length (keys), >=, 12);
  for (guint i = 0; keys[i]; i++) {
    g_autofree char *key = find_key (xml, keys[i]);

    assert_says (keys[i], key, "summary");
    assert_says (keys[i], key, "description");
  }
}

/* A number has limits, a word is one of some; free is only what the wall finds out for itself. */
static gboolean
is_limited (GSettingsSchemaKey *key)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  const char *kind;
  g_autoptr (GVariant) limits = NULL;

  g_variant_get (range, "(&sv)", &kind, &limits);

  return !g_str_equal (kind, "type")
         || g_variant_type_equal (g_settings_schema_key_get_value_type (key),
                                  G_VARIANT_TYPE_BOOLEAN);
}

static void
test_has_limits (void)
{
  static const char *const free_keys[] = { "monitor", "snapshot-folder", "window-position", NULL };
  g_autoptr (GSettingsSchema) schema = open_schema ();
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);

  for (guint i = 0; keys[i]; i++) {
    g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, keys[i]);

    if (is_limited (key) == g_strv_contains (free_keys, keys[i]))
      g_error ("%s: has no limits, or is said to have none", keys[i]);
  }
}

static void
test_refuses_nonsense (void)
{
  g_autoptr (GSettingsSchema) schema = open_schema ();
  g_autoptr (GSettingsSchemaKey) layout = g_settings_schema_get_key (schema, "layout");
  g_autoptr (GSettingsSchemaKey) width = g_settings_schema_get_key (schema, "window-width");
  g_autoptr (GVariant) good = g_variant_ref_sink (g_variant_new_string ("2+8"));
  g_autoptr (GVariant) bad = g_variant_ref_sink (g_variant_new_string ("7x7"));
  g_autoptr (GVariant) least = g_variant_ref_sink (g_variant_new_int32 (360));
  g_autoptr (GVariant) less = g_variant_ref_sink (g_variant_new_int32 (359));

  g_assert_true (g_settings_schema_key_range_check (layout, good));
  g_assert_false (g_settings_schema_key_range_check (layout, bad));
  g_assert_true (g_settings_schema_key_range_check (width, least));
  g_assert_false (g_settings_schema_key_range_check (width, less));
}

static void
test_is_written_down (void)
{
  g_autoptr (GSettingsSchema) schema = open_schema ();
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  g_autofree char *page = read_file (manual);
  g_auto (GStrv) parts = g_strsplit (page, "\\-", -1);
  g_autofree char *text = g_strjoinv ("-", parts);

  for (guint i = 0; keys[i]; i++) {
    g_autofree char *entry = g_strdup_printf ("\n.B %s\n", keys[i]);

    if (strstr (text, entry) == NULL)
      g_error ("%s: not in the manual page", keys[i]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  folder = argv[1];
  source = argv[2];
  manual = argv[3];

  g_test_add_func ("/schema/says-what-it-is", test_says_what_it_is);
  g_test_add_func ("/schema/has-limits", test_has_limits);
  g_test_add_func ("/schema/refuses-nonsense", test_refuses_nonsense);
  g_test_add_func ("/schema/is-written-down", test_is_written_down);

  return g_test_run ();
}
