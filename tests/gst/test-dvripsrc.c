/* test-dvripsrc.c
 *
 * What a dvripsrc delivers and says while all goes well.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "gstdvripplugin.h"
#include "src-client.h"

#define CANARY "canary-7391"

static void
assert_is_unit (GstBuffer         *buffer,
                guint              index,
                const FakeOptions *options)
{
  g_autoptr (GBytes) unit = fake_unit_new (index, options);

  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, g_bytes_get_size (unit));
  g_assert_cmpint (gst_buffer_memcmp (buffer, 0, g_bytes_get_data (unit, NULL),
                                      g_bytes_get_size (unit)), ==, 0);
}

static void
test_delivers_units (void)
{
  const FakeOptions options = { .info_units = TRUE, .packet_size = 1400 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  GstClockTime last_pts = 0;

  src_client_play (client);
  src_client_wait_buffers (client, 30);

  for (guint i = 0; i < 30; i++) {
    GstBuffer *buffer = src_client_get_buffer (client, i);
    gboolean is_info = i % 5 == 1, is_key = i % 10 == 0;

    assert_is_unit (buffer, i, &options);
    g_assert_true (GST_BUFFER_PTS_IS_VALID (buffer));
    g_assert_cmpuint (GST_BUFFER_PTS (buffer), >=, last_pts);
    last_pts = GST_BUFFER_PTS (buffer);
    g_assert_cmpint (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT), ==, i == 0);
    g_assert_cmpint (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT), ==,
                     !is_info && !is_key);
  }
}

static void
test_announces_caps_and_segment (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autoptr (GstPad) pad = gst_element_get_static_pad (client->src, "src");
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstEvent) event = NULL;
  const GstSegment *segment;

  src_client_play (client);
  src_client_wait_buffers (client, 1);

  caps = gst_pad_get_current_caps (pad);
  g_assert_true (gst_structure_has_name (gst_caps_get_structure (caps, 0), "application/x-dvrip"));
  event = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);
  gst_event_parse_segment (event, &segment);
  g_assert_cmpint (segment->format, ==, GST_FORMAT_TIME);
}

/* A clock that counts from 1970 instead of the start of the machine. */
static void
test_stamps_with_running_time (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autoptr (GstClock) clock = g_object_new (GST_TYPE_SYSTEM_CLOCK, "name", "wall", "clock-type",
                                             GST_CLOCK_TYPE_REALTIME, NULL);
  GstClockTime running_time;

  gst_pipeline_use_clock (GST_PIPELINE (client->pipeline), clock);
  src_client_play (client);
  src_client_wait_buffers (client, 10);
  running_time = gst_clock_get_time (clock) - gst_element_get_base_time (client->pipeline);

  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (GST_BUFFER_PTS (src_client_get_buffer (client, i)), <=, running_time);
  g_assert_cmpuint (GST_BUFFER_PTS (src_client_get_buffer (client, 9)), >, 0);
}

static void
test_is_live (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autoptr (GstQuery) query = gst_query_new_latency ();
  gboolean is_live;
  GstClockTime min, max;

  src_client_play (client);
  g_assert_true (gst_element_query (client->src, query));
  gst_query_parse_latency (query, &is_live, &min, &max);
  g_assert_true (is_live);
  g_assert_cmpuint (min, >, 0);
  g_assert_cmpuint (max, >=, min);
}

static void
assert_progress (SrcClient      *client,
                 GstProgressType wanted_type,
                 const char     *wanted_code)
{
  g_autoptr (GstMessage) message = src_client_wait_message (client, GST_MESSAGE_PROGRESS);
  g_autofree char *code = NULL, *text = NULL;
  GstProgressType type;

  gst_message_parse_progress (message, &type, &code, &text);
  g_assert_cmpstr (code, ==, wanted_code);
  g_assert_cmpint (type, ==, wanted_type);
  g_assert_cmpuint (strlen (text), >, 0);
}

static void
test_tells_progress (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  const char *codes[] = { "login", "claim", "start" };

  src_client_play (client);
  assert_progress (client, GST_PROGRESS_TYPE_START, "connect");
  assert_progress (client, GST_PROGRESS_TYPE_CONTINUE, "connect");
  assert_progress (client, GST_PROGRESS_TYPE_COMPLETE, "connect");

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    assert_progress (client, GST_PROGRESS_TYPE_START, codes[i]);
    assert_progress (client, GST_PROGRESS_TYPE_COMPLETE, codes[i]);
  }
}

/* What begins also ends, though the device cannot do it the first way. */
static void
test_progress_of_a_second_way_ends (void)
{
  const FakeOptions options = { .one_socket = FAKE_REFUSES };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GstMessage) message = NULL;

  src_client_play (client);
  src_client_wait_buffers (client, 1);

  while ((message = src_client_pop_message (client, GST_MESSAGE_PROGRESS)) != NULL) {
    g_autofree char *code = NULL;
    GstProgressType type;

    gst_message_parse_progress (message, &type, &code, NULL);
    g_assert_cmpint (g_hash_table_contains (open, code), ==, type != GST_PROGRESS_TYPE_START);
    if (type == GST_PROGRESS_TYPE_START)
      g_hash_table_add (open, g_steal_pointer (&code));
    else if (type != GST_PROGRESS_TYPE_CONTINUE)
      g_hash_table_remove (open, code);
    gst_clear_message (&message);
  }

  g_assert_cmpuint (g_hash_table_size (open), ==, 0);
}

