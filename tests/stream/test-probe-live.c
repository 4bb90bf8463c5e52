/* test-probe-live.c
 *
 * A probe against a real encoder, by the real elements: what it finds, and what it leaves behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "encoder-server.h"
#include "gstdvripplugin.h"
#include "probe-client.h"
#include "wall-probe-previews.h"

#define CHANNELS 4

static EncoderServer *server;

static EncoderCounters
get_counters (void)
{
  EncoderCounters counters;

  encoder_server_get_counters (server, &counters);

  return counters;
}

static void
tear_down (ProbeClient   *self,
           gconstpointer  data)
{
  const EncoderDeviations none = { 0 };

  probe_client_clear (self);
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  encoder_server_set_deviations (server, &none);
  wait_for (get_counters ().open == 0);
}

static char *
make_text (void)
{
  return g_strdup_printf ("127.0.0.1:%u", encoder_server_get_port (server, 1));
}

static void
start (ProbeClient *self,
       const char  *password)
{
  g_autofree char *text = make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .password = password,
  });
}

static void
set_fault (guint        channel,
           EncoderFault fault)
{
  encoder_server_set_fault (server, channel, fault);
}

static guint
count_previews (ProbeClient *self)
{
  guint n = 0;

  for (guint i = 0; i < probe_client_count (self); i++)
    n += wall_probe_channel_get_preview (probe_client_get_channel (self, i)) != NULL;

  return n;
}

/* Looks at the encoder's own account while it waits. */
static gboolean
note_open (guint *most)
{
  guint n_open = get_counters ().open;

  *most = MAX (*most, n_open);

  return G_SOURCE_CONTINUE;
}

static void
test_finds_an_encoder (ProbeClient   *self,
                       gconstpointer  data)
{
  g_autofree char *text = make_text ();
  g_autofree char *uri = g_strconcat ("dvrip://", text, NULL);

  start (self, "admin");
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
                                           encoder_server_get_port (server, 1));
  EncoderCounters before = get_counters ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .user = "guard", .password = "of another device",
  });
  wait_for (self->done > WALL_PROBE_SIGNED_IN);
  g_assert_cmpstr (wall_probe_get_user (self->probe), ==, "admin");
  g_assert_cmpstr (wall_probe_get_password (self->probe), ==, "admin");
  g_assert_cmpuint (get_counters ().rejected_logins, ==, before.rejected_logins);
}

/* Nobody says what it is: it is found out before anybody signs in, and costs no login. */
static void
test_is_found_out (ProbeClient   *self,
                   gconstpointer  data)
{
  EncoderCounters before = get_counters ();
  g_autofree char *text = make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .user = "admin", .password = "not this one",
  });
  wait_for (self->done > WALL_PROBE_FOUND);
  g_assert_cmpstr (wall_probe_get_scheme (self->probe), ==, "dvrip");
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  wait_for (get_counters ().open == 0);
  g_assert_cmpuint (get_counters ().rejected_logins - before.rejected_logins, ==, 1);
  g_assert_cmpuint (get_counters ().resets, ==, before.resets);
}

