/* test-grid-move.c
 *
 * A camera goes where it is moved, and nothing else moves; its name and number are typed where they
 * stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "fake-camera.h"
#include "wait-until.h"
#include "wall-grid.h"
#include "wall-strip.h"
#include "wall-title-entry.h"
#include "wall-widgets.h"

#define CAMERAS 5

typedef struct {
  GListStore *cameras;
  GtkWidget  *window;
  WallGrid   *grid;
  char       *asked;   /* (nullable): the last action, with its parameter */
} Fixture;

static WallCameraConfig *
get_config (Fixture *fixture,
            guint    position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), position);

  return wall_camera_get_config (camera);
}

static FakeCameraLog *
get_log (Fixture *fixture,
         guint    position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), position);

  return fake_camera_get_log (camera);
}

static void
on_asked (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = g_variant_print (parameter, FALSE);

  g_free (fixture->asked);
  fixture->asked = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text);
}

static void
install_actions (Fixture *fixture)
{
  static const GActionEntry actions[] = {
    { .name = "place-camera", .parameter_type = "(su)", .activate = on_asked },
    { .name = "name-camera", .parameter_type = "(ss)", .activate = on_asked },
    { .name = "number-camera", .parameter_type = "(su)", .activate = on_asked },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), fixture);
  gtk_widget_insert_action_group (fixture->window, "app", G_ACTION_GROUP (group));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->cameras = g_list_store_new (WALL_TYPE_CAMERA);
  for (guint i = 0; i < CAMERAS; i++) {
    g_autoptr (WallCamera) camera = fake_camera_new (i + 1, "Camera", i);

    g_list_store_append (fixture->cameras, camera);
  }

  fixture->grid = WALL_GRID (wall_grid_new ());
  wall_grid_set_model (fixture->grid, G_LIST_MODEL (fixture->cameras));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->grid));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  install_actions (fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (get_log (fixture, 0)->is_shown && get_log (fixture, 0)->target_width > 0, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->cameras);
  g_free (fixture->asked);
}

static void
set_place (Fixture *fixture,
           guint    position,
           guint    place)
{
  g_object_set (get_config (fixture, position), "place", place, NULL);
}

static graphene_rect_t
get_bounds (Fixture *fixture,
            guint    position)
{
  GtkWidget *tile = GTK_WIDGET (wall_grid_get_tile (fixture->grid, position));
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (tile, GTK_WIDGET (fixture->grid), &bounds));

  return bounds;
}

static gboolean
is_at (Fixture         *fixture,
       guint            position,
       graphene_rect_t  there)
{
  graphene_rect_t here = get_bounds (fixture, position);

  return graphene_rect_equal (&here, &there);
}

static gboolean
has_focus (Fixture *fixture,
           guint    position)
{
  return gtk_widget_is_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, position)));
}

/* Five cameras in three columns: the last place is empty. */
static void
test_beside (Fixture       *fixture,
             gconstpointer  data)
{
  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_3X3);
  wait_until (wall_grid_find_place (fixture->grid, 0, "down") == 3, 20);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 0, "right"), ==, 1);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 4, "right"), ==, 5);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 4, "up"), ==, 1);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 3, "left"), ==, G_MAXUINT);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 0, "previous-page"), ==, G_MAXUINT);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 0, "next-page"), ==, 9);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 0, "nowhere"), ==, G_MAXUINT);

  wall_grid_set_enlarged (fixture->grid, 0);
  g_assert_cmpuint (wall_grid_find_place (fixture->grid, 0, "right"), ==, G_MAXUINT);
}

static void
test_asks (Fixture       *fixture,
           gconstpointer  data)
{
  wall_grid_move (fixture->grid, 1, 5);
  g_assert_cmpstr (fixture->asked, ==, "place-camera ('camera-2', 5)");
}

/* Two change places: nothing of the others is laid out anew, and the focus goes with its camera. */
static void
test_swap (Fixture       *fixture,
           gconstpointer  data)
{
  graphene_rect_t first = get_bounds (fixture, 0);
  graphene_rect_t last = get_bounds (fixture, 4);
  graphene_rect_t other = get_bounds (fixture, 2);
  guint calls = get_log (fixture, 2)->target_calls;

  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0)));
  set_place (fixture, 0, 4);
  set_place (fixture, 4, 0);
  wait_until (is_at (fixture, 0, last) && is_at (fixture, 4, first), 20);
  g_assert_true (is_at (fixture, 2, other));
  g_assert_cmpuint (get_log (fixture, 2)->target_calls, ==, calls);
  g_assert_true (has_focus (fixture, 0));
}

/* The page follows the camera that has the focus, and no other. */
static void
test_other_page (Fixture       *fixture,
                 gconstpointer  data)
{
  wall_grid_set_layout (fixture->grid, WALL_LAYOUT_2X2);
  wall_grid_set_page (fixture->grid, 0);
  wait_until (get_log (fixture, 0)->is_shown && !get_log (fixture, 4)->is_shown, 20);
  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0)));

  set_place (fixture, 1, 4);
  set_place (fixture, 4, 1);
  wait_until (get_log (fixture, 4)->is_shown && !get_log (fixture, 1)->is_shown, 20);
  g_assert_cmpuint (wall_grid_get_page (fixture->grid), ==, 0);
  g_assert_true (has_focus (fixture, 0));

  set_place (fixture, 0, 5);
  wait_until (wall_grid_get_page (fixture->grid) == 1, 20);
  g_assert_true (has_focus (fixture, 0));
}

