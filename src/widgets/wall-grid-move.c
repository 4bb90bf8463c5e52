/* wall-grid-move.c
 *
 * Where a camera stands, and which place lies beside it. To stand elsewhere is asked for by an
 * action: the grid follows what its cameras say of themselves. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-move.h"

#include "wall-grid-places.h"
#include "wall-grid-private.h"

static const struct {
  const char *nick;
  int         dx;
  int         dy;
  int         pages;
} directions[] = {
  { "left", -1, 0, 0 },
  { "right", 1, 0, 0 },
  { "up", 0, -1, 0 },
  { "down", 0, 1, 0 },
  { "previous-page", 0, 0, -1 },
  { "next-page", 0, 0, 1 },
};

static const struct {
  guint       key;
  guint       keypad_key;
  const char *direction;
} keys[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, "left" },
  { GDK_KEY_Right, GDK_KEY_KP_Right, "right" },
  { GDK_KEY_Up, GDK_KEY_KP_Up, "up" },
  { GDK_KEY_Down, GDK_KEY_KP_Down, "down" },
  { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, "previous-page" },
  { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, "next-page" },
};

/**
 * wall_grid_move_install_keys:
 * @grid_class: the class of WallGrid
 *
 * Lets Ctrl+Shift with an arrow, or with a page key, move the camera that has the focus.
 */
void
wall_grid_move_install_keys (GtkWidgetClass *grid_class)
{
  const GdkModifierType held = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
    gtk_widget_class_add_binding_action (grid_class, keys[i].key, held, "win.move-camera", "s",
                                         keys[i].direction);
    gtk_widget_class_add_binding_action (grid_class, keys[i].keypad_key, held, "win.move-camera",
                                         "s", keys[i].direction);
  }
}

/**
 * wall_grid_move:
 * @self: a grid
 * @position: of the camera that is to stand elsewhere
 * @place: where; who stands there comes here
 *
 * Asks for it: the places are kept by others.
 */
void
wall_grid_move (WallGrid *self,
                guint     position,
                guint     place)
{
  g_autoptr (WallCamera) camera = NULL;
  const char *id;

  g_return_if_fail (WALL_IS_GRID (self));
  g_return_if_fail (position < self->tiles->len);

  camera = g_list_model_get_item (self->model, position);
  id = wall_camera_config_get_id (wall_camera_get_config (camera));
  gtk_widget_activate_action (GTK_WIDGET (self), "app.place-camera", "(su)", id, place);
}

/* The place beside a tile of the page that is shown, empty or not. */
static guint
find_beside (WallGrid *self,
             guint     tile,
             int       dx,
             int       dy)
{
  g_autofree guint *tiles = g_new (guint, self->layout.n_tiles);
  guint next;

  for (guint i = 0; i < self->layout.n_tiles; i++)
    tiles[i] = i;
  next = wall_grid_layout_find_next (&self->layout, tiles, self->layout.n_tiles, tile, dx, dy);

  return next == G_MAXUINT ? G_MAXUINT : wall_grid_pages_get_place (&self->pages, next);
}

/* The same tile of another page. */
static guint
find_on_page (WallGrid *self,
              guint     position,
              int       pages)
{
  guint per_page = wall_grid_pages_get_n_tiles (&self->pages);
  guint place = wall_grid_get_place (self, position);

  if (per_page == G_MAXUINT || (pages < 0 && place < per_page))
    return G_MAXUINT;

  place = pages < 0 ? place - per_page : place + per_page;

  return wall_grid_is_place (place, self->tiles->len) ? place : G_MAXUINT;
}

/**
 * wall_grid_find_place:
 * @self: a grid
 * @position: of a camera in the model
 * @direction: "left", "right", "up", "down", "previous-page" or "next-page"
 *
 * Returns: the place that lies there, beside the one of the camera; G_MAXUINT: none does, or all is
 *   not to be seen as one camera is enlarged, or the direction is none
 */
guint
wall_grid_find_place (WallGrid   *self,
                      guint       position,
                      const char *direction)
{
  guint tile;

  g_return_val_if_fail (WALL_IS_GRID (self), G_MAXUINT);

  tile = wall_grid_pages_find_tile (&self->pages, position);
  if (self->pages.enlarged != G_MAXUINT || tile == G_MAXUINT)
    return G_MAXUINT;

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++) {
    if (g_strcmp0 (directions[i].nick, direction) != 0)
      continue;
    if (directions[i].pages != 0)
      return find_on_page (self, position, directions[i].pages);

    return find_beside (self, tile, directions[i].dx, directions[i].dy);
  }

  return G_MAXUINT;
}

/**
 * wall_grid_get_place:
 * @self: a grid
 * @position: of a camera in the model
 *
 * Returns: the place in which it stands
 */
guint
wall_grid_get_place (WallGrid *self,
                     guint     position)
{
  g_return_val_if_fail (WALL_IS_GRID (self), G_MAXUINT);
  g_return_val_if_fail (position < self->pages.places->len, G_MAXUINT);

  return g_array_index (self->pages.places, guint, position);
}

/**
 * wall_grid_find:
 * @self: a grid
 * @id: of a camera
 *
 * Returns: its position in the model; G_MAXUINT: it is not there
 */
guint
wall_grid_find (WallGrid   *self,
                const char *id)
{
  g_return_val_if_fail (WALL_IS_GRID (self), G_MAXUINT);

  for (guint i = 0; i < self->tiles->len; i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (self->model, i);

    if (g_strcmp0 (wall_camera_config_get_id (wall_camera_get_config (camera)), id) == 0)
      return i;
  }

  return G_MAXUINT;
}
