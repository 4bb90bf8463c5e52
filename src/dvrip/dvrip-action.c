/* dvrip-action.c
 *
 * What a viewer may ask of a device besides its stream, as messages. The shapes are those that
 * several clients agree on; where they differ, the one with more members.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-action.h"

#include <string.h>

#include "dvrip-json.h"
#include "dvrip-unit-reader.h"

/* In "Preset" beside a move. Some firmware ignores a start that carries anything below zero. */
#define MOVE_STARTS 65535
#define MOVE_STOPS  (-1)

#define MAX_CHANNELS   1024
#define MAX_TEXT       256   /* bytes of a text that goes on to a person */
#define TALK_BIT_RATE  128
#define TALK_KHZ       8
#define TALK_BITS      8

static const struct {
  const char *command;
  DvripPtzKind kind;
} commands[] = {
  { "DirectionUp", DVRIP_PTZ_MOVE },
  { "DirectionDown", DVRIP_PTZ_MOVE },
  { "DirectionLeft", DVRIP_PTZ_MOVE },
  { "DirectionRight", DVRIP_PTZ_MOVE },
  { "DirectionLeftUp", DVRIP_PTZ_MOVE },
  { "DirectionLeftDown", DVRIP_PTZ_MOVE },
  { "DirectionRightUp", DVRIP_PTZ_MOVE },
  { "DirectionRightDown", DVRIP_PTZ_MOVE },
  { "ZoomTile", DVRIP_PTZ_MOVE },
  { "ZoomWide", DVRIP_PTZ_MOVE },
  { "FocusNear", DVRIP_PTZ_MOVE },
  { "FocusFar", DVRIP_PTZ_MOVE },
  { "IrisSmall", DVRIP_PTZ_MOVE },
  { "IrisLarge", DVRIP_PTZ_MOVE },
  { "SetPreset", DVRIP_PTZ_PRESET },
  { "GotoPreset", DVRIP_PTZ_PRESET },
  { "ClearPreset", DVRIP_PTZ_PRESET },
  { "StartTour", DVRIP_PTZ_TOUR },
  { "StopTour", DVRIP_PTZ_TOUR },
  { "AutoPanOn", DVRIP_PTZ_SWITCH },
  { "AutoPanOff", DVRIP_PTZ_SWITCH },
  { "Menu", DVRIP_PTZ_SWITCH },
};

/**
 * dvrip_ptz_get_kind:
 * @command: (nullable): a word as it stands on the wire
 *
 * Returns: what it is, %DVRIP_PTZ_NONE for a word that is no command
 */
DvripPtzKind
dvrip_ptz_get_kind (const char *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].command, command) == 0)
      return commands[i].kind;

  return DVRIP_PTZ_NONE;
}

/**
 * dvrip_ptz_intern:
 * @command: (nullable): a word
 *
 * Returns: (transfer none) (nullable): the same word, never to be freed; %NULL if it is no command
 */
const char *
dvrip_ptz_intern (const char *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].command, command) == 0)
      return commands[i].command;

  return NULL;
}

static gboolean
check_range (const char *what, guint value, guint max, GError **error)
{
  if (value >= 1 && value <= max)
    return TRUE;

  g_set_error (error, WALL_ERROR, WALL_REASON_REJECTED, "%s %u is not from 1 to %u", what, value,
               max);
  return FALSE;
}

/**
 * dvrip_ptz_check:
 * @ptz: what somebody wants of a camera
 * @error: %WALL_REASON_REJECTED, in words
 *
 * Returns: whether it can be asked for
 */
gboolean
dvrip_ptz_check (const DvripPtz *ptz,
                 GError        **error)
{
  DvripPtzKind kind = dvrip_ptz_get_kind (ptz->command);
  gboolean has_number = kind == DVRIP_PTZ_PRESET || kind == DVRIP_PTZ_TOUR;

  if (kind == DVRIP_PTZ_NONE) {
    g_set_error (error, WALL_ERROR, WALL_REASON_REJECTED, "\"%s\" is no PTZ command",
                 ptz->command ? ptz->command : "");
    return FALSE;
  }

  return check_range ("Speed", ptz->speed, DVRIP_PTZ_MAX_SPEED, error) &&
         (!has_number || check_range ("Number", ptz->number, DVRIP_PTZ_MAX_PRESET, error));
}

