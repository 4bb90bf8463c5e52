/* test-alarm.c
 *
 * Who hears of an alarm, and in which words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "box.h"
#include "encoder-console.h"
#include "encoder-device.h"
#include "raw-client.h"

#define QUIET_MS 200

static RawClient *
connect_to (EncoderServer *server,
            guint          channel)
{
  RawClient *client = raw_client_new (encoder_server_get_port (server, channel));

  raw_client_login (client);
  return client;
}

static void
ask (RawClient  *client,
     guint16     id,
     int         ret)
{
  g_autofree char *reply = raw_client_ask (client, id, "{\"Name\":\"\",\"SessionID\":\"0x1\"}");
  g_autofree char *expected =
    g_strdup_printf ("{ \"Name\" : \"\", \"Ret\" : %d, \"SessionID\" : \"0x%08X\" }", ret,
                     client->session);

  g_assert_cmpstr (reply, ==, expected);
}

/* Byte by byte, but for the time. Returns the time. */
static char *
expect_push (RawClient  *client,
             guint32     sequence,
             guint       channel,
             const char *event,
             const char *status)
{
  g_autoptr (RawPacket) packet = raw_client_read (client);
  const char *text = g_bytes_get_data (packet->payload, NULL);
  g_autofree char *before =
    g_strdup_printf ("{ \"AlarmInfo\" : { \"Channel\" : %u, \"Event\" : \"%s\", "
                     "\"StartTime\" : \"", channel, event);
  g_autofree char *after =
    g_strdup_printf ("\", \"Status\" : \"%s\" }, \"Name\" : \"AlarmInfo\", "
                     "\"SessionID\" : \"0x%08X\" }\n", status, client->session);
  gsize time_size = strlen ("2023-03-03 12:48:20");

  g_assert_cmpuint (packet->id, ==, 1504);
  g_assert_cmpuint (packet->sequence, ==, sequence);
  g_assert_cmphex (packet->session, ==, client->session);
  g_assert_cmpuint (packet->length, ==, strlen (before) + time_size + strlen (after) + 1);
  g_assert_true (g_str_has_prefix (text, before));
  g_assert_cmpstr (text + strlen (before) + time_size, ==, after);
  g_assert_true (g_regex_match_simple ("^20\\d\\d-[01]\\d-[0-3]\\d [0-2]\\d:[0-5]\\d:[0-6]\\d\"",
                                       text + strlen (before), 0, 0));

  return g_strndup (text + strlen (before), time_size);
}

static void
test_only_to_guards (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) guard = connect_to (server, 1);
  g_autoptr (RawClient) other = connect_to (server, 1);
  g_autoptr (RawClient) stranger = raw_client_new (encoder_server_get_port (server, 1));
  EncoderCounters counters;

  ask (guard, 1500, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, TRUE), ==, 1);
  {
    g_autofree char *since = expect_push (guard, 0, 1, "VideoMotion", "Start");
    g_autofree char *again = NULL;

    /* What stands already is not told again, and its end names the same beginning. */
    g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, TRUE), ==, 0);
    g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, FALSE), ==, 1);
    again = expect_push (guard, 1, 1, "VideoMotion", "Stop");
    g_assert_cmpstr (again, ==, since);
    g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, FALSE), ==, 0);
  }

  g_assert_true (raw_client_is_quiet (other, QUIET_MS));
  g_assert_true (raw_client_is_quiet (stranger, 0));
  g_assert_true (raw_client_is_quiet (guard, 0));

  ask (guard, 1502, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 0, ENCODER_ALARM_LOSS, TRUE), ==, 0);
  g_assert_true (raw_client_is_quiet (guard, QUIET_MS));
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.pushes, ==, 2);
}

/* Each has a count of its own, and answers to requests go on beside the pushes. */
static void
test_all_channels (void)
{
  g_autoptr (EncoderServer) server = box_new (3);
  g_autoptr (RawClient) first = connect_to (server, 1);
  g_autoptr (RawClient) second = connect_to (server, 1);

  ask (first, 1500, 100);
  g_free ((encoder_device_set_alarm (server, 3, ENCODER_ALARM_LOSS, TRUE),
           expect_push (first, 0, 2, "VideoLoss", "Start")));
  ask (second, 1500, 100);
  ask (second, 1500, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 0, ENCODER_ALARM_LOSS, TRUE), ==, 4);
  for (guint i = 0; i < 2; i++) {
    g_free (expect_push (first, 1 + i, i, "VideoLoss", "Start"));
    g_free (expect_push (second, i, i, "VideoLoss", "Start"));
  }

  ask (second, 1502, 100);
  g_assert_true (raw_client_is_quiet (first, QUIET_MS));
}

