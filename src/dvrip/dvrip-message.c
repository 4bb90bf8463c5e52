/* dvrip-message.c
 *
 * Control messages as they come in. Whatever stands in them, of whatever type, the answer is a
 * value or an error.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-message.h"

#include <string.h>

#include "dvrip-json.h"

/* Devices say 20 to 30 s. To ask more often than a device wants to be asked does no harm. */
#define MAX_ALIVE_INTERVAL 120
#define MAX_CHANNELS 1024

static void
set_bad_data (GError **error, const char *what)
{
  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA, "Control message: %s", what);
}

/**
 * dvrip_message_parse:
 * @payload: of a control packet, with or without a terminator
 * @error: %WALL_REASON_BAD_DATA
 *
 * Reads a control message: at most 1 MiB and 32 levels deep, invalid UTF-8 replaced.
 *
 * Returns: (transfer full): the object, %NULL if it is none
 */
JsonObject *
dvrip_message_parse (GBytes  *payload,
                     GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = dvrip_json_clean (payload, error);
  JsonNode *root;

  if (!text)
    return NULL;

  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, -1, &local_error)) {
    set_bad_data (error, local_error->message);
    return NULL;
  }

  root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT (root)) {
    set_bad_data (error, "not an object");
    return NULL;
  }

  return json_node_dup_object (root);
}

/**
 * dvrip_message_get_ret:
 * @message: a reply
 *
 * Returns: its return code, also where it is a string; %DVRIP_RET_NONE if it has none; -1 for a
 *   number that cannot be one
 */
int
dvrip_message_get_ret (JsonObject *message)
{
  gint64 ret;

  if (!dvrip_json_get_int (message, "Ret", &ret))
    return DVRIP_RET_NONE;

  return ret >= 0 && ret <= G_MAXINT ? (int) ret : -1;
}

static gboolean
parse_session_id (const char *text, guint32 *out_session_id)
{
  guint64 value;
  char *end = NULL;

  if (*text == '\0' || strchr (text, '-'))
    return FALSE;

  value = g_ascii_strtoull (text, &end, 16);
  if (*end != '\0' || value > G_MAXUINT32)
    return FALSE;

  *out_session_id = (guint32) value;
  return TRUE;
}

/**
 * dvrip_message_get_session_id:
 * @out_session_id: (out): written on success only
 *
 * Reads the session: hexadecimal digits of any number, with or without "0x", or a number.
 *
 * Returns: %TRUE if there is one
 */
gboolean
dvrip_message_get_session_id (JsonObject *message,
                              guint32    *out_session_id)
{
  const char *text = dvrip_json_get_string (message, "SessionID");
  gint64 value;

  if (text)
    return parse_session_id (text, out_session_id);
  if (!dvrip_json_get_int (message, "SessionID", &value) || value < 0 || value > G_MAXUINT32)
    return FALSE;

  *out_session_id = (guint32) value;
  return TRUE;
}

/* Absent on some devices; zero or less says as little. */
static guint
get_alive_interval (JsonObject *message)
{
  gint64 value;

  if (!dvrip_json_get_int (message, "AliveInterval", &value) || value <= 0)
    return DVRIP_DEFAULT_ALIVE_INTERVAL;

  return (guint) MIN (value, MAX_ALIVE_INTERVAL);
}

static guint
get_channels (JsonObject *message)
{
  gint64 value;

  if (!dvrip_json_get_int (message, "ChannelNum", &value))
    return 0;

  return (guint) CLAMP (value, 0, MAX_CHANNELS);
}

/* Devices really write the name with a space at its end. */
static char *
dup_device_type (JsonObject *message)
{
  const char *text = dvrip_json_get_string (message, "DeviceType ");

  return g_strdup (text ? text : dvrip_json_get_string (message, "DeviceType"));
}

/**
 * dvrip_message_read_login_reply:
 * @out_reply: (out caller-allocates): free with dvrip_login_reply_clear()
 *
 * Reads a login reply. A session may be named although the login failed: only the return code
 * counts.
 */
