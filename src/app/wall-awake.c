/* wall-awake.c
 *
 * Keeps the screen awake while a wall is seen on it: not while its window is minimised or there is no
 * camera to watch. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-awake.h"

#include <glib/gi18n-lib.h>

struct _WallAwake {
  GObject parent_instance;

  GtkApplication *application;
  GtkWindow      *window;    /* weak */
  GListModel     *cameras;
  GdkSurface     *surface;   /* while mapped */
  guint           cookie;    /* 0: the screen may sleep */
};

G_DEFINE_FINAL_TYPE (WallAwake, wall_awake, G_TYPE_OBJECT)

static gboolean
is_seen (WallAwake *self)
{
  GdkToplevelState away = GDK_TOPLEVEL_STATE_MINIMIZED;

#if GTK_CHECK_VERSION (4, 12, 0)
  away |= GDK_TOPLEVEL_STATE_SUSPENDED;
#endif

  if (self->surface == NULL || g_list_model_get_n_items (self->cameras) == 0)
    return FALSE;

  return !(gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & away);
}

static void
update (WallAwake *self)
{
  gboolean must_be_awake = is_seen (self);

  if (must_be_awake && self->cookie == 0)
    self->cookie = gtk_application_inhibit (self->application, self->window,
                                            GTK_APPLICATION_INHIBIT_IDLE,
                                            _("Cameras are being watched"));
  else if (!must_be_awake && self->cookie > 0) {
    gtk_application_uninhibit (self->application, self->cookie);
    self->cookie = 0;
  }
}

static void
forget_surface (WallAwake *self)
{
  if (self->surface)
    g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
}

static void
on_map (WallAwake *self)
{
  forget_surface (self);
  self->surface = g_object_ref (gtk_native_get_surface (GTK_NATIVE (self->window)));
  g_signal_connect_swapped (self->surface, "notify::state", G_CALLBACK (update), self);
  update (self);
}

static void
on_unmap (WallAwake *self)
{
  forget_surface (self);
  update (self);
}

static void
dispose (GObject *object)
{
  WallAwake *self = WALL_AWAKE (object);

  if (self->window)
    g_signal_handlers_disconnect_by_data (self->window, self);
  if (self->cameras)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  if (self->application)
    on_unmap (self);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->cameras);
  g_clear_object (&self->application);

  G_OBJECT_CLASS (wall_awake_parent_class)->dispose (object);
}

static void
wall_awake_class_init (WallAwakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
wall_awake_init (WallAwake *self)
{
}

/**
 * wall_awake_new:
 * @application: (transfer none): which asks the desktop for it
 * @window: (transfer none): the wall, not shown yet
 * @cameras: (transfer none): what is on it
 *
 * Returns: (transfer full): what keeps the screen awake as long as it lives
 */
WallAwake *
wall_awake_new (GtkApplication *application,
                GtkWindow      *window,
                GListModel     *cameras)
{
  WallAwake *self = g_object_new (WALL_TYPE_AWAKE, NULL);

  self->application = g_object_ref (application);
  self->cameras = g_object_ref (cameras);
  g_set_weak_pointer (&self->window, window);
  g_signal_connect_swapped (window, "map", G_CALLBACK (on_map), self);
  g_signal_connect_swapped (window, "unmap", G_CALLBACK (on_unmap), self);
  g_signal_connect_swapped (cameras, "items-changed", G_CALLBACK (update), self);

  return self;
}
