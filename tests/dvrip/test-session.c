/* test-session.c
 *
 * Promises of dvrip-session towards a device that works: whichever way it does it, the same units
 * come out, and the end is in order.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "session-client.h"
#include "wall-io-thread.h"

#define N_UNITS 12

static guint n_sockets_before;

/* The units from the first on, byte for byte and without a gap. */
static void
assert_units (SessionClient *client,
              const FakeOptions *options)
{
  for (guint i = 0; i < client->units->len; i++) {
    DvripUnit *unit = g_ptr_array_index (client->units, i);
    g_autoptr (GBytes) expected = fake_unit_new (i, options);

    g_assert_true (g_bytes_equal (unit->bytes, expected));
    g_assert_cmpint (unit->arrival_us, <=, g_get_monotonic_time ());
    g_assert_cmpint (unit->arrival_us, >=, client->begun_us);
  }
}

static void
assert_playing (SessionClient *client,
                FakeDevice *device,
                DvripTopology topology,
                const char *stream_type)
{
  DvripSessionStats stats;

  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpint (stats.phase, ==, DVRIP_PHASE_MEDIA);
  g_assert_cmpint (stats.topology, ==, topology);
  g_assert_cmpstr (stats.stream_type, ==, stream_type);
  g_assert_cmpint (stats.ret, ==, 0);
  g_assert_cmpuint (stats.units, >=, N_UNITS);
  g_assert_cmpuint (stats.packets, >, 0);
  g_assert_cmpuint (stats.bytes, >, N_UNITS * 2000);
  g_assert_cmpint (stats.last_byte_us, >, client->begun_us);
  g_assert_cmpint (stats.last_unit_us, >, client->begun_us);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.1");
  g_assert_cmpstr (stats.local_address, ==, "127.0.0.1");
  g_assert_cmpuint (stats.remote_port, ==, fake_device_get_port (device));
  g_assert_cmpuint (stats.local_port, >, 0);
}

static void
assert_closed_in_order (FakeDevice *device,
                        guint most_open)
{
  FakeCounts counts;

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.stops, ==, 1);
  g_assert_cmpuint (counts.resets, ==, 0);
  g_assert_cmpuint (counts.fins, ==, counts.accepted);
  g_assert_cmpuint (counts.open, ==, 0);
  g_assert_cmpuint (counts.logouts, ==, counts.logins);
  g_assert_cmpuint (counts.most_open, <=, most_open);
  wait_for_sockets (n_sockets_before + 1);
}

typedef struct {
  DvripTopology topology;
  DvripStream stream;
  const char *stream_type;
} Wish;

/* Plays, closes, and judges both. Returns: (transfer full): what the device has seen */
static char *
play (const FakeOptions *options,
      const Wish *wish,
      DvripTopology expected_topology,
      const char *expected_type)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->config.topology = wish->topology;
  client->config.stream = wish->stream;
  client->config.stream_type = g_strdup (wish->stream_type);
  if (options->one_socket == FAKE_IS_SILENT || options->two_sockets == FAKE_IS_SILENT ||
      options->other_types == FAKE_IS_SILENT)
    client->config.start_ms = 300;

  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  assert_playing (client, device, expected_topology, expected_type);

  session_client_close (client);
  assert_ended_well (client);
  assert_units (client, options);
  assert_closed_in_order (device, 2);

  return fake_device_dup_log (device);
}

static const Wish automatic = { 0 };
static const Wish two_sockets = { .topology = DVRIP_TOPOLOGY_TWO_SOCKETS };
static const Wish sub = { .stream = DVRIP_STREAM_SUB };
static const Wish sub_as_extra = { .stream = DVRIP_STREAM_SUB, .stream_type = "Extra" };

