/* test-autostart.c
 *
 * Starting with the session: what is said to be active is the case. The file is a real one; the portal
 * is stood in for, on the bus of the test, and answers in every way that a desktop may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../widgets/wait-until.h"
#include "wall-autostart-file.h"
#include "wall-autostart.h"
#include "wall-settings.h"

#define PORTAL_PATH "/org/freedesktop/portal/desktop"

typedef enum { GRANT, DENY, REFUSE, FAIL, NONSENSE, ERROR, STAY_SILENT } Manner;

typedef struct {
  Manner           manner;
  GDBusConnection *bus;         /* the desktop's own */
  guint            object;
  guint            filter;
  int              closed;      /* requests that were withdrawn; atomic */
  guint            asked;
  char            *command;
  gboolean         wanted;
  guint            troubles;
  char            *trouble;
} Desk;

static const char interfaces[]
  = "<node><interface name='org.freedesktop.portal.Background'>"
    "<method name='RequestBackground'><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method></interface></node>";

static void
count_trouble (WallAutostart *autostart,
               const char    *text,
               gpointer       user_data)
{
  Desk *desk = user_data;

  desk->troubles++;
  g_free (desk->trouble);
  desk->trouble = g_strdup (text);
}

static void
put (const char *path,
     const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static char *
get (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* In a folder that is not there yet, as with a new user. */
static char *
make_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("watchwall-autostart-XXXXXX", NULL);

  g_assert_nonnull (folder);

  return g_build_filename (folder, "autostart", APPLICATION_ID ".desktop", NULL);
}

static void
forget_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *parent = g_path_get_dirname (folder);

  g_unlink (path);
  g_rmdir (folder);
  g_rmdir (parent);
}

static void
test_file_is_written_and_removed (void)
{
  g_autofree char *path = make_path ();
  g_autoptr (WallAutostart) autostart = wall_autostart_new_for_file (path);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command = NULL;

  wall_autostart_set (autostart, TRUE);
  g_assert_true (wall_autostart_get_is_busy (autostart));
  wait_until (!wall_autostart_get_is_busy (autostart), 30);
  g_assert_true (wall_autostart_get_is_active (autostart));

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  command = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
  g_assert_true (g_str_has_suffix (command, "test-autostart"));

  wall_autostart_set (autostart, FALSE);
  wait_until (!wall_autostart_get_is_busy (autostart), 30);
  g_assert_false (wall_autostart_get_is_active (autostart));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_object (&autostart);
  forget_path (path);
}

/* Another program, or a person with an editor. */
static void
test_file_is_followed (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (WallAutostart) autostart = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  autostart = wall_autostart_new_for_file (path);
  put (path, "[Desktop Entry]\nType=Application\nName=W\nExec=watchwall\n");
  wait_until (wall_autostart_get_is_active (autostart), 30);
  put (path, "[Desktop Entry]\nType=Application\nName=W\nExec=watchwall\nHidden=true\n");
  wait_until (!wall_autostart_get_is_active (autostart), 30);
  put (path, "[Desktop Entry]\nType=Application\nName=W\nExec=watchwall\n");
  wait_until (wall_autostart_get_is_active (autostart), 30);
  put (path, "[Desktop Entry]\nName=W\nExec=watchwall\nX-GNOME-Autostart-enabled=false\n");
  wait_until (!wall_autostart_get_is_active (autostart), 30);
  put (path, "[Desktop Entry]\nName=W\nExec=watchwall\n");
  wait_until (wall_autostart_get_is_active (autostart), 30);
  g_unlink (path);
  wait_until (!wall_autostart_get_is_active (autostart), 30);
  put (path, "no desktop file");
  g_assert_false (wall_autostart_file_read (path));
  g_clear_object (&autostart);
  forget_path (path);
}

static void
test_command_of_a_person_stays (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  put (path, "# mine\n[Desktop Entry]\nName[de]=Wand\nExec=watchwall --devices /srv/gate\nHidden=true\n");
  g_assert_false (wall_autostart_file_read (path));
  g_assert_true (wall_autostart_file_write (path, "watchwall", &error));
  g_assert_no_error (error);
  g_assert_true (wall_autostart_file_read (path));
  text = get (path);
  g_assert_nonnull (strstr (text, "# mine\n"));
  g_assert_nonnull (strstr (text, "Exec=watchwall --devices /srv/gate\n"));
  g_assert_nonnull (strstr (text, "Name[de]=Wand\n"));
  g_assert_null (strstr (text, "Hidden"));
  forget_path (path);
}

