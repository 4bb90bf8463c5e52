/* test-rtsp-null.c
 *
 * A bare change of state to NULL, whatever the device is at: it waits for no network. And what does
 * not even become a connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "../net/black-hole.h"
#include "rtsp-script.h"
#include "wall-foreign.h"
#include "wall-source.h"

/* Far more than it takes (below 0.2 s), far less than the deadlines of what it must not wait for. */
#define LONG_US (4 * G_USEC_PER_SEC)

#define PATIENCE_US (40 * G_USEC_PER_SEC)

static const WallForeignDeadlines patient_deadlines = {
  .lookup_ms = 30000, .connect_ms = 30000, .login_ms = 30000, .start_ms = 30000,
  .silence_ms = 30000, .close_ms = 900,
};

static void
on_pad_added (GstElement *source,
              GstPad     *pad,
              GstElement *sink)
{
  g_autoptr (GstPad) peer = gst_element_get_static_pad (sink, "sink");

  gst_pad_link (pad, peer);
}

static GstElement *
play (const char *uri)
{
  WallPlayerConfig config = { .uri = uri };
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_pipeline_new (NULL);
  g_autoptr (GstElement) source = wall_source_new (&config, &error);
  GstElement *sink = gst_element_factory_make ("fakesink", "sink");

  g_assert_no_error (error);
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add_many (GST_BIN (pipeline), source, sink, NULL);
  g_signal_connect_object (source, "pad-added", G_CALLBACK (on_pad_added), sink, 0);
  g_assert_cmpint (gst_element_set_state (pipeline, GST_STATE_PLAYING), !=, GST_STATE_CHANGE_FAILURE);

  return pipeline;
}

static gint64
stop (GstElement *pipeline)
{
  gint64 begun_us = g_get_monotonic_time ();

  gst_element_set_state (pipeline, GST_STATE_NULL);
  begun_us = g_get_monotonic_time () - begun_us;
  gst_object_unref (pipeline);

  return begun_us;
}

static const struct {
  const char *name;
  RtspScript  script;
  int         requests;   /* so many are awaited before */
  guint64     bytes;      /* and so many */
} cases[] = {
  { "silent-at-once", { "ACCEPT", RTSP_DO_NOTHING }, 0 },
  { "silent-at-options", { "OPTIONS", RTSP_DO_NOTHING }, 1 },
  { "silent-at-describe", { "DESCRIBE", RTSP_DO_NOTHING }, 2 },
  { "silent-at-setup", { "SETUP", RTSP_DO_NOTHING }, 3 },
  { "silent-at-play", { "PLAY", RTSP_DO_NOTHING }, 4 },
  { "silent-in-media", { "MEDIA", RTSP_DO_NOTHING }, 4 },
  { "silent-at-teardown", { "TEARDOWN", RTSP_DO_NOTHING }, 4 },
  { "dripping-head", { "DESCRIBE", RTSP_DO_DRIP }, 2 },
  { "dripping-frame", { "MEDIA", RTSP_DO_DRIP }, 4 },
  { "flooding", { "MEDIA", RTSP_DO_FLOOD }, 4, 4 * 1024 * 1024 },
  { "first-frame", { .at = NULL }, 4 },
  { "playing", { .at = NULL }, 4, 5000 },
};

static guint64
count_bytes (GstElement *pipeline)
{
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_autoptr (GstStructure) statistics = NULL;
  guint64 bytes = 0;

  g_object_get (source, "statistics", &statistics, NULL);
  gst_structure_get_uint64 (statistics, "bytes", &bytes);

  return bytes;
}

