/* test-dvripsrc-encoder.c
 *
 * What a dvripsrc asks for besides its stream, of the real encoder: its camera turns, its alarms
 * are heard, it hears what is said, and its pictures are whole.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "encoder-device.h"
#include "gstdvripplugin.h"
#include "src-client.h"

static EncoderServer *
start_encoder (EncoderUsers *users)
{
  g_autofree char *cache = g_test_build_filename (G_TEST_BUILT, "encoder-cache", NULL);
  const EncoderConfig config = {
    .channels = 2,
    .main = { 160, 96, 25.0 },
    .sub = { 80, 64, 10.0 },
    .password = "secret",
    .users = users,
    .cache_dir = cache,
  };
  g_autoptr (GError) error = NULL;
  EncoderServer *server = encoder_server_new (&config, &error);

  g_assert_no_error (error);
  g_assert_true (encoder_server_start (server, &error));
  g_assert_no_error (error);

  return server;
}

static SrcClient *
play (EncoderServer *server,
      const char    *topology)
{
  SrcClient *client = src_client_new (encoder_server_get_port (server, 1));

  g_object_set (client->src, "channel", 2, NULL);
  gst_util_set_object_arg (G_OBJECT (client->src), "topology", topology);
  src_client_play (client);
  src_client_wait_buffers (client, 1);

  return client;
}

static GstMessage *
wait_for (SrcClient  *client,
          const char *name)
{
  GstMessage *message = src_client_wait_message (client, GST_MESSAGE_ELEMENT);

  g_assert_cmpstr (gst_structure_get_name (gst_message_get_structure (message)), ==, name);
  g_test_message ("%" GST_PTR_FORMAT, gst_message_get_structure (message));

  return message;
}

static void
assert_reply (SrcClient  *client,
              const char *name,
              const char *reason,
              int         ret)
{
  g_autoptr (GstMessage) message = wait_for (client, "dvrip-reply");
  const GstStructure *structure = gst_message_get_structure (message);
  int told_ret;

  g_assert_true (gst_structure_get_int (structure, "ret", &told_ret));
  g_assert_cmpstr (gst_structure_get_string (structure, "name"), ==, name);
  g_assert_cmpstr (gst_structure_get_string (structure, "reason"), ==, reason);
  g_assert_cmpint (told_ret, ==, ret);
}

static void
ask (SrcClient  *client,
     const char *action,
     const char *reason,
     int         ret)
{
  guint request;

  g_signal_emit_by_name (client->src, action, &request);
  g_assert_cmpuint (request, !=, 0);
  assert_reply (client, action, reason, ret);
}

static void
turn (SrcClient  *client,
      const char *command,
      int         preset,
      const char *reason,
      int         ret)
{
  guint request;

  g_signal_emit_by_name (client->src, "ptz", command, 8, preset, &request);
  g_assert_cmpuint (request, !=, 0);
  assert_reply (client, "ptz", reason, ret);
}

static EncoderPtzPosition
look (EncoderServer *server)
{
  EncoderPtzPosition position;

  encoder_device_get_ptz (server, 2, &position);

  return position;
}

static void
test_camera_turns (gconstpointer topology)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = play (server, topology);

  turn (client, "DirectionLeftUp", 0, "none", 100);
  g_assert_true (look (server).is_moving);
  turn (client, "ZoomTile", 0, "none", 100);
  ask (client, "ptz-stop", "none", 100);
  g_assert_false (look (server).is_moving);
  g_assert_cmpfloat (look (server).pan, <, 0);
  g_assert_cmpfloat (look (server).tilt, >, 0);
  g_assert_cmpfloat (look (server).zoom, >, 1);

  turn (client, "SetPreset", 255, "none", 100);
  g_assert_cmpuint (look (server).n_presets, ==, 1);
  turn (client, "GotoPreset", 255, "none", 100);
  turn (client, "GotoPreset", 9, "rejected", 109);
  turn (client, "Menu", 0, "none", 100);
  g_assert_true (look (server).is_menu);

  /* Nobody stops it but the close. */
  turn (client, "DirectionRight", 0, "none", 100);
  g_assert_true (look (server).is_moving);
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  g_assert_false (look (server).is_moving);
}

static void
test_snapshot_is_a_picture (gconstpointer topology)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = play (server, topology);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstBuffer) picture = NULL;
  guint8 ends[4];
  guint request;
  gsize size;

  g_signal_emit_by_name (client->src, "snapshot", &request);
  message = wait_for (client, "dvrip-reply");
  g_assert_true (gst_structure_get (gst_message_get_structure (message), "picture",
                                    GST_TYPE_BUFFER, &picture, NULL));
  size = gst_buffer_get_size (picture);
  g_assert_cmpuint (size, >, 500);
  gst_buffer_extract (picture, 0, ends, 2);
  gst_buffer_extract (picture, size - 2, ends + 2, 2);
  g_assert_cmpmem (ends, 4, "\xff\xd8\xff\xd9", 4);
}

