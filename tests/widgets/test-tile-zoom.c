/* test-tile-zoom.c
 *
 * A part of a picture is looked at: by keys and actions, said on the strip, and over when left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "fake-camera.h"
#include "wait-until.h"
#include "wall-grid.h"
#include "wall-widgets.h"

typedef struct {
  GListStore *cameras;
  GtkWidget  *window;
  WallGrid   *grid;
} Fixture;

static WallCamera *
get_camera (Fixture *fixture,
            guint    position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), position);

  return camera;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", data != NULL, NULL);
  fixture->cameras = g_list_store_new (WALL_TYPE_CAMERA);
  fixture->grid = WALL_GRID (wall_grid_new ());
  for (guint i = 0; i < 2; i++) {
    g_autoptr (WallCamera) camera = fake_camera_new (i + 1, "Camera", i);

    fake_camera_get_log (camera)->view = wall_view_whole ();
    g_list_store_append (fixture->cameras, camera);
  }
  wall_grid_set_model (fixture->grid, G_LIST_MODEL (fixture->cameras));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->grid));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fake_camera_get_log (get_camera (fixture, 0))->target_width > 0, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->cameras);
}

static double
get_factor (Fixture *fixture,
            guint    position)
{
  return wall_view_get_factor (&fake_camera_get_log (get_camera (fixture, position))->view);
}

static WallTile *
show (Fixture *fixture)
{
  WallTile *tile = wall_grid_get_tile (fixture->grid, 0);
  g_autoptr (WallPicture) picture = fake_picture_new (160, 90, 0xff0000);

  fake_camera_push_picture (get_camera (fixture, 0), picture);

  return tile;
}

static GtkWidget *
find_label (WallTile   *tile,
            const char *css_class)
{
  GtkWidget *strip = gtk_widget_get_last_child (GTK_WIDGET (tile));

  for (GtkWidget *each = gtk_widget_get_first_child (strip); each;
       each = gtk_widget_get_next_sibling (each))
    if (gtk_widget_has_css_class (each, css_class))
      return each;

  g_assert_not_reached ();
}

/* Where there is no picture there is nothing to be enlarged. */
static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  WallTile *tile = wall_grid_get_tile (fixture->grid, 0);
  GtkWidget *label = find_label (tile, "zoom");

  wall_tile_zoom (tile, 1);
  g_assert_false (wall_tile_is_zoomed (tile));
  g_assert_false (gtk_widget_get_visible (label));

  show (fixture);
  wall_tile_zoom (tile, 1);
  g_assert_true (wall_tile_is_zoomed (tile));
  g_assert_cmpfloat_with_epsilon (get_factor (fixture, 0), 1.5, 0.001);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "1.5×");
  g_assert_true (gtk_widget_get_visible (label));
  wall_tile_zoom (tile, 100);
  g_assert_cmpfloat_with_epsilon (get_factor (fixture, 0), WALL_VIEW_MAX_FACTOR, 0.001);
  g_assert_cmpfloat (get_factor (fixture, 1), ==, 1.0);
  wall_tile_zoom (tile, 0);
  g_assert_cmpfloat (get_factor (fixture, 0), ==, 1.0);
  g_assert_false (gtk_widget_get_visible (label));
}

/* Escape shows the whole picture first, and all cameras then. */
static void
test_escape (Fixture       *fixture,
             gconstpointer  data)
{
  WallTile *tile = show (fixture);

  wall_grid_set_enlarged (fixture->grid, 0);
  wall_tile_zoom (tile, 2);
  g_assert_true (gtk_widget_get_visible (find_label (tile, "zoom")));
  g_assert_true (wall_grid_get_chosen (fixture->grid) == tile);
  wall_tile_zoom (wall_grid_get_chosen (fixture->grid), 0);
  g_assert_cmpuint (wall_grid_get_enlarged (fixture->grid), ==, 0);
  g_assert_false (wall_tile_is_zoomed (tile));
}

static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  WallTile *tile = show (fixture);

  wall_grid_set_enlarged (fixture->grid, 0);
  g_assert_false (wall_tile_is_zoomed (tile));
  wall_tile_zoom (tile, 2);
  wall_grid_set_enlarged (fixture->grid, G_MAXUINT);
  g_assert_false (wall_tile_is_zoomed (tile));
  g_assert_cmpfloat (get_factor (fixture, 0), ==, 1.0);

  wall_tile_zoom (tile, 2);
  wall_grid_set_enlarged (fixture->grid, 1);
  wait_until (!wall_tile_is_zoomed (tile), 20);
}

/* What moves arrives. */
static void
test_smooth (Fixture       *fixture,
             gconstpointer  data)
{
  WallTile *tile = show (fixture);

  wall_tile_zoom (tile, 1);
  g_assert_true (wall_tile_is_zoomed (tile));
  wait_until (ABS (get_factor (fixture, 0) - 1.5) < 0.001, 20);
  wall_tile_zoom (tile, 1);
  wall_tile_zoom (tile, 0);
  wait_until (get_factor (fixture, 0) == 1.0, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GTK_A11Y", "test", TRUE);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());
  g_test_add ("/widgets/tile-zoom/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/widgets/tile-zoom/whole-first", Fixture, NULL, set_up, test_escape, tear_down);
  g_test_add ("/widgets/tile-zoom/over-when-left", Fixture, NULL, set_up, test_left, tear_down);
  g_test_add ("/widgets/tile-zoom/smooth", Fixture, "smooth", set_up, test_smooth, tear_down);

  return g_test_run ();
}
