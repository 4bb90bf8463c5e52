/* test-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "fake-camera.h"
#include "wait-until.h"
#include "wall-grid.h"
#include "wall-picture-area.h"
#include "wall-widgets.h"

#define S ((gint64) G_USEC_PER_SEC)

static const WallCameraStatus live = { .state = WALL_LINK_LIVE, .is_shown = TRUE };

/* Counts how often what it holds is measured. */
#define COUNTING_TYPE_BIN (counting_bin_get_type ())
G_DECLARE_FINAL_TYPE (CountingBin, counting_bin, COUNTING, BIN, GtkWidget)

struct _CountingBin {
  GtkWidget parent_instance;

  guint measured;
};

G_DEFINE_FINAL_TYPE (CountingBin, counting_bin, GTK_TYPE_WIDGET)

static void
counting_bin_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  COUNTING_BIN (widget)->measured++;
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum,
                      natural, NULL, NULL);
}

static void
counting_bin_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  fake_camera_is_layout_running = TRUE;
  gtk_widget_allocate (gtk_widget_get_first_child (widget), width, height, -1, NULL);
  fake_camera_is_layout_running = FALSE;
}

static void
counting_bin_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (counting_bin_parent_class)->dispose (object);
}

static void
counting_bin_class_init (CountingBinClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = counting_bin_dispose;
  GTK_WIDGET_CLASS (klass)->measure = counting_bin_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = counting_bin_size_allocate;
}

static void
counting_bin_init (CountingBin *self)
{
}

typedef struct {
  GListStore  *cameras;
  GtkWidget   *window;
  CountingBin *bin;
  WallGrid    *grid;
} Fixture;

static WallCamera *
get_camera (Fixture *fixture,
            guint    position)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), position);

  return camera;
}

static FakeCameraLog *
get_log (Fixture *fixture,
         guint    position)
{
  return fake_camera_get_log (get_camera (fixture, position));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->cameras = g_list_store_new (WALL_TYPE_CAMERA);
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++) {
    g_autoptr (WallCamera) camera = fake_camera_new (i + 1, "Camera", i);

    g_list_store_append (fixture->cameras, camera);
  }

  fixture->grid = WALL_GRID (wall_grid_new ());
  wall_grid_set_model (fixture->grid, G_LIST_MODEL (fixture->cameras));
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  fixture->bin = g_object_new (COUNTING_TYPE_BIN, NULL);
  gtk_widget_set_parent (GTK_WIDGET (fixture->grid), GTK_WIDGET (fixture->bin));
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->bin));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  if (GPOINTER_TO_UINT (data) > 0)
    wait_until (get_log (fixture, 0)->is_shown && get_log (fixture, 0)->target_width > 0, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->cameras)); i++)
    g_assert_false (get_log (fixture, i)->is_shown);

  /* The grid has let go of every camera: the store holds the last reference. */
  while (g_list_model_get_n_items (G_LIST_MODEL (fixture->cameras)) > 0) {
    WallCamera *camera = g_list_model_get_item (G_LIST_MODEL (fixture->cameras), 0);

    g_list_store_remove (fixture->cameras, 0);
    g_assert_finalize_object (camera);
  }
  g_assert_finalize_object (fixture->cameras);
}

static guint64
count_frames (Fixture *fixture)
{
  guint64 frames, pictures;

  wall_grid_get_counts (fixture->grid, &frames, &pictures);
  g_assert_cmpuint (pictures, >=, frames);

  return frames;
}

static void
push (Fixture *fixture,
      guint    position)
{
  FakeCameraLog *log = get_log (fixture, position);
  g_autoptr (WallPicture) picture = fake_picture_new (log->target_width, log->target_height,
                                                      0x336699);

  fake_camera_push_picture (get_camera (fixture, position), picture);
}