void
dvrip_message_read_login_reply (JsonObject      *message,
                                DvripLoginReply *out_reply)
{
  guint32 session_id = 0;
  gboolean has_session_id = dvrip_message_get_session_id (message, &session_id);

  *out_reply = (DvripLoginReply) {
    .ret = dvrip_message_get_ret (message),
    .session_id = session_id,
    .has_session_id = has_session_id,
    .alive_interval = get_alive_interval (message),
    .channels = get_channels (message),
    .device_type = dup_device_type (message),
  };
}

/**
 * dvrip_login_reply_clear:
 */
void
dvrip_login_reply_clear (DvripLoginReply *reply)
{
  g_clear_pointer (&reply->device_type, g_free);
}

/* A reply may lack what was asked for because the device refused: then that is the reason. */
static gboolean
check_ret (JsonObject *message, GError **error)
{
  int ret = dvrip_message_get_ret (message);
  WallReason reason = ret == DVRIP_RET_NONE ? WALL_REASON_NONE : dvrip_ret_to_reason (ret);

  if (reason == WALL_REASON_NONE)
    return TRUE;

  g_set_error (error, WALL_ERROR, (int) reason,
               "The device answered %d: %s", ret, dvrip_ret_to_string (ret));
  return FALSE;
}

static const char *
get_element_string (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return "";

  return json_node_get_string (node);
}

/**
 * dvrip_message_read_titles:
 * @message: the reply to "ChannelTitle"
 * @error: the reason of the return code, or %WALL_REASON_BAD_DATA
 *
 * Returns: (transfer full): the channels' names, from channel 0; empty where one is no text
 */
char **
dvrip_message_read_titles (JsonObject  *message,
                           GError     **error)
{
  JsonArray *array = dvrip_json_get_array (message, "ChannelTitle");
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();

  if (!check_ret (message, error))
    return NULL;
  if (!array) {
    set_bad_data (error, "no list of channel titles");
    return NULL;
  }

  for (guint i = 0; i < MIN (json_array_get_length (array), MAX_CHANNELS); i++)
    g_strv_builder_add (titles, get_element_string (array, i));

  return g_strv_builder_end (titles);
}

/**
 * dvrip_message_read_time:
 * @message: the reply to "OPTimeQuery"
 * @error: the reason of the return code, or %WALL_REASON_BAD_DATA
 *
 * Returns: (transfer full): the device's local time as it wrote it, "2026-02-01 12:19:31"
 */
char *
dvrip_message_read_time (JsonObject  *message,
                         GError     **error)
{
  const char *text = dvrip_json_get_string (message, "OPTimeQuery");

  if (!check_ret (message, error))
    return NULL;
  if (!text) {
    set_bad_data (error, "no time");
    return NULL;
  }

  return g_strdup (text);
}

static guint
get_count (JsonObject *object, const char *name)
{
  gint64 value = 0;

  dvrip_json_get_int (object, name, &value);

  return (guint) CLAMP (value, 0, MAX_CHANNELS);
}

static guint64
get_minutes (JsonObject *object)
{
  gint64 value = 0;

  dvrip_json_get_int (object, "DeviceRunTime", &value);

  return (guint64) MAX (value, 0);
}

/**
 * dvrip_message_read_system_info:
 * @message: the reply to "SystemInfo"
 * @out_info: (out caller-allocates): free with dvrip_system_info_clear(); written on success only
 * @error: the reason of the return code, or %WALL_REASON_BAD_DATA
 *
 * The names are those in a capture of an IP camera's own words. A recorder shows its own inputs and the digital
 * channels, so its channels are the sum of both.
 *
 * Returns: %TRUE if the device told of itself
 */
