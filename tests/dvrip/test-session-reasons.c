/* test-session-reasons.c
 *
 * Promises of dvrip-session when something is wrong: a reason for every failure, in time, and no
 * socket left behind.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "../net/black-hole.h"
#include "session-client.h"
#include "wall-io-thread.h"
#include "wall-resolve-private.h"

/* A deadline that shall pass, and how long it may seem to take on a busy machine. */
#define SHORT_MS 250
#define SHORT_S  0.25
#define BUSY_S   3.0

static guint n_sockets_before;

typedef struct {
  const char *name;
  FakeOptions options;
  DvripTopology topology;
  WallReason reason;
  DvripEndedBy by;
  int ret;            /* in the statistics */
  const char *log;    /* (nullable): what the device has seen */
} Case;

static void
assert_no_reset (FakeDevice *device)
{
  FakeCounts counts;

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.resets, ==, 0);
}

static void
assert_log (FakeDevice *device,
            const char *expected)
{
  g_autofree char *log = fake_device_dup_log (device);

  if (expected)
    g_assert_cmpstr (log, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (FakeDevice) device = fake_device_new (&test->options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;

  client->config.topology = test->topology;
  client->config.channel = 4;
  session_client_start (client);
  assert_ended (client, test->by, test->reason);

  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpint (stats.phase, ==, DVRIP_PHASE_ENDED);
  g_assert_cmpint (stats.ret, ==, test->ret);
  if (test->ret > 0) {
    g_autofree char *number = g_strdup_printf ("%d", test->ret);

    g_assert_nonnull (strstr (client->error->message, number));
  }

  wait_for_sockets (n_sockets_before + 1 + (test->options.never_closes ? 1 : 0));
  assert_no_reset (device);
  assert_log (device, test->log);
}

#define LOGIN(number, expected)                                                      \
  { "login-" #number, { .login_ret = number }, .reason = WALL_REASON_##expected,     \
    .ret = number, .log = "login fin" }

static const Case refusals[] = {
  LOGIN (203, WRONG_PASSWORD),
  LOGIN (106, WRONG_PASSWORD),
  LOGIN (204, WRONG_PASSWORD),
  LOGIN (205, LOCKED_OUT),
  LOGIN (206, LOCKED_OUT),
  LOGIN (107, NO_PERMISSION),
  LOGIN (121, CHANNEL_OFFLINE),
  LOGIN (101, REJECTED),
  LOGIN (103, REJECTED),
  LOGIN (4711, REJECTED),
  { "login-without-ret", { .login_ret = FAKE_NO_RET }, .reason = WALL_REASON_REJECTED,
    .log = "login fin" },
  { "claim-offline", { .claim_ret = 121 }, .reason = WALL_REASON_CHANNEL_OFFLINE, .ret = 121,
    .log = "login claim1:Main logout fin" },
  { "claim-no-permission", { .claim_ret = 107 }, .reason = WALL_REASON_NO_PERMISSION, .ret = 107,
    .log = "login claim1:Main logout fin" },
  { "claim-on-every-way", { .claim_ret = 103 }, .reason = WALL_REASON_REJECTED, .ret = 103,
    .log = "login claim1:Main claim2:Main logout fin fin" },
  { "claim-beyond-the-channels", { .claim_ret = 103, .channels = 4 },
    .reason = WALL_REASON_NO_SUCH_CHANNEL, .ret = 103 },
  { "claim-of-the-last-channel", { .claim_ret = 103, .channels = 5 },
    .reason = WALL_REASON_REJECTED, .ret = 103 },
  { "start-offline", { .start_ret = 121 }, .reason = WALL_REASON_CHANNEL_OFFLINE, .ret = 121 },
  { "start-on-every-way", { .start_ret = 103 }, .reason = WALL_REASON_REJECTED, .ret = 103,
    .log = "login claim1:Main start:Main claim2:Main start:Main logout fin fin" },
};

static const Case broken[] = {
  { "closes-at-login", { .close_at = FAKE_AT_LOGIN }, .reason = WALL_REASON_CLOSED_BY_DEVICE,
    .by = DVRIP_ENDED_BY_DEVICE },
  { "closes-at-claim", { .close_at = FAKE_AT_CLAIM }, .reason = WALL_REASON_CLOSED_BY_DEVICE,
    .log = "login claim1:Main login claim2:Main logout fin" },
  { "closes-at-start", { .close_at = FAKE_AT_START }, .reason = WALL_REASON_CLOSED_BY_DEVICE,
    .by = DVRIP_ENDED_BY_DEVICE },
  { "resets-at-login", { .reset_at = FAKE_AT_LOGIN }, .reason = WALL_REASON_RESET,
    .by = DVRIP_ENDED_BY_DEVICE },
  { "resets-at-claim", { .reset_at = FAKE_AT_CLAIM }, .reason = WALL_REASON_RESET,
    .log = "login claim1:Main login claim2:Main logout fin" },
  { "resets-at-start", { .reset_at = FAKE_AT_START }, .reason = WALL_REASON_RESET,
    .by = DVRIP_ENDED_BY_DEVICE },
  { "control-socket-closes-at-start", { .close_at = FAKE_AT_START },
    .topology = DVRIP_TOPOLOGY_TWO_SOCKETS, .reason = WALL_REASON_CLOSED_BY_DEVICE,
    .by = DVRIP_ENDED_BY_DEVICE },
  { "http", { .banner = "HTTP/1.1 400 Bad Request\r\n\r\n" }, .reason = WALL_REASON_NOT_DVRIP },
  { "telnet", { .banner = "\xff\xfd\x18\xff\xfd\x20" }, .reason = WALL_REASON_NOT_DVRIP },
  { "no-json", { .login_text = "welcome" }, .reason = WALL_REASON_BAD_DATA },
  { "no-answer-in-it", { .login_text = "" }, .reason = WALL_REASON_BAD_DATA },
  { "json-of-another-kind", { .login_text = "[[[[[]]]]]" }, .reason = WALL_REASON_BAD_DATA },
  { "unit-too-large", { .bad_unit = TRUE, .fault_after = 3 }, .reason = WALL_REASON_BAD_DATA,
    .log = "login claim1:Main start:Main stop logout fin" },
  { "packet-too-large", { .bad_length = 0xffffffff, .fault_after = 3 },
    .reason = WALL_REASON_BAD_DATA, .log = "login claim1:Main start:Main stop logout fin" },
  { "packet-too-large-by-one", { .bad_length = DVRIP_MAX_MEDIA + 1, .fault_after = 3 },
    .reason = WALL_REASON_BAD_DATA },
};

static void
add_cases (const Case *cases,
           gsize n_cases,
           const char *group)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *path = g_strdup_printf ("/dvrip/session-reasons/%s/%s", group, cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
}

/* In mid-unit: what was whole came out, the rest did not. */
static void
play_to_the_break (const FakeOptions *options,
                   DvripTopology topology,
                   WallReason reason)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->config.topology = topology;
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_DEVICE, reason);

  /* A reset may overtake what was still to be read; whatever came out is whole. */
  if (reason == WALL_REASON_CLOSED_BY_DEVICE)
    g_assert_cmpuint (client->units->len, ==, options->fault_after);
  for (guint i = 0; i < client->units->len; i++) {
    DvripUnit *unit = g_ptr_array_index (client->units, i);
    g_autoptr (GBytes) expected = fake_unit_new (i, options);

    g_assert_true (g_bytes_equal (unit->bytes, expected));
  }
  wait_for_sockets (n_sockets_before + 1);
}

