/* wall-visibility.c
 *
 * Whether what a widget draws reaches a screen now, and when a frame of it was painted.
 * It does not while the window is minimised or suspended, nor while the frame clock stands still
 * although a redraw waits for it: that is how a compositor holds back a window nobody sees. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-visibility.h"

/* Two ticks in a row, with a redraw waiting and no frame between them, are enough. */
#define TICK_MS       300
#define FROZEN_TICKS  2

struct _WallVisibility {
  GObject parent_instance;

  GtkWidget          *widget;   /* not owned: it owns us */
  WallVisibilityFunc  is_waiting;
  GdkFrameClock      *clock;    /* while mapped */
  GdkSurface         *surface;  /* likewise */
  guint               tick_id;
  guint               ticks_without_frame;
  gboolean            is_frozen;
  gboolean            is_visible;
};

G_DEFINE_FINAL_TYPE (WallVisibility, wall_visibility, G_TYPE_OBJECT)

enum {
  PAINTED,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_hidden_by_window_manager (WallVisibility *self)
{
  GdkToplevelState hidden = GDK_TOPLEVEL_STATE_MINIMIZED;

#if GTK_CHECK_VERSION (4, 12, 0)
  hidden |= GDK_TOPLEVEL_STATE_SUSPENDED;
#endif

  return GDK_IS_TOPLEVEL (self->surface)
         && (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & hidden);
}

static void
update (WallVisibility *self)
{
  gboolean is_visible = self->surface && gtk_widget_get_mapped (self->widget)
                        && !self->is_frozen && !is_hidden_by_window_manager (self);

  if (self->is_visible == is_visible)
    return;

  self->is_visible = is_visible;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_after_paint (WallVisibility *self)
{
  self->ticks_without_frame = 0;
  g_signal_emit (self, signals[PAINTED], 0, g_get_monotonic_time ());
  if (!self->is_frozen)
    return;

  self->is_frozen = FALSE;
  update (self);
}

/* Runs only when nothing else is to be done, painting included: so it is not the main loop that is
 * behind when no frame came between two ticks. */
static gboolean
on_tick (gpointer user_data)
{
  WallVisibility *self = user_data;

  if (!self->is_waiting (self->widget))
    self->ticks_without_frame = 0;
  else if (++self->ticks_without_frame > FROZEN_TICKS && !self->is_frozen) {
    self->is_frozen = TRUE;
    update (self);
  }

  return G_SOURCE_CONTINUE;
}

static void
detach (WallVisibility *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->clock)
    g_signal_handlers_disconnect_by_data (self->clock, self);
  if (self->surface)
    g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->clock);
  g_clear_object (&self->surface);
}

static void
on_map (WallVisibility *self)
{
  detach (self);
  self->clock = g_object_ref (gtk_widget_get_frame_clock (self->widget));
  self->surface = g_object_ref (gtk_native_get_surface (gtk_widget_get_native (self->widget)));
  g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (on_after_paint), self);
  if (GDK_IS_TOPLEVEL (self->surface))
    g_signal_connect_swapped (self->surface, "notify::state", G_CALLBACK (update), self);

  self->is_frozen = FALSE;
  self->ticks_without_frame = 0;
  self->tick_id = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, TICK_MS, on_tick, self, NULL);
  update (self);
}

static void
on_unmap (WallVisibility *self)
{
  detach (self);
  update (self);
}

static void
dispose (GObject *object)
{
  WallVisibility *self = WALL_VISIBILITY (object);

  detach (self);
  if (self->widget)
    g_signal_handlers_disconnect_by_data (self->widget, self);
  self->widget = NULL;

  G_OBJECT_CLASS (wall_visibility_parent_class)->dispose (object);
}

static void
wall_visibility_class_init (WallVisibilityClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;

  signals[PAINTED] = g_signal_new ("painted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_visibility_init (WallVisibility *self)
{
}

/**
 * wall_visibility_new:
 * @widget: whose visibility is watched; it has to outlive what is returned
 * @is_waiting: says whether @widget waits to be painted: only then does a frame clock that stands
 *   still mean anything
 *
 * Returns: (transfer full): its visibility
 */
WallVisibility *
wall_visibility_new (GtkWidget          *widget,
                     WallVisibilityFunc  is_waiting)
{
  WallVisibility *self = g_object_new (WALL_TYPE_VISIBILITY, NULL);

  self->widget = widget;
  self->is_waiting = is_waiting;
  g_signal_connect_swapped (widget, "map", G_CALLBACK (on_map), self);
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (on_unmap), self);

  return self;
}

/**
 * wall_visibility_is_visible:
 * @self: a visibility
 *
 * Returns: whether what the widget draws reaches a screen, as far as this can be known
 */
gboolean
wall_visibility_is_visible (WallVisibility *self)
{
  g_return_val_if_fail (WALL_IS_VISIBILITY (self), FALSE);

  return self->is_visible;
}
