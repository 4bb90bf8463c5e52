/* test-dvripdemux-damage.c
 *
 * Recordings that are cut, damaged, wrong about themselves or full of what is not for us play as far
 * as they can be played, to the bit, and in a time that makes sense.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "gstdvripplugin.h"
#include "recording-player.h"

#define MS GST_MSECOND

static Recording *
make (guint frames, guint said_fps)
{
  Recording *recording = recording_new ();
  RecordingPart part = recording_h264;

  part.frames = frames;
  part.said_fps = said_fps;
  recording_add (recording, &part);

  return recording;
}

static gsize
get_offset (Recording *recording, guint frame)
{
  return g_array_index (recording->offsets, gsize, frame);
}

static void
insert (Recording *recording, gsize at, const guint8 *data, guint size)
{
  GByteArray *bytes = recording->bytes;
  guint tail = bytes->len - (guint) at;

  g_byte_array_set_size (bytes, bytes->len + size);
  memmove (bytes->data + at + size, bytes->data + at, tail);
  memcpy (bytes->data + at, data, size);
}

/* Plays all of it, and finds each picture in the recording. Returns: the frames' numbers */
static GArray *
play (Recording *recording, gboolean is_pushed)
{
  g_autofree char *path = recording_save (recording, "damaged.dvrip");
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (guint));
  RecordingPlayer player;

  recording_player_init (&player, path, is_pushed);
  recording_player_play_to_end (&player);
  for (guint i = 0; i < player.pictures->len; i++) {
    guint frame = (guint) recording_player_locate (&player, recording, i);

    g_array_append_val (frames, frame);
    g_assert_true (i == 0 || recording_player_get_time (&player, i) >
                               recording_player_get_time (&player, i - 1));
  }
  recording_player_clear (&player);

  return frames;
}

/* Frames from @first on, but not from @lost up to @found. */
static void
assert_played (Recording *recording, guint first, guint lost, guint found)
{
  for (int is_pushed = 0; is_pushed < 2; is_pushed++) {
    g_autoptr (GArray) frames = play (recording, is_pushed);
    guint expected = first;

    for (guint i = 0; i < frames->len; i++, expected++) {
      if (expected == lost)
        expected = found;
      g_assert_cmpuint (g_array_index (frames, guint, i), ==, expected);
    }
    g_assert_cmpuint (expected == lost ? found : expected, ==, recording->frames->len);
  }
}

static void
test_damage_truncated (void)
{
  for (guint missing = 1; missing < 900; missing += 127) {
    g_autoptr (Recording) recording = make (30, 0);
    gsize end = recording->bytes->len;

    g_byte_array_set_size (recording->bytes, (guint) end - missing);
    while (get_offset (recording, recording->frames->len - 1) + 8 +
           g_bytes_get_size (g_ptr_array_index (recording->frames, recording->frames->len - 1)) >
           recording->bytes->len)
      g_ptr_array_set_size (recording->frames, (int) recording->frames->len - 1);
    assert_played (recording, 0, G_MAXUINT, 0);
  }
}

static void
test_damage_begins_inside_a_unit (void)
{
  static const gsize cuts[] = { 1, 3, 4, 15, 16, 17, 500 };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autoptr (Recording) recording = make (30, 0);

    g_byte_array_remove_range (recording->bytes, 0, (guint) cuts[i]);
    assert_played (recording, 10, G_MAXUINT, 0);
  }
}

static void
test_damage_garbage_between_units (void)
{
  g_autoptr (Recording) recording = make (40, 0);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 garbage[5000];

  for (guint i = 0; i < sizeof garbage; i++)
    garbage[i] = (guint8) g_rand_int (rand);
  insert (recording, get_offset (recording, 14), garbage, sizeof garbage);
  assert_played (recording, 0, 14, 20);
}