static void
test_reasons_closed_inside_a_unit (void)
{
  const FakeOptions options = { .close_at = FAKE_AT_MEDIA, .fault_after = 7 };

  play_to_the_break (&options, DVRIP_TOPOLOGY_ONE_SOCKET, WALL_REASON_CLOSED_BY_DEVICE);
  play_to_the_break (&options, DVRIP_TOPOLOGY_TWO_SOCKETS, WALL_REASON_CLOSED_BY_DEVICE);
}

static void
test_reasons_reset_inside_a_unit (void)
{
  const FakeOptions options = { .reset_at = FAKE_AT_MEDIA, .fault_after = 7 };

  play_to_the_break (&options, DVRIP_TOPOLOGY_ONE_SOCKET, WALL_REASON_RESET);
  play_to_the_break (&options, DVRIP_TOPOLOGY_TWO_SOCKETS, WALL_REASON_RESET);
}

/* Whether our login was underway by then decides if this is a FIN or a reset. */
static void
test_reasons_closed_at_accept (void)
{
  const FakeOptions options = { .close_at = FAKE_AT_ACCEPT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts;

  session_client_start (client);
  session_client_wait_ended (client);
  g_assert_cmpint (client->by, ==, DVRIP_ENDED_BY_DEVICE);
  if (!g_error_matches (client->error, WALL_ERROR, WALL_REASON_RESET))
    g_assert_error (client->error, WALL_ERROR, WALL_REASON_CLOSED_BY_DEVICE);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.accepted, ==, 1);
  wait_for_sockets (n_sockets_before + 1);
}

