/* test-probe-live.c
 *
 * A probe against a real encoder, by the real elements: what it finds, and what it leaves behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "../widgets/wait-until.h"
#include "probe-encoder.h"
#include "wall-probe-previews.h"

static void
test_finds_an_encoder (ProbeClient   *self,
                       gconstpointer  data)
{
  g_autofree char *text = probe_encoder_make_text ();
  g_autofree char *uri = g_strconcat ("dvrip://", text, NULL);

  probe_encoder_start (self, "admin");
  probe_client_assert_done (self);

  g_assert_cmpstr (wall_probe_get_uri (self->probe), ==, uri);
  g_assert_cmpstr (wall_probe_get_scheme (self->probe), ==, "dvrip");
  g_assert_true (wall_probe_has_channels (self->probe));
  g_assert_cmpuint (strlen (wall_probe_get_model (self->probe)), >, 0);
  g_assert_cmpuint (strlen (wall_probe_get_serial (self->probe)), >, 0);
  g_assert_null (wall_probe_get_certificate (self->probe));
}

/* The password of one device is not told to another, whose own stands in the address. */
static void
test_prefers_the_address (ProbeClient   *self,
                          gconstpointer  data)
{
  g_autofree char *text = g_strdup_printf ("dvrip://admin:admin@127.0.0.1:%u",
                                           probe_encoder_get_port ());
  EncoderCounters before = live_encoder_get_counters ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .user = "guard", .password = "of another device",
  });
  wait_for (self->done > WALL_PROBE_SIGNED_IN);
  g_assert_cmpstr (wall_probe_get_user (self->probe), ==, "admin");
  g_assert_cmpstr (wall_probe_get_password (self->probe), ==, "admin");
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins, ==, before.rejected_logins);
}

/* Nobody says what it is: it is found out before anybody signs in, and costs no login. */
static void
test_is_found_out (ProbeClient   *self,
                   gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  g_autofree char *text = probe_encoder_make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .user = "admin", .password = "not this one",
  });
  wait_for (self->done > WALL_PROBE_FOUND);
  g_assert_cmpstr (wall_probe_get_scheme (self->probe), ==, "dvrip");
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  wait_for (live_encoder_get_counters ().open == 0);
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins - before.rejected_logins, ==, 1);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
}

static void
test_shows_each_channel (ProbeClient   *self,
                         gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  guint most = 0, timer = g_timeout_add (1, G_SOURCE_FUNC (probe_encoder_note_open), &most);

  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  g_source_remove (timer);
  g_assert_cmpuint (most, <=, WALL_PROBE_MAX_CONNECTIONS);
  g_assert_cmpuint (live_encoder_get_counters ().rejected_logins, ==, before.rejected_logins);

  for (guint i = 0; i < PROBE_ENCODER_CHANNELS; i++) {
    WallProbeChannel *channel = probe_client_get_channel (self, i);
    GdkTexture *preview = wall_probe_channel_get_preview (channel);

    g_assert_cmpuint (wall_probe_channel_get_number (channel), ==, i + 1);
    g_assert_cmpuint (strlen (wall_probe_channel_get_title (channel)), >, 0);
    g_assert_true (wall_probe_channel_has_sub (channel));
    g_assert_null (wall_probe_channel_get_trouble (channel));
    g_assert_cmpint (gdk_texture_get_width (preview), <=, WALL_PROBE_PREVIEW_WIDTH);
    g_assert_cmpint (gdk_texture_get_height (preview), <=, WALL_PROBE_PREVIEW_HEIGHT);
  }
}

/* A device that needs two connections for a stream shows one channel at a time. */
static void
test_counts_connections (ProbeClient   *self,
                         gconstpointer  data)
{
  EncoderDeviations deviations = { 0 };
  guint most = 0, timer;

  encoder_deviations_add (&deviations, ENCODER_DEVIATION_TWO_SOCKETS);
  probe_encoder_set_deviations (&deviations);
  timer = g_timeout_add (1, G_SOURCE_FUNC (probe_encoder_note_open), &most);
  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  g_source_remove (timer);
  g_assert_cmpuint (most, ==, WALL_PROBE_MAX_CONNECTIONS);
}

static void
test_refreshes_previews (ProbeClient   *self,
                         gconstpointer  data)
{
  g_autoptr (GdkTexture) first = NULL;
  WallProbeChannel *channel;

  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  channel = probe_client_get_channel (self, 0);
  g_set_object (&first, wall_probe_channel_get_preview (channel));
  wait_for (wall_probe_channel_get_preview (channel) != first);
}