static void
test_command_is_quoted (void)
{
  g_autofree char *plain = wall_autostart_file_dup_command ("/opt/wall-1.0/bin/watchwall");
  g_autofree char *odd = wall_autostart_file_dup_command ("/opt/my $50 \"wall\" 100%/watchwall");

  g_assert_cmpstr (plain, ==, "/opt/wall-1.0/bin/watchwall");
  g_assert_cmpstr (odd, ==, "\"/opt/my \\$50 \\\"wall\\\" 100%%/watchwall\"");
}

/* Where the folder should be there is a file. */
static void
test_failure_is_said (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (WallAutostart) autostart = NULL;
  Desk desk = { 0 };

  put (folder, "in the way");
  autostart = wall_autostart_new_for_file (path);
  g_signal_connect (autostart, "trouble", G_CALLBACK (count_trouble), &desk);
  wall_autostart_set (autostart, TRUE);
  wait_until (!wall_autostart_get_is_busy (autostart), 30);
  g_assert_false (wall_autostart_get_is_active (autostart));
  g_assert_cmpuint (desk.troubles, ==, 1);
  g_assert_nonnull (strstr (desk.trouble, "could not be changed"));
  g_free (desk.trouble);
  g_clear_object (&autostart);
  g_unlink (folder);
  forget_path (path);
}

static void
respond (Desk       *desk,
         const char *path,
         const char *to)
{
  GVariantBuilder results;
  guint32 response = desk->manner == REFUSE ? 1 : desk->manner == FAIL ? 2 : 0;
  GVariant *parameters;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (TRUE));
  g_variant_builder_add (&results, "{sv}", "autostart",
                         g_variant_new_boolean (desk->wanted && desk->manner == GRANT));
  parameters = g_variant_new ("(ua{sv})", response, &results);
  if (desk->manner == NONSENSE) {
    g_variant_unref (g_variant_ref_sink (parameters));
    parameters = g_variant_new ("(s)", "yes");
  }
  g_dbus_connection_emit_signal (desk->bus, to, path, "org.freedesktop.portal.Request", "Response",
                                 parameters, NULL);
}

static void
answer (Desk                  *desk,
        const char            *sender,
        GVariant              *options,
        GDBusMethodInvocation *invocation)
{
  g_autofree char *name = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree const char **command = NULL;
  g_autofree char *path = NULL;
  const char *token = "";

  desk->asked++;
  g_variant_lookup (options, "handle_token", "&s", &token);
  g_variant_lookup (options, "autostart", "b", &desk->wanted);
  g_variant_lookup (options, "commandline", "^a&s", &command);
  g_free (desk->command);
  desk->command = g_strjoinv (" ", (char **) command);
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", name, token);
  if (desk->manner == ERROR) {
    g_dbus_method_invocation_return_dbus_error (invocation,
                                                "org.freedesktop.portal.Error.NotAllowed", "No.");
    return;
  }

  /* A portal that has nobody to ask answers before it returns. */
  if (desk->manner != STAY_SILENT)
    respond (desk, path, sender);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
}

static void
on_portal_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  Desk *desk = user_data;
  g_autoptr (GVariant) options = NULL;

  options = g_variant_get_child_value (parameters, 1);
  answer (desk, sender, options, invocation);
}

static const GDBusInterfaceVTable vtable = { .method_call = on_portal_call };

/* On the bus's thread. */
static GDBusMessage *
count_closed (GDBusConnection *connection,
              GDBusMessage    *message,
              gboolean         is_incoming,
              gpointer         user_data)
{
  Desk *desk = user_data;

  if (is_incoming && g_strcmp0 (g_dbus_message_get_member (message), "Close") == 0)
    g_atomic_int_inc (&desk->closed);

  return message;
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus;

  bus = g_dbus_connection_new_for_address_sync (address,
                                                G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                                                  | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                NULL, NULL, &error);
  g_assert_no_error (error);

  return bus;
}

static void
put_up (Desk *desk)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interfaces, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  desk->bus = connect_to_bus ();
  desk->filter = g_dbus_connection_add_filter (desk->bus, count_closed, desk, NULL);
  desk->object = g_dbus_connection_register_object (desk->bus, PORTAL_PATH, node->interfaces[0],
                                                    &vtable, desk, NULL, &error);
  g_assert_no_error (error);
  reply = g_dbus_connection_call_sync (desk->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 4),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static void
pull_down (Desk *desk)
{
  if (desk->bus) {
    g_dbus_connection_unregister_object (desk->bus, desk->object);
    g_dbus_connection_remove_filter (desk->bus, desk->filter);
    g_dbus_connection_close_sync (desk->bus, NULL, NULL);
  }
  g_clear_object (&desk->bus);
  g_free (desk->command);
  g_free (desk->trouble);
}

