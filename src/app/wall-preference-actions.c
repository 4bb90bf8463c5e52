/* wall-preference-actions.c
 *
 * The preferences as actions of the application: each by itself, so that a script can set it over
 * D-Bus, and the window that shows them. What they say of the appearance is done here. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-preference-actions.h"

#include "wall-autostart-action.h"
#include "wall-find-window.h"
#include "wall-preferences.h"
#include "wall-settings.h"

/* Under which name the application has them. */
#define SETTINGS "settings"

static void
on_colour_scheme (GSettings *settings)
{
  g_autofree char *wanted = g_settings_get_string (settings, WALL_SETTINGS_COLOUR_SCHEME);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_strcmp0 (wanted, "system") == 0
                                        ? ADW_COLOR_SCHEME_DEFAULT
                                        : ADW_COLOR_SCHEME_FORCE_DARK);
}

static void
on_preferences (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  GtkApplication *application = user_data;
  GSettings *settings = g_object_get_data (G_OBJECT (application), SETTINGS);
  GtkWindow *parent = gtk_application_get_active_window (application);
  GtkWindow *window = wall_find_window (application, WALL_TYPE_PREFERENCES);

  if (parent == NULL)
    return;

  if (window == NULL) {
    window = GTK_WINDOW (wall_preferences_new (settings));
    gtk_window_set_application (window, application);
    gtk_window_set_transient_for (window, parent);
    gtk_window_set_destroy_with_parent (window, TRUE);
  }
  gtk_window_present (window);
}

static void
add_choices (GActionMap *application,
             GSettings  *settings)
{
  static const char *const keys[] = { WALL_SETTINGS_COLOUR_SCHEME, WALL_SETTINGS_NOTIFICATIONS,
                                      WALL_SETTINGS_STRIP, WALL_SETTINGS_SUB_STREAM_IN_GRID };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GAction) action = g_settings_create_action (settings, keys[i]);

    g_action_map_add_action (application, action);
  }
}

/**
 * wall_preference_actions_install:
 * @application: which they belong to; it has been started
 *
 * Adds an action of each preference's own name. Where settings cannot be kept, because the program
 * was not installed, there are none but "autostart", and the wall is dark.
 */
void
wall_preference_actions_install (GtkApplication *application)
{
  g_autoptr (GSettings) settings = wall_settings_new ();

  wall_autostart_action_install (application, settings);
  if (settings == NULL) {
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
    return;
  }

  g_signal_connect (settings, "changed::" WALL_SETTINGS_COLOUR_SCHEME,
                    G_CALLBACK (on_colour_scheme), NULL);
  on_colour_scheme (settings);
  add_choices (G_ACTION_MAP (application), settings);
  g_object_set_data_full (G_OBJECT (application), SETTINGS, g_steal_pointer (&settings),
                          g_object_unref);
}

/**
 * wall_preference_actions_install_of_wall:
 * @application: with preferences, and a wall that is open
 * @notifier: what tells the desktop of lost cameras
 *
 * Adds "preferences", the window that shows them, and has @notifier do what they say.
 */
void
wall_preference_actions_install_of_wall (GtkApplication *application,
                                         WallNotifier   *notifier)
{
  static const GActionEntry actions[] = {
    { .name = "preferences", .activate = on_preferences },
  };
  GSettings *settings = g_object_get_data (G_OBJECT (application), SETTINGS);

  if (settings == NULL)
    return;

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  wall_notifier_follow (notifier, settings);
}
