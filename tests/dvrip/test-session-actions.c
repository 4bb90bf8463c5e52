/* test-session-actions.c
 *
 * A camera that was made to turn is made to stop, whatever happens; what is said comes out at the
 * pace of speech; alarms come when they are wanted.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "session-client.h"

#define PACE_US  (40 * 1000)
#define SILENCE  0xd5
#define WORD     320

static SessionClient *
play (FakeDevice *device,
      guint request_ms)
{
  SessionClient *client = session_client_new (fake_device_get_port (device));

  client->config.request_ms = request_ms;
  session_client_start (client);
  session_client_wait_units (client, 1);

  return client;
}

/* The requests that the device saw, from the first one that turns the camera on. */
static void
assert_log (FakeDevice *device,
            const char *expected)
{
  g_autofree char *log = fake_device_dup_log (device);
  const char *ptz = strstr (log, "ptz");

  g_assert_cmpstr (ptz, ==, expected);
}

static void
wait_for_actions (FakeDevice *device,
                  guint n_actions)
{
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  FakeCounts counts;

  do {
    g_usleep (1000);
    fake_device_get_counts (device, &counts);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  } while (counts.actions < n_actions);
}

static void
test_ptz_moves_and_stops (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);

  session_client_assert_reply (client, session_client_turn (client, "DirectionLeft"),
                               "ptz none 100");
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_PTZ_STOP),
                               "ptz-stop none 100");

  /* Another direction: the first one is stopped before. */
  session_client_assert_reply (client, session_client_turn (client, "ZoomTile"), "ptz none 100");
  session_client_assert_reply (client, session_client_turn (client, "IrisLarge"), "ptz none 100");
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_PTZ_STOP),
                               "ptz-stop none 100");

  session_client_close (client);
  assert_ended_well (client);
  assert_log (device, "ptz:DirectionLeft/65535/5 ptz:DirectionLeft/-1/5 ptz:ZoomTile/65535/5 "
                      "ptz:ZoomTile/-1/5 ptz:IrisLarge/65535/5 ptz:IrisLarge/-1/5 "
                      "stop logout fin");
}

/* A stop that nothing moves for is sent all the same: somebody sees the camera turn. */
static void
test_ptz_stops_what_others_moved (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);

  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_PTZ_STOP),
                               "ptz-stop none 100");
  assert_log (device, "ptz:DirectionUp/-1/1");
}

static void
test_ptz_stop_overtakes (void)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  guint snapshot = session_client_ask (client, DVRIP_REQUEST_SNAPSHOT);
  guint first = session_client_turn (client, "DirectionUp");
  guint second, stop;

  wait_for_actions (device, 2);
  second = session_client_turn (client, "DirectionUp");
  stop = session_client_ask (client, DVRIP_REQUEST_PTZ_STOP);
  session_client_assert_reply (client, second, "ptz canceled 0");
  wait_for_actions (device, 3);
  assert_log (device, "ptz:DirectionUp/65535/5 ptz:DirectionUp/-1/5");

  session_client_close (client);
  assert_ended_well (client);
  session_client_assert_reply (client, snapshot, "snapshot closed 0");
  session_client_assert_reply (client, first, "ptz closed 0");
  session_client_assert_reply (client, stop, "ptz-stop closed 0");

  /* It was not answered, so it is said once more. */
  assert_log (device, "ptz:DirectionUp/65535/5 ptz:DirectionUp/-1/5 ptz:DirectionUp/-1/5 "
                      "stop logout fin");
}

static void
test_ptz_stop_is_repeated (void)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 60);

  session_client_assert_reply (client, session_client_turn (client, "FocusFar"), "ptz silent 0");
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_PTZ_STOP),
                               "ptz-stop silent 0");
  wait_for_actions (device, 4);
  session_client_wait_units (client, client->units->len + 40);
  assert_log (device, "ptz:FocusFar/65535/5 ptz:FocusFar/-1/5 ptz:FocusFar/-1/5 "
                      "ptz:FocusFar/-1/5");
  g_assert_cmpuint (client->replies->len, ==, 2);
}

