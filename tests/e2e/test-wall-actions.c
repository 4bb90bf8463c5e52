/* test-wall-actions.c
 *
 * Everything that can be done can be done over D-Bus, and is written down: the actions that the running
 * wall lists are those of src/README.md; what the menu offers is among them; what has a key stands in
 * the shortcuts window, and the keys of GNOME do what they do everywhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <string.h>

#define NAME "org.watchwall.Watchwall"
#define PATH "/org/watchwall/Watchwall"
#define WINDOW_PATH PATH "/window/1"

static GVariant *
call (const char *path,
      const char *method,
      GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GVariant *answer;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, NAME, path, "org.gtk.Actions", method, parameters, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, 10000, NULL, &error);
  g_assert_no_error (error);

  return answer;
}

static void
add_listed (GHashTable *actions,
            const char *path,
            const char *prefix)
{
  g_autoptr (GVariant) answer = call (path, "List", NULL);
  g_autofree const char **names = NULL;

  g_variant_get (answer, "(^a&s)", &names);
  for (guint i = 0; names[i]; i++)
    g_hash_table_add (actions, g_strconcat (prefix, names[i], NULL));
}

static GHashTable *
list_actions (void)
{
  GHashTable *actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  add_listed (actions, PATH, "app.");
  add_listed (actions, WINDOW_PATH, "win.");

  return actions;
}

static char *
read_source (const char *path)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "..", path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* All that the first group of @pattern matches in @text. */
static GHashTable *
find_all (const char *text,
          const char *pattern)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    g_hash_table_add (found, g_match_info_fetch (match, 1));
  g_assert_cmpuint (g_hash_table_size (found), >, 0);

  return found;
}

static void
assert_contains (GHashTable *all,
                 GHashTable *some,
                 const char *complaint)
{
  GHashTableIter each;
  gpointer name;

  g_hash_table_iter_init (&each, some);
  while (g_hash_table_iter_next (&each, &name, NULL))
    if (!g_hash_table_contains (all, name))
      g_error ("%s: %s", (char *) name, complaint);
}

static void
assert_documented (GHashTable *actions)
{
  g_autofree char *text = read_source ("src/README.md");
  g_autoptr (GHashTable) documented = find_all (text, "\\| `((?:app|win)\\.[a-z-]+)` \\|");

  assert_contains (documented, actions, "over D-Bus, but not in the table of src/README.md");
  assert_contains (actions, documented, "in the table of src/README.md, but not over D-Bus");
}

static void
assert_menu (GHashTable *actions)
{
  g_autofree char *text = read_source ("src/app/wall-window.ui");
  g_autoptr (GHashTable) offered = find_all (text, "<attribute name=\"action\">([^<]*)<");

  assert_contains (actions, offered, "in the menu, but not over D-Bus");
}

/* What is said in the source to have a key. */
static void
assert_shortcuts (void)
{
  g_autofree char *text = read_source ("src/app/wall-shortcuts.ui");
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "src", "app", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *file;
  guint keys = 0;

  while ((file = g_dir_read_name (files))) {
    g_autofree char *path = g_build_filename ("src", "app", file, NULL);
    g_autofree char *source = g_str_has_suffix (file, ".c") ? read_source (path) : g_strdup ("");
    g_autoptr (GRegex) regex = g_regex_new ("\\{ \"((?:<[A-Z][a-z]+>)+[a-zA-Z]+|F[0-9]+)\"", 0, 0,
                                            NULL);
    g_autoptr (GMatchInfo) match = NULL;

    g_regex_match (regex, source, 0, &match);
    for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
      g_autofree char *key = g_match_info_fetch (match, 1);
      g_autofree char *markup = g_markup_escape_text (key, -1);

      keys++;
      if (strstr (text, markup) == NULL)
        g_error ("%s: in %s, but not in the shortcuts window", key, file);
    }
  }
  g_assert_cmpuint (keys, >=, 5);
}

static void
assert_runs (const char *const *argv)
{
  g_autoptr (GSubprocess) process = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
press (const char *key)
{
  assert_runs ((const char *const[]) { "xdotool", "key", key, NULL });
}

static gboolean
has_window (const char *pattern)
{
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", pattern, NULL };
  g_autoptr (GSubprocess) search = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

  return g_subprocess_wait_check (search, NULL, NULL);
}

/* Until a window of that title is there. A key that comes while another window is just closing
 * reaches nobody, and is pressed again. */
static void
open_by_key (const char *key,
             const char *title)
{
  g_autofree char *pattern = g_strdup_printf ("^%s$", title);
  gint64 end = g_get_monotonic_time () + 150 * G_USEC_PER_SEC;
  gboolean is_there = FALSE;

  while (!is_there) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    press (key);
    for (guint i = 0; i < 20 && !is_there; i++) {
      g_usleep (100 * 1000);
      is_there = has_window (pattern);
    }
  }
}

static GVariant *
get_state (const char *action)
{
  g_autoptr (GVariant) answer = call (PATH, "Describe", g_variant_new ("(s)", action));
  g_autoptr (GVariant) states = NULL;

  g_variant_get (answer, "((bg@av))", NULL, NULL, &states);
  g_assert_cmpuint (g_variant_n_children (states), ==, 1);

  return g_variant_get_child_value (states, 0);
}

static void
set_state (const char *action,
           GVariant   *value)
{
  GVariant *none = g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);

  g_variant_unref (call (PATH, "SetState", g_variant_new ("(sv@a{sv})", action, value, none)));
}

/* Each preference by itself; what makes no sense is refused. */
static void
assert_preferences (void)
{
  g_autoptr (GVariant) state = NULL;
  g_autofree char *text = NULL;

  set_state ("strip", g_variant_new_string ("not-live"));
  set_state ("strip", g_variant_new_string ("nonsense"));
  set_state ("colour-scheme", g_variant_new_string ("system"));
  set_state ("notifications", g_variant_new_boolean (FALSE));
  set_state ("sub-stream-in-grid", g_variant_new_boolean (FALSE));
  state = get_state ("strip");
  text = g_variant_print (state, FALSE);
  g_assert_cmpstr (text, ==, "<'not-live'>");
}

/* While a change is under way another one is not taken, and asked for again. */
static void
set_autostart (gboolean is_wanted)
{
  g_autofree char *file = g_build_filename (g_get_user_config_dir (), "autostart", NAME ".desktop",
                                            NULL);
  gint64 end = g_get_monotonic_time () + 150 * G_USEC_PER_SEC;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    set_state ("autostart", g_variant_new_boolean (is_wanted));
    g_usleep (100 * 1000);
  } while (g_file_test (file, G_FILE_TEST_EXISTS) != is_wanted);
}

static void
test_actions (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (1, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (GHashTable) actions = NULL;

  e2e_wall_wait_state (wall, -1, "live", 30);
  actions = list_actions ();
  assert_documented (actions);
  assert_menu (actions);
  assert_shortcuts ();
  assert_preferences ();
  set_autostart (TRUE);
  set_autostart (FALSE);

  open_by_key ("ctrl+question", "Keyboard shortcuts");
  press ("Escape");
  open_by_key ("ctrl+comma", "Preferences");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/actions/are-all-written-down", test_actions);

  return g_test_run ();
}
