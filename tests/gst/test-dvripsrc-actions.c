/* test-dvripsrc-actions.c
 *
 * What an application can ask of a dvripsrc besides its stream, and what the bus says of it. None
 * of it costs the stream a unit.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "gstdvripplugin.h"
#include "src-client.h"

static SrcClient *
play (FakeDevice *device,
      const char *topology,
      guint       request_ms)
{
  SrcClient *client = src_client_new (fake_device_get_port (device));

  gst_util_set_object_arg (G_OBJECT (client->src), "topology", topology);
  g_object_set (client->src, "request-timeout", request_ms, NULL);
  src_client_play (client);
  src_client_wait_buffers (client, 1);

  return client;
}

static guint
emit (SrcClient  *client,
      const char *action)
{
  guint request = G_MAXUINT;

  g_signal_emit_by_name (client->src, action, &request);
  g_assert_cmpuint (request, !=, G_MAXUINT);

  return request;
}

static guint
turn (SrcClient  *client,
      const char *command,
      int         speed,
      int         preset)
{
  guint request;

  g_signal_emit_by_name (client->src, "ptz", command, speed, preset, &request);

  return request;
}

static GstMessage *
wait_for (SrcClient  *client,
          const char *name)
{
  GstMessage *message = src_client_wait_message (client, GST_MESSAGE_ELEMENT);

  g_assert_cmpstr (gst_structure_get_name (gst_message_get_structure (message)), ==, name);

  return message;
}

static void
check_reply (GstMessage *message,
             guint       request,
             const char *name,
             const char *reason,
             int         ret)
{
  const GstStructure *structure = gst_message_get_structure (message);
  guint told_request;
  int told_ret;

  g_test_message ("%" GST_PTR_FORMAT, structure);
  g_assert_true (gst_structure_get_uint (structure, "request", &told_request));
  g_assert_true (gst_structure_get_int (structure, "ret", &told_ret));
  g_assert_cmpuint (told_request, ==, request);
  g_assert_cmpstr (gst_structure_get_string (structure, "name"), ==, name);
  g_assert_cmpstr (gst_structure_get_string (structure, "reason"), ==, reason);
  g_assert_cmpint (told_ret, ==, ret);
  g_assert_cmpuint (strlen (gst_structure_get_string (structure, "text")), >, 1);
}

static void
assert_reply (SrcClient  *client,
              guint       request,
              const char *name,
              const char *reason,
              int         ret)
{
  g_autoptr (GstMessage) message = wait_for (client, "dvrip-reply");

  check_reply (message, request, name, reason, ret);
}

/* Whoever does not know the words is told some. */
static void
assert_names_commands (SrcClient *client)
{
  g_autoptr (GstMessage) message = wait_for (client, "dvrip-reply");
  const char *text = gst_structure_get_string (gst_message_get_structure (message), "text");

  check_reply (message, 0, "ptz", "invalid", 0);
  g_assert_nonnull (strstr (text, "DirectionUp"));
  g_assert_nonnull (strstr (text, "GotoPreset"));
}

/* Byte for byte what the device sent, from the first unit on, and on the first connection. */
static void
assert_uninterrupted (SrcClient         *client,
                      FakeDevice        *device,
                      const FakeOptions *options)
{
  guint n_buffers = src_client_get_n_buffers (client) + 20;
  FakeCounts counts;

  src_client_wait_buffers (client, n_buffers);
  for (guint i = 0; i < n_buffers; i++) {
    g_autoptr (GBytes) unit = fake_unit_new (i, options);
    GstBuffer *buffer = src_client_get_buffer (client, i);

    g_assert_cmpuint (gst_buffer_get_size (buffer), ==, g_bytes_get_size (unit));
    g_assert_cmpint (gst_buffer_memcmp (buffer, 0, g_bytes_get_data (unit, NULL),
                                        g_bytes_get_size (unit)), ==, 0);
    g_assert_cmpint (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT), ==, i == 0);
  }

  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, 1);
}

static void
close_well (SrcClient         *client,
            FakeDevice        *device,
            const FakeOptions *options)
{
  assert_uninterrupted (client, device, options);
  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  src_client_assert_quiet (client);
  wait_until_left (device);
}

static void
test_answers (gconstpointer topology)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, topology, 20000);
  g_autofree char *log = NULL;

  assert_reply (client, turn (client, "GotoPreset", 0, 3), "ptz", "none", 100);
  assert_reply (client, turn (client, "DirectionUp", 8, 0), "ptz", "none", 100);
  assert_reply (client, emit (client, "ptz-stop"), "ptz-stop", "none", 100);
  assert_reply (client, emit (client, "request-key-frame"), "request-key-frame", "none", 100);
  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "ptz:GotoPreset/3/5 ptz:DirectionUp/65535/8 "
                                 "ptz:DirectionUp/-1/8 key-frame"));
  close_well (client, device, &options);
}

