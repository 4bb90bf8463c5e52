/* wall-tile.c
 *
 * One camera of the wall: its picture, and below it number, name and badge.
 * Nothing is drawn over a picture that is live. One that is old is dimmed and carries its age. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile.h"

#include <glib/gi18n-lib.h>

#include "wall-message.h"
#include "wall-picture-area.h"
#include "wall-status-text.h"
#include "wall-strip.h"

/* Younger than this a picture is shown as it is, whatever the state says: the state follows the
 * picture, not the other way round. */
#define FRESH_US G_USEC_PER_SEC

/* A screen reader is told of changes, not of every tenth of a second. */
#define DESCRIBE_INTERVAL_US G_USEC_PER_SEC

struct _WallTile {
  GtkWidget parent_instance;

  WallPictureArea *area;
  WallMessage     *message;
  WallStrip       *strip;

  WallCamera      *camera;
  WallCameraStatus status;
  gboolean         is_visible_on_screen;  /* as the grid says */
  gboolean         is_shown;              /* as the camera was told */
  gboolean         is_from_before;        /* the picture is from before it was shown again */
  int              target_width;
  int              target_height;
  gint64           waiting_since_us;      /* monotonic: a picture waits to be painted; -1: none */
  gint64           described_us;
  guint            update_id;
};

G_DEFINE_FINAL_TYPE (WallTile, wall_tile, GTK_TYPE_WIDGET)

enum {
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_picture_old (WallTile *self)
{
  if (self->status.state == WALL_LINK_LIVE || self->status.state == WALL_LINK_LATE)
    return self->is_from_before;

  return wall_picture_area_get_age_us (self->area) > FRESH_US;
}

/* The camera also counts the time that the computer slept. */
static gint64
get_picture_age_us (WallTile *self)
{
  WallCameraStatus status;

  wall_camera_get_status (self->camera, &status);

  return MAX (wall_picture_area_get_age_us (self->area), status.picture_age_us);
}

static void
update_picture (WallTile *self)
{
  gboolean is_old = is_picture_old (self);
  gboolean is_empty = wall_picture_area_get_age_us (self->area) < 0;

  wall_picture_area_set_dimmed (self->area, is_old);
  gtk_widget_set_visible (GTK_WIDGET (self->message), is_old || is_empty);
  if (is_old)
    wall_message_say_age (self->message, get_picture_age_us (self));
  else if (is_empty)
    wall_message_say_why (self->message, &self->status);
}

static void
describe (WallTile *self)
{
  self->described_us = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  wall_strip_get_badge_text (self->strip), -1);
}

static void
on_status_changed (WallTile *self)
{
  WallCameraStatus old = self->status;

  wall_camera_get_status (self->camera, &self->status);
  wall_strip_set_status (self->strip, &self->status);
  update_picture (self);

  if (old.state != self->status.state || old.reason != self->status.reason
      || old.notices != self->status.notices
      || g_get_monotonic_time () - self->described_us >= DESCRIBE_INTERVAL_US)
    describe (self);
}

static void
on_title_changed (WallTile *self)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  guint number;

  g_object_get (self->camera, "name", &name, "number", &number, NULL);
  wall_strip_set_title (self->strip, number, name);

  /* Translators: how a screen reader calls a tile: the camera's number and name */
  label = g_strdup_printf (_("%u, %s"), number, name ? name : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  number > 0 ? label : name ? name : "", -1);
}

/* The picture may be one that is shown already, in another size: that makes it no younger, and its
 * paint is not waited for. */
static void
on_picture (WallTile *self)
{
  g_autoptr (WallPicture) picture = wall_camera_take_picture (self->camera);

  if (picture == NULL)
    return;

  if (wall_picture_area_set_picture (self->area, picture) && self->waiting_since_us < 0)
    self->waiting_since_us = g_get_monotonic_time ();
  if (wall_picture_area_get_age_us (self->area) <= FRESH_US)
    self->is_from_before = FALSE;
  if (gtk_widget_get_visible (GTK_WIDGET (self->message)))
    update_picture (self);
}

