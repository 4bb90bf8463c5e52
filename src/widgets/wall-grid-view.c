/* wall-grid-view.c
 *
 * What of the wall is shown: its layout, the page, or one camera alone. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-private.h"

/* A camera that has all of the wall shows its main stream, however it came to it. */
static void
tell_enlarged (WallGrid *self)
{
  gboolean is_alone = wall_grid_pages_is_alone (&self->pages);

  for (guint i = 0; i < self->tiles->len; i++) {
    gboolean is_on_page = wall_grid_pages_find_tile (&self->pages, i) != G_MAXUINT;

    wall_tile_set_enlarged (wall_grid_get_tile (self, i), is_alone && is_on_page);
  }
}

/**
 * wall_grid_turn_to:
 * @self: a grid
 * @page: from 0; one beyond the last is the last
 *
 * Shows that page, in the layout that is chosen.
 */
void
wall_grid_turn_to (WallGrid *self,
                   guint     page)
{
  self->pages.page = MIN (page, wall_grid_get_n_pages (self) - 1);
  tell_enlarged (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_signal_emit_by_name (self, WALL_GRID_PAGES_CHANGED);
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

  if (self->pages.enlarged == position)
    return;

  self->pages.enlarged = position;
  tell_enlarged (self);
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

  return self->pages.enlarged;
}

static guint
find_number (WallGrid *self,
             guint     number)
{
  for (guint i = 0; i < self->tiles->len; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->model, i);

    if (wall_camera_config_get_number (wall_camera_get_config (camera)) == number)
      return i;
  }

  return G_MAXUINT;
}

/**
 * wall_grid_show_number:
 * @self: a grid
 * @number: of a camera, as a person knows it; 0: all cameras
 *
 * Gives the whole wall and the focus to that camera, on whatever page it is.
 *
 * Returns: whether there is such a camera
 */
gboolean
wall_grid_show_number (WallGrid *self,
                       guint     number)
{
  guint position = G_MAXUINT;

  g_return_val_if_fail (WALL_IS_GRID (self), FALSE);

  if (number > 0) {
    position = find_number (self, number);
    if (position == G_MAXUINT)
      return FALSE;
  }

  wall_grid_set_enlarged (self, position);
  if (position != G_MAXUINT)
    gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (self, position)));

  return TRUE;
}

/**
 * wall_grid_show:
 * @self: a grid
 * @position: of a camera in the model
 *
 * Has it to be seen, on its page or enlarged as it is, and gives it the focus.
 */
void
wall_grid_show (WallGrid *self,
                guint     position)
{
  g_return_if_fail (WALL_IS_GRID (self));
  g_return_if_fail (position < self->tiles->len);

  if (self->pages.enlarged != position) {
    wall_grid_set_enlarged (self, G_MAXUINT);
    wall_grid_turn_to (self, wall_grid_pages_find_page (&self->pages, position));
  }
  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (self, position)));
}

/**
 * wall_grid_set_layout:
 * @self: a grid
 * @kind: how the wall is cut into tiles
 *
 * Keeps the camera that had the focus on the page that is shown.
 */
void
wall_grid_set_layout (WallGrid       *self,
                      WallLayoutKind  kind)
{
  g_return_if_fail (WALL_IS_GRID (self));

  if (self->pages.kind == kind)
    return;

  self->pages.kind = kind;
  self->pages.enlarged = G_MAXUINT;
  wall_grid_turn_to (self, wall_grid_pages_find_page (&self->pages, self->focused));
}

/**
 * wall_grid_set_strip_over_picture:
 * @self: a grid
 * @is_over_picture: whether live cameras go without number, name and badge
 *
 * A camera that is not live has them always.
 */
void
wall_grid_set_strip_over_picture (WallGrid *self,
                                  gboolean  is_over_picture)
{
  g_return_if_fail (WALL_IS_GRID (self));

  if (self->is_strip_over_picture == is_over_picture)
    return;

  self->is_strip_over_picture = is_over_picture;
  for (guint i = 0; i < self->tiles->len; i++)
    wall_tile_set_strip_over_picture (g_ptr_array_index (self->tiles, i), is_over_picture);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * wall_grid_set_page:
 * @self: a grid
 * @page: from 0; one beyond the last is the last
 *
 * Turns to a page. The focus goes with it.
 */
void
wall_grid_set_page (WallGrid *self,
                    guint     page)
{
  gboolean has_focus;

  g_return_if_fail (WALL_IS_GRID (self));

  has_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  self->pages.enlarged = G_MAXUINT;
  wall_grid_turn_to (self, page);
  if (has_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * wall_grid_get_page:
 * @self: a grid
 *
 * Returns: the page that is shown, from 0
 */
guint
wall_grid_get_page (WallGrid *self)
{
  g_return_val_if_fail (WALL_IS_GRID (self), 0);

  return self->pages.page;
}

/**
 * wall_grid_get_n_pages:
 * @self: a grid
 *
 * Returns: how many pages there are, at least one
 */
guint
wall_grid_get_n_pages (WallGrid *self)
{
  g_return_val_if_fail (WALL_IS_GRID (self), 1);

  return wall_grid_pages_count (&self->pages);
}
