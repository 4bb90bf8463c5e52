/* test-dvripdemux-stream.c
 *
 * A stream keeps its order and its time: however it was cut, whenever it arrives, wherever it ends.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "demux-harness.h"
#include "gstdvripplugin.h"

#define MS GST_MSECOND

static void
append_unit (GByteArray *bytes, GstBuffer *unit)
{
  GstMapInfo map;

  g_assert_true (gst_buffer_map (unit, &map, GST_MAP_READ));
  g_byte_array_append (bytes, map.data, map.size);
  gst_buffer_unmap (unit, &map);
  gst_buffer_unref (unit);
}

static void
append_sized (GByteArray *bytes, DvripUnitKind kind, GByteArray *payload, guint width)
{
  DvripUnitHeader header = { .kind = kind, .codec = DVRIP_VIDEO_H264, .fps = 25, .width = width };

  append_unit (bytes, unit_buffer_new (header, payload, 0));
  g_byte_array_unref (payload);
}

static void
append_picture (GByteArray *bytes, DvripUnitKind kind, GByteArray *payload)
{
  append_sized (bytes, kind, payload, 0);
}

/* Two groups of pictures with sound, and a change of size between them. */
static GByteArray *
make_stream (void)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < 2; i++) {
    append_sized (bytes, DVRIP_UNIT_I, coded_picture_h264_key (640 + 8 * i, 360), 640 + 8 * i);
    append_unit (bytes, unit_buffer_new_sound (DVRIP_AUDIO_ALAW, 8000, 16, 0));
    append_picture (bytes, DVRIP_UNIT_P, coded_picture_h264_delta ());
    append_picture (bytes, DVRIP_UNIT_P, coded_picture_service ());
    append_unit (bytes, unit_buffer_new_sound (DVRIP_AUDIO_ALAW, 8000, 16, 0));
    append_picture (bytes, DVRIP_UNIT_P, coded_picture_h264_delta ());
  }

  return bytes;
}

static void
push_bytes (DemuxHarness *h, const guint8 *data, gsize size)
{
  if (size > 0)
    g_assert_cmpint (gst_harness_push (h->video, gst_buffer_new_memdup (data, size)), ==,
                     GST_FLOW_OK);
}

/* Writes down all that came out of one pad. */
static void
describe (GstHarness *harness, GString *out)
{
  GstBuffer *buffer;

  while ((buffer = gst_harness_try_pull (harness)) != NULL) {
    g_autofree char *sum = NULL;
    GstMapInfo map;

    g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
    sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, map.data, map.size);
    g_string_append_printf (out, "%s %" GST_TIME_FORMAT " %" GST_TIME_FORMAT " %x\n", sum,
                            GST_TIME_ARGS (GST_BUFFER_PTS (buffer)),
                            GST_TIME_ARGS (GST_BUFFER_DURATION (buffer)),
                            GST_BUFFER_FLAGS (buffer));
    gst_buffer_unmap (buffer, &map);
    gst_buffer_unref (buffer);
  }
}

static char *
play_in_pieces (const GByteArray *stream, gsize first, gsize piece)
{
  GString *out = g_string_new (NULL);
  DemuxHarness h;

  demux_harness_init (&h);
  push_bytes (&h, stream->data, first);
  for (gsize at = first; at < stream->len; at += piece)
    push_bytes (&h, stream->data + at, MIN (piece, stream->len - at));
  describe (h.video, out);
  g_string_append (out, "sound\n");
  describe (h.audio, out);
  demux_harness_clear (&h);

  return g_string_free (out, FALSE);
}

static void
test_demux_is_indifferent_to_cuts (void)
{
  g_autoptr (GByteArray) stream = make_stream ();
  g_autofree char *whole = play_in_pieces (stream, stream->len, 1);
  g_auto (GStrv) lines = g_strsplit (whole, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 6 + 1 + 4 + 1);
  for (gsize cut = 1; cut < stream->len; cut++) {
    g_autofree char *cut_once = play_in_pieces (stream, cut, stream->len);

    g_assert_cmpstr (cut_once, ==, whole);
  }
  for (gsize piece = 1; piece < 40; piece++) {
    g_autofree char *in_pieces = play_in_pieces (stream, 0, piece);

    g_assert_cmpstr (in_pieces, ==, whole);
  }
}

static void
test_demux_counts_without_arrivals (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  DemuxHarness h;

  append_picture (stream, DVRIP_UNIT_I, coded_picture_h264_key (640, 360));
  for (guint i = 1; i < 1000; i++)
    append_picture (stream, DVRIP_UNIT_P, coded_picture_h264_delta ());

  demux_harness_init (&h);
  push_bytes (&h, stream->data, stream->len);
  for (guint i = 0; i < 1000; i++) {
    g_autoptr (GstBuffer) picture = gst_harness_pull (h.video);

    g_assert_cmpuint (GST_BUFFER_PTS (picture), ==, i * 40 * MS);
    g_assert_cmpuint (GST_BUFFER_DTS (picture), ==, i * 40 * MS);
    g_assert_cmpuint (GST_BUFFER_DURATION (picture), ==, 40 * MS);
  }
  demux_harness_clear (&h);
}