/* One deadline is short, all others are not: it alone can have ended the session. */
static void
wait_for_silence (const FakeOptions *options,
                  gsize deadline_offset,
                  DvripStream stream,
                  guint n_logins)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  FakeCounts counts;

  client->config.stream = stream;
  G_STRUCT_MEMBER (guint, &client->config, deadline_offset) = SHORT_MS;
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_SILENT);

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, n_logins);
  g_assert_cmpuint (counts.resets, ==, 0);
  g_assert_cmpuint (counts.most_open, <=, 2);
  g_assert_cmpfloat (session_client_get_seconds (client), >=, SHORT_S * n_logins);
  g_assert_cmpfloat (session_client_get_seconds (client), <, (SHORT_S + 0.4) * n_logins + BUSY_S);
  wait_for_sockets (n_sockets_before + 1);
}

#define DEADLINE(member) G_STRUCT_OFFSET (DvripSessionConfig, member)

static void
test_reasons_silent_from_the_start (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_ACCEPT };

  wait_for_silence (&options, DEADLINE (login_ms), DVRIP_STREAM_MAIN, 0);
}

static void
test_reasons_silent_at_login (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_LOGIN };

  wait_for_silence (&options, DEADLINE (login_ms), DVRIP_STREAM_MAIN, 1);
}

static void
test_reasons_silent_at_claim (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_CLAIM };

  wait_for_silence (&options, DEADLINE (claim_ms), DVRIP_STREAM_MAIN, 2);
}

static void
test_reasons_silent_at_start (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_START };

  wait_for_silence (&options, DEADLINE (start_ms), DVRIP_STREAM_MAIN, 2);
  wait_for_silence (&options, DEADLINE (start_ms), DVRIP_STREAM_SUB, 3);
}

static void
test_reasons_silent_media (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_MEDIA, .fault_after = 5 };

  wait_for_silence (&options, DEADLINE (silence_ms), DVRIP_STREAM_MAIN, 1);
}

static void
test_reasons_drip_of_a_unit (void)
{
  const FakeOptions options = { .drips = TRUE, .fault_after = 3 };

  wait_for_silence (&options, DEADLINE (unit_ms), DVRIP_STREAM_MAIN, 1);
}

static void
test_reasons_drip_of_a_packet (void)
{
  const FakeOptions options = { .drips_packet = TRUE, .fault_after = 3 };

  wait_for_silence (&options, DEADLINE (unit_ms), DVRIP_STREAM_MAIN, 1);
}

static void
test_reasons_claims_much_sends_nothing (void)
{
  const FakeOptions options = { .bad_length = DVRIP_MAX_MEDIA, .fault_after = 3 };

  wait_for_silence (&options, DEADLINE (unit_ms), DVRIP_STREAM_MAIN, 1);
}

/* Keepalives are answered, and are no media. */
static void
test_reasons_keepalive_is_no_media (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_MEDIA, .fault_after = 5, .alarms = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));

  client->config.keepalive_ms = 20;
  client->config.silence_ms = SHORT_MS;
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_SILENT);
}