/* A length that leads nowhere, into the middle of another unit, or beyond the end. */
static void
test_damage_wrong_lengths (void)
{
  static const guint8 lengths[][4] = { { 1, 0, 0, 0 }, { 0xff, 0x01, 0, 0 }, { 0, 0, 0x70, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (Recording) recording = make (60, 0);
    g_autoptr (GArray) frames = NULL;
    guint8 *unit = recording->bytes->data + get_offset (recording, 25);

    memcpy (unit + 4, lengths[i], 4);
    g_ptr_array_add (recording->frames, g_bytes_new (unit + 8, lengths[i][0] + 256 * lengths[i][1]));
    frames = play (recording, FALSE);
    for (guint frame = 0; frame < 25; frame++)
      g_assert_cmpuint (g_array_index (frames, guint, frame), ==, frame);
    for (guint frame = 30; frame < 60; frame++)
      g_assert_cmpuint (g_array_index (frames, guint, frames->len - 60 + frame), ==, frame);
  }
}

static guint64
get_count (RecordingPlayer *player, const char *name)
{
  g_autoptr (GstStructure) statistics = NULL;
  guint64 count = 0;

  g_object_get (player->demux, "statistics", &statistics, NULL);
  g_assert_true (gst_structure_get_uint64 (statistics, name, &count));

  return count;
}

/* Blocks of 127 bytes marked as pictures, and information: neither takes time nor stops anything. */
static void
test_damage_service_blocks (void)
{
  const RecordingPart *parts[] = { &recording_h264, &recording_h265 };

  for (guint p = 0; p < G_N_ELEMENTS (parts); p++) {
    g_autoptr (Recording) recording = recording_new ();
    g_autofree char *path = NULL;
    guint8 service[127] = { 0, 0, 0, 1, p == 0 ? 0x80 : 0x41, 0x01 };

    if (!recording_can (parts[p]))
      continue;
    recording_add (recording, parts[p]);
    recording_add_unit (recording, 0xfd, service, sizeof service);
    recording_add_unit (recording, 0xf9, "$GPRMC,212407", 13);
    recording_add (recording, parts[p]);
    path = recording_save (recording, "service.dvrip");
    for (int is_pushed = 0; is_pushed < 2; is_pushed++) {
      RecordingPlayer player;

      recording_player_init (&player, path, is_pushed);
      recording_player_play_to_end (&player);
      g_assert_cmpuint (player.pictures->len, ==, 60);
      for (guint i = 0; i < 60; i++)
        g_assert_cmpuint (recording_player_get_time (&player, i), ==, i * 100 * MS);
      g_assert_cmpuint (get_count (&player, "service-units"), ==, 1);
      g_assert_cmpuint (get_count (&player, "info-units"), ==, 1);
      g_assert_cmpuint (get_count (&player, "video-units"), ==, 60);
      recording_player_clear (&player);
    }
  }
}

static gint64
query_duration (RecordingPlayer *player)
{
  gint64 duration = -1;

  g_assert_true (gst_element_query_duration (player->pipeline, GST_FORMAT_TIME, &duration));

  return duration;
}

/* The header says 25 a second, 2, or nothing; the clock shows that there are 10. */
static void
test_damage_wrong_rate (void)
{
  static const guint said[] = { 25, 2, 32 };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autoptr (Recording) recording = make (300, said[i]);
    g_autofree char *path = recording_save (recording, "rate.dvrip");
    GstClockTime linear;
    RecordingPlayer player;

    recording_player_init (&player, path, FALSE);
    g_assert_cmpint (query_duration (&player), >, 28 * GST_SECOND);
    g_assert_cmpint (query_duration (&player), <, 32 * GST_SECOND);
    recording_player_play_to_end (&player);
    g_assert_cmpuint (player.pictures->len, ==, 300);
    for (guint f = 0; f < 299; f++) {
      GstClockTimeDiff step = GST_CLOCK_DIFF (recording_player_get_time (&player, f),
                                              recording_player_get_time (&player, f + 1));

      g_assert_cmpint (step, >, 70 * MS);
      g_assert_cmpint (step, <, 130 * MS);
    }

    /* The same place has the same time if it is sought. */
    linear = recording_player_get_time (&player, 200);
    g_assert_true (recording_player_seek (&player, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT,
                                          linear + 1 * MS, GST_CLOCK_TIME_NONE));
    g_mutex_lock (&player.lock);
    recording_player_wait_for_pictures (&player, 1);
    g_assert_cmpint (recording_player_locate (&player, recording, 0), ==, 200);
    g_assert_cmpuint (recording_player_get_time (&player, 0), ==, linear);
    g_mutex_unlock (&player.lock);
    recording_player_clear (&player);
  }
}

