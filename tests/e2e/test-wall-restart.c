/* test-wall-restart.c
 *
 * A wall that begins with nothing: the cameras that are written into its file come to life, every
 * one of them says at once that the encoder is gone, they all come back with it, and after quitting
 * and starting again everything is there: numbers, names, places and the file as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <signal.h>

#define PASSWORD "admin"
#define LIVE_SECONDS 60

/* Of the design: a second, or three intervals of slow cameras, which these are not. */
#define TOLD_SECONDS 1.0

/* Between two looks and for the answer, on a machine that others load, too. */
#define SLACK_SECONDS (e2e_is_small () ? 6.0 : 3.0)

static E2eWall *
start_wall (guint16 port)
{
  g_autofree char *credentials = e2e_make_credentials (port, PASSWORD);

  return e2e_wall_new_own (credentials);
}

static guint
count_cameras (JsonObject *report)
{
  return json_array_get_length (json_object_get_array_member (report, "cameras"));
}

static void
wait_until_there (E2eWall *wall,
                  guint    cameras)
{
  gint64 end = g_get_monotonic_time () + LIVE_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);

    if (count_cameras (report) == cameras)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

static void
assert_everything_is_there (E2eWall *wall,
                            guint    cameras)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  g_assert_cmpuint (count_cameras (report), ==, cameras);
  for (guint i = 0; i < cameras; i++) {
    JsonObject *camera = e2e_report_camera (report, i);
    g_autofree char *name = g_strdup_printf ("Camera %u", i + 1);

    g_assert_cmpstr (json_object_get_string_member (camera, "name"), ==, name);
    g_assert_cmpint (json_object_get_int_member (camera, "number"), ==, i + 1);
    g_assert_cmpint (json_object_get_int_member (camera, "place"), ==, i);
    g_assert_cmpint (json_object_get_int_member (camera, "channel"), ==, i + 1);
    g_assert_false (json_object_get_null_member (camera, "picture"));
  }
}

/* None calls itself live any more, and each has a reason. */
static gboolean
have_all_said_so (JsonObject *report)
{
  for (guint i = 0; i < count_cameras (report); i++) {
    if (g_str_equal (e2e_report_state (report, i), "live") ||
        g_str_equal (e2e_report_reason (report, i), "none"))
      return FALSE;
  }

  return TRUE;
}

static void
assert_says_so (E2eWall *wall)
{
  double limit = TOLD_SECONDS + SLACK_SECONDS;
  gint64 start = g_get_monotonic_time ();

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);
    double seconds = (g_get_monotonic_time () - start) / 1e6;

    if (have_all_said_so (report)) {
      g_test_message ("all have said so after %.2f s", seconds);
      return;
    }
    g_assert_cmpfloat (seconds, <, limit);
    g_usleep (20 * 1000);
  }
}

/* The plug is pulled: nobody says goodbye. */
static guint16
kill_encoder (E2eEncoder *encoder,
              E2eWall    *wall)
{
  guint16 port = e2e_encoder_get_port (encoder);

  e2e_encoder_signal (encoder, SIGKILL);
  assert_says_so (wall);
  e2e_encoder_free (encoder);

  return port;
}

static void
assert_quits (E2eWall *wall)
{
  int status;

  e2e_wall_quit (wall, SIGTERM, &status);
  g_assert_cmpint (status, ==, 0);
}

static void
test_restart (void)
{
  guint cameras = e2e_get_cameras ();
  E2eEncoder *encoder = e2e_encoder_new (cameras, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autofree char *devices = e2e_make_devices (cameras, port);
  g_autofree char *kept = NULL;
  g_autofree char *kept_again = NULL;
  E2eWall *wall = start_wall (port);

  wait_until_there (wall, 0);
  e2e_wall_edit_devices (wall, devices);
  wait_until_there (wall, cameras);
  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  assert_everything_is_there (wall, cameras);

  port = kill_encoder (encoder, wall);
  encoder = e2e_encoder_new (cameras, port);
  g_test_message ("all live again after %.1f s",
                  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS));

  kept = e2e_wall_dup_devices (wall);
  assert_quits (wall);
  e2e_wall_free (wall);
  wall = start_wall (port);
  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  assert_everything_is_there (wall, cameras);
  kept_again = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (kept_again, ==, kept);

  assert_quits (wall);
  e2e_wall_free (wall);
  e2e_encoder_free (encoder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/restart/everything-is-there-again", test_restart);

  return g_test_run ();
}
