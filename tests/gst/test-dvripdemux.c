/* test-dvripdemux.c
 *
 * Units become pictures and sound, with the caps, flags and times that they should have.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "demux-harness.h"
#include "gstdvripplugin.h"

#define MS GST_MSECOND

static void
assert_payload (GstBuffer *buffer, const GByteArray *payload)
{
  GstMapInfo map;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_assert_cmpmem (map.data, map.size, payload->data, payload->len);
  gst_buffer_unmap (buffer, &map);
}

static void
test_demux_delivers_pictures (void)
{
  g_autoptr (GByteArray) key = coded_picture_h264_key (640, 360);
  g_autoptr (GByteArray) delta = coded_picture_h264_delta ();
  g_autoptr (GstBuffer) first = NULL;
  g_autoptr (GstBuffer) second = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  g_assert_cmpint (demux_harness_push_key (&h, 640, 360, 25, 100 * MS), ==, GST_FLOW_OK);
  g_assert_cmpint (demux_harness_push_delta (&h, 140 * MS), ==, GST_FLOW_OK);

  first = gst_harness_pull (h.video);
  second = gst_harness_pull (h.video);
  demux_harness_assert_caps (h.video, "video/x-h264, stream-format=byte-stream, alignment=au, "
                        "width=640, height=360, framerate=25/1");
  assert_payload (first, key);
  assert_payload (second, delta);
  g_assert_cmpuint (GST_BUFFER_PTS (first), ==, 100 * MS);
  g_assert_cmpuint (GST_BUFFER_DURATION (first), ==, 40 * MS);
  g_assert_cmpuint (GST_BUFFER_PTS (second), ==, 140 * MS);
  g_assert_true (GST_BUFFER_FLAG_IS_SET (first, GST_BUFFER_FLAG_DISCONT));
  g_assert_false (GST_BUFFER_FLAG_IS_SET (first, GST_BUFFER_FLAG_DELTA_UNIT));
  g_assert_false (GST_BUFFER_FLAG_IS_SET (second, GST_BUFFER_FLAG_DISCONT));
  g_assert_true (GST_BUFFER_FLAG_IS_SET (second, GST_BUFFER_FLAG_DELTA_UNIT));
  demux_harness_clear (&h);
}

static void
check_sound (DvripAudioCodec codec, guint rate, const char *caps)
{
  g_autoptr (GstBuffer) first = NULL;
  g_autoptr (GstBuffer) second = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint i = 0; i < 2; i++)
    gst_harness_push (h.video, unit_buffer_new_sound (codec, rate, rate / 25, (100 + 40 * i) * MS));
  first = gst_harness_pull (h.audio);
  second = gst_harness_pull (h.audio);
  demux_harness_assert_caps (h.audio, caps);
  g_assert_cmpuint (gst_buffer_get_size (first), ==, rate / 25);
  g_assert_cmpuint (GST_BUFFER_PTS (first), ==, 100 * MS);
  g_assert_cmpuint (GST_BUFFER_DURATION (first), ==, 40 * MS);
  g_assert_cmpuint (GST_BUFFER_PTS (second), ==, 140 * MS);
  demux_harness_clear (&h);
}

static void
test_demux_delivers_sound (void)
{
  check_sound (DVRIP_AUDIO_ALAW, 8000, "audio/x-alaw, rate=8000, channels=1");
  check_sound (DVRIP_AUDIO_MULAW, 16000, "audio/x-mulaw, rate=16000, channels=1");
  check_sound (7, 8000, "audio/x-raw, format=U8, layout=interleaved, rate=8000, channels=1");
}

/* Sixteen bits: half as long as it has bytes; what is left of a sample that was cut is cut off. */
static void
test_demux_delivers_wide_sound (void)
{
  g_autoptr (GstBuffer) first = NULL, second = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  gst_harness_push (h.video, unit_buffer_new_sound (15, 8000, 640, 100 * MS));
  gst_harness_push (h.video, unit_buffer_new_sound (15, 8000, 641, 140 * MS));
  first = gst_harness_pull (h.audio);
  second = gst_harness_pull (h.audio);
  demux_harness_assert_caps (h.audio, "audio/x-raw, format=S16LE, layout=interleaved, rate=8000, "
                                      "channels=1");
  g_assert_cmpuint (GST_BUFFER_DURATION (first), ==, 40 * MS);
  g_assert_cmpuint (gst_buffer_get_size (second), ==, 640);
  g_assert_cmpuint (GST_BUFFER_PTS (second), ==, 140 * MS);
  demux_harness_clear (&h);
}

