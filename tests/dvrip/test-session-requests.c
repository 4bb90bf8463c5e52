/* test-session-requests.c
 *
 * Requests besides the stream get their answers, and whatever becomes of them the stream goes on
 * without a gap, with one socket and with two.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "session-client.h"

#define MOST 17

static const DvripTopology topologies[] = {
  DVRIP_TOPOLOGY_ONE_SOCKET, DVRIP_TOPOLOGY_TWO_SOCKETS,
};

static const DvripRequestKind plain_kinds[] = {
  DVRIP_REQUEST_SUBSCRIBE, DVRIP_REQUEST_SNAPSHOT, DVRIP_REQUEST_UNSUBSCRIBE,
};

static SessionClient *
play (FakeDevice *device,
      DvripTopology topology,
      guint request_ms)
{
  SessionClient *client = session_client_new (fake_device_get_port (device));

  client->config.topology = topology;
  client->config.request_ms = request_ms;
  session_client_start (client);
  session_client_wait_units (client, 1);

  return client;
}

/* Twenty more units came, there is no gap in them all, and nothing was ever connected anew. */
static void
assert_uninterrupted (SessionClient *client,
                      FakeDevice *device,
                      const FakeOptions *options)
{
  gboolean has_two = client->config.topology == DVRIP_TOPOLOGY_TWO_SOCKETS;
  FakeCounts counts;

  g_mutex_lock (&client->lock);
  guint n_units = client->units->len;
  g_mutex_unlock (&client->lock);
  session_client_wait_units (client, n_units + 20);

  g_mutex_lock (&client->lock);
  for (guint i = 0; i < client->units->len; i++) {
    DvripUnit *unit = g_ptr_array_index (client->units, i);
    g_autoptr (GBytes) expected = fake_unit_new (i, options);

    g_assert_true (g_bytes_equal (unit->bytes, expected));
  }
  g_assert_cmpuint (client->n_ended, ==, 0);
  g_mutex_unlock (&client->lock);

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, 1);
  g_assert_cmpuint (counts.accepted, ==, has_two ? 2 : 1);
}

static void
end (SessionClient *client,
     FakeDevice *device,
     const FakeOptions *options)
{
  assert_uninterrupted (client, device, options);
  session_client_close (client);
  assert_ended_well (client);
  session_client_free (client);
}

static void
assert_replies (SessionClient *client,
                DvripRequestKind kind,
                const char *text)
{
  session_client_assert_reply (client, session_client_ask (client, kind), text);
}

static void
test_requests_answered (gconstpointer data)
{
  const FakeOptions options = { .info_units = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 20000);
  g_autoptr (GBytes) picture = fake_picture_new ();
  g_autofree char *log = NULL;
  guint id = session_client_ask (client, DVRIP_REQUEST_SNAPSHOT);
  ClientReply *reply;

  session_client_assert_reply (client, id, "snapshot none 0");
  reply = g_ptr_array_index (client->replies, 0);
  g_assert_true (g_bytes_equal (reply->picture, picture));

  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms none 100");
  session_client_wait_alarms (client, 1);
  g_assert_cmpstr (client->alarms->pdata[0], ==, "2 VideoMotion Start 2023-03-03 12:48:20");
  assert_replies (client, DVRIP_REQUEST_UNSUBSCRIBE, "unsubscribe-alarms none 100");
  assert_replies (client, DVRIP_REQUEST_KEY_FRAME, "request-key-frame none 100");
  session_client_assert_reply (client, session_client_turn (client, "GotoPreset"), "ptz none 100");

  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "snapshot guard unguard key-frame ptz:GotoPreset/7/5"));
  end (client, device, &options);
}

/* Firmware that ignores everything optional. */
static void
test_requests_ignored (gconstpointer data)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 40);
  static const char *const texts[] = {
    "subscribe-alarms silent 0", "snapshot silent 0", "unsubscribe-alarms silent 0",
  };
  DvripSessionStats stats;

  for (guint i = 0; i < 18; i++) {
    assert_replies (client, plain_kinds[i % 3], texts[i % 3]);
    if (i % 6 == 0)
      session_client_assert_reply (client, session_client_turn (client, "ZoomTile"),
                                   "ptz silent 0");
  }

  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpuint (stats.requests_sent, ==, 21);
  g_assert_cmpuint (stats.requests_unanswered, ==, 21);
  end (client, device, &options);
}