/* Ten thousand frames that arrive up to 30 ms late; the camera says 25 a second, or nothing. */
static void
check_times (guint fps, GstClockTime period)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  GstClockTime last = 0;
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint i = 0; i < 10000; i++) {
    GstClockTime arrival = GST_SECOND + i * period + g_rand_int_range (rand, 0, 30) * MS;
    g_autoptr (GstBuffer) picture = NULL;

    if (i % 50 == 0)
      demux_harness_push_key (&h, 640, 360, fps, arrival);
    else
      demux_harness_push_delta (&h, arrival);
    picture = gst_harness_pull (h.video);

    g_assert_cmpuint (GST_BUFFER_PTS (picture), >, last);
    if (i > 100) {
      g_assert_cmpint (ABS (GST_CLOCK_DIFF (arrival, GST_BUFFER_PTS (picture))), <, 35 * MS);
      g_assert_cmpint (ABS (GST_CLOCK_DIFF (last + period, GST_BUFFER_PTS (picture))), <, 6 * MS);
      g_assert_cmpint (ABS (GST_CLOCK_DIFF (period, GST_BUFFER_DURATION (picture))), <, 2 * MS);
    }
    last = GST_BUFFER_PTS (picture);
  }
  demux_harness_clear (&h);
}

static void
test_demux_smooths_without_drift (void)
{
  check_times (25, 40400 * GST_USECOND);
  check_times (25, 39600 * GST_USECOND);
  check_times (0, 66667 * GST_USECOND);
}

static void
test_demux_flushes (void)
{
  g_autoptr (GByteArray) stream = make_stream ();
  GstSegment segment;
  g_autoptr (GstBuffer) picture = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 5 * GST_SECOND);
  demux_harness_push_sound (&h, 5 * GST_SECOND);
  push_bytes (&h, stream->data, 50);
  g_assert_true (gst_harness_push_event (h.video, gst_event_new_flush_start ()));
  g_assert_cmpint (demux_harness_push_delta (&h, 5040 * MS), ==, GST_FLOW_FLUSHING);
  g_assert_true (gst_harness_push_event (h.video, gst_event_new_flush_stop (TRUE)));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  g_assert_true (gst_harness_push_event (h.video, gst_event_new_segment (&segment)));

  while ((picture = gst_harness_try_pull (h.video)) != NULL)
    g_clear_pointer (&picture, gst_buffer_unref);
  g_assert_cmpint (demux_harness_push_delta (&h, 0), ==, GST_FLOW_OK);
  g_assert_cmpuint (gst_harness_buffers_in_queue (h.video), ==, 0);
  g_assert_cmpint (demux_harness_push_key (&h, 640, 360, 25, 40 * MS), ==, GST_FLOW_OK);
  picture = gst_harness_pull (h.video);
  g_assert_cmpuint (GST_BUFFER_PTS (picture), ==, 40 * MS);
  g_assert_true (GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DISCONT));
  g_assert_cmpuint (h.n_pads, ==, 2);
  demux_harness_clear (&h);
}

static GstEvent *
pull_event (GstHarness *harness, GstEventType type)
{
  GstEvent *event;

  while ((event = gst_harness_try_pull_event (harness)) != NULL) {
    if (GST_EVENT_TYPE (event) == type)
      return event;
    gst_event_unref (event);
  }

  return NULL;
}

static void
test_demux_ends (void)
{
  g_autoptr (GstEvent) video_eos = NULL;
  g_autoptr (GstEvent) audio_eos = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_sound (&h, 0);
  g_assert_true (gst_harness_push_event (h.video, gst_event_new_eos ()));
  video_eos = pull_event (h.video, GST_EVENT_EOS);
  audio_eos = pull_event (h.audio, GST_EVENT_EOS);
  g_assert_nonnull (video_eos);
  g_assert_nonnull (audio_eos);
  g_assert_null (demux_harness_pop (&h, GST_MESSAGE_ERROR));
  demux_harness_clear (&h);
}

static void
test_demux_complains_of_nothing (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  push_bytes (&h, (const guint8 *) "neither a picture nor sound", 27);
  gst_harness_push_event (h.video, gst_event_new_eos ());
  demux_harness_assert_error (&h, GST_STREAM_ERROR_WRONG_TYPE, "bad-data");
  demux_harness_clear (&h);
}

