/* test-activation.c
 *
 * The desktop starts the program over D-Bus: nothing is seen until something is asked for, what is
 * asked for is done, and who is asked for nothing goes again. Arguments: the service file, the
 * program that it is to start in place of the one named there, and the desktop file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#define PATH "/org/watchwall/Watchwall"
#define DEADLINE_S 60

static const char *desktop_file;
static GDBusConnection *bus;

static GVariant *
call (const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *parameters)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer;

  answer = g_dbus_connection_call_sync (bus, name, path, interface, method, parameters, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, DEADLINE_S * 1000, NULL, &error);
  g_assert_no_error (error);

  return answer;
}

static gboolean
is_running (void)
{
  g_autoptr (GVariant) answer = call ("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                      "org.freedesktop.DBus", "NameHasOwner",
                                      g_variant_new ("(s)", APPLICATION_ID));
  gboolean has_owner;

  g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

static void
wait_until (gboolean  (*condition) (void),
            gboolean    wanted)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;

  while (condition () != wanted) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static gboolean
has_wall (void)
{
  g_autoptr (GVariant) answer = call (APPLICATION_ID, PATH, "org.freedesktop.DBus.Introspectable",
                                      "Introspect", NULL);
  const char *xml;

  g_variant_get (answer, "(&s)", &xml);

  return strstr (xml, "<node name=\"window\"") != NULL;
}

static GPtrArray *
list_actions (void)
{
  g_autoptr (GVariant) answer = call (APPLICATION_ID, PATH, "org.gtk.Actions", "List", NULL);
  g_autoptr (GVariantIter) names = NULL;
  GPtrArray *actions = g_ptr_array_new_with_free_func (g_free);
  char *name;

  g_variant_get (answer, "(as)", &names);
  while (g_variant_iter_next (names, "s", &name))
    g_ptr_array_add (actions, name);

  return actions;
}

static gboolean
has_action (GPtrArray  *actions,
            const char *name)
{
  return g_ptr_array_find_with_equal_func (actions, name, g_str_equal, NULL);
}

static void
ask (const char *method,
     GVariant   *parameters)
{
  g_variant_unref (call (APPLICATION_ID, PATH, "org.freedesktop.Application", method, parameters));
}

static void
activate_action (const char *name)
{
  ask ("ActivateAction", g_variant_new ("(sava{sv})", name, NULL, NULL));
}

static void
end_program (void)
{
  activate_action ("quit");
  wait_until (is_running, FALSE);
}

static gboolean
is_full_screen (void)
{
  g_autoptr (GVariant) answer = call (APPLICATION_ID, PATH "/window/1", "org.gtk.Actions",
                                      "Describe", g_variant_new ("(s)", "fullscreen"));
  g_autoptr (GVariant) states = NULL;
  g_autoptr (GVariant) state = NULL;

  g_variant_get (answer, "((bg@av))", NULL, NULL, &states);
  g_variant_get_child (states, 0, "v", &state);

  return g_variant_get_boolean (state);
}

static gboolean
has_preferences (void)
{
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", "^Preferences$",
                               NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) search = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                                      &error);

  g_assert_no_error (error);

  return g_subprocess_wait_check (search, NULL, NULL);
}

/* What can be asked for is the same before there is a wall and once there is one. */
static void
test_activate (void)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_assert_false (is_running ());
  before = list_actions ();
  g_assert_false (has_wall ());

  ask ("Activate", g_variant_new ("(a{sv})", NULL));
  wait_until (has_wall, TRUE);
  after = list_actions ();
  for (guint i = 0; i < after->len; i++)
    if (!has_action (before, after->pdata[i]))
      g_error ("%s: cannot be asked for until there is a wall", (char *) after->pdata[i]);
  g_assert_cmpuint (before->len, ==, after->len);

  end_program ();
}

/* The actions of the desktop file are there, and open the wall where there is none. */
static void
test_actions_of_desktop_file (void)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GPtrArray) actions = NULL;

  g_key_file_load_from_file (file, desktop_file, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_key_file_get_boolean (file, "Desktop Entry", "DBusActivatable", NULL));
  names = g_key_file_get_string_list (file, "Desktop Entry", "Actions", NULL, &error);
  g_assert_no_error (error);

  actions = list_actions ();
  for (guint i = 0; names[i]; i++)
    if (!has_action (actions, names[i]))
      g_error ("%s: in the desktop file, but not an action", names[i]);

  activate_action ("fullscreen");
  wait_until (has_wall, TRUE);
  wait_until (is_full_screen, TRUE);
  end_program ();
}

static void
test_action_is_done (void)
{
  g_assert_false (is_running ());
  activate_action ("preferences");
  wait_until (has_preferences, TRUE);
  g_assert_true (has_wall ());
  end_program ();
}

/* GApplication gives a service ten seconds. */
static void
test_idle_ends (void)
{
  g_autoptr (GPtrArray) actions = list_actions ();

  g_assert_cmpuint (actions->len, >, 0);
  g_assert_true (is_running ());
  wait_until (is_running, FALSE);
}

/* Has the bus of this test start @program by its name. */
static void
put_service (const char *service_file,
             const char *program)
{
  g_autofree char *exec = g_strdup_printf ("Exec=%s ", program);
  g_autofree char *target = g_strconcat (g_getenv ("HOME"), "/services/", APPLICATION_ID, ".service",
                                         NULL);
  g_autofree char *text = NULL;
  g_autofree char *here = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("^Exec=/\\S*/watchwall ", G_REGEX_MULTILINE, 0, NULL);

  g_file_get_contents (service_file, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_regex_match (regex, text, 0, NULL));
  here = g_regex_replace_literal (regex, text, -1, 0, exec, 0, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, here, -1, &error);
  g_assert_no_error (error);
  g_variant_unref (call ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "ReloadConfig", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 4);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (bus);
  put_service (argv[1], argv[2]);
  desktop_file = argv[3];

  g_test_add_func ("/activation/opens-the-wall", test_activate);
  g_test_add_func ("/activation/actions-of-the-desktop-file", test_actions_of_desktop_file);
  g_test_add_func ("/activation/does-what-was-asked", test_action_is_done);
  g_test_add_func ("/activation/ends-when-idle", test_idle_ends);

  return g_test_run ();
}
