/* wall-monitor.c
 *
 * Which monitor the wall is on, by a name that outlives a restart: the plug and what is plugged in.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-monitor.h"

#define SEPARATOR "\n"

static const char *
or_empty (const char *text)
{
  return text ? text : "";
}

static char *
dup_name (GdkMonitor *monitor)
{
  return g_strdup_printf ("%s" SEPARATOR "%s %s", or_empty (gdk_monitor_get_connector (monitor)),
                          or_empty (gdk_monitor_get_manufacturer (monitor)),
                          or_empty (gdk_monitor_get_model (monitor)));
}

/**
 * wall_monitor_dup_name:
 * @window: a window
 *
 * Returns: (transfer full) (nullable): the name of the monitor that it is on
 */
char *
wall_monitor_dup_name (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  GdkMonitor *monitor = NULL;

  if (surface)
    monitor = gdk_display_get_monitor_at_surface (gdk_surface_get_display (surface), surface);

  return monitor ? dup_name (monitor) : NULL;
}

/* How much of the name is the same: a monitor may be put into another plug, and another monitor into
 * this one. */
static guint
compare (char *const *kept,
         const char  *name)
{
  g_auto (GStrv) parts = g_strsplit (name, SEPARATOR, 2);
  gboolean is_same_plug = g_str_equal (kept[0], parts[0]) && *kept[0] != '\0';
  gboolean is_same_model = g_str_equal (kept[1], parts[1]) && g_strstrip (parts[1])[0] != '\0';

  return (is_same_model ? 2 : 0) + (is_same_plug ? 1 : 0);
}

/**
 * wall_monitor_pick:
 * @kept: the name that was kept
 * @names: (array zero-terminated=1): of the monitors that there are
 *
 * Returns: the one that is meant, from 0; G_MAXUINT: it is not there
 */
guint
wall_monitor_pick (const char        *kept,
                   const char *const *names)
{
  g_auto (GStrv) parts = g_strsplit (kept, SEPARATOR, 2);
  guint best = G_MAXUINT, most = 0;

  if (g_strv_length (parts) < 2)
    return G_MAXUINT;

  for (guint i = 0; names[i] != NULL; i++) {
    guint same = compare (parts, names[i]);

    if (same <= most)
      continue;

    most = same;
    best = i;
  }

  return best;
}

/**
 * wall_monitor_find:
 * @display: a display
 * @kept: a name that was kept
 *
 * Returns: (transfer full) (nullable): the monitor that is meant, %NULL if it is not there
 */
GdkMonitor *
wall_monitor_find (GdkDisplay *display,
                   const char *kept)
{
  GListModel *monitors = gdk_display_get_monitors (display);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n = g_list_model_get_n_items (monitors);
  guint picked;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    g_ptr_array_add (names, dup_name (monitor));
  }
  g_ptr_array_add (names, NULL);
  picked = wall_monitor_pick (kept, (const char *const *) names->pdata);

  return picked == G_MAXUINT ? NULL : g_list_model_get_item (monitors, picked);
}