static void
check_end (const FakeOptions *options,
           gboolean abandons)
{
  g_autoptr (FakeDevice) device = fake_device_new (options);
  g_autoptr (SessionClient) client = play (device, 20000);
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  FakeCounts counts;

  session_client_turn (client, "DirectionRightDown");
  wait_for_actions (device, 1);
  if (abandons)
    dvrip_session_abandon (client->session);
  else
    session_client_close (client);

  do {
    g_usleep (1000);
    fake_device_get_counts (device, &counts);
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  } while (counts.fins == 0);
  assert_log (device, "ptz:DirectionRightDown/65535/5 ptz:DirectionRightDown/-1/5 stop logout fin");
  if (!abandons)
    assert_ended_well (client);
}

static void
test_ptz_stops_at_the_end (void)
{
  const FakeOptions works = { .silent_at = FAKE_NEVER };
  const FakeOptions ignores = { .n_ignored = G_MAXUINT };

  check_end (&works, FALSE);
  check_end (&works, TRUE);
  check_end (&ignores, FALSE);
  check_end (&ignores, TRUE);
}

/* The connection breaks while the camera turns: the next one stops it, and only that one. */
static void
test_ptz_stopped_by_the_next (void)
{
  const FakeOptions options = { .close_at = FAKE_AT_MEDIA, .fault_after = 150 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);

  for (guint i = 0; i < 3; i++) {
    g_autoptr (SessionClient) client = play (device, 20000);

    if (i == 0)
      session_client_assert_reply (client, session_client_turn (client, "DirectionUp"),
                                   "ptz none 100");
    assert_ended (client, DVRIP_ENDED_BY_DEVICE, WALL_REASON_CLOSED_BY_DEVICE);

    /* Nobody asked for that stop, so nobody is told. */
    g_assert_cmpuint (client->replies->len, ==, i == 0);
  }

  assert_log (device, "ptz:DirectionUp/65535/5 login claim1:Main start:Main ptz:DirectionUp/-1/5 "
                      "login claim1:Main start:Main");
}

/* What never started is not stopped. */
static void
test_ptz_refused (void)
{
  const FakeOptions options = { .action_ret = 107 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);

  session_client_assert_reply (client, session_client_turn (client, "DirectionUp"),
                               "ptz no-permission 107");
  session_client_close (client);
  assert_ended_well (client);
  assert_log (device, "ptz:DirectionUp/65535/5 stop logout fin");
}

static gboolean
say (SessionClient *client,
     gsize size)
{
  static guint8 data[4 * 16000];
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i / WORD);
  bytes = g_bytes_new_static (data, size);

  return dvrip_session_talk (client->session, bytes);
}

static GArray *
wait_for_words (FakeDevice *device,
                guint n_words)
{
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GArray *words = fake_device_dup_words (device);

  while (words->len < n_words) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_array_unref (words);
    g_usleep (1000);
    words = fake_device_dup_words (device);
  }

  return words;
}

static void
test_talk_is_paced (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  g_autoptr (GArray) words = NULL;
  g_autofree char *log = NULL;
  gint64 took_us;

  g_assert_false (say (client, WORD));
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_START),
                               "talk-start none 100");
  g_assert_true (say (client, 20 * WORD + 10));
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_STOP),
                               "talk-stop none 100");
  g_assert_false (say (client, WORD));

  words = wait_for_words (device, 21);
  g_assert_cmpuint (words->len, ==, 21);
  for (guint i = 0; i < 20; i++) {
    g_assert_cmpuint (g_array_index (words, FakeWord, i).first, ==, i);
    g_assert_cmpuint (g_array_index (words, FakeWord, i).last, ==, i);
  }
  g_assert_cmpuint (g_array_index (words, FakeWord, 20).first, ==, 20);
  g_assert_cmpuint (g_array_index (words, FakeWord, 20).last, ==, SILENCE);

  /* Up to five may make up for a late first one. */
  took_us = g_array_index (words, FakeWord, 20).time_us;
  took_us -= g_array_index (words, FakeWord, 0).time_us;
  g_assert_cmpint (took_us, >=, 14 * PACE_US);

  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "talk:Claim talk:Start talk:Stop"));
  session_client_close (client);
  assert_ended_well (client);
}

