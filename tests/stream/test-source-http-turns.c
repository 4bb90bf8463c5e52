/* test-source-http-turns.c
 *
 * Cameras over HTTP that are left at the very moment when they answer. The answer is there before
 * anybody asks, so that what libsoup does with it takes the same turns of the network thread's loop
 * each time; the source is asked to close before the first of them, before the second, and so on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "http-camera.h"
#include "wall-io-thread.h"
#include "wall-source-private.h"

/* An answer is read and told in less, or followed by the next question. */
#define TURNS 16

typedef struct {
  GstElement *source;
  guint       turns;   /* until it is asked to close */
  gint        closed;  /* atomic */
} Round;

static gint n_answers;  /* atomic: that are on the network, in this round */

/* The first question; whoever comes again waits. */
static void
answer (ScriptPeer *peer,
        const char *text)
{
  if (g_atomic_int_get (&n_answers) == 0)
    script_send (peer, text);
  g_atomic_int_inc (&n_answers);
  while (script_read_request (peer))
    continue;
}

static void
answer_with_pictures (ScriptPeer *peer)
{
  answer (peer, HTTP_CAMERA_STREAM HTTP_CAMERA_PART);
}

static void
answer_with_another_place (ScriptPeer *peer)
{
  answer (peer, "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
}

static void
ask_for_password (ScriptPeer *peer)
{
  answer (peer, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
                "WWW-Authenticate: Basic realm=\"camera\"\r\n\r\n");
}

static void
ask_for_password_without_an_end (ScriptPeer *peer)
{
  answer (peer, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 10\r\n"
                "WWW-Authenticate: Basic realm=\"camera\"\r\n\r\nlog in");
}

static gboolean
on_turn (gpointer user_data)
{
  Round *self = user_data;

  if (self->turns-- > 0)
    return G_SOURCE_CONTINUE;

  g_signal_emit_by_name (self->source, "close");

  return G_SOURCE_REMOVE;
}

/* On the network thread, when there is a connection and nothing has been asked yet. */
static void
begin_to_count (Round *self)
{
  gint64 end_us = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  g_assert_true (wall_io_thread_is_current ());
  while (g_atomic_int_get (&n_answers) == 0 && g_get_monotonic_time () < end_us)
    g_usleep (100);
  g_assert_cmpint (g_atomic_int_get (&n_answers), >, 0);
  if (on_turn (self) == G_SOURCE_CONTINUE)
    wall_io_thread_invoke (on_turn, self, NULL);
}

static void
note_progress (Round      *self,
               GstMessage *message)
{
  g_autofree char *code = NULL;
  GstProgressType type;

  gst_message_parse_progress (message, &type, &code, NULL);
  if (type == GST_PROGRESS_TYPE_START && g_str_equal (code, "login"))
    begin_to_count (self);
}

static void
note_end (Round      *self,
          GstMessage *message)
{
  const GstStructure *structure = gst_message_get_structure (message);

  g_assert_true (gst_structure_has_name (structure, "dvrip-closed"));
  g_assert_cmpstr (gst_structure_get_string (structure, "ended-by"), ==, "us");
  g_atomic_int_inc (&self->closed);
}

static GstBusSyncReply
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  g_assert_cmpint (GST_MESSAGE_TYPE (message), !=, GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_PROGRESS)
    note_progress (user_data, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT)
    note_end (user_data, message);
  gst_message_unref (message);

  return GST_BUS_DROP;
}

static void
close_after (ScriptServer *server,
             guint         turns)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/", server->port);
  WallPlayerConfig config = { .uri = uri, .user = "guard", .password = "secret" };
  g_autoptr (GError) error = NULL;
  GstElement *pipeline = gst_pipeline_new (NULL);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  Round self = { .source = wall_source_make_http (&config, &error), .turns = turns };

  g_assert_no_error (error);
  gst_bin_add (GST_BIN (pipeline), self.source);
  gst_bus_set_sync_handler (bus, on_message, &self, NULL);
  g_atomic_int_set (&n_answers, 0);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  wait_for (g_atomic_int_get (&self.closed) == 1);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_object_unref (pipeline);
  wait_for (g_atomic_int_get (&server->open) == 0);
  wait_for (G_OBJECT (self.source)->ref_count == 1);
  g_assert_finalize_object (self.source);
}

/* Whoever has gone before the first turn signs in nowhere. */
static void
test_close_at_every_turn (gconstpointer data)
{
  ScriptServer *server = script_server_new ((ScriptFunc) data, NULL);

  wall_foreign_set_default_deadlines (&http_camera_patient);
  for (guint turns = 0; turns < TURNS; turns++) {
    close_after (server, turns);
    g_assert_true (turns > 0 || !script_server_heard (server, "authorization"));
  }
  script_server_free (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_data_func ("/stream/source-http-turns/pictures", (gconstpointer) answer_with_pictures,
                        test_close_at_every_turn);
  g_test_add_data_func ("/stream/source-http-turns/another-place",
                        (gconstpointer) answer_with_another_place, test_close_at_every_turn);
  g_test_add_data_func ("/stream/source-http-turns/password", (gconstpointer) ask_for_password,
                        test_close_at_every_turn);
  g_test_add_data_func ("/stream/source-http-turns/password-without-an-end",
                        (gconstpointer) ask_for_password_without_an_end, test_close_at_every_turn);

  return g_test_run ();
}
