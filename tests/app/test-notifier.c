/* test-notifier.c
 *
 * What the desktop is told, as the service hears it that shows notifications.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "../widgets/wait-until.h"
#include "fake-cameras.h"
#include "wall-notifier.h"

#define GATHER_MS 50
#define PASS_MS (6 * GATHER_MS)  /* longer than anything is gathered */
#define CAMERAS 7

typedef struct {
  GDBusConnection *bus;      /* the desktop's own */
  GApplication    *application;
  GListStore      *cameras;
  WallNotifier    *notifier;
  guint            object;
  guint            added;
  guint            removed;
  char            *title;
  char            *body;
  char            *priority;
} Fixture;

static const char interface[]
  = "<node><interface name='org.gtk.Notifications'>"
    "<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/></method>"
    "<method name='RemoveNotification'><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/></method>"
    "</interface></node>";

static void
replace (char     **text,
         GVariant  *notification,
         const char *key)
{
  g_clear_pointer (text, g_free);
  g_variant_lookup (notification, key, "s", text);
}

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface_name,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) notification = NULL;
  const char *id;

  /* The test before may have said its last word late. */
  g_variant_get_child (parameters, 0, "&s", &id);
  if (g_strcmp0 (id, g_application_get_application_id (fixture->application)) != 0)
    ;
  else if (strcmp (method, "AddNotification") == 0) {
    notification = g_variant_get_child_value (parameters, 2);
    replace (&fixture->title, notification, "title");
    replace (&fixture->body, notification, "body");
    replace (&fixture->priority, notification, "priority");
    fixture->added++;
  } else
    fixture->removed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
serve (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  g_assert_no_error (error);
  fixture->bus = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->object
    = g_dbus_connection_register_object (fixture->bus, "/org/gtk/Notifications",
                                         node->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (fixture->bus, "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "RequestName",
                                        g_variant_new ("(su)", "org.gtk.Notifications", 4), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static guint n_tests = 0;
  g_autofree char *id = g_strdup_printf ("org.watchwall.Test%u", ++n_tests);
  g_autoptr (GError) error = NULL;

  serve (fixture);
  fixture->application = g_application_new (id, G_APPLICATION_NON_UNIQUE);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  fixture->cameras = fake_cameras_new (CAMERAS);
  fixture->notifier = wall_notifier_new (fixture->application, NULL,
                                         G_LIST_MODEL (fixture->cameras));
  wall_notifier_set_pace (fixture->notifier, GATHER_MS, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->notifier);
  g_assert_finalize_object (fixture->cameras);
  g_object_unref (fixture->application);
  g_dbus_connection_unregister_object (fixture->bus, fixture->object);
  g_dbus_connection_close_sync (fixture->bus, NULL, NULL);
  g_object_unref (fixture->bus);
  g_free (fixture->title);
  g_free (fixture->body);
  g_free (fixture->priority);
}

static void
test_lost_camera_is_told_and_withdrawn (Fixture       *fixture,
                                        gconstpointer  data)
{
  fake_cameras_lose (fixture->cameras, 2);
  wait_until (fixture->added == 1, 20);
  g_assert_cmpstr (fixture->title, ==, "Gate 3 is not live");
  g_assert_cmpstr (fixture->body, ==, "Connection refused");
  g_assert_cmpstr (fixture->priority, ==, "high");

  fake_cameras_lose (fixture->cameras, 2);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 1);

  fake_cameras_bring_back (fixture->cameras, 2);
  wait_until (fixture->removed == 1, 20);
}

/* A camera that falters is not worth a word outside of the wall. */
static void
test_short_losses_are_not_told (Fixture       *fixture,
                                gconstpointer  data)
{
  fake_cameras_set_state (fixture->cameras, 0, WALL_LINK_LATE, WALL_REASON_NONE, WALL_NOTICE_NONE);
  fake_cameras_set_state (fixture->cameras, 1, WALL_LINK_STALLED, WALL_REASON_NONE,
                          WALL_NOTICE_NONE);
  fake_cameras_set_state (fixture->cameras, 2, WALL_LINK_WAITING_RETRY, WALL_REASON_REFUSED,
                          WALL_NOTICE_NONE);
  fake_cameras_set_state (fixture->cameras, 3, WALL_LINK_OFF, WALL_REASON_NONE, WALL_NOTICE_ALARM);
  fake_cameras_set_state (fixture->cameras, 4, WALL_LINK_LIVE, WALL_REASON_NONE,
                          WALL_NOTICE_DAMAGED);
  fake_cameras_lose (fixture->cameras, 5);
  fake_cameras_bring_back (fixture->cameras, 5);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 0);

  fake_cameras_set_state (fixture->cameras, 0, WALL_LINK_NEEDS_ATTENTION,
                          WALL_REASON_WRONG_PASSWORD, WALL_NOTICE_NONE);
  wait_until (fixture->added == 1, 20);
  g_assert_cmpstr (fixture->body, ==, "Wrong password");
}

