/* wall-tile-zoom.c
 *
 * Digital zoom: a part of the picture, as large as the whole one was. By wheel and pinch where the
 * pointer is, by keys in the middle; a drag or the arrows move it. The strip says how much.
 * In the grid the wheel zooms with Ctrl only, so that nobody does it who means something else.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

#include <math.h>

#define WHEEL_STEP 1.25
#define KEY_STEP   1.5
#define KEY_MOVE   0.2

#define ANIMATION_MS 150

static void
show_view (WallTile       *self,
           const WallView *view)
{
  self->shown_view = *view;
  wall_picture_area_set_view (self->area, view);
  wall_camera_set_view (self->camera, view);
}

static void
on_animated (double   value,
             gpointer user_data)
{
  WallTile *self = user_data;
  WallView view = wall_view_mix (&self->from_view, &self->view, value);

  show_view (self, &view);
}

/* It goes by itself where people want no motion. */
static AdwAnimation *
ensure_animation (WallTile *self)
{
  AdwAnimationTarget *target;

  if (self->zoom_animation == NULL) {
    target = adw_callback_animation_target_new (on_animated, self, NULL);
    self->zoom_animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, ANIMATION_MS, target);
  }

  return self->zoom_animation;
}

static void
look_at (WallTile *self,
         WallView  view,
         gboolean  is_smooth)
{
  if (wall_view_is_same (&view, &self->view))
    return;

  if (self->zoom_animation)
    adw_animation_pause (self->zoom_animation);
  self->view = view;
  self->from_view = self->shown_view;
  if (is_smooth) {
    adw_animation_reset (ensure_animation (self));
    adw_animation_play (self->zoom_animation);
  } else
    show_view (self, &view);

  wall_strip_set_zoom (self->strip, wall_view_get_factor (&view));
  wall_tile_update_strip (self);
  wall_tile_describe (self);
}

/* Around a point in logical pixels of the tile. */
static gboolean
zoom_at (WallTile       *self,
         const WallView *from,
         double          by,
         double          x,
         double          y,
         gboolean        is_smooth)
{
  double part_x, part_y;

  if (!wall_picture_area_locate (self->area, x, y, &part_x, &part_y))
    return FALSE;

  look_at (self, wall_view_zoom (from, by, CLAMP (part_x, 0, 1), CLAMP (part_y, 0, 1)), is_smooth);

  return TRUE;
}

/* Who turns the wheel does not say where. */
static void
on_pointer (WallTile           *self,
            double              x,
            double              y,
            GtkEventController *controller)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static gboolean
on_scroll (WallTile           *self,
           double              dx,
           double              dy,
           GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gboolean is_meant = self->is_enlarged || (state & GDK_CONTROL_MASK);
  gboolean is_notch = fabs (dy) >= 1.0;

  return is_meant && dy != 0
         && zoom_at (self, &self->view, pow (WHEEL_STEP, -dy), self->pointer_x, self->pointer_y,
                     is_notch);
}

static void
on_pinch_begin (WallTile         *self,
                GdkEventSequence *sequence,
                GtkGesture       *gesture)
{
  self->gesture_view = self->view;
}

static void
on_pinch (WallTile   *self,
          double      scale,
          GtkGesture *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    zoom_at (self, &self->gesture_view, scale, x, y, FALSE);
}

static void
on_drag_begin (WallTile   *self,
               double      x,
               double      y,
               GtkGesture *gesture)
{
  self->gesture_view = self->view;
  if (!wall_tile_is_zoomed (self))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

/* A click that trembles is a click. */
static void
on_drag (WallTile   *self,
         double      dx,
         double      dy,
         GtkGesture *gesture)
{
  double x0, y0, x1, y1;

  if (gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, (int) dy))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (!wall_picture_area_locate (self->area, 0, 0, &x0, &y0)
      || !wall_picture_area_locate (self->area, dx, dy, &x1, &y1))
    return;

  look_at (self, wall_view_move (&self->gesture_view, x0 - x1, y0 - y1), FALSE);
}

static gboolean
on_zoom_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  WallTile *self = WALL_TILE (widget);
  int steps = g_variant_get_int32 (arguments);

  if (steps == 0 && !wall_tile_is_zoomed (self))
    return FALSE;

  wall_tile_zoom (self, steps);

  return TRUE;
}

/* Arrows move the focus where there is nothing to be moved here. */
static gboolean
on_move_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  WallTile *self = WALL_TILE (widget);
  int dx, dy;

  if (!wall_tile_is_zoomed (self))
    return FALSE;

  g_variant_get (arguments, "(ii)", &dx, &dy);
  look_at (self, wall_view_move (&self->view, dx * KEY_MOVE, dy * KEY_MOVE), TRUE);

  return TRUE;
}

/**
 * wall_tile_class_init_zoom:
 * @widget_class: the class of tiles
 *
 * Gives it the keys of the zoom.
 */
void
wall_tile_class_init_zoom (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int   steps;
  } zooms[] = {
    { GDK_KEY_plus, 1 },   { GDK_KEY_equal, 1 },        { GDK_KEY_KP_Add, 1 },
    { GDK_KEY_minus, -1 }, { GDK_KEY_KP_Subtract, -1 }, { GDK_KEY_0, 0 },
    { GDK_KEY_KP_0, 0 },
  };
  static const struct {
    guint key, keypad_key;
    int   dx, dy;
  } moves[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding (widget_class, zooms[i].key, 0, on_zoom_key, "i", zooms[i].steps);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    gtk_widget_class_add_binding (widget_class, moves[i].key, 0, on_move_key, "(ii)", moves[i].dx,
                                  moves[i].dy);
    gtk_widget_class_add_binding (widget_class, moves[i].keypad_key, 0, on_move_key, "(ii)",
                                  moves[i].dx, moves[i].dy);
  }
}

/**
 * wall_tile_init_zoom:
 * @self: a tile
 *
 * Lets wheel, pinch and drag zoom and move it.
 */
void
wall_tile_init_zoom (WallTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll
    = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->view = self->shown_view = self->from_view = wall_view_whole ();
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_pointer), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_pointer), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

/**
 * wall_tile_dispose_zoom:
 * @self: a tile that goes
 *
 * Ends what moves.
 */
void
wall_tile_dispose_zoom (WallTile *self)
{
  if (self->zoom_animation)
    adw_animation_pause (self->zoom_animation);
  g_clear_object (&self->zoom_animation);
}

/**
 * wall_tile_reset_zoom:
 * @self: a tile
 *
 * Shows the whole picture, at once.
 */
void
wall_tile_reset_zoom (WallTile *self)
{
  look_at (self, wall_view_whole (), FALSE);
}

/**
 * wall_tile_zoom:
 * @self: a tile
 * @steps: nearer to the middle of what is looked at, or away from it; 0: the whole picture
 *
 * Nothing happens where there is no picture.
 */
void
wall_tile_zoom (WallTile *self,
                int       steps)
{
  double x, y;

  g_return_if_fail (WALL_IS_TILE (self));

  if (steps == 0)
    look_at (self, wall_view_whole (), TRUE);
  else if (wall_picture_area_locate (self->area, 0, 0, &x, &y))
    look_at (self, wall_view_zoom (&self->view, pow (KEY_STEP, steps), 0.5, 0.5), TRUE);
}

/**
 * wall_tile_is_zoomed:
 * @self: a tile
 *
 * Returns: whether only a part of the picture is looked at
 */
gboolean
wall_tile_is_zoomed (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  return !wall_view_is_whole (&self->view);
}
