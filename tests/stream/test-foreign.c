/* test-foreign.c
 *
 * What every foreign source does: phases, one failure with a reason, deadlines, counters, the end.
 * With a protocol that the test plays itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-foreign.h"

#include <gst/app/gstappsrc.h>

#include "wall-io-thread.h"

#define LONG_NS (20 * GST_SECOND)

static const WallForeignDeadlines short_deadlines = {
  .lookup_ms = 5000, .connect_ms = 4000, .login_ms = 150, .start_ms = 150, .silence_ms = 250,
  .close_ms = 150,
};

static const WallForeignDeadlines long_deadlines = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 20000,
};

typedef struct {
  WallForeign  parent_instance;
  GstElement  *units;
  GSocket     *socket;
  gint         drops;
} ToySource;

typedef struct {
  WallForeignClass parent_class;
} ToySourceClass;

/* What the toy does when it is connected; set before it plays. */
static struct {
  WallForeignPhase goes_to;
  gboolean         lacks_an_element;
  gboolean         ignores_close;
} script;

static GType toy_source_get_type (void);

G_DEFINE_TYPE (ToySource, toy_source, WALL_TYPE_FOREIGN)

static gboolean
toy_prepare (WallForeign  *foreign,
             GError      **error)
{
  ToySource *self = (ToySource *) foreign;
  g_autoptr (GstPad) pad = NULL;

  g_assert_false (wall_io_thread_is_current ());
  if (script.lacks_an_element) {
    g_set_error (error, WALL_ERROR, WALL_REASON_LOCAL, "A part of this program is missing: toy.");
    return FALSE;
  }

  self->units = gst_element_factory_make ("appsrc", NULL);
  g_object_set (self->units, "is-live", TRUE, "format", GST_FORMAT_TIME, NULL);
  gst_element_set_locked_state (self->units, TRUE);
  gst_bin_add (GST_BIN (self), self->units);
  pad = gst_element_get_static_pad (self->units, "src");
  wall_foreign_add_pad (foreign, pad);

  return TRUE;
}

static void
toy_connected (WallForeign *foreign,
               GSocket     *socket)
{
  ToySource *self = (ToySource *) foreign;

  g_assert_true (wall_io_thread_is_current ());
  self->socket = socket;
  for (WallForeignPhase phase = WALL_FOREIGN_LOGIN; phase <= script.goes_to; phase++)
    wall_foreign_enter (foreign, phase);
  if (script.goes_to == WALL_FOREIGN_MEDIA)
    g_assert_true (wall_foreign_run (foreign, self->units));
}

static void
toy_close (WallForeign *foreign)
{
  if (!script.ignores_close)
    wall_foreign_closed (foreign, "us");
}

static void
toy_drop (WallForeign *foreign)
{
  ToySource *self = (ToySource *) foreign;

  g_assert_true (wall_io_thread_is_current ());
  g_atomic_int_inc (&self->drops);
  g_clear_object (&self->socket);
}

static void
toy_source_class_init (ToySourceClass *klass)
{
  WallForeignClass *foreign = WALL_FOREIGN_CLASS (klass);

  foreign->prepare = toy_prepare;
  foreign->connected = toy_connected;
  foreign->close = toy_close;
  foreign->drop = toy_drop;
}

static void
toy_source_init (ToySource *self)
{
}

typedef struct {
  GSocketListener *listener;
  guint16          port;
  GstElement      *pipeline;
  ToySource       *source;
  GstBus          *bus;
  GString         *progress;
  gint             has_told, has_gone;   /* atomic: the source, the pipeline */
} Fixture;

static void
on_pad_added (GstElement *source,
              GstPad     *pad,
              GstElement *sink)
{
  g_autoptr (GstPad) peer = gst_element_get_static_pad (sink, "sink");

  g_assert_cmpint (gst_pad_link (pad, peer), ==, GST_PAD_LINK_OK);
}

static void
make (Fixture *self,
      guint16  port)
{
  g_autofree char *uri = g_strdup_printf ("toy://guard%%40home@127.0.0.1:%u/a%%20b?c=d", port);
  WallPlayerConfig config = { .uri = uri, .password = "secret" };
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GError) error = NULL;

  self->source = g_object_new (toy_source_get_type (), "name", "source", NULL);
  g_assert_true (wall_foreign_configure (WALL_FOREIGN (self->source), &config, 1, &error));
  g_assert_no_error (error);
  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  self->pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), GST_ELEMENT (self->source), sink, NULL);
  g_signal_connect (self->source, "pad-added", G_CALLBACK (on_pad_added), sink);
  self->bus = gst_element_get_bus (self->pipeline);
  self->progress = g_string_new (NULL);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  script.goes_to = WALL_FOREIGN_MEDIA;
  script.lacks_an_element = script.ignores_close = FALSE;
  wall_foreign_set_default_deadlines (data ? data : &long_deadlines);
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  make (self, self->port);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_object_ref (self->source);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_object_unref (self->pipeline);
  g_object_unref (self->bus);
  g_atomic_int_set (&self->has_gone, TRUE);
  while (G_OBJECT (self->source)->ref_count > 1)
    g_thread_yield ();
  g_assert_cmpint (self->source->drops, ==, 1);
  g_assert_finalize_object (self->source);
  g_string_free (self->progress, TRUE);
  g_object_unref (self->listener);
}

