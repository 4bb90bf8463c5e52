/* test-dvripsrc-end.c
 *
 * How a dvripsrc ends: by a failure, by the action signal, or by a bare state change in any phase.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripplugin.h"
#include "src-client.h"

#include "gstdvriperror.h"

/* Long enough that no deadline of the element ends a test. */
#define FOREVER_MS (10 * 60 * 1000)

/* For what has to fail by a deadline of the element. */
#define SHORT_MS 300

/* A state change is to return at once; a busy machine may be slow, a wait would be much longer. */
#define PROMPT_US (5 * G_USEC_PER_SEC)

typedef struct {
  const char *name;
  FakeOptions options;
  int         code;
  const char *reason;
  int         ret;
  const char *ended_by;
} Failure;

static const Failure failures[] = {
  { "wrong-password", { .login_ret = 203 },
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "wrong-password", 203, "us" },
  { "locked-out", { .login_ret = 205 },
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "locked-out", 205, "us" },
  { "no-permission", { .claim_ret = 107 },
    GST_RESOURCE_ERROR_NOT_AUTHORIZED, "no-permission", 107, "us" },
  { "channel-offline", { .claim_ret = 121 },
    GST_RESOURCE_ERROR_NOT_FOUND, "channel-offline", 121, "us" },
  { "silent-at-login", { .silent_at = FAKE_AT_LOGIN },
    GST_RESOURCE_ERROR_READ, "silent", 0, "us" },
  { "silent-in-media", { .silent_at = FAKE_AT_MEDIA, .fault_after = 3 },
    GST_RESOURCE_ERROR_READ, "silent", 0, "us" },
  { "closes-at-login", { .close_at = FAKE_AT_LOGIN },
    GST_RESOURCE_ERROR_READ, "closed-by-device", 0, "device" },
  { "resets-in-media", { .reset_at = FAKE_AT_MEDIA, .fault_after = 3 },
    GST_RESOURCE_ERROR_READ, "reset", 0, "device" },
  { "not-dvrip", { .banner = "HTTP/1.1 400 Bad Request\r\n\r\n" },
    GST_RESOURCE_ERROR_OPEN_READ, "not-dvrip", 0, "us" },
  { "bad-unit", { .bad_unit = TRUE, .fault_after = 3 },
    GST_RESOURCE_ERROR_READ, "bad-data", 0, "us" },
};

