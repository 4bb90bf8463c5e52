/* wall-grid.c
 *
 * The cameras of the wall, each in its place.
 * Places are kept: a camera that comes, goes or fails moves no other. Nothing is painted beneath the
 * tiles; the grid paints the lines between them and the places that are empty. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-private.h"

#include <glib/gi18n-lib.h>

#include "wall-grid-drag.h"
#include "wall-grid-focus.h"
#include "wall-grid-keys.h"
#include "wall-grid-lines.h"
#include "wall-grid-move.h"
#include "wall-grid-places.h"

#define NATURAL_WIDTH  960
#define NATURAL_HEIGHT 600

G_DEFINE_FINAL_TYPE (WallGrid, wall_grid, GTK_TYPE_WIDGET)

static WallTile *
get_tile (WallGrid *self,
          guint     position)
{
  return g_ptr_array_index (self->tiles, position);
}

static gboolean
is_waiting (GtkWidget *widget)
{
  WallGrid *self = WALL_GRID (widget);

  for (guint i = 0; i < self->tiles->len; i++)
    if (wall_tile_get_waiting_since_us (get_tile (self, i)) >= 0)
      return TRUE;

  return FALSE;
}

static void
on_painted (WallGrid *self,
            gint64    now_us)
{
  guint64 pictures = 0;

  for (guint i = 0; i < self->tiles->len; i++)
    if (wall_tile_note_painted (get_tile (self, i), now_us))
      pictures++;

  self->pictures += pictures;
  if (pictures > 0)
    self->frames++;
}

static void
on_visibility_changed (WallGrid *self)
{
  gboolean is_visible = wall_visibility_is_visible (self->visibility);

  for (guint i = 0; i < self->tiles->len; i++)
    wall_tile_set_visible_on_screen (get_tile (self, i), is_visible);
}

static void
on_tile_activated (WallGrid *self,
                   WallTile *tile)
{
  guint position;

  if (!g_ptr_array_find (self->tiles, tile, &position))
    return;

  wall_grid_set_enlarged (self, self->pages.enlarged == G_MAXUINT ? position : G_MAXUINT);
}

static void
update_places (WallGrid *self)
{
  g_clear_pointer (&self->pages.places, g_array_unref);
  self->pages.places = wall_grid_find_places (self->model);
  wall_grid_turn_to (self, self->pages.page);
}

static gboolean
on_update_places (gpointer user_data)
{
  WallGrid *self = user_data;
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self));

  self->places_id = 0;
  update_places (self);
  if (focused && wall_grid_get_focused (self) != G_MAXUINT)
    wall_grid_turn_to (self, wall_grid_pages_find_page (&self->pages, self->focused));

  return G_SOURCE_REMOVE;
}

/* Of two that swap their places, both must have said so. */
static void
on_place_changed (GtkWidget *tile)
{
  WallGrid *self = WALL_GRID (gtk_widget_get_parent (tile));

  if (self && self->places_id == 0)
    self->places_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update_places, self, NULL);
}

static void
insert_tile (WallGrid *self,
             guint     position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (self->model, position);
  GtkWidget *tile = GTK_WIDGET (wall_tile_new (camera));
  GtkWidget *before = position > 0 ? GTK_WIDGET (get_tile (self, position - 1)) : NULL;

  g_signal_connect_object (tile, "activate", G_CALLBACK (on_tile_activated), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wall_camera_get_config (camera), "notify::place",
                           G_CALLBACK (on_place_changed), tile, G_CONNECT_SWAPPED);
  gtk_widget_insert_after (tile, GTK_WIDGET (self), before);
  g_ptr_array_insert (self->tiles, position, tile);
  wall_tile_set_strip_over_picture (WALL_TILE (tile), self->is_strip_over_picture);
  wall_tile_set_visible_on_screen (WALL_TILE (tile),
                                   wall_visibility_is_visible (self->visibility));
}

/* Where what was at @at is after the change; G_MAXUINT: gone. */
static guint
follow (guint at,
        guint position,
        guint removed,
        guint added)
{
  if (at == G_MAXUINT || at < position)
    return at;

  return at < position + removed ? G_MAXUINT : at - removed + added;
}

static void
on_items_changed (WallGrid *self,
                  guint     position,
                  guint     removed,
                  guint     added)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  guint focused = follow (self->focused, position, removed, added);

  self->pages.enlarged = follow (self->pages.enlarged, position, removed, added);
  for (guint i = 0; i < removed; i++) {
    gtk_widget_unparent (GTK_WIDGET (get_tile (self, position)));
    g_ptr_array_remove_index (self->tiles, position);
  }
  for (guint i = 0; i < added; i++)
    insert_tile (self, position + i);

  /* Who takes over from a camera that is gone is the one after it. */
  self->focused = focused;
  if (focused == G_MAXUINT && self->tiles->len > 0)
    self->focused = MIN (position, self->tiles->len - 1);
  update_places (self);
  if (had_focus && focused == G_MAXUINT && self->tiles->len > 0)
    gtk_widget_grab_focus (GTK_WIDGET (self));
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
  *minimum = 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static int
strip_height (WallGrid *self)
{
  int height = 0;

  if (self->tiles->len > 0)
    gtk_widget_measure (GTK_WIDGET (get_tile (self, 0)), GTK_ORIENTATION_VERTICAL, -1, &height,
                        NULL, NULL, NULL);

  return height;
}

