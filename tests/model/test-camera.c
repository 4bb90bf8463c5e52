/* test-camera.c
 *
 * How a camera moves, with players that do what the test says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"
#include "wall-heartbeat.h"

static void
count (int *counter)
{
  (*counter)++;
}

static void
test_walks_to_live (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 3, TRUE);
  WallPlayer *player;

  g_assert_cmpint (camera->state, ==, WALL_LINK_IDLE);
  wall_camera_start (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_QUEUED);
  player = get_player (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_CONNECTING);
  g_assert_cmpstr (fake_player_get_uri (player), ==, "dvrip://127.0.0.1:1/3?stream=sub");
  g_assert_cmpstr (fake_player_get_password (player), ==, "secret");
  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  g_assert_cmpint (camera->state, ==, WALL_LINK_SIGNING_IN);
  fake_player_reach (player, WALL_PLAYER_WAITING);
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_PICTURE);
  camera_end (camera);
}

/* Decoded is not painted: only what reached the screen makes a shown camera live. */
static void
test_shown_is_live_when_painted (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallCameraStatus status;
  WallPlayer *player;
  WallPicture *picture;
  gint64 now_us;

  wall_camera_set_shown (camera, TRUE);
  wall_camera_start (camera);
  player = bring_to_waiting (camera);
  now_us = g_get_monotonic_time ();
  picture = fake_player_decode (player, now_us);
  camera_beat (camera, now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_PICTURE);
  wall_camera_get_status (camera, &status);
  g_assert_cmpint (status.picture_age_us, ==, -1);

  wall_camera_note_painted (camera, picture, now_us);
  wall_camera_get_status (camera, &status);
  g_assert_cmpint (status.state, ==, WALL_LINK_LIVE);
  g_assert_true (status.is_shown);
  g_assert_cmpint (status.picture_age_us, >=, 0);
  camera_end (camera);
}

static void
test_hidden_is_received (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallCameraStatus status;
  gint64 now_us;

  wall_camera_start (camera);
  now_us = g_get_monotonic_time ();
  fake_player_decode (bring_to_waiting (camera), now_us);
  camera_beat (camera, now_us);
  wall_camera_get_status (camera, &status);
  g_assert_cmpint (status.state, ==, WALL_LINK_LIVE);
  g_assert_false (status.is_shown);
  g_assert_true (fake_player_is_unseen (camera->player));
  wall_camera_set_shown (camera, TRUE);
  g_assert_false (fake_player_is_unseen (camera->player));
  wall_camera_set_shown (camera, FALSE);
  g_assert_true (fake_player_is_unseen (camera->player));
  camera_end (camera);
}

static void
test_ages_and_heals (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;
  gint64 now_us;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  now_us = g_get_monotonic_time ();
  camera_beat (camera, now_us + 900 * 1000);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  camera_beat (camera, now_us + S + 1000);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LATE);
  camera_beat (camera, now_us + 3 * S + 1000);
  g_assert_cmpint (camera->state, ==, WALL_LINK_STALLED);
  g_assert_false (camera->notices & WALL_NOTICE_ALARM);
  camera_beat (camera, now_us + 10 * S + 1000);
  g_assert_true (camera->notices & WALL_NOTICE_ALARM);

  now_us = g_get_monotonic_time ();
  wall_camera_note_painted (camera, fake_player_decode (player, now_us), now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  camera_beat (camera, now_us);
  g_assert_false (camera->notices & WALL_NOTICE_ALARM);
  camera_end (camera);
}

/* A tile that is drawn again shows nothing new. */
static void
test_repainted_is_not_live (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPicture *picture;
  gint64 now_us;

  wall_camera_start (camera);
  bring_to_life (camera);
  picture = wall_camera_take_picture (camera);
  now_us = g_get_monotonic_time () + 4 * S;
  camera_beat (camera, now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_STALLED);
  wall_camera_note_painted (camera, picture, now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_STALLED);
  camera_end (camera);
}

