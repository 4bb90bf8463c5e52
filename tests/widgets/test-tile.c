/* test-tile.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "fake-camera.h"
#include "wait-until.h"
#include "wall-grid.h"
#include "wall-message.h"
#include "wall-picture-area.h"
#include "wall-status-text.h"
#include "wall-widgets.h"

#define S ((gint64) G_USEC_PER_SEC)

typedef struct {
  WallCamera *camera;
  GtkWidget  *window;
  WallTile   *tile;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GListStore) cameras = g_list_store_new (WALL_TYPE_CAMERA);
  GtkWidget *grid = wall_grid_new ();

  fixture->camera = fake_camera_new (1, "Camera", 0);
  g_list_store_append (cameras, fixture->camera);
  wall_grid_set_model (WALL_GRID (grid), G_LIST_MODEL (cameras));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), grid);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->tile = wall_grid_get_tile (WALL_GRID (grid), 0);
  wait_until (fake_camera_get_log (fixture->camera)->is_shown, 20);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->camera);
}

static WallPictureArea *
get_area (Fixture *fixture)
{
  return WALL_PICTURE_AREA (gtk_widget_get_first_child (GTK_WIDGET (fixture->tile)));
}

static const char *
get_message (Fixture *fixture)
{
  GtkWidget *message = gtk_widget_get_next_sibling (GTK_WIDGET (get_area (fixture)));
  GtkWidget *icon = gtk_widget_get_first_child (message);

  return gtk_widget_get_visible (message)
           ? gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (icon))) : NULL;
}

static void
push (Fixture *fixture,
      gint64   decoded_us)
{
  g_autoptr (WallPicture) picture = wall_picture_new (160, 90, wall_shape_of_picture (16, 9, 1, 1),
                                                      1, decoded_us);

  fake_camera_push_picture (fixture->camera, picture);
}

/* A tile that changes its size gets the last picture once more. */
static void
test_another_size_is_no_younger (Fixture       *fixture,
                                 gconstpointer  data)
{
  static const WallCameraStatus stalled = { .state = WALL_LINK_STALLED, .picture_age_us = 5 * S };
  gint64 decoded_us = g_get_monotonic_time () - 5 * S;

  push (fixture, decoded_us);
  fake_camera_set_status (fixture->camera, &stalled);
  g_assert_true (wall_picture_area_is_dimmed (get_area (fixture)));
  g_assert_cmpstr (get_message (fixture), ==, "5 s old");

  push (fixture, decoded_us);
  g_assert_true (wall_picture_area_is_dimmed (get_area (fixture)));
  g_assert_cmpstr (get_message (fixture), ==, "5 s old");
}

/* Painting it is no news, so nobody waits for it: a wall in which all is stalled is not hidden. */
static void
test_another_size_is_not_waited_for (Fixture       *fixture,
                                     gconstpointer  data)
{
  gint64 decoded_us = g_get_monotonic_time ();

  push (fixture, decoded_us);
  g_assert_cmpint (wall_tile_get_waiting_since_us (fixture->tile), >=, 0);
  wait_until (wall_tile_get_waiting_since_us (fixture->tile) < 0, 20);

  push (fixture, decoded_us);
  g_assert_cmpint (wall_tile_get_waiting_since_us (fixture->tile), <, 0);
}

static void
test_age_counts_sleep (Fixture       *fixture,
                       gconstpointer  data)
{
  static const WallCameraStatus stalled = { .state = WALL_LINK_STALLED,
                                            .picture_age_us = 3600 * S };

  push (fixture, g_get_monotonic_time () - 2 * S);
  fake_camera_set_status (fixture->camera, &stalled);
  g_assert_cmpstr (get_message (fixture), ==, "1 h old");
}

/* What a camera saw before it was switched off is not shown on. */
static void
test_off_shows_nothing (Fixture       *fixture,
                        gconstpointer  data)
{
  static const WallCameraStatus live = { .state = WALL_LINK_LIVE, .is_shown = TRUE };
  static const WallCameraStatus off = { .state = WALL_LINK_OFF, .is_shown = TRUE };

  push (fixture, g_get_monotonic_time ());
  fake_camera_set_status (fixture->camera, &live);
  g_assert_null (get_message (fixture));
  fake_camera_set_status (fixture->camera, &off);
  g_assert_cmpint (wall_picture_area_get_age_us (get_area (fixture)), ==, -1);
  g_assert_cmpstr (get_message (fixture), ==, "Off");
}

#define TILE_WIDTH  310
#define TILE_HEIGHT 190

