/* wall-widgets.c
 *
 * What the wall's widgets need before the first of them is made: their styles and symbols, which
 * come with the program, so that no icon theme has to be installed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-widgets.h"

#include "wall-widgets-resources.h"

/**
 * wall_widgets_init:
 * @display: where they will be shown
 *
 * Makes styles and symbols known. May be called again.
 */
void
wall_widgets_init (GdkDisplay *display)
{
  static gboolean is_done = FALSE;
  g_autoptr (GtkCssProvider) provider = NULL;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  if (is_done)
    return;
  is_done = TRUE;

  g_resources_register (wall_widgets_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/watchwall/Watchwall/icons");
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/org/watchwall/Watchwall/wall-widgets.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