static void
test_old_attempt_proves_nothing (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  g_autofree WallPicture *old = NULL;
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;
  gint64 now_us;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  now_us = g_get_monotonic_time ();
  old = g_memdup2 (fake_player_decode (player, now_us), 2 * sizeof (gint64));
  fake_player_fail (player, WALL_REASON_RESET);
  fake_player_finish (player);
  bring_to_waiting (camera);
  wall_camera_note_painted (camera, old, g_get_monotonic_time ());
  g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_PICTURE);
  camera_end (camera);
}

static void
test_fails_and_retries (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  const gint64 longest_s[] = { 1, 2, 4, 8, 10, 10 };

  wall_camera_start (camera);
  for (guint i = 0; i < G_N_ELEMENTS (longest_s); i++) {
    WallPlayer *player = get_player (camera);
    WallCameraStatus status;

    fake_player_fail (player, WALL_REASON_REFUSED);
    wall_camera_get_status (camera, &status);
    g_assert_cmpint (status.state, ==, WALL_LINK_CLOSING);
    g_assert_cmpint (status.reason, ==, WALL_REASON_REFUSED);
    g_assert_false (wall_camera_is_closed (camera));
    fake_player_finish (player);
    wall_camera_get_status (camera, &status);
    g_assert_cmpint (status.state, ==, WALL_LINK_WAITING_RETRY);
    g_assert_cmpint (status.retry_in_us, <=, longest_s[i] * S);
    g_assert_cmpint (status.retry_in_us, >, longest_s[i] * S / 2 - S / 4);
    camera_beat (camera, camera->retry_at_us - 1);
    g_assert_cmpint (camera->state, ==, WALL_LINK_WAITING_RETRY);
    camera_beat (camera, camera->retry_at_us);
    g_assert_cmpint (camera->state, ==, WALL_LINK_QUEUED);
  }

  g_assert_cmpuint (camera->failures, ==, G_N_ELEMENTS (longest_s));
  camera_end (camera);
}

static void
test_video_forgives_failures (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;
  gint64 now_us;

  wall_camera_start (camera);
  camera->failures = 4;
  player = bring_to_life (camera);
  now_us = g_get_monotonic_time ();
  fake_player_decode (player, now_us + 31 * S);
  fake_player_fail (player, WALL_REASON_RESET);
  fake_player_finish (player);
  g_assert_cmpint (camera->retry_at_us, <=, g_get_monotonic_time () + S);
  g_assert_cmpuint (camera->failures, ==, 1);
  camera_end (camera);
}

static void
test_click_retries_now (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;

  wall_camera_start (camera);
  player = get_player (camera);
  wall_camera_retry (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_CONNECTING);
  fake_player_fail (player, WALL_REASON_TIMED_OUT);
  fake_player_finish (player);
  wall_camera_retry (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_QUEUED);
  g_assert_cmpint (wall_camera_get_rank (camera), ==, 0);
  player = get_player (camera);

  fake_player_fail (player, WALL_REASON_TIMED_OUT);
  wall_camera_retry (camera);
  fake_player_finish (player);
  camera_beat (camera, g_get_monotonic_time ());
  g_assert_cmpint (camera->state, ==, WALL_LINK_QUEUED);
  camera_end (camera);
}

static void
test_stops_in_every_state (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");

  for (guint i = 0; i < 7; i++) {
    WallCamera *camera = make_camera (device, 1, TRUE);

    if (i >= 1)
      wall_camera_start (camera);
    if (i >= 2)
      get_player (camera);
    if (i >= 3)
      fake_player_reach (get_player (camera), WALL_PLAYER_SIGNING_IN);
    if (i >= 4)
      fake_player_reach (get_player (camera), WALL_PLAYER_WAITING);
    if (i >= 5)
      fake_player_fail (get_player (camera), WALL_REASON_SILENT);
    if (i >= 6)
      fake_player_finish (get_player (camera));

    wall_camera_stop (camera);
    g_assert_true (camera->player == NULL || fake_player_is_closing (camera->player));
    camera_end (camera);
  }
}

