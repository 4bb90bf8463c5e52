/* test-foreign.c
 *
 * Cameras of other protocols: their addresses, what goes with a user and what without, and the
 * certificate that is trusted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "camera-fixture.h"
#include "wall-report.h"

static WallDevice *
make_foreign (const char *uri,
              const char *user,
              const char *password)
{
  WallDevice *device = wall_device_new ("d");

  g_object_set (device, "uri", uri, "user", user, NULL);
  if (password)
    wall_device_set_password (device, password);
  return device;
}

static WallCamera *
make_path (WallDevice *device,
           const char *path)
{
  WallCamera *camera = make_camera (device, 1, TRUE);

  g_object_set (wall_camera_get_config (camera), "path", path, NULL);
  wall_camera_start (camera);
  return camera;
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
test_address (void)
{
  g_autoptr (WallDevice) device = make_foreign ("rtsp://[::1]:8554", "guard", "canary");
  WallCamera *one = make_path (device, "/a%41/b?c={d}");
  WallCamera *two;

  g_assert_cmpstr (fake_player_get_uri (get_player (one)), ==, "rtsp://[::1]:8554/a%41/b?c={d}");
  g_assert_cmpstr (fake_player_get_password (get_player (one)), ==, "canary");
  bring_to_waiting (one);
  two = make_path (device, NULL);
  g_assert_cmpstr (fake_player_get_uri (get_player (two)), ==, "rtsp://[::1]:8554");
  camera_end (one);
  camera_end (two);
}

/* Nobody waits for a password that nobody gives. */
static void
test_anonymous_waits_for_nobody (void)
{
  g_autoptr (WallDevice) device = make_foreign ("http://127.0.0.1:1", NULL, NULL);
  WallCamera *one = make_path (device, "/1");
  WallCamera *two = make_path (device, "/2");
  WallCameraStatus status;

  wait_until (one->state == WALL_LINK_CONNECTING && two->state == WALL_LINK_CONNECTING);
  wall_camera_get_status (one, &status);
  g_assert_true (status.is_anonymous);
  camera_end (one);
  camera_end (two);
}