/* The recorder pauses for an hour, and its clock is set back by one: time goes on without a hole. */
static void
test_damage_clock_jumps (void)
{
  g_autoptr (Recording) recording = make (100, 0);
  g_autofree char *path = NULL;
  RecordingPart part = recording_h264;
  RecordingPlayer player;

  part.frames = 100;
  recording->clock_ns += 3600 * GST_SECOND;
  recording_add (recording, &part);
  recording->clock_ns -= 3600 * GST_SECOND;
  recording_add (recording, &part);
  path = recording_save (recording, "jumps.dvrip");

  recording_player_init (&player, path, FALSE);
  g_assert_cmpint (query_duration (&player), ==, 30 * GST_SECOND);
  recording_player_play_to_end (&player);
  g_assert_cmpuint (player.pictures->len, ==, 300);
  for (guint i = 0; i < 300; i++)
    g_assert_cmpuint (recording_player_get_time (&player, i), ==, i * 100 * MS);
  g_assert_cmpuint (player.sounds->len, ==, 300);
  recording_player_clear (&player);
}

/* A recording that is still being made has grown when its end is reached. */
static void
test_damage_grows (void)
{
  g_autoptr (Recording) recording = make (60, 0);
  g_autofree char *path = recording_save (recording, "grows.dvrip");
  gsize half = get_offset (recording, 30) + 100;
  FILE *file = g_fopen (path, "w");
  RecordingPlayer player;

  g_assert_cmpuint (fwrite (recording->bytes->data, 1, half, file), ==, half);
  fflush (file);
  recording_player_init (&player, path, FALSE);
  g_assert_cmpuint (fwrite (recording->bytes->data + half, 1, recording->bytes->len - half, file),
                    ==, recording->bytes->len - half);
  fclose (file);
  recording_player_play_to_end (&player);
  g_assert_cmpuint (player.pictures->len, ==, 60);
  recording_player_clear (&player);
}

/* Another codec in the middle of a file, in both directions, each part to the bit. */
static void
test_damage_codec_changes (void)
{
  g_autoptr (Recording) recording = NULL;
  g_autofree char *path = NULL;

  if (!recording_can (&recording_h265) || !recording_can (&recording_mpeg4)) {
    g_test_skip ("an encoder is missing");
    return;
  }

  recording = recording_new ();
  recording_add (recording, &recording_h264);
  recording_add (recording, &recording_h265);
  recording_add (recording, &recording_mpeg4);
  recording_add (recording, &recording_h264);
  path = recording_save (recording, "codecs.dvrip");
  for (int is_pushed = 0; is_pushed < 2; is_pushed++) {
    RecordingPlayer player;

    recording_player_init (&player, path, is_pushed);
    recording_player_play_to_end (&player);
    g_assert_cmpuint (player.n_pads, ==, 8);
    g_assert_cmpuint (player.n_ended, ==, 8);
    g_assert_cmpuint (player.pictures->len, ==, 120);
    for (guint i = 0; i < 120; i++) {
      g_assert_cmpint (recording_find (recording, g_ptr_array_index (player.pictures, i), i), ==,
                       i);
      g_assert_cmpuint (recording_player_get_time (&player, i), ==, i * 100 * MS);
    }
    recording_player_clear (&player);
  }
}

/* As a player does it whose sinks come and go: through whatever pad there is. */
static gboolean
seek_on_pad (GstElement *demux, GstClockTime time)
{
  g_autoptr (GstPad) pad = NULL;

  GST_OBJECT_LOCK (demux);
  pad = demux->srcpads ? gst_object_ref (demux->srcpads->data) : NULL;
  GST_OBJECT_UNLOCK (demux);

  return pad && gst_pad_send_event (pad, gst_event_new_seek (
    1.0, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, GST_SEEK_TYPE_SET,
    (gint64) time, GST_SEEK_TYPE_NONE, 0));
}