gboolean
dvrip_message_read_system_info (JsonObject       *message,
                                DvripSystemInfo  *out_info,
                                GError          **error)
{
  JsonObject *info = dvrip_json_get_object (message, "SystemInfo");

  if (!check_ret (message, error))
    return FALSE;
  if (!info) {
    set_bad_data (error, "no system information");
    return FALSE;
  }

  *out_info = (DvripSystemInfo) {
    .model = g_strdup (dvrip_json_get_string (info, "DeviceModel")),
    .hardware = g_strdup (dvrip_json_get_string (info, "HardWare")),
    .software = g_strdup (dvrip_json_get_string (info, "SoftWareVersion")),
    .serial = g_strdup (dvrip_json_get_string (info, "SerialNo")),
    .build_time = g_strdup (dvrip_json_get_string (info, "BuildTime")),
    .video_inputs = get_count (info, "VideoInChannel"),
    .digital_channels = get_count (info, "DigChannel"),
    .audio_inputs = get_count (info, "AudioInChannel"),
    .alarm_inputs = get_count (info, "AlarmInChannel"),
    .running_minutes = get_minutes (info),
  };

  return TRUE;
}

/**
 * dvrip_system_info_clear:
 */
void
dvrip_system_info_clear (DvripSystemInfo *info)
{
  g_clear_pointer (&info->model, g_free);
  g_clear_pointer (&info->hardware, g_free);
  g_clear_pointer (&info->software, g_free);
  g_clear_pointer (&info->serial, g_free);
  g_clear_pointer (&info->build_time, g_free);
}

static char *
dup_string_or (JsonObject *object, const char *name, const char *fallback)
{
  const char *text = dvrip_json_get_string (object, name);

  return g_strdup (text ? text : fallback);
}

/**
 * dvrip_message_read_login_request:
 * @out: (out caller-allocates): free with dvrip_login_request_clear(); written on success only
 * @error: %WALL_REASON_BAD_DATA
 *
 * Reads a login as a server sees it. A missing password is an empty text, which is no valid hash.
 *
 * Returns: %TRUE if it names a user
 */
gboolean
dvrip_message_read_login_request (JsonObject         *message,
                                  DvripLoginRequest  *out,
                                  GError            **error)
{
  const char *user = dvrip_json_get_string (message, "UserName");

  if (!user) {
    set_bad_data (error, "a login without a user");
    return FALSE;
  }

  *out = (DvripLoginRequest) {
    .user = g_strdup (user),
    .hash = dup_string_or (message, "PassWord", ""),
    .encrypt_type = dup_string_or (message, "EncryptType", "MD5"),
  };

  return TRUE;
}

/**
 * dvrip_login_request_clear:
 */
void
dvrip_login_request_clear (DvripLoginRequest *request)
{
  g_clear_pointer (&request->user, g_free);
  g_clear_pointer (&request->hash, g_free);
  g_clear_pointer (&request->encrypt_type, g_free);
}

/**
 * dvrip_message_read_monitor_request:
 * @out: (out caller-allocates): free with dvrip_monitor_request_clear(); written on success only
 * @error: %WALL_REASON_BAD_DATA
 *
 * Reads a Claim, Start or Stop as a server sees it. Without parameters it means channel 0, "Main".
 *
 * Returns: %TRUE if it names an action and a channel that can be
 */
gboolean
dvrip_message_read_monitor_request (JsonObject           *message,
                                    DvripMonitorRequest  *out,
                                    GError              **error)
{
  JsonObject *operation = dvrip_json_get_object (message, "OPMonitor");
  JsonObject *parameter = operation ? dvrip_json_get_object (operation, "Parameter") : NULL;
  const char *action = operation ? dvrip_json_get_string (operation, "Action") : NULL;
  gint64 channel = 0;

  if (!action) {
    set_bad_data (error, "OPMonitor without an action");
    return FALSE;
  }
  if (parameter && json_object_has_member (parameter, "Channel") &&
      (!dvrip_json_get_int (parameter, "Channel", &channel) || channel < 0 ||
       channel >= MAX_CHANNELS)) {
    set_bad_data (error, "OPMonitor with a channel that cannot be");
    return FALSE;
  }

  *out = (DvripMonitorRequest) {
    .action = g_strdup (action),
    .channel = (guint) channel,
    .stream_type = parameter ? dup_string_or (parameter, "StreamType", "Main") : g_strdup ("Main"),
  };

  return TRUE;
}

/**
 * dvrip_monitor_request_clear:
 */
void
dvrip_monitor_request_clear (DvripMonitorRequest *request)
{
  g_clear_pointer (&request->action, g_free);
  g_clear_pointer (&request->stream_type, g_free);
}
