/* test-video-sink.c
 *
 * The mailbox, the counts and the bounds of the sink, pushed to as a decoder would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sink-fixture.h"
#include "wall-pixels.h"
#include "wall-texture-path.h"
#include "wall-wakeup.h"

static void
test_starts_with_nothing (SinkFixture       *self,
                          gconstpointer  data)
{
  WallVideoSinkStats stats = sink_fixture_get_stats (self);

  g_assert_null (wall_video_sink_take_picture (self->sink));
  g_assert_cmpuint (stats.decoded, ==, 0);
  g_assert_cmpint (stats.last_decoded_us, ==, -1);
  g_assert_cmpint (stats.unchanged_since_us, ==, -1);
}

static void
test_counts_what_is_not_shown (SinkFixture       *self,
                               gconstpointer  data)
{
  gint64 before_us = g_get_monotonic_time ();
  WallVideoSinkStats stats;

  sink_fixture_push (self, 100);
  sink_fixture_push (self, 101);

  stats = sink_fixture_get_stats (self);
  g_assert_null (wall_video_sink_take_picture (self->sink));
  g_assert_cmpuint (stats.decoded, ==, 2);
  g_assert_cmpuint (stats.skipped, ==, 0);
  g_assert_cmpint (stats.last_decoded_us, >=, before_us);
  g_assert_cmpint (stats.width, ==, 64);
  g_assert_cmpint (stats.height, ==, 36);
  g_assert_cmpfloat (stats.fps, ==, 25.0);
}

static void
test_newest_wins (SinkFixture       *self,
                  gconstpointer  data)
{
  g_autoptr (WallPicture) picture = NULL;

  wall_video_sink_set_target_size (self->sink, 32, 18);
  for (guint8 value = 100; value < 105; value++)
    sink_fixture_push (self, value);

  picture = wall_video_sink_take_picture (self->sink);
  g_assert_nonnull (picture);
  g_assert_cmpuint (wall_picture_get_serial (picture), ==, 5);
  g_assert_cmpint (wall_picture_get_width (picture), ==, 32);
  g_assert_cmpint (wall_picture_get_height (picture), ==, 18);
  g_assert_cmpuint (sink_fixture_get_stats (self).skipped, ==, 4);
  g_assert_cmpint (wall_picture_get_decoded_us (picture), ==,
                   sink_fixture_get_stats (self).last_decoded_us);
  g_assert_null (wall_video_sink_take_picture (self->sink));
}

static void
count_call (WallVideoSink *sink,
            gpointer       user_data)
{
  guint *calls = user_data;

  (*calls)++;
}

static void
iterate_until (guint *calls,
               guint  wanted)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (*calls < wanted && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (*calls, ==, wanted);
}

static void
test_asks_for_one_wakeup (SinkFixture       *self,
                          gconstpointer  data)
{
  guint calls = 0;

  wall_video_sink_set_target_size (self->sink, 32, 18);
  wall_video_sink_set_func (self->sink, count_call, &calls);
  for (guint8 value = 0; value < 100; value++)
    sink_fixture_push (self, value);
  iterate_until (&calls, 1);

  sink_fixture_push (self, 200);
  iterate_until (&calls, 2);
}

static void
test_tells_what_waits_already (SinkFixture       *self,
                               gconstpointer  data)
{
  guint calls = 0;

  wall_video_sink_set_target_size (self->sink, 32, 18);
  sink_fixture_push (self, 100);
  wall_video_sink_set_func (self->sink, count_call, &calls);
  iterate_until (&calls, 1);
}

static void
test_calls_nobody_who_left (SinkFixture       *self,
                            gconstpointer  data)
{
  guint64 wakeups = wall_wakeup_get_count ();
  gint64 deadline_us = g_get_monotonic_time () + 5 * WALL_WAKEUP_GATHER_US;
  guint calls = 0;

  wall_video_sink_set_target_size (self->sink, 32, 18);
  wall_video_sink_set_func (self->sink, count_call, &calls);
  sink_fixture_push (self, 100);
  wall_video_sink_set_func (self->sink, NULL, NULL);
  while (g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, FALSE);

  g_assert_cmpuint (calls, ==, 0);
  g_assert_cmpuint (wall_wakeup_get_count (), ==, wakeups);
}

static void
test_tells_unchanged (SinkFixture       *self,
                      gconstpointer  data)
{
  gint64 first_us;

  sink_fixture_push (self, 100);
  g_assert_cmpint (sink_fixture_get_stats (self).unchanged_since_us, ==, -1);
  first_us = sink_fixture_get_stats (self).last_decoded_us;
  for (int i = 0; i < 3; i++) {
    sink_fixture_push (self, 100);
    g_assert_cmpint (sink_fixture_get_stats (self).unchanged_since_us, ==, first_us);
  }
}

/* The lowest bit of the last byte of each plane, and of the first. */
static void
test_one_bit_is_a_change (SinkFixture       *self,
                          gconstpointer  data)
{
  const gsize offsets[] = { 0, 64 * 36 - 1, 64 * 36, 64 * 36 * 5 / 4 - 1, 64 * 36 * 3 / 2 - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++) {
    GstBuffer *buffer = sink_fixture_make_buffer (self, 100);

    sink_fixture_push (self, 100);
    sink_fixture_push (self, 100);
    g_assert_cmpint (sink_fixture_get_stats (self).unchanged_since_us, >, 0);
    gst_buffer_memset (buffer, offsets[i], 101, 1);
    g_assert_cmpint (gst_harness_push (self->harness, buffer), ==, GST_FLOW_OK);
    g_assert_cmpint (sink_fixture_get_stats (self).unchanged_since_us, ==, -1);
  }
}

