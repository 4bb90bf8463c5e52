/* wall-focus.c
 *
 * Gives the keyboard to the wall where nothing else has it: at first, and when what had it is gone, or
 * cannot be seen any more, such as the item of a menu that was closed. GTK leaves the focus there, and
 * then keys reach nobody; or it takes whatever comes next. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-focus.h"

struct _WallFocus {
  GObject parent_instance;

  GtkWindow *window;    /* it owns this, and the wall */
  GtkWidget *wall;
  GtkWidget *focused;   /* (nullable): weak; whose end is waited for */
  gboolean   is_lost;   /* what had it could not keep it */
  guint      check_id;
};

G_DEFINE_FINAL_TYPE (WallFocus, wall_focus, G_TYPE_OBJECT)

static gboolean
is_of_use (GtkWidget *focused)
{
  return focused && gtk_widget_get_mapped (focused) && gtk_widget_is_sensitive (focused);
}

/* Whatever can be of use: a sheet that lies over the wall, or a button where there are no cameras. */
static void
find_another (WallFocus *self)
{
  gtk_window_set_focus (self->window, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->window), GTK_DIR_TAB_FORWARD);
}

/* A menu has several pages. */
static gboolean
is_in_popover (WallFocus *self,
               GtkWidget *focused)
{
  return gtk_widget_get_native (focused) != GTK_NATIVE (self->window);
}

static gboolean
on_check (gpointer user_data)
{
  WallFocus *self = user_data;
  GtkWidget *focused = gtk_window_get_focus (self->window);
  gboolean is_lost = self->is_lost;

  self->check_id = 0;
  self->is_lost = FALSE;
  if (is_of_use (focused) && (!is_lost || is_in_popover (self, focused)))
    return G_SOURCE_REMOVE;
  if (gtk_widget_get_mapped (self->wall) && gtk_widget_grab_focus (self->wall))
    return G_SOURCE_REMOVE;
  if (!is_of_use (focused))
    find_another (self);

  return G_SOURCE_REMOVE;
}

/* A little later, since GTK may be about to move it itself. */
static void
check_soon (WallFocus *self)
{
  if (self->check_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self->window)))
    self->check_id = g_idle_add (on_check, self);
}

static void
on_change (WallFocus *self)
{
  if (self->focused && is_of_use (self->focused))
    return;

  self->is_lost = TRUE;
  check_soon (self);
}

static void
follow (WallFocus *self,
        GtkWidget *focused)
{
  if (self->focused)
    g_signal_handlers_disconnect_by_func (self->focused, on_change, self);
  g_set_weak_pointer (&self->focused, focused);
  if (focused == NULL)
    return;

  g_signal_connect_object (focused, "unmap", G_CALLBACK (on_change), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (focused, "state-flags-changed", G_CALLBACK (on_change), self,
                           G_CONNECT_SWAPPED);
}

static void
on_focus (WallFocus *self)
{
  GtkWidget *focused = gtk_window_get_focus (self->window);

  if (self->focused)
    on_change (self);
  follow (self, focused);
  if (!is_of_use (focused))
    check_soon (self);
}

static void
dispose (GObject *object)
{
  WallFocus *self = WALL_FOCUS (object);

  follow (self, NULL);
  g_clear_handle_id (&self->check_id, g_source_remove);

  G_OBJECT_CLASS (wall_focus_parent_class)->dispose (object);
}

static void
wall_focus_class_init (WallFocusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
wall_focus_init (WallFocus *self)
{
}

/**
 * wall_focus_new:
 * @window: a window, which shall own the new object and outlive it
 * @wall: in it; what gives the focus to one of its own when it is given it
 *
 * Returns: (transfer full): what sees to it that keys reach somebody
 */
WallFocus *
wall_focus_new (GtkWindow *window,
                GtkWidget *wall)
{
  WallFocus *self = g_object_new (WALL_TYPE_FOCUS, NULL);

  self->window = window;
  self->wall = wall;
  g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (on_focus), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "map", G_CALLBACK (check_soon), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (check_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wall, "map", G_CALLBACK (check_soon), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);

  return self;
}