static void
test_paint_is_told_once (Fixture       *fixture,
                         gconstpointer  data)
{
  guint64 frames = count_frames (fixture);

  push (fixture, 0);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 0);
  wait_until (get_log (fixture, 0)->painted > 0, 20);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 1);
  g_assert_cmpuint (get_log (fixture, 1)->painted, ==, 0);
  g_assert_cmpuint (count_frames (fixture), ==, frames + 1);

  /* The same picture, painted again by another's redraw or its own, is no news. */
  gtk_widget_queue_draw (GTK_WIDGET (fixture->grid));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 500);
  push (fixture, 1);
  wait_until (get_log (fixture, 1)->painted > 0, 20);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 1);
}

static void
test_newest_wins (Fixture       *fixture,
                  gconstpointer  data)
{
  for (guint i = 0; i < 5; i++)
    push (fixture, 0);

  wait_until (get_log (fixture, 0)->painted > 0, 20);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 1);
  g_assert_cmpuint (count_frames (fixture), ==, 1);
}

static void
test_old_paint_is_no_life (Fixture       *fixture,
                           gconstpointer  data)
{
  WallShape shape = wall_shape_of_picture (16, 9, 1, 1);
  g_autoptr (WallPicture) old = wall_picture_new (160, 90, shape, 1,
                                                  g_get_monotonic_time () - 2 * S);

  fake_camera_push_picture (get_camera (fixture, 0), old);
  wait_until (wall_tile_get_waiting_since_us (wall_grid_get_tile (fixture->grid, 0)) < 0, 20);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 0);
}

static void
test_hidden_is_not_shown (Fixture       *fixture,
                          gconstpointer  data)
{
  gtk_widget_set_visible (GTK_WIDGET (fixture->grid), FALSE);
  for (guint i = 0; i < 4; i++)
    g_assert_false (get_log (fixture, i)->is_shown);

  push (fixture, 0);
  gtk_widget_set_visible (fixture->window, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->grid), TRUE);
  for (guint i = 0; i < 4; i++)
    g_assert_false (get_log (fixture, i)->is_shown);
  g_assert_cmpuint (get_log (fixture, 0)->painted, ==, 0);

  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (get_log (fixture, 3)->is_shown, 20);
}

static void
test_enlarged_hides_the_rest (Fixture       *fixture,
                              gconstpointer  data)
{
  int width = get_log (fixture, 2)->target_width;

  wall_grid_set_enlarged (fixture->grid, 2);
  wait_until (!get_log (fixture, 0)->is_shown, 20);
  g_assert_false (get_log (fixture, 1)->is_shown);
  g_assert_true (get_log (fixture, 2)->is_shown);
  g_assert_cmpint (get_log (fixture, 2)->target_width, >, width);

  g_signal_emit_by_name (wall_grid_get_tile (fixture->grid, 2), "activate");
  g_assert_cmpuint (wall_grid_get_enlarged (fixture->grid), ==, G_MAXUINT);
  wait_until (get_log (fixture, 0)->is_shown && get_log (fixture, 3)->is_shown, 20);
  g_assert_cmpint (get_log (fixture, 2)->target_width, ==, width);
}

static void
test_target_is_in_device_pixels (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *tile = GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0));
  GtkWidget *area = gtk_widget_get_first_child (tile);
  int scale = gtk_widget_get_scale_factor (tile);
  FakeCameraLog *log = get_log (fixture, 0);

  g_assert_cmpint (log->target_width, ==, gtk_widget_get_width (area) * scale);
  g_assert_cmpint (log->target_height, ==, gtk_widget_get_height (area) * scale);
  g_assert_cmpint (gtk_widget_get_width (tile), ==, gtk_widget_get_width (area));
}

static void
test_target_is_told_on_change_only (Fixture       *fixture,
                                    gconstpointer  data)
{
  guint calls = get_log (fixture, 0)->target_calls;

  gtk_widget_queue_allocate (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0)));
  gtk_widget_queue_resize (GTK_WIDGET (fixture->grid));
  push (fixture, 0);
  wait_until (get_log (fixture, 0)->painted > 0, 20);
  g_assert_cmpuint (get_log (fixture, 0)->target_calls, ==, calls);
}

