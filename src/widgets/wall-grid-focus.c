/* wall-grid-focus.c
 *
 * Which camera has the focus: where it goes, and the ring around it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-focus.h"

#include <adwaita.h>

#include "wall-grid-lines.h"
#include "wall-grid-private.h"

static GtkWidget *
get_tile (WallGrid *self,
          guint     position)
{
  return g_ptr_array_index (self->tiles, position);
}

static guint
find_focused (WallGrid *self)
{
  for (guint i = 0; i < self->tiles->len; i++)
    if (gtk_widget_has_focus (get_tile (self, i)))
      return i;

  return G_MAXUINT;
}

/**
 * wall_grid_focus_append:
 * @self: a grid
 * @snapshot: where to
 *
 * Paints the ring around the camera that has the focus, if it is to be seen.
 */
void
wall_grid_focus_append (WallGrid    *self,
                        GtkSnapshot *snapshot)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  AdwStyleManager *manager = adw_style_manager_get_for_display (display);
  guint position = find_focused (self);
  guint tile = G_MAXUINT;
  GdkRectangle cell;

  if (position != G_MAXUINT)
    tile = wall_grid_pages_find_tile (&self->pages, position);
  if (tile == G_MAXUINT || !GTK_IS_WINDOW (root)
      || !gtk_window_get_focus_visible (GTK_WINDOW (root)))
    return;

  cell = wall_grid_layout_cell (&self->layout, tile);
  wall_grid_lines_append_focus (snapshot, &cell, adw_style_manager_get_high_contrast (manager));
}

/**
 * wall_grid_focus_grab:
 * @widget: a grid
 *
 * Gives the focus to the camera that had it last, or else to the first on the page.
 *
 * Returns: whether there is one
 */
gboolean
wall_grid_focus_grab (GtkWidget *widget)
{
  WallGrid *self = WALL_GRID (widget);
  guint position = self->focused;

  if (position >= self->tiles->len
      || wall_grid_pages_find_tile (&self->pages, position) == G_MAXUINT)
    position = wall_grid_pages_find_first (&self->pages);

  return position != G_MAXUINT && gtk_widget_grab_focus (get_tile (self, position));
}

static guint
find_chosen (WallGrid *self)
{
  guint focused = find_focused (self);

  if (self->pages.enlarged != G_MAXUINT)
    return self->pages.enlarged;
  if (focused != G_MAXUINT)
    return focused;
  if (self->focused < self->tiles->len
      && wall_grid_pages_find_tile (&self->pages, self->focused) != G_MAXUINT)
    return self->focused;

  return wall_grid_pages_is_alone (&self->pages) ? wall_grid_pages_find_first (&self->pages)
                                                 : G_MAXUINT;
}

/**
 * wall_grid_get_chosen:
 * @self: a grid
 *
 * Returns: (transfer none) (nullable): the tile that is meant where none is named: the one that has
 *   the wall to itself, or that has the focus, or had it last on this page
 */
WallTile *
wall_grid_get_chosen (WallGrid *self)
{
  g_return_val_if_fail (WALL_IS_GRID (self), NULL);

  return wall_grid_get_tile (self, find_chosen (self));
}

/**
 * wall_grid_get_focused:
 * @self: a grid
 *
 * Returns: the position of the camera that has the focus, or had it last; G_MAXUINT: none
 */
guint
wall_grid_get_focused (WallGrid *self)
{
  g_return_val_if_fail (WALL_IS_GRID (self), G_MAXUINT);

  return self->focused < self->tiles->len ? self->focused : G_MAXUINT;
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
  g_autoptr (GArray) tiles = NULL;
  guint focused, next;

  g_return_val_if_fail (WALL_IS_GRID (self), FALSE);

  focused = find_focused (self);
  if (focused == G_MAXUINT || self->pages.enlarged != G_MAXUINT)
    return FALSE;

  tiles = wall_grid_pages_list_tiles (&self->pages);
  next = wall_grid_layout_find_next (&self->layout, (const guint *) tiles->data, tiles->len,
                                     wall_grid_pages_find_tile (&self->pages, focused), dx, dy);
  if (next != G_MAXUINT)
    gtk_widget_grab_focus (get_tile (self, wall_grid_pages_find_camera (&self->pages, next)));

  return TRUE;
}