/* The one that is enlarged stays so, whatever happens to others. */
static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 1)));
  wall_grid_set_enlarged (fixture->grid, 3);
  g_list_store_remove (fixture->cameras, 0);
  g_assert_cmpuint (wall_grid_get_enlarged (fixture->grid), ==, 2);
  g_list_store_remove (fixture->cameras, 2);
  g_assert_cmpuint (wall_grid_get_enlarged (fixture->grid), ==, G_MAXUINT);

  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 1)));
  g_list_store_remove (fixture->cameras, 1);
  g_assert_true (has_focus (fixture, 1));
}

static GtkWidget *
find_below (GtkWidget *widget,
            GType      type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (child, type) ? child : find_below (child, type);

    if (found)
      return found;
  }

  return NULL;
}

static GtkWidget *
get_text (Fixture *fixture)
{
  return find_below (GTK_WIDGET (fixture->grid), GTK_TYPE_TEXT);
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data)
{
  WallTile *tile = wall_grid_get_tile (fixture->grid, 1);
  guint calls = get_log (fixture, 1)->target_calls;
  int height = gtk_widget_get_height (find_below (GTK_WIDGET (tile), WALL_TYPE_STRIP));

  wall_tile_edit_name (tile);
  g_assert_true (gtk_widget_is_focus (get_text (fixture)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_text (fixture))), ==, "Camera");
  gtk_editable_set_text (GTK_EDITABLE (get_text (fixture)), " Höf & Tor ");
  wait_until (gtk_widget_get_width (get_text (fixture)) > 0, 20);
  g_assert_cmpint (gtk_widget_get_height (find_below (GTK_WIDGET (tile), WALL_TYPE_STRIP)), ==,
                   height);
  g_signal_emit_by_name (get_text (fixture), "activate");
  g_assert_cmpstr (fixture->asked, ==, "name-camera ('camera-2', 'Höf & Tor')");
  g_assert_null (get_text (fixture));
  g_assert_true (has_focus (fixture, 1));
  g_assert_cmpuint (get_log (fixture, 1)->target_calls, ==, calls);
}

/* Who goes elsewhere has typed it nevertheless; an empty name is none. */
static void
test_rename_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  wall_tile_edit_name (wall_grid_get_tile (fixture->grid, 1));
  gtk_editable_set_text (GTK_EDITABLE (get_text (fixture)), "Yard");
  gtk_widget_grab_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 2)));
  g_assert_cmpstr (fixture->asked, ==, "name-camera ('camera-2', 'Yard')");
  g_assert_null (get_text (fixture));
  g_assert_true (has_focus (fixture, 2));

  g_clear_pointer (&fixture->asked, g_free);
  wall_tile_edit_name (wall_grid_get_tile (fixture->grid, 1));
  gtk_editable_set_text (GTK_EDITABLE (get_text (fixture)), "  ");
  g_signal_emit_by_name (get_text (fixture), "activate");
  g_assert_null (fixture->asked);
}

static void
test_renumber (Fixture       *fixture,
               gconstpointer  data)
{
  wall_tile_edit_number (wall_grid_get_tile (fixture->grid, 1));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_text (fixture))), ==, "2");
  gtk_editable_delete_text (GTK_EDITABLE (get_text (fixture)), 0, -1);
  gtk_editable_set_text (GTK_EDITABLE (get_text (fixture)), "x");
  gtk_editable_set_text (GTK_EDITABLE (get_text (fixture)), "42");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_text (fixture))), ==, "42");
  g_signal_emit_by_name (get_text (fixture), "activate");
  g_assert_cmpstr (fixture->asked, ==, "number-camera ('camera-2', 42)");
}

/* A camera that goes takes what was typed with it. */
static void
test_removed_while_renamed (Fixture       *fixture,
                            gconstpointer  data)
{
  wall_tile_edit_name (wall_grid_get_tile (fixture->grid, 1));
  g_list_store_remove (fixture->cameras, 1);
  g_assert_null (get_text (fixture));
  g_assert_true (has_focus (fixture, 1));
}

#define ADD(name, function) \
  g_test_add ("/widgets/grid-move/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GTK_A11Y", "test", TRUE);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());
  ADD ("place-beside", test_beside);
  ADD ("asks-for-a-place", test_asks);
  ADD ("two-change-places", test_swap);
  ADD ("page-follows-the-focus", test_other_page);
  ADD ("removed", test_removed);
  ADD ("rename", test_rename);
  ADD ("rename-ends", test_rename_ends);
  ADD ("renumber", test_renumber);
  ADD ("removed-while-renamed", test_removed_while_renamed);

  return g_test_run ();
}
