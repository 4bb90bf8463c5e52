/* test-grid-view.c
 *
 * What of the wall is shown: a page of a layout, or one camera alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "fake-camera.h"
#include "wait-until.h"
#include "wall-grid.h"
#include "wall-widgets.h"

#define CAMERAS 5

typedef struct {
  GListStore *cameras;
  GtkWidget  *window;
  WallGrid   *grid;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->cameras = g_list_store_new (WALL_TYPE_CAMERA);
  for (guint i = 0; i < CAMERAS; i++) {
    g_autoptr (WallCamera) camera = fake_camera_new (10 * (i + 1), "Camera", i);

    g_list_store_append (fixture->cameras, camera);
  }

  fixture->grid = WALL_GRID (wall_grid_new ());
  wall_grid_set_model (fixture->grid, G_LIST_MODEL (fixture->cameras));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->grid));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->cameras);
}

/* Whether exactly the cameras from @first on are shown, @n of them. */
static gboolean
shows (Fixture *fixture,
       guint    first,
       guint    n)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->cameras)); i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), i);

    if (fake_camera_get_log (camera)->is_shown != (i >= first && i < first + n))
      return FALSE;
  }

  return TRUE;
}

static gboolean
has_focus (Fixture *fixture,
           guint    position)
{
  return gtk_widget_is_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, position)));
}

/* Only what is on the page is shown, and the focus goes with the page. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  wait_until (shows (fixture, 0, CAMERAS), 20);
  g_assert_cmpuint (wall_grid_get_n_pages (fixture->grid), ==, 1);
  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 4)));
  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_2X2);
  g_assert_cmpuint (wall_grid_get_n_pages (fixture->grid), ==, 2);
  g_assert_cmpuint (wall_grid_get_page (fixture->grid), ==, 1);
  wait_until (shows (fixture, 4, 1), 20);

  wall_grid_set_page (fixture->grid, 0);
  wait_until (shows (fixture, 0, 4), 20);
  g_assert_true (has_focus (fixture, 0));

  wall_grid_set_page (fixture->grid, 99);
  g_assert_cmpuint (wall_grid_get_page (fixture->grid), ==, 1);
  g_list_store_remove (fixture->cameras, 4);
  g_assert_cmpuint (wall_grid_get_page (fixture->grid), ==, 0);
  wait_until (shows (fixture, 0, 4), 20);
}

/* By the number that a guard knows, wherever the camera is; and back to the same page. */
static void
test_number (Fixture       *fixture,
             gconstpointer  data)
{
  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_2X2);
  wait_until (shows (fixture, 0, 4), 20);
  g_assert_true (wall_grid_show_number (fixture->grid, 50));
  wait_until (shows (fixture, 4, 1), 20);
  g_assert_true (has_focus (fixture, 4));

  g_assert_false (wall_grid_show_number (fixture->grid, 51));
  g_assert_cmpuint (wall_grid_get_enlarged (fixture->grid), ==, 4);
  g_assert_true (wall_grid_show_number (fixture->grid, 0));
  wait_until (shows (fixture, 0, 4), 20);
}

static gboolean
is_enlarged (Fixture *fixture,
             guint    position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), position);

  return fake_camera_get_log (camera)->is_enlarged;
}

/* However a camera comes to have the wall to itself, it is told, and when it has it no more. */
static void
test_enlarged (Fixture       *fixture,
               gconstpointer  data)
{
  wall_grid_set_enlarged (fixture->grid, 2);
  g_assert_true (is_enlarged (fixture, 2));
  g_assert_false (is_enlarged (fixture, 1));
  wall_grid_set_enlarged (fixture->grid, G_MAXUINT);
  g_assert_false (is_enlarged (fixture, 2));

  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_1X1);
  g_assert_true (is_enlarged (fixture, 0));
  wall_grid_set_page (fixture->grid, 1);
  g_assert_false (is_enlarged (fixture, 0));
  g_assert_true (is_enlarged (fixture, 1));
  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_AUTOMATIC);
  g_assert_false (is_enlarged (fixture, 1));

  for (guint i = CAMERAS - 1; i > 0; i--)
    g_list_store_remove (fixture->cameras, i);
  g_assert_true (is_enlarged (fixture, 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GTK_A11Y", "test", TRUE);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());
  g_test_add ("/widgets/grid-view/pages-show-their-cameras", Fixture, NULL, set_up, test_pages,
              tear_down);
  g_test_add ("/widgets/grid-view/number-shows-its-camera", Fixture, NULL, set_up, test_number,
              tear_down);
  g_test_add ("/widgets/grid-view/enlarged-is-told", Fixture, NULL, set_up, test_enlarged,
              tear_down);

  return g_test_run ();
}
