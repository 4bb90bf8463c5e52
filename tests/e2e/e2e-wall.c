/* e2e-wall.c
 *
 * The wall as a program of its own, asked over D-Bus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <glib/gstdio.h>
#include <signal.h>

#define BUS_NAME "org.watchwall.Watchwall"
#define OBJECT_PATH "/org/watchwall/Watchwall"
#define INTERFACE "org.watchwall.Watchwall.Wall1"

/* A machine under load, and a program under sanitizers, take long. */
#define START_SECONDS 180
#define QUIT_SECONDS 20

struct _E2eWall {
  GSubprocess     *process;      /* (nullable): the bus started it */
  GDBusConnection *bus;
  char            *directory;
  char            *devices;      /* the path of the file of devices */
};

static void
put_file (const char *directory,
          const char *name,
          const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

/**
 * e2e_make_devices:
 *
 * Returns: (transfer full): a file of devices: the channels 1 to @cameras of an encoder on @port
 */
char *
e2e_make_devices (guint   cameras,
                  guint16 port)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "[device demo]\nuri=dvrip://127.0.0.1:%u\nuser=admin\n", port);
  for (guint i = 1; i <= cameras; i++)
    g_string_append_printf (text,
                            "\n[camera demo-%u]\ndevice=demo\nchannel=%u\nstream=main\n"
                            "number=%u\nname=Camera %u\nplace=%u\n",
                            i, i, i, i, i - 1);

  return g_string_free (text, FALSE);
}

/**
 * e2e_make_credentials:
 *
 * Returns: (transfer full): a file of credentials, for the user "admin" of an encoder on @port
 */
char *
e2e_make_credentials (guint16     port,
                      const char *password)
{
  return g_strdup_printf ("[login 1]\nhost=127.0.0.1\nport=%u\nuser=admin\npassword=%s\n", port,
                          password);
}

static GVariant *
call_report (E2eWall *self)
{
  return g_dbus_connection_call_sync (self->bus, BUS_NAME, OBJECT_PATH, INTERFACE, "Report", NULL,
                                      G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                      5000, NULL, NULL);
}