/* It is said once, by its name, and stops nothing. */
static void
check_unplayed_sound (guint8 codec, const char *name)
{
  g_autoptr (GError) error = NULL;
  GstMessage *warning;
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (gst_harness_push (h.video, unit_buffer_new_sound (codec, 8000, 320, 0)), ==,
                     GST_FLOW_OK);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  g_assert_cmpuint (h.n_pads, ==, 1);
  g_assert_cmpuint (demux_harness_get_count (&h, "unplayed-units"), ==, 3);
  warning = demux_harness_pop (&h, GST_MESSAGE_WARNING);
  g_assert_nonnull (warning);
  gst_message_parse_warning (warning, &error, NULL);
  g_assert_nonnull (strstr (error->message, name));
  gst_message_unref (warning);
  g_assert_null (demux_harness_pop (&h, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR));
  demux_harness_clear (&h);
}

static void
test_demux_leaves_out_unknown_sound (void)
{
  check_unplayed_sound (8, "G.729");
  check_unplayed_sound (9, "IMA ADPCM");
  check_unplayed_sound (11, "G.721");
  check_unplayed_sound (13, "Microsoft ADPCM");
  check_unplayed_sound (77, "77");
}

/* One unit a buffer: what goes on is the same memory. */
static void
test_demux_copies_no_whole_units (void)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H264 };
  g_autoptr (GByteArray) payload = coded_picture_h264_key (640, 360);
  GstBuffer *unit = unit_buffer_new (header, payload, 0);
  g_autoptr (GstBuffer) picture = NULL;
  GstMapInfo map;
  const guint8 *data;
  DemuxHarness h;

  g_assert_true (gst_buffer_map (unit, &map, GST_MAP_READ));
  data = map.data;
  gst_buffer_unmap (unit, &map);

  demux_harness_init (&h);
  gst_harness_push (h.video, unit);
  picture = gst_harness_pull (h.video);
  g_assert_true (gst_buffer_map (picture, &map, GST_MAP_READ));
  g_assert_true (map.data == data + 16);
  gst_buffer_unmap (picture, &map);
  demux_harness_clear (&h);
}

static void
test_demux_starts_at_key_frame (void)
{
  g_autoptr (GstBuffer) picture = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint i = 0; i < 3; i++)
    demux_harness_push_delta (&h, i * 40 * MS);
  g_assert_cmpuint (h.n_pads, ==, 0);
  demux_harness_push_key (&h, 640, 360, 25, 120 * MS);
  g_assert_cmpuint (gst_harness_buffers_in_queue (h.video), ==, 1);
  picture = gst_harness_pull (h.video);
  g_assert_false (GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DELTA_UNIT));
  demux_harness_clear (&h);
}

static void
push_discont_delta (DemuxHarness *h, GstClockTime pts)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_P };
  g_autoptr (GByteArray) payload = coded_picture_h264_delta ();
  GstBuffer *unit = unit_buffer_new (header, payload, pts);

  GST_BUFFER_FLAG_SET (unit, GST_BUFFER_FLAG_DISCONT);
  gst_harness_push (h->video, unit);
}

