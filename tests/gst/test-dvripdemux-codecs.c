/* test-dvripdemux-codecs.c
 *
 * Pictures of other codecs, codecs that change, and claims that are not to be believed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "demux-harness.h"
#include "gstdvripplugin.h"

#define MS GST_MSECOND

#define H264_CAPS "video/x-h264, stream-format=byte-stream, alignment=au"

static const DvripUnitHeader jpeg_header = { .kind = DVRIP_UNIT_PICTURE, .width = 640,
                                             .height = 360, .fps = 5 };

/* Visual object, video object, a layer of 352×288, and a picture. */
static GByteArray *
make_mpeg4_key (void)
{
  static const guint8 data[] = {
    0, 0, 1, 0xb0, 0x01, 0, 0, 1, 0xb5, 0x89, 0x13, 0, 0, 1, 0x00, 0, 0, 1, 0x20, 0x00, 0xc4, 0x8d,
    0x88, 0x00, 0xcd, 0x0b, 0x04, 0x24, 0x14, 0x63, 0, 0, 1, 0xb6, 0x10, 0x60, 0xa5, 0xa5,
  };

  return g_byte_array_append (g_byte_array_new (), data, sizeof data);
}

static GByteArray *
make_mpeg4_delta (void)
{
  return g_byte_array_append (g_byte_array_new (), (const guint8 *) "\0\0\1\xb6\x50\x60\xa5\xa5", 8);
}

static GByteArray *
make_jpeg (guint8 tag)
{
  guint8 data[] = {
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 'J', 'F', 0xff, 0xc0, 0, 11, 8, 0x01, 0x68, 0x02, 0x80, 1, 1, 0x11,
    0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, tag, 0xff, 0xd9,
  };

  return g_byte_array_append (g_byte_array_new (), data, sizeof data);
}

static void
push_jpeg (DemuxHarness *h, guint8 tag)
{
  g_autoptr (GByteArray) jpeg = make_jpeg (tag);

  g_assert_cmpint (demux_harness_push_payload (h, jpeg_header, jpeg), ==, GST_FLOW_OK);
}

static void
test_demux_delivers_mpeg4 (void)
{
  static const guint8 codecs[] = { 0, DVRIP_VIDEO_MPEG4, DVRIP_VIDEO_H264, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = codecs[i], .fps = 25 };
    g_autoptr (GByteArray) key = make_mpeg4_key ();
    g_autoptr (GByteArray) delta = make_mpeg4_delta ();
    g_autoptr (GByteArray) service = coded_picture_service ();
    DemuxHarness h;

    demux_harness_init (&h);
    demux_harness_push_payload (&h, header, key);
    demux_harness_push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_P }, delta);
    demux_harness_push_payload (&h, (DvripUnitHeader) { .kind = DVRIP_UNIT_P }, service);
    demux_harness_assert_caps (h.video, "video/mpeg, mpegversion=4, systemstream=(boolean)false, "
                                        "width=352, height=288, framerate=25/1");
    g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2);
    g_assert_cmpuint (demux_harness_get_count (&h, "service-units"), ==, 1);
    demux_harness_clear (&h);
  }
}

static void
test_demux_delivers_jpeg (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint8 i = 0; i < 5; i++)
    push_jpeg (&h, i);
  demux_harness_assert_caps (h.video, "image/jpeg, width=640, height=360, framerate=5/1");
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 5);
  for (guint8 i = 0; i < 5; i++) {
    g_autoptr (GstBuffer) picture = gst_harness_pull (h.video);
    g_autoptr (GByteArray) jpeg = make_jpeg (i);

    g_assert_cmpint (gst_buffer_memcmp (picture, 0, jpeg->data, jpeg->len), ==, 0);
    g_assert_false (GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DELTA_UNIT));
  }
  demux_harness_clear (&h);
}

/* Without any header, as some devices send them. */
static void
test_demux_delivers_bare_jpeg (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint8 i = 0; i < 3; i++) {
    g_autoptr (GByteArray) jpeg = make_jpeg (i);
    g_autoptr (GstBuffer) picture = NULL;

    g_assert_cmpint (gst_harness_push (h.video, gst_buffer_new_memdup (jpeg->data, jpeg->len)), ==,
                     GST_FLOW_OK);
    if (i == 0)
      continue;
    picture = gst_harness_pull (h.video);
    g_assert_cmpuint (gst_buffer_get_size (picture), ==, jpeg->len);
  }
  demux_harness_assert_caps (h.video, "image/jpeg, width=640, height=360");
  demux_harness_clear (&h);
}

