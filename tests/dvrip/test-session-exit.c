/* test-session-exit.c
 *
 * A process that abandons its session and exits at once: the device sees an orderly end.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "fake-device.h"
#include "session-client.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static const char *program;

/* What runs in the other process. */
static int
abandon_and_exit (guint16 port, DvripTopology topology)
{
  SessionClient *client = session_client_new (port);

  client->config.topology = topology;
  session_client_start (client);
  session_client_wait_units (client, 5);
  dvrip_session_abandon (client->session);

  return EXIT_SUCCESS;
}

static void
wait_until_closed (FakeDevice *device, FakeCounts *out_counts)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (1000);
    fake_device_get_counts (device, out_counts);
  } while (out_counts->open > 0);
}

static gint64
run (FakeDevice *device, const char *topology)
{
  g_autofree char *port = g_strdup_printf ("%u", fake_device_get_port (device));
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program,
                                                      "--child", port, topology, NULL);
  gint64 begun_us = g_get_monotonic_time ();

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);

  return g_get_monotonic_time () - begun_us;
}

static void
test_exit_is_orderly (gconstpointer data)
{
  const char *topology = data;
  guint n_sockets = strcmp (topology, "two") == 0 ? 2 : 1;
  const FakeOptions options = { .channels = 4 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  FakeCounts counts;

  run (device, topology);
  wait_until_closed (device, &counts);
  g_assert_cmpuint (counts.accepted, ==, n_sockets);
  g_assert_cmpuint (counts.stops, ==, 1);
  g_assert_cmpuint (counts.logouts, ==, 1);
  g_assert_cmpuint (counts.fins, ==, n_sockets);
  g_assert_cmpuint (counts.resets, ==, 0);
}

/* A device that answers nothing any more delays the exit by no more than was promised. */
static void
test_exit_is_bounded (void)
{
  const FakeOptions options = { .no_goodbye = TRUE, .never_closes = TRUE, .floods = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);

  g_assert_cmpint (run (device, "one"), <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return abandon_and_exit ((guint16) atoi (argv[2]), strcmp (argv[3], "two") == 0
                                                         ? DVRIP_TOPOLOGY_TWO_SOCKETS
                                                         : DVRIP_TOPOLOGY_ONE_SOCKET);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dvrip/session-exit/one-socket", "one", test_exit_is_orderly);
  g_test_add_data_func ("/dvrip/session-exit/two-sockets", "two", test_exit_is_orderly);
  g_test_add_func ("/dvrip/session-exit/is-bounded", test_exit_is_bounded);

  return g_test_run ();
}