static void
test_looks_at_the_typed_channel_first (ProbeClient   *self,
                                       gconstpointer  data)
{
  g_autofree char *text = probe_encoder_make_text ();
  g_autofree char *uri = g_strdup_printf ("dvrip://admin:admin@%s/3?stream=sub", text);

  probe_client_start (self, &(WallProbeRequest) { .text = uri });
  probe_client_assert_done (self);
  g_assert_cmpuint (wall_probe_get_channel (self->probe), ==, 3);
  g_assert_cmpuint (probe_client_count (self), ==, PROBE_ENCODER_CHANNELS);
  g_assert_nonnull (wall_probe_channel_get_preview (probe_client_get_channel (self, 2)));
  g_assert_null (strstr (wall_probe_get_uri (self->probe), "admin"));
  g_assert_cmpstr (wall_probe_get_password (self->probe), ==, "admin");
}

static gboolean
has_trouble (ProbeClient *self)
{
  for (guint i = 0; i < probe_client_count (self); i++) {
    if (wall_probe_channel_get_trouble (probe_client_get_channel (self, i)))
      return TRUE;
  }

  return FALSE;
}

/* What was under way when the device refused comes to its end; nothing else begins. */
static void
test_stops_when_the_password_changes (ProbeClient   *self,
                                      gconstpointer  data)
{
  EncoderCounters before;

  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  probe_encoder_set_fault (0, ENCODER_FAULT_WRONG_PASSWORD);
  wait_for (has_trouble (self));
  wait_ms (300);
  before = live_encoder_get_counters ();
  wait_ms (400);
  g_assert_cmpuint (live_encoder_get_counters ().connections, ==, before.connections);
}

/* Answers that are beyond a limit end it, in words; what can be read is read. */
static void
test_survives_hostile_answers (ProbeClient   *self,
                               gconstpointer  data)
{
  EncoderFault fault = (EncoderFault) GPOINTER_TO_INT (data);

  probe_encoder_set_fault (0, fault);
  probe_encoder_start (self, "admin");
  if (fault != ENCODER_FAULT_BAD_UTF8) {
    probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_BAD_DATA);
    return;
  }

  probe_client_assert_done (self);
  for (guint i = 0; i < probe_client_count (self); i++)
    g_assert_true (g_utf8_validate (
      wall_probe_channel_get_title (probe_client_get_channel (self, i)), -1, NULL));
}

