/* wall-grid.c
 *
 * The cameras of the wall, each in its place.
 * Places are kept: a camera that comes, goes or fails moves no other. Nothing is painted beneath the
 * tiles; the grid paints the lines between them and the places that are empty. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid.h"

#include <glib/gi18n-lib.h>

#include "wall-grid-keys.h"
#include "wall-grid-layout.h"
#include "wall-grid-lines.h"
#include "wall-grid-places.h"
#include "wall-visibility.h"

#define NATURAL_WIDTH  960
#define NATURAL_HEIGHT 600

struct _WallGrid {
  GtkWidget parent_instance;

  GListModel     *model;
  GPtrArray      *tiles;     /* of WallTile, as in @model */
  GArray         *places;    /* of guint, for each tile */
  WallGridLayout  layout;
  WallVisibility *visibility;
  guint           enlarged;  /* position in @model; G_MAXUINT: none */
  guint           focused;   /* that had the focus last; G_MAXUINT: none */
  guint64         frames;    /* that were painted */
  guint64         pictures;  /* that were painted in them */
};

G_DEFINE_FINAL_TYPE (WallGrid, wall_grid, GTK_TYPE_WIDGET)

static WallTile *
get_tile (WallGrid *self,
          guint     position)
{
  return g_ptr_array_index (self->tiles, position);
}

static guint
get_place (WallGrid *self,
           guint     position)
{
  return g_array_index (self->places, guint, position);
}

static guint
find_focused (WallGrid *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    if (gtk_widget_has_focus (GTK_WIDGET (get_tile (self, i))))
      return i;

  return G_MAXUINT;
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

  wall_grid_set_enlarged (self, self->enlarged == G_MAXUINT ? position : G_MAXUINT);
}

static void
update_places (WallGrid *self)
{
  g_clear_pointer (&self->places, g_array_unref);
  self->places = wall_grid_find_places (self->model);
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
  gtk_widget_insert_after (tile, GTK_WIDGET (self), before);
  g_ptr_array_insert (self->tiles, position, tile);
  wall_tile_set_visible_on_screen (WALL_TILE (tile),
                                   wall_visibility_is_visible (self->visibility));
}

static void
on_items_changed (WallGrid *self,
                  guint     position,
                  guint     removed,
                  guint     added)
{
  wall_grid_set_enlarged (self, G_MAXUINT);

  for (guint i = 0; i < removed; i++) {
    gtk_widget_unparent (GTK_WIDGET (get_tile (self, position)));
    g_ptr_array_remove_index (self->tiles, position);
  }
  for (guint i = 0; i < added; i++)
    insert_tile (self, position + i);

  update_places (self);
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
allocate_tile (WallGrid           *self,
               guint               position,
               const GdkRectangle *box)
{
  GtkWidget *tile = GTK_WIDGET (get_tile (self, position));
  gboolean is_hidden = self->enlarged != G_MAXUINT && self->enlarged != position;
  gboolean fits = box->width > 0 && box->height > 0;

  gtk_widget_set_child_visible (tile, !is_hidden && fits);
  if (!is_hidden && fits)
    gtk_widget_size_allocate (tile, box, -1);
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  WallGrid *self = WALL_GRID (widget);
  guint n_places = self->enlarged == G_MAXUINT ? wall_grid_count_places (self->places) : 1;

  self->layout = wall_grid_layout (n_places, width, height, strip_height (self));
  for (guint i = 0; i < self->tiles->len; i++) {
    guint place = self->enlarged == G_MAXUINT ? get_place (self, i) : 0;
    GdkRectangle box = wall_grid_layout_cell (&self->layout, place);

    /* A strip that does not fit would be painted over the tile below. */
    box.height = box.height < strip_height (self) ? 0 : box.height;
    allocate_tile (self, i, &box);
  }
}

static void
append_focus (WallGrid    *self,
              GtkSnapshot *snapshot)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint position = find_focused (self);
  GdkRectangle cell;

  if (position == G_MAXUINT || !GTK_IS_WINDOW (root)
      || !gtk_window_get_focus_visible (GTK_WINDOW (root)))
    return;

  cell = wall_grid_layout_cell (&self->layout,
                                self->enlarged == G_MAXUINT ? get_place (self, position) : 0);
  wall_grid_lines_append_focus (snapshot, &cell);
}

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot_)
{
  WallGrid *self = WALL_GRID (widget);
  GdkRGBA line;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &line);
  wall_grid_lines_append (snapshot_, &self->layout, &line);
  for (guint i = 0; i < self->layout.columns * self->layout.rows; i++) {
    GdkRectangle cell = wall_grid_layout_cell (&self->layout, i);

    if (self->enlarged == G_MAXUINT && wall_grid_find_at (self->places, i) == G_MAXUINT)
      wall_grid_lines_append_empty (snapshot_, &cell);
  }
  append_focus (self, snapshot_);

  GTK_WIDGET_CLASS (wall_grid_parent_class)->snapshot (widget, snapshot_);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  WallGrid *self = WALL_GRID (widget);
  guint position = self->enlarged == G_MAXUINT ? self->focused : self->enlarged;

  if (self->tiles->len == 0)
    return FALSE;

  return gtk_widget_grab_focus (GTK_WIDGET (
    get_tile (self, position < self->tiles->len ? position : 0)));
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
  g_array_unref (self->places);

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
  widget_class->grab_focus = grab_focus;
  widget_class->set_focus_child = set_focus_child;

  wall_grid_keys_install (widget_class);
  gtk_widget_class_set_css_name (widget_class, "wallgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
wall_grid_init (WallGrid *self)
{
  self->tiles = g_ptr_array_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  self->enlarged = self->focused = G_MAXUINT;
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
 * wall_grid_set_enlarged:
 * @self: a grid
 * @position: in the model, from 0; G_MAXUINT: all tiles at their places
 *
 * Gives the whole wall to one camera, or returns.
 */
void
wall_grid_set_enlarged (WallGrid *self,
                        guint     position)
{
  g_return_if_fail (WALL_IS_GRID (self));
  g_return_if_fail (position == G_MAXUINT || position < self->tiles->len);

  if (self->enlarged == position)
    return;

  self->enlarged = position;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * wall_grid_get_enlarged:
 * @self: a grid
 *
 * Returns: the position of the camera that has the whole wall; G_MAXUINT: none has
 */
guint
wall_grid_get_enlarged (WallGrid *self)
{
  g_return_val_if_fail (WALL_IS_GRID (self), G_MAXUINT);

  return self->enlarged;
}

/**
 * wall_grid_move_focus:
 * @self: a grid
 * @dx: columns to the right
 * @dy: rows down
 *
 * Moves the focus to the next camera in that direction, over places that are empty.
 *
 * Returns: whether a tile has the focus
 */
gboolean
wall_grid_move_focus (WallGrid *self,
                      int       dx,
                      int       dy)
{
  guint focused, place;

  g_return_val_if_fail (WALL_IS_GRID (self), FALSE);

  focused = find_focused (self);
  if (focused == G_MAXUINT || self->enlarged != G_MAXUINT)
    return FALSE;

  place = get_place (self, focused);
  while (wall_grid_layout_step (&self->layout, place, dx, dy, &place)) {
    guint position = wall_grid_find_at (self->places, place);

    if (position != G_MAXUINT)
      return gtk_widget_grab_focus (GTK_WIDGET (get_tile (self, position)));
  }

  return TRUE;
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
