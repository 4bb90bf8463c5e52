/* wall-transfer-service.c
 *
 * Export and import of the running wall, over D-Bus: both ends of it. The asking end waits, so it
 * is for a process that does nothing else. Main thread.
 *
 * Texts go over the bus, not file names: the running wall may not see the files of who asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-transfer-service.h"

#include <glib/gi18n-lib.h>

#include "wall-report-service.h"
#include "wall-transfer.h"

#define ASK_TIMEOUT_MS 10000
#define ERROR_NAME APPLICATION_ID ".Error.Refused"

static const char introspection[] =
  "<node>"
  "  <interface name='" WALL_TRANSFER_INTERFACE "'>"
  "    <method name='Export'>"
  "      <arg name='text' type='s' direction='out'/>"
  "    </method>"
  "    <method name='Import'>"
  "      <arg name='name' type='s' direction='in'/>"
  "      <arg name='text' type='s' direction='in'/>"
  "      <arg name='replaces' type='b' direction='in'/>"
  "      <arg name='only_tells' type='b' direction='in'/>"
  "      <arg name='sentence' type='s' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";

static char *
answer_import (WallDeviceStore *store,
               GVariant        *parameters,
               GError         **error)
{
  g_autoptr (WallImport) import = NULL;
  g_autofree char *sentence = NULL;
  const char *name, *text;
  gboolean replaces, only_tells;
  WallImportMode mode;

  g_variant_get (parameters, "(&s&sbb)", &name, &text, &replaces, &only_tells);
  mode = replaces ? WALL_IMPORT_REPLACE : WALL_IMPORT_ADD;
  import = wall_import_new (name, text, error);
  if (import == NULL)
    return NULL;

  sentence = wall_transfer_dup_words (import, store, mode);
  if (!only_tells && !wall_transfer_import (import, store, mode, error))
    return NULL;

  return g_steal_pointer (&sentence);
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = g_str_equal (method_name, "Export")
                              ? wall_transfer_export (store)
                              : answer_import (store, parameters, &error);

  if (answer)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", answer));
  else
    g_dbus_method_invocation_return_dbus_error (invocation, ERROR_NAME, error->message);
}

/**
 * wall_transfer_service_export:
 * @application: that is on the bus, or not: then nobody can ask
 * @store: its wall
 *
 * Answers other processes as long as the program runs.
 */
void
wall_transfer_service_export (GApplication    *application,
                              WallDeviceStore *store)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  GDBusConnection *connection = g_application_get_dbus_connection (application);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GError) error = NULL;

  if (connection == NULL)
    return;

  if (g_dbus_connection_register_object (connection, WALL_REPORT_PATH, node->interfaces[0], &vtable,
                                         g_object_ref (store), g_object_unref, &error) == 0)
    g_warning ("Nobody can export the wall over D-Bus: %s", error->message);
}

static gboolean
is_not_running (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

static char *
ask (const char  *bus_name,
     const char  *method,
     GVariant    *parameters,
     GError     **error)
{
  g_autoptr (GVariant) sunk = parameters ? g_variant_ref_sink (parameters) : NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  char *text = NULL;

  if (connection)
    answer = g_dbus_connection_call_sync (connection, bus_name, WALL_REPORT_PATH,
                                          WALL_TRANSFER_INTERFACE, method, sunk,
                                          G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                          ASK_TIMEOUT_MS, NULL, &cause);
  if (connection == NULL || is_not_running (cause))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("No wall is running."));
  else if (answer)
    g_variant_get (answer, "(s)", &text);
  else {
    g_dbus_error_strip_remote_error (cause);
    g_propagate_error (error, g_steal_pointer (&cause));
  }

  return text;
}

/**
 * wall_transfer_service_ask_export:
 * @bus_name: of the running wall
 * @error: (out): a sentence for people; %G_IO_ERROR_NOT_FOUND: no wall is running
 *
 * Returns: (transfer full) (nullable): the text of a file; %NULL on error
 */
char *
wall_transfer_service_ask_export (const char  *bus_name,
                                  GError     **error)
{
  return ask (bus_name, "Export", NULL, error);
}

/**
 * wall_transfer_service_ask_import:
 * @bus_name: of the running wall
 * @name: what messages call the file
 * @text: of the file
 * @replaces: whether the wall becomes what the file says
 * @only_tells: whether nothing is done
 * @error: (out): a sentence for people; %G_IO_ERROR_NOT_FOUND: no wall is running
 *
 * Returns: (transfer full) (nullable): what was, or would be, done, in words; %NULL on error
 */
char *
wall_transfer_service_ask_import (const char  *bus_name,
                                  const char  *name,
                                  const char  *text,
                                  gboolean     replaces,
                                  gboolean     only_tells,
                                  GError     **error)
{
  return ask (bus_name, "Import", g_variant_new ("(ssbb)", name, text, replaces, only_tells),
              error);
}