/* Of a default wall of 4 × 4 on a display of 1280 × 800. */
static void
lay_out_small (Fixture *fixture)
{
  GtkWidget *tile = GTK_WIDGET (fixture->tile);

  gtk_widget_measure (tile, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (tile, &(GtkAllocation) { 0, 0, TILE_WIDTH, TILE_HEIGHT }, -1);
}

static gboolean
is_laid_out (GtkWidget *message,
             GtkWidget *part)
{
  graphene_rect_t box;

  if (!gtk_widget_get_child_visible (message) || !gtk_widget_get_visible (part) ||
      !gtk_widget_get_child_visible (part) || !gtk_widget_compute_bounds (part, message, &box))
    return FALSE;

  return box.size.height > 0 && box.origin.y >= 0 &&
         box.origin.y + box.size.height <= (float) gtk_widget_get_height (message);
}

/* What a person must see to is said on the smallest tile of a default wall: an icon, what is wrong,
 * and as much of the advice as there is room for. */
static void
test_small_tile_says_what_is_wrong (Fixture       *fixture,
                                    gconstpointer  data)
{
  GtkWidget *message = gtk_widget_get_next_sibling (GTK_WIDGET (get_area (fixture)));
  GtkWidget *icon = gtk_widget_get_first_child (message);
  GtkWidget *title = gtk_widget_get_next_sibling (icon);
  GtkWidget *detail = gtk_widget_get_next_sibling (title);
  GtkWidget *cut = gtk_widget_get_next_sibling (detail);

  for (WallReason reason = 0; reason < WALL_N_REASONS; reason++) {
    WallCameraStatus status = { .state = WALL_LINK_NEEDS_ATTENTION, .reason = reason,
                                .codec = "H.265" };

    fake_camera_set_status (fixture->camera, &status);
    lay_out_small (fixture);
    g_test_message ("%s: %s", get_message (fixture), gtk_label_get_text (GTK_LABEL (detail)));
    g_assert_true (is_laid_out (message, icon));
    g_assert_true (is_laid_out (message, title));
    g_assert_cmpint (is_laid_out (message, detail) + is_laid_out (message, cut), ==, 1);
    g_assert_cmpstr (gtk_inscription_get_text (GTK_INSCRIPTION (cut)), ==,
                     gtk_label_get_text (GTK_LABEL (detail)));
  }
}

/* The less room, the less is said, and never an icon without the words. */
static void
test_message_gives_way_in_steps (Fixture       *fixture,
                                 gconstpointer  data)
{
  static const WallCameraStatus lost = { .state = WALL_LINK_NEEDS_ATTENTION,
                                         .reason = WALL_REASON_WRONG_PASSWORD };
  GtkWidget *message = gtk_widget_get_next_sibling (GTK_WIDGET (get_area (fixture)));
  GtkWidget *icon = gtk_widget_get_first_child (message);
  GtkWidget *title = gtk_widget_get_next_sibling (icon);
  GtkWidget *detail = gtk_widget_get_next_sibling (title);
  GtkWidget *cut = gtk_widget_get_next_sibling (detail);
  guint seen = 0, last = 4;

  fake_camera_set_status (fixture->camera, &lost);
  for (int height = 400; height > 0; height -= 5) {
    guint parts = 0;

    wall_message_allocate (WALL_MESSAGE (message), TILE_WIDTH, height);
    if (is_laid_out (message, title))
      parts = is_laid_out (message, detail) ? 4 : is_laid_out (message, cut) ? 3
              : is_laid_out (message, icon) ? 2 : 1;
    else
      g_assert_false (gtk_widget_get_child_visible (message));
    g_assert_cmpuint (parts, <=, last);
    seen |= 1u << parts;
    last = parts;
  }

  g_assert_cmpuint (seen, ==, 0x1f);
}

#define ADD(name, function) \
  g_test_add ("/widgets/tile/" name, Fixture, NULL, set_up, function, tear_down)

static void
assert_strip (Fixture  *fixture,
              gboolean  is_seen)
{
  g_assert_cmpint (wall_tile_is_strip_seen (fixture->tile), ==, is_seen);
}

static void
push_live (Fixture *fixture)
{
  static const WallCameraStatus live = { .state = WALL_LINK_LIVE, .is_shown = TRUE };

  push (fixture, g_get_monotonic_time ());
  fake_camera_set_status (fixture->camera, &live);
}

/* A live camera goes without its strip where that is wanted; whatever else it is, it says so. */
static void
test_strip_is_hidden_only_when_live (Fixture       *fixture,
                                     gconstpointer  data)
{
  static const WallCameraStatus others[] = {
    { .state = WALL_LINK_IDLE }, { .state = WALL_LINK_QUEUED }, { .state = WALL_LINK_CONNECTING },
    { .state = WALL_LINK_SIGNING_IN }, { .state = WALL_LINK_WAITING_PICTURE },
    { .state = WALL_LINK_LATE, .picture_age_us = 1400000, .is_shown = TRUE },
    { .state = WALL_LINK_STALLED, .picture_age_us = 4 * S, .is_shown = TRUE },
    { .state = WALL_LINK_CLOSING }, { .state = WALL_LINK_WAITING_RETRY },
    { .state = WALL_LINK_NEEDS_ATTENTION }, { .state = WALL_LINK_OFF },
    { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_DAMAGED },
    { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_UNCHANGED },
    { .state = WALL_LINK_LIVE, .is_shown = TRUE, .notices = WALL_NOTICE_REDUCED },
    { .state = WALL_LINK_LIVE, .is_shown = FALSE },
  };

  push_live (fixture);
  assert_strip (fixture, TRUE);
  wall_tile_set_strip_over_picture (fixture->tile, TRUE);
  assert_strip (fixture, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    fake_camera_set_status (fixture->camera, &others[i]);
    assert_strip (fixture, TRUE);
    push_live (fixture);
    assert_strip (fixture, FALSE);
  }

  gtk_widget_set_state_flags (GTK_WIDGET (fixture->tile), GTK_STATE_FLAG_PRELIGHT, FALSE);
  assert_strip (fixture, TRUE);
  gtk_widget_unset_state_flags (GTK_WIDGET (fixture->tile), GTK_STATE_FLAG_PRELIGHT);
  assert_strip (fixture, FALSE);
}

static void
count (guint *counter)
{
  (*counter)++;
}

/* A strip that comes while the picture stands still is not painted by itself. */
static void
test_strip_is_painted (Fixture       *fixture,
                       gconstpointer  data)
{
  static const WallCameraStatus late = { .state = WALL_LINK_LATE, .picture_age_us = 1400000,
                                         .is_shown = TRUE };
  g_autoptr (GdkPaintable) painted = gtk_widget_paintable_new (GTK_WIDGET (fixture->tile));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  guint frames = 0, invalid = 0;

  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count), &frames);
  g_signal_connect_swapped (painted, "invalidate-contents", G_CALLBACK (count), &invalid);
  push_live (fixture);
  wall_tile_set_strip_over_picture (fixture->tile, TRUE);
  wait_until (frames >= 2, 20);
  gtk_widget_queue_draw (fixture->window);
  frames = 0;
  wait_until (frames >= 1, 20);

  invalid = 0;
  fake_camera_set_status (fixture->camera, &late);
  wait_until (invalid > 0, 20);
  g_signal_handlers_disconnect_by_data (clock, &frames);
}