static void
test_padding_is_no_change (SinkFixture       *self,
                           gconstpointer  data)
{
  sink_fixture_set_caps (self, "I420", 63, 35);

  sink_fixture_push (self, 100);
  for (int i = 0; i < 2; i++) {
    GstBuffer *buffer = sink_fixture_make_buffer (self, 100);

    /* The 64th byte of the first line. */
    gst_buffer_memset (buffer, 63, 200 + i, 1);
    g_assert_cmpint (gst_harness_push (self->harness, buffer), ==, GST_FLOW_OK);
    g_assert_cmpint (sink_fixture_get_stats (self).unchanged_since_us, >, 0);
  }
}

static WallPicture *
wait_for_picture (SinkFixture *self)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  WallPicture *picture = NULL;

  while (!picture && g_get_monotonic_time () < deadline_us) {
    picture = wall_video_sink_take_picture (self->sink);
    g_thread_yield ();
  }
  g_assert_nonnull (picture);

  return picture;
}

/* Shown again after it was not, a camera brings its last frame at once, and that is no new frame.
 * */
static void
test_converts_again_when_shown (SinkFixture       *self,
                                gconstpointer  data)
{
  g_autoptr (WallPicture) picture = NULL;
  WallVideoSinkStats before;

  sink_fixture_push (self, 100);
  sink_fixture_push (self, 110);
  before = sink_fixture_get_stats (self);
  wall_video_sink_set_target_size (self->sink, 48, 27);

  picture = wait_for_picture (self);
  g_assert_cmpint (wall_picture_get_width (picture), ==, 48);
  g_assert_cmpuint (wall_picture_get_serial (picture), ==, 2);
  g_assert_cmpint (wall_picture_get_decoded_us (picture), ==, before.last_decoded_us);
  g_assert_cmpuint (sink_fixture_get_stats (self).decoded, ==, 2);
  g_assert_cmpuint (sink_fixture_get_stats (self).skipped, ==, 0);
}

/* D1 and its kin are not of square pixels. */
static void
test_honours_pixel_aspect (SinkFixture       *self,
                           gconstpointer  data)
{
  const struct {
    const char *caps;
    int         width, height;
  } cases[] = {
    { "width=704,height=576,pixel-aspect-ratio=12/11", 360, 270 },
    { "width=704,height=576,pixel-aspect-ratio=16/11", 480, 270 },
    { "width=704,height=288,pixel-aspect-ratio=6/11", 360, 270 },
    { "width=704,height=576", 330, 270 },
    { "width=360,height=640", 152, 270 },
  };

  wall_video_sink_set_target_size (self->sink, 480, 270);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *caps
      = g_strdup_printf ("video/x-raw,format=I420,framerate=25/1,%s", cases[i].caps);
    g_autoptr (GstCaps) parsed = gst_caps_from_string (caps);
    g_autoptr (WallPicture) picture = NULL;

    g_assert_true (gst_video_info_from_caps (&self->info, parsed));
    gst_harness_set_src_caps (self->harness, g_steal_pointer (&parsed));
    sink_fixture_push (self, 100);
    picture = wall_video_sink_take_picture (self->sink);
    g_assert_cmpint (wall_picture_get_width (picture), ==, cases[i].width);
    g_assert_cmpint (wall_picture_get_height (picture), ==, cases[i].height);
  }
}