static void
test_shows_each_channel (ProbeClient   *self,
                         gconstpointer  data)
{
  EncoderCounters before = get_counters ();
  guint most = 0, timer = g_timeout_add (1, G_SOURCE_FUNC (note_open), &most);

  start (self, "admin");
  wait_for (count_previews (self) == CHANNELS);
  g_source_remove (timer);
  g_assert_cmpuint (most, <=, WALL_PROBE_MAX_CONNECTIONS);
  g_assert_cmpuint (get_counters ().rejected_logins, ==, before.rejected_logins);

  for (guint i = 0; i < CHANNELS; i++) {
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
  encoder_server_set_deviations (server, &deviations);
  timer = g_timeout_add (1, G_SOURCE_FUNC (note_open), &most);
  start (self, "admin");
  wait_for (count_previews (self) == CHANNELS);
  g_source_remove (timer);
  g_assert_cmpuint (most, ==, WALL_PROBE_MAX_CONNECTIONS);
}

static void
test_refreshes_previews (ProbeClient   *self,
                         gconstpointer  data)
{
  g_autoptr (GdkTexture) first = NULL;
  WallProbeChannel *channel;

  start (self, "admin");
  wait_for (count_previews (self) == CHANNELS);
  channel = probe_client_get_channel (self, 0);
  g_set_object (&first, wall_probe_channel_get_preview (channel));
  wait_for (wall_probe_channel_get_preview (channel) != first);
}

static void
test_looks_at_the_typed_channel_first (ProbeClient   *self,
                                       gconstpointer  data)
{
  g_autofree char *text = make_text ();
  g_autofree char *uri = g_strdup_printf ("dvrip://admin:admin@%s/3?stream=sub", text);

  probe_client_start (self, &(WallProbeRequest) { .text = uri });
  probe_client_assert_done (self);
  g_assert_cmpuint (wall_probe_get_channel (self->probe), ==, 3);
  g_assert_cmpuint (probe_client_count (self), ==, CHANNELS);
  g_assert_nonnull (wall_probe_channel_get_preview (probe_client_get_channel (self, 2)));
  g_assert_null (strstr (wall_probe_get_uri (self->probe), "admin"));
  g_assert_cmpstr (wall_probe_get_password (self->probe), ==, "admin");
}

/* Sixteen channels or one: what a wrong password costs is one login. */
static void
test_shows_a_wrong_password_once (ProbeClient   *self,
                                  gconstpointer  data)
{
  EncoderCounters before = get_counters ();

  start (self, "not this one");
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  wait_for (get_counters ().open == 0);

  g_assert_cmpuint (get_counters ().rejected_logins - before.rejected_logins, ==, 1);
  g_assert_cmpuint (get_counters ().logins, ==, before.logins);
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

static gboolean
on_over (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;

  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, on_over, &is_over);
  wait_for (is_over);
}

/* What was under way when the device refused comes to its end; nothing else begins. */
static void
test_stops_when_the_password_changes (ProbeClient   *self,
                                      gconstpointer  data)
{
  EncoderCounters before;

  start (self, "admin");
  wait_for (count_previews (self) == CHANNELS);
  set_fault (0, ENCODER_FAULT_WRONG_PASSWORD);
  wait_for (has_trouble (self));
  run_for (300);
  before = get_counters ();
  run_for (400);
  g_assert_cmpuint (get_counters ().connections, ==, before.connections);
}

/* Answers that are beyond a limit end it, in words; what can be read is read. */
static void
test_survives_hostile_answers (ProbeClient   *self,
                               gconstpointer  data)
{
  EncoderFault fault = (EncoderFault) GPOINTER_TO_INT (data);

  set_fault (0, fault);
  start (self, "admin");
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
  set_fault (0, ENCODER_FAULT_OFFLINE);
  start (self, "admin");
  probe_client_assert_failed (self, WALL_PROBE_PICTURE, WALL_REASON_CHANNEL_OFFLINE);
  g_assert_cmpuint (probe_client_count (self), ==, CHANNELS);
  g_assert_nonnull (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
}

static void
test_passes_over_one_that_is_away (ProbeClient   *self,
                                   gconstpointer  data)
{
  set_fault (1, ENCODER_FAULT_OFFLINE);
  start (self, "admin");
  probe_client_assert_done (self);
  wait_for (count_previews (self) == CHANNELS - 1);
  g_assert_nonnull (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
  g_assert_null (wall_probe_channel_get_preview (probe_client_get_channel (self, 0)));

  set_fault (1, ENCODER_FAULT_NONE);
  wait_for (count_previews (self) == CHANNELS);
  g_assert_null (wall_probe_channel_get_trouble (probe_client_get_channel (self, 0)));
}

static void
test_sees_that_there_is_no_sub_stream (ProbeClient   *self,
                                       gconstpointer  data)
{
  set_fault (2, ENCODER_FAULT_NO_SUB);
  start (self, "admin");
  wait_for (count_previews (self) == CHANNELS);
  g_assert_true (wall_probe_channel_has_sub (probe_client_get_channel (self, 0)));
  g_assert_false (wall_probe_channel_has_sub (probe_client_get_channel (self, 1)));
}

static void
test_cancelled_leaves_nothing (ProbeClient   *self,
                               gconstpointer  data)
{
  EncoderCounters before = get_counters ();
  g_autofree char *text = make_text ();
  guint told;

  probe_client_prepare (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .password = "admin",
  });
  self->cancel_at = GPOINTER_TO_INT (data);
  wall_probe_start (self->probe);
  wait_for (self->begun == self->cancel_at + 1);
  told = self->told;
  wait_for (get_counters ().open == 0);
  g_assert_cmpuint (self->told, ==, told);
  g_assert_cmpuint (get_counters ().resets, ==, before.resets);
}

static void
test_another_one_ends_it (ProbeClient   *self,
                          gconstpointer  data)
{
  ProbeClient other;
  guint told;

  start (self, "admin");
  wait_for (self->begun > WALL_PROBE_CONNECTED);
  told = self->told;
  start (&other, "admin");
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
    set_fault (0, cases[i].fault);
    start (self, "admin");
    probe_client_assert_failed (self, cases[i].step, cases[i].reason);
    tear_down (self, NULL);
  }
}

static void
start_server (const char *cache_dir)
{
  const EncoderConfig config = {
    .listen = "127.0.0.1",
    .channels = CHANNELS,
    .main = { 160, 96, 10 },
    .sub = { 160, 96, 10 },
    .cache_dir = cache_dir,
  };
  g_autoptr (GError) error = NULL;

  server = encoder_server_new (&config, &error);
  g_assert_no_error (error);
  g_assert_true (encoder_server_start (server, &error));
  g_assert_no_error (error);
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *entry = g_build_filename (path, name, NULL);

    g_remove (entry);
  }
  g_rmdir (path);
}

#define ADD(name, data, test) \
  g_test_add ("/stream/probe-live/" name, ProbeClient, data, NULL, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache_dir = g_dir_make_tmp ("probe-live-XXXXXX", NULL);
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  start_server (cache_dir);

  wall_probe_previews_set_times (100, 20000);

  ADD ("finds-an-encoder", NULL, test_finds_an_encoder);
  ADD ("prefers-the-address", NULL, test_prefers_the_address);
  ADD ("is-found-out", NULL, test_is_found_out);
  ADD ("shows-each-channel", NULL, test_shows_each_channel);
  ADD ("counts-connections", NULL, test_counts_connections);
  ADD ("refreshes-previews", NULL, test_refreshes_previews);
  ADD ("looks-at-the-typed-channel-first", NULL, test_looks_at_the_typed_channel_first);
  ADD ("shows-a-wrong-password-once", NULL, test_shows_a_wrong_password_once);
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

  result = g_test_run ();
  g_clear_pointer (&server, encoder_server_free);
  remove_dir (cache_dir);

  return result;
}