static void
update_shown (WallTile *self)
{
  gboolean is_shown = self->is_visible_on_screen && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (self->is_shown == is_shown)
    return;

  self->is_shown = is_shown;
  self->is_from_before = wall_picture_area_get_age_us (self->area) > FRESH_US;
  update_picture (self);
  wall_camera_set_shown (self->camera, is_shown);
}

static void
update_target_size (WallTile *self)
{
  int width, height;

  wall_picture_area_get_pixels (self->area, &width, &height);
  if (width <= 0 || height <= 0
      || (width == self->target_width && height == self->target_height))
    return;

  self->target_width = width;
  self->target_height = height;
  wall_camera_set_target_size (self->camera, width, height);
}

static gboolean
on_update_shown (gpointer user_data)
{
  WallTile *self = user_data;

  self->update_id = 0;
  update_shown (self);

  return G_SOURCE_REMOVE;
}

/* The grid maps and unmaps tiles while GTK lays the window out. What the camera does when it hears of
 * it must not ask for another layout in the middle of this one: GTK would forget it. */
static void
update_shown_soon (WallTile *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update_shown, self, NULL);
}

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wall_tile_parent_class)->map (widget);
  update_shown_soon (WALL_TILE (widget));
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wall_tile_parent_class)->unmap (widget);
  WALL_TILE (widget)->waiting_since_us = -1;
  update_shown_soon (WALL_TILE (widget));
}

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (WALL_TILE (widget)->strip), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallTile *self = WALL_TILE (widget);
  int strip, picture;

  gtk_widget_measure (GTK_WIDGET (self->strip), GTK_ORIENTATION_VERTICAL, -1, NULL, &strip, NULL,
                      NULL);
  picture = MAX (height - strip, 0);

  gtk_widget_size_allocate (GTK_WIDGET (self->area), &(GtkAllocation) { 0, 0, width, picture },
                            -1);
  wall_message_allocate (self->message, width, picture);
  gtk_widget_size_allocate (GTK_WIDGET (self->strip),
                            &(GtkAllocation) { 0, picture, width, strip }, -1);
  update_target_size (self);
}

static void
retry_if_waiting (WallTile *self)
{
  if (self->status.state == WALL_LINK_WAITING_RETRY
      || self->status.state == WALL_LINK_NEEDS_ATTENTION)
    wall_camera_retry (self->camera);
}

static void
on_released (WallTile        *self,
             int              n_press,
             double           x,
             double           y,
             GtkGestureClick *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));

  if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATE], 0);
  else if (n_press == 1)
    retry_if_waiting (self);
}

static gboolean
on_retry_key (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   user_data)
{
  retry_if_waiting (WALL_TILE (widget));

  return TRUE;
}

static gboolean
is_simply_live (WallTile *self)
{
  return self->status.state == WALL_LINK_LIVE && self->status.notices == WALL_NOTICE_NONE;
}

/* Made when it is asked for: most of what a camera does is never pointed at. */
static gboolean
query_tooltip (GtkWidget  *widget,
               int         x,
               int         y,
               gboolean    is_keyboard,
               GtkTooltip *tooltip)
{
  WallTile *self = WALL_TILE (widget);
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *text = NULL;

  /* Whoever points at a picture wants to see it, and a live camera needs no explanation. */
  if (!is_keyboard
      && (y < gtk_widget_get_height (GTK_WIDGET (self->area)) || is_simply_live (self)))
    return FALSE;

  g_object_get (self->camera, "name", &name, NULL);
  sentence = wall_status_sentence (&self->status);
  /* Translators: a camera's name, its state in a few words, and below them whole sentences */
  text = g_strdup_printf (C_("tooltip", "%s: %s\n%s"), name ? name : "",
                          wall_strip_get_badge_text (self->strip), sentence);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
dispose (GObject *object)
{
  WallTile *self = WALL_TILE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->camera) {
    g_signal_handlers_disconnect_by_data (self->camera, self);
    if (self->is_shown)
      wall_camera_set_shown (self->camera, FALSE);
    self->is_shown = FALSE;
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  g_clear_object (&self->camera);

  G_OBJECT_CLASS (wall_tile_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (WALL_TYPE_MESSAGE);
  g_type_ensure (WALL_TYPE_PICTURE_AREA);
  g_type_ensure (WALL_TYPE_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, WallTile, area);
  gtk_widget_class_bind_template_child (widget_class, WallTile, message);
  gtk_widget_class_bind_template_child (widget_class, WallTile, strip);
}

static void
wall_tile_class_init (WallTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->map = map;
  widget_class->unmap = unmap;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->query_tooltip = query_tooltip;

  signals[ACTIVATE] = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_ISO_Enter, 0, "activate", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_retry_key, NULL);

  gtk_widget_class_set_css_name (widget_class, "walltile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  bind_template (widget_class);
}

static void
wall_tile_init (WallTile *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->waiting_since_us = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_target_size), NULL);
}