static void
test_reasons_banner_without_end (void)
{
  const FakeOptions options = { .banner = "SSH-2.0-Something\r\n", .banner_size = 8 << 20 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  DvripSessionStats stats;

  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_NOT_DVRIP);
  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpuint (stats.bytes, <=, 64 << 10);
}

static void
test_reasons_refused (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) closed = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (SessionClient) client = NULL;

  g_assert_true (g_socket_bind (closed, any, FALSE, NULL));
  bound = g_socket_get_local_address (closed, NULL);
  client = session_client_new (
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_REFUSED);
  g_assert_cmpfloat (session_client_get_seconds (client), <, 1.0);
}

static void
test_reasons_timed_out (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  g_autoptr (SessionClient) client = session_client_new (black_hole_get_port (hole));

  client->config.connect_ms = SHORT_MS;
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_TIMED_OUT);
  g_assert_cmpfloat (session_client_get_seconds (client), >=, SHORT_S);
}

static void
test_reasons_no_route (void)
{
  g_autoptr (SessionClient) client = session_client_new (DVRIP_DEFAULT_PORT);

  g_free (client->config.host);
  client->config.host = g_strdup ("255.255.255.255");
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_NO_ROUTE);
}

static GPtrArray *
find_nothing (const char *name,
              GError **error)
{
  g_set_error_literal (error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND, "no such name");

  return NULL;
}

static void
test_reasons_name_not_found (void)
{
  g_autoptr (SessionClient) client = session_client_new (DVRIP_DEFAULT_PORT);

  wall_resolve_set_function (find_nothing);
  g_free (client->config.host);
  client->config.host = g_strdup ("camera.example");
  session_client_start (client);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_NAME_NOT_FOUND);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wall_io_thread_get_context ();
  n_sockets_before = count_sockets ();

  add_cases (refusals, G_N_ELEMENTS (refusals), "refused");
  add_cases (broken, G_N_ELEMENTS (broken), "broken");
  g_test_add_func ("/dvrip/session-reasons/closed-inside-a-unit",
                   test_reasons_closed_inside_a_unit);
  g_test_add_func ("/dvrip/session-reasons/reset-inside-a-unit", test_reasons_reset_inside_a_unit);
  g_test_add_func ("/dvrip/session-reasons/closed-at-accept", test_reasons_closed_at_accept);
  g_test_add_func ("/dvrip/session-reasons/silent-from-the-start",
                   test_reasons_silent_from_the_start);
  g_test_add_func ("/dvrip/session-reasons/silent-at-login", test_reasons_silent_at_login);
  g_test_add_func ("/dvrip/session-reasons/silent-at-claim", test_reasons_silent_at_claim);
  g_test_add_func ("/dvrip/session-reasons/silent-at-start", test_reasons_silent_at_start);
  g_test_add_func ("/dvrip/session-reasons/silent-media", test_reasons_silent_media);
  g_test_add_func ("/dvrip/session-reasons/drip-of-a-unit", test_reasons_drip_of_a_unit);
  g_test_add_func ("/dvrip/session-reasons/drip-of-a-packet", test_reasons_drip_of_a_packet);
  g_test_add_func ("/dvrip/session-reasons/claims-much-sends-nothing",
                   test_reasons_claims_much_sends_nothing);
  g_test_add_func ("/dvrip/session-reasons/keepalive-is-no-media",
                   test_reasons_keepalive_is_no_media);
  g_test_add_func ("/dvrip/session-reasons/banner-without-end", test_reasons_banner_without_end);
  g_test_add_func ("/dvrip/session-reasons/refused", test_reasons_refused);
  g_test_add_func ("/dvrip/session-reasons/timed-out", test_reasons_timed_out);
  g_test_add_func ("/dvrip/session-reasons/no-route", test_reasons_no_route);
  g_test_add_func ("/dvrip/session-reasons/name-not-found", test_reasons_name_not_found);

  return g_test_run ();
}