/* From one codec back to another: the pads change as they do when it is played. */
static void
test_damage_seeks_across_codecs (void)
{
  g_autoptr (Recording) recording = NULL;
  g_autofree char *path = NULL;
  RecordingPlayer player;

  if (!recording_can (&recording_h265)) {
    g_test_skip ("an encoder is missing");
    return;
  }

  recording = recording_new ();
  recording_add (recording, &recording_h264);
  recording_add (recording, &recording_h265);
  path = recording_save (recording, "across.dvrip");
  recording_player_init (&player, path, FALSE);
  for (guint i = 0; i < 6; i++) {
    guint second = i % 2 == 0 ? 4 : 1;

    g_assert_true (seek_on_pad (player.demux, second * GST_SECOND));
    g_mutex_lock (&player.lock);
    recording_player_wait_for_pictures (&player, 1);
    g_assert_cmpint (recording_player_locate (&player, recording, 0), ==, second * 10);
    g_mutex_unlock (&player.lock);
  }
  recording_player_clear (&player);
}

static void
damage (GRand *rand, GByteArray *bytes)
{
  guint n = (guint) g_rand_int_range (rand, 1, 30);

  for (guint i = 0; i < n; i++) {
    guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len - 16);

    if (i % 3 == 0)
      g_byte_array_remove_range (bytes, at, (guint) g_rand_int_range (rand, 1, 16));
    else
      bytes->data[at] = (guint8) g_rand_int (rand);
  }
}

static void
link_to_nothing (GstElement *demux, GstPad *pad, gpointer pipeline)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = gst_element_get_static_pad (sink, "sink");

  g_object_set (sink, "async", FALSE, "sync", FALSE, NULL);
  gst_bin_add (pipeline, sink);
  gst_pad_link (pad, sink_pad);
  gst_element_sync_state_with_parent (sink);
}

/* Whatever it is made of: it ends, well or with an error. */
static void
play_anything (const char *path, gboolean is_pushed)
{
  g_autofree char *text = g_strdup_printf ("filesrc location=\"%s\" ! %s dvripdemux name=demux",
                                           path, is_pushed ? "queue !" : "");
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, NULL);
  g_autoptr (GstElement) demux = gst_bin_get_by_name (GST_BIN (pipeline), "demux");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *message;

  g_signal_connect (demux, "pad-added", G_CALLBACK (link_to_nothing), pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_unref (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
test_damage_at_random (void)
{
  for (guint seed = 0; seed < 60; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (Recording) recording = recording_new ();
    const RecordingPart *parts[] = { &recording_h264, &recording_jpeg };
    g_autofree char *path = NULL;

    recording_add (recording, parts[seed % 2]);
    recording_add (recording, parts[seed % 3 == 0]);
    damage (rand, recording->bytes);
    path = recording_save (recording, "random.dvrip");
    g_test_message ("seed %u", seed);
    play_anything (path, FALSE);
    play_anything (path, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  if (!recording_can (&recording_h264))
    return 77;

  g_test_add_func ("/gst/demux-damage/truncated", test_damage_truncated);
  g_test_add_func ("/gst/demux-damage/begins-inside-a-unit", test_damage_begins_inside_a_unit);
  g_test_add_func ("/gst/demux-damage/garbage-between-units", test_damage_garbage_between_units);
  g_test_add_func ("/gst/demux-damage/wrong-lengths", test_damage_wrong_lengths);
  g_test_add_func ("/gst/demux-damage/service-blocks", test_damage_service_blocks);
  g_test_add_func ("/gst/demux-damage/wrong-rate", test_damage_wrong_rate);
  g_test_add_func ("/gst/demux-damage/clock-jumps", test_damage_clock_jumps);
  g_test_add_func ("/gst/demux-damage/grows", test_damage_grows);
  g_test_add_func ("/gst/demux-damage/codec-changes", test_damage_codec_changes);
  g_test_add_func ("/gst/demux-damage/seeks-across-codecs", test_damage_seeks_across_codecs);

  g_test_add_func ("/gst/demux-damage/at-random", test_damage_at_random);

  return g_test_run ();
}
