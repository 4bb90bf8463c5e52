/* wall-settings.c
 *
 * What the program keeps of itself from one start to the next. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-settings.h"

#define WIDTH "window-width"
#define HEIGHT "window-height"
#define MAXIMIZED "window-maximized"
#define FULLSCREEN "window-fullscreen"

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

/**
 * wall_settings_restore_window:
 * @window: that is not shown yet
 *
 * Makes it what it was when it was kept.
 */
void
wall_settings_restore_window (GSettings *self,
                              GtkWindow *window)
{
  gtk_window_set_default_size (window, g_settings_get_int (self, WIDTH),
                               g_settings_get_int (self, HEIGHT));
  if (g_settings_get_boolean (self, MAXIMIZED))
    gtk_window_maximize (window);
  if (g_settings_get_boolean (self, FULLSCREEN))
    gtk_window_fullscreen (window);
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

  gtk_window_get_default_size (window, &width, &height);
  if (!is_whole && width > 0 && height > 0) {
    g_settings_set_int (self, WIDTH, width);
    g_settings_set_int (self, HEIGHT, height);
  }
  g_settings_set_boolean (self, MAXIMIZED, gtk_window_is_maximized (window));
  g_settings_set_boolean (self, FULLSCREEN, gtk_window_is_fullscreen (window));
}
