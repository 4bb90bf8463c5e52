/* test-channels.c
 *
 * What the channels of one device have in common: a password, a gate, and the way to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"
#include "wall-login-gate.h"

#define N_CHANNELS 16

static void
make_wall (WallDevice *device,
           WallCamera *cameras[N_CHANNELS])
{
  for (guint i = 0; i < N_CHANNELS; i++) {
    cameras[i] = make_camera (device, i + 1, TRUE);
    wall_camera_start (cameras[i]);
  }
}

static guint
count_state (WallCamera   *cameras[N_CHANNELS],
             WallLinkState state)
{
  guint n = 0;

  for (guint i = 0; i < N_CHANNELS; i++)
    n += cameras[i]->state == state ? 1 : 0;
  return n;
}

static void
end_wall (WallCamera *cameras[N_CHANNELS])
{
  for (guint i = 0; i < N_CHANNELS; i++)
    camera_end (cameras[i]);
  g_assert_cmpuint (fake_players_count_open (), ==, 0);
}

static WallCamera *
get_trier (WallCamera *cameras[N_CHANNELS])
{
  WallCamera *trier = NULL;

  wait_until (count_state (cameras, WALL_LINK_CONNECTING) > 0);
  for (guint i = 0; i < N_CHANNELS; i++) {
    g_assert_true (cameras[i]->state == WALL_LINK_CONNECTING ||
                   wall_camera_get_rank (cameras[i]) < 0);
    if (cameras[i]->state == WALL_LINK_CONNECTING) {
      g_assert_null (trier);
      trier = cameras[i];
    }
  }

  return trier;
}

static void
refuse (WallCamera *camera,
        WallReason  reason)
{
  WallPlayer *player = get_player (camera);

  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  fake_player_fail (player, reason);
  fake_player_finish (player);
}

static void
test_wrong_password_is_one_login (void)
{
  g_autoptr (WallDevice) device = make_device ("wrong");
  WallCamera *cameras[N_CHANNELS];
  guint before = fake_players_count ();

  make_wall (device, cameras);
  refuse (get_trier (cameras), WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  for (guint i = 0; i < N_CHANNELS; i++) {
    g_assert_cmpint (cameras[i]->reason, ==, WALL_REASON_WRONG_PASSWORD);
    camera_beat (cameras[i], g_get_monotonic_time () + 3600 * S);
  }
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  g_assert_cmpuint (fake_players_count (), ==, before + 1);

  for (guint i = 0; i < N_CHANNELS; i++)
    wall_camera_retry (cameras[i]);
  refuse (get_trier (cameras), WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  g_assert_cmpuint (fake_players_count (), ==, before + 2);
  end_wall (cameras);
}

/* Faster than any heartbeat: whoever stopped for a wrong password is told of the lock-out. */
static void
test_new_verdict_is_told_to_all (void)
{
  g_autoptr (WallDevice) device = make_device ("wrong");
  WallCamera *cameras[N_CHANNELS];

  make_wall (device, cameras);
  refuse (get_trier (cameras), WALL_REASON_WRONG_PASSWORD);
  wall_camera_retry (cameras[0]);
  refuse (cameras[0], WALL_REASON_LOCKED_OUT);
  for (guint i = 0; i < N_CHANNELS; i++)
    g_assert_cmpint (cameras[i]->reason, ==, WALL_REASON_LOCKED_OUT);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  end_wall (cameras);
}

