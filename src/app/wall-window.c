/* wall-window.c
 *
 * The wall's window: the grid, above it a header bar with the sum of states.
 * In full screen the header bar is away, and comes down over the wall while the pointer is at the
 * top. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-window.h"

#include <glib/gi18n-lib.h>

#include "wall-grid.h"
#include "wall-number-entry.h"
#include "wall-settings.h"
#include "wall-status-text.h"
#include "wall-texture-path.h"
#include "wall-view-actions.h"

#define RATE_INTERVAL_S 1

/* Long enough to be read, and then away: it hides a part of the wall. */
#define SAY_S 30

/* So many letters of the title are seen in the narrowest window. */
#define TITLE_FITS 20

struct _WallWindow {
  AdwApplicationWindow parent_instance;

  GtkOverlay     *overlay;
  GtkBox         *box;
  GtkWidget      *header;
  AdwWindowTitle *title;
  GtkMenuButton  *menu_button;
  AdwToastOverlay *toasts;
  GtkWidget      *page_buttons;
  GtkStack       *stack;
  AdwStatusPage  *empty;
  WallGrid       *grid;

  WallCameraList *cameras;
  GSettings      *settings;   /* (nullable) */
  gboolean        is_header_over_wall;
  guint           rate_id;
  guint64         last_frames;
  guint64         last_pictures;
  gint64          last_us;
  double          frames_per_second;
  double          pictures_per_second;
};

G_DEFINE_FINAL_TYPE (WallWindow, wall_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_sums_changed (WallWindow *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->cameras)) == 0;
  g_autofree char *text = NULL;
  const char *title;
  WallCameraSums sums;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "wall");
  wall_camera_list_get_sums (self->cameras, &sums);
  text = wall_sums_text (&sums);
  title = *text ? text : "Watchwall";
  if (g_strcmp0 (adw_window_title_get_title (self->title), title) == 0)
    return;

  adw_window_title_set_title (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title),
                               g_utf8_strlen (text, -1) > TITLE_FITS ? text : NULL);
}

static void
on_pages_changed (WallWindow *self)
{
  g_autofree char *pages = wall_view_actions_dup_pages (self->grid);

  wall_view_actions_update (G_ACTION_MAP (self), self->grid);
  adw_window_title_set_subtitle (self->title, pages);
  gtk_widget_set_visible (self->page_buttons, *pages != '\0');
}

static gboolean
on_rate_tick (gpointer user_data)
{
  WallWindow *self = user_data;
  gint64 now_us = g_get_monotonic_time ();
  double seconds = (double) (now_us - self->last_us) / G_USEC_PER_SEC;
  guint64 frames, pictures;

  wall_grid_get_counts (self->grid, &frames, &pictures);
  self->frames_per_second = (double) (frames - self->last_frames) / seconds;
  self->pictures_per_second = (double) (pictures - self->last_pictures) / seconds;
  self->last_frames = frames;
  self->last_pictures = pictures;
  self->last_us = now_us;

  return G_SOURCE_CONTINUE;
}

/* Over the wall, so that coming and going resizes no picture. */
static void
set_header_over_wall (WallWindow *self,
                      gboolean    is_over_wall)
{
  if (self->is_header_over_wall == is_over_wall)
    return;

  self->is_header_over_wall = is_over_wall;
  g_object_ref (self->header);
  if (is_over_wall) {
    gtk_box_remove (self->box, self->header);
    gtk_overlay_add_overlay (self->overlay, self->header);
  } else {
    gtk_overlay_remove_overlay (self->overlay, self->header);
    gtk_box_prepend (self->box, self->header);
  }
  g_object_unref (self->header);

  gtk_widget_set_valign (self->header, is_over_wall ? GTK_ALIGN_START : GTK_ALIGN_FILL);
  gtk_widget_set_visible (self->header, !is_over_wall);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
on_fullscreened (WallWindow *self)
{
  gboolean is_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen");

  set_header_over_wall (self, is_fullscreen);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_fullscreen));
}

static gboolean
is_menu_open (WallWindow *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu_button);

  return popover && gtk_widget_get_visible (GTK_WIDGET (popover));
}

static void
on_motion (WallWindow               *self,
           double                    x,
           double                    y,
           GtkEventControllerMotion *controller)
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
  GtkWindow *window = GTK_WINDOW (user_data);

  /* The action's state follows once the window manager has done it. */
  if (g_variant_get_boolean (state))
    gtk_window_fullscreen (window);
  else
    gtk_window_unfullscreen (window);
}

static void
on_menu_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  WallWindow *self = user_data;

  gtk_widget_set_visible (self->header, TRUE);
  gtk_menu_button_popup (self->menu_button);
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
realize (GtkWidget *widget)
{
  GskRenderer *renderer;

  GTK_WIDGET_CLASS (wall_window_parent_class)->realize (widget);

  renderer = gtk_native_get_renderer (GTK_NATIVE (widget));
  wall_texture_path_set_renderer (G_OBJECT_TYPE_NAME (renderer));
}

static void
dispose (GObject *object)
{
  WallWindow *self = WALL_WINDOW (object);

  g_clear_handle_id (&self->rate_id, g_source_remove);
  if (self->cameras)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  if (self->grid)
    wall_grid_set_model (self->grid, NULL);
  g_clear_object (&self->cameras);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wall_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (WALL_TYPE_GRID);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WallWindow, overlay);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, box);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, header);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, title);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, page_buttons);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, grid);
}

