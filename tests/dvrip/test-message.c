/* test-message.c
 *
 * Control messages are written to the byte as the vendor's programs write them, and every form of
 * them that devices were seen to send is read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-message.h"

static void
assert_payload (GBytes *payload, const char *json)
{
  g_autoptr (GBytes) owned = payload;
  g_autofree char *expected = g_strconcat (json, "\n", NULL);

  g_assert_cmpmem (g_bytes_get_data (owned, NULL), g_bytes_get_size (owned),
                   expected, strlen (expected) + 1);
}

static JsonObject *
parse (const char *text, gssize size)
{
  g_autoptr (GBytes) payload = g_bytes_new (text, size < 0 ? strlen (text) : (gsize) size);
  g_autoptr (GError) error = NULL;
  JsonObject *message = dvrip_message_parse (payload, &error);

  g_assert_no_error (error);
  g_assert_nonnull (message);

  return message;
}

static void
test_message_writes_login (void)
{
  assert_payload (dvrip_message_write_login ("admin", ""),
                  "{ \"EncryptType\" : \"MD5\", \"LoginType\" : \"DVRIP-Web\", "
                  "\"PassWord\" : \"tlJwpbo6\", \"UserName\" : \"admin\" }");
  assert_payload (dvrip_message_write_login ("a\"\\\n\377", "admin"),
                  "{ \"EncryptType\" : \"MD5\", \"LoginType\" : \"DVRIP-Web\", "
                  "\"PassWord\" : \"6QNMIQGe\", \"UserName\" : \"a\\\"\\\\\\n\357\277\275\" }");
}

/* The lengths are those of captured packets: 53 = 52 + 1 there, where one byte ends the text. */
static void
test_message_writes_what_captures_show (void)
{
  DvripMonitor monitor = { .channel = 0, .stream_type = "Main" };
  g_autoptr (GBytes) keepalive = dvrip_message_write_keepalive (1);
  g_autoptr (GBytes) titles = dvrip_message_write_named ("ChannelTitle", 6);
  g_autoptr (GBytes) reply = dvrip_message_write_reply ("OPMonitor", DVRIP_RET_OK, 6);

  assert_payload (dvrip_message_write_keepalive (1),
                  "{ \"Name\" : \"KeepAlive\", \"SessionID\" : \"0x00000001\" }");
  g_assert_cmpuint (g_bytes_get_size (keepalive), ==, 53 + 1);
  g_assert_cmpuint (g_bytes_get_size (titles), ==, 56 + 1);

  assert_payload (dvrip_message_write_reply ("OPMonitor", DVRIP_RET_OK, 6),
                  "{ \"Name\" : \"OPMonitor\", \"Ret\" : 100, \"SessionID\" : \"0x00000006\" }");
  g_assert_cmpuint (g_bytes_get_size (reply), ==, 67);

  assert_payload (dvrip_message_write_monitor ("Claim", &monitor, 6),
                  "{ \"Name\" : \"OPMonitor\", \"OPMonitor\" : { \"Action\" : \"Claim\", "
                  "\"Parameter\" : { \"Channel\" : 0, \"CombinMode\" : \"NONE\", "
                  "\"StreamType\" : \"Main\", \"TransMode\" : \"TCP\" } }, "
                  "\"SessionID\" : \"0x00000006\" }");
}

static void
test_message_writes_logout (void)
{
  assert_payload (dvrip_message_write_logout (G_MAXUINT32),
                  "{ \"Name\" : \"\", \"SessionID\" : \"0xFFFFFFFF\" }");
}

static void
test_message_writes_any_json (void)
{
  g_autoptr (JsonNode) node = json_from_string (
    "{\"a\":[1,\"x\",[],null],\"b\":{},\"c\":true,\"DeviceType \":\"IPC\"}", NULL);

  assert_payload (dvrip_message_write_json (node),
                  "{ \"a\" : [ 1, \"x\", [ ], null ], \"b\" : { }, \"c\" : true, "
                  "\"DeviceType \" : \"IPC\" }");
}