static void
test_failure_is_told_once (gconstpointer data)
{
  const Failure *failure = data;
  g_autoptr (FakeDevice) device = fake_device_new (&failure->options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  src_client_set_timeouts (client, SHORT_MS);
  src_client_play (client);
  src_client_assert_error (client, failure->code, failure->reason, failure->ret);
  src_client_assert_closed (client, failure->ended_by, failure->reason);

  src_client_close (client);
  src_client_close (client);
  gst_element_set_state (client->pipeline, GST_STATE_READY);
  src_client_assert_quiet (client);
  wait_until_left (device);
}

static guint16
get_closed_port (void)
{
  g_autoptr (FakeDevice) device = fake_device_new (&(FakeOptions) { .silent_at = FAKE_NEVER });

  return fake_device_get_port (device);
}

static void
test_refusal_is_told (void)
{
  g_autoptr (SrcClient) client = src_client_new (get_closed_port ());

  src_client_play (client);
  src_client_assert_error (client, GST_RESOURCE_ERROR_OPEN_READ, "refused", 0);
  src_client_assert_closed (client, "us", "refused");
}

static void
test_failed_step_is_told (void)
{
  const FakeOptions options = { .login_ret = 203 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autofree char *code = NULL;
  GstProgressType type = GST_PROGRESS_TYPE_START;

  src_client_play (client);
  while (type != GST_PROGRESS_TYPE_ERROR) {
    g_autoptr (GstMessage) message = src_client_wait_message (client, GST_MESSAGE_PROGRESS);

    g_clear_pointer (&code, g_free);
    gst_message_parse_progress (message, &type, &code, NULL);
  }

  g_assert_cmpstr (code, ==, "login");
}

/* Nobody pulls in PAUSED, so that nothing is to be delivered first. */
static void
test_failure_is_told_in_paused (void)
{
  g_autoptr (SrcClient) client = src_client_new (get_closed_port ());

  gst_element_set_state (client->pipeline, GST_STATE_PAUSED);
  src_client_assert_error (client, GST_RESOURCE_ERROR_OPEN_READ, "refused", 0);
  gst_element_set_state (client->pipeline, GST_STATE_PLAYING);
  src_client_assert_closed (client, "us", "refused");
  src_client_assert_quiet (client);
}

static void
test_what_arrived_comes_before_the_failure (void)
{
  const FakeOptions options = { .close_at = FAKE_AT_MEDIA, .fault_after = 12 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  src_client_hold (client, TRUE);
  src_client_play (client);
  src_client_assert_closed (client, "device", "closed-by-device");
  g_assert_cmpuint (src_client_get_n_buffers (client), ==, 1);
  src_client_assert_quiet (client);

  src_client_hold (client, FALSE);
  src_client_assert_error (client, GST_RESOURCE_ERROR_READ, "closed-by-device", 0);
  g_assert_cmpuint (src_client_get_n_buffers (client), ==, 12);
}

static void
test_bad_address_is_told (void)
{
  const char *uris[] = { "dvrip://u:pw@h:99999/1", "rtsp://h/1", "nonsense", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GstElement) src = gst_object_ref_sink (gst_element_factory_make ("dvripsrc", NULL));
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GstMessage) message = NULL;
    const GstStructure *details;

    g_object_set (src, "uri", uris[i], NULL);
    gst_element_set_bus (src, bus);
    g_assert_cmpint (gst_element_set_state (src, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
    message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    g_assert_nonnull (message);
    gst_message_parse_error_details (message, &details);
    g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, "bad-address");
    gst_element_set_state (src, GST_STATE_NULL);
    gst_element_set_bus (src, NULL);
  }
}

static void
test_every_reason_has_words (void)
{
  for (WallReason i = 0; i < WALL_N_REASONS; i++) {
    const char *sentence = gst_dvrip_error_sentence (i);

    g_assert_nonnull (sentence);
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_cmpint (gst_dvrip_error_code (i), >=, GST_RESOURCE_ERROR_FAILED);
  }
}

/* A phase to be caught in: what the device does to stay there. */
typedef struct {
  const char *phase;
  FakeOptions options;
} Phase;

static const Phase phases[] = {
  { "login", { .silent_at = FAKE_AT_LOGIN } },
  { "claim", { .silent_at = FAKE_AT_CLAIM } },
  { "start", { .one_socket = FAKE_IS_SILENT, .two_sockets = FAKE_IS_SILENT } },
  { "media", { .silent_at = FAKE_NEVER } },
};

static void
assert_stops_promptly (SrcClient *client)
{
  gint64 begun_us = g_get_monotonic_time ();

  g_assert_cmpint (gst_element_set_state (client->pipeline, GST_STATE_NULL), ==,
                   GST_STATE_CHANGE_SUCCESS);
  g_test_message ("NULL took %" G_GINT64_FORMAT " µs", g_get_monotonic_time () - begun_us);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, PROMPT_US);
}

static void
test_stops_in_phase (gconstpointer data)
{
  const Phase *phase = data;
  g_autoptr (FakeDevice) device = fake_device_new (&phase->options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  src_client_set_timeouts (client, FOREVER_MS);
  src_client_play (client);
  src_client_wait_phase (client, phase->phase);
  assert_stops_promptly (client);
  wait_until_left (device);
}

static void
test_closes_in_phase (gconstpointer data)
{
  const Phase *phase = data;
  g_autoptr (FakeDevice) device = fake_device_new (&phase->options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  src_client_set_timeouts (client, FOREVER_MS);
  src_client_play (client);
  src_client_wait_phase (client, phase->phase);
  src_client_close (client);
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  src_client_close (client);
  wait_until_left (device);

  src_client_assert_quiet (client);
  assert_stops_promptly (client);
}

/* An address that never answers: a listener that accepts nothing more, as its queue is full. */
typedef struct {
  GSocket   *listener;
  GPtrArray *clients;
  guint16    port;
} BlackHole;

static gboolean
connect_one_more (BlackHole      *self,
                  GSocketAddress *address)
{
  GSocket *client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL);

  g_ptr_array_add (self->clients, client);
  g_socket_set_blocking (client, FALSE);
  g_socket_connect (client, address, NULL, NULL);

  return g_socket_condition_timed_wait (client, G_IO_OUT, 200 * 1000, NULL, NULL);
}

static void
black_hole_open (BlackHole *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL);
  g_socket_set_listen_backlog (self->listener, 0);
  g_assert_true (g_socket_bind (self->listener, address, TRUE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  bound = g_socket_get_local_address (self->listener, NULL);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  while (connect_one_more (self, bound))
    g_assert_cmpuint (self->clients->len, <, 64);
}

static void
black_hole_close (BlackHole *self)
{
  g_ptr_array_unref (self->clients);
  g_object_unref (self->listener);
}

static void
test_stops_in_a_black_hole (void)
{
  BlackHole hole;
  SrcClient *client;

  black_hole_open (&hole);
  client = src_client_new (hole.port);
  src_client_set_timeouts (client, FOREVER_MS);
  src_client_play (client);
  src_client_wait_phase (client, "connect");
  assert_stops_promptly (client);
  src_client_free (client);
  black_hole_close (&hole);
}

static void
test_closes_in_a_black_hole (void)
{
  BlackHole hole;
  SrcClient *client;

  black_hole_open (&hole);
  client = src_client_new (hole.port);
  src_client_set_timeouts (client, FOREVER_MS);
  src_client_play (client);
  src_client_wait_phase (client, "connect");
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  src_client_assert_quiet (client);
  src_client_free (client);
  black_hole_close (&hole);
}

static void
test_black_hole_times_out (void)
{
  BlackHole hole;
  SrcClient *client;

  black_hole_open (&hole);
  client = src_client_new (hole.port);
  src_client_set_timeouts (client, SHORT_MS);
  src_client_play (client);
  src_client_assert_error (client, GST_RESOURCE_ERROR_OPEN_READ, "timed-out", 0);
  src_client_assert_closed (client, "us", "timed-out");
  src_client_free (client);
  black_hole_close (&hole);
}

static void
test_closes_in_order (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  FakeCounts counts;

  src_client_play (client);
  src_client_wait_buffers (client, 1);
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  wait_until_left (device);

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.stops, ==, 1);
  g_assert_cmpuint (counts.logouts, ==, 1);
  g_assert_cmpuint (counts.fins, ==, 1);
  src_client_assert_quiet (client);
}

static void
test_device_that_never_closes_is_left (void)
{
  const FakeOptions options = { .never_closes = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  src_client_play (client);
  src_client_wait_buffers (client, 1);
  src_client_close (client);
  src_client_assert_closed (client, "deadline", "none");
}

static void
test_closes_before_it_started (void)
{
  g_autoptr (SrcClient) client = src_client_new (1);

  gst_element_set_state (client->pipeline, GST_STATE_READY);
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  src_client_close (client);
  src_client_assert_quiet (client);
}

static gpointer
drop_everything (gpointer data)
{
  SrcClient *client = data;

  src_client_free (client);
  return NULL;
}

/* Whoever drops the element last, in whatever phase, leaves nothing behind. */
static void
test_is_finalized (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);

  for (guint i = 0; i < 30; i++) {
    SrcClient *client = src_client_new (fake_device_get_port (device));
    GWeakRef src;
    g_autoptr (GstElement) still = NULL;

    g_weak_ref_init (&src, client->src);
    src_client_play (client);
    if (i % 3 == 1)
      src_client_wait_phase (client, "media");
    if (i % 3 == 2)
      src_client_close (client);

    g_thread_join (g_thread_new ("drop", drop_everything, client));
    while ((still = g_weak_ref_get (&src)) != NULL) {
      gst_clear_object (&still);
      g_thread_yield ();
    }
    g_weak_ref_clear (&src);
  }

  wait_until_left (device);
}

static void
add_for_each_phase (const char   *promise,
                    GTestDataFunc test)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    g_autofree char *path = g_strdup_printf ("/gst/dvripsrc/%s/%s", promise, phases[i].phase);

    g_test_add_data_func (path, &phases[i], test);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    g_autofree char *path = g_strdup_printf ("/gst/dvripsrc/tells-once/%s", failures[i].name);

    g_test_add_data_func (path, &failures[i], test_failure_is_told_once);
  }

  g_test_add_func ("/gst/dvripsrc/tells/refused", test_refusal_is_told);
  g_test_add_func ("/gst/dvripsrc/tells/failed-step", test_failed_step_is_told);
  g_test_add_func ("/gst/dvripsrc/tells/in-paused", test_failure_is_told_in_paused);
  g_test_add_func ("/gst/dvripsrc/tells/after-what-arrived",
                   test_what_arrived_comes_before_the_failure);
  g_test_add_func ("/gst/dvripsrc/tells/bad-address", test_bad_address_is_told);
  g_test_add_func ("/gst/dvripsrc/tells/black-hole", test_black_hole_times_out);
  g_test_add_func ("/gst/dvripsrc/every-reason-has-words", test_every_reason_has_words);
  add_for_each_phase ("stops-promptly", test_stops_in_phase);
  g_test_add_func ("/gst/dvripsrc/stops-promptly/connect", test_stops_in_a_black_hole);
  add_for_each_phase ("closes", test_closes_in_phase);
  g_test_add_func ("/gst/dvripsrc/closes/connect", test_closes_in_a_black_hole);
  g_test_add_func ("/gst/dvripsrc/closes/in-order", test_closes_in_order);
  g_test_add_func ("/gst/dvripsrc/closes/by-deadline", test_device_that_never_closes_is_left);
  g_test_add_func ("/gst/dvripsrc/closes/before-start", test_closes_before_it_started);
  g_test_add_func ("/gst/dvripsrc/is-finalized", test_is_finalized);

  return g_test_run ();
}
