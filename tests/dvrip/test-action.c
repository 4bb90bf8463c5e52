/* test-action.c
 *
 * What is asked of a device besides its stream is written to the byte as devices understand it, and
 * whatever they say of alarms is read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-action.h"
#include "dvrip-header.h"

static void
assert_payload (GBytes *payload, const char *json)
{
  g_autoptr (GBytes) owned = payload;
  g_autofree char *expected = g_strconcat (json, "\n", NULL);

  g_assert_cmpstr (g_bytes_get_data (owned, NULL), ==, expected);
  g_assert_cmpuint (g_bytes_get_size (owned), ==, strlen (expected) + 1);
}

static void
assert_ptz (DvripPtz ptz, const char *preset, const char *tour)
{
  g_autofree char *json = g_strdup_printf (
    "{ \"Name\" : \"OPPTZControl\", \"OPPTZControl\" : { \"Command\" : \"%s\", \"Parameter\" : { "
    "\"AUX\" : { \"Number\" : 0, \"Status\" : \"On\" }, \"Channel\" : %u, "
    "\"MenuOpts\" : \"Enter\", "
    "\"POINT\" : { \"bottom\" : 0, \"left\" : 0, \"right\" : 0, \"top\" : 0 }, "
    "\"Pattern\" : \"SetBegin\", \"Preset\" : %s, \"Step\" : %u, \"Tour\" : %s } }, "
    "\"SessionID\" : \"0x00000057\" }", ptz.command, ptz.channel, preset, ptz.speed, tour);
  g_autoptr (GError) error = NULL;

  g_assert_true (dvrip_ptz_check (&ptz, &error));
  g_assert_no_error (error);
  assert_payload (dvrip_action_write_ptz (&ptz, 0x57), json);
}

static void
test_action_starts_and_stops_moves (void)
{
  static const char *const moves[] = {
    "DirectionUp", "DirectionDown", "DirectionLeft", "DirectionRight", "DirectionLeftUp",
    "DirectionLeftDown", "DirectionRightUp", "DirectionRightDown", "ZoomTile", "ZoomWide",
    "FocusNear", "FocusFar", "IrisSmall", "IrisLarge",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    DvripPtz ptz = { .command = moves[i], .channel = 3, .speed = 5 };

    g_assert_cmpint (dvrip_ptz_get_kind (moves[i]), ==, DVRIP_PTZ_MOVE);
    assert_ptz (ptz, "65535", "0");
    ptz.is_stop = TRUE;
    assert_ptz (ptz, "-1", "0");
  }
}

static void
test_action_numbers_presets_and_tours (void)
{
  static const char *const presets[] = { "SetPreset", "GotoPreset", "ClearPreset" };
  static const char *const tours[] = { "StartTour", "StopTour" };
  static const char *const switches[] = { "AutoPanOn", "AutoPanOff", "Menu" };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    assert_ptz ((DvripPtz) { .command = presets[i], .speed = 1, .number = 255 }, "255", "0");
  for (gsize i = 0; i < G_N_ELEMENTS (tours); i++)
    assert_ptz ((DvripPtz) { .command = tours[i], .speed = 8, .number = 2 }, "65535", "2");
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    assert_ptz ((DvripPtz) { .command = switches[i], .speed = 8 }, "65535", "0");
}

static void
assert_no_ptz (DvripPtz ptz, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dvrip_ptz_check (&ptz, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_REJECTED);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_action_refuses_what_is_no_command (void)
{
  assert_no_ptz ((DvripPtz) { .command = "directionup", .speed = 5 }, "directionup");
  assert_no_ptz ((DvripPtz) { .command = "", .speed = 5 }, "no PTZ command");
  assert_no_ptz ((DvripPtz) { .command = NULL, .speed = 5 }, "no PTZ command");
  assert_no_ptz ((DvripPtz) { .command = "DirectionUp\",\"x\":\"", .speed = 5 }, "no PTZ command");
  assert_no_ptz ((DvripPtz) { .command = "DirectionUp", .speed = 0 }, "Speed 0");
  assert_no_ptz ((DvripPtz) { .command = "DirectionUp", .speed = 9 }, "Speed 9");
  assert_no_ptz ((DvripPtz) { .command = "GotoPreset", .speed = 5, .number = 0 }, "Number 0");
  assert_no_ptz ((DvripPtz) { .command = "SetPreset", .speed = 5, .number = 256 }, "Number 256");
  assert_no_ptz ((DvripPtz) { .command = "StartTour", .speed = 5, .number = 0 }, "Number 0");
}

static void
test_action_writes_talk (void)
{
  static const char *const actions[] = { "Claim", "Start", "Stop" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_autofree char *json = g_strdup_printf (
      "{ \"Name\" : \"OPTalk\", \"OPTalk\" : { \"Action\" : \"%s\", \"AudioFormat\" : { "
      "\"BitRate\" : 128, \"EncodeType\" : \"G711_ALAW\", \"SampleBit\" : 8, \"SampleRate\" : 8 } "
      "}, \"SessionID\" : \"0x0000001B\" }", actions[i]);

    assert_payload (dvrip_action_write_talk (actions[i], 0x1b), json);
  }
}

/* The eight bytes are those of captures, in both directions. */
static void
test_action_writes_talk_units (void)
{
  static const guint8 head[] = { 0x00, 0x00, 0x01, 0xfa, 0x0e, 0x02, 0x40, 0x01 };
  guint8 data[DVRIP_TALK_SIZE];
  g_autoptr (GBytes) unit = NULL;
  const guint8 *bytes;

  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i * 3);
  unit = dvrip_action_write_talk_unit (data);
  bytes = g_bytes_get_data (unit, NULL);

  g_assert_cmpuint (g_bytes_get_size (unit), ==, 328);
  g_assert_cmpmem (bytes, 8, head, sizeof head);
  g_assert_cmpmem (bytes + 8, 320, data, sizeof data);
}

