/* test-dvripdemux-play.c
 *
 * Recordings of real encoders come out to the bit, in their time, from wherever they are played.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "gstdvripplugin.h"
#include "recording-player.h"

#define MS GST_MSECOND
#define FLUSH GST_SEEK_FLAG_FLUSH
#define KEY_UNIT GST_SEEK_FLAG_KEY_UNIT

/* 120 frames at 10/s, a key frame a second. */
static Recording *
make_long (void)
{
  Recording *recording = recording_new ();
  RecordingPart part = recording_h264;

  part.frames = 120;
  recording_add (recording, &part);
  g_assert_cmpuint (recording->keys->len, ==, 12);

  return recording;
}

static void
assert_all_frames (RecordingPlayer *player, Recording *recording, guint first)
{
  g_assert_cmpuint (player->pictures->len, ==, recording->frames->len - first);
  for (guint i = 0; i < player->pictures->len; i++) {
    GstBuffer *picture = g_ptr_array_index (player->pictures, i);

    g_assert_cmpint (recording_find (recording, picture, first + i), ==, first + i);
    g_assert_cmpuint (GST_BUFFER_PTS (picture), ==, (first + i) * 100 * MS);
  }
}

/* Whatever the codec is, however it is read: all frames, to the bit, on time, with their sound. */
static void
test_play_is_bit_exact (gconstpointer data)
{
  const RecordingPart *part = data;
  g_autoptr (Recording) recording = NULL;
  g_autofree char *path = NULL;

  if (!recording_can (part)) {
    g_test_skip ("an encoder is missing");
    return;
  }

  recording = recording_new ();
  recording_add (recording, part);
  path = recording_save (recording, "exact.dvrip");
  for (int is_pushed = 0; is_pushed < 2; is_pushed++) {
    RecordingPlayer player;

    recording_player_init (&player, path, is_pushed);
    recording_player_play_to_end (&player);
    assert_all_frames (&player, recording, 0);
    g_assert_cmpuint (player.sounds->len, ==, recording->sounds);
    g_assert_cmpuint (player.n_ended, ==, 2);
    recording_player_clear (&player);
  }
}

static gint64
query_duration (RecordingPlayer *player)
{
  gint64 duration = -1;

  g_assert_true (gst_element_query_duration (player->pipeline, GST_FORMAT_TIME, &duration));

  return duration;
}

static void
test_play_knows_duration_and_position (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "duration.dvrip");
  g_autoptr (GstQuery) query = gst_query_new_seeking (GST_FORMAT_TIME);
  g_autoptr (GstPad) pad = NULL;
  gboolean is_seekable;
  gint64 position = -1, start, end;
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  g_assert_cmpint (query_duration (&player), ==, 12 * GST_SECOND);
  g_assert_true (gst_element_query (player.pipeline, query));
  gst_query_parse_seeking (query, NULL, &is_seekable, &start, &end);
  g_assert_true (is_seekable);
  g_assert_cmpint (start, ==, 0);
  g_assert_cmpint (end, ==, 12 * GST_SECOND);

  recording_player_play_to_end (&player);
  pad = gst_element_get_static_pad (player.demux, "video");
  g_assert_true (gst_pad_query_position (pad, GST_FORMAT_TIME, &position));
  g_assert_cmpint (position, >=, 11800 * MS);
  g_assert_cmpint (position, <=, 12 * GST_SECOND);
  recording_player_clear (&player);
}

/* Flushing seeks to each key frame and between: playing begins at the key frame before. */
static void
test_seek_finds_key_frames (void)
{
  static const struct { GstClockTime target; GstSeekFlags flags; guint frame; } seeks[] = {
    { 5000 * MS, KEY_UNIT, 50 }, { 5999 * MS, KEY_UNIT, 50 }, { 0, KEY_UNIT, 0 },
    { 11000 * MS, KEY_UNIT, 110 }, { 50 * MS, KEY_UNIT, 0 },
    { 3400 * MS, KEY_UNIT | GST_SEEK_FLAG_SNAP_AFTER, 40 },
    { 3000 * MS, KEY_UNIT | GST_SEEK_FLAG_SNAP_AFTER, 30 },
    { 3400 * MS, KEY_UNIT | GST_SEEK_FLAG_SNAP_NEAREST, 30 },
    { 3600 * MS, KEY_UNIT | GST_SEEK_FLAG_SNAP_NEAREST, 40 },
    { 99 * GST_SECOND, KEY_UNIT, 110 }, { 99 * GST_SECOND, KEY_UNIT | GST_SEEK_FLAG_SNAP_AFTER, 110 },
    { 7300 * MS, GST_SEEK_FLAG_ACCURATE, 70 }, { 7300 * MS, GST_SEEK_FLAG_NONE, 70 },
  };
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "keys.dvrip");
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (seeks); i++) {
    gboolean is_exact = !(seeks[i].flags & KEY_UNIT);

    g_assert_true (recording_player_seek (&player, FLUSH | seeks[i].flags, seeks[i].target,
                                          GST_CLOCK_TIME_NONE));
    g_mutex_lock (&player.lock);
    recording_player_wait_for_pictures (&player, 1);
    g_assert_cmpint (recording_player_locate (&player, recording, 0), ==, seeks[i].frame);
    g_assert_cmpuint (recording_player_get_time (&player, 0), ==, seeks[i].frame * 100 * MS);
    g_assert_cmpuint (player.segment.start, ==, is_exact ? seeks[i].target
                                                         : seeks[i].frame * 100 * MS);
    g_assert_cmpuint (player.segment.time, ==, player.segment.start);
    g_mutex_unlock (&player.lock);
  }
  recording_player_clear (&player);
}