static JsonObject *
new_aux (void)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "Number", 0);
  json_object_set_string_member (object, "Status", "On");

  return object;
}

static JsonObject *
new_point (void)
{
  static const char *const sides[] = { "bottom", "left", "right", "top" };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    json_object_set_int_member (object, sides[i], 0);

  return object;
}

static gint64
get_preset (const DvripPtz *ptz)
{
  if (dvrip_ptz_get_kind (ptz->command) == DVRIP_PTZ_PRESET)
    return ptz->number;

  return ptz->is_stop ? MOVE_STOPS : MOVE_STARTS;
}

/**
 * dvrip_action_write_ptz:
 * @ptz: what dvrip_ptz_check() has passed
 *
 * A move starts with 65535 as its preset and is stopped by the same command with -1; all members
 * that any client sends are there, since some firmware wants them all.
 *
 * Returns: (transfer full): the payload of a packet %DVRIP_ID_PTZ
 */
GBytes *
dvrip_action_write_ptz (const DvripPtz *ptz,
                        guint32         session_id)
{
  gboolean is_tour = dvrip_ptz_get_kind (ptz->command) == DVRIP_PTZ_TOUR;
  JsonObject *operation = json_object_new ();
  JsonObject *parameter = json_object_new ();

  json_object_set_object_member (parameter, "AUX", new_aux ());
  json_object_set_int_member (parameter, "Channel", ptz->channel);
  json_object_set_string_member (parameter, "MenuOpts", "Enter");
  json_object_set_object_member (parameter, "POINT", new_point ());
  json_object_set_string_member (parameter, "Pattern", "SetBegin");
  json_object_set_int_member (parameter, "Preset", get_preset (ptz));
  json_object_set_int_member (parameter, "Step", ptz->speed);
  json_object_set_int_member (parameter, "Tour", is_tour ? ptz->number : 0);
  json_object_set_string_member (operation, "Command", ptz->command);
  json_object_set_object_member (operation, "Parameter", parameter);

  return dvrip_message_write_operation ("OPPTZControl", operation, session_id);
}

/**
 * dvrip_action_write_talk:
 * @action: "Claim", "Start" or "Stop"
 *
 * Captures of the vendor's programs claim with "BitRate" 0 and 128; "SampleRate" is in kHz in most.
 *
 * Returns: (transfer full): the payload of a packet %DVRIP_ID_TALK_CLAIM for "Claim",
 *   %DVRIP_ID_TALK for the others
 */
GBytes *
dvrip_action_write_talk (const char *action,
                         guint32     session_id)
{
  JsonObject *operation = json_object_new ();
  JsonObject *format = json_object_new ();

  json_object_set_int_member (format, "BitRate", TALK_BIT_RATE);
  json_object_set_string_member (format, "EncodeType", "G711_ALAW");
  json_object_set_int_member (format, "SampleBit", TALK_BITS);
  json_object_set_int_member (format, "SampleRate", TALK_KHZ);
  json_object_set_string_member (operation, "Action", action);
  json_object_set_object_member (operation, "AudioFormat", format);

  return dvrip_message_write_operation ("OPTalk", operation, session_id);
}

/**
 * dvrip_action_write_talk_unit:
 * @data: 40 ms of A-law
 *
 * Returns: (transfer full): the payload of a packet %DVRIP_ID_TALK_DATA: an audio unit
 */
GBytes *
dvrip_action_write_talk_unit (const guint8 data[DVRIP_TALK_SIZE])
{
  const DvripUnitHeader header = {
    .kind = DVRIP_UNIT_AUDIO,
    .payload_size = DVRIP_TALK_SIZE,
    .codec = DVRIP_AUDIO_ALAW,
    .sample_rate = TALK_KHZ * 1000,
  };
  guint8 head[16];
  gsize head_size = dvrip_unit_header_write (&header, head);
  guint8 *unit = g_malloc (head_size + DVRIP_TALK_SIZE);

  memcpy (unit, head, head_size);
  memcpy (unit + head_size, data, DVRIP_TALK_SIZE);

  return g_bytes_new_take (unit, head_size + DVRIP_TALK_SIZE);
}