static void
test_starts_again (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  wall_camera_stop (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_CLOSING);
  wall_camera_start (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_CLOSING);
  fake_player_finish (player);
  camera_beat (camera, g_get_monotonic_time ());
  g_assert_cmpint (camera->state, ==, WALL_LINK_QUEUED);
  camera_end (camera);
}

static void
test_disabled_is_off (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, FALSE);
  guint before = fake_players_count ();

  wall_camera_start (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_OFF);
  wall_camera_retry (camera);
  g_assert_cmpint (camera->state, ==, WALL_LINK_OFF);
  g_assert_cmpuint (fake_players_count (), ==, before);

  g_object_set (wall_camera_get_config (camera), "enabled", TRUE, NULL);
  bring_to_life (camera);
  g_object_set (wall_camera_get_config (camera), "enabled", FALSE, NULL);
  g_assert_cmpint (camera->state, ==, WALL_LINK_CLOSING);
  fake_player_finish (camera->player);
  g_assert_cmpint (camera->state, ==, WALL_LINK_OFF);
  camera_end (camera);
}

static void
test_needs_attention (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  const WallReason reasons[] = { WALL_REASON_NO_SUCH_CHANNEL, WALL_REASON_NOT_DVRIP,
                                 WALL_REASON_NO_PERMISSION, WALL_REASON_UNSUPPORTED,
                                 WALL_REASON_NO_DECODER };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    WallCamera *camera = make_camera (device, 1, TRUE);
    WallPlayer *player;
    gint64 now_us = g_get_monotonic_time ();

    wall_camera_start (camera);
    player = get_player (camera);
    fake_player_fail (player, reasons[i]);
    fake_player_finish (player);
    g_assert_cmpint (camera->state, ==, WALL_LINK_NEEDS_ATTENTION);
    g_assert_cmpint (camera->reason, ==, reasons[i]);
    camera_beat (camera, now_us + 59 * S);
    g_assert_cmpint (camera->state, ==, WALL_LINK_NEEDS_ATTENTION);
    camera_beat (camera, now_us + 62 * S);
    g_assert_cmpint (camera->state, ==, reasons[i] == WALL_REASON_NO_DECODER
                                          ? WALL_LINK_NEEDS_ATTENTION
                                          : WALL_LINK_QUEUED);
    camera_end (camera);
  }
}

static void
test_suspend (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallCameraStatus status;
  WallPlayer *player;
  gint64 now_us;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  now_us = g_get_monotonic_time ();
  wall_heartbeat_beat_at (now_us, 1000 * S);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  wall_heartbeat_beat_at (now_us + 1000, 1600 * S);
  wall_camera_get_status (camera, &status);
  g_assert_cmpint (status.state, ==, WALL_LINK_CLOSING);
  g_assert_cmpint (status.picture_age_us, >=, 599 * S);
  g_assert_true (fake_player_is_closing (player));

  fake_player_finish (player);
  wall_camera_get_status (camera, &status);
  g_assert_cmpint (status.state, ==, WALL_LINK_WAITING_RETRY);
  g_assert_cmpint (status.retry_in_us, <=, 2 * S);
  g_assert_cmpuint (camera->failures, ==, 0);
  camera_end (camera);
}

