/* wall-window.c
 *
 * The wall's window: the grid, above it a header bar with the sum of states. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-window.h"

#include <glib/gi18n-lib.h>

#include "wall-focus.h"
#include "wall-full-screen.h"
#include "wall-grid.h"
#include "wall-notices.h"
#include "wall-number-entry.h"
#include "wall-rate-meter.h"
#include "wall-settings.h"
#include "wall-shortcuts.h"
#include "wall-snapshot-actions.h"
#include "wall-speech.h"
#include "wall-status-text.h"
#include "wall-texture-path.h"
#include "wall-tile-actions.h"
#include "wall-undo.h"
#include "wall-view-actions.h"

/* So many letters of the title are seen in the narrowest window. */
#define TITLE_FITS 20

struct _WallWindow {
  AdwApplicationWindow parent_instance;

  GtkOverlay     *overlay;
  GtkBox         *box;
  GtkWidget      *header;
  AdwWindowTitle *title;
  AdwWindowTitle *narrow_title;   /* in two lines, where one has no room */
  GtkMenuButton  *menu_button;
  AdwToastOverlay *toasts;
  GtkWidget      *page_buttons;
  GtkStack       *stack;
  WallGrid       *grid;

  WallCameraList *cameras;
  GSettings      *settings;   /* (nullable) */
  WallFullScreen *full_screen;
  WallFocus      *focus;
  WallNotices    *notices;
  WallRateMeter  *rate;
  GtkWindow      *shortcuts;  /* (nullable): GTK's, while it is open */
};

G_DEFINE_FINAL_TYPE (WallWindow, wall_window, ADW_TYPE_APPLICATION_WINDOW)

/* In a narrow window what is not live has the second line; else that is for the page. */
static void
update_narrow_title (WallWindow *self)
{
  const char *title = adw_window_title_get_title (self->title);
  const char *rest = strstr (title, WALL_SUMS_SEPARATOR);
  g_autofree char *first = rest ? g_strndup (title, rest - title) : g_strdup (title);

  adw_window_title_set_title (self->narrow_title, first);
  adw_window_title_set_subtitle (self->narrow_title,
                                 rest ? rest + strlen (WALL_SUMS_SEPARATOR)
                                      : adw_window_title_get_subtitle (self->title));
}

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
  gtk_widget_set_tooltip_text (gtk_widget_get_parent (GTK_WIDGET (self->title)),
                               g_utf8_strlen (text, -1) > TITLE_FITS ? text : NULL);
  update_narrow_title (self);
}

static void
on_pages_changed (WallWindow *self)
{
  g_autofree char *pages = wall_view_actions_dup_pages (self->grid);

  wall_view_actions_update (G_ACTION_MAP (self), self->grid);
  adw_window_title_set_subtitle (self->title, pages);
  update_narrow_title (self);
  gtk_widget_set_visible (self->page_buttons, *pages != '\0');
}

static void
on_menu_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  WallWindow *self = user_data;

  wall_full_screen_show_header (self->full_screen);
  gtk_menu_button_popup (self->menu_button);
}

/* It is modal: over D-Bus it may be asked for again nevertheless. */
static void
on_shortcuts_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  WallWindow *self = user_data;

  if (self->shortcuts == NULL)
    g_set_weak_pointer (&self->shortcuts, GTK_WINDOW (wall_shortcuts_new (GTK_WINDOW (self))));
  gtk_window_present (self->shortcuts);
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

  g_clear_pointer (&self->rate, wall_rate_meter_free);
  g_clear_weak_pointer (&self->shortcuts);
  if (self->cameras)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  if (self->grid)
    wall_grid_set_model (self->grid, NULL);
  g_clear_object (&self->cameras);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (wall_window_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_object_unref (WALL_WINDOW (object)->full_screen);
  g_object_unref (WALL_WINDOW (object)->focus);
  g_object_unref (WALL_WINDOW (object)->notices);

  G_OBJECT_CLASS (wall_window_parent_class)->finalize (object);
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
  gtk_widget_class_bind_template_child (widget_class, WallWindow, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, page_buttons);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WallWindow, grid);
}

static void
wall_window_class_init (WallWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->realize = realize;

  wall_full_screen_install_keys (widget_class);
  wall_undo_install_keys (widget_class);
  bind_template (widget_class);
}

