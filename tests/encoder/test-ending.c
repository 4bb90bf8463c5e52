/* test-ending.c
 *
 * How connections end, and the server itself: in order, whoever begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "raw-client.h"

static void
test_stop_logout_fin (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *reply = NULL;
  EncoderCounters counters;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  raw_client_expect_stream (client);
  raw_client_send_monitor (client, 1410, "Stop", 0, "Main");
  while (!client->other) {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    if (packet->id != 1412) {
      g_assert_cmpuint (packet->id, ==, 1411);
      g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 100"));
      break;
    }
  }
  g_assert_true (raw_client_is_quiet (client, 200));

  /* A logout of somebody else is not answered, ours is. */
  raw_client_send (client, client->session, 9, 1002, "{\"SessionID\":\"0x00000001\"}");
  reply = raw_client_ask (client, 1002, "{\"Name\":\"\"}");
  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  g_assert_true (raw_client_is_quiet (client, 100));
  raw_client_shutdown (client);
  raw_client_expect_fin (client);
  box_wait_open (server, 0);
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.fins, ==, 1);
  g_assert_cmpuint (counters.resets, ==, 0);
  g_assert_cmpuint (counters.stops, ==, 1);
  g_assert_cmpuint (counters.logouts, ==, 1);
}

/* Bytes that a client sent and that nobody read yet must not turn our FIN into RST. */
static void
test_fin_amid_media_and_requests (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  EncoderCounters counters;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  for (guint i = 0; i < 200; i++)
    raw_client_send (client, client->session, i, 1006, "{\"Name\":\"KeepAlive\"}");
  raw_client_shutdown (client);
  raw_client_expect_fin (client);
  box_wait_open (server, 0);
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.fins, ==, 1);
  g_assert_cmpuint (counters.resets, ==, 0);
}

static void
test_reset_by_client_is_counted (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  RawClient *client = raw_client_new (encoder_server_get_port (server, 1));
  EncoderCounters counters;

  raw_client_login (client);
  raw_client_claim (client, 0, "Main");
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  while (raw_client_is_quiet (client, 100))
    continue;
  /* Unread bytes make the kernel send RST. */
  raw_client_free (client);
  box_wait_open (server, 0);
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.resets, ==, 1);
  g_assert_cmpuint (counters.watched, ==, 0);
}

static void
test_idle_session_is_dropped (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) idle = NULL;
  g_autoptr (RawClient) media = NULL;
  g_autoptr (RawClient) watching = NULL;
  gint64 begun_us = g_get_monotonic_time ();

  box_config (&config, 1);
  config.alive_interval = 1;
  server = box_start (&config);
  idle = raw_client_new (encoder_server_get_port (server, 1));
  media = raw_client_new (encoder_server_get_port (server, 1));
  watching = raw_client_new (encoder_server_get_port (server, 1));
  raw_client_login (idle);
  raw_client_use_session (media, idle);
  g_assert_cmpint (raw_client_claim (media, 0, "Main"), ==, 100);
  raw_client_login (watching);
  g_assert_cmpint (raw_client_claim (watching, 0, "Extra1"), ==, 100);
  raw_client_send_monitor (watching, 1410, "Start", 0, "Extra1");

  raw_client_expect_fin (idle);
  raw_client_expect_fin (media);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, 2500000);
  /* Whoever takes media over the socket is alive without a word. */
  while (g_get_monotonic_time () - begun_us < 4500000)
    raw_client_skip_units (watching, 1);
}

static void
test_port_taken_is_told (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (EncoderServer) second = NULL;
  g_autoptr (GError) error = NULL;

  box_config (&config, 1);
  config.port = encoder_server_get_port (server, 1);
  second = encoder_server_new (&config, &error);
  g_assert_no_error (error);
  g_assert_false (encoder_server_start (second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_assert_nonnull (strstr (error->message, "--port"));
}

static void
test_end_says_fin (void)
{
  EncoderServer *server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  gint64 begun_us;

  raw_client_login (client);
  raw_client_claim (client, 0, "Main");
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  begun_us = g_get_monotonic_time ();
  encoder_server_free (server);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 2000000);
  raw_client_expect_fin (client);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/ending/stop-logout-fin", test_stop_logout_fin);
  g_test_add_func ("/encoder/ending/fin-amid-media", test_fin_amid_media_and_requests);
  g_test_add_func ("/encoder/ending/reset-is-counted", test_reset_by_client_is_counted);
  g_test_add_func ("/encoder/ending/idle-session-is-dropped", test_idle_session_is_dropped);
  g_test_add_func ("/encoder/ending/port-taken", test_port_taken_is_told);
  g_test_add_func ("/encoder/ending/end-says-fin", test_end_says_fin);
  return g_test_run ();
}
