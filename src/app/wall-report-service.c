/* wall-report-service.c
 *
 * The running wall's report, over D-Bus: both ends of it.
 * The asking end waits, so it is for a process that does nothing else. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-report-service.h"

#include <glib/gi18n-lib.h>

#define ASK_TIMEOUT_MS 3000

static const char introspection[] =
  "<node>"
  "  <interface name='" WALL_REPORT_INTERFACE "'>"
  "    <method name='Report'>"
  "      <arg name='json' type='s' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";

typedef struct {
  WallReportFunc function;
  gpointer       user_data;
} Service;

/* Report is the interface's only method, and GDBus has compared the call with the interface. */
static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  Service *service = user_data;
  g_autofree char *report = service->function (service->user_data);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", report));
}

/**
 * wall_report_service_export:
 * @connection: the session bus
 * @function: makes the report whenever it is asked for
 * @user_data: for @function
 * @error: why it cannot be exported
 *
 * Answers other processes that ask for the report.
 *
 * Returns: what to hand to g_dbus_connection_unregister_object(); 0 on error
 */
guint
wall_report_service_export (GDBusConnection  *connection,
                            WallReportFunc    function,
                            gpointer          user_data,
                            GError          **error)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  Service *service = g_new (Service, 1);

  *service = (Service) { function, user_data };

  return g_dbus_connection_register_object (connection, WALL_REPORT_PATH, node->interfaces[0],
                                            &vtable, service, g_free, error);
}

/* What went wrong, for somebody who knows nothing of D-Bus. */
static void
explain (GError **error)
{
  g_autoptr (GError) cause = g_steal_pointer (error);

  if (g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
      || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("No wall is running."));
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
           || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                         _("The wall that is running does not answer."));
  else {
    g_dbus_error_strip_remote_error (cause);
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _("The wall that is running cannot be asked: %s"), cause->message);
  }
}

/**
 * wall_report_service_ask:
 * @bus_name: of the running wall
 * @error: (out): a sentence for the user
 *
 * Asks the running wall for its report, and starts none. Waits for the answer.
 *
 * Returns: (transfer full) (nullable): the report; %NULL on error
 */
char *
wall_report_service_ask (const char  *bus_name,
                         GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GVariant) answer = NULL;
  char *report = NULL;

  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &local_error);
  if (connection == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED,
                 _("There is no session bus to ask the wall over: %s"), local_error->message);
    return NULL;
  }

  answer = g_dbus_connection_call_sync (connection, bus_name, WALL_REPORT_PATH,
                                        WALL_REPORT_INTERFACE, "Report", NULL,
                                        G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                        ASK_TIMEOUT_MS, NULL, &local_error);
  if (answer == NULL) {
    explain (&local_error);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }

  g_variant_get (answer, "(s)", &report);

  return report;
}