/* Those that wait get their own time, once it is their turn. */
static void
test_requests_wait_for_their_turn (gconstpointer data)
{
  const FakeOptions options = { .n_ignored = 4 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 50);
  guint ids[6];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = session_client_ask (client, i % 2 ? DVRIP_REQUEST_SNAPSHOT : DVRIP_REQUEST_SUBSCRIBE);

  session_client_assert_reply (client, ids[0], "subscribe-alarms silent 0");
  session_client_assert_reply (client, ids[1], "snapshot silent 0");
  session_client_assert_reply (client, ids[2], "subscribe-alarms silent 0");
  session_client_assert_reply (client, ids[3], "snapshot silent 0");
  end (client, device, &options);
}

/* The late answer has another return code than the one that comes at once. */
static void
test_requests_answered_late (gconstpointer data)
{
  const FakeOptions options = {
    .n_late = 1, .late_ms = 900, .late_ret = 103, .echoes_sequence = TRUE,
  };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 600);
  DvripSessionStats stats;

  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms silent 0");
  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms none 100");
  session_client_wait_alarms (client, 1);

  do {
    session_client_wait_units (client, client->units->len + 1);
    dvrip_session_get_stats (client->session, &stats);
  } while (stats.replies_late == 0);
  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms none 100");
  end (client, device, &options);
}

/* Numbers of its own, and always too late: no answer is ever taken for another one. */
static void
test_requests_always_late (gconstpointer data)
{
  const FakeOptions options = {
    .n_late = G_MAXUINT, .late_ms = 450, .own_sequence = TRUE,
  };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 250);
  FakeCounts counts;

  for (guint i = 0; i < 5; i++)
    assert_replies (client, DVRIP_REQUEST_UNSUBSCRIBE, "unsubscribe-alarms silent 0");

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.actions, ==, 5);
  end (client, device, &options);
}

static void
test_requests_answered_wrongly (gconstpointer data)
{
  const FakeOptions wrong = { .answers_wrong_id = TRUE };
  const FakeOptions garbage = { .answers_garbage = TRUE };
  g_autoptr (FakeDevice) wrong_device = fake_device_new (&wrong);
  g_autoptr (FakeDevice) garbage_device = fake_device_new (&garbage);
  SessionClient *client = play (wrong_device, *(const DvripTopology *) data, 50);

  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms silent 0");
  assert_replies (client, DVRIP_REQUEST_TALK_START, "talk-start silent 0");
  end (client, wrong_device, &wrong);

  client = play (garbage_device, *(const DvripTopology *) data, 300);
  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms bad-data 0");
  assert_replies (client, DVRIP_REQUEST_SNAPSHOT, "snapshot silent 0");
  assert_replies (client, DVRIP_REQUEST_TALK_START, "talk-start bad-data 0");
  session_client_assert_reply (client, session_client_turn (client, "Menu"), "ptz bad-data 0");
  end (client, garbage_device, &garbage);
}

/* Answers to what nobody asked, and alarms that are none. */
static void
test_requests_among_babble (gconstpointer data)
{
  const FakeOptions options = { .babbles = TRUE, .packet_size = 1400 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 20000);
  DvripSessionStats stats;

  session_client_wait_units (client, 40);
  dvrip_session_get_stats (client->session, &stats);
  g_assert_cmpuint (stats.replies_late, >, 0);
  assert_replies (client, DVRIP_REQUEST_UNSUBSCRIBE, "unsubscribe-alarms none 100");
  assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, "subscribe-alarms none 100");
  session_client_wait_alarms (client, 1);
  end (client, device, &options);
}

static void
test_requests_refused (gconstpointer data)
{
  static const struct {
    int ret;
    const char *reason;
  } refusals[] = { { 107, "no-permission" }, { 102, "rejected" }, { 503, "rejected" } };

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    const FakeOptions options = { .action_ret = refusals[i].ret };
    g_autoptr (FakeDevice) device = fake_device_new (&options);
    SessionClient *client = play (device, *(const DvripTopology *) data, 20000);
    const char *reason = refusals[i].reason;
    g_autofree char *alarms = g_strdup_printf ("subscribe-alarms %s %d", reason,
                                               options.action_ret);
    g_autofree char *talk = g_strdup_printf ("talk-start %s %d", reason, options.action_ret);
    g_autofree char *snap = g_strdup_printf ("snapshot %s %d", reason, options.action_ret);
    g_autofree char *key = g_strdup_printf ("request-key-frame not-supported %d",
                                            options.action_ret);

    assert_replies (client, DVRIP_REQUEST_SUBSCRIBE, alarms);
    assert_replies (client, DVRIP_REQUEST_TALK_START, talk);
    assert_replies (client, DVRIP_REQUEST_SNAPSHOT, snap);
    assert_replies (client, DVRIP_REQUEST_KEY_FRAME, key);
    assert_replies (client, DVRIP_REQUEST_KEY_FRAME, "request-key-frame not-supported 0");
    end (client, device, &options);
  }
}

