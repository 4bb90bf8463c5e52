/* wall-tile-strip.c
 *
 * Where the strip of a tile is, and when it is seen.
 * By default it is below the picture, always. Where live cameras shall go without, the picture has the
 * whole tile for good, and the strip comes over its lower edge as soon as the camera is anything but
 * live: so no picture ever changes its size because of what is said about it. Whoever points at the
 * tile or goes to it by keyboard sees the strip too. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

/**
 * wall_tile_is_simply_live:
 * @self: a tile
 *
 * Returns: whether its camera is live, and there is nothing more to say
 */
gboolean
wall_tile_is_simply_live (WallTile *self)
{
  return self->status.state == WALL_LINK_LIVE && self->status.notices == WALL_NOTICE_NONE
         && self->status.is_shown;
}

static gboolean
is_strip_wanted (WallTile *self)
{
  GtkStateFlags looked_at = GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_VISIBLE;

  return !self->is_strip_over_picture || wall_tile_is_zoomed (self) || !wall_tile_is_simply_live (self)
         || wall_strip_has_entry (self->strip)
         || gtk_widget_get_visible (GTK_WIDGET (self->message))
         || (gtk_widget_get_state_flags (GTK_WIDGET (self)) & looked_at);
}

/**
 * wall_tile_update_strip:
 * @self: a tile
 *
 * Shows or hides the strip as the camera's state wants it. Nothing is laid out anew.
 */
void
wall_tile_update_strip (WallTile *self)
{
  gboolean is_wanted = is_strip_wanted (self);

  if (gtk_widget_get_child_visible (GTK_WIDGET (self->strip)) == is_wanted)
    return;

  gtk_widget_set_child_visible (GTK_WIDGET (self->strip), is_wanted);

  /* What was hidden when it was to be drawn last does not ask for it again by itself. */
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * wall_tile_allocate:
 * @self: a tile
 * @width: logical pixels
 * @height: likewise
 *
 * Gives picture, message and strip their places.
 */
void
wall_tile_allocate (WallTile *self,
                    int       width,
                    int       height)
{
  int strip, rest;

  gtk_widget_measure (GTK_WIDGET (self->strip), GTK_ORIENTATION_VERTICAL, -1, NULL, &strip, NULL,
                      NULL);
  rest = MAX (height - strip, 0);

  gtk_widget_size_allocate (GTK_WIDGET (self->area),
                            &(GtkAllocation) { 0, 0, width,
                                               self->is_strip_over_picture ? height : rest },
                            -1);
  wall_message_allocate (self->message, width, rest);
  gtk_widget_size_allocate (GTK_WIDGET (self->strip), &(GtkAllocation) { 0, rest, width, strip },
                            -1);
}

/**
 * wall_tile_set_strip_over_picture:
 * @self: a tile
 * @is_over_picture: whether a live camera goes without the strip
 *
 * A camera that is not live always has it.
 */
void
wall_tile_set_strip_over_picture (WallTile *self,
                                  gboolean  is_over_picture)
{
  g_return_if_fail (WALL_IS_TILE (self));

  if (self->is_strip_over_picture == is_over_picture)
    return;

  self->is_strip_over_picture = is_over_picture;
  wall_tile_update_strip (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * wall_tile_is_strip_seen:
 * @self: a tile
 *
 * Returns: whether number, name and badge are seen
 */
gboolean
wall_tile_is_strip_seen (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), FALSE);

  return gtk_widget_get_child_visible (GTK_WIDGET (self->strip));
}