/* After a seek all that follows comes, to the bit, with the same times as without it. */
static void
test_seek_goes_on_to_the_end (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "goes-on.dvrip");
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  g_assert_true (recording_player_seek (&player, FLUSH | KEY_UNIT, 10 * GST_SECOND,
                                        GST_CLOCK_TIME_NONE));
  recording_player_play_to_end (&player);
  assert_all_frames (&player, recording, 100);
  g_assert_cmpuint (player.sounds->len, ==, 20);
  recording_player_clear (&player);
}

static void
test_seek_stops (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "stops.dvrip");
  GstMessage *done;
  gint64 position;
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  g_assert_true (recording_player_seek (&player, FLUSH | KEY_UNIT, 2 * GST_SECOND,
                                        4 * GST_SECOND));
  recording_player_play_to_end (&player);
  g_assert_cmpuint (player.pictures->len, ==, 20);

  g_assert_true (recording_player_seek (&player, FLUSH | KEY_UNIT | GST_SEEK_FLAG_SEGMENT,
                                        6 * GST_SECOND, 7 * GST_SECOND));
  done = recording_player_wait (&player, GST_MESSAGE_SEGMENT_DONE);
  gst_message_parse_segment_done (done, NULL, &position);
  gst_message_unref (done);
  g_assert_cmpint (position, ==, 7 * GST_SECOND);
  g_assert_cmpuint (player.pictures->len, ==, 10);

  /* The next segment follows the last one without a flush, as in a loop. */
  g_assert_true (recording_player_seek (&player, GST_SEEK_FLAG_SEGMENT | KEY_UNIT, 1 * GST_SECOND,
                                        2 * GST_SECOND));
  gst_message_unref (recording_player_wait (&player, GST_MESSAGE_SEGMENT_DONE));
  g_assert_cmpuint (player.pictures->len, ==, 20);
  g_assert_cmpint (recording_player_locate (&player, recording, 10), ==, 10);
  g_assert_cmpuint (player.segment.base, >=, 900 * MS);
  recording_player_clear (&player);
}

/* Back and forth while it plays in real time, a hundred times, from another thread. */
static void
test_seek_while_playing (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "playing.dvrip");
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  gst_element_set_state (player.pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < 100; i++) {
    guint second = (guint) g_rand_int_range (rand, 0, 12);

    g_assert_true (recording_player_seek (&player, FLUSH | KEY_UNIT, second * GST_SECOND,
                                          GST_CLOCK_TIME_NONE));
    g_mutex_lock (&player.lock);
    recording_player_wait_for_pictures (&player, 1);
    g_assert_cmpint (recording_player_locate (&player, recording, 0), ==, second * 10);
    g_mutex_unlock (&player.lock);
  }
  recording_player_play_to_end (&player);
  recording_player_clear (&player);
}

static void
test_seek_refuses_what_it_cannot (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "refuses.dvrip");
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  g_assert_false (gst_element_seek (player.pipeline, -1.0, GST_FORMAT_TIME, FLUSH,
                                    GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_SET, GST_SECOND));
  g_assert_false (gst_element_seek (player.pipeline, 1.0, GST_FORMAT_BYTES, FLUSH,
                                    GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, 0));
  recording_player_play_to_end (&player);
  assert_all_frames (&player, recording, 0);
  recording_player_clear (&player);
}

/* Fast forward: key frames alone, and no sound. */
static void
test_seek_plays_key_units_only (void)
{
  g_autoptr (Recording) recording = make_long ();
  g_autofree char *path = recording_save (recording, "trick.dvrip");
  RecordingPlayer player;

  recording_player_init (&player, path, FALSE);
  g_assert_true (gst_element_seek (player.pipeline, 8.0, GST_FORMAT_TIME,
                                   FLUSH | KEY_UNIT | GST_SEEK_FLAG_TRICKMODE |
                                   GST_SEEK_FLAG_TRICKMODE_KEY_UNITS,
                                   GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, 0));
  recording_player_play_to_end (&player);
  g_assert_cmpuint (player.pictures->len, ==, 12);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpint (recording_player_locate (&player, recording, i), ==, i * 10);
  g_assert_cmpuint (player.sounds->len, ==, 0);
  recording_player_clear (&player);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  g_test_add_data_func ("/gst/demux-play/h264-is-bit-exact", &recording_h264,
                        test_play_is_bit_exact);
  g_test_add_data_func ("/gst/demux-play/h265-is-bit-exact", &recording_h265,
                        test_play_is_bit_exact);
  g_test_add_data_func ("/gst/demux-play/mpeg4-is-bit-exact", &recording_mpeg4,
                        test_play_is_bit_exact);
  g_test_add_data_func ("/gst/demux-play/jpeg-is-bit-exact", &recording_jpeg,
                        test_play_is_bit_exact);
  if (!recording_can (&recording_h264))
    return g_test_run ();

  g_test_add_func ("/gst/demux-play/knows-duration-and-position",
                   test_play_knows_duration_and_position);
  g_test_add_func ("/gst/demux-play/seek-finds-key-frames", test_seek_finds_key_frames);
  g_test_add_func ("/gst/demux-play/seek-goes-on-to-the-end", test_seek_goes_on_to_the_end);
  g_test_add_func ("/gst/demux-play/seek-stops", test_seek_stops);
  g_test_add_func ("/gst/demux-play/seek-while-playing", test_seek_while_playing);
  g_test_add_func ("/gst/demux-play/seek-refuses-what-it-cannot",
                   test_seek_refuses_what_it_cannot);
  g_test_add_func ("/gst/demux-play/seek-plays-key-units-only", test_seek_plays_key_units_only);

  return g_test_run ();
}