/* One picture alone is a picture, too, once it is known that it stays alone. */
static void
test_demux_shows_single_jpeg_at_the_end (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  push_jpeg (&h, 1);
  g_assert_cmpuint (h.n_pads, ==, 0);
  gst_harness_push_event (h.video, gst_event_new_eos ());
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 1);
  g_assert_null (demux_harness_pop (&h, GST_MESSAGE_ERROR));
  demux_harness_clear (&h);
}

/* A snapshot before or between the pictures of a video changes nothing. */
static void
test_demux_leaves_out_snapshots (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  push_jpeg (&h, 1);
  for (guint i = 0; i < 30; i++) {
    demux_harness_push_key (&h, 640, 360, 25, i * 40 * MS);
    push_jpeg (&h, 2);
    push_jpeg (&h, 3);
  }
  g_assert_cmpuint (h.n_pads, ==, 1);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 30);
  g_assert_cmpuint (demux_harness_get_count (&h, "skipped-units"), ==, 61);
  demux_harness_assert_caps (h.video, H264_CAPS ", width=640, height=360, framerate=25/1");
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

static char *
pull_stream_id (GstHarness *harness)
{
  g_autoptr (GstEvent) event = pull_event (harness, GST_EVENT_STREAM_START);
  g_autoptr (GstStream) stream = NULL;
  const char *id;

  g_assert_nonnull (event);
  gst_event_parse_stream_start (event, &id);
  gst_event_parse_stream (event, &stream);
  g_assert_nonnull (stream);
  g_assert_cmpstr (gst_stream_get_stream_id (stream), ==, id);

  return g_strdup (id);
}

/* How many streams the newest collection has that was posted. */
static guint
pop_collection_size (DemuxHarness *h)
{
  guint size = 0;
  GstMessage *message;

  while ((message = demux_harness_pop (h, GST_MESSAGE_STREAM_COLLECTION)) != NULL) {
    g_autoptr (GstStreamCollection) streams = NULL;

    gst_message_parse_stream_collection (message, &streams);
    size = gst_stream_collection_get_size (streams);
    gst_message_unref (message);
  }

  return size;
}

static void
push_h265 (DemuxHarness *h)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H265, .fps = 25 };
  g_autoptr (GByteArray) key = coded_picture_h265_key ();

  g_assert_cmpint (demux_harness_push_payload (h, header, key), ==, GST_FLOW_OK);
}

/* Another codec is another stream, on another pad; what follows the old one is told of its end. */
static void
test_demux_changes_pads_with_codec (void)
{
  g_autofree char *first = NULL, *second = NULL;
  DemuxHarness h;

  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  demux_harness_push_sound (&h, 0);
  g_assert_cmpuint (pop_collection_size (&h), ==, 2);
  first = pull_stream_id (h.video);

  push_h265 (&h);
  second = pull_stream_id (h.video);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (pop_collection_size (&h), ==, 2);
  g_assert_cmpuint (h.element->numsrcpads, ==, 2);
  g_assert_cmpuint (h.n_pads, ==, 4);
  demux_harness_assert_caps (h.video, "video/x-h265, stream-format=byte-stream, alignment=au, "
                                      "width=854, height=482, framerate=25/1");
  demux_harness_assert_caps (h.audio, "audio/x-alaw, rate=8000, channels=1");
  g_assert_cmpint (demux_harness_push_sound (&h, 40 * MS), ==, GST_FLOW_OK);
  g_assert_cmpuint (gst_harness_buffers_received (h.audio), ==, 2);
  demux_harness_clear (&h);
}

static void
count_end (GstElement *element, GstPad *pad, gpointer user_data)
{
  guint *n = user_data;

  *n += GST_PAD_IS_EOS (pad) || !GST_PAD_IS_ACTIVE (pad);
}

static void
test_demux_survives_a_hundred_changes (void)
{
  guint n_removed = 0;
  DemuxHarness h;

  demux_harness_init (&h);
  g_signal_connect (h.element, "pad-removed", G_CALLBACK (count_end), &n_removed);
  for (guint i = 0; i < 100; i++) {
    GstBuffer *buffer;

    if (i % 2 == 0)
      demux_harness_push_key (&h, 640 + 16 * (i % 10), 360, 25, i * 40 * MS);
    else
      push_h265 (&h);
    g_assert_cmpuint (h.element->numsrcpads, ==, 1);
    while ((buffer = gst_harness_try_pull (h.video)) != NULL)
      gst_buffer_unref (buffer);
  }
  g_assert_cmpuint (n_removed, ==, 99);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 100);
  demux_harness_clear (&h);
}

static GstFlowReturn
push_claim (DemuxHarness *h, guint width, guint height)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H264, .width = 640,
                             .height = 360 };
  g_autoptr (GByteArray) key = coded_picture_h264_key (width, height);

  return demux_harness_push_payload (h, header, key);
}

