/* test-session-close.c
 *
 * Promises of dvrip-session about its end: in every phase, whoever asks for it from wherever, it is
 * in order, soon, and told exactly once or not at all.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "../net/black-hole.h"
#include "session-client.h"
#include "wall-io-thread.h"
#include "wall-resolve-private.h"

/* The promise is one second; a busy machine with a sanitizer may add to it. */
#define SOON_S 2.0

static guint n_sockets_before;

/* A name server that does not answer before the test is over. */
static GMutex gate_lock;
static GCond gate_cond;
static gboolean gate_is_open;

static GPtrArray *
wait_at_gate (const char *name,
              GError **error)
{
  g_mutex_lock (&gate_lock);
  while (!gate_is_open)
    g_cond_wait (&gate_cond, &gate_lock);
  g_mutex_unlock (&gate_lock);
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND, "too late");

  return NULL;
}

static void
open_gate (void)
{
  g_mutex_lock (&gate_lock);
  gate_is_open = TRUE;
  g_cond_broadcast (&gate_cond);
  g_mutex_unlock (&gate_lock);
}

/* A session that is held in one phase. */
typedef struct {
  FakeDevice *device;
  BlackHole *hole;
  SessionClient *client;
} Stage;

static void
stage_set (Stage *stage,
           DvripPhase phase,
           DvripTopology topology)
{
  const FakeOptions options = {
    .silent_at = phase == DVRIP_PHASE_LOGIN   ? FAKE_AT_LOGIN
                 : phase == DVRIP_PHASE_CLAIM ? FAKE_AT_CLAIM
                 : phase == DVRIP_PHASE_START ? FAKE_AT_START
                                              : FAKE_NEVER,
  };

  stage->device = fake_device_new (&options);
  stage->hole = phase == DVRIP_PHASE_CONNECT ? black_hole_new () : NULL;
  stage->client = session_client_new (stage->hole ? black_hole_get_port (stage->hole)
                                                  : fake_device_get_port (stage->device));
  stage->client->config.topology = topology;
  if (phase == DVRIP_PHASE_LOOKUP) {
    g_free (stage->client->config.host);
    stage->client->config.host = g_strdup ("camera.example");
  }

  session_client_start (stage->client);
  session_client_wait_phase (stage->client, phase);
  if (phase == DVRIP_PHASE_MEDIA)
    session_client_wait_units (stage->client, 5);
}

/* Nothing of ours is left, and the device saw each connection end in order. */
static void
stage_clear (Stage *stage)
{
  FakeCounts counts;

  g_clear_pointer (&stage->hole, black_hole_free);
  wait_for_sockets (n_sockets_before + 1);
  fake_device_get_counts (stage->device, &counts);
  g_assert_cmpuint (counts.resets, ==, 0);
  g_assert_cmpuint (counts.fins, ==, counts.accepted);
  g_clear_pointer (&stage->device, fake_device_free);
}

static void
for_every_phase (void (*test) (Stage *stage, DvripPhase phase))
{
  for (DvripPhase phase = DVRIP_PHASE_LOOKUP; phase <= DVRIP_PHASE_MEDIA; phase++) {
    for (DvripTopology topology = DVRIP_TOPOLOGY_ONE_SOCKET;
         topology <= DVRIP_TOPOLOGY_TWO_SOCKETS; topology++) {
      Stage stage;

      stage_set (&stage, phase, topology);
      test (&stage, phase);
      stage_clear (&stage);
    }
  }
}

static void
close_it (Stage *stage,
          DvripPhase phase)
{
  session_client_close (stage->client);
  assert_ended_well (stage->client);
  g_assert_cmpfloat (session_client_get_seconds (stage->client), <, SOON_S);
  g_assert_cmpint (stage->client->phase, ==, DVRIP_PHASE_ENDED);
  session_client_free (stage->client);
}

static void
test_close_in_every_phase (void)
{
  for_every_phase (close_it);
}

/* Nothing may call into the client after this: its memory is gone. */
static void
abandon_it (Stage *stage,
            DvripPhase phase)
{
  gint64 before_us = g_get_monotonic_time ();

  dvrip_session_abandon (stage->client->session);
  g_assert_cmpint (g_get_monotonic_time () - before_us, <, G_USEC_PER_SEC / 5);
  g_assert_cmpuint (stage->client->n_notified, ==, 1);
  g_assert_cmpuint (stage->client->n_ended, ==, 0);
  session_client_free (stage->client);
}