static void
test_message_tolerates_any_terminator (void)
{
  static const struct { const char *text; gssize size; } forms[] = {
    { "{\"Ret\":100}", -1 },
    { "{\"Ret\":100}\n", -1 },
    { "{\"Ret\":100}\n\0", 13 },
    { "{\"Ret\":100}\0", 12 },
    { "{\"Ret\":100}\0\0\0\0", 15 },
    { "{\"Ret\":100}\r\n \t\n\0\n", 18 },
    { "{\"Ret\":100}\n\0{\"Ret\":203}[[[[", 28 },
    { " \n{ \"Ret\" : 100 }  ", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i].text, forms[i].size);

    g_assert_cmpint (dvrip_message_get_ret (message), ==, DVRIP_RET_OK);
  }
}

static void
test_message_reads_ret_in_any_form (void)
{
  static const struct { const char *text; int ret; } forms[] = {
    { "{\"Ret\":203}", 203 }, { "{\"Ret\":\"203\"}", 203 }, { "{\"Ret\":\"0x64\"}", 100 },
    { "{\"Ret\":100.0}", 100 }, { "{}", DVRIP_RET_NONE }, { "{\"Ret\":null}", DVRIP_RET_NONE },
    { "{\"Ret\":true}", DVRIP_RET_NONE }, { "{\"Ret\":{}}", DVRIP_RET_NONE },
    { "{\"Ret\":[100]}", DVRIP_RET_NONE }, { "{\"Ret\":\"\"}", DVRIP_RET_NONE },
    { "{\"Ret\":\"OK\"}", DVRIP_RET_NONE }, { "{\"Ret\":\"100x\"}", DVRIP_RET_NONE },
    { "{\"Ret\":-1}", -1 }, { "{\"Ret\":2147483647}", G_MAXINT }, { "{\"Ret\":2147483648}", -1 },
    { "{\"Ret\":1e999}", DVRIP_RET_NONE }, { "{\"Ret\":-1e999}", DVRIP_RET_NONE },
    { "{\"Ret\":99999999999999999999999999}", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i].text, -1);

    g_assert_cmpint (dvrip_message_get_ret (message), ==, forms[i].ret);
  }
}