static void
note_progress (Fixture    *self,
               GstMessage *message)
{
  static const char letters[] = { [GST_PROGRESS_TYPE_START] = '+', [GST_PROGRESS_TYPE_CONTINUE] = '~',
                                  [GST_PROGRESS_TYPE_COMPLETE] = '=',
                                  [GST_PROGRESS_TYPE_CANCELED] = '-',
                                  [GST_PROGRESS_TYPE_ERROR] = '!' };
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;
  GstProgressType type;

  gst_message_parse_progress (message, &type, &code, &text);
  g_assert_cmpuint (strlen (text), >, 3);
  g_string_append_printf (self->progress, "%s%c ", code, letters[type]);
}

/* Waits for a message of that type; notes progress on the way. */
static GstMessage *
next (Fixture        *self,
      GstMessageType  wanted)
{
  for (;;) {
    GstMessage *message = gst_bus_timed_pop_filtered (self->bus, LONG_NS,
                                                      wanted | GST_MESSAGE_PROGRESS);

    g_assert_nonnull (message);
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_PROGRESS)
      note_progress (self, message);
    if (GST_MESSAGE_TYPE (message) & wanted)
      return message;
    gst_message_unref (message);
  }
}

static void
play (Fixture *self)
{
  g_assert_cmpint (gst_element_set_state (self->pipeline, GST_STATE_PLAYING), !=,
                   GST_STATE_CHANGE_FAILURE);
}

static void
wait_for_progress (Fixture    *self,
                   const char *progress)
{
  while (!g_str_has_suffix (self->progress->str, progress))
    gst_message_unref (next (self, GST_MESSAGE_PROGRESS));
}

static void
assert_closed (Fixture    *self,
               const char *ended_by,
               WallReason  reason)
{
  g_autoptr (GstMessage) message = next (self, GST_MESSAGE_ELEMENT);
  const GstStructure *structure = gst_message_get_structure (message);

  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (self->source));
  g_assert_true (gst_structure_has_name (structure, "dvrip-closed"));
  g_assert_cmpstr (gst_structure_get_string (structure, "ended-by"), ==, ended_by);
  g_assert_cmpstr (gst_structure_get_string (structure, "reason"), ==,
                   wall_reason_to_nick (reason));
}

static void
assert_failed (Fixture    *self,
               WallReason  reason)
{
  g_autoptr (GstMessage) message = next (self, GST_MESSAGE_ERROR);
  const GstStructure *details;
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (self->source));
  g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, wall_reason_to_nick (reason));
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_null (strstr (debug, "secret"));
}

static void
test_plays (Fixture       *self,
            gconstpointer  data)
{
  WallForeign *foreign = WALL_FOREIGN (self->source);
  g_autoptr (GstStructure) statistics = NULL;
  guint local_port, remote_port;
  guint64 bytes, units = 0;
  gint64 last_us;

  g_assert_cmpstr (wall_foreign_get_user (foreign), ==, "guard@home");
  g_assert_cmpstr (g_uri_get_path (wall_foreign_get_uri (foreign)), ==, "/a%20b");
  g_assert_null (g_uri_get_userinfo (wall_foreign_get_uri (foreign)));
  play (self);
  wait_for_progress (self, "connect+ connect~ connect= login+ login= start+ start= ");
  wall_foreign_note_bytes (foreign, 1000);
  gst_app_src_push_buffer (GST_APP_SRC (self->source->units), gst_buffer_new_allocate (NULL, 9, NULL));
  while (units == 0) {
    g_clear_pointer (&statistics, gst_structure_free);
    g_object_get (self->source, "statistics", &statistics, NULL);
    g_assert_true (gst_structure_get_uint64 (statistics, "video-units", &units));
  }
  g_assert_true (gst_structure_get (statistics, "bytes", G_TYPE_UINT64, &bytes,
                                    "last-byte-time", G_TYPE_INT64, &last_us,
                                    "local-port", G_TYPE_UINT, &local_port,
                                    "remote-port", G_TYPE_UINT, &remote_port, NULL));
  g_assert_cmpuint (bytes, ==, 1000);
  g_assert_cmpint (g_get_monotonic_time () - last_us, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (remote_port, ==, self->port);
  g_assert_cmpuint (local_port, >, 0);
  g_assert_cmpstr (gst_structure_get_string (statistics, "remote-address"), ==, "127.0.0.1");
  g_assert_cmpstr (gst_structure_get_string (statistics, "phase"), ==, "media");

  g_signal_emit_by_name (self->source, "close");
  g_signal_emit_by_name (self->source, "close");
  assert_closed (self, "us", WALL_REASON_NONE);
  g_assert_null (gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR | GST_MESSAGE_ELEMENT));
}

