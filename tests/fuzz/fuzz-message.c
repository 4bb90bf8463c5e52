/* fuzz-message.c
 *
 * Control messages: every reader takes any object, and whatever is read can be written again.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include "dvrip-action.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
read_replies (JsonObject *message)
{
  DvripLoginReply reply = { 0 };
  DvripSystemInfo info = { 0 };
  char **titles = dvrip_message_read_titles (message, NULL);
  char *time = dvrip_message_read_time (message, NULL);
  int ret = dvrip_message_get_ret (message);

  g_strfreev (titles);
  g_free (time);
  dvrip_message_read_login_reply (message, &reply);
  g_assert_cmpuint (reply.alive_interval, >, 0);
  dvrip_login_reply_clear (&reply);
  if (dvrip_message_read_system_info (message, &info, NULL))
    dvrip_system_info_clear (&info);
  g_assert_nonnull (dvrip_ret_to_string (ret));
  dvrip_ret_to_reason (ret);
}

static void
read_requests (JsonObject *message)
{
  DvripLoginRequest login = { 0 };
  DvripMonitorRequest monitor = { 0 };

  if (dvrip_message_read_login_request (message, &login, NULL)) {
    g_autoptr (GBytes) again = dvrip_message_write_login (login.user, login.hash);

    g_assert_cmpuint (g_bytes_get_size (again), >, 2);
    dvrip_login_request_clear (&login);
  }
  if (dvrip_message_read_monitor_request (message, &monitor, NULL)) {
    g_assert_nonnull (monitor.action);
    g_assert_nonnull (monitor.stream_type);
    dvrip_monitor_request_clear (&monitor);
  }
}

static void
read_alarm (JsonObject *message)
{
  DvripAlarm alarm = { 0 };

  if (!dvrip_action_read_alarm (message, &alarm, NULL))
    return;

  g_assert_cmpint (alarm.channel, >=, -1);
  g_assert_true (g_utf8_validate (alarm.event, -1, NULL));
  g_assert_true (g_utf8_validate (alarm.status, -1, NULL));
  g_assert_true (g_utf8_validate (alarm.start_time, -1, NULL));
  dvrip_alarm_clear (&alarm);
}

static void
write_again (JsonObject *message)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), message);
  g_autoptr (GBytes) written = dvrip_message_write_json (node);
  g_autoptr (JsonObject) again = NULL;

  /* Escaped, a text may be longer than the limit is. */
  if (g_bytes_get_size (written) > (1u << 19))
    return;

  again = dvrip_message_parse (written, NULL);
  g_assert_nonnull (again);
  g_assert_cmpint (dvrip_message_get_ret (again), ==, dvrip_message_get_ret (message));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);

  if (!message)
    return 0;

  read_replies (message);
  read_requests (message);
  read_alarm (message);
  write_again (message);

  return 0;
}