static void
test_demux_waits_for_key_frame_after_loss (void)
{
  g_autoptr (GstBuffer) picture = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_delta (&h, 40 * MS);
  push_discont_delta (&h, 200 * MS);
  demux_harness_push_delta (&h, 240 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2);

  demux_harness_push_key (&h, 640, 360, 25, 280 * MS);
  demux_harness_push_delta (&h, 320 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 4);
  for (guint i = 0; i < 4; i++) {
    g_clear_pointer (&picture, gst_buffer_unref);
    picture = gst_harness_pull (h.video);
    g_assert_cmpint (GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DISCONT), ==, i % 2 == 0);
  }
  g_assert_cmpuint (GST_BUFFER_PTS (picture), ==, 320 * MS);
  demux_harness_clear (&h);
}

static void
push_payload (DemuxHarness *h, DvripUnitHeader header, GByteArray *payload)
{
  g_assert_cmpint (gst_harness_push (h->video, unit_buffer_new (header, payload, 0)), ==,
                   GST_FLOW_OK);
}

/* Blocks that are no pictures, information, single JPEG pictures, and units without a payload. */
static void
test_demux_drops_what_is_no_picture (void)
{
  g_autoptr (GByteArray) service = coded_picture_service ();
  g_autoptr (GByteArray) nothing = g_byte_array_new ();
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  for (guint i = 0; i < 20; i++) {
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_P }, service);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_INFO }, service);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_PICTURE }, service);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_I, .codec = 2 }, nothing);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_P }, nothing);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_AUDIO, .codec = 14 }, nothing);
  }
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 1);
  g_assert_cmpuint (h.n_pads, ==, 1);
  demux_harness_push_delta (&h, 40 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2);
  g_assert_null (demux_harness_pop (&h, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR));
  demux_harness_clear (&h);
}

/* The header has four bits for the codec, which are wrong now and then. */
static void
test_demux_trusts_pictures_over_headers (void)
{
  static const guint8 codecs[] = { 0, 1, 2, 3, 7, 15 };

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = codecs[i], .width = 848,
                               .height = 480, .fps = 15 };
    g_autoptr (GByteArray) h265 = coded_picture_h265_key ();
    g_autoptr (GByteArray) delta = coded_picture_h265_delta ();
    g_autoptr (GByteArray) h264 = coded_picture_h264_key (854, 482);
    DemuxHarness h;

    demux_harness_init (&h);
    push_payload (&h, header, h265);
    push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_P }, delta);
    demux_harness_assert_caps (h.video, "video/x-h265, stream-format=byte-stream, alignment=au, "
                          "width=854, height=482, framerate=15/1");
    g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2);
    push_payload (&h, header, h264);
    g_assert_cmpuint (h.n_pads, ==, 1);
    push_payload (&h, header, h264);
    g_assert_cmpuint (h.n_pads, ==, 2);
    demux_harness_assert_caps (h.video, "video/x-h264, stream-format=byte-stream, alignment=au, "
                          "width=854, height=482, framerate=15/1");
    demux_harness_clear (&h);
  }
}

/* Without a parameter set the header's word is all there is. */
static void
test_demux_falls_back_to_headers (void)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H265, .width = 3840,
                             .height = 2160 };
  g_autoptr (GByteArray) delta = coded_picture_h265_delta ();
  DemuxHarness h;

  demux_harness_init (&h);
  push_payload (&h, header, delta);
  demux_harness_assert_caps (h.video, "video/x-h265, stream-format=byte-stream, alignment=au, "
                        "width=3840, height=2160");
  header.width = header.height = 0;
  push_payload (&h, header, delta);
  demux_harness_assert_caps (h.video, "video/x-h265, stream-format=byte-stream, alignment=au");
  demux_harness_clear (&h);
}

static guint
count_events (GstHarness *harness, GstEventType type)
{
  guint n = 0;
  GstEvent *event;

  while ((event = gst_harness_try_pull_event (harness)) != NULL) {
    n += GST_EVENT_TYPE (event) == type;
    gst_event_unref (event);
  }

  return n;
}