/* A port is a box: its channel is 0, and nobody elsewhere hears of it. */
static void
test_by_port (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) first = NULL;
  g_autoptr (RawClient) second = NULL;

  box_config (&config, 2);
  config.ports_per_channel = TRUE;
  server = box_start (&config);
  first = connect_to (server, 1);
  second = connect_to (server, 2);
  ask (first, 1500, 100);
  ask (second, 1500, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, TRUE), ==, 1);
  g_free (expect_push (second, 0, 0, "VideoMotion", "Start"));
  g_assert_true (raw_client_is_quiet (first, QUIET_MS));
}

static void
test_rights (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-alarm-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (EncoderUsers) users = NULL;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) one = NULL;
  g_autoptr (RawClient) none = NULL;
  g_autofree char *reply = NULL;
  EncoderConfig config;

  g_assert_true (g_file_set_contents (path, "[user admin]\npassword=admin\nalarms=2\n"
                                            "[user viewer]\npassword=\nlive=all\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, &error);
  g_assert_no_error (error);
  box_config (&config, 2);
  config.users = users;
  server = box_start (&config);

  one = connect_to (server, 1);
  none = raw_client_new (encoder_server_get_port (server, 1));
  reply = raw_client_ask (none, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"tlJwpbo6\","
                                      "\"UserName\":\"viewer\"}");
  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  ask (none, 1500, 107);
  ask (one, 1500, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, TRUE), ==, 0);
  g_assert_cmpuint (encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, TRUE), ==, 1);
  g_free (expect_push (one, 0, 1, "VideoMotion", "Start"));
  g_unlink (path);
  g_rmdir (dir);
}

/* Who asks for alarms and never reads is given up when too much waits for it. That it comes so far
 * soon, is done by questions whose answers are as long as themselves. */
static void
test_reader_that_sleeps (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) sleeper = connect_to (server, 1);
  g_autofree char *name = g_strnfill (60000, 'x');
  g_autofree char *question = g_strdup_printf ("{\"Name\":\"%s\"}", name);
  gboolean is_on = FALSE;

  ask (sleeper, 1500, 100);
  g_assert_cmpuint (encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, TRUE), ==, 1);
  for (guint i = 0; encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, is_on) > 0; i++) {
    raw_client_send (sleeper, sleeper->session, i, 1042, question);
    is_on = !is_on;
    /* Far more than may wait, with what the kernel takes. */
    g_assert_cmpuint (i, <, 1000);
  }
}

static void
assert_console (EncoderServer *server,
                const char    *line,
                const char    *expected)
{
  gboolean quit = FALSE;
  g_autofree char *answer = encoder_console_answer (server, line, &quit);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_console (void)
{
  static const char *const wrong[] = { "alarm", "alarm 1 motion", "alarm 1 rain start",
                                       "alarm 1 motion begin", "alarm 1 motion start now" };
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) guard = connect_to (server, 1);

  ask (guard, 1500, 100);
  assert_console (server, "alarm 2 motion start", "ok: pushes=1");
  g_free (expect_push (guard, 0, 1, "VideoMotion", "Start"));
  assert_console (server, "alarm all motion start", "ok: pushes=1");
  g_free (expect_push (guard, 1, 0, "VideoMotion", "Start"));
  assert_console (server, "alarm all motion stop", "ok: pushes=2");
  assert_console (server, "alarm 3 motion stop", "error: no channel “3”: from 1 to 2");
  assert_console (server, "alarm 0 loss stop", "error: no channel “0”: from 1 to 2");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_console (server, wrong[i], "error: usage: alarm CHANNEL|all motion|loss start|stop");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/alarm/only-to-guards", test_only_to_guards);
  g_test_add_func ("/encoder/alarm/all-channels", test_all_channels);
  g_test_add_func ("/encoder/alarm/by-port", test_by_port);
  g_test_add_func ("/encoder/alarm/rights", test_rights);
  g_test_add_func ("/encoder/alarm/reader-that-sleeps", test_reader_that_sleeps);
  g_test_add_func ("/encoder/alarm/console", test_console);

  return g_test_run ();
}
