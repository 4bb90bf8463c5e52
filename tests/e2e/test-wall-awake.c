/* test-wall-awake.c
 *
 * The screen stays awake while a wall is seen on it, and only then. The test stands in for the
 * desktop's session manager, which is asked for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#define SECONDS 20
#define INHIBIT_IDLE 8u

static const char introspection[] =
  "<node><interface name='org.gnome.SessionManager'>"
  "<method name='RegisterClient'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='o' direction='out'/></method>"
  "<method name='Inhibit'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "<arg type='u' direction='out'/></method>"
  "<method name='Uninhibit'><arg type='u' direction='in'/></method>"
  "</interface></node>";

/* On a thread of its own: the wall waits for its answers, and the test for the wall. */
typedef struct {
  GThread   *thread;
  GMainLoop *loop;
  gint       has_name;   /* atomic, as the others */
  gint       asked;      /* how often */
  gint       awake;      /* how many keep the screen awake now */
  guint      idle_cookie;
} Session;

static void
inhibit (Session               *session,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation)
{
  guint flags, cookie = (guint) g_atomic_int_add (&session->asked, 1) + 1;

  g_variant_get (parameters, "(&su&su)", NULL, NULL, NULL, &flags);
  if (flags & INHIBIT_IDLE) {
    session->idle_cookie = cookie;
    g_atomic_int_inc (&session->awake);
  }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", cookie));
}

static void
uninhibit (Session               *session,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation)
{
  guint cookie;

  g_variant_get (parameters, "(u)", &cookie);
  if (cookie == session->idle_cookie)
    g_atomic_int_add (&session->awake, -1);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_call (GDBusConnection       *bus,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  if (g_str_equal (method, "Inhibit"))
    inhibit (user_data, parameters, invocation);
  else if (g_str_equal (method, "Uninhibit"))
    uninhibit (user_data, parameters, invocation);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/client"));
}

static void
on_name_acquired (GDBusConnection *bus,
                  const char      *name,
                  gpointer         user_data)
{
  g_atomic_int_set (&((Session *) user_data)->has_name, TRUE);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);

  g_assert_no_error (error);
  return bus;
}

static gpointer
run_session (gpointer user_data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  Session *session = user_data;
  GMainContext *context = g_main_loop_get_context (session->loop);
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  guint object_id, name_id;

  g_main_context_push_thread_default (context);
  bus = connect_to_bus ();
  object_id = g_dbus_connection_register_object (bus, "/org/gnome/SessionManager",
                                                 info->interfaces[0], &table, session, NULL, NULL);
  g_assert_cmpuint (object_id, >, 0);
  name_id = g_bus_own_name_on_connection (bus, "org.gnome.SessionManager",
                                          G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired, NULL,
                                          session, NULL);
  g_main_loop_run (session->loop);

  g_bus_unown_name (name_id);
  g_dbus_connection_unregister_object (bus, object_id);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
wait_for (gint *number,
          gint  wanted)
{
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;

  while (g_atomic_int_get (number) != wanted) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (10 * 1000);
  }
}

static void
session_init (Session *session)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  *session = (Session) { .loop = g_main_loop_new (context, FALSE) };
  session->thread = g_thread_new ("session", run_session, session);
  wait_for (&session->has_name, TRUE);
}

static void
session_clear (Session *session)
{
  g_main_loop_quit (session->loop);
  g_thread_join (session->thread);
  g_main_loop_unref (session->loop);
}

static gboolean
is_asleep (gpointer session)
{
  return g_atomic_int_get (&((Session *) session)->awake) == 0;
}

static void
test_awake (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  g_autoptr (E2eWall) wall = NULL;
  Session session;

  session_init (&session);
  wall = e2e_wall_new (1, e2e_encoder_get_port (encoder), "admin");
  wait_for (&session.awake, 1);

  e2e_focus_window ("^Watchwall$");
  e2e_repeat (is_asleep, &session, "getactivewindow windowminimize");
  session_clear (&session);
}

static void
test_empty_wall_sleeps (void)
{
  g_autoptr (E2eWall) wall = NULL;
  Session session;

  session_init (&session);
  wall = e2e_wall_new_with_files ("", NULL);
  for (guint i = 0; i < 20; i++)
    json_object_unref (e2e_wall_report (wall));
  g_assert_cmpint (g_atomic_int_get (&session.asked), ==, 0);
  g_clear_pointer (&wall, e2e_wall_free);
  session_clear (&session);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/awake/while-it-is-seen", test_awake);
  g_test_add_func ("/e2e/awake/not-for-an-empty-wall", test_empty_wall_sleeps);

  return g_test_run ();
}