static void
test_action_writes_snapshot_and_key_frame (void)
{
  const DvripMonitor monitor = { .channel = 2, .stream_type = "Extra1" };

  assert_payload (dvrip_action_write_snapshot (0, 0x57),
                  "{ \"Name\" : \"OPSNAP\", \"OPSNAP\" : { \"Channel\" : 0 }, "
                  "\"SessionID\" : \"0x00000057\" }");
  assert_payload (dvrip_action_write_key_frame (&monitor, 0x57),
                  "{ \"Name\" : \"OPSetIFrame\", \"OPSetIFrame\" : { \"Channel\" : 2, "
                  "\"StreamType\" : \"Extra1\" }, \"SessionID\" : \"0x00000057\" }");
}

static gboolean
read_alarm (const char *text, DvripAlarm *out_alarm)
{
  g_autoptr (GBytes) payload = g_bytes_new (text, strlen (text));
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_alarm;

  g_assert_nonnull (message);
  is_alarm = dvrip_action_read_alarm (message, out_alarm, &error);
  if (!is_alarm)
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);

  return is_alarm;
}

static void
assert_alarm (const char *text, int channel, const char *event, const char *status,
              const char *time)
{
  DvripAlarm alarm;

  g_assert_true (read_alarm (text, &alarm));
  g_assert_cmpint (alarm.channel, ==, channel);
  g_assert_cmpstr (alarm.event, ==, event);
  g_assert_cmpstr (alarm.status, ==, status);
  g_assert_cmpstr (alarm.start_time, ==, time);
  dvrip_alarm_clear (&alarm);
}

static void
test_action_reads_alarms (void)
{
  assert_alarm ("{ \"AlarmInfo\" : { \"Channel\" : 0, \"Event\" : \"VideoMotion\", \"StartTime\" : "
                "\"2023-03-03 12:48:20\", \"Status\" : \"Start\" }, \"Name\" : \"AlarmInfo\", "
                "\"SessionID\" : \"0x1c\" }\n", 0, "VideoMotion", "Start", "2023-03-03 12:48:20");
  assert_alarm ("{\"AlarmInfo\":{\"Channel\":\"0x0F\",\"Event\":\"appEventHumanDetectAlarm\","
                "\"Status\":\"Stop\"}}", 15, "appEventHumanDetectAlarm", "Stop", "");
  assert_alarm ("{\"AlarmInfo\":{\"Channel\":3}}", 3, "", "", "");
  assert_alarm ("{\"AlarmInfo\":{\"Event\":\"StorageNotExist\",\"Channel\":-1}}", -1,
                "StorageNotExist", "", "");
  assert_alarm ("{\"Name\":\"NetAlarm\",\"NetAlarm\":{\"Event\":\"LocalAlarm\",\"Status\":1,"
                "\"Channel\":1e300,\"StartTime\":[]}}", -1, "LocalAlarm", "", "");
  assert_alarm ("{\"Event\":\"BlindDetect\",\"Channel\":1}", 1, "BlindDetect", "", "");
}

static void
test_action_distrusts_alarms (void)
{
  static const char *const none[] = {
    "{}", "{\"AlarmInfo\":[]}", "{\"AlarmInfo\":{}}", "{\"AlarmInfo\":{\"Event\":7}}",
    "{\"AlarmInfo\":null,\"Name\":\"AlarmInfo\"}", "{\"Name\":\"AlarmInfo\",\"Ret\":100}",
    "{\"AlarmInfo\":{\"Channel\":1024}}", "{\"AlarmInfo\":{\"Channel\":{}}}",
  };
  g_autofree char *text = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  DvripAlarm alarm;

  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (read_alarm (none[i], &alarm));

  /* Three bytes each: the limit falls inside one of them. */
  for (guint i = 0; i < 100000; i++)
    g_string_append (many, "€");
  text = g_strdup_printf ("{\"AlarmInfo\":{\"Event\":\"%s\"}}", many->str);
  g_assert_true (read_alarm (text, &alarm));
  g_assert_cmpuint (strlen (alarm.event), ==, 255);
  g_assert_true (g_utf8_validate (alarm.event, -1, NULL));
  dvrip_alarm_clear (&alarm);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/action/starts-and-stops-moves", test_action_starts_and_stops_moves);
  g_test_add_func ("/dvrip/action/numbers-presets-and-tours",
                   test_action_numbers_presets_and_tours);
  g_test_add_func ("/dvrip/action/refuses-what-is-no-command",
                   test_action_refuses_what_is_no_command);
  g_test_add_func ("/dvrip/action/writes-talk", test_action_writes_talk);
  g_test_add_func ("/dvrip/action/writes-talk-units", test_action_writes_talk_units);
  g_test_add_func ("/dvrip/action/writes-snapshot-and-key-frame",
                   test_action_writes_snapshot_and_key_frame);
  g_test_add_func ("/dvrip/action/reads-alarms", test_action_reads_alarms);
  g_test_add_func ("/dvrip/action/distrusts-alarms", test_action_distrusts_alarms);

  return g_test_run ();
}