/* Where a GPU paints, it enlarges as well. */
static void
test_enlarges_only_for_cairo (SinkFixture       *self,
                              gconstpointer  data)
{
  const struct {
    const char *renderer;
    int         width;
  } cases[] = { { "GskCairoRenderer", 640 }, { "GskGLRenderer", 64 }, { "GskCairoRenderer", 640 } };

  wall_video_sink_set_target_size (self->sink, 640, 360);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (WallPicture) picture = NULL;

    wall_texture_path_set_renderer (cases[i].renderer);
    sink_fixture_push (self, 100);
    picture = wall_video_sink_take_picture (self->sink);
    g_assert_cmpint (wall_picture_get_width (picture), ==, cases[i].width);
  }
}

static void
test_hidden_gives_no_picture (SinkFixture       *self,
                              gconstpointer  data)
{
  wall_video_sink_set_target_size (self->sink, 48, 27);
  sink_fixture_push (self, 100);
  wall_video_sink_set_target_size (self->sink, 0, 0);

  g_assert_null (wall_video_sink_take_picture (self->sink));
}

static void
test_refuses_above_limit (SinkFixture       *self,
                          gconstpointer  data)
{
  const struct {
    int      width, height;
    gboolean is_accepted;
  } cases[] = {
    { 8192, 4320, TRUE },
    { 8194, 4320, FALSE },
    { 8192, 4322, FALSE },
    { 16384, 16384, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstCaps) caps
      = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "I420", "width", G_TYPE_INT,
                             cases[i].width, "height", G_TYPE_INT, cases[i].height, NULL);
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GstMessage) message = NULL;
    gboolean is_accepted;

    gst_element_set_bus (GST_ELEMENT (self->sink), bus);
    is_accepted = GST_BASE_SINK_GET_CLASS (self->sink)->set_caps (GST_BASE_SINK (self->sink), caps);
    message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    gst_element_set_bus (GST_ELEMENT (self->sink), NULL);

    g_assert_cmpint (is_accepted, ==, cases[i].is_accepted);
    g_assert_cmpint (message == NULL, ==, cases[i].is_accepted);
    if (message) {
      const GstStructure *details;

      gst_message_parse_error_details (message, &details);
      g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, "bad-data");
    }
  }
}

static void
test_proposes_metas (SinkFixture       *self,
                     gconstpointer  data)
{
  g_autoptr (GstCaps) caps = gst_video_info_to_caps (&self->info);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, TRUE);

  g_assert_true (gst_pad_peer_query (self->harness->srcpad, query));
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL));
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL));
}

/* Resolutions that jump, a hundred times: what is kept stays small. */
static void
test_size_storm_is_bounded (SinkFixture       *self,
                            gconstpointer  data)
{
  WallPixelsStats stats;

  for (int i = 0; i < 100; i++) {
    sink_fixture_set_caps (self, i % 3 ? "I420" : "NV12", 64 + (i * 37) % 1800,
                           36 + (i * 53) % 1000);
    wall_video_sink_set_target_size (self->sink, 200 + (i * 29) % 1700, 100 + (i * 31) % 900);
    sink_fixture_push (self, 100 + i);
  }

  wall_pixels_get_stats (&stats);
  g_assert_cmpuint (stats.spare_bytes, <=, WALL_PIXELS_MAX_SPARE_BYTES);
  g_assert_cmpuint (sink_fixture_get_stats (self).decoded, ==, 100);
}

static void
test_memory_is_used_again (SinkFixture       *self,
                           gconstpointer  data)
{
  WallPixelsStats before, after;

  wall_video_sink_set_target_size (self->sink, 480, 270);
  for (int i = 0; i < 10; i++)
    sink_fixture_push (self, i);
  wall_pixels_get_stats (&before);
  for (int i = 0; i < 100; i++)
    sink_fixture_push (self, 50 + i);
  wall_pixels_get_stats (&after);

  g_assert_cmpuint (after.allocated, ==, before.allocated);
  g_assert_cmpuint (after.reused, ==, before.reused + 100);
}

