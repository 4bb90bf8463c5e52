/* test-wall-faults.c
 *
 * What happens to an encoder is told by the badge within the figures of the policy, and heals by
 * itself; the other cameras stay live through it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <signal.h>

#define LIVE_SECONDS 30

/* What the promises allow, and what a loaded machine under sanitizers may add to it. */
#define SLACK_SECONDS (e2e_is_small () ? 6.0 : 3.0)

typedef struct {
  E2eEncoder *encoder;
  E2eWall    *wall;
  guint       cameras;
} Rig;

static void
rig_set_up (Rig          *rig,
            gconstpointer data)
{
  rig->cameras = 4;
  rig->encoder = e2e_encoder_new (rig->cameras, 0);
  rig->wall = e2e_wall_new (rig->cameras, e2e_encoder_get_port (rig->encoder), "admin");
  e2e_wall_wait_state (rig->wall, -1, "live", LIVE_SECONDS);
}

static void
rig_tear_down (Rig          *rig,
               gconstpointer data)
{
  g_clear_pointer (&rig->wall, e2e_wall_free);
  g_clear_pointer (&rig->encoder, e2e_encoder_free);
}

static void
assert_others_are_live (Rig *rig)
{
  g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);

  g_assert_cmpuint (e2e_report_count (report, "live"), ==, rig->cameras - 1);
}

/* A wall that the test's own machine holds up is late, and says so: asked again for a while. */
static void
wait_for_others (Rig *rig)
{
  gint64 end = g_get_monotonic_time () + (gint64) (SLACK_SECONDS * G_USEC_PER_SEC);

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);

    if (e2e_report_count (report, "live") == rig->cameras - 1)
      break;
    if (g_get_monotonic_time () > end)
      break;
    g_usleep (100 * 1000);
  }
  assert_others_are_live (rig);
}

/* Media stops on an open connection: late after a second, stalled after three, a new attempt after
 * six, and live again when the encoder is well. */
static void
test_stall (Rig          *rig,
            gconstpointer data)
{
  double late, stalled;

  e2e_encoder_say (rig->encoder, "fault 2 stall");
  late = e2e_wall_wait_state (rig->wall, 1, "late", 1.0 + SLACK_SECONDS);
  stalled = e2e_wall_wait_state (rig->wall, 1, "stalled", 2.0 + SLACK_SECONDS);
  g_test_message ("late after %.1f s, stalled %.1f s later", late, stalled);
  g_assert_cmpfloat (late, >=, 0.5);
  wait_for_others (rig);

  e2e_encoder_say (rig->encoder, "fault 2 none");
  e2e_wall_wait_state (rig->wall, 1, "live", 12 + SLACK_SECONDS);
}

static gboolean
has_notice (JsonObject *report,
            guint       index,
            const char *notice)
{
  JsonArray *notices = json_object_get_array_member (e2e_report_camera (report, index), "notices");

  for (guint i = 0; i < json_array_get_length (notices); i++)
    if (g_str_equal (json_array_get_string_element (notices, i), notice))
      return TRUE;

  return FALSE;
}

static void
wait_notice (Rig        *rig,
             guint       index,
             const char *notice,
             gboolean    is_wanted,
             double      deadline)
{
  gint64 end = g_get_monotonic_time () + (gint64) (deadline * G_USEC_PER_SEC);

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);

    if (has_notice (report, index, notice) == is_wanted)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
}

/* The same picture again and again is no loss, but it is told. */
static void
test_freeze (Rig          *rig,
             gconstpointer data)
{
  g_autoptr (JsonObject) report = NULL;

  e2e_encoder_say (rig->encoder, "fault 3 freeze");
  wait_notice (rig, 2, "unchanged", TRUE, 12 + SLACK_SECONDS);
  report = e2e_wall_report (rig->wall);
  g_assert_false (has_notice (report, 0, "unchanged"));

  e2e_encoder_say (rig->encoder, "fault 3 none");
  wait_notice (rig, 2, "unchanged", FALSE, 4 + SLACK_SECONDS);
}

/* The kernel acknowledges, nobody answers: the best half-dead device. */
static void
test_stopped_process (Rig          *rig,
                      gconstpointer data)
{
  double seconds;

  e2e_encoder_signal (rig->encoder, SIGSTOP);
  seconds = e2e_wall_wait_state (rig->wall, -1, "stalled", 3.0 + SLACK_SECONDS);
  g_test_message ("all stalled after %.1f s", seconds);

  e2e_encoder_signal (rig->encoder, SIGCONT);
  e2e_wall_wait_state (rig->wall, -1, "live", 15 + SLACK_SECONDS);
}

static void
test_restart (Rig          *rig,
              gconstpointer data)
{
  guint16 port = e2e_encoder_get_port (rig->encoder);
  double seconds;

  g_clear_pointer (&rig->encoder, e2e_encoder_free);
  e2e_wall_wait_state (rig->wall, -1, "waiting-retry", 3.0 + SLACK_SECONDS);

  rig->encoder = e2e_encoder_new (rig->cameras, port);
  seconds = e2e_wall_wait_state (rig->wall, -1, "live", 15 + SLACK_SECONDS);
  g_test_message ("all live %.1f s after the restart", seconds);
}

static void
test_reset (Rig          *rig,
            gconstpointer data)
{
  e2e_encoder_say (rig->encoder, "fault 1 reset");
  e2e_wall_wait_state (rig->wall, 0, "waiting-retry", 1.0 + SLACK_SECONDS);
  e2e_wall_wait_state (rig->wall, 0, "live", 5 + SLACK_SECONDS);
}

/* Nobody listens: refused, and never given up. */
static void
test_refused (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (1, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autoptr (E2eWall) wall = NULL;
  g_autoptr (JsonObject) report = NULL;

  g_clear_pointer (&encoder, e2e_encoder_free);
  wall = e2e_wall_new (1, port, "admin");
  e2e_wall_wait_state (wall, 0, "waiting-retry", 1.0 + SLACK_SECONDS);
  report = e2e_wall_report (wall);
  g_assert_cmpstr (e2e_report_reason (report, 0), ==, "refused");

  encoder = e2e_encoder_new (1, port);
  e2e_wall_wait_state (wall, 0, "live", 15 + SLACK_SECONDS);
}

/* A wrong password needs a person: one login for all cameras of the device, and no second one. */
static void
test_wrong_password (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (4, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (4, e2e_encoder_get_port (encoder), "not it");
  g_autoptr (JsonObject) report = NULL;

  e2e_wall_wait_state (wall, -1, "needs-attention", 5.0 + SLACK_SECONDS);
  report = e2e_wall_report (wall);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (e2e_report_reason (report, i), ==, "wrong-password");

  g_assert_cmpuint (e2e_encoder_count (encoder, "rejected-logins"), ==, 1);
}

#define ADD(path, function) \
  g_test_add (path, Rig, NULL, rig_set_up, function, rig_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/e2e/faults/stall-is-told-and-heals", test_stall);
  ADD ("/e2e/faults/frozen-picture-is-told", test_freeze);
  ADD ("/e2e/faults/stopped-process-is-told-and-heals", test_stopped_process);
  ADD ("/e2e/faults/restart-heals", test_restart);
  ADD ("/e2e/faults/reset-heals", test_reset);
  g_test_add_func ("/e2e/faults/refused-is-told-and-heals", test_refused);
  g_test_add_func ("/e2e/faults/wrong-password-is-one-login", test_wrong_password);

  return g_test_run ();
}
