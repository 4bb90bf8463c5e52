/* wall-grid-keys.c
 *
 * What the keys do in the grid: arrows move the focus, Escape returns from an enlarged camera, and before
 * that from a part of its picture. Enter
 * and the space bar belong to the tile. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-keys.h"

#include "wall-grid.h"

static const struct {
  guint key;
  guint keypad_key;
  int   dx;
  int   dy;
} arrows[] = {
  { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
  { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
  { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
  { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
};

static gboolean
on_arrow (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  int dx, dy;

  g_variant_get (arguments, "(ii)", &dx, &dy);

  return wall_grid_move_focus (WALL_GRID (widget), dx, dy);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant  *arguments,
           gpointer   user_data)
{
  WallGrid *grid = WALL_GRID (widget);
  WallTile *tile = wall_grid_get_chosen (grid);

  if (tile && wall_tile_is_zoomed (tile)) {
    wall_tile_zoom (tile, 0);
    return TRUE;
  }
  if (wall_grid_get_enlarged (grid) == G_MAXUINT)
    return FALSE;

  wall_grid_set_enlarged (grid, G_MAXUINT);

  return TRUE;
}

/**
 * wall_grid_keys_install:
 * @grid_class: the class of WallGrid
 *
 * Binds the keys.
 */
void
wall_grid_keys_install (GtkWidgetClass *grid_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++) {
    gtk_widget_class_add_binding (grid_class, arrows[i].key, 0, on_arrow, "(ii)", arrows[i].dx,
                                  arrows[i].dy);
    gtk_widget_class_add_binding (grid_class, arrows[i].keypad_key, 0, on_arrow, "(ii)",
                                  arrows[i].dx, arrows[i].dy);
  }

  gtk_widget_class_add_binding (grid_class, GDK_KEY_Escape, 0, on_escape, NULL);
}