static void
test_edit_lets_one_go_first (void)
{
  g_autoptr (WallDevice) device = make_device ("wrong");
  WallCamera *cameras[N_CHANNELS];
  WallCamera *trier;
  guint before = fake_players_count ();

  make_wall (device, cameras);
  refuse (get_trier (cameras), WALL_REASON_WRONG_PASSWORD);
  wall_device_set_password (device, "right");
  trier = get_trier (cameras);
  g_assert_cmpstr (fake_player_get_password (get_player (trier)), ==, "right");
  bring_to_waiting (trier);

  for (guint i = 1; i < N_CHANNELS; i++) {
    wait_until (count_state (cameras, WALL_LINK_CONNECTING) > 0);
    for (guint j = 0; j < N_CHANNELS; j++) {
      g_assert_cmpuint (count_state (cameras, WALL_LINK_CONNECTING), <=,
                        WALL_LOGIN_GATE_MAX_LOGINS);
      if (cameras[j]->state == WALL_LINK_CONNECTING) {
        bring_to_waiting (cameras[j]);
        break;
      }
    }
  }

  g_assert_cmpuint (count_state (cameras, WALL_LINK_WAITING_PICTURE), ==, N_CHANNELS);
  g_assert_cmpuint (fake_players_count (), ==, before + N_CHANNELS + 1);
  end_wall (cameras);
}

/* Two may sign in at once; when the password was changed, the second does not finish. */
static void
test_rejection_stops_the_other_login (void)
{
  g_autoptr (WallDevice) device = make_device ("old");
  WallCamera *cameras[N_CHANNELS];
  WallCamera *first;

  make_wall (device, cameras);
  first = get_trier (cameras);
  bring_to_waiting (first);
  wait_until (count_state (cameras, WALL_LINK_CONNECTING) == WALL_LOGIN_GATE_MAX_LOGINS);
  for (guint i = 0; i < N_CHANNELS; i++) {
    if (cameras[i]->state == WALL_LINK_CONNECTING) {
      refuse (cameras[i], WALL_REASON_WRONG_PASSWORD);
      break;
    }
  }

  g_assert_cmpuint (count_state (cameras, WALL_LINK_CLOSING), ==, 1);
  for (guint i = 0; i < N_CHANNELS; i++) {
    if (cameras[i]->state == WALL_LINK_CLOSING) {
      g_assert_true (fake_player_is_closing (cameras[i]->player));
      fake_player_finish (cameras[i]->player);
    }
  }
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS - 1);
  g_assert_cmpint (first->state, ==, WALL_LINK_WAITING_PICTURE);
  end_wall (cameras);
}

static void
test_locked_out_says_until_when (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *cameras[N_CHANNELS];

  make_wall (device, cameras);
  refuse (get_trier (cameras), WALL_REASON_LOCKED_OUT);
  for (guint i = 0; i < N_CHANNELS; i++) {
    WallCameraStatus status;

    wall_camera_get_status (cameras[i], &status);
    g_assert_cmpint (status.state, ==, WALL_LINK_NEEDS_ATTENTION);
    g_assert_cmpint (status.reason, ==, WALL_REASON_LOCKED_OUT);
    g_assert_cmpint (status.retry_in_us, >, 29 * 60 * S);
    g_assert_cmpint (status.retry_in_us, <=, 30 * 60 * S);
  }
  end_wall (cameras);
}

static void
test_no_password_is_tried_once (void)
{
  g_autoptr (WallDevice) device = make_device (NULL);
  WallCamera *camera = make_camera (device, 1, TRUE);

  wall_camera_start (camera);
  g_assert_null (fake_player_get_password (get_player (camera)));
  refuse (camera, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpint (camera->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (camera->reason, ==, WALL_REASON_PASSWORD_NEEDED);
  camera_end (camera);
}

/* Once one channel is back, the others do not sit out their delays. */
static void
test_device_back_wakes_others (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *cameras[2] = { make_camera (device, 1, TRUE), make_camera (device, 2, TRUE) };

  for (guint i = 0; i < 2; i++) {
    wall_camera_start (cameras[i]);
    cameras[i]->failures = 4;
    refuse (cameras[i], WALL_REASON_TIMED_OUT);
    g_assert_cmpint (cameras[i]->state, ==, WALL_LINK_WAITING_RETRY);
  }
  wall_camera_retry (cameras[0]);
  bring_to_waiting (cameras[0]);
  g_assert_cmpint (cameras[1]->state, ==, WALL_LINK_QUEUED);
  camera_end (cameras[0]);
  camera_end (cameras[1]);
}

/* Those that wait for their turn to try the same. */
static void
test_unreachable_is_told_to_all (void)
{
  g_autoptr (WallDevice) device = make_device ("secret");
  WallCamera *cameras[N_CHANNELS];
  WallPlayer *player;

  make_wall (device, cameras);
  player = get_player (get_trier (cameras));
  fake_player_fail (player, WALL_REASON_TIMED_OUT);
  for (guint i = 0; i < N_CHANNELS; i++)
    g_assert_cmpint (cameras[i]->reason, ==, WALL_REASON_TIMED_OUT);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_QUEUED), ==, N_CHANNELS - 1);
  fake_player_finish (player);
  bring_to_life (get_trier (cameras));
  end_wall (cameras);
}

