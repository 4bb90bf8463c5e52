/* wall-autostart-action.c
 *
 * Starting with the session, as an action of the application: its state is what is the case, so a
 * switch that shows it goes back by itself where that could not be changed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-autostart-action.h"

#include "wall-autostart-file.h"
#include "wall-autostart.h"
#include "wall-find-window.h"
#include "wall-preferences.h"
#include "wall-sandbox.h"
#include "wall-window.h"

/* A desktop may ask a person, who may be looking at the cameras. */
#define PORTAL_DEADLINE_MS (60 * 1000)

/* Where the switch is that was used, or on the wall. */
static void
on_trouble (WallAutostart *autostart,
            const char    *text,
            gpointer       application)
{
  GtkWindow *preferences = wall_find_window (application, WALL_TYPE_PREFERENCES);
  GtkWindow *window = wall_find_window (application, WALL_TYPE_WINDOW);

  g_printerr ("watchwall: %s\n", text);
  if (preferences) {
    g_autofree char *markup = g_markup_escape_text (text, -1);
    AdwToast *toast = adw_toast_new (markup);

    adw_toast_set_timeout (toast, 0);
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (preferences), toast);
  } else if (window)
    wall_window_say (WALL_WINDOW (window), text);
}

static void
follow (GSimpleAction *action,
        GParamSpec    *pspec,
        WallAutostart *autostart)
{
  gboolean is_active = wall_autostart_get_is_active (autostart);

  g_simple_action_set_state (action, g_variant_new_boolean (is_active));
  g_simple_action_set_enabled (action, !wall_autostart_get_is_busy (autostart));
}

static void
on_change_state (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       autostart)
{
  wall_autostart_set (autostart, g_variant_get_boolean (value));
}

/* In a sandbox without a bus there is nobody to ask. */
static WallAutostart *
make_autostart (GtkApplication *application,
                GSettings      *settings)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (application));
  g_autofree char *path = NULL;

  if (wall_sandbox_is_flatpak ())
    return bus ? wall_autostart_new_for_portal (bus, settings, PORTAL_DEADLINE_MS) : NULL;

  path = wall_autostart_file_dup_path ();

  return wall_autostart_new_for_file (path);
}

/**
 * wall_autostart_action_install:
 * @application: which it belongs to; it has been started
 * @settings: (nullable): its settings
 *
 * Adds "autostart".
 */
void
wall_autostart_action_install (GtkApplication *application,
                               GSettings      *settings)
{
  g_autoptr (WallAutostart) autostart = make_autostart (application, settings);
  g_autoptr (GSimpleAction) action = NULL;

  if (autostart == NULL)
    return;

  action = g_simple_action_new_stateful ("autostart", NULL, g_variant_new_boolean (FALSE));
  follow (action, NULL, autostart);
  g_signal_connect_object (autostart, "notify", G_CALLBACK (follow), action, G_CONNECT_SWAPPED);
  g_signal_connect_object (autostart, "trouble", G_CALLBACK (on_trouble), application, 0);
  g_signal_connect_object (action, "change-state", G_CALLBACK (on_change_state), autostart, 0);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  g_object_set_data_full (G_OBJECT (action), "autostart", g_steal_pointer (&autostart),
                          g_object_unref);
}