static void
test_session_plays_on_one_socket (void)
{
  const FakeOptions options = { .channels = 4 };
  g_autofree char *log = play (&options, &automatic, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");

  g_assert_cmpstr (log, ==, "login claim1:Main start:Main stop logout fin");
}

static void
test_session_plays_on_two_sockets (void)
{
  const FakeOptions options = { .channels = 4 };
  g_autofree char *log = play (&options, &two_sockets, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");

  g_assert_cmpstr (log, ==, "login claim2:Main start:Main stop logout fin fin");
}

static void
test_session_one_socket_refused (void)
{
  const FakeOptions options = { .one_socket = FAKE_REFUSES };
  g_autofree char *log = play (&options, &automatic, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");

  /* With the same login. */
  g_assert_cmpstr (log, ==, "login claim1:Main claim2:Main start:Main stop logout fin fin");
}

static void
test_session_one_socket_closed (void)
{
  const FakeOptions options = { .one_socket = FAKE_CLOSES };
  g_autofree char *log = NULL;
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  assert_playing (client, device, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");
  session_client_close (client);
  assert_ended_well (client);

  log = fake_device_dup_log (device);
  g_assert_cmpstr (log, ==, "login claim1:Main login claim2:Main start:Main stop logout fin fin");
}

static void
test_session_one_socket_silent (void)
{
  const FakeOptions options = { .one_socket = FAKE_IS_SILENT };
  g_autofree char *log = NULL;
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts;

  client->config.start_ms = 300;
  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  assert_playing (client, device, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");
  session_client_close (client);
  assert_ended_well (client);

  /* On a connection of its own, opened when the first was closed in order. */
  log = fake_device_dup_log (device);
  g_assert_cmpstr (log, ==, "login claim1:Main start:Main stop logout fin "
                            "login claim2:Main start:Main stop logout fin fin");
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.most_open, ==, 2);
  g_assert_cmpuint (counts.resets, ==, 0);
}

static void
test_session_remembered_topology_refused (void)
{
  const FakeOptions options = { .two_sockets = FAKE_REFUSES };
  g_autofree char *log = play (&options, &two_sockets, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");

  /* With the same login; when the second socket's end is seen is open. */
  g_assert_true (g_str_has_prefix (log, "login claim2:Main "));
  g_assert_nonnull (strstr (log, "claim1:Main "));
  g_assert_null (strstr (log + 1, "login"));
}

static void
test_session_second_socket_closed (void)
{
  const FakeOptions options = { .two_sockets = FAKE_CLOSES };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts;

  client->config.topology = DVRIP_TOPOLOGY_TWO_SOCKETS;
  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  assert_playing (client, device, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");
  session_client_close (client);
  assert_ended_well (client);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, 1);
}

static void
test_session_sub_stream_is_extra1 (void)
{
  const FakeOptions options = { .types = "Main,Extra1" };
  g_autofree char *log = play (&options, &sub, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra1");

  g_assert_cmpstr (log, ==, "login claim1:Extra1 start:Extra1 stop logout fin");
}

static void
test_session_sub_stream_is_extra (void)
{
  const FakeOptions options = { .types = "Main,Extra" };
  g_autofree char *log = play (&options, &sub, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra");

  g_assert_cmpstr (log, ==, "login claim1:Extra1 claim1:Extra start:Extra stop logout fin");
}

static void
test_session_remembered_name_goes_first (void)
{
  const FakeOptions options = { .types = "Main,Extra" };
  g_autofree char *log = play (&options, &sub_as_extra, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra");

  g_assert_cmpstr (log, ==, "login claim1:Extra start:Extra stop logout fin");
}

static void
test_session_unknown_name_is_silent (void)
{
  const FakeOptions options = { .types = "Extra", .other_types = FAKE_IS_SILENT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;

  client->config.stream = DVRIP_STREAM_SUB;
  client->config.start_ms = 300;
  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpstr (stats.stream_type, ==, "Extra");
}

/* Every deviation of a device that is none to us, on both topologies. */
static const struct {
  const char *name;
  FakeOptions options;
} deviations[] = {
  { "start-reply-before-media", { .start_reply_on_one_socket = TRUE } },
  { "start-reply-on-media-socket", { .start_reply_on_media = TRUE } },
  { "start-reply-never", { .no_start_reply = TRUE } },
  { "start-reply-late", { .start_reply_late = TRUE } },
  { "version-byte-0", { .version_zero = TRUE } },
  { "terminator-newline", { .terminator = FAKE_NEWLINE } },
  { "terminator-nul", { .terminator = FAKE_NUL } },
  { "terminator-none", { .terminator = FAKE_NO_TERMINATOR } },
  { "own-sequence", { .own_sequence = TRUE } },
  { "session-id-short", { .session_format = "0x%x" } },
  { "session-id-ten-digits", { .session_format = "0x%010x" } },
  { "session-id-in-header-only", { .no_session_text = TRUE } },
  { "reserved-bytes", { .reserved_bytes = TRUE } },
  { "alarms-at-any-time", { .alarms = TRUE } },
  { "packets-of-97", { .packet_size = 97 } },
  { "packets-of-1400", { .packet_size = 1400 } },
  { "packets-of-32768", { .packet_size = 32768 } },
  { "packets-of-a-whole-unit", { .packet_size = G_MAXSIZE } },
  { "several-units-in-a-packet", { .units_per_packet = 3, .packet_size = G_MAXSIZE } },
  { "units-across-packets", { .units_per_packet = 3, .packet_size = 5000 } },
  { "starts-inside-a-unit", { .starts_inside = TRUE } },
  { "info-units", { .info_units = TRUE } },
  { "4k", { .is_4k = TRUE } },
  { "ret-150", { .login_ret = 150 } },
  { "ret-515", { .login_ret = 515 } },
  { "start-without-ret", { .start_ret = FAKE_NO_RET } },
};

static void
test_session_deviation (gconstpointer data)
{
  const FakeOptions *options = data;

  g_free (play (options, &automatic, DVRIP_TOPOLOGY_ONE_SOCKET, "Main"));
  g_free (play (options, &two_sockets, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main"));
}

static void
add_deviations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (deviations); i++) {
    g_autofree char *path = g_strdup_printf ("/dvrip/session/plays/%s", deviations[i].name);

    g_test_add_data_func (path, &deviations[i].options, test_session_deviation);
  }
}

static void
test_session_reads_the_login_reply (void)
{
  const FakeOptions said = { .channels = 16, .alive_interval = 30 };
  const FakeOptions unsaid = { 0 };
  const FakeOptions *options[] = { &said, &unsaid };
  const guint intervals[] = { 30, 20 };
  const guint channels[] = { 16, 0 };

  for (guint i = 0; i < 2; i++) {
    g_autoptr (FakeDevice) device = fake_device_new (options[i]);
    g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
    DvripSessionStats stats;

    session_client_start (client);
    session_client_wait_phase (client, DVRIP_PHASE_MEDIA);
    dvrip_session_get_stats (client->session, &stats);
    g_assert_cmpuint (stats.alive_interval, ==, intervals[i]);
    g_assert_cmpuint (stats.channels, ==, channels[i]);
  }
}

static void
wait_for_keepalives (SessionClient *client,
                     guint64 n,
                     DvripSessionStats *out_stats)
{
  do {
    g_usleep (1000);
    dvrip_session_get_stats (client->session, out_stats);
    g_assert_cmpint (out_stats->phase, <=, DVRIP_PHASE_MEDIA);
  } while (out_stats->keepalives_sent < n);
}

static void
test_session_keeps_alive (void)
{
  const FakeOptions options = { 0 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;
  FakeCounts counts;

  client->config.keepalive_ms = 200;
  session_client_start (client);
  wait_for_keepalives (client, 3, &stats);
  g_assert_cmpuint (stats.keepalives_missed, <, 2);
  session_client_close (client);
  assert_ended_well (client);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.keepalives, >=, 3);
}

static void
test_session_missed_keepalives_end_nothing (void)
{
  const FakeOptions options = { .no_keepalive = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;

  client->config.keepalive_ms = 20;
  session_client_start (client);
  wait_for_keepalives (client, 10, &stats);
  g_assert_cmpuint (stats.keepalives_missed, >=, 9);
  session_client_wait_units (client, N_UNITS);
  session_client_close (client);
  assert_ended_well (client);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;

  return n;
}

static void
test_session_64_cost_one_thread (void)
{
  const FakeOptions options = { 0 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *clients[64];
  guint n_threads = count_threads ();
  FakeCounts counts;

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++) {
    clients[i] = session_client_new (fake_device_get_port (device));
    clients[i]->config.topology = i % 2 ? DVRIP_TOPOLOGY_TWO_SOCKETS : DVRIP_TOPOLOGY_ONE_SOCKET;
    session_client_start (clients[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    session_client_wait_phase (clients[i], DVRIP_PHASE_MEDIA);
  g_assert_cmpuint (count_threads (), ==, n_threads);

  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    session_client_close (clients[i]);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++) {
    session_client_wait_ended (clients[i]);
    g_assert_no_error (clients[i]->error);
    session_client_free (clients[i]);
  }
  g_assert_cmpuint (count_threads (), ==, n_threads);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.accepted, ==, 96);
  g_assert_cmpuint (counts.resets, ==, 0);
  wait_for_sockets (n_sockets_before + 1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wall_io_thread_get_context ();
  n_sockets_before = count_sockets ();

  g_test_add_func ("/dvrip/session/plays-on-one-socket", test_session_plays_on_one_socket);
  g_test_add_func ("/dvrip/session/plays-on-two-sockets", test_session_plays_on_two_sockets);
  g_test_add_func ("/dvrip/session/one-socket-refused", test_session_one_socket_refused);
  g_test_add_func ("/dvrip/session/one-socket-closed", test_session_one_socket_closed);
  g_test_add_func ("/dvrip/session/one-socket-silent", test_session_one_socket_silent);
  g_test_add_func ("/dvrip/session/remembered-topology-refused",
                   test_session_remembered_topology_refused);
  g_test_add_func ("/dvrip/session/second-socket-closed", test_session_second_socket_closed);
  g_test_add_func ("/dvrip/session/sub-stream-is-extra1", test_session_sub_stream_is_extra1);
  g_test_add_func ("/dvrip/session/sub-stream-is-extra", test_session_sub_stream_is_extra);
  g_test_add_func ("/dvrip/session/remembered-name-goes-first",
                   test_session_remembered_name_goes_first);
  g_test_add_func ("/dvrip/session/unknown-name-is-silent", test_session_unknown_name_is_silent);
  add_deviations ();
  g_test_add_func ("/dvrip/session/reads-the-login-reply", test_session_reads_the_login_reply);
  g_test_add_func ("/dvrip/session/keeps-alive", test_session_keeps_alive);
  g_test_add_func ("/dvrip/session/missed-keepalives-end-nothing",
                   test_session_missed_keepalives_end_nothing);
  g_test_add_func ("/dvrip/session/64-cost-one-thread", test_session_64_cost_one_thread);

  return g_test_run ();
}
