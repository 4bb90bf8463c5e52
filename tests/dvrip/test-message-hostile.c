/* test-message-hostile.c
 *
 * No text, however deep, long or broken, does more than fail to be a message.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-header.h"
#include "dvrip-message.h"

static JsonObject *
parse (const char *text, gsize size, GError **error)
{
  /* A copy of its own size, so that a read beyond it is seen. */
  g_autoptr (GBytes) payload = g_bytes_new (text, size);

  return dvrip_message_parse (payload, error);
}

static void
assert_refused (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, size, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
}

static char *
nest (const char *before, guint depth, char open, char close)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, open);
  for (guint i = 0; close != '\0' && i < depth; i++)
    g_string_append_c (text, close);
  g_string_append (text, close != '\0' ? "}" : "");

  return g_string_free (text, FALSE);
}

static void
test_message_counts_depth (void)
{
  for (int extra = -1; extra <= 1; extra++) {
    g_autofree char *text = nest ("{\"a\":", DVRIP_MAX_JSON_DEPTH - 1 + extra, '[', ']');
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) message = parse (text, strlen (text), &error);

    if (extra <= 0) {
      g_assert_no_error (error);
      g_assert_nonnull (message);
    } else {
      g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
      g_assert_nonnull (strstr (error->message, "33"));
      g_assert_nonnull (strstr (error->message, "32"));
    }
  }
}

/* Each of these would take json-glib down some hundred thousand levels, if only it saw the
 * brackets: behind a string of another kind, a comment, an escape that swallows a quote. */
static void
test_message_refuses_bottomless_depth (void)
{
  static const char *const before[] = {
    "", "{\"a\":", "{\"a\":['\"',", "{\"a\":[/*\"*/", "{\"a\":[//\"\n", "{\"a\":[#\"\n",
    "{\"a\":[\"\\u00\",", "{\"a\":[\"\\u\",\"\",", "{\"a\":[\"\\\\\",", "{\"a\":[\"\\\"\",",
    "var a = [", "a[", "{\"a\":[`\"`,", "{\"a\":[\"\\",
  };
  static const char open[] = "[{";

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    for (gsize j = 0; j < 2; j++) {
      g_autofree char *text = nest (before[i], 500000, open[j], '\0');

      assert_refused (text, strlen (text));
    }
}

static void
test_message_takes_brackets_in_strings (void)
{
  static const char text[] =
    "{\"a\":\"[[[[[[[[[[[[[[[[[[[[{{{{{{{{{{{{{{{{{{{{\\\"[[\\\\\",\"Ret\":100}";
  g_autoptr (JsonObject) message = parse (text, strlen (text), NULL);

  g_assert_nonnull (message);
  g_assert_cmpint (dvrip_message_get_ret (message), ==, DVRIP_RET_OK);
}

/* White space up to the limit, so that only the size decides. */
static void
test_message_has_limit (void)
{
  for (int extra = -1; extra <= 1; extra++) {
    gsize size = (gsize) (DVRIP_MAX_CONTROL + extra);
    g_autofree char *text = g_malloc (size);
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonObject) message = NULL;

    memset (text, ' ', size);
    memcpy (text, "{\"Ret\":100", 10);
    text[size - 1] = '}';
    message = parse (text, size, &error);

    g_assert_cmpint (message != NULL, ==, extra <= 0);
    if (extra > 0) {
      g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
      g_assert_nonnull (strstr (error->message, "1048577"));
      g_assert_nonnull (strstr (error->message, "1048576"));
    }
  }
}

