/* wall-full-screen.c
 *
 * A window in full screen: nothing but the wall, its header bar at hand.
 * The header bar is away, and comes down over the wall while the pointer is at the top. The window's
 * action "fullscreen" leads there and back, Escape back. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-full-screen.h"

#include "wall-settings.h"

struct _WallFullScreen {
  GObject parent_instance;

  GtkWindow     *window;      /* it owns this, and the widgets */
  GtkOverlay    *overlay;
  GtkBox        *box;
  GtkWidget     *header;
  GtkMenuButton *menu_button;
  GtkWidget     *content;
  gboolean       is_header_over_wall;
};

G_DEFINE_FINAL_TYPE (WallFullScreen, wall_full_screen, G_TYPE_OBJECT)

/* Over the wall, so that coming and going resizes no picture. */
static void
set_header_over_wall (WallFullScreen *self,
                      gboolean        is_over_wall)
{
  if (self->is_header_over_wall == is_over_wall)
    return;

  self->is_header_over_wall = is_over_wall;
  g_object_ref (self->header);
  if (is_over_wall) {
    gtk_box_remove (self->box, self->header);
    gtk_overlay_add_overlay (self->overlay, self->header);
    /* What else lies over the wall, such as a notice at the top, can be read and clicked. */
    gtk_widget_insert_after (self->header, GTK_WIDGET (self->overlay), GTK_WIDGET (self->box));
  } else {
    gtk_overlay_remove_overlay (self->overlay, self->header);
    gtk_box_prepend (self->box, self->header);
  }
  g_object_unref (self->header);

  gtk_widget_set_valign (self->header, is_over_wall ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  gtk_widget_set_visible (self->header, !is_over_wall);
  if (gtk_window_get_focus (self->window) == NULL)
    gtk_widget_grab_focus (self->content);
}

static void
on_fullscreened (WallFullScreen *self)
{
  gboolean is_fullscreen = gtk_window_is_fullscreen (self->window);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), "fullscreen");

  set_header_over_wall (self, is_fullscreen);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_fullscreen));
}

static gboolean
is_menu_open (WallFullScreen *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu_button);

  return popover && gtk_widget_get_visible (GTK_WIDGET (popover));
}

static void
on_motion (WallFullScreen *self,
           double          x,
           double          y)
{
  gboolean is_at_top = y <= 1;
  gboolean is_below = y > gtk_widget_get_height (self->header);

  if (!self->is_header_over_wall)
    return;

  if (is_at_top)
    gtk_widget_set_visible (self->header, TRUE);
  else if (is_below && !is_menu_open (self))
    gtk_widget_set_visible (self->header, FALSE);
}

static void
on_fullscreen_action (GSimpleAction *action,
                      GVariant      *state,
                      gpointer       user_data)
{
  WallFullScreen *self = user_data;

  /* The action's state follows once the window manager has done it. */
  if (g_variant_get_boolean (state))
    gtk_window_fullscreen (self->window);
  else
    gtk_window_unfullscreen (self->window);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    return FALSE;

  gtk_window_unfullscreen (GTK_WINDOW (widget));

  return TRUE;
}

static void
wall_full_screen_class_init (WallFullScreenClass *klass)
{
}

static void
wall_full_screen_init (WallFullScreen *self)
{
}

/**
 * wall_full_screen_new:
 * @window: a window, which shall own the new object and outlive it
 * @overlay: all that is in the window
 * @box: in it, what is beside each other as long as the window is not in full screen
 * @header: the first in @box
 * @menu_button: a button in @header, which stays as long as its menu is open
 * @content: what takes the focus when the header bar goes away with it
 *
 * Returns: (transfer full): what makes full screen of @window what it should be
 */
WallFullScreen *
wall_full_screen_new (GtkWindow     *window,
                      GtkOverlay    *overlay,
                      GtkBox        *box,
                      GtkWidget     *header,
                      GtkMenuButton *menu_button,
                      GtkWidget     *content)
{
  static const GActionEntry actions[] = {
    { .name = "fullscreen", .state = "false", .change_state = on_fullscreen_action },
  };
  WallFullScreen *self = g_object_new (WALL_TYPE_FULL_SCREEN, NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->window = window;
  self->overlay = overlay;
  self->box = box;
  self->header = header;
  self->menu_button = menu_button;
  self->content = content;

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (on_fullscreened), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), motion);

  return self;
}

/**
 * wall_full_screen_show_header:
 * @self: a window's full screen
 *
 * Brings the header bar down, for example because its menu is asked for.
 */
void
wall_full_screen_show_header (WallFullScreen *self)
{
  g_return_if_fail (WALL_IS_FULL_SCREEN (self));

  gtk_widget_set_visible (self->header, TRUE);
}

/**
 * wall_full_screen_install_keys:
 * @window_class: of windows
 *
 * Has Escape lead back from full screen, where nothing in the window wants it.
 */
void
wall_full_screen_install_keys (GtkWidgetClass *window_class)
{
  gtk_widget_class_add_binding (window_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

/* The desktop finishes what it can; what a window asks for at first it has anyway. */
static void
size_for (GtkWindow  *window,
          GdkMonitor *monitor)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window)));
  g_autoptr (GdkMonitor) first = g_list_model_get_item (monitors, 0);
  GdkRectangle size;

  if (monitor == NULL && first == NULL)
    return;

  gdk_monitor_get_geometry (monitor ? monitor : first, &size);
  gtk_window_set_default_size (window, size.width, size.height);
}

/**
 * wall_full_screen_fill:
 * @window: a window
 *
 * Goes to full screen, on the monitor it was on last; where there is no window manager to do it, such
 * as on a bare X server, a window that is not shown yet becomes as large as that monitor.
 */
void
wall_full_screen_fill (GtkWindow *window)
{
  gboolean is_new = !gtk_widget_get_mapped (GTK_WIDGET (window));
  g_autoptr (GSettings) settings = is_new ? wall_settings_new () : NULL;
  g_autoptr (GdkMonitor) kept = settings ? wall_settings_find_monitor (settings, window) : NULL;

  if (is_new)
    size_for (window, kept);
  if (kept)
    gtk_window_fullscreen_on_monitor (window, kept);
  else
    gtk_window_fullscreen (window);
}
