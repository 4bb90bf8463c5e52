/* test-session.c
 *
 * Promises of dvrip-session towards a device that does what it should, in every way that devices
 * were seen to do it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "session-client.h"
#include "wall-io-thread.h"

#define N_UNITS 25

static guint n_sockets_before;

/* The units from @first on, byte for byte and without a gap. */
static void
assert_units (SessionClient *client,
              guint first,
              const FakeOptions *options)
{
  for (guint i = 0; i < client->units->len; i++) {
    DvripUnit *unit = g_ptr_array_index (client->units, i);
    g_autoptr (GBytes) expected = fake_unit_new (first + i, options);

    g_assert_true (g_bytes_equal (unit->bytes, expected));
    g_assert_cmpint (unit->arrival_us, <=, g_get_monotonic_time ());
    g_assert_cmpint (unit->arrival_us, >, 0);
  }
}

static char *
play (const FakeOptions *options,
      DvripTopology topology,
      DvripTopology expected)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;
  FakeCounts counts;
  guint n_expected = expected == DVRIP_TOPOLOGY_TWO_SOCKETS ? 2 : 1;

  client->config.topology = topology;
  client->config.start_ms = 500;
  session_client_start (client);
  session_client_wait_units (client, N_UNITS);
  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpint (stats.phase, ==, DVRIP_PHASE_MEDIA);
  g_assert_cmpint (stats.topology, ==, expected);
  g_assert_cmpuint (stats.units, >=, N_UNITS);
  g_assert_cmpuint (stats.bytes, >, N_UNITS * 3000);
  g_assert_cmpint (stats.last_unit_us, >, 0);
  g_assert_cmpstr (stats.remote_address, ==, "127.0.0.1");
  g_assert_cmpuint (stats.remote_port, ==, fake_device_get_port (device));
  g_assert_cmpuint (stats.local_port, >, 0);

  session_client_close (client);
  session_client_wait_ended (client);
  g_assert_no_error (client->error);
  g_assert_cmpint (client->by, ==, DVRIP_ENDED_BY_US);
  assert_units (client, 0, options);

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.stops, ==, 1);
  g_assert_cmpuint (counts.resets, ==, 0);
  g_assert_cmpuint (counts.fins, ==, counts.accepted);
  g_assert_cmpuint (counts.open, ==, 0);
  g_assert_cmpuint (counts.most_open, ==, n_expected);

  return fake_device_dup_log (device);
}

static void
test_session_plays_on_one_socket (void)
{
  const FakeOptions options = { .channels = 4, .alive_interval = 21 };
  g_autofree char *log = play (&options, DVRIP_TOPOLOGY_AUTO, DVRIP_TOPOLOGY_ONE_SOCKET);

  g_assert_cmpstr (log, ==, "login claim1:Main start:Main stop logout fin");
  wait_for_sockets (n_sockets_before);
}

static void
test_session_plays_on_two_sockets (void)
{
  const FakeOptions options = { .channels = 4 };
  g_autofree char *log = play (&options, DVRIP_TOPOLOGY_TWO_SOCKETS, DVRIP_TOPOLOGY_TWO_SOCKETS);

  g_assert_cmpstr (log, ==, "login claim2:Main start:Main stop logout fin fin");
  wait_for_sockets (n_sockets_before);
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

  return g_test_run ();
}