static void
test_message_refuses_what_is_no_object (void)
{
  static const char *const forms[] = {
    "", " ", "\n", "null", "1", "\"x\"", "[]", "[{}]", "{", "}", "{]", "{\"a\"", "{\"a\":",
    "{\"a\":}",
    "{\"a\":\"x", "{\"a\":\"x\\", "{\"a\":\"\\u12", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\\u12\"}",
    "{\"a\":-}", "{\"a\":1.5.5}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1}x", "{\"a\":tru}",
    "\377\001\002", "HTTP/1.1 400 Bad Request", "<html>", "{\"a\":1}\001",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    assert_refused (forms[i], strlen (forms[i]));

  assert_refused ("\0{\"Ret\":100}", 12);
}

static void
assert_title (const char *text, const char *title)
{
  g_autoptr (JsonObject) message = parse (text, strlen (text), NULL);

  g_assert_nonnull (message);
  g_assert_cmpstr (json_object_get_string_member (message, "a"), ==, title);
  g_assert_true (g_utf8_validate (title, -1, NULL));
}

static void
test_message_mends_text (void)
{
  assert_title ("{\"a\":\"K\374che\"}", "K\357\277\275che");
  assert_title ("{\"a\":\"\300\200\355\240\200\"}",
                "\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275");
  assert_title ("{\"a\":\"x\001\037\ny\"}", "x   y");
  assert_title ("{\"a\":\"\\ud800\"}", "\357\277\275");
  assert_title ("{\"a\":\"\\udc00\\ud800\"}", "\357\277\275\357\277\275");
  assert_title ("{\"a\":\"\\ud800\\u0041\"}", "\357\277\275A");
  assert_title ("{\"a\":\"\\u0000b\"}", "\357\277\275b");
  assert_title ("{\"a\":\"\\ud83d\\ude00\"}", "\360\237\230\200");
  assert_title ("{\"a\":\"\\u4e2d\\n\\\"\\\\\"}", "\344\270\255\n\"\\");
}

/* Every getter meets every type of value: none may complain, which is fatal here. */
static void
test_message_survives_any_type (void)
{
  static const char *const values[] = {
    "null", "true", "1", "-1", "1.5", "1e400", "\"\"", "\"x\"", "{}", "[]", "[[]]", "[{}]",
    "{\"Action\":[]}", "{\"Action\":\"\",\"Parameter\":1}",
    "{\"Action\":\"\",\"Parameter\":{\"StreamType\":[],\"Channel\":1.5}}",
    "1111111111111111111111111111111111111111111111111111111111111111111111111111111111",
  };
  static const char *const names[] = {
    "Ret", "SessionID", "AliveInterval", "ChannelNum", "DeviceType ", "DeviceType", "ChannelTitle",
    "OPTimeQuery", "UserName", "PassWord", "EncryptType", "OPMonitor",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GString) text = g_string_new ("{");
    g_autoptr (JsonObject) message = NULL;
    g_autofree char *time = NULL;
    g_auto (GStrv) titles = NULL;
    DvripLoginReply reply;
    DvripLoginRequest login = { 0 };
    DvripMonitorRequest monitor = { 0 };

    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      g_string_append_printf (text, "%s\"%s\":%s", j > 0 ? "," : "", names[j], values[i]);
    g_string_append_c (text, '}');
    message = parse (text->str, text->len, NULL);
    g_assert_nonnull (message);

    dvrip_message_read_login_reply (message, &reply);
    g_assert_cmpuint (reply.alive_interval, >=, 1);
    g_assert_cmpuint (reply.alive_interval, <=, 120);
    titles = dvrip_message_read_titles (message, NULL);
    time = dvrip_message_read_time (message, NULL);
    dvrip_message_read_login_request (message, &login, NULL);
    dvrip_message_read_monitor_request (message, &monitor, NULL);
    dvrip_login_reply_clear (&reply);
    dvrip_login_request_clear (&login);
    dvrip_monitor_request_clear (&monitor);
  }
}

/* A thousand texts, each made of a good one by a few wrong bytes; always the same ones. */
static void
test_message_survives_wrong_bytes (void)
{
  static const char good[] =
    "{ \"AliveInterval\" : 21, \"ChannelNum\" : 4, \"ChannelTitle\" : [ \"\\u4e2d\", \"b\" ], "
    "\"OPMonitor\" : { \"Action\" : \"Claim\", \"Parameter\" : { \"Channel\" : 0 } }, "
    "\"Ret\" : 100, \"SessionID\" : \"0x00000057\", \"UserName\" : \"a\\\"b\" }\n";
  static const char bytes[] = "\"\\{}[]:,u0-.e \n\000\377'/*#";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < 20000; i++) {
    g_autofree char *text = g_memdup2 (good, sizeof good);
    g_autoptr (JsonObject) message = NULL;
    DvripLoginReply reply;

    for (int j = 0; j < 3; j++)
      text[g_rand_int_range (rand, 0, sizeof good)] =
        bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];

    message = parse (text, sizeof good, NULL);
    if (!message)
      continue;
    dvrip_message_read_login_reply (message, &reply);
    dvrip_login_reply_clear (&reply);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/message/counts-depth", test_message_counts_depth);
  g_test_add_func ("/dvrip/message/refuses-bottomless-depth",
                   test_message_refuses_bottomless_depth);
  g_test_add_func ("/dvrip/message/takes-brackets-in-strings",
                   test_message_takes_brackets_in_strings);
  g_test_add_func ("/dvrip/message/has-limit", test_message_has_limit);
  g_test_add_func ("/dvrip/message/refuses-what-is-no-object",
                   test_message_refuses_what_is_no_object);
  g_test_add_func ("/dvrip/message/mends-text", test_message_mends_text);
  g_test_add_func ("/dvrip/message/survives-any-type", test_message_survives_any_type);
  g_test_add_func ("/dvrip/message/survives-wrong-bytes", test_message_survives_wrong_bytes);

  return g_test_run ();
}