static void
test_losses_are_gathered (Fixture       *fixture,
                          gconstpointer  data)
{
  for (guint i = 0; i < CAMERAS; i++)
    fake_cameras_lose (fixture->cameras, i);
  wait_until (fixture->added == 1, 20);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 1);
  g_assert_cmpstr (fixture->title, ==, "7 cameras are not live");
  g_assert_cmpstr (fixture->body, ==, "Gate 1: Connection refused\nGate 2: Connection refused\n"
                                      "Gate 3: Connection refused\nGate 4: Connection refused\n"
                                      "and 3 more");

  /* Who is back, or gone from the wall, leaves it quietly. */
  fake_cameras_bring_back (fixture->cameras, 0);
  g_list_store_remove (fixture->cameras, 6);
  wait_until (fixture->added == 2, 20);
  g_assert_cmpstr (fixture->title, ==, "5 cameras are not live");
  g_assert_cmpstr (fixture->priority, ==, "low");

  g_list_store_remove_all (fixture->cameras);
  wait_until (fixture->removed == 1, 20);
}

/* What is new waits until the quiet time is over; what is no longer true does not. */
static void
test_rate_is_limited (Fixture       *fixture,
                      gconstpointer  data)
{
  fake_cameras_lose (fixture->cameras, 0);
  fake_cameras_lose (fixture->cameras, 1);
  wait_until (fixture->added == 1, 20);

  wall_notifier_set_pace (fixture->notifier, GATHER_MS, 3600 * 1000);
  fake_cameras_lose (fixture->cameras, 2);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 1);

  fake_cameras_bring_back (fixture->cameras, 0);
  wait_until (fixture->added == 2, 20);
  g_assert_cmpstr (fixture->title, ==, "Gate 2 is not live");
  fake_cameras_bring_back (fixture->cameras, 1);
  wait_until (fixture->removed == 1, 20);

  wall_notifier_set_pace (fixture->notifier, GATHER_MS, 0);
  fake_cameras_lose (fixture->cameras, 1);
  wait_until (fixture->added == 3, 20);
  g_assert_cmpstr (fixture->title, ==, "2 cameras are not live");
}

/* Who looks at the tile is not told again. */
static void
test_what_is_seen_is_not_told (Fixture       *fixture,
                               gconstpointer  data)
{
  GtkWidget *window = gtk_window_new ();

  g_assert_finalize_object (g_steal_pointer (&fixture->notifier));
  fixture->notifier = wall_notifier_new (fixture->application, GTK_WINDOW (window),
                                         G_LIST_MODEL (fixture->cameras));
  wall_notifier_set_pace (fixture->notifier, GATHER_MS, 0);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_window_is_active (GTK_WINDOW (window)), 20);

  fake_cameras_lose (fixture->cameras, 0);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 0);

  gtk_window_destroy (GTK_WINDOW (window));
  fake_cameras_lose (fixture->cameras, 1);
  wait_until (fixture->added == 1, 20);
  g_assert_cmpstr (fixture->title, ==, "Gate 2 is not live");
}

static void
test_can_be_switched_off (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);

  wall_notifier_follow (fixture->notifier, settings);
  fake_cameras_lose (fixture->cameras, 0);
  wait_until (fixture->added == 1, 20);

  g_settings_set_boolean (settings, "notifications", FALSE);
  wait_until (fixture->removed == 1, 20);
  fake_cameras_lose (fixture->cameras, 1);
  wait_ms (PASS_MS);
  g_settings_set_boolean (settings, "notifications", TRUE);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->added, ==, 1);
}

#define ADD(name, test) \
  g_test_add ("/notifier/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

  ADD ("lost-camera-is-told-and-withdrawn", test_lost_camera_is_told_and_withdrawn);
  ADD ("short-losses-are-not-told", test_short_losses_are_not_told);
  ADD ("losses-are-gathered", test_losses_are_gathered);
  ADD ("rate-is-limited", test_rate_is_limited);
  ADD ("what-is-seen-is-not-told", test_what_is_seen_is_not_told);
  ADD ("can-be-switched-off", test_can_be_switched_off);

  return g_test_run ();
}