static void
test_close_abandoned_in_every_phase (void)
{
  for_every_phase (abandon_it);
}

static void
close_twice_then_abandon (Stage *stage,
                          DvripPhase phase)
{
  dvrip_session_close (stage->client->session);
  dvrip_session_close (stage->client->session);
  dvrip_session_abandon (stage->client->session);
  dvrip_session_abandon (stage->client->session);
  session_client_free (stage->client);
}

static void
test_close_abandoned_while_closing (void)
{
  for_every_phase (close_twice_then_abandon);
}

static void
test_close_says_goodbye (void)
{
  const FakeOptions options = { 0 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autofree char *log = NULL;
  SessionClient *client = session_client_new (fake_device_get_port (device));

  session_client_start (client);
  session_client_wait_units (client, 3);
  session_client_free (client);
  wait_for_sockets (n_sockets_before + 1);
  log = fake_device_dup_log (device);
  g_assert_cmpstr (log, ==, "login claim1:Main start:Main stop logout fin");
}

static void
close_and_expect (const FakeOptions *options,
                  DvripTopology topology,
                  DvripEndedBy by)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts;

  client->config.topology = topology;
  session_client_start (client);
  session_client_wait_units (client, 3);
  session_client_close (client);
  session_client_wait_ended (client);
  g_assert_no_error (client->error);
  g_assert_cmpint (client->by, ==, by);
  g_assert_cmpfloat (session_client_get_seconds (client), <, SOON_S);

  /* Ours are closed; what the device keeps open is its own. */
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.fins, ==, counts.accepted);
  wait_for_sockets (n_sockets_before + 1 + counts.open);
}

static void
test_close_answered_by_fin_alone (void)
{
  const FakeOptions options = { .no_goodbye = TRUE };

  close_and_expect (&options, DVRIP_TOPOLOGY_ONE_SOCKET, DVRIP_ENDED_BY_US);
  close_and_expect (&options, DVRIP_TOPOLOGY_TWO_SOCKETS, DVRIP_ENDED_BY_US);
}

static void
test_close_never_answered (void)
{
  const FakeOptions options = { .no_goodbye = TRUE, .never_closes = TRUE };

  close_and_expect (&options, DVRIP_TOPOLOGY_ONE_SOCKET, DVRIP_ENDED_BY_DEADLINE);
  close_and_expect (&options, DVRIP_TOPOLOGY_TWO_SOCKETS, DVRIP_ENDED_BY_DEADLINE);
}

static void
test_close_of_a_flood (void)
{
  const FakeOptions options = {
    .no_goodbye = TRUE, .never_closes = TRUE, .floods = TRUE, .units_per_packet = 100,
  };

  close_and_expect (&options, DVRIP_TOPOLOGY_ONE_SOCKET, DVRIP_ENDED_BY_DEADLINE);
}

/* Between the way that was silent and the next one. */
static void
test_close_between_two_ways (void)
{
  const FakeOptions options = { .one_socket = FAKE_IS_SILENT, .no_goodbye = TRUE,
                                .never_closes = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts = { 0 };

  client->config.start_ms = 50;
  session_client_start (client);
  while (counts.logouts == 0) {
    g_usleep (1000);
    fake_device_get_counts (device, &counts);
  }
  session_client_close (client);
  session_client_wait_ended (client);
  g_assert_no_error (client->error);
  g_assert_cmpfloat (session_client_get_seconds (client), <, SOON_S);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, 1);
  wait_for_sockets (n_sockets_before + 1 + counts.open);
}

/* Silence found out by a deadline, and the device does not even answer that. */
static void
test_close_after_a_failure_never_answered (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_MEDIA, .fault_after = 3, .no_goodbye = TRUE,
                                .never_closes = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->config.silence_ms = 200;
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_DEADLINE, WALL_REASON_SILENT);
  g_assert_cmpfloat (session_client_get_seconds (client), <, SOON_S);
}

/* The other way round: their FIN comes while we have not read all, and is answered at once. */
static void
test_close_by_device_with_much_unread (void)
{
  const FakeOptions options = { .close_at = FAKE_AT_MEDIA, .units_per_packet = 200,
                                .fault_after = 200 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_DEVICE, WALL_REASON_CLOSED_BY_DEVICE);
  g_assert_cmpuint (client->units->len, ==, 200);
  wait_for_sockets (n_sockets_before + 1);
}

