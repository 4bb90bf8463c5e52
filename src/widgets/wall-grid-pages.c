/* wall-grid-pages.c
 *
 * Which cameras are on the page that is shown, and in which tile.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-pages.h"

#include "wall-grid-places.h"

static guint
get_place (const WallGridPages *self,
           guint                camera)
{
  return g_array_index (self->places, guint, camera);
}

/**
 * wall_grid_pages_get_kind:
 *
 * Returns: how the wall is cut now: one tile while a camera is enlarged
 */
WallLayoutKind
wall_grid_pages_get_kind (const WallGridPages *self)
{
  return self->enlarged == G_MAXUINT ? self->kind : WALL_LAYOUT_1X1;
}

/**
 * wall_grid_pages_is_alone:
 *
 * Returns: whether the wall is one tile
 */
gboolean
wall_grid_pages_is_alone (const WallGridPages *self)
{
  return wall_grid_pages_get_kind (self) == WALL_LAYOUT_1X1 ||
         (self->kind == WALL_LAYOUT_AUTOMATIC && wall_grid_count_places (self->places) == 1);
}

/**
 * wall_grid_pages_get_n_tiles:
 *
 * Returns: how many tiles a page has; G_MAXUINT: the shape follows the number of cameras, and one
 *   page has them all
 */
guint
wall_grid_pages_get_n_tiles (const WallGridPages *self)
{
  WallLayout layout;

  return wall_layout_get_fixed (self->kind, &layout) ? wall_layout_count_tiles (layout) : G_MAXUINT;
}

/**
 * wall_grid_pages_get_place:
 * @tile: of the page that is shown, from 0
 *
 * Returns: the place that is shown there, while no camera is enlarged
 */
guint
wall_grid_pages_get_place (const WallGridPages *self,
                           guint                tile)
{
  guint n_tiles = wall_grid_pages_get_n_tiles (self);

  return n_tiles == G_MAXUINT ? tile : self->page * n_tiles + tile;
}

/**
 * wall_grid_pages_count:
 *
 * Returns: how many pages there are, at least one
 */
guint
wall_grid_pages_count (const WallGridPages *self)
{
  guint n_places = wall_grid_count_places (self->places);

  return n_places == 0 ? 1 : (n_places - 1) / wall_grid_pages_get_n_tiles (self) + 1;
}

/**
 * wall_grid_pages_find_page:
 * @camera: its position in the list; one that is not there counts as the first
 *
 * Returns: the page that it is on, from 0
 */
guint
wall_grid_pages_find_page (const WallGridPages *self,
                           guint                camera)
{
  return camera < self->places->len ? get_place (self, camera) / wall_grid_pages_get_n_tiles (self) : 0;
}

/**
 * wall_grid_pages_find_tile:
 * @camera: its position in the list
 *
 * Returns: the tile in which it is shown, from 0; G_MAXUINT: it is not shown
 */
guint
wall_grid_pages_find_tile (const WallGridPages *self,
                           guint                camera)
{
  if (self->enlarged != G_MAXUINT)
    return self->enlarged == camera ? 0 : G_MAXUINT;
  if (wall_grid_pages_find_page (self, camera) != self->page)
    return G_MAXUINT;

  return get_place (self, camera) % wall_grid_pages_get_n_tiles (self);
}

/**
 * wall_grid_pages_find_camera:
 * @tile: from 0
 *
 * Returns: the position of the camera that is shown there; G_MAXUINT: none is
 */
guint
wall_grid_pages_find_camera (const WallGridPages *self,
                             guint                tile)
{
  for (guint i = 0; i < self->places->len; i++)
    if (wall_grid_pages_find_tile (self, i) == tile)
      return i;

  return G_MAXUINT;
}

/**
 * wall_grid_pages_find_first:
 *
 * Returns: the camera in the first tile that has one; G_MAXUINT: the page is empty
 */
guint
wall_grid_pages_find_first (const WallGridPages *self)
{
  guint first = G_MAXUINT, first_tile = G_MAXUINT;

  for (guint i = 0; i < self->places->len; i++) {
    guint tile = wall_grid_pages_find_tile (self, i);

    if (tile >= first_tile)
      continue;

    first = i;
    first_tile = tile;
  }

  return first;
}

/**
 * wall_grid_pages_list_tiles:
 *
 * Returns: (transfer full): the tiles, of guint, in which cameras are shown
 */
GArray *
wall_grid_pages_list_tiles (const WallGridPages *self)
{
  GArray *tiles = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->places->len; i++) {
    guint tile = wall_grid_pages_find_tile (self, i);

    if (tile != G_MAXUINT)
      g_array_append_val (tiles, tile);
  }

  return tiles;
}