/* What is said about a camera never changes the size of its picture. */
static void
test_strip_moves_no_picture (Fixture       *fixture,
                             gconstpointer  data)
{
  static const WallCameraStatus late = { .state = WALL_LINK_LATE, .picture_age_us = 1400000,
                                         .is_shown = TRUE };
  FakeCameraLog *log = fake_camera_get_log (fixture->camera);
  GtkWidget *area = GTK_WIDGET (get_area (fixture));
  int height = gtk_widget_get_height (area);
  guint calls;

  wall_tile_set_strip_over_picture (fixture->tile, TRUE);
  wait_until (gtk_widget_get_height (area) > height, 20);
  push_live (fixture);
  height = gtk_widget_get_height (area);
  calls = log->target_calls;

  fake_camera_set_status (fixture->camera, &late);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (gtk_widget_get_height (area), ==, height);
  g_assert_cmpuint (log->target_calls, ==, calls);
}

/* What a screen reader says of a tile: which camera it is, how it is, and what a person has to do. */
static void
test_screen_reader (Fixture       *fixture,
                    gconstpointer  data)
{
  static const WallCameraStatus live = { .state = WALL_LINK_LIVE, .is_shown = TRUE };
  static const WallCameraStatus blind = { .state = WALL_LINK_NEEDS_ATTENTION,
                                          .reason = WALL_REASON_NO_DECODER, .codec = "H.264" };
  GtkAccessible *tile = GTK_ACCESSIBLE (fixture->tile);
  g_autofree char *sentence = wall_status_sentence (&blind);
  g_autofree char *advice = g_strconcat ("No H.264 decoder\n", sentence, NULL);

  gtk_test_accessible_assert_role (tile, GTK_ACCESSIBLE_ROLE_BUTTON);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, "1, Camera");
  fake_camera_set_status (fixture->camera, &live);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Live");
  fake_camera_set_status (fixture->camera, &blind);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, advice);
  fake_camera_set_status (fixture->camera, &live);
  gtk_test_accessible_assert_property (tile, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Live");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_init ();
  adw_init ();
  wall_widgets_init (gdk_display_get_default ());

  ADD ("another-size-is-no-younger", test_another_size_is_no_younger);
  ADD ("another-size-is-not-waited-for", test_another_size_is_not_waited_for);
  ADD ("age-counts-sleep", test_age_counts_sleep);
  ADD ("off-shows-nothing", test_off_shows_nothing);
  ADD ("small-tile-says-what-is-wrong", test_small_tile_says_what_is_wrong);
  ADD ("message-gives-way-in-steps", test_message_gives_way_in_steps);
  ADD ("strip-is-hidden-only-when-live", test_strip_is_hidden_only_when_live);
  ADD ("strip-is-painted", test_strip_is_painted);
  ADD ("strip-moves-no-picture", test_strip_moves_no_picture);
  ADD ("screen-reader", test_screen_reader);

  return g_test_run ();
}