static void
allocate_tile (WallGrid *self,
               guint     position)
{
  GtkWidget *widget = GTK_WIDGET (get_tile (self, position));
  guint tile = wall_grid_pages_find_tile (&self->pages, position);
  GdkRectangle box = { 0 };
  gboolean fits;

  if (tile != G_MAXUINT)
    box = wall_grid_layout_cell (&self->layout, tile);

  /* A strip that does not fit would be painted over the tile below. */
  fits = box.width > 0 && box.height > 0 && box.height >= strip_height (self);
  gtk_widget_set_child_visible (widget, fits);
  if (fits)
    gtk_widget_size_allocate (widget, &box, -1);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallGrid *self = WALL_GRID (widget);

  self->layout = wall_grid_layout (wall_grid_pages_get_kind (&self->pages),
                                   wall_grid_count_places (self->pages.places), width, height,
                                   self->is_strip_over_picture ? 0 : strip_height (self));
  for (guint i = 0; i < self->tiles->len; i++)
    allocate_tile (self, i);
}

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot_)
{
  WallGrid *self = WALL_GRID (widget);
  GdkRGBA line;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  wall_grid_lines_append (snapshot_, &self->layout, &line);
  for (guint i = 0; i < self->layout.n_tiles; i++) {
    GdkRectangle cell = wall_grid_layout_cell (&self->layout, i);

    if (wall_grid_pages_find_camera (&self->pages, i) == G_MAXUINT)
      wall_grid_lines_append_empty (snapshot_, &cell);
  }

  GTK_WIDGET_CLASS (wall_grid_parent_class)->snapshot (widget, snapshot_);
  wall_grid_focus_append (self, snapshot_);
  wall_grid_drag_append (self, snapshot_);
}

static void
set_focus_child (GtkWidget *widget,
                 GtkWidget *child)
{
  WallGrid *self = WALL_GRID (widget);
  guint position;

  GTK_WIDGET_CLASS (wall_grid_parent_class)->set_focus_child (widget, child);
  if (child && g_ptr_array_find (self->tiles, child, &position))
    self->focused = position;
  gtk_widget_queue_draw (widget);
}

static void
root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wall_grid_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-visible",
                           G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}

static void
unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget),
                                        gtk_widget_queue_draw, widget);

  GTK_WIDGET_CLASS (wall_grid_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  WallGrid *self = WALL_GRID (object);
  GtkWidget *child;

  wall_grid_set_model (self, NULL);
  wall_grid_drag_stop (self);
  g_clear_handle_id (&self->places_id, g_source_remove);
  g_clear_object (&self->visibility);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wall_grid_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallGrid *self = WALL_GRID (object);

  g_ptr_array_unref (self->tiles);
  g_array_unref (self->pages.places);

  G_OBJECT_CLASS (wall_grid_parent_class)->finalize (object);
}

static void
wall_grid_class_init (WallGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dispose;
  object_class->finalize = finalize;
  widget_class->root = root;
  widget_class->unroot = unroot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->grab_focus = wall_grid_focus_grab;
  widget_class->set_focus_child = set_focus_child;

  g_signal_new (WALL_GRID_PAGES_CHANGED, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                NULL, G_TYPE_NONE, 0);

  wall_grid_keys_install (widget_class);
  wall_grid_move_install_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "wallgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wall_grid_init (WallGrid *self)
{
  self->tiles = g_ptr_array_new ();
  self->pages.places = g_array_new (FALSE, FALSE, sizeof (guint));
  self->pages.enlarged = self->focused = G_MAXUINT;
  wall_grid_drag_init (self);
  self->visibility = wall_visibility_new (GTK_WIDGET (self), is_waiting);
  g_signal_connect_swapped (self->visibility, "painted", G_CALLBACK (on_painted), self);
  g_signal_connect_swapped (self->visibility, "changed", G_CALLBACK (on_visibility_changed), self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Cameras"), -1);
}

/**
 * wall_grid_new:
 *
 * Returns: (transfer floating): a wall without cameras
 */
GtkWidget *
wall_grid_new (void)
{
  return g_object_new (WALL_TYPE_GRID, NULL);
}

/**
 * wall_grid_set_model:
 * @self: a grid
 * @model: (transfer none) (nullable): of WallCamera
 *
 * Shows the cameras of @model, one tile each.
 */
void
wall_grid_set_model (WallGrid   *self,
                     GListModel *model)
{
  g_return_if_fail (WALL_IS_GRID (self));

  if (self->model == model)
    return;

  if (self->model) {
    g_signal_handlers_disconnect_by_data (self->model, self);
    on_items_changed (self, 0, self->tiles->len, 0);
  }
  g_set_object (&self->model, model);
  if (model) {
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (on_items_changed), self);
    on_items_changed (self, 0, 0, g_list_model_get_n_items (model));
  }
}

/**
 * wall_grid_get_tile:
 * @self: a grid
 * @position: in the model, from 0
 *
 * Returns: (transfer none) (nullable): its tile
 */
WallTile *
wall_grid_get_tile (WallGrid *self,
                    guint     position)
{
  g_return_val_if_fail (WALL_IS_GRID (self), NULL);

  return position < self->tiles->len ? get_tile (self, position) : NULL;
}

/**
 * wall_grid_get_counts:
 * @self: a grid
 * @out_frames: (out): how many frames with at least one new picture have been painted
 * @out_pictures: (out): how many new pictures have been painted in them
 */
void
wall_grid_get_counts (WallGrid *self,
                      guint64  *out_frames,
                      guint64  *out_pictures)
{
  g_return_if_fail (WALL_IS_GRID (self));

  *out_frames = self->frames;
  *out_pictures = self->pictures;
}
