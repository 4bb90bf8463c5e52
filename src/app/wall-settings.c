/* wall-settings.c
 *
 * What the program keeps of itself from one start to the next. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-settings.h"

#include "wall-monitor.h"
#include "wall-position.h"

#define WIDTH "window-width"
#define HEIGHT "window-height"
#define MAXIMIZED "window-maximized"
#define FULLSCREEN "window-fullscreen"
#define POSITION "window-position"
#define MONITOR "monitor"

/**
 * wall_settings_new:
 *
 * Returns: (transfer full) (nullable): the settings; %NULL where the program runs without having
 *   been installed, and nothing is kept
 */
GSettings *
wall_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (!schema)
    return NULL;

  return g_settings_new_full (schema, NULL, NULL);
}

/* On Wayland a program can choose the monitor for full screen only. */
static void
restore_full_screen (GSettings *self,
                     GtkWindow *window)
{
  g_autoptr (GdkMonitor) monitor = wall_settings_find_monitor (self, window);

  if (monitor)
    gtk_window_fullscreen_on_monitor (window, monitor);
  else
    gtk_window_fullscreen (window);
}

/* A window that is to be put somewhere is maximized there. */
static void
restore_position (GSettings *self,
                  GtkWindow *window)
{
  gboolean is_maximized = g_settings_get_boolean (self, MAXIMIZED);
  WallPoint point;

  g_settings_get (self, POSITION, "(ii)", &point.x, &point.y);
  if (!wall_position_set (window, point, is_maximized) && is_maximized)
    gtk_window_maximize (window);
}

/**
 * wall_settings_restore_window:
 * @window: that is not shown yet
 *
 * Makes it what it was when it was kept, and where it was as far as the desktop lets a program choose.
 */
void
wall_settings_restore_window (GSettings *self,
                              GtkWindow *window)
{
  gtk_window_set_default_size (window, g_settings_get_int (self, WIDTH),
                               g_settings_get_int (self, HEIGHT));
  restore_position (self, window);
  if (g_settings_get_boolean (self, FULLSCREEN))
    restore_full_screen (self, window);
}

/**
 * wall_settings_find_monitor:
 * @window: a window
 *
 * Returns: (transfer full) (nullable): the monitor that the wall was on, %NULL if it is not there
 */
GdkMonitor *
wall_settings_find_monitor (GSettings *self,
                            GtkWindow *window)
{
  g_autofree char *kept = g_settings_get_string (self, MONITOR);

  return wall_monitor_find (gtk_widget_get_display (GTK_WIDGET (window)), kept);
}

static void
keep_place (GSettings *self,
            GtkWindow *window)
{
  g_autofree char *monitor = wall_monitor_dup_name (window);
  gboolean is_fullscreen = gtk_window_is_fullscreen (window);
  WallPoint point;

  if (monitor)
    g_settings_set_string (self, MONITOR, monitor);
  if (!is_fullscreen && wall_position_get (window, &point))
    g_settings_set (self, POSITION, "(ii)", point.x, point.y);
}

/**
 * wall_settings_keep_window:
 * @window: that is still shown
 *
 * Keeps what it is. Its size counts only where it is the person's own choice.
 */
void
wall_settings_keep_window (GSettings *self,
                           GtkWindow *window)
{
  gboolean is_whole = gtk_window_is_maximized (window) || gtk_window_is_fullscreen (window);
  int width, height;

  keep_place (self, window);
  gtk_window_get_default_size (window, &width, &height);
  if (!is_whole && width > 0 && height > 0) {
    g_settings_set_int (self, WIDTH, width);
    g_settings_set_int (self, HEIGHT, height);
  }
  g_settings_set_boolean (self, MAXIMIZED, gtk_window_is_maximized (window));
  g_settings_set_boolean (self, FULLSCREEN, gtk_window_is_fullscreen (window));
}
