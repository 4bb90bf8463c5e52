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
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_Return, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_KP_Enter, 0, "activate", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_ISO_Enter, 0, "activate", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_retry_key, NULL);
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

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