/* A message of which nobody knows the text is not sent twice to who does not know it. */
static void
test_requests_key_frame_once (gconstpointer data)
{
  const FakeOptions options = { .ignored_id = 1562 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 300);
  const DvripRequest automatic = { .kind = DVRIP_REQUEST_KEY_FRAME, .is_automatic = TRUE };
  DvripOutcome refusal;
  FakeCounts counts;

  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (dvrip_session_request (client->session, &automatic, &refusal), !=, 0);
  session_client_assert_reply (client, 0, "request-key-frame not-supported 0");
  assert_replies (client, DVRIP_REQUEST_KEY_FRAME, "request-key-frame not-supported 0");
  dvrip_session_request (client->session, &automatic, &refusal);
  assert_replies (client, DVRIP_REQUEST_UNSUBSCRIBE, "unsubscribe-alarms none 100");

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.actions, ==, 2);
  g_assert_cmpuint (client->replies->len, ==, 3);
  end (client, device, &options);
}

static void
test_requests_bounded_and_closed (gconstpointer data)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = play (device, *(const DvripTopology *) data, 20000);
  const DvripRequest more = { .kind = DVRIP_REQUEST_SNAPSHOT };
  const DvripRequest wrong = { .kind = DVRIP_REQUEST_PTZ, .command = "Jump", .speed = 5 };
  DvripOutcome refusal;
  guint ids[MOST], stop;

  for (guint i = 0; i < MOST; i++)
    ids[i] = session_client_ask (client, DVRIP_REQUEST_UNSUBSCRIBE);
  g_assert_cmpuint (dvrip_session_request (client->session, &more, &refusal), ==, 0);
  g_assert_cmpint (refusal, ==, DVRIP_OUTCOME_TOO_MANY);
  g_assert_cmpuint (dvrip_session_request (client->session, &wrong, &refusal), ==, 0);
  g_assert_cmpint (refusal, ==, DVRIP_OUTCOME_INVALID);
  stop = session_client_ask (client, DVRIP_REQUEST_PTZ_STOP);

  assert_uninterrupted (client, device, &options);
  session_client_close (client);
  assert_ended_well (client);
  for (guint i = 0; i < MOST; i++)
    session_client_assert_reply (client, ids[i], "unsubscribe-alarms closed 0");
  session_client_assert_reply (client, stop, "ptz-stop closed 0");
  g_assert_cmpuint (client->replies->len, ==, MOST + 1);

  g_assert_cmpuint (dvrip_session_request (client->session, &more, &refusal), ==, 0);
  g_assert_cmpint (refusal, ==, DVRIP_OUTCOME_CLOSED);
  g_assert_cmpuint (client->n_after_end, ==, 0);
  session_client_free (client);
}

/* The session's socket, which is somewhere among those of this process, gets a small buffer. */
static void
narrow_socket (SessionClient *client)
{
  DvripSessionStats stats;
  guint n_found = 0;

  dvrip_session_get_stats (client->session, &stats);
  for (int fd = 0; fd < 1024; fd++) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    const int small = 4096;

    if (getsockname (fd, (struct sockaddr *) &address, &size) != 0 ||
        address.sin_family != AF_INET || ntohs (address.sin_port) != stats.local_port)
      continue;
    n_found += setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small) == 0;
  }
  g_assert_cmpuint (n_found, ==, 1);
}

static DvripOutcome
get_last_outcome (SessionClient *client)
{
  DvripOutcome outcome;

  g_mutex_lock (&client->lock);
  outcome = ((ClientReply *) client->replies->pdata[client->replies->len - 1])->outcome;
  g_assert_cmpuint (client->n_ended, ==, 0);
  g_mutex_unlock (&client->lock);

  return outcome;
}

/* A device that sends and does not read: what it is asked does not pile up here for ever. */
static void
test_requests_unread (void)
{
  const FakeOptions options = { .never_reads = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, DVRIP_TOPOLOGY_ONE_SOCKET, 1);
  guint n_asked = 0;

  narrow_socket (client);
  do {
    guint id = session_client_ask (client, DVRIP_REQUEST_SNAPSHOT);

    session_client_wait_reply (client, id);
    g_assert_cmpuint (++n_asked, <, 5000);
  } while (get_last_outcome (client) != DVRIP_OUTCOME_NOT_SENT);
}