static void
test_demux_says_what_changes (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  count_events (h.video, GST_EVENT_CAPS);
  demux_harness_push_key (&h, 640, 360, 25, 1000 * MS);
  g_assert_cmpuint (count_events (h.video, GST_EVENT_CAPS), ==, 0);
  demux_harness_push_key (&h, 1280, 720, 25, 2000 * MS);
  g_assert_cmpuint (count_events (h.video, GST_EVENT_CAPS), ==, 1);
  demux_harness_push_key (&h, 1280, 720, 12, 3000 * MS);
  g_assert_cmpuint (count_events (h.video, GST_EVENT_CAPS), ==, 1);
  g_assert_cmpuint (h.n_pads, ==, 1);
  demux_harness_clear (&h);
}

static void
test_demux_refuses_other_codecs (void)
{
  static const guint8 codecs[] = { 0, DVRIP_VIDEO_MPEG4, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = codecs[i] };
    g_autoptr (GByteArray) payload = g_byte_array_new ();
    DemuxHarness h;

    g_byte_array_append (payload, (const guint8 *) "\0\0\1\xff\1\0\0\1\xe5\x09", 10);
    demux_harness_init (&h);
    g_assert_cmpint (gst_harness_push (h.video, unit_buffer_new (header, payload, 0)), ==,
                     GST_FLOW_ERROR);
    g_assert_cmpuint (h.n_pads, ==, 0);
    demux_harness_assert_error (&h, GST_STREAM_ERROR_CODEC_NOT_FOUND, "unsupported");
    demux_harness_clear (&h);
  }
}

static void
test_demux_has_limit_for_pictures (void)
{
  static const struct { guint width, height; GstFlowReturn flow; } sizes[] = {
    { 8192, 4320, GST_FLOW_OK }, { 4320, 8192, GST_FLOW_OK }, { 8190, 4318, GST_FLOW_OK },
    { 8194, 4320, GST_FLOW_ERROR }, { 8192, 4322, GST_FLOW_ERROR },
    { 4322, 8192, GST_FLOW_ERROR }, { 16384, 16384, GST_FLOW_ERROR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    DemuxHarness h;

    demux_harness_init (&h);
    g_assert_cmpint (demux_harness_push_key (&h, sizes[i].width, sizes[i].height, 25, 0), ==,
                     sizes[i].flow);
    g_assert_cmpuint (h.n_pads, ==, sizes[i].flow == GST_FLOW_OK);
    if (sizes[i].flow != GST_FLOW_OK)
      demux_harness_assert_error (&h, GST_STREAM_ERROR_DEMUX, "bad-data");
    demux_harness_clear (&h);
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/demux/delivers-pictures", test_demux_delivers_pictures);
  g_test_add_func ("/gst/demux/delivers-sound", test_demux_delivers_sound);
  g_test_add_func ("/gst/demux/delivers-wide-sound", test_demux_delivers_wide_sound);
  g_test_add_func ("/gst/demux/leaves-out-unknown-sound", test_demux_leaves_out_unknown_sound);
  g_test_add_func ("/gst/demux/copies-no-whole-units", test_demux_copies_no_whole_units);
  g_test_add_func ("/gst/demux/starts-at-key-frame", test_demux_starts_at_key_frame);
  g_test_add_func ("/gst/demux/waits-for-key-frame-after-loss",
                   test_demux_waits_for_key_frame_after_loss);
  g_test_add_func ("/gst/demux/drops-what-is-no-picture", test_demux_drops_what_is_no_picture);
  g_test_add_func ("/gst/demux/trusts-pictures-over-headers",
                   test_demux_trusts_pictures_over_headers);
  g_test_add_func ("/gst/demux/falls-back-to-headers", test_demux_falls_back_to_headers);
  g_test_add_func ("/gst/demux/says-what-changes", test_demux_says_what_changes);
  g_test_add_func ("/gst/demux/refuses-other-codecs", test_demux_refuses_other_codecs);
  g_test_add_func ("/gst/demux/has-limit-for-pictures", test_demux_has_limit_for_pictures);

  return g_test_run ();
}
