/* wall-grid-drag.c
 *
 * Cameras are dragged to another place. The place under the pointer is marked meanwhile, and who
 * waits at the left or right edge of the wall turns the page. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-drag.h"

#include "wall-drag-icon.h"
#include "wall-grid-lines.h"
#include "wall-grid-private.h"

/* So near to an edge, and for so long, is not on the way to a tile. */
#define EDGE_WIDTH 28
#define EDGE_MS    700

static guint
find_camera_at (WallGrid *self,
                double    x,
                double    y)
{
  guint tile = wall_grid_layout_find_tile (&self->layout, x, y);

  return tile == G_MAXUINT ? G_MAXUINT : wall_grid_pages_find_camera (&self->pages, tile);
}

static GdkContentProvider *
on_prepare (WallGrid *self,
            double    x,
            double    y)
{
  g_autoptr (WallCamera) camera = NULL;
  guint position = find_camera_at (self, x, y);

  if (position == G_MAXUINT || self->pages.enlarged != G_MAXUINT
      || wall_tile_is_zoomed (wall_grid_get_tile (self, position)))
    return NULL;

  self->dragged = position;
  camera = g_list_model_get_item (self->model, position);

  return gdk_content_provider_new_typed (WALL_TYPE_CAMERA, camera);
}

static void
on_begin (WallGrid      *self,
          GdkDrag       *drag,
          GtkDragSource *source)
{
  g_autoptr (GdkPaintable) icon
    = wall_drag_icon_new (wall_grid_get_tile (self, self->dragged));
  int width = gdk_paintable_get_intrinsic_width (icon);
  int height = gdk_paintable_get_intrinsic_height (icon);

  gtk_drag_source_set_icon (source, icon, width / 2, height / 2);
}

static void
on_end (WallGrid *self)
{
  self->dragged = G_MAXUINT;
}

static gboolean
on_edge (gpointer user_data)
{
  WallGrid *self = user_data;

  self->edge_id = 0;
  if (self->edge < 0 && self->pages.page > 0)
    wall_grid_turn_to (self, self->pages.page - 1);
  else if (self->edge > 0)
    wall_grid_turn_to (self, self->pages.page + 1);
  self->edge = 0;

  return G_SOURCE_REMOVE;
}

static void
set_edge (WallGrid *self,
          int       edge)
{
  if (self->edge == edge)
    return;

  self->edge = edge;
  g_clear_handle_id (&self->edge_id, g_source_remove);
  if (edge != 0)
    self->edge_id = g_timeout_add (EDGE_MS, on_edge, self);
}

static void
set_marked (WallGrid *self,
            guint     tile)
{
  if (self->marked == tile)
    return;

  self->marked = tile;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GdkDragAction
on_over (WallGrid *self,
         double    x,
         double    y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  guint tile = wall_grid_layout_find_tile (&self->layout, x, y);

  if (self->pages.enlarged != G_MAXUINT)
    return 0;

  set_edge (self, x < EDGE_WIDTH ? -1 : x >= width - EDGE_WIDTH ? 1 : 0);
  set_marked (self, tile);

  return tile == G_MAXUINT ? 0 : GDK_ACTION_MOVE;
}

static void
on_leave (WallGrid *self)
{
  set_edge (self, 0);
  set_marked (self, G_MAXUINT);
}

static gboolean
on_drop (WallGrid     *self,
         const GValue *value,
         double        x,
         double        y)
{
  WallCamera *camera = g_value_get_object (value);
  const char *id = wall_camera_config_get_id (wall_camera_get_config (camera));
  guint tile = wall_grid_layout_find_tile (&self->layout, x, y);
  guint position = wall_grid_find (self, id);
  guint place;

  on_leave (self);
  if (tile == G_MAXUINT || position == G_MAXUINT)
    return FALSE;

  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (self, position)));
  place = wall_grid_pages_get_place (&self->pages, tile);
  if (place != wall_grid_get_place (self, position))
    wall_grid_move (self, position, place);

  return TRUE;
}

/**
 * wall_grid_drag_append:
 * @self: a grid
 * @snapshot: where to
 *
 * Marks the place over which a camera is dragged.
 */
void
wall_grid_drag_append (WallGrid    *self,
                       GtkSnapshot *snapshot)
{
  GdkRectangle cell;

  if (self->marked >= self->layout.n_tiles)
    return;

  cell = wall_grid_layout_cell (&self->layout, self->marked);
  wall_grid_lines_append_mark (snapshot, &cell);
}

/**
 * wall_grid_drag_init:
 * @self: a grid
 *
 * Lets its cameras be dragged.
 */
void
wall_grid_drag_init (WallGrid *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (WALL_TYPE_CAMERA, GDK_ACTION_MOVE);

  self->dragged = self->marked = G_MAXUINT;
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect_swapped (source, "drag-end", G_CALLBACK (on_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));

  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_over), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (on_over), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * wall_grid_drag_stop:
 * @self: a grid that goes
 *
 * Ends what a drag has begun.
 */
void
wall_grid_drag_stop (WallGrid *self)
{
  g_clear_handle_id (&self->edge_id, g_source_remove);
  self->dragged = self->marked = G_MAXUINT;
}
