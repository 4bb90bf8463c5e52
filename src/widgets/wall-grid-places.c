/* wall-grid-places.c
 *
 * In which place of the wall each camera stands: in the one that was given to it, and else in the
 * first that is free. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-places.h"

#include "wall-camera.h"

/* A place far away would leave nothing of the pictures but dots. */
#define MAX_EMPTY 64

static guint
wanted_place (GListModel *cameras,
              guint       position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (cameras, position);
  guint place;

  g_object_get (wall_camera_get_config (camera), "place", &place, NULL);

  return place;
}

static void
settle (GArray     *places,
        GHashTable *taken,
        guint       position,
        guint       place)
{
  g_array_index (places, guint, position) = place;
  g_hash_table_add (taken, GUINT_TO_POINTER (place));
}

/**
 * wall_grid_is_place:
 * @place: from 0
 * @n_cameras: how many cameras there are
 *
 * Returns: whether a camera can stand there
 */
gboolean
wall_grid_is_place (guint place,
                    guint n_cameras)
{
  return place < n_cameras + MAX_EMPTY && place <= WALL_CAMERA_MAX_PLACE;
}

/**
 * wall_grid_find_places:
 * @cameras: of WallCamera
 *
 * Returns: (transfer full): the place, from 0, of each camera as #guint; no two are alike
 */
GArray *
wall_grid_find_places (GListModel *cameras)
{
  guint n = g_list_model_get_n_items (cameras);
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  guint next = 0;

  g_array_set_size (places, n);
  for (guint i = 0; i < n; i++) {
    guint place = wanted_place (cameras, i);
    gboolean is_good = wall_grid_is_place (place, n)
                       && !g_hash_table_contains (taken, GUINT_TO_POINTER (place));

    settle (places, taken, i, is_good ? place : G_MAXUINT);
  }

  for (guint i = 0; i < n; i++) {
    if (g_array_index (places, guint, i) != G_MAXUINT)
      continue;
    while (g_hash_table_contains (taken, GUINT_TO_POINTER (next)))
      next++;
    settle (places, taken, i, next);
  }

  return places;
}

/**
 * wall_grid_count_places:
 * @places: of guint
 *
 * Returns: how many places the wall has, the empty ones between cameras included
 */
guint
wall_grid_count_places (GArray *places)
{
  guint count = 0;

  for (guint i = 0; i < places->len; i++)
    count = MAX (count, g_array_index (places, guint, i) + 1);

  return count;
}
