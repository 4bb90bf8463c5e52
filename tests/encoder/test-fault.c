/* test-fault.c
 *
 * Each fault as a client meets it, and that it goes away again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "raw-client.h"

/* Pictures that may be on their way when they are to stand. */
#define MOVING_AT_MOST 100

static RawClient *
connect_to (EncoderServer *server,
            guint          channel)
{
  return raw_client_new (encoder_server_get_port (server, channel));
}

static RawClient *
watch (EncoderServer *server,
       guint          channel)
{
  RawClient *client = connect_to (server, channel);

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, channel - 1, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", channel - 1, "Main");
  raw_client_skip_units (client, 1);

  return client;
}

/* What is on its way still arrives; then nothing does. */
static void
expect_stall (RawClient *client)
{
  guint units = 0;

  while (!raw_client_is_quiet (client, 500)) {
    raw_client_skip_units (client, 1);
    g_assert_cmpuint (units++, <, 20);
  }
}

static void
test_refuse_closes_the_port (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) before = watch (server, 1);
  g_autoptr (RawClient) after = NULL;

  encoder_server_set_fault (server, 1, ENCODER_FAULT_REFUSE);
  g_assert_null (raw_client_new (port));
  /* Who is connected stays. */
  raw_client_skip_units (before, 10);
  encoder_server_set_fault (server, 1, ENCODER_FAULT_RESET);
  raw_client_expect_reset (before);
  g_assert_null (raw_client_new (port));
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  g_assert_cmpuint (encoder_server_get_port (server, 1), ==, port);
  after = watch (server, 1);
}

static void
test_refuse_one_of_two (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = connect_to (server, 1);
  g_autoptr (RawClient) other = NULL;

  encoder_server_set_fault (server, 2, ENCODER_FAULT_REFUSE);
  g_assert_cmpint (encoder_server_get_fault (server, 1), ==, ENCODER_FAULT_NONE);
  g_assert_cmpint (encoder_server_get_fault (server, 2), ==, ENCODER_FAULT_REFUSE);
  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 1, "Main"), ==, 103);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  encoder_server_set_fault (server, 0, ENCODER_FAULT_REFUSE);
  g_assert_null (connect_to (server, 1));
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  g_assert_cmpint (raw_client_claim (client, 1, "Main"), ==, 100);
  other = connect_to (server, 1);
  g_assert_nonnull (other);
}

static void
test_ports_refuse_each (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) second = NULL;

  box_config (&config, 2);
  config.ports_per_channel = TRUE;
  server = box_start (&config);
  encoder_server_set_fault (server, 1, ENCODER_FAULT_REFUSE);
  g_assert_null (connect_to (server, 1));
  second = connect_to (server, 2);
  raw_client_login (second);
}

static void
test_silent_login (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = NULL;

  encoder_server_set_fault (server, 0, ENCODER_FAULT_SILENT);
  client = connect_to (server, 1);
  raw_client_send (client, 0, 0, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"6QNMIQGe\","
                                       "\"UserName\":\"admin\"}");
  g_assert_true (raw_client_is_quiet (client, 500));
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  raw_client_login (client);
}

static void
test_silent_claim (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = connect_to (server, 1);

  raw_client_login (client);
  encoder_server_set_fault (server, 2, ENCODER_FAULT_SILENT);
  raw_client_send_monitor (client, 1413, "Claim", 1, "Main");
  g_assert_true (raw_client_is_quiet (client, 300));
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
}

/* Media goes on while nothing is answered: a client must not give up a live picture for that. */
static void
test_silent_keeps_media (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = watch (server, 1);

  encoder_server_set_fault (server, 1, ENCODER_FAULT_SILENT);
  raw_client_send (client, client->session, 5, 1006, "{\"Name\":\"KeepAlive\"}");
  raw_client_skip_units (client, 40);
  g_assert_null (client->other);
}

static void
test_stall_and_heal (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) stalled = watch (server, 1);
  g_autoptr (RawClient) other = watch (server, 2);
  g_autoptr (RawUnit) unit = NULL;
  g_autofree char *reply = NULL;

  encoder_server_set_fault (server, 1, ENCODER_FAULT_STALL);
  expect_stall (stalled);
  raw_client_skip_units (other, 20);
  reply = raw_client_ask (stalled, 1006, "{\"Name\":\"KeepAlive\"}");
  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  unit = raw_client_read_unit (stalled);
  g_assert_cmphex (unit->kind, ==, 0xfc);
}