static void
push_and_wait (Fixture *fixture)
{
  guint painted = get_log (fixture, 0)->painted;

  push (fixture, 0);
  wait_until (get_log (fixture, 0)->painted > painted, 20);
}

/* A badge that counts is drawn anew, wider and narrower, and nothing outside of its strip is
 * measured. */
static void
test_words_resize_nothing (Fixture       *fixture,
                           gconstpointer  data)
{
  WallCameraStatus status = { .state = WALL_LINK_LATE, .is_shown = TRUE };
  guint measured;

  push_and_wait (fixture);
  fake_camera_set_status (get_camera (fixture, 0), &live);
  push_and_wait (fixture);
  measured = fixture->bin->measured;
  g_assert_cmpuint (measured, >, 0);

  for (status.picture_age_us = 1; status.picture_age_us < 1000 * S; status.picture_age_us *= 7) {
    fake_camera_set_status (get_camera (fixture, 0), &status);
    push_and_wait (fixture);
  }
  g_assert_cmpuint (fixture->bin->measured, ==, measured);
}

/* Whatever is said, the tile stays as large as it is. */
static void
test_states_resize_nothing (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *tile = GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0));
  int width = gtk_widget_get_width (tile), height = gtk_widget_get_height (tile);
  guint calls = get_log (fixture, 0)->target_calls;

  for (int state = 0; state < WALL_N_LINK_STATES; state++)
    for (int reason = 0; reason < WALL_N_REASONS; reason++) {
      WallCameraStatus status = {
        .state = (WallLinkState) state,
        .reason = (WallReason) reason,
        .retry_in_us = 8 * S,
        .picture_age_us = 4 * S,
        .state_age_us = 100 * S,
      };

      fake_camera_set_status (get_camera (fixture, 0), &status);
    }

  push_and_wait (fixture);
  g_assert_cmpint (gtk_widget_get_width (tile), ==, width);
  g_assert_cmpint (gtk_widget_get_height (tile), ==, height);
  g_assert_cmpuint (get_log (fixture, 0)->target_calls, ==, calls);
}

static void
test_places_are_kept (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkWidget *last = GTK_WIDGET (wall_grid_get_tile (fixture->grid, 3));
  graphene_rect_t before, after;
  guint calls;

  g_assert_true (gtk_widget_compute_bounds (last, GTK_WIDGET (fixture->grid), &before));
  calls = get_log (fixture, 3)->target_calls;
  g_list_store_remove (fixture->cameras, 1);

  push (fixture, 0);
  wait_until (get_log (fixture, 0)->painted > 0, 20);
  last = GTK_WIDGET (wall_grid_get_tile (fixture->grid, 2));
  g_assert_true (gtk_widget_compute_bounds (last, GTK_WIDGET (fixture->grid), &after));
  g_assert_true (graphene_rect_equal (&before, &after));
  g_assert_cmpuint (get_log (fixture, 2)->target_calls, ==, calls);
}

static void
test_arrows_move_the_focus (Fixture       *fixture,
                            gconstpointer  data)
{
  /* A window may be shown a moment before it has the keyboard. */
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture->grid)));
  wait_until (gtk_widget_has_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0))), 20);

  g_assert_true (wall_grid_move_focus (fixture->grid, 1, 0));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 1))));
  g_assert_true (wall_grid_move_focus (fixture->grid, 0, 1));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 3))));
  g_assert_true (wall_grid_move_focus (fixture->grid, 1, 0));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 3))));

  /* Over an empty place. */
  g_list_store_remove (fixture->cameras, 1);
  g_assert_true (wall_grid_move_focus (fixture->grid, 0, -1));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (wall_grid_get_tile (fixture->grid, 2))));
}