static void
test_ignored (gconstpointer topology)
{
  static const char *const actions[] = { "snapshot", "ptz-stop", "talk-start", "subscribe-alarms" };
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, topology, 30);

  for (guint i = 0; i < 20; i++) {
    const char *action = actions[i % G_N_ELEMENTS (actions)];

    assert_reply (client, emit (client, action), action, "silent", 0);
  }
  g_assert_cmpuint (src_client_get_statistic (client, "requests-unanswered"), >=, 20);
  close_well (client, device, &options);
}

static void
test_gives_snapshot (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  g_autoptr (GBytes) picture = fake_picture_new ();
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstBuffer) buffer = NULL;
  guint request = emit (client, "snapshot");

  message = wait_for (client, "dvrip-reply");
  check_reply (message, request, "snapshot", "none", 0);
  g_assert_true (gst_structure_get (gst_message_get_structure (message), "picture",
                                    GST_TYPE_BUFFER, &buffer, NULL));
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, g_bytes_get_size (picture));
  g_assert_cmpint (gst_buffer_memcmp (buffer, 0, g_bytes_get_data (picture, NULL),
                                      g_bytes_get_size (picture)), ==, 0);
}

static void
assert_motion (SrcClient *client)
{
  g_autoptr (GstMessage) message = wait_for (client, "dvrip-alarm");
  const GstStructure *structure = gst_message_get_structure (message);
  guint channel;

  g_assert_true (gst_structure_get_uint (structure, "channel", &channel));
  g_assert_cmpuint (channel, ==, 3);
  g_assert_cmpstr (gst_structure_get_string (structure, "event"), ==, "VideoMotion");
  g_assert_cmpstr (gst_structure_get_string (structure, "status"), ==, "Start");
  g_assert_cmpstr (gst_structure_get_string (structure, "time"), ==, "2023-03-03 12:48:20");
}

static gboolean
wants_alarms (SrcClient *client)
{
  gboolean alarms;

  g_object_get (client->src, "alarms", &alarms, NULL);

  return alarms;
}

static void
test_tells_alarms (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  g_assert_false (wants_alarms (client));
  g_object_set (client->src, "alarms", TRUE, NULL);
  src_client_play (client);
  assert_reply (client, 0, "subscribe-alarms", "none", 100);
  assert_motion (client);

  g_object_set (client->src, "alarms", FALSE, NULL);
  assert_reply (client, 0, "unsubscribe-alarms", "none", 100);
  assert_reply (client, emit (client, "subscribe-alarms"), "subscribe-alarms", "none", 100);
  assert_motion (client);
  g_assert_true (wants_alarms (client));

  /* The next login subscribes anew. */
  gst_element_set_state (client->pipeline, GST_STATE_READY);
  src_client_play (client);
  assert_reply (client, 0, "subscribe-alarms", "none", 100);
  assert_motion (client);
  assert_reply (client, emit (client, "unsubscribe-alarms"), "unsubscribe-alarms", "none", 100);
  g_assert_false (wants_alarms (client));
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
test_talks (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  g_autoptr (GArray) words = NULL;

  g_assert_false (say (client, 320));
  assert_reply (client, emit (client, "talk-start"), "talk-start", "none", 100);
  for (guint i = 0; i < 10; i++)
    g_assert_true (say (client, 160));
  assert_reply (client, emit (client, "talk-stop"), "talk-stop", "none", 100);
  g_assert_false (say (client, 320));

  words = fake_device_dup_words (device);
  g_assert_cmpuint (words->len, ==, 5);
  g_assert_cmpuint (src_client_get_statistic (client, "talk-sent"), ==, 5);
  close_well (client, device, &options);
}

static void
test_refusals_have_words (void)
{
  const FakeOptions options = { .action_ret = 503 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  g_autoptr (GstMessage) message = NULL;
  guint request = emit (client, "talk-start");

  message = wait_for (client, "dvrip-reply");
  check_reply (message, request, "talk-start", "rejected", 503);
  g_assert_cmpstr (gst_structure_get_string (gst_message_get_structure (message), "text"), ==,
                   "talk is open already");
  close_well (client, device, &options);
}

static void
push_upstream (SrcClient *client,
               GstEvent  *event,
               gboolean   is_handled)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (client->src, "src");

  g_assert_cmpint (gst_pad_send_event (pad, event), ==, is_handled);
}

/* As an encoder or a player downstream asks for it. */
static void
test_takes_force_key_unit (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  FakeCounts counts;

  push_upstream (client, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                                               gst_structure_new_empty ("Other")), FALSE);
  for (guint i = 0; i < 3; i++)
    push_upstream (client,
                   gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
                                         gst_structure_new ("GstForceKeyUnit", "all-headers",
                                                            G_TYPE_BOOLEAN, TRUE, NULL)), TRUE);
  assert_reply (client, 0, "request-key-frame", "none", 100);
  close_well (client, device, &options);

  /* Three within a second are one. */
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.actions, ==, 1);
}