static GstBusSyncReply
on_told (GstBus     *bus,
         GstMessage *message,
         gpointer    user_data)
{
  gint64 end_us = g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND;
  Fixture *self = user_data;

  if (wall_io_thread_is_current () && !g_atomic_int_get (&self->has_told)) {
    g_atomic_int_set (&self->has_told, TRUE);
    while (g_get_monotonic_time () < end_us)
      g_assert_false (g_atomic_int_get (&self->has_gone));
  }
  gst_message_unref (message);

  return GST_BUS_DROP;
}

/* Until it has heard it, it is there. */
static void
test_let_go_of_while_it_is_told (Fixture       *self,
                                 gconstpointer  data)
{
  script.goes_to = WALL_FOREIGN_LOGIN;
  gst_bus_set_sync_handler (self->bus, on_told, self, NULL);
  play (self);
  while (!g_atomic_int_get (&self->has_told))
    g_thread_yield ();
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_socket_listener_close (self->listener);
  play (self);
  assert_failed (self, WALL_REASON_REFUSED);
  assert_closed (self, "us", WALL_REASON_REFUSED);
  g_assert_cmpstr (self->progress->str, ==, "connect+ connect~ connect! ");
}

static void
test_silent_phases (Fixture       *self,
                    gconstpointer  data)
{
  script.goes_to = WALL_FOREIGN_LOGIN;
  play (self);
  assert_failed (self, WALL_REASON_SILENT);
  assert_closed (self, "us", WALL_REASON_SILENT);
  g_assert_cmpstr (self->progress->str, ==, "connect+ connect~ connect= login+ login! ");
}

/* Bytes put the end off; that they cease is the end. */
static void
test_silent_media (Fixture       *self,
                   gconstpointer  data)
{
  gint64 last_us = 0;

  play (self);
  wait_for_progress (self, "start= ");
  for (guint i = 0; i < 10; i++) {
    wall_foreign_note_bytes (WALL_FOREIGN (self->source), 1);
    last_us = g_get_monotonic_time ();
    g_assert_null (gst_bus_timed_pop_filtered (self->bus, 50 * GST_MSECOND, GST_MESSAGE_ERROR));
  }
  assert_failed (self, WALL_REASON_SILENT);
  g_assert_cmpint (g_get_monotonic_time () - last_us, >=, 250 * G_TIME_SPAN_MILLISECOND);
}

static void
test_errors_of_children_are_told_once (Fixture       *self,
                                       gconstpointer  data)
{
  play (self);
  wait_for_progress (self, "start= ");
  GST_ELEMENT_ERROR (self->source->units, STREAM, DECODE, ("child"), ("one"));
  GST_ELEMENT_ERROR (self->source->units, RESOURCE, READ, ("child"), ("two"));
  assert_failed (self, WALL_REASON_BAD_DATA);
  assert_closed (self, "us", WALL_REASON_BAD_DATA);
  g_assert_null (gst_bus_pop_filtered (self->bus, GST_MESSAGE_ERROR));
}

static void
test_end_of_stream_is_a_failure (Fixture       *self,
                                 gconstpointer  data)
{
  play (self);
  wait_for_progress (self, "start= ");
  gst_app_src_end_of_stream (GST_APP_SRC (self->source->units));
  assert_failed (self, WALL_REASON_CLOSED_BY_DEVICE);
  assert_closed (self, "device", WALL_REASON_CLOSED_BY_DEVICE);
}

static void
test_missing_element (Fixture       *self,
                      gconstpointer  data)
{
  script.lacks_an_element = TRUE;
  play (self);
  assert_failed (self, WALL_REASON_LOCAL);
}

static void
test_close_has_a_deadline (Fixture       *self,
                           gconstpointer  data)
{
  script.ignores_close = TRUE;
  play (self);
  wait_for_progress (self, "start= ");
  g_signal_emit_by_name (self->source, "close");
  assert_closed (self, "deadline", WALL_REASON_NONE);
}

static void
test_bad_addresses (void)
{
  static const char *const uris[] = { "toy://u:p@h/", "toy:///path", "toy://", "toy://h:0/",
                                      "toy://h:99999/", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GstElement) source = gst_object_ref_sink (g_object_new (toy_source_get_type (), NULL));
    WallPlayerConfig config = { .uri = uris[i] };
    g_autoptr (GError) error = NULL;

    g_assert_false (wall_foreign_configure (WALL_FOREIGN (source), &config, 1, &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
  }
}

#define add(name, deadlines, function) \
  g_test_add ("/stream/foreign/" name, Fixture, deadlines, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  add ("plays", NULL, test_plays);
  add ("let-go-of-while-it-is-told", NULL, test_let_go_of_while_it_is_told);
  add ("refused", NULL, test_refused);
  add ("silent-phases", &short_deadlines, test_silent_phases);
  add ("silent-media", &short_deadlines, test_silent_media);
  add ("errors-of-children-are-told-once", NULL, test_errors_of_children_are_told_once);
  add ("end-of-stream-is-a-failure", NULL, test_end_of_stream_is_a_failure);
  add ("missing-element", NULL, test_missing_element);
  add ("close-has-a-deadline", &short_deadlines, test_close_has_a_deadline);
  g_test_add_func ("/stream/foreign/bad-addresses", test_bad_addresses);

  return g_test_run ();
}
