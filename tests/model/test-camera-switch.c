/* test-camera-switch.c
 *
 * Which stream a camera plays, and how one takes over from the other, with players that do what the
 * test says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"

static WallCamera *
make_auto (WallDevice *device)
{
  WallCamera *camera = make_camera (device, 1, TRUE);

  g_object_set (camera->config, "stream", "auto", NULL);
  return camera;
}

static void
assert_plays (WallPlayer *player,
              WallStream  stream)
{
  g_autofree char *uri =
    g_strdup_printf ("dvrip://127.0.0.1:1/1?stream=%s", wall_stream_to_nick (stream));

  g_assert_cmpstr (fake_player_get_uri (player), ==, uri);
}

static void
paint (WallCamera *camera)
{
  WallPicture *picture = wall_camera_take_picture (camera);

  g_assert_nonnull (picture);
  wall_camera_note_painted (camera, picture, g_get_monotonic_time ());
}

static WallPlayer *
wait_for_next (WallCamera *camera)
{
  wait_until (camera->next.player != NULL);
  return camera->next.player;
}

static WallPlayer *
bring_next_to_pictures (WallCamera *camera)
{
  WallPlayer *next = wait_for_next (camera);

  fake_player_reach (next, WALL_PLAYER_SIGNING_IN);
  fake_player_reach (next, WALL_PLAYER_WAITING);
  fake_player_reach (next, WALL_PLAYER_PLAYING);
  return next;
}

static void
finish_all (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < fake_players_get ()->len; i++)
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (fake_players_get (), i)));
  for (guint i = 0; i < all->len; i++)
    if (fake_player_is_closing (g_ptr_array_index (all, i)))
      fake_player_finish (g_ptr_array_index (all, i));
}

static void
end (WallCamera *camera)
{
  wall_camera_stop (camera);
  finish_all ();
  camera_end (camera);
  g_assert_cmpuint (fake_players_count_open (), ==, 0);
}

/* The old picture stays, and is live, until the new stream's first one reached the screen. */
static void
test_takes_over_when_painted (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub, *main;
  gint64 now_us;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  assert_plays (sub, WALL_STREAM_SUB);

  wall_camera_set_enlarged (camera, TRUE);
  main = bring_next_to_pictures (camera);
  assert_plays (main, WALL_STREAM_MAIN);
  g_assert_true (camera->player == sub);
  fake_player_decode (sub, g_get_monotonic_time ());
  paint (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  g_assert_false (fake_player_is_closing (sub));

  now_us = g_get_monotonic_time ();
  fake_player_decode (main, now_us);
  g_assert_true (wall_camera_take_picture (camera) == wall_camera_take_picture (camera));
  g_assert_true (camera->player == sub);
  paint (camera);
  g_assert_true (camera->player == main);
  g_assert_true (fake_player_is_closing (sub));
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  g_assert_cmpint (wall_camera_get_stream (camera), ==, WALL_STREAM_MAIN);
  end (camera);
}

/* What the old stream shows while the new one begins decides the badge. */
static void
test_old_one_is_judged (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);

  wall_camera_start (camera);
  bring_to_life (camera);
  wall_camera_set_enlarged (camera, TRUE);
  bring_next_to_pictures (camera);
  camera_beat (camera, g_get_monotonic_time () + 2 * S);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LATE);

  fake_player_decode (camera->next.player, g_get_monotonic_time ());
  paint (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  end (camera);
}

static void
test_hidden_takes_over_when_decoded (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  wall_camera_set_shown (camera, FALSE);
  wall_camera_set_sub_in_grid (camera, FALSE);
  fake_player_decode (wait_for_next (camera), g_get_monotonic_time ());
  bring_next_to_pictures (camera);
  g_assert_true (camera->player != sub && camera->next.player == NULL);
  camera_beat (camera, g_get_monotonic_time ());
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  end (camera);
}