/* The session counts a read once it is dealt with, by which time its units may be here. */
static void
wait_statistic (SrcClient  *client,
                const char *field,
                guint64     at_least)
{
  gint64 deadline_us = g_get_monotonic_time () + SRC_CLIENT_DEADLINE / GST_USECOND;

  while (src_client_get_statistic (client, field) < at_least) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (10 * 1000);
  }
}

static void
test_statistics_are_complete (void)
{
  const FakeOptions options = { .channels = 4, .alive_interval = 21 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  g_autoptr (GstStructure) idle = NULL, playing = NULL;
  gint64 last_byte_us;

  g_object_get (client->src, "statistics", &idle, NULL);
  g_assert_cmpstr (gst_structure_get_string (idle, "phase"), ==, "idle");

  src_client_play (client);
  src_client_wait_buffers (client, 5);
  wait_statistic (client, "bytes", 20000);
  wait_statistic (client, "video-units", 5);
  g_object_get (client->src, "statistics", &playing, NULL);

  g_assert_true (gst_structure_has_name (playing, "application/x-dvripsrc-stats"));
  g_assert_cmpint (gst_structure_n_fields (playing), ==, 24);
  for (gint i = 0; i < gst_structure_n_fields (playing); i++) {
    const char *field = gst_structure_nth_field_name (playing, i);

    g_assert_cmpuint (gst_structure_get_field_type (playing, field), ==,
                      gst_structure_get_field_type (idle, field));
  }

  g_assert_cmpstr (gst_structure_get_string (playing, "phase"), ==, "media");
  g_assert_cmpstr (gst_structure_get_string (playing, "topology"), ==, "one-socket");
  g_assert_cmpstr (gst_structure_get_string (playing, "stream-type"), ==, "Main");
  g_assert_cmpstr (gst_structure_get_string (playing, "remote-address"), ==, "127.0.0.1");
  g_assert_cmpstr (gst_structure_get_string (playing, "local-address"), ==, "127.0.0.1");
  g_assert_true (gst_structure_get_int64 (playing, "last-byte-time", &last_byte_us));
  g_assert_cmpint (last_byte_us, >, 0);
  g_assert_cmpint (last_byte_us, <=, g_get_monotonic_time ());
  g_assert_cmpuint (src_client_get_statistic (client, "remote-port"), ==,
                    fake_device_get_port (device));
  g_assert_cmpuint (src_client_get_statistic (client, "local-port"), >, 0);
  g_assert_cmpuint (src_client_get_statistic (client, "channels"), ==, 4);
  g_assert_cmpuint (src_client_get_statistic (client, "alive-interval"), ==, 21);
}

/* A streaming thread that does not come back for more than two seconds. */
static void
test_late_thread_gets_the_newest (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  GstBuffer *next;

  src_client_hold (client, TRUE);
  src_client_play (client);
  wait_statistic (client, "units-dropped", 1);
  g_assert_cmpuint (src_client_get_statistic (client, "queued-bytes"), <=, 8 << 20);
  g_assert_cmpuint (src_client_get_n_buffers (client), ==, 1);
  src_client_hold (client, FALSE);
  src_client_wait_buffers (client, 3);
  next = src_client_get_buffer (client, 1);
  g_assert_true (GST_BUFFER_FLAG_IS_SET (next, GST_BUFFER_FLAG_DISCONT));
  g_assert_false (GST_BUFFER_FLAG_IS_SET (next, GST_BUFFER_FLAG_DELTA_UNIT));
  next = src_client_get_buffer (client, 2);
  g_assert_false (GST_BUFFER_FLAG_IS_SET (next, GST_BUFFER_FLAG_DISCONT));
}

static void
test_plays_again (void)
{
  const FakeOptions options = { .silent_at = FAKE_NEVER };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  FakeCounts counts;

  for (guint i = 1; i <= 3; i++) {
    guint known = src_client_get_n_buffers (client);

    src_client_play (client);
    src_client_wait_buffers (client, known + 3);
    gst_element_set_state (client->pipeline, GST_STATE_READY);
  }

  wait_until_left (device);
  fake_device_get_counts (device, &counts);
  g_assert_cmpuint (counts.logins, ==, 3);
}

static void
test_address_makes_the_element (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) element = NULL;
  g_autofree char *uri = NULL, *host = NULL, *user = NULL;
  guint channel, port;
  int stream;

  element = gst_element_make_from_uri (
    GST_URI_SRC, "dvrip://K%C3%BCche:" CANARY "@[::1]:8000/16?stream=sub", NULL, &error);
  g_assert_no_error (error);
  gst_object_ref_sink (element);
  g_object_get (element, "uri", &uri, "host", &host, "user", &user, "channel", &channel,
                "port", &port, "stream", &stream, NULL);
  g_assert_cmpstr (uri, ==, "dvrip://K%C3%BCche@[::1]:8000/16?stream=sub");
  g_assert_cmpstr (host, ==, "::1");
  g_assert_cmpstr (user, ==, "Küche");
  g_assert_cmpuint (channel, ==, 16);
  g_assert_cmpuint (port, ==, 8000);
  g_assert_cmpint (stream, ==, 1);
}

