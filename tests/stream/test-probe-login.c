/* test-probe-login.c
 *
 * What a probe costs at a device that counts refused logins: one at most, and none where there is
 * nothing to try.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "../widgets/wait-until.h"
#include "probe-encoder.h"
#include "wall-probe-previews.h"

#define PAUSE_MS 200

/* Sixteen channels or one: what a wrong password costs is one login. */
static void
test_shows_a_wrong_password_once (ProbeClient   *self,
                                  gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();

  probe_encoder_start (self, "not this one");
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  wait_for (live_encoder_get_counters ().open == 0);

  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins - before.rejected_logins, ==, 1);
  g_assert_cmpuint (live_encoder_get_counters ().logins, ==, before.logins);
}

/* Who says nobody is asked for a user, after it is known that somebody is there, and costs nothing. */
static void
test_asks_for_a_user (ProbeClient   *self,
                      gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  g_autofree char *place = probe_encoder_make_text ();
  g_autofree char *text = g_strconcat (data, place, NULL);

  probe_client_start (self, &(WallProbeRequest) { .text = text, .user = "" });
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_PASSWORD_NEEDED);
  wait_for (live_encoder_get_counters ().open == 0);

  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins, ==, before.rejected_logins);
  g_assert_cmpuint (live_encoder_get_counters ().logins, ==, before.logins);
}

static void
test_does_not_try_a_kept_user (ProbeClient   *self,
                               gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  g_autofree char *text = probe_encoder_make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .is_user_kept = TRUE,
  });
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_PASSWORD_NEEDED);
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins, ==, before.rejected_logins);
}

/* Who says a user, and no password, means one that has none. */
static void
test_tries_without_a_password_once (ProbeClient   *self,
                                    gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();

  probe_encoder_start (self, NULL);
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  wait_for (live_encoder_get_counters ().open == 0);

  g_assert_nonnull (strstr (self->sentence, "without a password"));
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins - before.rejected_logins, ==, 1);
}

static char *
recall (gpointer    data,
        const char *uri,
        const char *user)
{
  g_autofree char *place = probe_encoder_make_text ();

  g_assert_true (g_str_has_suffix (uri, place));
  g_assert_null (user);

  return g_strdup (data);
}

/* A device that is on the wall is not asked for anew. */
static void
test_recalls_a_password (ProbeClient   *self,
                         gconstpointer  data)
{
  g_autofree char *text = probe_encoder_make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .user = "", .recall = recall, .recall_data = (gpointer) "admin",
  });
  wait_for (self->done > WALL_PROBE_SIGNED_IN);
  g_assert_cmpstr (wall_probe_get_user (self->probe), ==, "admin");
  g_assert_cmpstr (wall_probe_get_password (self->probe), ==, "admin");
}

static gint64
get_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* One login for each channel, and then one now and then. */
static void
test_looks_again_slowly (ProbeClient   *self,
                         gconstpointer  data)
{
  guint64 logins = live_encoder_get_counters ().logins;
  gint64 began_ms;

  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  g_assert_cmpuint (live_encoder_get_counters ().logins - logins, <=, PROBE_ENCODER_CHANNELS + 1);

  logins = live_encoder_get_counters ().logins;
  began_ms = get_ms ();
  wait_ms (6 * PAUSE_MS);
  g_assert_cmpuint (live_encoder_get_counters ().logins - logins, >, 0);
  g_assert_cmpint ((gint64) (live_encoder_get_counters ().logins - logins), <=,
                   (get_ms () - began_ms) / PAUSE_MS + 1);
}

static void
test_signs_nobody_in_unseen (ProbeClient   *self,
                             gconstpointer  data)
{
  guint64 logins = live_encoder_get_counters ().logins;

  probe_encoder_start (self, "admin");
  wall_probe_set_seen (self->probe, FALSE);
  probe_client_assert_done (self);
  wait_ms (4 * PAUSE_MS);
  g_assert_cmpuint (live_encoder_get_counters ().logins - logins, ==, 2);

  wall_probe_set_seen (self->probe, TRUE);
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  wall_probe_set_seen (self->probe, FALSE);
  wait_for (live_encoder_get_counters ().open == 0);
  logins = live_encoder_get_counters ().logins;
  wait_ms (4 * PAUSE_MS);
  g_assert_cmpuint (live_encoder_get_counters ().logins, ==, logins);
}

#define ADD(name, data, test)                                                                      \
  g_test_add ("/stream/probe-login/" name, ProbeClient, data, NULL, test, probe_encoder_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wall_probe_previews_set_times (PAUSE_MS, 20000);

  ADD ("shows-a-wrong-password-once", NULL, test_shows_a_wrong_password_once);
  ADD ("asks-for-a-user", "", test_asks_for_a_user);
  ADD ("asks-for-a-user-of-a-url", "dvrip://", test_asks_for_a_user);
  ADD ("does-not-try-a-kept-user", NULL, test_does_not_try_a_kept_user);
  ADD ("tries-without-a-password-once", NULL, test_tries_without_a_password_once);
  ADD ("looks-again-slowly", NULL, test_looks_again_slowly);
  ADD ("signs-nobody-in-unseen", NULL, test_signs_nobody_in_unseen);
  ADD ("recalls-a-password", NULL, test_recalls_a_password);

  return probe_encoder_run ();
}
