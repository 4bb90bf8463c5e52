/* wall-tile-input.c
 *
 * What clicks and keys do to a tile. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

enum {
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
wants_password (WallTile *self)
{
  return self->status.state == WALL_LINK_NEEDS_ATTENTION
         && (self->status.reason == WALL_REASON_PASSWORD_NEEDED
             || self->status.reason == WALL_REASON_WRONG_PASSWORD);
}

static gboolean
ask_for_password (WallTile *self)
{
  g_autofree char *id = NULL;

  g_object_get (wall_camera_get_config (self->camera), "device-id", &id, NULL);

  return id && gtk_widget_activate_action (GTK_WIDGET (self), "app.enter-password", "s", id);
}

/* The dialog of the device asks it once more, and shows both certificates. */
static gboolean
show_certificates (WallTile *self)
{
  g_autofree char *id = NULL;

  if (self->status.state != WALL_LINK_NEEDS_ATTENTION
      || self->status.reason != WALL_REASON_CERTIFICATE_CHANGED)
    return FALSE;

  g_object_get (wall_camera_get_config (self->camera), "device-id", &id, NULL);

  return id && gtk_widget_activate_action (GTK_WIDGET (self), "app.edit-device", "s", id);
}

static void
retry_if_waiting (WallTile *self)
{
  if (show_certificates (self))
    return;
  if (wants_password (self) && ask_for_password (self))
    return;

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
  if (wall_strip_has_entry (self->strip))
    return;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATE], 0);
  else if (n_press == 1)
    retry_if_waiting (self);
}

static void
on_menu_press (WallTile        *self,
               int              n_press,
               double           x,
               double           y,
               GtkGestureClick *gesture)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  wall_tile_popup_menu (self, (int) x, (int) y);
}

static void
on_long_press (WallTile *self,
               double    x,
               double    y)
{
  wall_tile_popup_menu (self, (int) x, (int) y);
}

/* At the camera's name, which it is about. */
static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  WallTile *self = WALL_TILE (widget);
  int width = gtk_widget_get_width (widget);
  int strip = gtk_widget_get_height (GTK_WIDGET (self->strip));
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  wall_tile_popup_menu (self, is_rtl ? width - 1 : 0, gtk_widget_get_height (widget) - strip);

  return TRUE;
}

/* Each key means the camera that has the focus. */
static gboolean
on_action_key (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  gtk_widget_activate_action (widget, g_variant_get_string (arguments, NULL), "s",
                              wall_tile_get_id (WALL_TILE (widget)));

  return TRUE;
}

static gboolean
on_retry_key (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   user_data)
{
  retry_if_waiting (WALL_TILE (widget));

  return TRUE;
}

/* There is nothing to be seen larger as long as nobody signs in. */
static gboolean
on_enter_key (GtkWidget *widget,
              GVariant  *arguments,
              gpointer   user_data)
{
  WallTile *self = WALL_TILE (widget);

  if (!wants_password (self) || !ask_for_password (self))
    g_signal_emit (self, signals[ACTIVATE], 0);

  return TRUE;
}

/**
 * wall_tile_class_init_input:
 * @widget_class: the class of tiles
 *
 * Gives it its signal and its keys.
 */
void
wall_tile_class_init_input (GtkWidgetClass *widget_class)
{
  signals[ACTIVATE] = g_signal_new ("activate", G_TYPE_FROM_CLASS (widget_class),
                                    G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, signals[ACTIVATE]);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_enter_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_enter_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_ISO_Enter, 0, on_enter_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_retry_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, on_action_key, "s",
                                "win.rename-camera");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_action_key, "s",
                                "app.remove-camera");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, on_action_key, "s",
                                "app.remove-camera");
}

/**
 * wall_tile_init_input:
 * @self: a tile
 *
 * Lets it be clicked.
 */
void
wall_tile_init_input (WallTile *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (on_menu_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (on_long_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP, TRUE,
                                  -1);
}
