/* test-deviations.c
 *
 * Every manner of devices that the encoder can take on: dvripsrc ! dvripdemux and a decoder play
 * all of them alike.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "fault-rig.h"

typedef struct {
  const char *name, *deviations;
  const char *topology, *stream_type;   /* (nullable): what it comes to in the end */
  gboolean    is_sub, has_no_sound;
} Case;

static const Case playing[] = {
  { "version-0", "version-0" },
  { "reserved", "reserved" },
  { "own-sequence", "own-sequence" },
  { "sequence-plus-1", "sequence-plus-1" },
  { "newline", "newline" },
  { "nul", "nul" },
  { "no-terminator", "no-terminator" },
  { "short-session", "short-session" },
  { "long-session", "long-session" },
  { "failed-session", "failed-session" },
  { "no-ret", "no-ret" },
  { "no-alive-interval", "no-alive-interval" },
  { "wrong-user-205", "wrong-user-205" },
  { "start-reply", "start-reply", "one-socket" },
  { "start-reply/two-sockets", "start-reply,two-sockets", "two-sockets" },
  { "no-start-reply", "no-start-reply", "one-socket" },
  { "no-start-reply/two-sockets", "no-start-reply,two-sockets", "two-sockets" },
  { "one-socket", "one-socket", "one-socket" },
  { "two-sockets", "two-sockets", "two-sockets" },
  { "extra", "extra", NULL, "Extra", TRUE },
  { "extra1", "extra1", NULL, "Extra1", TRUE },
  { "extra/two-sockets", "extra,two-sockets", "two-sockets", "Extra", TRUE },
  { "packets-1400", "packets-1400" },
  { "packets-32768", "packets-32768" },
  { "whole-units", "whole-units" },
  { "several-units", "several-units" },
  { "starts-inside", "starts-inside" },
  { "info-units", "info-units" },
  { "service-blocks", "service-blocks" },
  { "4k-bits", "4k-bits" },
  { "unknown-codec", "unknown-codec" },
  { "rate-0", "rate-0" },
  { "wrong-rate", "wrong-rate" },
  { "no-audio", "no-audio", .has_no_sound = TRUE },
  { "all-at-once", "version-0,reserved,own-sequence,no-terminator,short-session,no-ret,"
                   "no-alive-interval,start-reply,two-sockets,packets-1400,several-units,"
                   "starts-inside,info-units,service-blocks,4k-bits,unknown-codec,rate-0",
    "two-sockets" },
  { "all-others", "sequence-plus-1,nul,long-session,no-start-reply,one-socket,extra,whole-units,"
                  "starts-inside,info-units,service-blocks,wrong-rate,no-audio",
    "one-socket", "Extra", TRUE, TRUE },
};

static void
check_statistics (Rig        *rig,
                  const Case *test)
{
  g_autoptr (GstStructure) statistics = rig_get_statistics (rig);
  guint alive_interval = 0;

  if (test->topology)
    g_assert_cmpstr (gst_structure_get_string (statistics, "topology"), ==, test->topology);
  if (test->stream_type)
    g_assert_cmpstr (gst_structure_get_string (statistics, "stream-type"), ==, test->stream_type);
  g_assert_true (gst_structure_get_uint (statistics, "alive-interval", &alive_interval));
  g_assert_cmpuint (alive_interval, ==, 20);
}

/* One login is enough; pictures have the size of their parameter sets, and each comes out. */
static void
test_playing (gconstpointer data)
{
  const Case *test = data;
  const RigOptions options = {
    .decodes = TRUE, .is_sub = test->is_sub, .deviations = test->deviations,
  };
  g_autoptr (Rig) rig = rig_new (&options);
  EncoderCounters counters;
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 1);
  result.ms = (guint) ((g_get_monotonic_time () - rig->begun_us) / 1000);
  rig_wait_pictures (rig, 6);
  check_statistics (rig, test);
  g_assert_cmpint (g_atomic_int_get (&rig->player->width), ==, test->is_sub ? 128 : 160);
  g_assert_cmpint (g_atomic_int_get (&rig->player->n_sizes), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&rig->player->n_sounds) == 0, ==, test->has_no_sound);
  g_assert_cmpint (g_atomic_int_get (&rig->player->n_pictures), <=,
                   g_atomic_int_get (&rig->player->n_decoded) + 3);
  encoder_server_get_counters (rig->server, &counters);
  g_assert_cmpuint (counters.logins, ==, rig->before.logins + 1);

  rig_tell (rig, &result);
  /* A stream that begins inside a unit may have to wait for its next key frame, 2 seconds. */
  rig_leave (rig, test->name, "plays", strstr (test->deviations, "inside") ? 3000 : 1000, &result);
}

static void
check_refusal (const char *name,
               const char *deviations,
               const char *user,
               const char *password,
               const char *reason,
               int         ret)
{
  const RigOptions options = { .deviations = deviations, .user = user, .password = password };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_play (rig);
  rig_wait_error (rig, &result);
  g_assert_cmpstr (result.reason, ==, reason);
  g_assert_cmpint (result.ret, ==, ret);
  rig_leave (rig, name, reason, 1000, &result);
}

/* The return code counts, not the session that comes with it. */
static void
test_failed_session_is_none (void)
{
  check_refusal ("failed-session (wrong password)", "failed-session", "admin", "wrong",
                 "wrong-password", 203);
}

static void
test_wrong_user_is_locked_out (void)
{
  check_refusal ("wrong-user-205 (wrong user)", "wrong-user-205", "nobody", "admin", "locked-out",
                 205);
  check_refusal ("none (wrong user)", NULL, "nobody", "admin", "wrong-password", 204);
}

/* Timestamps follow what is measured, whatever the header says: 25 pictures take a second. */
static void
test_rate_is_measured (gconstpointer data)
{
  const RigOptions options = { .deviations = data };
  g_autoptr (Rig) rig = rig_new (&options);
  GstClockTime first, last;

  rig_play (rig);
  rig_wait_pictures (rig, 5);
  first = rig_get_last_pts (rig);
  rig_wait_pictures (rig, 50);
  last = rig_get_last_pts (rig);
  g_test_message ("50 pictures take %" GST_TIME_FORMAT, GST_TIME_ARGS (last - first));
  g_assert_cmpuint (last - first, >, 1 * GST_SECOND);
  g_assert_cmpuint (last - first, <, 8 * GST_SECOND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (playing); i++) {
    g_autofree char *path = g_strconcat ("/gst/deviations/plays/", playing[i].name, NULL);

    g_test_add_data_func (path, &playing[i], test_playing);
  }
  g_test_add_func ("/gst/deviations/failed-session-is-none", test_failed_session_is_none);
  g_test_add_func ("/gst/deviations/wrong-user-is-locked-out", test_wrong_user_is_locked_out);
  g_test_add_data_func ("/gst/deviations/rate-0-is-measured", "rate-0", test_rate_is_measured);
  g_test_add_data_func ("/gst/deviations/wrong-rate-is-measured", "wrong-rate",
                        test_rate_is_measured);

  return rig_run ();
}
