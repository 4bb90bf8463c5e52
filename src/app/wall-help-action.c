/* wall-help-action.c
 *
 * Where the help is shown: over the wall, where a screen reader sees it on the floor's GTK, too; in a
 * window of its own beside a dialog that it may be about. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-help-action.h"

#include <glib/gi18n-lib.h>

#include "wall-help.h"
#include "wall-sheet.h"

#define WIDTH 640
#define HEIGHT 720

/* Returns: (nullable): what lies over the wall */
static WallSheet *
find_sheet (GtkOverlay *overlay)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (overlay)); child;
       child = gtk_widget_get_next_sibling (child))
    if (WALL_IS_SHEET (child))
      return WALL_SHEET (child);

  return NULL;
}

static GtkWindow *
find_window (GtkApplication *application)
{
  for (GList *each = gtk_application_get_windows (application); each; each = each->next)
    if (ADW_IS_WINDOW (each->data) && WALL_IS_HELP (adw_window_get_content (each->data)))
      return each->data;

  return NULL;
}

static GtkWindow *
open_window (WallWindow *window)
{
  GtkWindow *help = GTK_WINDOW (adw_window_new ());

  adw_window_set_content (ADW_WINDOW (help), wall_help_new ("window.close"));
  gtk_window_set_title (help, _("Help"));
  gtk_window_set_default_size (help, WIDTH, HEIGHT);
  gtk_window_set_application (help, gtk_window_get_application (GTK_WINDOW (window)));
  gtk_window_set_transient_for (help, GTK_WINDOW (window));
  gtk_window_set_destroy_with_parent (help, TRUE);

  return help;
}

/**
 * wall_help_action_show:
 * @window: the wall
 *
 * Shows the help, or brings it to the front.
 */
void
wall_help_action_show (WallWindow *window)
{
  GtkOverlay *overlay = wall_window_get_overlay (window);
  WallSheet *sheet = find_sheet (overlay);
  GtkWindow *help = find_window (gtk_window_get_application (GTK_WINDOW (window)));

  if (help == NULL && sheet && !WALL_IS_HELP (wall_sheet_get_content (sheet)))
    help = open_window (window);
  if (help == NULL && sheet == NULL)
    wall_sheet_open (overlay, wall_help_new ("sheet.close"), _("Help"));

  gtk_window_present (help ? help : GTK_WINDOW (window));
}
