/* test-server.c
 *
 * What a client gets to hear and to see: login, questions, both topologies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "raw-client.h"

#define LOGIN "{\"EncryptType\":\"%s\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"%s\"," \
              "\"UserName\":\"%s\"}"

static char *
login_as (EncoderServer *server,
          const char    *user,
          const char    *password,
          const char    *type)
{
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *json = g_strdup_printf (LOGIN, type, password, user);

  return raw_client_ask (client, 1000, json);
}

static void
test_login_reply (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *json = g_strdup_printf (LOGIN, "MD5", "6QNMIQGe", "admin");
  g_autofree char *reply = raw_client_ask (client, 1000, json);
  g_autofree char *expected =
    g_strdup_printf ("{ \"AliveInterval\" : 20, \"ChannelNum\" : 2, \"DataUseAES\" : false, "
                     "\"DeviceType \" : \"HVR\", \"ExtraChannel\" : 0, \"Ret\" : 100, "
                     "\"SessionID\" : \"0x%08X\" }", client->session);
  g_autofree char *again = NULL;

  g_assert_cmpstr (reply, ==, expected);
  again = raw_client_ask (client, 1000, json);
  g_assert_cmpstr (again, ==, expected);
}

static void
test_login_rejected (void)
{
  static const struct {
    const char *user, *password, *type;
    int ret;
  } logins[] = {
    { "admin", "6QNMIQGe", "MD5", 100 },
    { "admin", "admin", "NONE", 100 },
    { "admin", "tlJwpbo6", "MD5", 203 },
    { "admin", "", "MD5", 203 },
    { "admin", "admin", "MD5", 203 },
    { "admin", "6QNMIQGe", "NONE", 203 },
    { "root", "6QNMIQGe", "MD5", 204 },
    { "", "6QNMIQGe", "MD5", 204 },
    { "admin", "6QNMIQGe", "3DES", 124 },
  };
  g_autoptr (EncoderServer) server = box_new (1);
  EncoderCounters counters;

  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++) {
    g_autofree char *reply = login_as (server, logins[i].user, logins[i].password, logins[i].type);
    g_autofree char *expected =
      g_strdup_printf ("{ \"Name\" : \"\", \"Ret\" : %d, \"SessionID\" : \"0x00000000\" }",
                       logins[i].ret);

    if (logins[i].ret == 100)
      g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
    else
      g_assert_cmpstr (reply, ==, expected);
  }

  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.logins, ==, 2);
  g_assert_cmpuint (counters.rejected_logins, ==, G_N_ELEMENTS (logins) - 2);
}

static void
assert_reply (RawClient  *client,
              guint16     id,
              const char *json,
              const char *format)
{
  g_autofree char *reply = raw_client_ask (client, id, json);
  g_autofree char *session = g_strdup_printf ("\"0x%08X\"", client->session);
  GString *expected = g_string_new (format);

  g_string_replace (expected, "SESSION", session, 0);
  g_assert_cmpstr (reply, ==, expected->str);
  g_string_free (expected, TRUE);
}

static void
test_questions (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *info = NULL;
  g_autofree char *time = NULL;

  raw_client_login (client);
  assert_reply (client, 1006, "{\"Name\":\"KeepAlive\",\"SessionID\":\"0x1\"}",
                "{ \"Name\" : \"KeepAlive\", \"Ret\" : 100, \"SessionID\" : SESSION }");
  assert_reply (client, 1048, "{\"Name\":\"ChannelTitle\"}",
                "{ \"Name\" : \"ChannelTitle\", \"ChannelTitle\" : [ \"CAM01\", \"CAM02\" ], "
                "\"Ret\" : 100, \"SessionID\" : SESSION }");
  assert_reply (client, 1046, "{\"Name\":\"ChannelTitle\"}",
                "{ \"Name\" : \"ChannelTitle\", \"ChannelTitle\" : [ \"CAM01\", \"CAM02\" ], "
                "\"Ret\" : 100, \"SessionID\" : SESSION }");
  assert_reply (client, 1046, "{\"Name\":\"ChannelTitle\",\"ChannelTitle\":[\"a\",\"b\"]}",
                "{ \"Name\" : \"ChannelTitle\", \"Ret\" : 107, \"SessionID\" : SESSION }");
  assert_reply (client, 1042, "{\"Name\":\"Nothing\"}",
                "{ \"Name\" : \"Nothing\", \"Ret\" : 607, \"SessionID\" : SESSION }");
  assert_reply (client, 1360, "{\"Name\":\"BlindCapability\"}",
                "{ \"Name\" : \"BlindCapability\", \"Ret\" : 607, \"SessionID\" : SESSION }");
  assert_reply (client, 1020, "{\"Name\":\"Weather\"}",
                "{ \"Name\" : \"Weather\", \"Ret\" : 102, \"SessionID\" : SESSION }");
  assert_reply (client, 1440, "{\"Name\":\"OPFileQuery\"}",
                "{ \"Name\" : \"OPFileQuery\", \"Ret\" : 119, \"SessionID\" : SESSION }");
  assert_reply (client, 4242, "{}",
                "{ \"Name\" : \"\", \"Ret\" : 102, \"SessionID\" : SESSION }");
  assert_reply (client, 1042, "{\"Name\":", "{ \"Name\" : \"\", \"Ret\" : 117, "
                "\"SessionID\" : SESSION }");
  assert_reply (client, 1413, "{}", "{ \"Name\" : \"OPMonitor\", \"Ret\" : 117, "
                "\"SessionID\" : SESSION }");

  info = raw_client_ask (client, 1020, "{\"Name\":\"SystemInfo\"}");
  g_assert_nonnull (strstr (info, "\"VideoInChannel\" : 2"));
  g_assert_nonnull (strstr (info, "\"DeviceRunTime\" : \"0x0000000"));
  time = raw_client_ask (client, 1452, "{\"Name\":\"OPTimeQuery\"}");
  g_assert_true (g_regex_match_simple ("\"OPTimeQuery\" : "
                                       "\"20\\d\\d-[01]\\d-[0-3]\\d [0-2]\\d:[0-5]\\d:[0-6]\\d\"",
                                       time, 0, 0));
}

static void
test_stranger_hears_nothing (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_send (client, 0, 0, 1006, "{\"Name\":\"KeepAlive\"}");
  raw_client_send (client, 0, 0, 1020, "{\"Name\":\"SystemInfo\"}");
  raw_client_send_monitor (client, 1413, "Claim", 0, "Main");
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  /* The login comes after all of these, and its reply is the first thing that comes back. */
  raw_client_login (client);
  /* A session that nobody has is told so. */
  client->session ^= 0x5a5a5a5a;
  {
    g_autoptr (RawClient) other = raw_client_new (encoder_server_get_port (server, 1));
    g_autoptr (RawPacket) packet = NULL;

    raw_client_use_session (other, client);
    raw_client_send_monitor (other, 1413, "Claim", 0, "Main");
    packet = raw_client_read (other);
    g_assert_cmpuint (packet->id, ==, 1414);
    g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 103"));
  }
}