typedef struct {
  SinkFixture *fixture;
  int      is_enough;
  guint64  pushed;
} Pusher;

static gpointer
push_in_thread (gpointer data)
{
  Pusher *pusher = data;

  for (; !g_atomic_int_get (&pusher->is_enough); pusher->pushed++)
    sink_fixture_push (pusher->fixture, pusher->pushed % 256);

  return NULL;
}

/* The pusher goes on until fifty pictures were taken; the tile changes its size all the while. */
static void
test_take_while_pushing (SinkFixture       *self,
                         gconstpointer  data)
{
  Pusher pusher = { self };
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  guint64 last = 0, taken = 0;
  guint calls = 0;
  GThread *thread;

  wall_video_sink_set_target_size (self->sink, 32, 18);
  wall_video_sink_set_func (self->sink, count_call, &calls);
  thread = g_thread_new ("push", push_in_thread, &pusher);
  for (int i = 0; taken < 50 && g_get_monotonic_time () < deadline_us; i++) {
    g_autoptr (WallPicture) picture = wall_video_sink_take_picture (self->sink);

    g_main_context_iteration (NULL, FALSE);
    wall_video_sink_set_target_size (self->sink, 32 + i % 3, 18);
    if (!picture)
      continue;
    g_assert_cmpuint (wall_picture_get_serial (picture), >=, last);
    taken += wall_picture_get_serial (picture) > last;
    last = wall_picture_get_serial (picture);
  }
  g_atomic_int_set (&pusher.is_enough, TRUE);
  g_thread_join (thread);

  g_assert_cmpuint (taken, ==, 50);
  g_assert_cmpuint (sink_fixture_get_stats (self).decoded, ==, pusher.pushed);
  g_assert_cmpuint (taken + sink_fixture_get_stats (self).skipped, <=, pusher.pushed);
}

static void
test_first_frame_of_file_counts_once (void)
{
  g_autoptr (GstElement) pipeline
    = gst_parse_launch ("videotestsrc num-buffers=3 ! video/x-raw,format=I420,width=64,height=36 ! "
                        "wallvideosink name=sink",
                        NULL);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  WallVideoSinkStats stats;

  gst_element_set_state (pipeline, GST_STATE_PAUSED);
  g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 20 * GST_SECOND), ==,
                   GST_STATE_CHANGE_SUCCESS);
  wall_video_sink_get_stats (WALL_VIDEO_SINK (sink), &stats);
  g_assert_cmpuint (stats.decoded, ==, 1);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  wall_video_sink_get_stats (WALL_VIDEO_SINK (sink), &stats);
  g_assert_cmpuint (stats.decoded, ==, 3);

  gst_element_set_state (pipeline, GST_STATE_NULL);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/stream/video-sink/" path, SinkFixture, NULL, sink_fixture_set_up, function,        \
              sink_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  wall_video_sink_register ();
  wall_texture_path_set_renderer ("GskCairoRenderer");

  ADD ("starts-with-nothing", test_starts_with_nothing);
  ADD ("counts-what-is-not-shown", test_counts_what_is_not_shown);
  ADD ("newest-wins", test_newest_wins);
  ADD ("asks-for-one-wakeup", test_asks_for_one_wakeup);
  ADD ("tells-what-waits-already", test_tells_what_waits_already);
  ADD ("calls-nobody-who-left", test_calls_nobody_who_left);
  ADD ("tells-unchanged", test_tells_unchanged);
  ADD ("one-bit-is-a-change", test_one_bit_is_a_change);
  ADD ("padding-is-no-change", test_padding_is_no_change);
  ADD ("converts-again-when-shown", test_converts_again_when_shown);
  ADD ("honours-pixel-aspect", test_honours_pixel_aspect);
  ADD ("enlarges-only-for-cairo", test_enlarges_only_for_cairo);
  ADD ("hidden-gives-no-picture", test_hidden_gives_no_picture);
  ADD ("refuses-above-limit", test_refuses_above_limit);
  ADD ("proposes-metas", test_proposes_metas);
  ADD ("size-storm-is-bounded", test_size_storm_is_bounded);
  ADD ("memory-is-used-again", test_memory_is_used_again);
  ADD ("take-while-pushing", test_take_while_pushing);
  g_test_add_func ("/stream/video-sink/first-frame-of-file-counts-once",
                   test_first_frame_of_file_counts_once);

  return g_test_run ();
}
