/* wall-widgets.c
 *
 * What the wall's widgets need before the first of them is made: their styles and symbols, which
 * come with the program, so that no icon theme has to be installed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-widgets.h"

#include <adwaita.h>

#include "wall-widgets-resources.h"

static GtkStyleProvider *
load_style (const char *path)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, path);

  return GTK_STYLE_PROVIDER (provider);
}

static void
on_contrast_changed (AdwStyleManager  *manager,
                     GParamSpec       *pspec,
                     GtkStyleProvider *style)
{
  GdkDisplay *display = adw_style_manager_get_display (manager);

  gtk_style_context_remove_provider_for_display (display, style);
  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, style,
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

/* The style lives as long as the display, which is as long as the program. */
static void
follow_contrast (GdkDisplay *display)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (display);
  GtkStyleProvider *style = load_style ("/org/watchwall/Watchwall/wall-widgets-hc.css");

  g_signal_connect_data (manager, "notify::high-contrast", G_CALLBACK (on_contrast_changed), style,
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  on_contrast_changed (manager, NULL, style);
}

/**
 * wall_widgets_init:
 * @display: where they will be shown; libadwaita is initialized
 *
 * Makes styles and symbols known. May be called again.
 */
void
wall_widgets_init (GdkDisplay *display)
{
  static gboolean is_done = FALSE;
  g_autoptr (GtkStyleProvider) style = NULL;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  if (is_done)
    return;
  is_done = TRUE;

  g_resources_register (wall_widgets_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/watchwall/Watchwall/icons");
  style = load_style ("/org/watchwall/Watchwall/wall-widgets.css");
  gtk_style_context_add_provider_for_display (display, style,
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  follow_contrast (display);
}