/* Whoever changes the size says so in the header, too. A parameter set that alone says otherwise is
 * damaged, until the next one says the same. */
static void
test_demux_doubts_sizes (void)
{
  DemuxHarness h;

  demux_harness_init (&h);
  push_claim (&h, 640, 360);
  for (guint i = 1; i <= 7; i++) {
    g_assert_cmpint (push_claim (&h, 640 + 16 * i, 360 * (i % 2 + 1)), ==, GST_FLOW_OK);
    demux_harness_push_delta (&h, 0);
    g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2 * i - 1);
    push_claim (&h, 640, 360);
    demux_harness_push_delta (&h, 0);
    g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2 * i + 1);
  }
  demux_harness_assert_caps (h.video, H264_CAPS ", width=640, height=360");
  g_assert_cmpuint (demux_harness_get_count (&h, "doubtful-units"), ==, 7);

  g_assert_cmpint (push_claim (&h, 16384, 16384), ==, GST_FLOW_OK);
  push_claim (&h, 800, 600);
  push_claim (&h, 800, 600);
  demux_harness_assert_caps (h.video, H264_CAPS ", width=800, height=600");
  demux_harness_clear (&h);
}

/* What is no picture at all takes with it what depends on it. */
static void
test_demux_drops_damaged_key_frames (void)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H264, .width = 640,
                             .height = 360, .fps = 25 };
  g_autoptr (GByteArray) noise = g_byte_array_new ();
  DemuxHarness h;

  for (guint i = 0; i < 200; i++)
    g_byte_array_append (noise, (guint8[]) { (guint8) (i * 7 + 3) }, 1);
  demux_harness_init (&h);
  demux_harness_push_key (&h, 640, 360, 25, 0);
  g_assert_cmpint (demux_harness_push_payload (&h, header, noise), ==, GST_FLOW_OK);
  demux_harness_push_delta (&h, 40 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 1);
  demux_harness_push_key (&h, 640, 360, 25, 80 * MS);
  g_assert_cmpuint (gst_harness_buffers_received (h.video), ==, 2);
  demux_harness_clear (&h);
}

/* The header says 25 a second, 1 a second, or nothing; 12 come. */
static void
check_rate (guint said, const char *rate)
{
  g_autofree char *caps = g_strdup_printf (H264_CAPS ", width=640, height=360%s", rate);
  DemuxHarness h;

  demux_harness_init (&h);
  for (guint i = 0; i < 200; i++) {
    GstClockTime arrival = GST_SECOND + i * GST_SECOND / 12;

    if (i % 12 == 0)
      demux_harness_push_key (&h, 640, 360, said, arrival);
    else
      demux_harness_push_delta (&h, arrival);
  }
  demux_harness_assert_caps (h.video, caps);
  for (guint i = 0; i < 200; i++) {
    g_autoptr (GstBuffer) picture = gst_harness_pull (h.video);

    if (i > 100)
      g_assert_cmpint (ABS (GST_CLOCK_DIFF (GST_BUFFER_DURATION (picture), GST_SECOND / 12)), <,
                       4 * MS);
  }
  demux_harness_clear (&h);
}

static void
test_demux_measures_rate (void)
{
  check_rate (12, ", framerate=12/1");
  check_rate (25, ", framerate=12/1");
  check_rate (1, ", framerate=12/1");
  check_rate (0, ", framerate=12/1");
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/demux-codecs/delivers-mpeg4", test_demux_delivers_mpeg4);
  g_test_add_func ("/gst/demux-codecs/delivers-jpeg", test_demux_delivers_jpeg);
  g_test_add_func ("/gst/demux-codecs/delivers-bare-jpeg", test_demux_delivers_bare_jpeg);
  g_test_add_func ("/gst/demux-codecs/shows-single-jpeg-at-the-end",
                   test_demux_shows_single_jpeg_at_the_end);
  g_test_add_func ("/gst/demux-codecs/leaves-out-snapshots", test_demux_leaves_out_snapshots);
  g_test_add_func ("/gst/demux-codecs/changes-pads-with-codec",
                   test_demux_changes_pads_with_codec);
  g_test_add_func ("/gst/demux-codecs/survives-a-hundred-changes",
                   test_demux_survives_a_hundred_changes);
  g_test_add_func ("/gst/demux-codecs/doubts-sizes", test_demux_doubts_sizes);
  g_test_add_func ("/gst/demux-codecs/drops-damaged-key-frames",
                   test_demux_drops_damaged_key_frames);
  g_test_add_func ("/gst/demux-codecs/measures-rate", test_demux_measures_rate);

  return g_test_run ();
}