static void
test_says_that_the_cameras_are_away (ProbeClient   *self,
                                     gconstpointer  data)
{
  probe_encoder_set_fault (0, ENCODER_FAULT_OFFLINE);
  probe_encoder_start (self, "admin");
  probe_client_assert_failed (self, WALL_PROBE_PICTURE, WALL_REASON_CHANNEL_OFFLINE);
  g_assert_cmpuint (probe_client_count (self), ==, PROBE_ENCODER_CHANNELS);
  g_assert_nonnull (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
}

static void
test_passes_over_one_that_is_away (ProbeClient   *self,
                                   gconstpointer  data)
{
  probe_encoder_set_fault (1, ENCODER_FAULT_OFFLINE);
  probe_encoder_start (self, "admin");
  probe_client_assert_done (self);
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS - 1);
  g_assert_nonnull (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
  g_assert_null (wall_probe_channel_get_preview (probe_client_get_channel (self, 0)));

  probe_encoder_set_fault (1, ENCODER_FAULT_NONE);
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  g_assert_null (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
}

static void
test_sees_that_there_is_no_sub_stream (ProbeClient   *self,
                                       gconstpointer  data)
{
  probe_encoder_set_fault (2, ENCODER_FAULT_NO_SUB);
  probe_encoder_start (self, "admin");
  wait_for (probe_encoder_count_previews (self) == PROBE_ENCODER_CHANNELS);
  g_assert_true (wall_probe_channel_has_sub (probe_client_get_channel (self, 0)));
  g_assert_false (wall_probe_channel_has_sub (probe_client_get_channel (self, 1)));
}

static void
test_cancelled_leaves_nothing (ProbeClient   *self,
                               gconstpointer  data)
{
  EncoderCounters before = live_encoder_get_counters ();
  g_autofree char *text = probe_encoder_make_text ();
  guint told;

  probe_client_prepare (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .password = "admin",
  });
  self->cancel_at = GPOINTER_TO_INT (data);
  wall_probe_start (self->probe);
  wait_for (self->begun == self->cancel_at + 1);
  told = self->told;
  wait_for (live_encoder_get_counters ().open == 0);
  g_assert_cmpuint (self->told, ==, told);
  g_assert_cmpuint (live_encoder_get_counters ().resets, ==, before.resets);
}

static void
test_another_one_ends_it (ProbeClient   *self,
                          gconstpointer  data)
{
  ProbeClient other;
  guint told;

  probe_encoder_start (self, "admin");
  wait_for (self->begun > WALL_PROBE_CONNECTED);
  told = self->told;
  probe_encoder_start (&other, "admin");
  probe_client_assert_done (&other);
  g_assert_cmpuint (self->told, ==, told);
  probe_client_clear (&other);
}

static void
test_tells_each_failure (ProbeClient   *self,
                         gconstpointer  data)
{
  static const struct {
    EncoderFault  fault;
    WallProbeStep step;
    WallReason    reason;
  } cases[] = {
    { ENCODER_FAULT_ACCEPT_CLOSE, WALL_PROBE_SIGNED_IN, WALL_REASON_CLOSED_BY_DEVICE },
    { ENCODER_FAULT_BANNER, WALL_PROBE_SIGNED_IN, WALL_REASON_NOT_DVRIP },
    { ENCODER_FAULT_LOCKED_OUT, WALL_PROBE_SIGNED_IN, WALL_REASON_LOCKED_OUT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    probe_encoder_set_fault (0, cases[i].fault);
    probe_encoder_start (self, "admin");
    probe_client_assert_failed (self, cases[i].step, cases[i].reason);
    probe_encoder_tear_down (self, NULL);
  }
}

#define ADD(name, data, test)                                                                      \
  g_test_add ("/stream/probe-live/" name, ProbeClient, data, NULL, test, probe_encoder_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wall_probe_previews_set_times (100, 20000);

  ADD ("finds-an-encoder", NULL, test_finds_an_encoder);
  ADD ("prefers-the-address", NULL, test_prefers_the_address);
  ADD ("is-found-out", NULL, test_is_found_out);
  ADD ("shows-each-channel", NULL, test_shows_each_channel);
  ADD ("counts-connections", NULL, test_counts_connections);
  ADD ("refreshes-previews", NULL, test_refreshes_previews);
  ADD ("looks-at-the-typed-channel-first", NULL, test_looks_at_the_typed_channel_first);
  ADD ("stops-when-the-password-changes", NULL, test_stops_when_the_password_changes);
  ADD ("says-that-the-cameras-are-away", NULL, test_says_that_the_cameras_are_away);
  ADD ("passes-over-one-that-is-away", NULL, test_passes_over_one_that_is_away);
  ADD ("sees-that-there-is-no-sub-stream", NULL, test_sees_that_there_is_no_sub_stream);
  ADD ("huge-json", GINT_TO_POINTER (ENCODER_FAULT_HUGE_JSON), test_survives_hostile_answers);
  ADD ("deep-json", GINT_TO_POINTER (ENCODER_FAULT_DEEP_JSON), test_survives_hostile_answers);
  ADD ("bad-utf8", GINT_TO_POINTER (ENCODER_FAULT_BAD_UTF8), test_survives_hostile_answers);
  ADD ("nul-json", GINT_TO_POINTER (ENCODER_FAULT_NUL_JSON), test_survives_hostile_answers);
  ADD ("cancelled-found", GINT_TO_POINTER (WALL_PROBE_FOUND), test_cancelled_leaves_nothing);
  ADD ("cancelled-connected", GINT_TO_POINTER (WALL_PROBE_CONNECTED), test_cancelled_leaves_nothing);
  ADD ("cancelled-signed-in", GINT_TO_POINTER (WALL_PROBE_SIGNED_IN), test_cancelled_leaves_nothing);
  ADD ("cancelled-channels", GINT_TO_POINTER (WALL_PROBE_CHANNELS), test_cancelled_leaves_nothing);
  ADD ("cancelled-picture", GINT_TO_POINTER (WALL_PROBE_PICTURE), test_cancelled_leaves_nothing);
  ADD ("another-one-ends-it", NULL, test_another_one_ends_it);
  ADD ("tells-each-failure", NULL, test_tells_each_failure);

  return probe_encoder_run ();
}