/* What is said before the device has granted it is kept, two seconds of it. */
static void
test_talk_keeps_two_seconds (void)
{
  const FakeOptions options = { .n_late = 1, .late_ms = 100 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  g_autoptr (GArray) words = NULL;

  session_client_ask (client, DVRIP_REQUEST_TALK_START);
  g_assert_true (say (client, 30 * WORD));
  g_assert_false (say (client, 30 * WORD));
  words = wait_for_words (device, 3);
  g_assert_cmpuint (g_array_index (words, FakeWord, 0).first, ==, 10);
  g_assert_cmpuint (g_array_index (words, FakeWord, 1).first, ==, 11);
}

static void
test_talk_refused (void)
{
  const FakeOptions options = { .action_ret = 503 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  const DvripReply reply = { .outcome = DVRIP_OUTCOME_REFUSED, .ret = 503 };
  g_autoptr (GArray) words = NULL;
  guint start = session_client_ask (client, DVRIP_REQUEST_TALK_START);

  say (client, 2 * WORD);
  session_client_assert_reply (client, start, "talk-start rejected 503");
  g_assert_false (say (client, WORD));
  g_assert_cmpstr (dvrip_reply_get_words (&reply), ==, "talk is open already");
  session_client_wait_units (client, client->units->len + 20);
  words = fake_device_dup_words (device);
  g_assert_cmpuint (words->len, ==, 0);
}

/* Some devices grant the claim, answer nothing more, and play what comes. */
static void
test_talk_start_unanswered (void)
{
  const FakeOptions options = { .ignored_id = 1430 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 150);
  g_autoptr (GArray) words = NULL;
  guint start = session_client_ask (client, DVRIP_REQUEST_TALK_START);

  say (client, 3 * WORD);
  session_client_assert_reply (client, start, "talk-start none 0");
  words = wait_for_words (device, 3);
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_START),
                               "talk-start none 0");
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_STOP),
                               "talk-stop silent 0");
}

static void
test_talk_ends_with_the_session (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  g_autofree char *log = NULL;
  guint stop;

  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_START),
                               "talk-start none 100");
  say (client, 40 * WORD);
  stop = session_client_ask (client, DVRIP_REQUEST_TALK_STOP);
  session_client_close (client);
  assert_ended_well (client);
  session_client_assert_reply (client, stop, "talk-stop closed 0");
  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "talk:Start talk:Stop stop logout"));
}

/* Stopped and started in one breath: one after the other. */
static void
test_talk_starts_again (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);
  g_autofree char *log = NULL;
  guint stop, start;

  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_TALK_START),
                               "talk-start none 100");
  say (client, 40 * WORD);
  stop = session_client_ask (client, DVRIP_REQUEST_TALK_STOP);
  start = session_client_ask (client, DVRIP_REQUEST_TALK_START);
  session_client_assert_reply (client, start, "talk-start none 100");
  session_client_assert_reply (client, stop, "talk-stop none 100");
  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "talk:Start talk:Stop talk:Claim talk:Start"));
}

static void
test_alarms_only_when_wanted (void)
{
  const FakeOptions options = { .alarms = TRUE };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = play (device, 20000);

  session_client_wait_units (client, 50);
  g_assert_cmpuint (client->alarms->len, ==, 0);
  session_client_ask (client, DVRIP_REQUEST_SUBSCRIBE);
  session_client_wait_alarms (client, 5);
  session_client_assert_reply (client, session_client_ask (client, DVRIP_REQUEST_UNSUBSCRIBE),
                               "unsubscribe-alarms none 100");
}

/* One before each of some 500 packets a second. */
static void
test_alarms_are_bounded (void)
{
  const FakeOptions options = { .alarms = TRUE, .packet_size = 1000 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SessionClient) client = session_client_new (fake_device_get_port (device));
  gint64 took_us;

  client->config.alarms = TRUE;
  session_client_start (client);
  session_client_wait_units (client, 150);
  took_us = g_get_monotonic_time () - client->begun_us;
  g_assert_cmpuint (client->alarms->len, >, 0);
  g_assert_cmpint (client->alarms->len, <=, 64 * (2 + took_us / G_USEC_PER_SEC));
}

#define ADD(group, name) g_test_add_func ("/dvrip/session-actions/" #group "-" #name, \
                                          test_##group##_##name)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD (ptz, moves_and_stops);
  ADD (ptz, stops_what_others_moved);
  ADD (ptz, stop_overtakes);
  ADD (ptz, stop_is_repeated);
  ADD (ptz, stops_at_the_end);
  ADD (ptz, stopped_by_the_next);
  ADD (ptz, refused);
  ADD (talk, is_paced);
  ADD (talk, keeps_two_seconds);
  ADD (talk, refused);
  ADD (talk, start_unanswered);
  ADD (talk, ends_with_the_session);
  ADD (talk, starts_again);
  ADD (alarms, only_when_wanted);
  ADD (alarms, are_bounded);

  return g_test_run ();
}