static void
test_demux_refuses_units_beyond_limit (void)
{
  static const guint8 claim[] = { 0, 0, 1, 0xfd, 1, 0, 0x80, 0 };
  DemuxHarness h;

  demux_harness_init (&h);
  g_autoptr (GByteArray) stream = make_stream ();
  g_byte_array_append (stream, claim, sizeof claim);
  g_assert_cmpint (gst_harness_push (h.video, gst_buffer_new_memdup (stream->data, stream->len)),
                   ==, GST_FLOW_ERROR);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 6);
  demux_harness_assert_error (&h, GST_STREAM_ERROR_DEMUX, "bad-data");
  demux_harness_clear (&h);
}

/* A buffer that would be a unit of its own may also be the rest of one. */
static void
test_demux_finishes_what_it_began (void)
{
  g_autoptr (GByteArray) stream = g_byte_array_new ();
  g_autoptr (GByteArray) inner = g_byte_array_new ();
  GByteArray *payload = coded_picture_h264_key (640, 360);
  g_autoptr (GstBuffer) picture = NULL;
  gsize size, outer;
  DemuxHarness h;

  append_picture (inner, DVRIP_UNIT_P, coded_picture_h264_delta ());
  outer = payload->len;
  g_byte_array_append (payload, inner->data, inner->len);
  size = payload->len;
  append_picture (stream, DVRIP_UNIT_I, payload);

  demux_harness_init (&h);
  push_bytes (&h, stream->data, 16 + outer);
  push_bytes (&h, stream->data + 16 + outer, inner->len);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 1);
  picture = gst_harness_pull (h.video);
  g_assert_cmpuint (gst_buffer_get_size (picture), ==, size);
  demux_harness_clear (&h);
}

/* Nobody should wait for sound that has stopped, nor for pictures that have. */
static void
test_demux_fills_pauses (void)
{
  g_autoptr (GstEvent) gap = NULL;
  GstClockTime start, length;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_sound (&h, 0);
  for (guint i = 1; i < 50; i++)
    demux_harness_push_delta (&h, i * 40 * MS);

  gap = pull_event (h.audio, GST_EVENT_GAP);
  g_assert_nonnull (gap);
  gst_event_parse_gap (gap, &start, &length);
  g_assert_cmpuint (start, ==, 40 * MS);
  g_assert_cmpuint (length, >=, GST_SECOND);
  g_assert_null (pull_event (h.video, GST_EVENT_GAP));
  demux_harness_push_sound (&h, 2000 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.audio), ==, 2);
  demux_harness_clear (&h);
}

/* Sound that says to last for eight seconds, as a damaged length may, does not put off a picture. */
static void
test_demux_is_not_put_off_by_long_sound (void)
{
  g_autoptr (GstBuffer) key = NULL, delta = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, GST_SECOND);
  gst_harness_push (h.video, unit_buffer_new_sound (DVRIP_AUDIO_ALAW, 8000, G_MAXUINT16,
                                                    GST_SECOND));
  demux_harness_push_delta (&h, GST_SECOND + 40 * MS);
  key = gst_harness_pull (h.video);
  delta = gst_harness_pull (h.video);
  g_assert_cmpuint (GST_BUFFER_PTS (delta), ==, GST_SECOND + 40 * MS);
  demux_harness_clear (&h);
}

static void
test_demux_says_when_all_pads_are_there (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  g_assert_cmpuint (h.n_no_more_pads, ==, 0);
  demux_harness_push_sound (&h, 0);
  g_assert_cmpuint (h.n_no_more_pads, ==, 1);
  demux_harness_clear (&h);

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  for (guint i = 1; i < 200; i++)
    demux_harness_push_delta (&h, i * 40 * MS);
  g_assert_cmpuint (h.n_no_more_pads, ==, 1);
  demux_harness_clear (&h);
}

static void
test_demux_waits_for_a_linked_pad (void)
{
  GstFlowReturn flow = GST_FLOW_OK;
  DemuxHarness h;

  demux_harness_init (&h);
  h.unlinked = "video";
  g_assert_cmpint (demux_harness_push_key (&h, 640, 360, 25, 0), ==, GST_FLOW_OK);
  g_assert_cmpint (demux_harness_push_sound (&h, 0), ==, GST_FLOW_OK);
  g_assert_cmpint (demux_harness_push_delta (&h, 40 * MS), ==, GST_FLOW_OK);
  g_assert_cmpuint (gst_harness_buffers_received (h.audio), ==, 1);
  demux_harness_clear (&h);

  demux_harness_init (&h);
  h.unlinked = "video";
  demux_harness_push_key (&h, 640, 360, 25, 0);
  for (guint i = 1; i < 100 && flow == GST_FLOW_OK; i++)
    flow = demux_harness_push_delta (&h, i * 40 * MS);
  g_assert_cmpint (flow, ==, GST_FLOW_NOT_LINKED);
  g_assert_cmpuint (h.n_no_more_pads, ==, 1);
  demux_harness_clear (&h);
}

