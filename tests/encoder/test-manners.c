/* test-manners.c
 *
 * Clients in the wild have manners of their own; the encoder gets along with them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "raw-client.h"

typedef struct {
  EncoderServer *server;
  RawClient     *control, *media;
} Pair;

/* Two sockets of one session. */
static void
pair_init (Pair *self,
           guint alive_interval)
{
  EncoderConfig config;

  box_config (&config, 1);
  config.alive_interval = alive_interval;
  self->server = box_start (&config);
  self->control = raw_client_new (encoder_server_get_port (self->server, 1));
  self->media = raw_client_new (encoder_server_get_port (self->server, 1));
  raw_client_login (self->control);
  raw_client_use_session (self->media, self->control);
}

static void
pair_clear (Pair *self)
{
  raw_client_free (self->control);
  raw_client_free (self->media);
  encoder_server_free (self->server);
}

/* The bytes of a request have been handled once the next one is answered. */
static void
wait_until_handled (RawClient *client)
{
  g_autofree char *reply =
    raw_client_ask (client, 1006, "{ \"Name\" : \"KeepAlive\", \"SessionID\" : \"0x1\" }");

  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
}

static void
assert_start_reply (RawClient  *client,
                    const char *ret)
{
  g_autoptr (RawPacket) packet = raw_client_read (client);

  g_assert_cmpuint (packet->id, ==, 1411);
  g_assert_cmpuint (packet->sequence, ==, 77);
  g_assert_cmphex (packet->session, ==, client->session);
  g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), ret));
}

static void
assert_media (RawClient *client)
{
  g_autoptr (RawUnit) unit = raw_client_read_unit (client);

  g_assert_cmphex (unit->kind, ==, 0xfc);
}

static void
test_start_overtakes_claim (void)
{
  Pair pair;

  pair_init (&pair, 20);
  raw_client_send_monitor (pair.control, 1410, "Start", 0, "Main");
  wait_until_handled (pair.control);
  g_assert_true (raw_client_is_quiet (pair.control, 50));

  g_assert_cmpint (raw_client_claim (pair.media, 0, "Main"), ==, 100);
  assert_start_reply (pair.control, "\"Ret\" : 100");
  assert_media (pair.media);
  g_assert_true (raw_client_is_quiet (pair.control, 50));
  pair_clear (&pair);
}

static void
test_claim_of_something_else_does_not_serve (void)
{
  Pair pair;

  pair_init (&pair, 20);
  raw_client_send_monitor (pair.control, 1410, "Start", 0, "Main");
  wait_until_handled (pair.control);
  g_assert_cmpint (raw_client_claim (pair.media, 0, "Extra1"), ==, 100);
  assert_start_reply (pair.control, "\"Ret\" : 103");
  g_assert_true (raw_client_is_quiet (pair.media, 50));
  pair_clear (&pair);
}

static void
test_start_without_claim_is_refused (void)
{
  gint64 begun_us = g_get_monotonic_time ();
  Pair pair;

  pair_init (&pair, 20);
  raw_client_send_monitor (pair.control, 1410, "Start", 0, "Main");
  assert_start_reply (pair.control, "\"Ret\" : 103");
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, G_USEC_PER_SEC);

  /* It is forgotten, not kept for whoever claims later. */
  g_assert_cmpint (raw_client_claim (pair.media, 0, "Main"), ==, 100);
  g_assert_true (raw_client_is_quiet (pair.media, 100));
  pair_clear (&pair);
}

static void
test_early_start_ends_with_its_client (void)
{
  g_autoptr (RawPacket) packet = NULL;
  Pair pair;

  pair_init (&pair, 20);
  raw_client_send_monitor (pair.control, 1410, "Start", 0, "Main");
  raw_client_shutdown (pair.control);
  raw_client_expect_fin (pair.control);
  raw_client_send_monitor (pair.media, 1413, "Claim", 0, "Main");
  packet = raw_client_read (pair.media);
  g_assert_cmpuint (packet->id, ==, 1414);
  g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 103"));
  pair_clear (&pair);
}

static void
test_two_sockets_without_keepalive (void)
{
  gint64 begun_us = g_get_monotonic_time ();
  Pair pair;

  pair_init (&pair, 1);
  g_assert_cmpint (raw_client_claim (pair.media, 0, "Extra1"), ==, 100);
  raw_client_send_monitor (pair.control, 1410, "Start", 0, "Extra1");
  assert_start_reply (pair.control, "\"Ret\" : 100");
  while (g_get_monotonic_time () - begun_us < 4500 * G_TIME_SPAN_MILLISECOND)
    g_clear_pointer (&(RawUnit *) { raw_client_read_unit (pair.media) }, raw_unit_free);

  /* Nothing is taken any more: now it is idle. */
  raw_client_send_monitor (pair.control, 1410, "Stop", 0, "Extra1");
  assert_start_reply (pair.control, "\"Ret\" : 100");
  raw_client_expect_fin (pair.control);
  pair_clear (&pair);
}

/* There are clients that read the session into a signed number of 32 bits. */
static void
test_sessions_are_positive (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;

  box_config (&config, 1);
  server = box_start (&config);
  for (guint i = 0; i < 64; i++) {
    g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));

    raw_client_login (client);
    g_assert_cmphex (client->session, <=, G_MAXINT32);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/manners/start-overtakes-claim", test_start_overtakes_claim);
  g_test_add_func ("/encoder/manners/other-claim", test_claim_of_something_else_does_not_serve);
  g_test_add_func ("/encoder/manners/start-without-claim", test_start_without_claim_is_refused);
  g_test_add_func ("/encoder/manners/early-start-ends-with-its-client",
                   test_early_start_ends_with_its_client);
  g_test_add_func ("/encoder/manners/two-sockets-without-keepalive",
                   test_two_sockets_without_keepalive);
  g_test_add_func ("/encoder/manners/sessions-are-positive", test_sessions_are_positive);

  return g_test_run ();
}
