/* test-playbin-file.c
 *
 * Any GStreamer player plays a recorder's export by its name alone, and seeks in it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "recording.h"

#define DEADLINE (60 * GST_SECOND)

typedef struct {
  GstElement *player;
  GstBus     *bus;
  int         pictures;  /* atomic */
  int         sounds;
  gint64      last;      /* the time of the newest picture; guarded by the sink's own thread */
} Player;

static void
on_picture (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer user_data)
{
  Player *self = user_data;

  g_atomic_int_inc (&self->pictures);
  self->last = (gint64) GST_BUFFER_PTS (buffer);
}

static void
on_sound (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer user_data)
{
  Player *self = user_data;

  g_atomic_int_inc (&self->sounds);
}

static GstElement *
make_sink (Player *self, GCallback callback)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);

  g_object_set (sink, "signal-handoffs", TRUE, "sync", FALSE, NULL);
  g_signal_connect (sink, "handoff", callback, self);

  return sink;
}

static GstMessage *
wait_for (Player *self, GstMessageType type)
{
  GstMessage *message = gst_bus_timed_pop_filtered (self->bus, DEADLINE, type | GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  g_assert_no_error (error);

  return message;
}

static void
player_init (Player *self, const char *factory, const char *path)
{
  g_autofree char *uri = gst_filename_to_uri (path, NULL);

  *self = (Player) { .player = gst_element_factory_make (factory, NULL) };
  gst_object_ref_sink (self->player);
  self->bus = gst_element_get_bus (self->player);
  g_object_set (self->player, "uri", uri, "video-sink", make_sink (self, G_CALLBACK (on_picture)),
                "audio-sink", make_sink (self, G_CALLBACK (on_sound)), NULL);
  gst_element_set_state (self->player, GST_STATE_PAUSED);
  gst_message_unref (wait_for (self, GST_MESSAGE_ASYNC_DONE));
}

static void
player_clear (Player *self)
{
  gst_element_set_state (self->player, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->player);
}

static void
test_playbin_plays_export (gconstpointer data)
{
  g_autoptr (Recording) recording = recording_new ();
  g_autofree char *path = NULL;
  RecordingPart part = recording_h264;
  gint64 duration = -1;
  Player player;

  part.frames = 100;
  recording_add (recording, &part);
  path = recording_save (recording, "export.h264");

  player_init (&player, data, path);
  g_assert_true (gst_element_query_duration (player.player, GST_FORMAT_TIME, &duration));
  g_assert_cmpint (duration, ==, 10 * GST_SECOND);

  g_assert_true (gst_element_seek_simple (player.player, GST_FORMAT_TIME,
                                          GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT,
                                          8 * GST_SECOND));
  gst_message_unref (wait_for (&player, GST_MESSAGE_ASYNC_DONE));
  g_atomic_int_set (&player.pictures, 0);
  g_atomic_int_set (&player.sounds, 0);
  gst_element_set_state (player.player, GST_STATE_PLAYING);
  gst_message_unref (wait_for (&player, GST_MESSAGE_EOS));
  g_assert_cmpint (g_atomic_int_get (&player.pictures), >=, 19);
  g_assert_cmpint (g_atomic_int_get (&player.pictures), <=, 21);
  g_assert_cmpint (g_atomic_int_get (&player.sounds), >=, 18);
  g_assert_cmpint (player.last, ==, 9900 * GST_MSECOND);
  player_clear (&player);
}

/* playbin of GStreamer 1.22 follows a new set of streams; playbin3 of that version does not. */
static void
test_playbin_follows_change_of_codec (void)
{
  g_autoptr (Recording) recording = recording_new ();
  g_autofree char *path = NULL;
  Player player;

  recording_add (recording, &recording_h264);
  recording_add (recording, &recording_mpeg4);
  path = recording_save (recording, "change.h264");

  player_init (&player, "playbin", path);
  gst_element_set_state (player.player, GST_STATE_PLAYING);
  gst_message_unref (wait_for (&player, GST_MESSAGE_EOS));
  g_assert_cmpint (g_atomic_int_get (&player.pictures), >=, 50);
  g_assert_cmpint (player.last, >=, 5800 * GST_MSECOND);
  player_clear (&player);
}

static gboolean
has_element (const char *name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  gst_object_unref (gst_plugin_load_file (argv[1], &error));
  g_assert_no_error (error);
  if (!has_element ("playbin3") || !has_element ("avdec_h264") || !has_element ("alawdec") ||
      !recording_can (&recording_h264) || !recording_can (&recording_mpeg4))
    return 77;

  g_test_add_data_func ("/gst/playbin-file/playbin3-plays-export", "playbin3",
                        test_playbin_plays_export);
  g_test_add_data_func ("/gst/playbin-file/playbin-plays-export", "playbin",
                        test_playbin_plays_export);
  g_test_add_func ("/gst/playbin-file/follows-change-of-codec",
                   test_playbin_follows_change_of_codec);

  return g_test_run ();
}