static void
test_null (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  RtspScripted *device = rtsp_scripted_new (&cases[i].script);
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u/live", device->port);
  GstElement *pipeline = play (uri);
  gint64 until_us, took_us;

  until_us = g_get_monotonic_time () + PATIENCE_US;
  while (g_atomic_int_get (&device->connections) == 0 ||
         g_atomic_int_get (&device->requests) < cases[i].requests ||
         count_bytes (pipeline) < cases[i].bytes) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_usleep (1000);
  }
  took_us = stop (pipeline);
  g_test_message ("%s: NULL took %.1f ms", cases[i].name, (double) took_us / 1000);
  g_assert_cmpint (took_us, <, LONG_US);
  rtsp_scripted_end (device);
  g_assert_cmpint (device->resets, ==, 0);
  rtsp_scripted_free (device);
}

typedef struct {
  GstElement *sink;
  gint        has_packet;   /* atomic */
} Held;

/* The packet arrives at a sink that is paused, which keeps it until it plays again or is stopped. */
static GstPadProbeReturn
hold_until_paused (GstPad          *pad,
                   GstPadProbeInfo *info,
                   gpointer         user_data)
{
  Held *held = user_data;
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;

  g_atomic_int_set (&held->has_packet, TRUE);
  while (GST_STATE (held->sink) == GST_STATE_PLAYING && g_get_monotonic_time () < until_us)
    g_usleep (1000);

  return GST_PAD_PROBE_REMOVE;
}

static void
test_null_with_packet_held (void)
{
  const RtspScript script = { .at = NULL };
  RtspScripted *device = rtsp_scripted_new (&script);
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u/live", device->port);
  GstElement *pipeline = play (uri);
  Held held = { .sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink") };
  g_autoptr (GstPad) pad = gst_element_get_static_pad (held.sink, "sink");
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US, took_us;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, hold_until_paused, &held, NULL);
  while (!g_atomic_int_get (&held.has_packet)) {
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
    g_usleep (1000);
  }
  took_us = stop (pipeline);
  g_test_message ("held: NULL took %.1f ms", (double) took_us / 1000);
  g_assert_cmpint (took_us, <, LONG_US);
  gst_object_unref (held.sink);
  rtsp_scripted_free (device);
}

static void
test_null_while_connecting (void)
{
  BlackHole *hole = black_hole_new ();
  g_autofree char *uri = g_strdup_printf ("rtsps://127.0.0.1:%u/live", black_hole_get_port (hole));
  GstElement *pipeline = play (uri);
  gint64 took_us;

  g_usleep (50000);
  took_us = stop (pipeline);
  g_test_message ("connecting: NULL took %.1f ms", (double) took_us / 1000);
  g_assert_cmpint (took_us, <, LONG_US);
  black_hole_free (hole);
}

static void
assert_fails (const char *uri,
              WallReason  reason)
{
  GstElement *pipeline = play (uri);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND,
                                                               GST_MESSAGE_ERROR);
  const GstStructure *details;

  g_assert_nonnull (message);
  gst_message_parse_error_details (message, &details);
  g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, wall_reason_to_nick (reason));
  stop (pipeline);
}

static void
test_no_connection (void)
{
  WallForeignDeadlines deadlines = patient_deadlines;
  BlackHole *hole = black_hole_new ();
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u/live", black_hole_get_port (hole));

  deadlines.connect_ms = 200;
  wall_foreign_set_default_deadlines (&deadlines);
  assert_fails (uri, WALL_REASON_TIMED_OUT);
  wall_foreign_set_default_deadlines (&patient_deadlines);
  black_hole_free (hole);

  assert_fails ("rtsp://does-not-exist.invalid/live", WALL_REASON_NAME_NOT_FOUND);
  assert_fails ("rtsp://127.0.0.1:1/live", WALL_REASON_REFUSED);
  assert_fails ("rtsps://127.0.0.1:1/live", WALL_REASON_REFUSED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  wall_foreign_set_default_deadlines (&patient_deadlines);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/stream/rtsp-null/", cases[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER ((guint) i), test_null);
  }
  g_test_add_func ("/stream/rtsp-null/packet-held", test_null_with_packet_held);
  g_test_add_func ("/stream/rtsp-null/connecting", test_null_while_connecting);
  g_test_add_func ("/stream/rtsp-null/no-connection", test_no_connection);

  return g_test_run ();
}