/* Also when the device goes, and when there was never a stream. */
static void
test_requests_fail_with_the_session (gconstpointer data)
{
  const FakeOptions gone = {
    .n_ignored = G_MAXUINT, .close_at = FAKE_AT_MEDIA, .fault_after = 40,
  };
  const FakeOptions refused = { .login_ret = 203 };
  g_autoptr (FakeDevice) gone_device = fake_device_new (&gone);
  g_autoptr (FakeDevice) refused_device = fake_device_new (&refused);
  SessionClient *client = play (gone_device, *(const DvripTopology *) data, 20000);
  guint id = session_client_ask (client, DVRIP_REQUEST_SUBSCRIBE);

  assert_ended (client, DVRIP_ENDED_BY_DEVICE, WALL_REASON_CLOSED_BY_DEVICE);
  session_client_assert_reply (client, id, "subscribe-alarms closed 0");
  session_client_free (client);

  client = session_client_new (fake_device_get_port (refused_device));
  session_client_prepare (client);
  id = session_client_turn (client, "DirectionUp");
  dvrip_session_start (client->session);
  assert_ended (client, DVRIP_ENDED_BY_US, WALL_REASON_WRONG_PASSWORD);
  session_client_assert_reply (client, id, "ptz closed 0");
  session_client_free (client);
}

/* What is asked before there is a stream waits for it, and the device has its picture first. */
static void
test_requests_asked_early (gconstpointer data)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  SessionClient *client = session_client_new (fake_device_get_port (device));
  g_autofree char *log = NULL;
  guint snapshot;

  client->config.topology = *(const DvripTopology *) data;
  client->config.alarms = TRUE;
  session_client_prepare (client);
  snapshot = session_client_ask (client, DVRIP_REQUEST_SNAPSHOT);
  dvrip_session_start (client->session);

  session_client_assert_reply (client, snapshot, "snapshot none 0");
  session_client_assert_reply (client, 0, "subscribe-alarms none 100");
  session_client_wait_alarms (client, 1);
  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "start:Main snapshot guard"));
  end (client, device, &options);
}

/* A request keeps no session that nobody starts; one that starts late has forgotten late moves. */
static void
test_requests_before_the_start (gconstpointer data)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  const DvripRequest move = { .kind = DVRIP_REQUEST_PTZ, .command = "DirectionUp", .speed = 5 };
  const DvripSessionCallbacks silent = { .ended = NULL };
  SessionClient *client, *other;
  DvripSessionConfig config;
  DvripSession *session;
  DvripOutcome refusal;
  guint id;

  dvrip_session_config_init (&config);
  config.request_ms = 30;
  session = dvrip_session_new (&config, &silent, NULL, NULL);
  g_assert_cmpuint (dvrip_session_request (session, &move, &refusal), >, 0);
  dvrip_session_unref (session);

  client = play (device, *(const DvripTopology *) data, 20000);
  session_client_wait_units (client, 30);
  end (client, device, &options);

  other = session_client_new (fake_device_get_port (device));
  other->config.request_ms = 1;
  session_client_prepare (other);
  id = session_client_turn (other, "DirectionUp");
  g_usleep (5000);
  dvrip_session_start (other->session);
  session_client_assert_reply (other, id, "ptz not-sent 0");
  session_client_wait_phase (other, DVRIP_PHASE_MEDIA);
  session_client_free (other);
}

static void
add (const char *name,
     GTestDataFunc function)
{
  g_autofree char *one = g_strdup_printf ("/dvrip/session-requests/%s/one-socket", name);
  g_autofree char *two = g_strdup_printf ("/dvrip/session-requests/%s/two-sockets", name);

  g_test_add_data_func (one, &topologies[0], function);
  g_test_add_data_func (two, &topologies[1], function);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("answered", test_requests_answered);
  add ("ignored", test_requests_ignored);
  add ("wait-for-their-turn", test_requests_wait_for_their_turn);
  add ("answered-late", test_requests_answered_late);
  add ("always-late", test_requests_always_late);
  add ("answered-wrongly", test_requests_answered_wrongly);
  add ("among-babble", test_requests_among_babble);
  add ("refused", test_requests_refused);
  add ("key-frame-once", test_requests_key_frame_once);
  add ("bounded-and-closed", test_requests_bounded_and_closed);
  g_test_add_func ("/dvrip/session-requests/unread", test_requests_unread);
  add ("fail-with-the-session", test_requests_fail_with_the_session);
  add ("asked-early", test_requests_asked_early);
  add ("before-the-start", test_requests_before_the_start);

  return g_test_run ();
}