static void
assert_alarm (SrcClient  *client,
              guint       channel,
              const char *event,
              const char *status)
{
  g_autoptr (GstMessage) message = wait_for (client, "dvrip-alarm");
  const GstStructure *structure = gst_message_get_structure (message);
  guint told_channel;

  g_assert_true (gst_structure_get_uint (structure, "channel", &told_channel));
  g_assert_cmpuint (told_channel, ==, channel);
  g_assert_cmpstr (gst_structure_get_string (structure, "event"), ==, event);
  g_assert_cmpstr (gst_structure_get_string (structure, "status"), ==, status);
  g_assert_cmpuint (strlen (gst_structure_get_string (structure, "time")), ==,
                    strlen ("2023-03-03 12:48:20"));
}

static void
test_alarms_are_heard (gconstpointer topology)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = play (server, topology);

  ask (client, "subscribe-alarms", "none", 100);
  encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, TRUE);
  assert_alarm (client, 1, "VideoMotion", "Start");
  encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, FALSE);
  assert_alarm (client, 1, "VideoMotion", "Stop");
  ask (client, "unsubscribe-alarms", "none", 100);
}

static gboolean
say (SrcClient *client,
     gsize      size)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, size, NULL);
  gboolean is_kept;

  gst_buffer_memset (buffer, 0, 0x55, size);
  g_signal_emit_by_name (client->src, "talk-push", buffer, &is_kept);

  return is_kept;
}

static void
test_talk_is_heard (gconstpointer topology)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = play (server, topology);
  g_autoptr (SrcClient) other = play (server, topology);
  EncoderTalkStats stats;

  ask (client, "talk-stop", "rejected", 504);
  ask (client, "talk-start", "none", 100);
  ask (other, "talk-start", "rejected", 503);
  g_assert_true (say (client, 3000));
  ask (client, "talk-stop", "none", 100);

  encoder_device_get_talk (server, 1, &stats);
  g_assert_cmpuint (stats.units, ==, 10);
  g_assert_cmpuint (stats.bytes, ==, 3200);
  g_assert_cmpuint (stats.bad, ==, 0);
  g_assert_false (stats.is_open);
  ask (other, "talk-start", "none", 100);
}

/* One of whom it is not known whether it knows how: whatever it says, the stream goes on. */
static void
test_key_frame_harms_nothing (gconstpointer topology)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = play (server, topology);
  g_autoptr (GstMessage) message = NULL;
  EncoderCounters counters;
  guint request;

  g_signal_emit_by_name (client->src, "request-key-frame", &request);
  message = wait_for (client, "dvrip-reply");
  src_client_wait_buffers (client, src_client_get_n_buffers (client) + 20);
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.logins, ==, 1);
}