/* A right one shows that it is by one login; a wrong one does not hide behind what still plays. */
static void
test_new_password_is_used_by_all (void)
{
  g_autoptr (WallDevice) device = make_device ("old");
  WallCamera *cameras[N_CHANNELS];
  guint before;

  make_wall (device, cameras);
  bring_to_life (get_trier (cameras));
  for (guint i = 0; i < N_CHANNELS; i++)
    if (cameras[i]->state != WALL_LINK_LIVE)
      bring_to_life (cameras[i]);

  wall_device_set_password (device, "old");
  g_assert_cmpuint (count_state (cameras, WALL_LINK_LIVE), ==, N_CHANNELS);

  before = fake_players_count ();
  wall_device_set_password (device, "new");
  g_assert_cmpuint (count_state (cameras, WALL_LINK_CLOSING), ==, N_CHANNELS);
  for (guint i = 0; i < N_CHANNELS; i++) {
    g_assert_true (fake_player_is_closing (cameras[i]->player));
    fake_player_finish (cameras[i]->player);
    camera_beat (cameras[i], g_get_monotonic_time () + S);
  }

  refuse (get_trier (cameras), WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  g_assert_cmpuint (fake_players_count (), ==, before + 1);
  end_wall (cameras);
}

/* Cameras wait their turn while the password is looked up; a person is wanted without a login. */
static void
test_nobody_signs_in_without_a_password_that_is_kept (void)
{
  g_autoptr (WallDevice) device = make_device (NULL);
  WallCamera *cameras[N_CHANNELS];
  guint before = fake_players_count ();

  wall_device_await_password (device);
  make_wall (device, cameras);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_QUEUED), ==, N_CHANNELS);
  g_assert_cmpint (wall_camera_get_rank (cameras[0]), <, 0);

  wall_device_want_password (device);
  g_assert_cmpuint (count_state (cameras, WALL_LINK_NEEDS_ATTENTION), ==, N_CHANNELS);
  g_assert_cmpint (cameras[0]->reason, ==, WALL_REASON_PASSWORD_NEEDED);
  g_assert_cmpuint (fake_players_count (), ==, before);

  wall_device_set_password (device, "right");
  bring_to_life (get_trier (cameras));
  g_assert_cmpuint (fake_players_count (), ==, before + 1);
  end_wall (cameras);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/channels/wrong-password-is-one-login", test_wrong_password_is_one_login);
  g_test_add_func ("/model/channels/edit-lets-one-go-first", test_edit_lets_one_go_first);
  g_test_add_func ("/model/channels/rejection-stops-the-other-login",
                   test_rejection_stops_the_other_login);
  g_test_add_func ("/model/channels/locked-out-says-until-when", test_locked_out_says_until_when);
  g_test_add_func ("/model/channels/no-password-is-tried-once", test_no_password_is_tried_once);
  g_test_add_func ("/model/channels/device-back-wakes-others", test_device_back_wakes_others);
  g_test_add_func ("/model/channels/unreachable-is-told-to-all", test_unreachable_is_told_to_all);
  g_test_add_func ("/model/channels/new-verdict-is-told-to-all", test_new_verdict_is_told_to_all);
  g_test_add_func ("/model/channels/new-password-is-used-by-all", test_new_password_is_used_by_all);
  g_test_add_func ("/model/channels/nobody-signs-in-without-a-password-that-is-kept",
                   test_nobody_signs_in_without_a_password_that_is_kept);
  return g_test_run ();
}