static void
test_message_reads_session_of_any_width (void)
{
  static const struct { const char *text; gboolean is_valid; guint32 id; } forms[] = {
    { "\"0x00000057\"", TRUE, 0x57 }, { "\"0x57\"", TRUE, 0x57 }, { "\"0x6\"", TRUE, 6 },
    { "\"0x000000001b\"", TRUE, 0x1b }, { "\"0X1C\"", TRUE, 0x1c }, { "\"1b\"", TRUE, 0x1b },
    { "\"0xFFFFFFFF\"", TRUE, G_MAXUINT32 }, { "\"0x0\"", TRUE, 0 }, { "87", TRUE, 87 },
    { "4294967295", TRUE, G_MAXUINT32 }, { "4294967296", FALSE, 0 }, { "-1", FALSE, 0 },
    { "\"0x100000000\"", FALSE, 0 }, { "\"\"", FALSE, 0 }, { "\"0x\"", FALSE, 0 },
    { "\"-1\"", FALSE, 0 }, { "\"xyz\"", FALSE, 0 }, { "\"0x57 \"", FALSE, 0 },
    { "\"0xffffffffffffffffffffffff\"", FALSE, 0 }, { "{}", FALSE, 0 }, { "[]", FALSE, 0 },
    { "null", FALSE, 0 }, { "false", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *text = g_strdup_printf ("{\"SessionID\":%s}", forms[i].text);
    g_autoptr (JsonObject) message = parse (text, -1);
    guint32 id = 0x5a5a5a5a;

    g_assert_cmpint (dvrip_message_get_session_id (message, &id), ==, forms[i].is_valid);
    g_assert_cmphex (id, ==, forms[i].is_valid ? forms[i].id : 0x5a5a5a5a);
  }
}

/* The text of a real recorder: 148 bytes and a terminator of two. */
static void
test_message_reads_login_reply (void)
{
  g_autoptr (JsonObject) message = parse (
    "{ \"AliveInterval\" : 21, \"ChannelNum\" : 4, \"DataUseAES\" : false, \"DeviceType \" : "
    "\"HVR\", \"ExtraChannel\" : 0, \"Ret\" : 100, \"SessionID\" : \"0x00000057\" }\n\0", 150);
  DvripLoginReply reply;

  dvrip_message_read_login_reply (message, &reply);
  g_assert_cmpint (reply.ret, ==, DVRIP_RET_OK);
  g_assert_true (reply.has_session_id);
  g_assert_cmphex (reply.session_id, ==, 0x57);
  g_assert_cmpuint (reply.alive_interval, ==, 21);
  g_assert_cmpuint (reply.channels, ==, 4);
  g_assert_cmpstr (reply.device_type, ==, "HVR");
  dvrip_login_reply_clear (&reply);
  g_assert_null (reply.device_type);
}

static void
test_message_reads_failed_login_reply (void)
{
  g_autoptr (JsonObject) message = parse (
    "{ \"Name\" : \"\", \"Ret\" : 203, \"SessionID\" : \"0x00000000\" }\n\0", -1);
  DvripLoginReply reply;

  dvrip_message_read_login_reply (message, &reply);
  g_assert_cmpint (reply.ret, ==, DVRIP_RET_WRONG_PASSWORD);
  g_assert_cmpuint (reply.alive_interval, ==, DVRIP_DEFAULT_ALIVE_INTERVAL);
  g_assert_cmpuint (reply.channels, ==, 0);
  g_assert_null (reply.device_type);
  dvrip_login_reply_clear (&reply);
}

static void
test_message_clamps_absurd_numbers (void)
{
  static const struct { const char *text; guint interval; guint channels; } forms[] = {
    { "{}", 20, 0 },
    { "{\"AliveInterval\":0,\"ChannelNum\":-3}", 20, 0 },
    { "{\"AliveInterval\":-5,\"ChannelNum\":\"16\"}", 20, 16 },
    { "{\"AliveInterval\":1,\"ChannelNum\":64}", 1, 64 },
    { "{\"AliveInterval\":\"30\",\"ChannelNum\":99999999999}", 30, 1024 },
    { "{\"AliveInterval\":120,\"ChannelNum\":1024}", 120, 1024 },
    { "{\"AliveInterval\":121,\"ChannelNum\":1025}", 120, 1024 },
    { "{\"AliveInterval\":9223372036854775807,\"ChannelNum\":{}}", 120, 0 },
    { "{\"AliveInterval\":[],\"ChannelNum\":null}", 20, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i].text, -1);
    DvripLoginReply reply;

    dvrip_message_read_login_reply (message, &reply);
    g_assert_cmpuint (reply.alive_interval, ==, forms[i].interval);
    g_assert_cmpuint (reply.channels, ==, forms[i].channels);
    dvrip_login_reply_clear (&reply);
  }
}

static void
test_message_reads_titles (void)
{
  g_autoptr (JsonObject) message = parse (
    "{ \"ChannelTitle\" : [ \"CAM01\", \"\", 7, null, \"K\303\274che\" ], \"Ret\" : 100 }", -1);
  g_auto (GStrv) titles = dvrip_message_read_titles (message, NULL);
  const char *expected[] = { "CAM01", "", "", "", "K\303\274che", NULL };

  g_assert_cmpstrv (titles, expected);
}