static void
wall_window_class_init (WallWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->realize = realize;

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  bind_template (widget_class);
}

static void
wall_window_init (WallWindow *self)
{
  static const GActionEntry actions[] = {
    { .name = "fullscreen", .state = "false", .change_state = on_fullscreen_action },
    { .name = "menu", .activate = on_menu_action },
  };
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_autofree char *command = g_strdup_printf ("<tt>watchwall --devices %s</tt>", _("FILE"));
  g_autofree char *advice = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (on_fullscreened), NULL);
  self->settings = wall_settings_new ();
  gtk_overlay_add_overlay (self->overlay, wall_number_entry_new (self->grid));
  wall_view_actions_install (G_ACTION_MAP (self), self->grid, self->settings);
  g_signal_connect_object (self->grid, "pages-changed", G_CALLBACK (on_pages_changed), self,
                           G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  advice = g_strdup_printf (_("Start with a device file:\n%s\n\nTo try it without a camera:\n%s"),
                            command, "<tt>build-aux/run</tt>");
  adw_status_page_set_description (self->empty, advice);

  /* Nothing is painted beneath the tiles. */
  gtk_widget_remove_css_class (GTK_WIDGET (self), "background");
  gtk_widget_add_css_class (GTK_WIDGET (self), "wall");

  self->last_us = g_get_monotonic_time ();
  self->rate_id = g_timeout_add_seconds (RATE_INTERVAL_S, on_rate_tick, self);
}

/**
 * wall_window_new:
 * @application: the application
 * @cameras: (transfer none): what is watched
 *
 * Returns: (transfer none): a window, which GTK owns
 */
WallWindow *
wall_window_new (GtkApplication *application,
                 WallCameraList *cameras)
{
  WallWindow *self = g_object_new (WALL_TYPE_WINDOW, "application", application, NULL);

  self->cameras = g_object_ref (cameras);
  wall_grid_set_model (self->grid, G_LIST_MODEL (cameras));
  g_signal_connect_swapped (cameras, "sums-changed", G_CALLBACK (on_sums_changed), self);
  g_signal_connect_swapped (cameras, "items-changed", G_CALLBACK (on_sums_changed), self);
  on_sums_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
  if (self->settings)
    wall_settings_restore_window (self->settings, GTK_WINDOW (self));

  return self;
}

/**
 * wall_window_keep:
 * @self: a window that is still shown
 *
 * Keeps what it is for the next start.
 */
void
wall_window_keep (WallWindow *self)
{
  g_return_if_fail (WALL_IS_WINDOW (self));

  if (self->settings)
    wall_settings_keep_window (self->settings, GTK_WINDOW (self));
}

/**
 * wall_window_fill_screen:
 * @self: a window
 *
 * Goes to full screen; where there is no window manager to do it, such as on a bare X server, a
 * window that is not shown yet becomes as large as the first monitor.
 */
void
wall_window_fill_screen (WallWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle size;

  if (monitor && !gtk_widget_get_mapped (GTK_WIDGET (self))) {
    gdk_monitor_get_geometry (monitor, &size);
    gtk_window_set_default_size (GTK_WINDOW (self), size.width, size.height);
  }

  gtk_window_fullscreen (GTK_WINDOW (self));
}

/**
 * wall_window_say:
 * @self: a window
 * @text: a whole sentence
 *
 * Tells people what concerns no single camera.
 */
void
wall_window_say (WallWindow *self,
                 const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  AdwToast *toast = adw_toast_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, SAY_S);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * wall_window_get_numbers:
 * @self: a window
 * @out_numbers: (out): what is known of its painting
 *
 * For the report.
 */
void
wall_window_get_numbers (WallWindow        *self,
                         WallWindowNumbers *out_numbers)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (self));
  double scale = gtk_widget_get_scale_factor (widget);

#if GTK_CHECK_VERSION (4, 12, 0)
  if (gtk_native_get_surface (GTK_NATIVE (self)))
    scale = gdk_surface_get_scale (gtk_native_get_surface (GTK_NATIVE (self)));
#endif

  *out_numbers = (WallWindowNumbers) {
    .renderer = renderer ? G_OBJECT_TYPE_NAME (renderer) : "none",
    .width = (int) (gtk_widget_get_width (widget) * scale + 0.5),
    .height = (int) (gtk_widget_get_height (widget) * scale + 0.5),
    .scale = scale,
    .is_fullscreen = gtk_window_is_fullscreen (GTK_WINDOW (self)),
    .frames_per_second = self->frames_per_second,
    .pictures_per_second = self->pictures_per_second,
  };
  wall_grid_get_counts (self->grid, &out_numbers->frames, &out_numbers->pictures);
}

/**
 * wall_window_get_picture_bounds:
 * @self: a window
 * @position: of a camera in the list, from 0
 * @out_bounds: (out): device pixels of the window's surface
 *
 * Returns: whether the camera's picture is on the screen; @out_bounds is written only then
 */
gboolean
wall_window_get_picture_bounds (WallWindow *self,
                                guint       position,
                                WallRect   *out_bounds)
{
  WallTile *tile;

  g_return_val_if_fail (WALL_IS_WINDOW (self), FALSE);

  tile = wall_grid_get_tile (self->grid, position);

  return tile && wall_tile_get_picture_bounds (tile, out_bounds);
}