static void
wall_window_init (WallWindow *self)
{
  static const GActionEntry actions[] = {
    { .name = "menu", .activate = on_menu_action },
    { .name = "show-help-overlay", .activate = on_shortcuts_action },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  self->full_screen = wall_full_screen_new (GTK_WINDOW (self), self->overlay, self->box,
                                            self->header, self->menu_button,
                                            GTK_WIDGET (self->grid));
  self->notices = wall_notices_new (self->toasts);
  self->focus = wall_focus_new (GTK_WINDOW (self), GTK_WIDGET (self->grid));
  self->settings = wall_settings_new ();
  gtk_overlay_add_overlay (self->overlay,
                           wall_number_entry_new (GTK_WINDOW (self), self->grid));
  wall_view_actions_install (G_ACTION_MAP (self), self->grid, self->settings);
  wall_tile_actions_install (G_ACTION_MAP (self), self->grid);
  wall_snapshot_actions_install (self, self->grid, self->settings);
  g_signal_connect_object (self->grid, "pages-changed", G_CALLBACK (on_pages_changed), self,
                           G_CONNECT_SWAPPED);

  /* Nothing is painted beneath the tiles. */
  gtk_widget_remove_css_class (GTK_WIDGET (self), "background");
  gtk_widget_add_css_class (GTK_WIDGET (self), "wall");

  self->rate = wall_rate_meter_new (self->grid);
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
  if (self->settings) {
    wall_settings_restore_window (self->settings, GTK_WINDOW (self));
    g_settings_bind (self->settings, WALL_SETTINGS_SUB_STREAM_IN_GRID, cameras,
                     "sub-stream-in-grid", G_SETTINGS_BIND_GET);
  }

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
 * wall_window_say:
 * @self: a window
 * @text: a whole sentence
 *
 * Tells people what concerns no single camera, where it hides no picture: over the header bar.
 */
void
wall_window_say (WallWindow *self,
                 const char *text)
{
  g_return_if_fail (WALL_IS_WINDOW (self));

  wall_notices_say (self->notices, text, gtk_widget_get_width (GTK_WIDGET (self)));
  wall_speech_say (text);
}

/**
 * wall_window_withdraw:
 * @self: a window
 * @text: what wall_window_say() said, and is over
 */
void
wall_window_withdraw (WallWindow *self,
                      const char *text)
{
  g_return_if_fail (WALL_IS_WINDOW (self));

  wall_notices_withdraw (self->notices, text);
}

/**
 * wall_window_is_waited_for:
 * @self: a window
 *
 * Returns: whether a notice waits until the toast that is shown goes
 */
gboolean
wall_window_is_waited_for (WallWindow *self)
{
  g_return_val_if_fail (WALL_IS_WINDOW (self), FALSE);

  return wall_notices_is_waiting (self->notices);
}

/**
 * wall_window_set_hurried:
 * @self: a window
 * @is_hurried: whether a toast waits that answers what a person just did
 */
void
wall_window_set_hurried (WallWindow *self,
                         gboolean    is_hurried)
{
  g_return_if_fail (WALL_IS_WINDOW (self));

  wall_notices_set_hurried (self->notices, is_hurried);
}

static void
speak_title (AdwToast *toast)
{
  const char *title = adw_toast_get_title (toast);
  g_autofree char *words = NULL;

  if (title && pango_parse_markup (title, -1, 0, NULL, &words, NULL, NULL) && *words != '\0')
    wall_speech_say (words);
}

/**
 * wall_window_add_toast:
 * @self: a window
 * @toast: (transfer full): what to tell; who gives it a title of widgets, or another title later, says
 *   that by wall_speech_say()
 */
void
wall_window_add_toast (WallWindow *self,
                       AdwToast   *toast)
{
  g_return_if_fail (WALL_IS_WINDOW (self));

  speak_title (toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * wall_window_get_overlay:
 *
 * Returns: (transfer none): where something may lie over the wall
 */
GtkOverlay *
wall_window_get_overlay (WallWindow *self)
{
  g_return_val_if_fail (WALL_IS_WINDOW (self), NULL);

  return self->overlay;
}

/**
 * wall_window_show_camera:
 * @self: a window
 * @id: of a camera
 *
 * Has it to be seen, and gives it the focus.
 */
void
wall_window_show_camera (WallWindow *self,
                         const char *id)
{
  guint position;

  g_return_if_fail (WALL_IS_WINDOW (self));

  position = wall_grid_find (self->grid, id);
  if (position != G_MAXUINT)
    wall_grid_show (self->grid, position);
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
  };
  wall_rate_meter_get (self->rate, &out_numbers->frames_per_second,
                       &out_numbers->pictures_per_second);
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