static void
test_message_reads_system_info (void)
{
  g_autoptr (JsonObject) message = parse (
    "{ \"Name\" : \"SystemInfo\", \"Ret\" : 100, \"SystemInfo\" : { \"AlarmInChannel\" : 1, "
    "\"AudioInChannel\" : 2, \"BuildTime\" : \"2021-07-12 09:30:00\", \"DeviceModel\" : \"XM\", "
    "\"DeviceRunTime\" : \"0x00002054\", \"DigChannel\" : 16, \"HardWare\" : 7, "
    "\"SerialNo\" : \"abc\", \"SoftWareVersion\" : \"V5\", \"VideoInChannel\" : -3 } }", -1);
  g_autoptr (GError) error = NULL;
  DvripSystemInfo info;

  g_assert_true (dvrip_message_read_system_info (message, &info, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (info.model, ==, "XM");
  g_assert_null (info.hardware);
  g_assert_cmpstr (info.software, ==, "V5");
  g_assert_cmpstr (info.serial, ==, "abc");
  g_assert_cmpstr (info.build_time, ==, "2021-07-12 09:30:00");
  g_assert_cmpuint (info.digital_channels, ==, 16);
  g_assert_cmpuint (info.video_inputs, ==, 0);
  g_assert_cmpuint (info.audio_inputs, ==, 2);
  g_assert_cmpuint (info.alarm_inputs, ==, 1);
  g_assert_cmpuint (info.running_minutes, ==, 0x2054);
  dvrip_system_info_clear (&info);
}

static void
test_message_tells_why_system_info_is_missing (void)
{
  static const struct {
    const char *text;
    WallReason  reason;
  } forms[] = {
    { "{ \"Ret\" : 107 }", WALL_REASON_NO_PERMISSION },
    { "{ \"Ret\" : 100 }", WALL_REASON_BAD_DATA },
    { "{ \"Ret\" : 100, \"SystemInfo\" : [ 1 ] }", WALL_REASON_BAD_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i].text, -1);
    g_autoptr (GError) error = NULL;
    DvripSystemInfo info;

    g_assert_false (dvrip_message_read_system_info (message, &info, &error));
    g_assert_error (error, WALL_ERROR, (int) forms[i].reason);
  }
}

static void
test_message_tells_why_titles_are_missing (void)
{
  static const struct { const char *text; WallReason reason; } forms[] = {
    { "{\"Name\":\"ChannelTitle\",\"Ret\":107}", WALL_REASON_NO_PERMISSION },
    { "{\"Ret\":607,\"ChannelTitle\":[]}", WALL_REASON_REJECTED },
    { "{\"Ret\":100}", WALL_REASON_BAD_DATA },
    { "{\"Ret\":100,\"ChannelTitle\":\"CAM01\"}", WALL_REASON_BAD_DATA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i].text, -1);
    g_autoptr (GError) error = NULL;

    g_assert_null (dvrip_message_read_titles (message, &error));
    g_assert_error (error, WALL_ERROR, (int) forms[i].reason);
  }
}

/* One camera's reply has no name. */
static void
test_message_reads_time (void)
{
  g_autoptr (JsonObject) message = parse (
    "{\"OPTimeQuery\":\"2026-02-01 12:19:31\",\"Ret\":100,\"SessionID\":\"0x6\"}", -1);
  g_autoptr (JsonObject) empty = parse ("{\"Ret\":100,\"OPTimeQuery\":{}}", -1);
  g_autofree char *time = dvrip_message_read_time (message, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (time, ==, "2026-02-01 12:19:31");
  g_assert_null (dvrip_message_read_time (empty, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
}

static void
test_message_reads_own_login (void)
{
  g_autoptr (GBytes) payload = dvrip_message_write_login ("K\303\274che \"1\"", "admin");
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);
  DvripLoginRequest request;

  g_assert_true (dvrip_message_read_login_request (message, &request, NULL));
  g_assert_cmpstr (request.user, ==, "K\303\274che \"1\"");
  g_assert_cmpstr (request.hash, ==, "6QNMIQGe");
  g_assert_cmpstr (request.encrypt_type, ==, "MD5");
  dvrip_login_request_clear (&request);
}

static void
test_message_refuses_login_without_user (void)
{
  static const char *const forms[] = { "{}", "{\"UserName\":7}", "{\"UserName\":null}" };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i], -1);
    g_autoptr (GError) error = NULL;
    DvripLoginRequest request;

    g_assert_false (dvrip_message_read_login_request (message, &request, &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
  }
}

static void
test_message_reads_own_monitor (void)
{
  DvripMonitor monitor = { .channel = 15, .stream_type = "Extra1" };
  g_autoptr (GBytes) payload = dvrip_message_write_monitor ("Stop", &monitor, 7);
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);
  DvripMonitorRequest request;

  g_assert_true (dvrip_message_read_monitor_request (message, &request, NULL));
  g_assert_cmpstr (request.action, ==, "Stop");
  g_assert_cmpuint (request.channel, ==, 15);
  g_assert_cmpstr (request.stream_type, ==, "Extra1");
  dvrip_monitor_request_clear (&request);
}

