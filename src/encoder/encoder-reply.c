/* encoder-reply.c
 *
 * Writes the replies to login, channel titles, system info and time query in the shape that
 * captures of devices show: names, types and order of magnitude of every field.
 * Pure but for the clock: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-reply.h"

#include "dvrip-message.h"

static void
begin_reply (JsonBuilder *builder,
             const char  *name)
{
  json_builder_begin_object (builder);
  if (name) {
    json_builder_set_member_name (builder, "Name");
    json_builder_add_string_value (builder, name);
  }
}

static void
add_int (JsonBuilder *builder,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_string (JsonBuilder *builder,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_hex (JsonBuilder *builder,
         const char  *name,
         guint32      value)
{
  char text[16];

  g_snprintf (text, sizeof text, "0x%08X", value);
  add_string (builder, name, text);
}

static GBytes *
end_reply (JsonBuilder *builder,
           guint32      session_id)
{
  g_autoptr (JsonNode) root = NULL;

  add_int (builder, "Ret", DVRIP_RET_OK);
  add_hex (builder, "SessionID", session_id);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return dvrip_message_write_json (root);
}

/**
 * encoder_reply_login:
 *
 * Returns: (transfer full): the reply to a login that succeeded. "DeviceType " really ends in a
 *   space.
 */
GBytes *
encoder_reply_login (const EncoderBox *box,
                     guint32           session_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_reply (builder, NULL);
  add_int (builder, "AliveInterval", box->alive_interval);
  add_int (builder, "ChannelNum", box->channels);
  json_builder_set_member_name (builder, "DataUseAES");
  json_builder_add_boolean_value (builder, FALSE);
  add_string (builder, "DeviceType ", box->channels > 1 ? "HVR" : "IPC");
  add_int (builder, "ExtraChannel", 0);

  return end_reply (builder, session_id);
}

/**
 * encoder_reply_titles:
 *
 * Returns: (transfer full): the names of all channels
 */
GBytes *
encoder_reply_titles (const EncoderBox *box,
                      guint32           session_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_reply (builder, "ChannelTitle");
  json_builder_set_member_name (builder, "ChannelTitle");
  json_builder_begin_array (builder);
  for (guint i = 0; i < box->channels; i++)
    json_builder_add_string_value (builder, box->titles[i]);
  json_builder_end_array (builder);

  return end_reply (builder, session_id);
}

/**
 * encoder_reply_system_info:
 *
 * Returns: (transfer full): what kind of device this is
 */
GBytes *
encoder_reply_system_info (const EncoderBox *box,
                           guint32           session_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin_reply (builder, "SystemInfo");
  json_builder_set_member_name (builder, "SystemInfo");
  json_builder_begin_object (builder);
  add_int (builder, "AlarmInChannel", 0);
  add_int (builder, "AlarmOutChannel", 0);
  add_int (builder, "AudioInChannel", box->channels);
  add_string (builder, "BuildTime", "2026-11-22 00:00:00");
  add_int (builder, "CombineSwitch", 0);
  add_string (builder, "DeviceModel", "watchwall-encoder");
  add_hex (builder, "DeviceRunTime", box->run_minutes);
  add_int (builder, "DigChannel", 0);
  add_string (builder, "EncryptVersion", "Unknown");
  add_int (builder, "ExtraChannel", 0);
  add_string (builder, "HardWare", "watchwall-encoder");
  add_string (builder, "HardWareVersion", "Unknown");
  add_string (builder, "SerialNo", box->serial);
  add_string (builder, "SoftWareVersion", PACKAGE_VERSION);
  add_int (builder, "TalkInChannel", 1);
  add_int (builder, "TalkOutChannel", 1);
  add_int (builder, "VideoInChannel", box->channels);
  add_int (builder, "VideoOutChannel", 0);
  json_builder_end_object (builder);

  return end_reply (builder, session_id);
}

/**
 * encoder_reply_time:
 *
 * Returns: (transfer full): the local time now, without a zone, as devices say it
 */
GBytes *
encoder_reply_time (guint32 session_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");

  begin_reply (builder, "OPTimeQuery");
  add_string (builder, "OPTimeQuery", text);

  return end_reply (builder, session_id);
}