/* It finds its way up through the demuxer. */
static void
test_key_frame_from_downstream (void)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autofree char *line = g_strdup_printf (
    "dvripsrc host=127.0.0.1 port=%u password=secret ! dvripdemux ! video/x-h264 ! "
    "fakesink name=sink signal-handoffs=true sync=false", encoder_server_get_port (server, 1));
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, &error);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, SRC_CLIENT_DEADLINE, GST_MESSAGE_ASYNC_DONE);
  g_assert_nonnull (message);
  gst_clear_message (&message);

  g_assert_true (gst_pad_push_event (
    pad, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                               gst_structure_new_empty ("GstForceKeyUnit"))));
  message = gst_bus_timed_pop_filtered (bus, SRC_CLIENT_DEADLINE, GST_MESSAGE_ELEMENT);
  g_assert_true (gst_message_has_name (message, "dvrip-reply"));
  g_assert_cmpstr (gst_structure_get_string (gst_message_get_structure (message), "name"), ==,
                   "request-key-frame");
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static EncoderUsers *
make_users (void)
{
  g_autofree char *dir = g_dir_make_tmp ("dvripsrc-users-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (GError) error = NULL;
  EncoderUsers *users;

  g_assert_true (g_file_set_contents (path, "[user admin]\npassword=secret\nlive=all\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (dir);

  return users;
}

static void
test_rights_are_told (gconstpointer topology)
{
  g_autoptr (EncoderUsers) users = make_users ();
  g_autoptr (EncoderServer) server = start_encoder (users);
  g_autoptr (SrcClient) client = play (server, topology);

  turn (client, "DirectionUp", 0, "no-permission", 107);
  ask (client, "subscribe-alarms", "no-permission", 107);
  ask (client, "talk-start", "no-permission", 107);
  src_client_wait_buffers (client, src_client_get_n_buffers (client) + 20);
}

/* Oddities of devices that touch what is asked of them, several at a time. */
static void
test_deviations (void)
{
  static const EncoderDeviation deviations[][5] = {
    { ENCODER_DEVIATION_VERSION_0, ENCODER_DEVIATION_OWN_SEQUENCE, ENCODER_DEVIATION_NEWLINE,
      ENCODER_DEVIATION_SHORT_SESSION, ENCODER_DEVIATION_PACKETS_1400 },
    { ENCODER_DEVIATION_RESERVED, ENCODER_DEVIATION_SEQUENCE_PLUS_1,
      ENCODER_DEVIATION_NO_TERMINATOR, ENCODER_DEVIATION_LONG_SESSION,
      ENCODER_DEVIATION_WHOLE_UNITS },
    { ENCODER_DEVIATION_NUL, ENCODER_DEVIATION_START_REPLY, ENCODER_DEVIATION_SEVERAL_UNITS,
      ENCODER_DEVIATION_STARTS_INSIDE, ENCODER_DEVIATION_INFO_UNITS },
  };
  g_autoptr (EncoderServer) server = start_encoder (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (deviations); i++) {
    EncoderDeviations set = { 0 };
    g_autoptr (SrcClient) client = NULL;

    for (guint j = 0; j < G_N_ELEMENTS (deviations[i]); j++)
      encoder_deviations_add (&set, deviations[i][j]);
    encoder_server_set_deviations (server, &set);
    client = play (server, i % 2 ? "one-socket" : "two-sockets");

    turn (client, "DirectionDown", 0, "none", 100);
    ask (client, "ptz-stop", "none", 100);
    ask (client, "snapshot", "none", 0);
    ask (client, "talk-start", "none", 100);
    ask (client, "talk-stop", "none", 100);
    ask (client, "subscribe-alarms", "none", 100);
    encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, TRUE);
    assert_alarm (client, 1, "VideoMotion", "Start");
    encoder_device_set_alarm (server, 1, ENCODER_ALARM_MOTION, FALSE);
    assert_alarm (client, 1, "VideoMotion", "Stop");
    src_client_close (client);
    src_client_assert_closed (client, "us", "none");
  }
}

/* Answers that say nothing of how it went are answers. */
static void
test_no_return_code (void)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  EncoderDeviations set = { 0 };
  g_autoptr (SrcClient) client = play (server, "one-socket");

  encoder_deviations_add (&set, ENCODER_DEVIATION_NO_RET);
  encoder_server_set_deviations (server, &set);
  turn (client, "DirectionDown", 0, "none", 0);
  ask (client, "ptz-stop", "none", 0);
}

static void
add (const char   *name,
     GTestDataFunc function)
{
  static const char *const topologies[] = { "one-socket", "two-sockets" };

  for (guint i = 0; i < G_N_ELEMENTS (topologies); i++) {
    g_autofree char *path = g_strdup_printf ("/gst/dvripsrc-encoder/%s/%s", name, topologies[i]);

    g_test_add_data_func (path, topologies[i], function);
  }
}

/* Signed in without a stream: nothing is claimed, and what is asked for is answered at once. */
static void
test_asks_without_a_stream (void)
{
  g_autoptr (EncoderServer) server = start_encoder (NULL);
  g_autoptr (SrcClient) client = src_client_new (encoder_server_get_port (server, 1));
  g_autoptr (GstMessage) titles = NULL;
  g_autoptr (GstMessage) info = NULL;
  const GstStructure *said;
  EncoderCounters counters;
  guint request, inputs = 0;
  char **names;

  g_object_set (client->src, "no-stream", TRUE, NULL);
  src_client_play (client);
  src_client_wait_phase (client, "visit");

  g_signal_emit_by_name (client->src, "channel-titles", &request);
  g_assert_cmpuint (request, !=, 0);
  titles = wait_for (client, "dvrip-reply");
  said = gst_message_get_structure (titles);
  g_assert_true (gst_structure_get (said, "titles", G_TYPE_STRV, &names, NULL));
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_strfreev (names);

  g_signal_emit_by_name (client->src, "system-info", &request);
  g_assert_cmpuint (request, !=, 0);
  info = wait_for (client, "dvrip-reply");
  said = gst_message_get_structure (info);
  g_assert_nonnull (gst_structure_get_string (said, "model"));
  g_assert_nonnull (gst_structure_get_string (said, "serial"));
  g_assert_true (gst_structure_get_uint (said, "video-inputs", &inputs));
  g_assert_cmpuint (inputs, ==, 2);

  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.logins, ==, 1);
  g_assert_cmpuint (counters.claims, ==, 0);
  g_assert_cmpuint (counters.logouts, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gst_dvrip_register_static ();

  add ("camera-turns", test_camera_turns);
  add ("snapshot-is-a-picture", test_snapshot_is_a_picture);
  add ("alarms-are-heard", test_alarms_are_heard);
  add ("talk-is-heard", test_talk_is_heard);
  add ("key-frame-harms-nothing", test_key_frame_harms_nothing);
  add ("rights-are-told", test_rights_are_told);
  g_test_add_func ("/gst/dvripsrc-encoder/key-frame-from-downstream",
                   test_key_frame_from_downstream);
  g_test_add_func ("/gst/dvripsrc-encoder/deviations", test_deviations);
  g_test_add_func ("/gst/dvripsrc-encoder/no-return-code", test_no_return_code);
  g_test_add_func ("/gst/dvripsrc-encoder/asks-without-a-stream", test_asks_without_a_stream);

  return g_test_run ();
}
