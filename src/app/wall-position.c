/* wall-position.c
 *
 * Where on the desktop a window is, and how it gets there again. Only X11 lets a program know and
 * choose that; elsewhere the desktop does. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-position.h"

#ifdef HAVE_X11

#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>

typedef struct {
  WallPoint point;
  gboolean is_maximized;
} Wish;

/* A position on a monitor that is gone would put the window where nobody sees it. */
static gboolean
is_on_a_monitor (GdkDisplay *display,
                 WallPoint    point)
{
  GListModel *monitors = gdk_display_get_monitors (display);
  guint n = g_list_model_get_n_items (monitors);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle box;

    gdk_monitor_get_geometry (monitor, &box);
    if (gdk_rectangle_contains_point (&box, point.x, point.y))
      return TRUE;
  }

  return FALSE;
}

static void
on_map (GtkWindow *window,
        Wish      *wish)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  int scale = gdk_surface_get_scale_factor (surface);

  XMoveWindow (GDK_SURFACE_XDISPLAY (surface), GDK_SURFACE_XID (surface), wish->point.x * scale,
               wish->point.y * scale);
  if (wish->is_maximized)
    gtk_window_maximize (window);
  g_signal_handlers_disconnect_by_func (window, on_map, wish);
}

static void
free_wish (gpointer  data,
           GClosure *closure)
{
  g_free (data);
}

/**
 * wall_position_get:
 * @window: that is shown
 * @out_point: (out): logical pixels of the desktop; written only if it is known
 *
 * Returns: whether it is known
 */
gboolean
wall_position_get (GtkWindow *window,
                   WallPoint  *out_point)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  Display *display;
  Window child;
  int x, y, scale;

  if (surface == NULL || !GDK_IS_X11_SURFACE (surface))
    return FALSE;

  display = GDK_SURFACE_XDISPLAY (surface);
  scale = gdk_surface_get_scale_factor (surface);
  if (!XTranslateCoordinates (display, GDK_SURFACE_XID (surface), DefaultRootWindow (display), 0, 0,
                              &x, &y, &child))
    return FALSE;

  *out_point = (WallPoint) { x / scale, y / scale };

  return TRUE;
}

/**
 * wall_position_set:
 * @window: that is not shown yet
 * @point: logical pixels of the desktop
 * @is_maximized: whether it shall take the whole monitor there
 *
 * Has the window come up there.
 *
 * Returns: whether that is possible
 */
gboolean
wall_position_set (GtkWindow *window,
                   WallPoint   point,
                   gboolean   is_maximized)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  Wish *wish;

  if (!GDK_IS_X11_DISPLAY (display) || !is_on_a_monitor (display, point))
    return FALSE;

  wish = g_new (Wish, 1);
  *wish = (Wish) { point, is_maximized };
  g_signal_connect_data (window, "map", G_CALLBACK (on_map), wish, free_wish, G_CONNECT_AFTER);

  return TRUE;
}

#else

gboolean
wall_position_get (GtkWindow *window,
                   WallPoint  *out_point)
{
  return FALSE;
}

gboolean
wall_position_set (GtkWindow *window,
                   WallPoint   point,
                   gboolean   is_maximized)
{
  return FALSE;
}

#endif
