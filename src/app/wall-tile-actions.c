/* wall-tile-actions.c
 *
 * What is done with one camera on the wall, as actions of the window: enlarged, named or numbered
 * where it stands, moved beside. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-actions.h"

static void
on_enlarge (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  guint position = wall_grid_find (user_data, g_variant_get_string (parameter, NULL));
  gboolean is_enlarged = wall_grid_get_enlarged (user_data) == position;

  if (position == G_MAXUINT)
    return;

  wall_grid_set_enlarged (user_data, is_enlarged ? G_MAXUINT : position);
  wall_grid_show (user_data, position);
}

static WallTile *
show_tile (WallGrid *grid,
           GVariant *parameter)
{
  guint position = wall_grid_find (grid, g_variant_get_string (parameter, NULL));

  if (position == G_MAXUINT)
    return NULL;

  wall_grid_show (grid, position);

  return wall_grid_get_tile (grid, position);
}

static void
on_rename (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  WallTile *tile = show_tile (user_data, parameter);

  if (tile)
    wall_tile_edit_name (tile);
}

static void
on_renumber (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  WallTile *tile = show_tile (user_data, parameter);

  if (tile)
    wall_tile_edit_number (tile);
}

static void
on_move (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  guint position = wall_grid_get_focused (user_data);
  guint place;

  if (position == G_MAXUINT)
    return;

  place = wall_grid_find_place (user_data, position, g_variant_get_string (parameter, NULL));
  if (place != G_MAXUINT)
    wall_grid_move (user_data, position, place);
}

/**
 * wall_tile_actions_install:
 * @window: where the actions go: with a camera's id "enlarge-camera", "rename-camera" and
 *   "renumber-camera", and with a direction "move-camera", for the camera that has the focus
 * @grid: what they act on; it lives as long as @window
 */
void
wall_tile_actions_install (GActionMap *window,
                           WallGrid   *grid)
{
  static const GActionEntry actions[] = {
    { .name = "enlarge-camera", .parameter_type = "s", .activate = on_enlarge },
    { .name = "rename-camera", .parameter_type = "s", .activate = on_rename },
    { .name = "renumber-camera", .parameter_type = "s", .activate = on_renumber },
    { .name = "move-camera", .parameter_type = "s", .activate = on_move },
  };

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), grid);
}