static void
test_not_dvrip_is_closed (void)
{
  static const char request[] = "GET / HTTP/1.1\r\nHost: camera\r\n\r\n";
  static const guint8 huge[20] = { 0xff, 0, [14] = 0xe8, 0x03, 0x01, 0x00, 0x10, 0x00 };
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) browser = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawClient) liar = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_send_bytes (browser, request, strlen (request));
  raw_client_expect_fin (browser);
  /* 1 MiB and one byte. */
  raw_client_send_bytes (liar, huge, sizeof huge);
  raw_client_expect_fin (liar);
}

static void
test_one_socket (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawPacket) packet = NULL;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 1, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 1, "Main");
  packet = raw_client_read (client);
  /* No reply to Start before the media, nor later; the channel stands in byte 12. */
  g_assert_cmpuint (packet->id, ==, 1412);
  g_assert_cmpuint (packet->sequence, ==, 0);
  g_assert_cmphex (packet->head[12], ==, 1);
  g_assert_cmpmem (g_bytes_get_data (packet->payload, NULL), 4, "\0\0\1\xfc", 4);
  client->media_sequence = 1;
  g_assert_cmpuint (packet->length, <, 8192);
  raw_client_skip_units (client, 30);
  g_assert_null (client->other);
}

static void
test_stream_shape (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  raw_client_expect_stream (client);
}

static void
test_two_sockets (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) control = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawClient) media = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawPacket) packet = NULL;

  raw_client_login (control);
  raw_client_use_session (media, control);
  g_assert_cmpint (raw_client_claim (media, 0, "Main"), ==, 100);
  raw_client_send_monitor (control, 1410, "Start", 0, "Main");
  packet = raw_client_read (control);
  g_assert_cmpuint (packet->id, ==, 1411);
  g_assert_cmpuint (packet->sequence, ==, 77);
  g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 100"));
  raw_client_expect_stream (media);
  g_assert_null (media->other);
  g_assert_true (raw_client_is_quiet (control, 50));

  /* The session dies with its control socket, and takes the media socket along. */
  raw_client_shutdown (control);
  raw_client_expect_fin (control);
  raw_client_expect_fin (media);
  raw_client_shutdown (media);
  box_wait_open (server, 0);
  {
    EncoderCounters counters;

    encoder_server_get_counters (server, &counters);
    g_assert_cmpuint (counters.connections, ==, 2);
    g_assert_cmpuint (counters.fins, ==, 2);
    g_assert_cmpuint (counters.resets, ==, 0);
    g_assert_cmpuint (counters.watched, ==, 0);
  }
}

static void
test_claim_and_start_must_agree (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  static const struct {
    guint       channel;
    const char *stream;
    int         ret;
  } claims[] = {
    { 2, "Main", 109 }, { 4000000000u, "Main", 117 }, { 0, "Extra7", 109 }, { 0, "Extra", 100 },
    { 1, "Extra1", 100 }, { 0, "Main", 100 },
  };

  raw_client_login (client);
  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    g_assert_cmpint (raw_client_claim (client, claims[i].channel, claims[i].stream), ==,
                     claims[i].ret);

  for (guint wrong = 0; wrong < 3; wrong++) {
    g_autoptr (RawPacket) packet = NULL;

    raw_client_send_monitor (client, 1410, wrong == 2 ? "Stop" : "Start", wrong == 0 ? 1 : 0,
                             wrong == 0 ? "Main" : "Extra1");
    packet = raw_client_read (client);
    g_assert_cmpuint (packet->id, ==, 1411);
    g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 103"));
  }

  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  raw_client_expect_stream (client);
}