/**
 * wall_tile_new:
 * @camera: (transfer none): what it shows
 *
 * Returns: (transfer floating): a tile
 */
WallTile *
wall_tile_new (WallCamera *camera)
{
  WallTile *self = g_object_new (WALL_TYPE_TILE, NULL);

  g_return_val_if_fail (WALL_IS_CAMERA (camera), self);

  self->camera = g_object_ref (camera);
  g_signal_connect_swapped (camera, "picture", G_CALLBACK (on_picture), self);
  g_signal_connect_swapped (camera, "status-changed", G_CALLBACK (on_status_changed), self);
  g_signal_connect_swapped (camera, "notify::name", G_CALLBACK (on_title_changed), self);
  g_signal_connect_swapped (camera, "notify::number", G_CALLBACK (on_title_changed), self);
  on_title_changed (self);
  on_status_changed (self);
  describe (self);

  return self;
}

/**
 * wall_tile_get_badge_text:
 * @self: a tile
 *
 * Returns: (transfer none): the words on its badge
 */
const char *
wall_tile_get_badge_text (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), NULL);

  return wall_strip_get_badge_text (self->strip);
}

/**
 * wall_tile_get_picture_bounds:
 * @self: a tile
 * @out_bounds: (out): device pixels of the window's surface
 *
 * Returns: whether the tile is on the screen with a picture; @out_bounds is written only then
 */
gboolean
wall_tile_get_picture_bounds (WallTile *self,
                              WallRect *out_bounds)
{
  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  return self->is_shown && wall_picture_area_get_bounds (self->area, out_bounds);
}

/**
 * wall_tile_set_visible_on_screen:
 * @self: a tile
 * @is_visible: whether what is drawn now reaches a screen
 *
 * A tile counts as shown when this is so and it is mapped.
 */
void
wall_tile_set_visible_on_screen (WallTile *self,
                                 gboolean  is_visible)
{
  g_return_if_fail (WALL_IS_TILE (self));

  self->is_visible_on_screen = is_visible;
  update_shown (self);
}

/**
 * wall_tile_note_painted:
 * @self: a tile
 * @now_us: monotonic
 *
 * To be called when a frame of the clock has been painted: tells the camera if a picture of it was
 * painted for the first time in this frame.
 *
 * Returns: whether one was
 */
gboolean
wall_tile_note_painted (WallTile *self,
                        gint64    now_us)
{
  g_autoptr (WallPicture) picture = NULL;

  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  picture = wall_picture_area_steal_painted (self->area);
  if (picture == NULL)
    return FALSE;

  self->waiting_since_us = -1;

  /* What lay about while nothing was painted is not a sign of life. */
  if (now_us - wall_picture_get_decoded_us (picture) > FRESH_US)
    return FALSE;

  wall_camera_note_painted (self->camera, picture, now_us);

  return TRUE;
}

/**
 * wall_tile_get_waiting_since_us:
 * @self: a tile
 *
 * Returns: since when a picture waits to be painted (monotonic); -1: none does
 */
gint64
wall_tile_get_waiting_since_us (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), -1);

  return self->waiting_since_us;
}