/* Until the wall answers. */
static void
wait_until_up (E2eWall *self)
{
  gint64 end = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GVariant) answer = NULL;

  while (!(answer = call_report (self))) {
    if (g_subprocess_get_identifier (self->process) == NULL)
      g_error ("The wall has ended before it answered");
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static E2eWall *
make_wall (const char *credentials)
{
  E2eWall *self = g_new0 (E2eWall, 1);
  g_autoptr (GError) error = NULL;

  self->directory = g_dir_make_tmp ("watchwall-e2e-XXXXXX", &error);
  g_assert_no_error (error);
  put_file (self->directory, "credentials", credentials ? credentials : "");
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  return self;
}

/* @devices: (nullable): without it the wall has a file of the user's own. */
static void
start (E2eWall    *self,
       const char *devices)
{
  g_autofree char *credentials = g_build_filename (self->directory, "credentials", NULL);

  self->process = e2e_spawn ((const char *const[]) { g_getenv ("WATCHWALL"), "--fullscreen",
                                                     "--credentials", credentials,
                                                     devices ? "--devices" : NULL, devices, NULL },
                             G_SUBPROCESS_FLAGS_NONE, g_getenv ("E2E_WALL_LOG"));
  wait_until_up (self);
}

/**
 * e2e_wall_new_with_files:
 * @devices: what the file of devices says
 * @credentials: (nullable): what the file of credentials says
 *
 * Starts a wall, full screen, and waits until it answers. Its messages go to the file that the
 * environment variable E2E_WALL_LOG names, if there is one.
 *
 * Returns: (transfer full): the wall
 */
E2eWall *
e2e_wall_new_with_files (const char *devices,
                         const char *credentials)
{
  E2eWall *self = make_wall (credentials);

  put_file (self->directory, "devices", devices);
  self->devices = g_build_filename (self->directory, "devices", NULL);
  start (self, self->devices);

  return self;
}

/**
 * e2e_wall_new_own:
 * @credentials: (nullable): what the file of credentials says
 *
 * Starts a wall as its user does, who has it keep the devices where it wants to. What it keeps
 * outlives it.
 *
 * Returns: (transfer full): the wall
 */
E2eWall *
e2e_wall_new_own (const char *credentials)
{
  E2eWall *self = make_wall (credentials);

  self->devices = g_build_filename (g_get_user_config_dir (), "watchwall", "devices", NULL);
  start (self, NULL);

  return self;
}

/**
 * e2e_wall_new_activated:
 * @devices: where it keeps its devices
 *
 * Has the bus start the wall, as a desktop does.
 *
 * Returns: (transfer full): the wall
 */
E2eWall *
e2e_wall_new_activated (const char *devices)
{
  E2eWall *self = make_wall (NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  self->devices = g_strdup (devices);
  answer = g_dbus_connection_call_sync (self->bus, BUS_NAME, OBJECT_PATH,
                                        "org.freedesktop.Application", "Activate",
                                        g_variant_new ("(a{sv})", NULL), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, START_SECONDS * 1000, NULL, &error);
  g_assert_no_error (error);
  wait_until_up (self);

  return self;
}

/**
 * e2e_wall_new:
 *
 * Starts a wall that shows the channels 1 to @cameras of an encoder on @port.
 *
 * Returns: (transfer full): the wall
 */
E2eWall *
e2e_wall_new (guint       cameras,
              guint16     port,
              const char *password)
{
  g_autofree char *devices = e2e_make_devices (cameras, port);
  g_autofree char *credentials = e2e_make_credentials (port, password);

  return e2e_wall_new_with_files (devices, credentials);
}

int
e2e_wall_get_pid (E2eWall *self)
{
  return atoi (g_subprocess_get_identifier (self->process));
}

/**
 * e2e_wall_dup_devices:
 *
 * Returns: (transfer full): what the file of devices says now
 */
char *
e2e_wall_dup_devices (E2eWall *self)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (self->devices, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

/* As an editor does it. */
void
e2e_wall_put_devices (E2eWall    *self,
                      const char *text)
{
  put_file (self->directory, "devices", text);
}

void
e2e_wall_chmod_devices (E2eWall *self,
                        int      mode)
{
  g_assert_cmpint (g_chmod (self->devices, mode), ==, 0);
}

/**
 * e2e_wall_edit_devices:
 * @text: what the file of devices says from now on, as after a person has edited it
 */
void
e2e_wall_edit_devices (E2eWall    *self,
                       const char *text)
{
  g_autofree char *folder = g_path_get_dirname (self->devices);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  put_file (folder, "devices", text);
}

/**
 * e2e_wall_report:
 *
 * Returns: (transfer full): what the wall says of itself now
 */
JsonObject *
e2e_wall_report (E2eWall *self)
{
  g_autoptr (GVariant) answer = call_report (self);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(&s)", &text);
  node = json_from_string (text, &error);
  g_assert_no_error (error);

  return json_node_dup_object (node);
}

static void
activate (E2eWall    *self,
          const char *path,
          const char *action,
          GVariant   *parameter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GVariantBuilder parameters;

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  if (parameter)
    g_variant_builder_add (&parameters, "v", parameter);
  answer = g_dbus_connection_call_sync (self->bus, BUS_NAME, path, "org.gtk.Actions", "Activate",
                                        g_variant_new ("(sava{sv})", action, &parameters, NULL),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
}

/**
 * e2e_wall_activate:
 * @action: of the first window, without "win."
 * @parameter: (nullable): floating
 *
 * What a menu or a key would do.
 */
void
e2e_wall_activate (E2eWall    *self,
                   const char *action,
                   GVariant   *parameter)
{
  activate (self, OBJECT_PATH "/window/1", action, parameter);
}

/**
 * e2e_wall_activate_app:
 * @action: of the application, without "app."
 * @parameter: (nullable): floating
 */
void
e2e_wall_activate_app (E2eWall    *self,
                       const char *action,
                       GVariant   *parameter)
{
  activate (self, OBJECT_PATH, action, parameter);
}

static gboolean
is_in_state (JsonObject *report,
             int         index,
             const char *state)
{
  JsonArray *cameras = json_object_get_array_member (report, "cameras");

  if (index >= 0)
    return g_str_equal (e2e_report_state (report, (guint) index), state);

  return e2e_report_count (report, state) == json_array_get_length (cameras);
}

static void
say_states (JsonObject *report)
{
  guint length = json_array_get_length (json_object_get_array_member (report, "cameras"));

  for (guint i = 0; i < length; i++)
    g_test_message ("camera %u: %s (%s)", i, e2e_report_state (report, i),
                    e2e_report_reason (report, i));
}

/**
 * e2e_wall_wait_state:
 * @index: the camera, from 0; -1: every camera
 * @state: the nick of a state
 * @deadline: in seconds; the test fails when it passes
 *
 * Returns: the seconds that it took, as far as asking ten times a second can tell
 */
double
e2e_wall_wait_state (E2eWall    *self,
                     int         index,
                     const char *state,
                     double      deadline)
{
  gint64 start = g_get_monotonic_time ();

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (self);
    double seconds = (g_get_monotonic_time () - start) / 1e6;

    if (is_in_state (report, index, state))
      return seconds;
    if (seconds > deadline) {
      say_states (report);
      g_test_message ("Camera %d is not %s after %.1f s", index, state, seconds);
      g_test_fail ();
      return seconds;
    }
    g_usleep (100 * 1000);
  }
}

/* SIGKILL, so that a wall that hangs fails its test and does not hang it. */
static gboolean
on_hangs (gpointer user_data)
{
  E2eWall *self = user_data;

  g_subprocess_force_exit (self->process);

  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_main_loop_quit (user_data);
}

/**
 * e2e_wall_quit:
 * @signum: the signal that asks it to quit
 * @out_status: (out): its exit status, or -1 when a signal ended it
 *
 * Returns: the seconds until the process was gone
 */
double
e2e_wall_quit (E2eWall *self,
               int      signum,
               int     *out_status)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 start = g_get_monotonic_time ();
  guint timer = g_timeout_add_seconds (QUIT_SECONDS, on_hangs, self);
  double seconds;

  g_subprocess_send_signal (self->process, signum);
  g_subprocess_wait_async (self->process, NULL, on_ended, loop);
  g_main_loop_run (loop);
  seconds = (g_get_monotonic_time () - start) / 1e6;
  if (g_main_context_find_source_by_id (NULL, timer))
    g_source_remove (timer);

  *out_status = g_subprocess_get_if_exited (self->process)
                  ? g_subprocess_get_exit_status (self->process) : -1;

  return seconds;
}

static gboolean
has_name (E2eWall *self)
{
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "NameHasOwner",
                                 g_variant_new ("(s)", BUS_NAME), G_VARIANT_TYPE ("(b)"),
                                 G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL);
  gboolean is_owned = FALSE;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(b)", &is_owned);

  return is_owned;
}

/* One that the bus started is told to quit, and gone when its name is. */
static void
end_activated (E2eWall *self)
{
  gint64 end = g_get_monotonic_time () + QUIT_SECONDS * G_USEC_PER_SEC;

  e2e_wall_activate_app (self, "quit", NULL);
  while (has_name (self)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static void
end_spawned (E2eWall *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
e2e_wall_free (E2eWall *self)
{
  g_autofree char *credentials = g_build_filename (self->directory, "credentials", NULL);

  if (self->process)
    end_spawned (self);
  else
    end_activated (self);
  if (g_str_has_prefix (self->devices, self->directory))
    g_unlink (self->devices);
  g_unlink (credentials);
  g_rmdir (self->directory);
  g_free (self->directory);
  g_free (self->devices);
  g_clear_object (&self->process);
  g_object_unref (self->bus);
  g_free (self);
}