static gboolean
is_same_picture (const RawUnit *unit,
                 const RawUnit *other)
{
  return unit->header_size == other->header_size && unit->bytes->len == other->bytes->len &&
         memcmp (unit->bytes->data + unit->header_size, other->bytes->data + other->header_size,
                 unit->payload_size) == 0;
}

static void
test_freeze_repeats_one_picture (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = watch (server, 1);
  g_autoptr (RawUnit) frozen = NULL;
  guint same = 0, n_before = 0;

  encoder_server_set_fault (server, 1, ENCODER_FAULT_FREEZE);
  while (same < 60) {
    g_autoptr (RawUnit) unit = raw_client_read_video (client);

    if (frozen && is_same_picture (unit, frozen)) {
      g_assert_cmphex (unit->kind, ==, 0xfc);
      same++;
    } else {
      /* On its way already; a picture that never stands would keep this going for ever. */
      g_assert_cmpuint (same, ==, 0);
      g_assert_cmpuint (n_before++, <, MOVING_AT_MOST);
      g_clear_pointer (&frozen, raw_unit_free);
      frozen = g_steal_pointer (&unit);
    }
  }

  /* It goes on with the picture that follows the frozen one. */
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  for (guint i = 0; ; i++) {
    g_autoptr (RawUnit) unit = raw_client_read_video (client);

    g_assert_cmpuint (i, <, 100);
    if (unit->kind == 0xfd)
      break;
  }
}

static void
test_reset_happens_once (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) hit = watch (server, 1);
  g_autoptr (RawClient) other = watch (server, 2);
  g_autoptr (RawClient) again = NULL;

  encoder_server_set_fault (server, 1, ENCODER_FAULT_RESET);
  raw_client_expect_reset (hit);
  raw_client_skip_units (other, 10);
  g_assert_cmpint (encoder_server_get_fault (server, 1), ==, ENCODER_FAULT_NONE);
  again = watch (server, 1);
}

static void
test_close_happens_once (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) hit = watch (server, 1);
  g_autoptr (RawClient) again = NULL;

  encoder_server_set_fault (server, 0, ENCODER_FAULT_CLOSE);
  raw_client_expect_fin (hit);
  again = watch (server, 1);
}

static void
test_never_close (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = watch (server, 1);
  guint units = 0;

  encoder_server_set_fault (server, 1, ENCODER_FAULT_NEVER_CLOSE);
  raw_client_shutdown (client);
  /* Media on its way comes, the end does not. */
  while (!raw_client_is_quiet (client, 700)) {
    raw_client_skip_units (client, 1);
    g_assert_cmpuint (units++, <, 50);
  }
  box_wait_open (server, 1);
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  raw_client_expect_fin (client);
  box_wait_open (server, 0);
}

static void
test_wrong_password (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = connect_to (server, 1);
  g_autofree char *reply = NULL;

  encoder_server_set_fault (server, 0, ENCODER_FAULT_WRONG_PASSWORD);
  reply = raw_client_ask (client, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"6QNMIQGe\","
                                        "\"UserName\":\"admin\"}");
  g_assert_cmpstr (reply, ==, "{ \"Name\" : \"\", \"Ret\" : 203, \"SessionID\" : \"0x00000000\" }");
  encoder_server_set_fault (server, 1, ENCODER_FAULT_NONE);
  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 1, "Main"), ==, 203);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/fault/refuse-closes-the-port", test_refuse_closes_the_port);
  g_test_add_func ("/encoder/fault/refuse-one-of-two", test_refuse_one_of_two);
  g_test_add_func ("/encoder/fault/ports-refuse-each", test_ports_refuse_each);
  g_test_add_func ("/encoder/fault/silent-login", test_silent_login);
  g_test_add_func ("/encoder/fault/silent-claim", test_silent_claim);
  g_test_add_func ("/encoder/fault/silent-keeps-media", test_silent_keeps_media);
  g_test_add_func ("/encoder/fault/stall-and-heal", test_stall_and_heal);
  g_test_add_func ("/encoder/fault/freeze-repeats-one-picture", test_freeze_repeats_one_picture);
  g_test_add_func ("/encoder/fault/reset-happens-once", test_reset_happens_once);
  g_test_add_func ("/encoder/fault/close-happens-once", test_close_happens_once);
  g_test_add_func ("/encoder/fault/never-close", test_never_close);
  g_test_add_func ("/encoder/fault/wrong-password", test_wrong_password);
  return g_test_run ();
}