/**
 * dvrip_action_write_snapshot:
 * @channel: from 0
 *
 * Returns: (transfer full): the payload of a packet %DVRIP_ID_SNAPSHOT
 */
GBytes *
dvrip_action_write_snapshot (guint   channel,
                             guint32 session_id)
{
  JsonObject *operation = json_object_new ();

  json_object_set_int_member (operation, "Channel", channel);

  return dvrip_message_write_operation ("OPSNAP", operation, session_id);
}

/**
 * dvrip_action_write_key_frame:
 * @monitor: the stream that is played
 *
 * The vendor's list of ids has a name for this message, and no public source shows its text. This
 * one is made after the pattern of the others: an operation named like the id, with the stream as
 * "OPMonitor" names it. It asks for nothing that could change a setting, so a device that knows
 * another shape can only ignore or refuse it. That is an expected answer.
 *
 * Returns: (transfer full): the payload of a packet %DVRIP_ID_KEY_FRAME
 */
GBytes *
dvrip_action_write_key_frame (const DvripMonitor *monitor,
                              guint32             session_id)
{
  JsonObject *operation = json_object_new ();

  json_object_set_int_member (operation, "Channel", monitor->channel);
  json_object_set_string_member (operation, "StreamType", monitor->stream_type);

  return dvrip_message_write_operation ("OPSetIFrame", operation, session_id);
}

/* Most call the member like the message. A firmware that calls it otherwise still has its event in
 * it. */
static JsonObject *
find_alarm (JsonObject *message)
{
  g_autoptr (GList) names = json_object_get_members (message);
  JsonObject *alarm = dvrip_json_get_object (message, "AlarmInfo");

  for (GList *at = names; !alarm && at; at = at->next) {
    JsonObject *member = dvrip_json_get_object (message, at->data);

    if (member && json_object_has_member (member, "Event"))
      alarm = member;
  }

  if (!alarm && json_object_has_member (message, "Event"))
    alarm = message;

  return alarm;
}

static int
read_channel (JsonObject *alarm)
{
  gint64 channel;

  if (!dvrip_json_get_int (alarm, "Channel", &channel) || channel < 0 || channel >= MAX_CHANNELS)
    return -1;

  return (int) channel;
}

/* Cut between characters. */
static char *
read_text (JsonObject *alarm, const char *name)
{
  const char *text = dvrip_json_get_string (alarm, name);
  const char *end;

  if (!text)
    return g_strdup ("");

  g_utf8_validate (text, (gssize) strnlen (text, MAX_TEXT), &end);
  return g_strndup (text, (gsize) (end - text));
}

/**
 * dvrip_action_read_alarm:
 * @message: of a packet %DVRIP_ID_ALARM
 * @out_alarm: (out caller-allocates): free with dvrip_alarm_clear(); written on success only
 * @error: %WALL_REASON_BAD_DATA
 *
 * Reads what a device tells unasked. Every member may be missing or of another type; an alarm is
 * what has at least an event or a channel.
 *
 * Returns: %TRUE if it is an alarm
 */
gboolean
dvrip_action_read_alarm (JsonObject  *message,
                         DvripAlarm  *out_alarm,
                         GError     **error)
{
  JsonObject *object = find_alarm (message);
  DvripAlarm alarm;

  if (!object) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_DATA, "An alarm without an event");
    return FALSE;
  }

  alarm = (DvripAlarm) {
    .channel = read_channel (object),
    .event = read_text (object, "Event"),
    .status = read_text (object, "Status"),
    .start_time = read_text (object, "StartTime"),
  };
  if (*alarm.event == '\0' && alarm.channel < 0) {
    dvrip_alarm_clear (&alarm);
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_DATA, "An alarm that says nothing");
    return FALSE;
  }

  *out_alarm = alarm;
  return TRUE;
}

/**
 * dvrip_alarm_clear:
 */
void
dvrip_alarm_clear (DvripAlarm *alarm)
{
  g_clear_pointer (&alarm->event, g_free);
  g_clear_pointer (&alarm->status, g_free);
  g_clear_pointer (&alarm->start_time, g_free);
}