/* One path of a server may be open, and another one not. */
static void
test_anonymous_refusal_is_of_one (void)
{
  g_autoptr (WallDevice) device = make_foreign ("http://127.0.0.1:1", NULL, NULL);
  WallCamera *closed = make_path (device, "/closed");
  WallCamera *open;
  guint before;

  refuse (closed, WALL_REASON_PASSWORD_NEEDED);
  g_assert_cmpint (closed->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (closed->reason, ==, WALL_REASON_PASSWORD_NEEDED);

  open = make_path (device, "/open");
  bring_to_life (open);
  before = fake_players_count ();
  for (guint i = 0; i < 3; i++)
    camera_beat (closed, g_get_monotonic_time () + 3600 * S);
  g_assert_cmpint (closed->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpuint (fake_players_count (), ==, before);

  wall_camera_retry (closed);
  g_assert_nonnull (get_player (closed));
  camera_end (closed);
  camera_end (open);
}

static void
test_wrong_password_is_one_attempt (void)
{
  g_autoptr (WallDevice) device = make_foreign ("rtsp://127.0.0.1:1", "guard", "wrong");
  WallCamera *one = make_path (device, "/1");
  WallCamera *two = make_path (device, "/2");
  guint before = fake_players_count ();

  refuse (one, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpint (one->reason, ==, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpint (two->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (two->reason, ==, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpuint (fake_players_count (), ==, before + 1);
  camera_end (one);
  camera_end (two);
}

static void
trust_first (WallCamera *camera,
             const char *certificate)
{
  WallPlayer *player = bring_to_waiting (camera);
  gint64 now_us = g_get_monotonic_time ();

  g_assert_null (fake_player_get_certificate (player));
  fake_player_show_certificate (player, certificate);
  wall_camera_set_shown (camera, TRUE);
  g_assert_null (wall_device_get_certificate (wall_camera_get_device (camera)));
  wall_camera_note_painted (camera, fake_player_decode (player, now_us), now_us);
  g_assert_cmpint (camera->state, ==, WALL_LINK_LIVE);
  g_assert_cmpstr (wall_device_get_certificate (wall_camera_get_device (camera)), ==, certificate);
}

/* Only who signed in and gave a picture is trusted, and is the only one from then on. */
static void
test_certificate_is_trusted_first (void)
{
  g_autoptr (WallDevice) device = make_foreign ("https://127.0.0.1:1", "guard", "x");
  WallCamera *one = make_path (device, "/1");
  WallCamera *two;

  trust_first (one, "sha256:aa");
  two = make_path (device, "/2");
  g_assert_cmpstr (fake_player_get_certificate (get_player (two)), ==, "sha256:aa");
  camera_end (one);
  camera_end (two);
}

/* Both were begun before anything was trusted. */
static void
test_second_certificate_of_one_device (void)
{
  g_autoptr (WallDevice) device = make_foreign ("https://127.0.0.1:1", NULL, NULL);
  WallCamera *one = make_path (device, "/1");
  WallCamera *two = make_path (device, "/2");
  WallPlayer *player = bring_to_waiting (two);
  gint64 now_us;

  trust_first (one, "sha256:aa");
  fake_player_show_certificate (player, "sha256:bb");
  wall_camera_set_shown (two, TRUE);
  now_us = g_get_monotonic_time ();
  wall_camera_note_painted (two, fake_player_decode (player, now_us), now_us);
  g_assert_true (fake_player_is_closing (player));
  fake_player_finish (player);
  g_assert_cmpint (two->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (two->reason, ==, WALL_REASON_CERTIFICATE_CHANGED);
  g_assert_cmpint (one->state, ==, WALL_LINK_LIVE);
  camera_end (one);
  camera_end (two);
}

static void
count (int *counter)
{
  (*counter)++;
}

static void
test_changed_certificate_needs_a_person (void)
{
  g_autoptr (WallDevice) device = make_foreign ("https://127.0.0.1:1", "guard", "x");
  WallCamera *camera = make_path (device, "/1");
  g_autoptr (WallPlayer) player = NULL;
  int doubted = 0;

  g_signal_connect_swapped (device, "doubted", G_CALLBACK (count), &doubted);
  g_object_set (device, "certificate", "sha256:aa", NULL);
  refuse (camera, WALL_REASON_CERTIFICATE_CHANGED);
  g_assert_cmpint (camera->state, ==, WALL_LINK_NEEDS_ATTENTION);
  camera_beat (camera, g_get_monotonic_time () + 3600 * S);
  g_assert_cmpint (camera->state, ==, WALL_LINK_NEEDS_ATTENTION);
  g_assert_cmpint (doubted, ==, 0);

  /* A click asks the file, and goes on with what is known until that has answered. */
  wall_camera_retry (camera);
  g_assert_cmpint (doubted, ==, 1);
  /* Held, so that the next one does not get its place in memory. */
  player = g_object_ref (get_player (camera));
  g_assert_cmpstr (fake_player_get_certificate (player), ==, "sha256:aa");
  fake_player_reach (player, WALL_PLAYER_SIGNING_IN);
  g_object_set (device, "certificate", NULL, NULL);
  fake_player_fail (player, WALL_REASON_CERTIFICATE_CHANGED);
  fake_player_finish (player);
  wait_until (camera->player && camera->player != player);
  g_assert_null (fake_player_get_certificate (camera->player));
  camera_end (camera);
}

/* Whoever needed it goes, and nobody else. */
static void
test_new_certificate_lets_all_go (void)
{
  g_autoptr (WallDevice) device = make_foreign ("https://127.0.0.1:1", NULL, NULL);
  WallCamera *one = make_path (device, "/1");
  WallCamera *two = make_path (device, "/2");
  WallCamera *three = make_path (device, "/3");
  WallPlayer *closing;

  g_object_set (device, "certificate", "sha256:aa", NULL);
  refuse (one, WALL_REASON_CERTIFICATE_CHANGED);
  closing = get_player (two);
  fake_player_reach (closing, WALL_PLAYER_SIGNING_IN);
  fake_player_fail (closing, WALL_REASON_CERTIFICATE_CHANGED);
  refuse (three, WALL_REASON_PASSWORD_NEEDED);

  g_object_set (device, "certificate", "sha256:bb", NULL);
  g_assert_cmpint (one->state, ==, WALL_LINK_QUEUED);
  fake_player_finish (closing);
  wait_until (two->player && two->player != closing);
  g_assert_cmpint (three->state, ==, WALL_LINK_NEEDS_ATTENTION);
  camera_end (one);
  camera_end (two);
  camera_end (three);
}

static void
test_report (void)
{
  g_autoptr (WallDevice) device = make_foreign ("https://127.0.0.1:1", "guard", "canary");
  WallCamera *camera = make_path (device, "/secret?password=canary");
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonObject *report;

  trust_first (camera, "sha256:aa");
  node = wall_report_cameras (&camera, 1);
  text = json_to_string (node, TRUE);
  report = json_array_get_object_element (json_node_get_array (node), 0);
  g_assert_cmpstr (json_object_get_string_member (report, "protocol"), ==, "https");
  g_assert_cmpstr (json_object_get_string_member (report, "user"), ==, "guard");
  g_assert_cmpstr (json_object_get_string_member (report, "certificate"), ==, "sha256:aa");
  g_assert_cmpstr (json_object_get_string_member (report, "certificate_kept"), ==, "sha256:aa");
  g_assert_true (json_object_get_null_member (report, "channel"));
  g_assert_true (json_object_get_null_member (report, "stream"));
  g_assert_null (strstr (text, "canary"));
  camera_end (camera);
}

/* Two ends of a connection over loopback; the one that closed first waits out its time. */
static void
wait_out_time (WallCamera *camera)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) near = NULL, far = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  near = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  far = g_socket_listener_accept (listener, NULL, NULL, NULL);
  g_assert_true (near && far);
  local = g_socket_connection_get_local_address (near, NULL);
  camera->local_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  camera->remote_port = port;
  g_strlcpy (camera->local_address, "127.0.0.1", sizeof camera->local_address);
  g_strlcpy (camera->remote_address, "127.0.0.1", sizeof camera->remote_address);
  g_assert_true (g_io_stream_close (G_IO_STREAM (near), NULL, NULL));
  g_assert_true (g_io_stream_close (G_IO_STREAM (far), NULL, NULL));
}

/* Nobody measures the round trip of a connection that is over. */
static void
test_report_of_closed_connection (void)
{
  g_autoptr (WallDevice) device = make_foreign ("http://127.0.0.1:1", NULL, NULL);
  WallCamera *camera = make_path (device, "/");
  g_autoptr (JsonNode) node = NULL;
  JsonObject *connection;

  wait_out_time (camera);
  node = wall_report_cameras (&camera, 1);
  connection = json_object_get_object_member (
    json_array_get_object_element (json_node_get_array (node), 0), "connection");
  if (json_object_get_null_member (connection, "state"))
    g_test_skip ("This kernel does not list connections");
  else {
    g_assert_cmpstr (json_object_get_string_member (connection, "state"), ==, "TIME_WAIT");
    g_assert_true (json_object_get_null_member (connection, "rtt"));
  }
  camera_end (camera);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/foreign/address", test_address);
  g_test_add_func ("/model/foreign/anonymous-waits-for-nobody", test_anonymous_waits_for_nobody);
  g_test_add_func ("/model/foreign/anonymous-refusal-is-of-one", test_anonymous_refusal_is_of_one);
  g_test_add_func ("/model/foreign/wrong-password-is-one-attempt",
                   test_wrong_password_is_one_attempt);
  g_test_add_func ("/model/foreign/certificate-is-trusted-first",
                   test_certificate_is_trusted_first);
  g_test_add_func ("/model/foreign/second-certificate-of-one-device",
                   test_second_certificate_of_one_device);
  g_test_add_func ("/model/foreign/changed-certificate-needs-a-person",
                   test_changed_certificate_needs_a_person);
  g_test_add_func ("/model/foreign/new-certificate-lets-all-go", test_new_certificate_lets_all_go);
  g_test_add_func ("/model/foreign/report", test_report);
  g_test_add_func ("/model/foreign/report-of-closed-connection", test_report_of_closed_connection);
  return g_test_run ();
}