static void
test_address_stays_while_running (void)
{
  const FakeOptions options = { .silent_at = FAKE_AT_LOGIN };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  GstURIHandler *handler = GST_URI_HANDLER (client->src);
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  src_client_play (client);
  g_assert_false (gst_uri_handler_set_uri (handler, "dvrip://other/2", &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE);
  uri = gst_uri_handler_get_uri (handler);
  g_assert_nonnull (strstr (uri, "127.0.0.1"));

  gst_element_set_state (client->pipeline, GST_STATE_READY);
  g_assert_true (gst_uri_handler_set_uri (handler, "dvrip://other/2", NULL));
}

static void
test_password_cannot_be_read (void)
{
  g_autoptr (GstElement) element = gst_element_factory_make ("dvripsrc", NULL);
  g_autofree GParamSpec **pspecs = NULL;
  guint n_pspecs;

  gst_object_ref_sink (element);
  g_object_set (element, "uri", "dvrip://admin:" CANARY "@h/1", "password", CANARY, NULL);
  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n_pspecs);

  for (guint i = 0; i < n_pspecs; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    g_autofree char *text = NULL;

    g_assert_cmpint (g_str_equal (pspecs[i]->name, "password"), ==,
                     (pspecs[i]->flags & G_PARAM_READABLE) == 0);
    if ((pspecs[i]->flags & G_PARAM_READABLE) == 0)
      continue;

    g_value_init (&value, pspecs[i]->value_type);
    g_object_get_property (G_OBJECT (element), pspecs[i]->name, &value);
    text = gst_value_serialize (&value);
    g_assert_null (text != NULL ? strstr (text, CANARY) : NULL);
  }
}

static void
on_log (GstDebugCategory *category,
        GstDebugLevel     level,
        const gchar      *file,
        const gchar      *function,
        gint              line,
        GObject          *object,
        GstDebugMessage  *message,
        gpointer          user_data)
{
  g_assert_null (strstr (gst_debug_message_get (message), CANARY));
  g_atomic_int_inc ((int *) user_data);
}

static void
test_password_is_never_logged (void)
{
  const FakeOptions options = { .claim_ret = 107 };
  g_autoptr (FakeDevice) device = fake_device_new (&options);
  g_autoptr (SrcClient) client = src_client_new (fake_device_get_port (device));
  int n_logged = 0;

  gst_debug_add_log_function (on_log, &n_logged, NULL);
  gst_debug_set_default_threshold (GST_LEVEL_MEMDUMP);
  g_object_set (client->src, "password", CANARY, NULL);
  src_client_play (client);
  src_client_assert_closed (client, "us", "no-permission");
  gst_element_set_state (client->pipeline, GST_STATE_NULL);
  gst_debug_set_default_threshold (GST_LEVEL_NONE);
  gst_debug_remove_log_function (on_log);

  g_assert_cmpint (n_logged, >, 0);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    n_threads++;

  return n_threads;
}

static void
register_elements (void)
{
  guint n_threads = count_threads ();

  gst_dvrip_register_static ();
  gst_dvrip_register_static ();
  g_assert_cmpuint (count_threads (), ==, n_threads);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_debug_remove_log_function (gst_debug_log_default);
  register_elements ();

  g_test_add_func ("/gst/dvripsrc/delivers-units", test_delivers_units);
  g_test_add_func ("/gst/dvripsrc/announces-caps", test_announces_caps_and_segment);
  g_test_add_func ("/gst/dvripsrc/stamps-with-running-time", test_stamps_with_running_time);
  g_test_add_func ("/gst/dvripsrc/is-live", test_is_live);
  g_test_add_func ("/gst/dvripsrc/tells-progress", test_tells_progress);
  g_test_add_func ("/gst/dvripsrc/ends-all-progress", test_progress_of_a_second_way_ends);
  g_test_add_func ("/gst/dvripsrc/statistics-are-complete", test_statistics_are_complete);
  g_test_add_func ("/gst/dvripsrc/late-thread-gets-the-newest", test_late_thread_gets_the_newest);
  g_test_add_func ("/gst/dvripsrc/plays-again", test_plays_again);
  g_test_add_func ("/gst/dvripsrc/address-makes-the-element", test_address_makes_the_element);
  g_test_add_func ("/gst/dvripsrc/address-stays-while-running", test_address_stays_while_running);
  g_test_add_func ("/gst/dvripsrc/password-cannot-be-read", test_password_cannot_be_read);
  g_test_add_func ("/gst/dvripsrc/password-is-never-logged", test_password_is_never_logged);

  return g_test_run ();
}