static void
test_close_before_the_start (void)
{
  g_autoptr (SessionClient) client = session_client_new (1);

  session_client_prepare (client);
  session_client_close (client);
  assert_ended_well (client);
  dvrip_session_start (client->session);
  g_assert_cmpuint (client->n_after_end, ==, 0);
}

static void
test_close_never_started (void)
{
  SessionClient *client = session_client_new (1);

  session_client_prepare (client);
  dvrip_session_unref (g_steal_pointer (&client->session));
  g_assert_cmpuint (client->n_notified, ==, 1);
  session_client_free (client);
}

static void
abandon_from_callback (gpointer data)
{
  SessionClient *client = data;

  if (client->units->len < 3)
    return;

  dvrip_session_abandon (client->session);
  g_assert_cmpuint (client->n_notified, ==, 0);
}

static void
test_close_abandoned_from_a_callback (void)
{
  const FakeOptions options = { .units_per_packet = 10, .packet_size = G_MAXSIZE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->hook = abandon_from_callback;
  session_client_start (client);
  session_client_wait_notified (client);
  g_assert_cmpuint (client->units->len, ==, 3);
  g_assert_cmpuint (client->n_ended, ==, 0);
  wait_for_sockets (n_sockets_before + 1);
  g_assert_cmpuint (client->units->len, ==, 3);
}

static void
close_from_callback (gpointer data)
{
  SessionClient *client = data;

  dvrip_session_close (client->session);
}

static void
test_close_from_a_callback (void)
{
  const FakeOptions options = { 0 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->hook = close_from_callback;
  session_client_start (client);
  assert_ended_well (client);
}

/* At any moment of its life, as it comes. */
static void
test_close_abandoned_at_random (void)
{
  const FakeOptions options = { .packet_size = 1400 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  FakeCounts counts;

  for (guint i = 0; i < 200; i++) {
    SessionClient *client = session_client_new (fake_device_get_port (device));

    client->config.topology = i % 2 ? DVRIP_TOPOLOGY_TWO_SOCKETS : DVRIP_TOPOLOGY_ONE_SOCKET;
    session_client_start (client);
    g_usleep ((gulong) g_random_int_range (0, 8000));
    session_client_free (client);
  }

  wait_for_sockets (n_sockets_before + 1);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.resets, ==, 0);
  g_assert_cmpuint (counts.fins, ==, counts.accepted);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  wall_io_thread_get_context ();
  wall_resolve_set_function (wait_at_gate);
  n_sockets_before = count_sockets ();

  g_test_add_func ("/dvrip/session-close/in-every-phase", test_close_in_every_phase);
  g_test_add_func ("/dvrip/session-close/abandoned-in-every-phase",
                   test_close_abandoned_in_every_phase);
  g_test_add_func ("/dvrip/session-close/abandoned-while-closing",
                   test_close_abandoned_while_closing);
  g_test_add_func ("/dvrip/session-close/says-goodbye", test_close_says_goodbye);
  g_test_add_func ("/dvrip/session-close/answered-by-fin-alone", test_close_answered_by_fin_alone);
  g_test_add_func ("/dvrip/session-close/never-answered", test_close_never_answered);
  g_test_add_func ("/dvrip/session-close/of-a-flood", test_close_of_a_flood);
  g_test_add_func ("/dvrip/session-close/between-two-ways", test_close_between_two_ways);
  g_test_add_func ("/dvrip/session-close/after-a-failure-never-answered",
                   test_close_after_a_failure_never_answered);
  g_test_add_func ("/dvrip/session-close/by-device-with-much-unread",
                   test_close_by_device_with_much_unread);
  g_test_add_func ("/dvrip/session-close/before-the-start", test_close_before_the_start);
  g_test_add_func ("/dvrip/session-close/never-started", test_close_never_started);
  g_test_add_func ("/dvrip/session-close/abandoned-from-a-callback",
                   test_close_abandoned_from_a_callback);
  g_test_add_func ("/dvrip/session-close/from-a-callback", test_close_from_a_callback);
  g_test_add_func ("/dvrip/session-close/abandoned-at-random", test_close_abandoned_at_random);

  status = g_test_run ();
  open_gate ();

  return status;
}