static void
test_refuses_at_once (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));

  g_assert_cmpuint (emit (client, "ptz-stop"), ==, 0);
  assert_reply (client, 0, "ptz-stop", "closed", 0);
  g_assert_false (say (client, 320));

  gst_element_set_state (client->pipeline, GST_STATE_READY);
  g_assert_cmpuint (emit (client, "snapshot"), ==, 0);
  assert_reply (client, 0, "snapshot", "closed", 0);

  src_client_play (client);
  src_client_wait_buffers (client, 1);
  g_assert_cmpuint (turn (client, "Jump", 1, 0), ==, 0);
  assert_names_commands (client);
  g_assert_cmpuint (turn (client, "DirectionUp", -1, 0), ==, 0);
  assert_reply (client, 0, "ptz", "invalid", 0);
  g_assert_cmpuint (turn (client, "GotoPreset", 1, 0), ==, 0);
  assert_reply (client, 0, "ptz", "invalid", 0);

  src_client_close (client);
  src_client_assert_closed (client, "us", "none");
  g_assert_cmpuint (emit (client, "talk-start"), ==, 0);
  assert_reply (client, 0, "talk-start", "closed", 0);
}

static void
test_fails_with_the_connection (void)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  guint first = emit (client, "snapshot"), second = emit (client, "subscribe-alarms");

  src_client_close (client);
  assert_reply (client, first, "snapshot", "closed", 0);
  assert_reply (client, second, "subscribe-alarms", "closed", 0);
  src_client_assert_closed (client, "us", "none");
}

/* The bare end of a pipeline: nobody listens any more, and the camera stops all the same. */
static void
test_stops_camera_at_null (void)
{
  const FakeOptions options = { .n_ignored = G_MAXUINT };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "two-sockets", 20000);
  g_autofree char *log = NULL;
  FakeCounts counts = { 0 };

  turn (client, "ZoomWide", 2, 0);
  while (counts.actions == 0) {
    g_usleep (1000);
    fake_device_get_counts (device, &counts);
  }
  gst_element_set_state (client->pipeline, GST_STATE_NULL);
  wait_until_left (device);
  log = fake_device_dup_log (device);
  g_assert_nonnull (strstr (log, "ptz:ZoomWide/65535/2 ptz:ZoomWide/-1/2 stop logout"));
}

static gpointer
ask_often (gpointer data)
{
  SrcClient *client = data;

  for (guint i = 0; i < 50; i++) {
    turn (client, i % 2 ? "DirectionUp" : "ZoomTile", 1, 0);
    emit (client, "ptz-stop");
    emit (client, "talk-start");
    say (client, 320);
    emit (client, "talk-stop");
  }

  return NULL;
}

/* Whoever asks gets one outcome for each request, also while the element closes. */
static void
test_any_thread (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = play (device, "auto", 20000);
  GThread *threads[3];
  guint n_replies = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asker", ask_often, client);
  src_client_wait_buffers (client, 20);
  src_client_close (client);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  src_client_wait_phase (client, "ended");

  while (n_replies < 3 * 50 * 4) {
    g_autoptr (GstMessage) message = src_client_wait_message (client, GST_MESSAGE_ELEMENT);

    n_replies += gst_message_has_name (message, "dvrip-reply");
  }
  wait_until_left (device);
}

#define ADD(name) g_test_add_func ("/gst/dvripsrc-actions/" #name, test_##name)

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gst_dvrip_register_static ();

  g_test_add_data_func ("/gst/dvripsrc-actions/answers/one-socket", "one-socket", test_answers);
  g_test_add_data_func ("/gst/dvripsrc-actions/answers/two-sockets", "two-sockets", test_answers);
  g_test_add_data_func ("/gst/dvripsrc-actions/ignored/one-socket", "one-socket", test_ignored);
  g_test_add_data_func ("/gst/dvripsrc-actions/ignored/two-sockets", "two-sockets", test_ignored);
  ADD (gives_snapshot);
  ADD (tells_alarms);
  ADD (talks);
  ADD (refusals_have_words);
  ADD (takes_force_key_unit);
  ADD (refuses_at_once);
  ADD (fails_with_the_connection);
  ADD (stops_camera_at_null);
  ADD (any_thread);

  return g_test_run ();
}
