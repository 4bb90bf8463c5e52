/* wall-monitor.h
 *
 * Which monitor the wall is on, by a name that outlives a restart. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char       *wall_monitor_dup_name (GtkWindow         *window);
guint       wall_monitor_pick     (const char        *kept,
                                   const char *const *names);
GdkMonitor *wall_monitor_find     (GdkDisplay        *display,
                                   const char        *kept);

G_END_DECLS