static gboolean
is_dimmed (Fixture *fixture)
{
  GtkWidget *area = gtk_widget_get_first_child (
    GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0)));

  return wall_picture_area_is_dimmed (WALL_PICTURE_AREA (area));
}

static gboolean
is_message_visible (Fixture *fixture)
{
  GtkWidget *area = gtk_widget_get_first_child (
    GTK_WIDGET (wall_grid_get_tile (fixture->grid, 0)));

  return gtk_widget_get_visible (gtk_widget_get_next_sibling (area));
}

static void
test_nothing_over_a_live_picture (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const WallCameraStatus stalled = { .state = WALL_LINK_STALLED, .picture_age_us = 3 * S };
  gint64 taken_us;

  g_assert_true (is_message_visible (fixture));
  push (fixture, 0);
  taken_us = g_get_monotonic_time ();
  fake_camera_set_status (get_camera (fixture, 0), &live);
  g_assert_false (is_message_visible (fixture));
  g_assert_false (is_dimmed (fixture));

  wait_until (g_get_monotonic_time () - taken_us > 2 * S, 20);
  g_assert_false (is_dimmed (fixture));
  fake_camera_set_status (get_camera (fixture, 0), &stalled);
  g_assert_true (is_dimmed (fixture));
  g_assert_true (is_message_visible (fixture));

  /* The next picture is bright at once, and not when the state has followed. */
  push (fixture, 0);
  g_assert_false (is_dimmed (fixture));
  g_assert_false (is_message_visible (fixture));
}

static void
test_shown_again_is_old (Fixture       *fixture,
                         gconstpointer  data)
{
  gint64 taken_us;

  push (fixture, 0);
  taken_us = g_get_monotonic_time ();
  fake_camera_set_status (get_camera (fixture, 0), &live);
  wall_grid_set_enlarged (fixture->grid, 1);
  wait_until (!get_log (fixture, 0)->is_shown, 20);
  wait_until (g_get_monotonic_time () - taken_us > 2 * S, 20);

  wall_grid_set_enlarged (fixture->grid, G_MAXUINT);
  wait_until (get_log (fixture, 0)->is_shown, 20);
  g_assert_true (is_dimmed (fixture));
  push (fixture, 0);
  g_assert_false (is_dimmed (fixture));
}

static void
test_size_of_nothing (Fixture       *fixture,
                      gconstpointer  data)
{
  g_assert_null (wall_grid_get_tile (fixture->grid, 0));
  g_assert_false (gtk_widget_grab_focus (GTK_WIDGET (fixture->grid)));
}

#define ADD(name, cameras, function) \
  g_test_add ("/widgets/grid/" name, Fixture, GUINT_TO_POINTER (cameras), set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GTK_A11Y", "test", TRUE);
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());

  ADD ("paint-is-told-once", 2, test_paint_is_told_once);
  ADD ("newest-wins", 1, test_newest_wins);
  ADD ("old-paint-is-no-life", 1, test_old_paint_is_no_life);
  ADD ("hidden-is-not-shown", 4, test_hidden_is_not_shown);
  ADD ("enlarged-hides-the-rest", 4, test_enlarged_hides_the_rest);
  ADD ("target-is-in-device-pixels", 4, test_target_is_in_device_pixels);
  ADD ("target-is-told-on-change-only", 4, test_target_is_told_on_change_only);
  ADD ("words-resize-nothing", 2, test_words_resize_nothing);
  ADD ("states-resize-nothing", 2, test_states_resize_nothing);
  ADD ("places-are-kept", 4, test_places_are_kept);
  ADD ("arrows-move-the-focus", 4, test_arrows_move_the_focus);
  ADD ("nothing-over-a-live-picture", 1, test_nothing_over_a_live_picture);
  ADD ("shown-again-is-old", 2, test_shown_again_is_old);
  ADD ("empty", 0, test_size_of_nothing);

  return g_test_run ();
}
