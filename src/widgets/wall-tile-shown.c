/* wall-tile-shown.c
 *
 * What a camera is told by its tile: that it is shown, how large, and which pictures were painted.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

/**
 * wall_tile_on_picture:
 * @self: a tile
 *
 * Takes the camera's new picture. It may be one that is shown already, in another size: that makes it
 * no younger, and its paint is not waited for.
 */
void
wall_tile_on_picture (WallTile *self)
{
  g_autoptr (WallPicture) picture = wall_camera_take_picture (self->camera);

  if (picture == NULL)
    return;

  if (wall_picture_area_set_picture (self->area, picture) && self->waiting_since_us < 0)
    self->waiting_since_us = g_get_monotonic_time ();
  if (wall_picture_area_get_age_us (self->area) <= FRESH_US)
    self->is_from_before = FALSE;
  if (gtk_widget_get_visible (GTK_WIDGET (self->message)))
    wall_tile_update_picture (self);
}

static void
update_shown (WallTile *self)
{
  gboolean is_shown = self->is_visible_on_screen && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (self->is_shown == is_shown)
    return;

  self->is_shown = is_shown;
  self->is_from_before = wall_picture_area_get_age_us (self->area) > FRESH_US;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    wall_tile_reset_zoom (self);
  wall_tile_update_picture (self);
  wall_camera_set_shown (self->camera, is_shown);
}

/**
 * wall_tile_update_target_size:
 * @self: a tile
 *
 * Tells the camera how many pixels its pictures have here.
 */
void
wall_tile_update_target_size (WallTile *self)
{
  int width, height;

  wall_picture_area_get_pixels (self->area, &width, &height);
  if (width <= 0 || height <= 0
      || (width == self->target_width && height == self->target_height))
    return;

  self->target_width = width;
  self->target_height = height;
  wall_camera_set_target_size (self->camera, width, height);
}

static gboolean
on_update_shown (gpointer user_data)
{
  WallTile *self = user_data;

  self->update_id = 0;
  update_shown (self);

  return G_SOURCE_REMOVE;
}

/**
 * wall_tile_update_shown_soon:
 * @self: a tile
 *
 * The grid maps and unmaps tiles while GTK lays the window out. What the camera does when it hears of
 * it must not ask for another layout in the middle of this one: GTK would forget it.
 */
void
wall_tile_update_shown_soon (WallTile *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update_shown, self, NULL);
}

/**
 * wall_tile_stop_shown:
 * @self: a tile that goes
 *
 * Takes leave of the camera.
 */
void
wall_tile_stop_shown (WallTile *self)
{
  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->is_shown)
    wall_camera_set_shown (self->camera, FALSE);
  self->is_shown = FALSE;
}

/**
 * wall_tile_get_picture_bounds:
 * @self: a tile
 * @out_bounds: (out): device pixels of the window's surface
 *
 * Returns: whether the tile is on the screen with a picture; @out_bounds is written only then
 */
gboolean
wall_tile_get_picture_bounds (WallTile *self,
                              WallRect *out_bounds)
{
  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  return self->is_shown && wall_picture_area_get_bounds (self->area, out_bounds);
}

/**
 * wall_tile_set_enlarged:
 * @self: a tile
 * @is_enlarged: whether it has the wall to itself
 *
 * Tells the camera, which has another stream for that.
 */
void
wall_tile_set_enlarged (WallTile *self,
                        gboolean  is_enlarged)
{
  g_return_if_fail (WALL_IS_TILE (self));

  if (self->is_enlarged == !!is_enlarged)
    return;

  self->is_enlarged = !!is_enlarged;
  wall_tile_reset_zoom (self);
  wall_camera_set_enlarged (self->camera, is_enlarged);
}

/**
 * wall_tile_set_visible_on_screen:
 * @self: a tile
 * @is_visible: whether what is drawn now reaches a screen
 *
 * A tile counts as shown when this is so and it is mapped.
 */
void
wall_tile_set_visible_on_screen (WallTile *self,
                                 gboolean  is_visible)
{
  g_return_if_fail (WALL_IS_TILE (self));

  self->is_visible_on_screen = is_visible;
  update_shown (self);
}

/**
 * wall_tile_note_painted:
 * @self: a tile
 * @now_us: monotonic
 *
 * To be called when a frame of the clock has been painted: tells the camera if a picture of it was
 * painted for the first time in this frame.
 *
 * Returns: whether one was
 */
gboolean
wall_tile_note_painted (WallTile *self,
                        gint64    now_us)
{
  g_autoptr (WallPicture) picture = NULL;

  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  picture = wall_picture_area_steal_painted (self->area);
  if (picture == NULL)
    return FALSE;

  self->waiting_since_us = -1;

  /* What lay about while nothing was painted is not a sign of life. */
  if (now_us - wall_picture_get_decoded_us (picture) > FRESH_US)
    return FALSE;

  wall_camera_note_painted (self->camera, picture, now_us);

  return TRUE;
}

/**
 * wall_tile_get_waiting_since_us:
 * @self: a tile
 *
 * Returns: since when a picture waits to be painted (monotonic); -1: none does
 */
gint64
wall_tile_get_waiting_since_us (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), -1);

  return self->waiting_since_us;
}