static void
test_message_reads_monitor_without_parameters (void)
{
  g_autoptr (JsonObject) message = parse ("{\"OPMonitor\":{\"Action\":\"Stop\"}}", -1);
  DvripMonitorRequest request;

  g_assert_true (dvrip_message_read_monitor_request (message, &request, NULL));
  g_assert_cmpuint (request.channel, ==, 0);
  g_assert_cmpstr (request.stream_type, ==, "Main");
  dvrip_monitor_request_clear (&request);
}

static void
test_message_refuses_impossible_monitor (void)
{
  static const char *const forms[] = {
    "{}", "{\"OPMonitor\":[]}", "{\"OPMonitor\":{}}", "{\"OPMonitor\":{\"Action\":1}}",
    "{\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":{\"Channel\":-1}}}",
    "{\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":{\"Channel\":1024}}}",
    "{\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":{\"Channel\":4294967296}}}",
    "{\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":{\"Channel\":{}}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (JsonObject) message = parse (forms[i], -1);
    g_autoptr (GError) error = NULL;
    DvripMonitorRequest request;

    g_assert_false (dvrip_message_read_monitor_request (message, &request, &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/message/writes-login", test_message_writes_login);
  g_test_add_func ("/dvrip/message/writes-what-captures-show",
                   test_message_writes_what_captures_show);
  g_test_add_func ("/dvrip/message/writes-logout", test_message_writes_logout);
  g_test_add_func ("/dvrip/message/writes-any-json", test_message_writes_any_json);
  g_test_add_func ("/dvrip/message/tolerates-any-terminator",
                   test_message_tolerates_any_terminator);
  g_test_add_func ("/dvrip/message/reads-ret-in-any-form", test_message_reads_ret_in_any_form);
  g_test_add_func ("/dvrip/message/reads-session-of-any-width",
                   test_message_reads_session_of_any_width);
  g_test_add_func ("/dvrip/message/reads-login-reply", test_message_reads_login_reply);
  g_test_add_func ("/dvrip/message/reads-failed-login-reply",
                   test_message_reads_failed_login_reply);
  g_test_add_func ("/dvrip/message/clamps-absurd-numbers", test_message_clamps_absurd_numbers);
  g_test_add_func ("/dvrip/message/reads-titles", test_message_reads_titles);
  g_test_add_func ("/dvrip/message/reads-system-info", test_message_reads_system_info);
  g_test_add_func ("/dvrip/message/tells-why-system-info-is-missing",
                   test_message_tells_why_system_info_is_missing);
  g_test_add_func ("/dvrip/message/tells-why-titles-are-missing",
                   test_message_tells_why_titles_are_missing);
  g_test_add_func ("/dvrip/message/reads-time", test_message_reads_time);
  g_test_add_func ("/dvrip/message/reads-own-login", test_message_reads_own_login);
  g_test_add_func ("/dvrip/message/refuses-login-without-user",
                   test_message_refuses_login_without_user);
  g_test_add_func ("/dvrip/message/reads-own-monitor", test_message_reads_own_monitor);
  g_test_add_func ("/dvrip/message/reads-monitor-without-parameters",
                   test_message_reads_monitor_without_parameters);
  g_test_add_func ("/dvrip/message/refuses-impossible-monitor",
                   test_message_refuses_impossible_monitor);

  return g_test_run ();
}
