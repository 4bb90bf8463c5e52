/* test-relief.c
 *
 * Who is reduced while the computer does not keep up: first who is seen least, and nobody whose key
 * frames alone would be no live picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"
#include "wall-relief.h"

#define N 4
#define GOP_US G_USEC_PER_SEC

typedef struct {
  WallDevice *device;
  GPtrArray  *cameras;
  WallRelief *relief;
  gint64      now_us;    /* ahead of the clock, behind which nothing is counted */
} Wall;

static WallCamera *
get (Wall *wall,
     guint index)
{
  return g_ptr_array_index (wall->cameras, index);
}

static void
open_wall (Wall *wall)
{
  wall->device = make_device ("x");
  wall->cameras = g_ptr_array_new ();
  for (guint i = 0; i < N; i++) {
    WallCamera *camera = make_camera (wall->device, i + 1, TRUE);

    g_object_set (wall_camera_get_config (camera), "place", i, NULL);
    wall_camera_start (camera);
    g_ptr_array_add (wall->cameras, camera);
    bring_to_life (camera);
    wall_camera_set_target_size (camera, 160, 90);
  }
  wall->relief = wall_relief_new (wall->cameras);
  wall->now_us = g_get_monotonic_time () + 5 * S;
}

static void
close_wall (Wall *wall)
{
  wall_relief_free (wall->relief);
  for (guint i = 0; i < N; i++)
    camera_end (get (wall, i));
  g_ptr_array_unref (wall->cameras);
  g_object_unref (wall->device);
}

/* What a camera counts in the four seconds before @wall's now, long after its first picture. */
static void
count (Wall   *wall,
       guint   index,
       guint   fps,
       guint   decoded_fps,
       gint64  key_interval_us)
{
  WallCamera *camera = get (wall, index);

  camera->first_decoded_us = wall->now_us - 60 * S;
  for (guint i = 0; i <= 16; i++) {
    gint64 at_us = wall->now_us - (16 - (gint64) i) * S / 4;

    fake_player_set_counts (camera->player, 100 + fps * i / 4, 100 + decoded_fps * i / 4,
                            key_interval_us, at_us);
    wall_camera_poll (camera);
    wall_watch_judge (camera->watch, at_us);
  }
}

static guint
tick_hot (Wall *wall)
{
  guint reduced = 0;

  for (guint i = 0; i < 3; i++)
    wall_relief_tick (wall->relief, wall->now_us, 0.0);
  for (guint i = 0; i < N; i++)
    reduced += fake_player_is_reduced (get (wall, i)->player) ? 1 : 0;

  return reduced;
}

static void
test_least_important_first (void)
{
  WallCameraStatus status;
  Wall wall;

  open_wall (&wall);
  wall_camera_set_target_size (get (&wall, 1), 40, 23);
  wall_camera_set_target_size (get (&wall, 0), 80, 45);
  wall_camera_set_target_size (get (&wall, 2), 159, 90);
  for (guint i = 0; i < N; i++)
    count (&wall, i, 24, 8, GOP_US);

  g_assert_cmpuint (tick_hot (&wall), ==, 1);
  g_assert_true (fake_player_is_reduced (get (&wall, 1)->player));
  g_assert_cmpuint (tick_hot (&wall), ==, 2);
  g_assert_true (fake_player_is_reduced (get (&wall, 0)->player));
  g_assert_cmpuint (tick_hot (&wall), ==, 3);
  g_assert_true (fake_player_is_reduced (get (&wall, 3)->player));

  camera_beat (get (&wall, 0), g_get_monotonic_time ());
  wall_camera_get_status (get (&wall, 0), &status);
  g_assert_true (status.notices & WALL_NOTICE_REDUCED);
  wall_camera_get_status (get (&wall, 2), &status);
  g_assert_false (status.notices & WALL_NOTICE_REDUCED);
  close_wall (&wall);
}

/* It is hardly decoded anyway: that is no sign of anything, and to reduce it would help nobody. */
static void
test_hidden_has_no_part (void)
{
  Wall wall;

  open_wall (&wall);
  wall_camera_set_shown (get (&wall, 1), FALSE);
  for (guint i = 0; i < N; i++)
    count (&wall, i, 24, i == 1 ? 1 : 24, GOP_US);
  g_assert_false (wall_camera_is_behind (get (&wall, 1), wall.now_us));
  for (guint i = 0; i < 2 * N; i++)
    tick_hot (&wall);
  g_assert_cmpuint (tick_hot (&wall), ==, N - 1);
  g_assert_false (fake_player_is_reduced (get (&wall, 1)->player));

  /* Right after it is shown it catches up. */
  wall_camera_set_shown (get (&wall, 1), TRUE);
  g_assert_false (wall_camera_is_behind (get (&wall, 1), g_get_monotonic_time ()));
  close_wall (&wall);
}

static void
test_rare_key_frames_stay (void)
{
  Wall wall;

  open_wall (&wall);
  count (&wall, 0, 24, 8, 10 * S);
  count (&wall, 1, 24, 8, 0);
  count (&wall, 2, 24, 24, GOP_US);
  count (&wall, 3, 24, 24, 10 * S);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (tick_hot (&wall), <=, 1);
  g_assert_true (fake_player_is_reduced (get (&wall, 2)->player));

  /* Its key frames become rare. */
  wall.now_us += 5 * S;
  count (&wall, 2, 24, 24, 10 * S);
  g_assert_cmpuint (tick_hot (&wall), ==, 0);
  close_wall (&wall);
}

/* While it comes back it is no sign of anything. */
static void
test_restored_is_not_behind (void)
{
  WallCamera *camera;
  Wall wall;

  open_wall (&wall);
  camera = get (&wall, 0);
  count (&wall, 0, 24, 1, GOP_US);
  g_assert_true (wall_camera_is_behind (camera, wall.now_us));
  wall_camera_set_reduced (camera, TRUE);
  g_assert_false (wall_camera_is_behind (camera, wall.now_us));
  wall_camera_set_reduced (camera, FALSE);
  g_assert_false (wall_camera_is_behind (camera, wall.now_us));
  wall.now_us += 10 * S;
  count (&wall, 0, 24, 1, GOP_US);
  g_assert_true (wall_camera_is_behind (camera, wall.now_us));
  close_wall (&wall);
}

static void
test_keeping_up_changes_nothing (void)
{
  Wall wall;

  open_wall (&wall);
  for (guint i = 0; i < N; i++) {
    wall_camera_set_shown (get (&wall, i), FALSE);
    count (&wall, i, 24, 23, GOP_US);
  }
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (tick_hot (&wall), ==, 0);
  close_wall (&wall);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/relief/least-important-first", test_least_important_first);
  g_test_add_func ("/model/relief/hidden-has-no-part", test_hidden_has_no_part);
  g_test_add_func ("/model/relief/rare-key-frames-stay", test_rare_key_frames_stay);
  g_test_add_func ("/model/relief/restored-is-not-behind", test_restored_is_not_behind);
  g_test_add_func ("/model/relief/keeping-up-changes-nothing", test_keeping_up_changes_nothing);
  return g_test_run ();
}