/* However often it is toggled: one that is seen, and one that comes or goes. */
static void
test_toggling_leaves_nothing (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  for (guint i = 0; i < 20; i++) {
    wall_camera_set_enlarged (camera, i % 2 == 0);
    g_main_context_iteration (NULL, FALSE);
    g_assert_cmpuint (fake_players_count_open (), <=, 2);
  }
  finish_all ();
  camera_beat (camera, g_get_monotonic_time ());
  g_assert_true (camera->player == sub && camera->next.player == NULL);
  g_assert_cmpuint (fake_players_count_open (), ==, 1);

  wall_camera_set_enlarged (camera, TRUE);
  wait_for_next (camera);
  wall_camera_set_enlarged (camera, FALSE);
  g_assert_cmpuint (camera->n_leaving, ==, 1);
  wall_camera_set_enlarged (camera, TRUE);
  g_main_context_iteration (NULL, FALSE);
  g_assert_null (camera->next.player);
  finish_all ();
  assert_plays (wait_for_next (camera), WALL_STREAM_MAIN);
  end (camera);
}

/* A device that was asked for one alone, and refused. */
static void
test_no_sub_is_remembered (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallCamera *other = make_auto (device);
  WallPlayer *player;

  wall_camera_start (camera);
  player = get_player (camera);
  assert_plays (player, WALL_STREAM_SUB);
  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  fake_player_fail (player, WALL_REASON_REJECTED);
  fake_player_finish (player);
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_RETRY);
  camera_beat (camera, g_get_monotonic_time ());
  assert_plays (bring_to_life (camera), WALL_STREAM_MAIN);

  wall_camera_start (other);
  assert_plays (get_player (other), WALL_STREAM_MAIN);
  wall_camera_set_enlarged (camera, TRUE);
  wall_camera_set_enlarged (camera, FALSE);
  camera_beat (camera, g_get_monotonic_time ());
  g_main_context_iteration (NULL, FALSE);
  g_assert_null (camera->next.player);
  camera_end (other);
  end (camera);
}

/* One that refuses everything is tried again with growing pauses, and nothing is learnt of it. */
static void
test_refusing_both_teaches_nothing (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);

  wall_camera_start (camera);
  for (guint i = 0; i < 2; i++) {
    WallPlayer *player = get_player (camera);

    fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
    fake_player_fail (player, WALL_REASON_REJECTED);
    fake_player_finish (player);
    g_assert_cmpint (camera->reason, ==, i == 0 ? WALL_REASON_NONE : WALL_REASON_REJECTED);
    camera_beat (camera, g_get_monotonic_time () + 2 * S);
  }
  assert_plays (bring_to_life (camera), WALL_STREAM_SUB);
  wall_camera_set_enlarged (camera, TRUE);
  assert_plays (wait_for_next (camera), WALL_STREAM_MAIN);
  end (camera);
}

/* The second one is refused: from then on the old one is closed first. */
static void
test_closes_first_where_it_must (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub, *next;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  wall_camera_set_enlarged (camera, TRUE);
  next = g_object_ref (wait_for_next (camera));
  fake_player_reach (next, WALL_PLAYER_SIGNING_IN);
  fake_player_fail (next, WALL_REASON_TOO_MANY);
  g_assert_false (fake_player_is_closing (sub));
  fake_player_finish (next);
  g_object_unref (next);
  g_assert_true (fake_player_is_closing (sub));
  g_assert_cmpint (camera->state, ==, WALL_LINK_CLOSING);
  g_assert_cmpint (camera->reason, ==, WALL_REASON_NONE);
  fake_player_finish (sub);
  camera_beat (camera, g_get_monotonic_time ());
  assert_plays (bring_to_life (camera), WALL_STREAM_MAIN);

  wall_camera_set_enlarged (camera, FALSE);
  wait_until (camera->state == WALL_LINK_CLOSING);
  g_assert_null (camera->next.player);
  finish_all ();
  camera_beat (camera, g_get_monotonic_time ());
  assert_plays (bring_to_life (camera), WALL_STREAM_SUB);
  end (camera);
}

/* What cannot be shown here is not asked for again, and what is seen stays. */
static void
test_stays_where_it_must (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub, *next;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  wall_camera_set_enlarged (camera, TRUE);
  next = g_object_ref (wait_for_next (camera));
  fake_player_reach (next, WALL_PLAYER_SIGNING_IN);
  fake_player_reach (next, WALL_PLAYER_WAITING);
  fake_player_fail (next, WALL_REASON_NO_DECODER);
  fake_player_finish (next);
  g_object_unref (next);
  camera_beat (camera, g_get_monotonic_time ());
  g_main_context_iteration (NULL, FALSE);
  g_assert_true (camera->player == sub && camera->next.player == NULL);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  end (camera);
}