static void
test_demux_passes_latency_and_events (void)
{
  g_autoptr (GstEvent) custom = NULL;
  g_autoptr (GstEvent) late = NULL;
  g_autoptr (GstEvent) tags = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  gst_harness_set_upstream_latency (h.video, 123 * MS);
  gst_harness_push_event (h.video, gst_event_new_tag (
    gst_tag_list_new (GST_TAG_TITLE, "Gate", NULL)));
  demux_harness_push_key (&h, 640, 360, 25, 0);
  g_assert_cmpuint (gst_harness_query_latency (h.video), ==, 123 * MS);

  tags = pull_event (h.video, GST_EVENT_TAG);
  g_assert_nonnull (tags);
  g_assert_true (gst_harness_push_event (h.video, gst_event_new_custom (
    GST_EVENT_CUSTOM_DOWNSTREAM, gst_structure_new_empty ("unheard-of"))));
  custom = pull_event (h.video, GST_EVENT_CUSTOM_DOWNSTREAM);
  g_assert_nonnull (custom);

  g_assert_true (gst_harness_push_upstream_event (h.video, gst_event_new_custom (
    GST_EVENT_CUSTOM_UPSTREAM, gst_structure_new_empty ("unheard-of"))));
  late = gst_harness_try_pull_upstream_event (h.video);
  while (late && GST_EVENT_TYPE (late) != GST_EVENT_CUSTOM_UPSTREAM) {
    gst_event_unref (late);
    late = gst_harness_try_pull_upstream_event (h.video);
  }
  g_assert_nonnull (late);
  demux_harness_clear (&h);
}

/* One stream for each pad, both of the group of the source. */
static void
test_demux_names_its_streams (void)
{
  g_autoptr (GstEvent) video = NULL;
  g_autoptr (GstEvent) audio = NULL;
  GstEvent *start = gst_event_new_stream_start ("camera");
  const char *video_id, *audio_id;
  guint group = 0;
  DemuxHarness h;

  demux_harness_init (&h);
  gst_event_set_group_id (start, 77);
  gst_harness_push_event (h.video, start);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_sound (&h, 0);
  video = pull_event (h.video, GST_EVENT_STREAM_START);
  audio = pull_event (h.audio, GST_EVENT_STREAM_START);
  gst_event_parse_stream_start (video, &video_id);
  gst_event_parse_stream_start (audio, &audio_id);
  g_assert_cmpstr (video_id, !=, audio_id);
  g_assert_true (gst_event_parse_group_id (video, &group));
  g_assert_cmpuint (group, ==, 77);
  g_assert_true (gst_event_parse_group_id (audio, &group));
  g_assert_cmpuint (group, ==, 77);
  demux_harness_clear (&h);
}

static void
test_demux_begins_anew (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_sound (&h, 0);
  g_assert_cmpuint (h.element->numsrcpads, ==, 2);
  g_assert_cmpint (gst_element_set_state (h.element, GST_STATE_READY), ==,
                   GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpuint (h.element->numsrcpads, ==, 0);
  demux_harness_clear (&h);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/demux/is-indifferent-to-cuts", test_demux_is_indifferent_to_cuts);
  g_test_add_func ("/gst/demux/counts-without-arrivals", test_demux_counts_without_arrivals);
  g_test_add_func ("/gst/demux/smooths-without-drift", test_demux_smooths_without_drift);
  g_test_add_func ("/gst/demux/flushes", test_demux_flushes);
  g_test_add_func ("/gst/demux/ends", test_demux_ends);
  g_test_add_func ("/gst/demux/complains-of-nothing", test_demux_complains_of_nothing);
  g_test_add_func ("/gst/demux/refuses-units-beyond-limit", test_demux_refuses_units_beyond_limit);
  g_test_add_func ("/gst/demux/finishes-what-it-began", test_demux_finishes_what_it_began);
  g_test_add_func ("/gst/demux/fills-pauses", test_demux_fills_pauses);
  g_test_add_func ("/gst/demux/is-not-put-off-by-long-sound",
                   test_demux_is_not_put_off_by_long_sound);
  g_test_add_func ("/gst/demux/says-when-all-pads-are-there",
                   test_demux_says_when_all_pads_are_there);
  g_test_add_func ("/gst/demux/waits-for-a-linked-pad", test_demux_waits_for_a_linked_pad);
  g_test_add_func ("/gst/demux/passes-latency-and-events", test_demux_passes_latency_and_events);
  g_test_add_func ("/gst/demux/names-its-streams", test_demux_names_its_streams);
  g_test_add_func ("/gst/demux/begins-anew", test_demux_begins_anew);

  return g_test_run ();
}
