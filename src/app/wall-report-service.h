/* wall-report-service.h
 *
 * The running wall's report, over D-Bus: both ends of it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_REPORT_PATH      "/org/watchwall/Watchwall"
#define WALL_REPORT_INTERFACE "org.watchwall.Watchwall.Wall1"

/* Returns: (transfer full): the report. */
typedef char *(*WallReportFunc) (gpointer user_data);

guint wall_report_service_export (GDBusConnection  *connection,
                                  WallReportFunc    function,
                                  gpointer          user_data,
                                  GError          **error);
char *wall_report_service_ask    (const char       *bus_name,
                                  GError          **error);

G_END_DECLS