static void
test_evicted_is_learnt (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *sub, *next;

  wall_camera_start (camera);
  sub = bring_to_life (camera);
  wall_camera_set_enlarged (camera, TRUE);
  next = wait_for_next (camera);
  fake_player_reach (next, WALL_PLAYER_SIGNING_IN);
  fake_player_reach (next, WALL_PLAYER_WAITING);
  fake_player_fail (sub, WALL_REASON_CLOSED_BY_DEVICE);
  g_assert_null (camera->next.player);
  finish_all ();
  camera_beat (camera, g_get_monotonic_time ());
  assert_plays (bring_to_life (camera), WALL_STREAM_MAIN);
  wall_camera_set_enlarged (camera, FALSE);
  wait_until (camera->state == WALL_LINK_CLOSING);
  end (camera);
}

static void
test_fixed_stays (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);

  g_object_set (camera->config, "stream", "sub", NULL);
  wall_camera_start (camera);
  assert_plays (bring_to_life (camera), WALL_STREAM_SUB);
  wall_camera_set_enlarged (camera, TRUE);
  camera_beat (camera, g_get_monotonic_time ());
  g_main_context_iteration (NULL, FALSE);
  g_assert_null (camera->next.player);

  g_object_set (camera->config, "stream", "main", NULL);
  assert_plays (wait_for_next (camera), WALL_STREAM_MAIN);
  end (camera);
}

/* The camera goes while a stream takes over: both players close, and nobody asks for it. */
static void
test_disposed_in_between (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);

  wall_camera_start (camera);
  bring_to_life (camera);
  wall_camera_set_enlarged (camera, TRUE);
  wait_for_next (camera);
  g_assert_finalize_object (camera);
  g_assert_cmpuint (fake_players_count_open (), ==, 2);
  finish_all ();
  g_assert_cmpuint (fake_players_count_open (), ==, 0);
}

/* Who is enlarged before there is a picture has the main stream from the start, before all others. */
static void
test_enlarged_before_it_connects (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *other = make_auto (device);
  WallCamera *camera = make_auto (device);

  wall_camera_start (other);
  wall_camera_start (camera);
  wall_camera_set_enlarged (camera, TRUE);
  assert_plays (get_player (camera), WALL_STREAM_MAIN);
  g_assert_null (other->player);
  camera_end (other);
  end (camera);
}

static void
test_enlarged_while_it_waits (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_auto (device);
  WallPlayer *player;

  wall_camera_start (camera);
  player = get_player (camera);
  assert_plays (player, WALL_STREAM_SUB);
  fake_player_fail (player, WALL_REASON_TIMED_OUT);
  fake_player_finish (player);
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_RETRY);
  wall_camera_set_enlarged (camera, TRUE);
  camera_beat (camera, g_get_monotonic_time () + 60 * S);
  assert_plays (get_player (camera), WALL_STREAM_MAIN);
  end (camera);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/camera-switch/takes-over-when-painted", test_takes_over_when_painted);
  g_test_add_func ("/camera-switch/old-one-is-judged", test_old_one_is_judged);
  g_test_add_func ("/camera-switch/hidden-when-decoded", test_hidden_takes_over_when_decoded);
  g_test_add_func ("/camera-switch/toggling-leaves-nothing", test_toggling_leaves_nothing);
  g_test_add_func ("/camera-switch/no-sub-is-remembered", test_no_sub_is_remembered);
  g_test_add_func ("/camera-switch/refusing-both", test_refusing_both_teaches_nothing);
  g_test_add_func ("/camera-switch/closes-first", test_closes_first_where_it_must);
  g_test_add_func ("/camera-switch/stays-where-it-must", test_stays_where_it_must);
  g_test_add_func ("/camera-switch/evicted-is-learnt", test_evicted_is_learnt);
  g_test_add_func ("/camera-switch/enlarged-before-it-connects",
                   test_enlarged_before_it_connects);
  g_test_add_func ("/camera-switch/enlarged-while-it-waits", test_enlarged_while_it_waits);
  g_test_add_func ("/camera-switch/fixed-stays", test_fixed_stays);
  g_test_add_func ("/camera-switch/disposed-in-between", test_disposed_in_between);

  return g_test_run ();
}
