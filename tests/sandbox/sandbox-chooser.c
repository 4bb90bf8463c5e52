/* sandbox-chooser.c
 *
 * The desktop's part of the portal for files, as xdg-desktop-portal asks it. Answers on a thread of
 * its own, so that the test may wait meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox-chooser.h"

#define BUS_NAME "org.watchwall.TestDesktop"
#define OBJECT_PATH "/org/freedesktop/portal/desktop"

#define ARGUMENTS \
  "<arg type='o' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>" \
  "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>" \
  "<arg type='u' direction='out'/><arg type='a{sv}' direction='out'/>"

static const char interface_xml[] =
  "<node><interface name='org.freedesktop.impl.portal.FileChooser'>"
  "<method name='OpenFile'>" ARGUMENTS "</method>"
  "<method name='SaveFile'>" ARGUMENTS "</method>"
  "</interface></node>";

struct _SandboxChooser {
  GThread      *thread;
  GMainContext *context;
  GMainLoop    *loop;
  char         *folder;
  gint          count;     /* atomic */
  gint          is_ready;  /* atomic */
};

/* What the person has chosen: the folder, or a file in it of the name that was proposed. */
static char *
choose (SandboxChooser *self,
        GVariant       *options)
{
  g_autofree char *path = NULL;
  const char *name = NULL;

  if (g_variant_lookup (options, "current_name", "&s", &name))
    path = g_build_filename (self->folder, name, NULL);
  else
    path = g_strdup (self->folder);

  return g_filename_to_uri (path, NULL, NULL);
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
  SandboxChooser *self = user_data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 4);
  g_autofree char *uri = choose (self, options);
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "uris",
                         g_variant_new_strv ((const char *const[]) { uri, NULL }, -1));
  g_variant_builder_add (&results, "{sv}", "writable", g_variant_new_boolean (TRUE));
  g_atomic_int_inc (&self->count);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ua{sv})", 0, &results));
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GDBusConnection *bus;

  g_assert_no_error (error);
  bus = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);

  return bus;
}

static void
own_name (GDBusConnection *bus)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "RequestName",
                                 g_variant_new ("(su)", BUS_NAME, 0), G_VARIANT_TYPE ("(u)"),
                                 G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static gpointer
run (gpointer data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  SandboxChooser *self = data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (self->context);
  bus = connect_to_bus ();
  g_dbus_connection_register_object (bus, OBJECT_PATH, node->interfaces[0], &vtable, self, NULL,
                                     &error);
  g_assert_no_error (error);
  own_name (bus);
  g_atomic_int_set (&self->is_ready, TRUE);
  g_main_loop_run (self->loop);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * sandbox_chooser_new:
 * @folder: that is chosen
 *
 * Returns: (transfer full): the person, who answers from now on
 */
SandboxChooser *
sandbox_chooser_new (const char *folder)
{
  SandboxChooser *self = g_new0 (SandboxChooser, 1);

  self->folder = g_strdup (folder);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("chooser", run, self);
  while (!g_atomic_int_get (&self->is_ready))
    g_usleep (1000);

  return self;
}

/**
 * sandbox_chooser_count:
 *
 * Returns: how many dialogs were answered
 */
guint
sandbox_chooser_count (SandboxChooser *self)
{
  return (guint) g_atomic_int_get (&self->count);
}

void
sandbox_chooser_free (SandboxChooser *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self->folder);
  g_free (self);
}