/* A busy main loop makes no picture live, and breaks no connection. */
static void
test_hiccup (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;
  gint64 now_us;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  now_us = g_get_monotonic_time ();
  wall_heartbeat_beat_at (now_us, 1000 * S);
  wall_heartbeat_beat_at (now_us + 1200 * 1000, 1001 * S + 200 * 1000);
  g_assert_cmpint (camera->state, ==, WALL_LINK_STALLED);
  g_assert_false (fake_player_is_closing (player));
  now_us = g_get_monotonic_time ();
  wall_camera_note_painted (camera, fake_player_decode (player, now_us), now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  camera_end (camera);
}

static void
test_remembers_what_worked (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  g_assert_null (fake_player_get_stream_type (player));
  fake_player_fail (player, WALL_REASON_RESET);
  fake_player_finish (player);
  g_assert_cmpstr (fake_player_get_stream_type (get_player (camera)), ==, "Extra");
  g_assert_cmpuint (camera->local_port, ==, 4711);
  camera_end (camera);
}

static void
test_says_only_what_shows (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;
  gint64 now_us;
  int states = 0, changes = 0;

  wall_camera_start (camera);
  player = bring_to_life (camera);
  g_signal_connect_swapped (camera, "notify::state", G_CALLBACK (count), &states);
  g_signal_connect_swapped (camera, "status-changed", G_CALLBACK (count), &changes);
  for (guint i = 0; i < 50; i++) {
    now_us = g_get_monotonic_time ();
    wall_camera_note_painted (camera, fake_player_decode (player, now_us), now_us);
    camera_beat (camera, now_us);
  }
  g_assert_cmpint (changes, ==, 0);

  wall_camera_set_shown (camera, FALSE);
  wall_camera_set_shown (camera, FALSE);
  g_assert_cmpint (changes, ==, 1);
  fake_player_fail (player, WALL_REASON_RESET);
  g_assert_cmpint (changes, ==, 2);
  g_assert_cmpint (states, ==, 1);
  camera_end (camera);
}

static void
test_dispose_closes_in_order (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *camera = make_camera (device, 1, TRUE);
  WallPlayer *player;

  wall_camera_start (camera);
  player = get_player (camera);
  g_assert_finalize_object (camera);
  g_assert_true (fake_player_is_closing (player));
  g_assert_false (wall_device_may_begin (device, 0));
  fake_player_finish (player);
  g_assert_true (wall_device_may_begin (device, 0));
  g_assert_cmpuint (fake_players_get ()->len, ==, 0);
}

static void
test_no_address (void)
{
  g_autoptr (WallDevice) device = wall_device_new ("d");
  WallCamera *camera = make_camera (device, 1, TRUE);

  wall_camera_start (camera);
  wait_until (camera->state == WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (camera->reason, ==, WALL_REASON_BAD_ADDRESS);
  camera_end (camera);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/camera/walks-to-live", test_walks_to_live);
  g_test_add_func ("/model/camera/shown-is-live-when-painted", test_shown_is_live_when_painted);
  g_test_add_func ("/model/camera/hidden-is-received", test_hidden_is_received);
  g_test_add_func ("/model/camera/ages-and-heals", test_ages_and_heals);
  g_test_add_func ("/model/camera/repainted-is-not-live", test_repainted_is_not_live);
  g_test_add_func ("/model/camera/old-attempt-proves-nothing", test_old_attempt_proves_nothing);
  g_test_add_func ("/model/camera/fails-and-retries", test_fails_and_retries);
  g_test_add_func ("/model/camera/video-forgives-failures", test_video_forgives_failures);
  g_test_add_func ("/model/camera/click-retries-now", test_click_retries_now);
  g_test_add_func ("/model/camera/stops-in-every-state", test_stops_in_every_state);
  g_test_add_func ("/model/camera/starts-again", test_starts_again);
  g_test_add_func ("/model/camera/disabled-is-off", test_disabled_is_off);
  g_test_add_func ("/model/camera/needs-attention", test_needs_attention);
  g_test_add_func ("/model/camera/suspend", test_suspend);
  g_test_add_func ("/model/camera/hiccup", test_hiccup);
  g_test_add_func ("/model/camera/remembers-what-worked", test_remembers_what_worked);
  g_test_add_func ("/model/camera/says-only-what-shows", test_says_only_what_shows);
  g_test_add_func ("/model/camera/dispose-closes-in-order", test_dispose_closes_in_order);
  g_test_add_func ("/model/camera/no-address", test_no_address);
  return g_test_run ();
}
