/* wall-tile.c
 *
 * One camera of the wall: its picture, and below it number, name and badge.
 * Nothing is drawn over a picture that is live, unless the camera has something to say. One that is
 * old is dimmed and carries its age. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

G_DEFINE_FINAL_TYPE (WallTile, wall_tile, GTK_TYPE_WIDGET)

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wall_tile_parent_class)->map (widget);
  wall_tile_update_shown_soon (WALL_TILE (widget));
}

static void
unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (wall_tile_parent_class)->unmap (widget);
  WALL_TILE (widget)->waiting_since_us = -1;
  wall_tile_update_shown_soon (WALL_TILE (widget));
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

  wall_tile_allocate (self, width, height);
  wall_tile_update_target_size (self);
  if (self->menu)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
dispose (GObject *object)
{
  WallTile *self = WALL_TILE (object);
  GtkWidget *child;

  wall_tile_dispose_zoom (self);
  if (self->camera) {
    g_signal_handlers_disconnect_by_data (self->camera, self);
    wall_tile_stop_shown (self);
  }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  self->menu = NULL;
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
  widget_class->query_tooltip = wall_tile_query_tooltip;

  wall_tile_class_init_input (widget_class);
  wall_tile_class_init_zoom (widget_class);
  gtk_widget_class_set_css_name (widget_class, "walltile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
  bind_template (widget_class);
}

static void
wall_tile_init (WallTile *self)
{
  self->waiting_since_us = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  wall_tile_init_input (self);
  wall_tile_init_zoom (self);
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (wall_tile_update_strip), NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (wall_tile_update_target_size),
                    NULL);
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
  g_signal_connect_swapped (camera, "picture", G_CALLBACK (wall_tile_on_picture), self);
  g_signal_connect_swapped (camera, "status-changed", G_CALLBACK (wall_tile_on_status_changed),
                            self);
  g_signal_connect_swapped (camera, "notify::name", G_CALLBACK (wall_tile_on_title_changed), self);
  g_signal_connect_swapped (camera, "notify::number", G_CALLBACK (wall_tile_on_title_changed),
                            self);
  wall_tile_on_title_changed (self);
  wall_tile_on_status_changed (self);
  wall_tile_describe (self);

  return self;
}

/**
 * wall_tile_dup_title:
 * @self: a tile
 *
 * Returns: (transfer full): the camera's number and name, as they stand below its picture
 */
char *
wall_tile_dup_title (WallTile *self)
{
  g_autofree char *name = NULL;
  guint number;

  g_return_val_if_fail (WALL_IS_TILE (self), NULL);

  g_object_get (self->camera, "name", &name, "number", &number, NULL);
  if (number == 0)
    return g_strdup (name ? name : "");

  return g_strdup_printf ("%u  %s", number, name ? name : "");
}

/**
 * wall_tile_dup_still:
 * @self: a tile
 *
 * Returns: (transfer full): the picture as it is now
 */
GdkPaintable *
wall_tile_dup_still (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), NULL);

  return wall_picture_area_dup_still (self->area);
}

/**
 * wall_tile_get_camera:
 * @self: a tile
 *
 * Returns: (transfer none): what it shows
 */
WallCamera *
wall_tile_get_camera (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), NULL);

  return self->camera;
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