static void
test_claim_by_any_name (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawPacket) packet = NULL;

  raw_client_login (client);
  raw_client_send_monitor (client, 1413, "Start", 0, "Extra");
  packet = raw_client_read (client);
  g_assert_cmpuint (packet->id, ==, 1414);
  g_assert_true (raw_client_is_quiet (client, 100));
  raw_client_send_monitor (client, 1410, "Start", 0, "Extra1");
  {
    g_autoptr (RawUnit) unit = raw_client_read_unit (client);

    g_assert_cmphex (unit->kind, ==, 0xfc);
    g_assert_cmpuint (unit->bytes->data[5], ==, 10);
    g_assert_cmpuint (unit->bytes->data[6], ==, 10);
    g_assert_cmpuint (unit->bytes->data[7], ==, 8);
  }
}

static void
test_combined_claim_starts_at_once (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *reply = NULL;

  raw_client_login (client);
  reply = raw_client_ask (client, 1413,
                          "{\"Name\":\"OPMonitor\",\"OPMonitor\":{\"Action\":\"Claim\","
                          "\"Action1\":\"Start\",\"Parameter\":{\"Channel\":0,"
                          "\"StreamType\":\"Main\",\"TransMode\":\"TCP\"}}}");
  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  raw_client_expect_stream (client);
}

static guint32
local_date_time (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return (guint32) (g_date_time_get_second (now) | g_date_time_get_minute (now) << 6 |
                    g_date_time_get_hour (now) << 12 | g_date_time_get_day_of_month (now) << 17 |
                    g_date_time_get_month (now) << 22 | (g_date_time_get_year (now) - 2000) << 26);
}

static void
test_key_frames_say_the_time (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawUnit) unit = NULL;
  guint32 before, said, after;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  before = local_date_time ();
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  unit = raw_client_read_unit (client);
  after = local_date_time ();
  memcpy (&said, unit->bytes->data + 8, 4);
  said = GUINT32_FROM_LE (said);
  g_assert_cmphex (said, >=, before);
  g_assert_cmphex (said, <=, after);
}

static void
test_ports_per_channel (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;

  box_config (&config, 3);
  config.ports_per_channel = TRUE;
  server = box_start (&config);
  for (guint channel = 1; channel <= 3; channel++) {
    g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, channel));
    g_autofree char *titles = NULL;
    g_autofree char *expected = g_strdup_printf ("[ \"CAM%02u\" ]", channel);

    raw_client_login (client);
    titles = raw_client_ask (client, 1048, "{\"Name\":\"ChannelTitle\"}");
    g_assert_nonnull (strstr (titles, expected));
    g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
    g_assert_cmpint (raw_client_claim (client, 5, "Main"), ==, 109);
  }
  g_assert_cmpuint (encoder_server_get_port (server, 1), !=, encoder_server_get_port (server, 2));
}

/* Neither the clock nor the loop's end leaves a gap. */
static void
test_pace (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = raw_client_new (encoder_server_get_port (server, 1));
  gint64 begun_us = 0;
  gint64 passed_us;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  for (guint i = 0; i <= 75; i++) {
    raw_unit_free (raw_client_read_video (client));
    if (i == 0)
      begun_us = g_get_monotonic_time ();
  }
  /* Unit 75 is due three seconds after unit 0; how late it is read is the machine's business. */
  passed_us = g_get_monotonic_time () - begun_us;
  g_assert_cmpint (passed_us, >=, 2900000);
  g_assert_cmpint (passed_us, <=, 4500000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/server/login-reply", test_login_reply);
  g_test_add_func ("/encoder/server/login-rejected", test_login_rejected);
  g_test_add_func ("/encoder/server/questions", test_questions);
  g_test_add_func ("/encoder/server/stranger-hears-nothing", test_stranger_hears_nothing);
  g_test_add_func ("/encoder/server/not-dvrip-is-closed", test_not_dvrip_is_closed);
  g_test_add_func ("/encoder/server/one-socket", test_one_socket);
  g_test_add_func ("/encoder/server/stream-shape", test_stream_shape);
  g_test_add_func ("/encoder/server/two-sockets", test_two_sockets);
  g_test_add_func ("/encoder/server/claim-and-start-must-agree", test_claim_and_start_must_agree);
  g_test_add_func ("/encoder/server/claim-by-any-name", test_claim_by_any_name);
  g_test_add_func ("/encoder/server/combined-claim", test_combined_claim_starts_at_once);
  g_test_add_func ("/encoder/server/key-frames-say-the-time", test_key_frames_say_the_time);
  g_test_add_func ("/encoder/server/ports-per-channel", test_ports_per_channel);
  g_test_add_func ("/encoder/server/pace", test_pace);
  return g_test_run ();
}
