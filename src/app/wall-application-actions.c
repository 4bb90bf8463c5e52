/* wall-application-actions.c
 *
 * What the application does on request, from the menu, by keys and over D-Bus. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-application-actions.h"

#include "wall-about.h"
#include "wall-connection-view.h"
#include "wall-find-window.h"
#include "wall-full-screen.h"
#include "wall-help-action.h"

static const WallApplicationHost *
get_host (gpointer application)
{
  return g_object_get_data (G_OBJECT (application), "host");
}

static GtkWindow *
get_window (gpointer application)
{
  WallWindow *window = get_host (application)->get_window (application);

  return window ? GTK_WINDOW (window) : NULL;
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       application)
{
  get_host (application)->quit (application);
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       application)
{
  if (get_window (application))
    wall_about_present (get_window (application));
}

/* A window that belongs to the wall's, and goes with it. */
static void
present_beside (GtkWidget *window,
                gpointer   application)
{
  gtk_window_set_application (GTK_WINDOW (window), application);
  gtk_window_set_transient_for (GTK_WINDOW (window), get_window (application));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

/* One is enough: asked for again, it comes to the front. */
static void
on_connections (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       application)
{
  GListModel *cameras = get_host (application)->get_cameras (application);
  GtkWindow *view = wall_find_window (application, WALL_TYPE_CONNECTION_VIEW);

  if (cameras == NULL || get_window (application) == NULL)
    return;

  if (view)
    gtk_window_present (view);
  else
    present_beside (wall_connection_view_new (cameras), application);
}

static void
on_help (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       application)
{
  WallWindow *window = get_host (application)->get_window (application);

  if (window)
    wall_help_action_show (window);
}

static void
on_copy_report (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       application)
{
  GtkWindow *window = get_window (application);
  g_autofree char *report = NULL;

  if (window == NULL)
    return;

  report = get_host (application)->build_report (application);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), report);
}

/* For who cannot reach the window's own action, such as a desktop's launcher. */
static void
on_fullscreen (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       application)
{
  GtkWindow *window = get_window (application);

  if (window == NULL)
    return;

  wall_full_screen_fill (window);
  gtk_window_present (window);
}

static void
set_keys (GtkApplication *application)
{
  static const struct {
    const char *action;
    const char *keys[4];
  } keys[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "app.help", { "F1", NULL } },
    { "app.connections", { "<Control>i", NULL } },
    { "app.preferences", { "<Control>comma", NULL } },
    { "win.fullscreen", { "F11", NULL } },
    { "win.show-help-overlay", { "<Control>question", NULL } },
    { "win.snapshot", { "<Control>s", NULL } },
    { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add", NULL } },
    { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract", NULL } },
    { "win.zoom-reset", { "<Control>0", "<Control>KP_0", NULL } },
    { "win.menu", { "F10", NULL } },
    { "win.next-page", { "Page_Down", "KP_Page_Down", NULL } },
    { "win.previous-page", { "Page_Up", "KP_Page_Up", NULL } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action,
                                           (const char **) keys[i].keys);
}

/**
 * wall_application_actions_install:
 * @application: which they belong to
 * @host: what they need of it; it is not copied
 *
 * Adds what needs no wall, and sets the keys of all.
 */
void
wall_application_actions_install (GtkApplication            *application,
                                  const WallApplicationHost *host)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = on_quit },
  };

  g_object_set_data (G_OBJECT (application), "host", (gpointer) host);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_keys (application);
}

/**
 * wall_application_actions_install_of_wall:
 * @application: with a wall that is open
 *
 * Adds what is about the wall.
 */
void
wall_application_actions_install_of_wall (GtkApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = on_about },
    { .name = "connections", .activate = on_connections },
    { .name = "copy-report", .activate = on_copy_report },
    { .name = "fullscreen", .activate = on_fullscreen },
    { .name = "help", .activate = on_help },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}