/* Asks the desktop, and waits until that is over. */
static WallAutostart *
ask (Desk     *desk,
     gboolean  is_wanted,
     guint     deadline_ms)
{
  g_autoptr (GDBusConnection) bus = connect_to_bus ();
  g_autoptr (GSettings) settings = wall_settings_new ();
  WallAutostart *autostart;

  g_assert_nonnull (settings);
  autostart = wall_autostart_new_for_portal (bus, settings, deadline_ms);
  g_signal_connect (autostart, "trouble", G_CALLBACK (count_trouble), desk);
  wall_autostart_set (autostart, is_wanted);
  g_assert_true (wall_autostart_get_is_busy (autostart));
  wait_until (!wall_autostart_get_is_busy (autostart), 30);

  return autostart;
}

static gboolean
is_kept (void)
{
  g_autoptr (GSettings) settings = wall_settings_new ();

  return g_settings_get_boolean (settings, WALL_SETTINGS_AUTOSTART);
}

static void
test_portal_grants (void)
{
  Desk desk = { .manner = GRANT };
  g_autoptr (WallAutostart) on = NULL;
  g_autoptr (WallAutostart) off = NULL;

  put_up (&desk);
  on = ask (&desk, TRUE, 60000);
  g_assert_true (wall_autostart_get_is_active (on));
  g_assert_true (is_kept ());
  g_assert_cmpstr (desk.command, ==, "watchwall");

  off = ask (&desk, FALSE, 60000);
  g_assert_false (wall_autostart_get_is_active (off));
  g_assert_false (is_kept ());
  g_assert_cmpuint (desk.asked, ==, 2);
  g_assert_cmpuint (desk.troubles, ==, 0);
  pull_down (&desk);
}

/* Nothing changes, and why is said once. */
static void
test_portal_does_not (gconstpointer manner)
{
  static const char *const words[] = {
    [DENY] = "did not allow", [REFUSE] = "did not allow", [FAIL] = "could not do it",
    [NONSENSE] = "makes no sense", [ERROR] = "No.",
  };
  Desk desk = { .manner = GPOINTER_TO_UINT (manner) };
  g_autoptr (WallAutostart) autostart = NULL;

  put_up (&desk);
  autostart = ask (&desk, TRUE, 60000);
  g_assert_false (wall_autostart_get_is_active (autostart));
  g_assert_false (is_kept ());
  g_assert_cmpuint (desk.troubles, ==, 1);
  g_assert_nonnull (strstr (desk.trouble, words[desk.manner]));
  pull_down (&desk);
}

static void
test_portal_is_silent (void)
{
  Desk desk = { .manner = STAY_SILENT };
  g_autoptr (WallAutostart) autostart = NULL;

  put_up (&desk);
  autostart = ask (&desk, TRUE, 300);
  g_assert_false (wall_autostart_get_is_active (autostart));
  g_assert_cmpuint (desk.troubles, ==, 1);
  g_assert_nonnull (strstr (desk.trouble, "did not answer"));
  wait_until (g_atomic_int_get (&desk.closed) > 0, 30);
  pull_down (&desk);
}

static void
test_portal_is_missing (void)
{
  Desk desk = { 0 };
  g_autoptr (WallAutostart) autostart = ask (&desk, TRUE, 60000);

  g_assert_false (wall_autostart_get_is_active (autostart));
  g_assert_cmpuint (desk.troubles, ==, 1);
  g_assert_nonnull (strstr (desk.trouble, "cannot be asked"));
  pull_down (&desk);
}

static void
add_refusal (const char *name,
             Manner      manner)
{
  g_autofree char *path = g_strconcat ("/autostart/portal/", name, NULL);

  g_test_add_data_func (path, GUINT_TO_POINTER (manner), test_portal_does_not);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/autostart/file/is-written-and-removed", test_file_is_written_and_removed);
  g_test_add_func ("/autostart/file/is-followed", test_file_is_followed);
  g_test_add_func ("/autostart/file/command-of-a-person-stays", test_command_of_a_person_stays);
  g_test_add_func ("/autostart/file/command-is-quoted", test_command_is_quoted);
  g_test_add_func ("/autostart/file/failure-is-said", test_failure_is_said);
  g_test_add_func ("/autostart/portal/grants", test_portal_grants);
  add_refusal ("denies", DENY);
  add_refusal ("is-refused-by-a-person", REFUSE);
  add_refusal ("fails", FAIL);
  add_refusal ("talks-nonsense", NONSENSE);
  add_refusal ("returns-an-error", ERROR);
  g_test_add_func ("/autostart/portal/is-silent", test_portal_is_silent);
  g_test_add_func ("/autostart/portal/is-missing", test_portal_is_missing);

  return g_test_run ();
}
