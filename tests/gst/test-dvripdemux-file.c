/* test-dvripdemux-file.c
 *
 * Units from a file: bytes at positions, of which nobody knows when they came.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "demux-harness.h"
#include "gstdvripplugin.h"

#define MS GST_MSECOND

static void
append_picture (GstBuffer **file, DvripUnitKind kind, GByteArray *payload)
{
  DvripUnitHeader header = { .kind = kind };

  if (kind == DVRIP_UNIT_I)
    header = (DvripUnitHeader) { .kind = kind, .codec = DVRIP_VIDEO_H264, .width = 640,
                                 .height = 360, .fps = 25 };
  *file = gst_buffer_append (*file, unit_buffer_new (header, payload, GST_CLOCK_TIME_NONE));
  g_byte_array_unref (payload);
}

static void
append_sound (GstBuffer **file)
{
  *file = gst_buffer_append (*file, unit_buffer_new_sound (DVRIP_AUDIO_ALAW, 8000, 320,
                                                           GST_CLOCK_TIME_NONE));
}

/* As a source of files does it: positions, and a zero on the first buffer. */
static void
push_file (DemuxHarness *h, GstBuffer *file)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_BYTES);
  g_assert_true (gst_harness_push_event (h->video, gst_event_new_segment (&segment)));
  GST_BUFFER_PTS (file) = 0;
  g_assert_cmpint (gst_harness_push (h->video, file), ==, GST_FLOW_OK);
}

static void
assert_times (GstHarness *harness, GstClockTime first, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autoptr (GstBuffer) buffer = gst_harness_pull (harness);

    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, first + i * 40 * MS);
  }
}

static void
test_demux_file_first_stamp_is_no_arrival (void)
{
  GstBuffer *file = gst_buffer_new ();
  DemuxHarness h;

  append_picture (&file, DVRIP_UNIT_I, coded_picture_h264_key (640, 360));
  append_sound (&file);
  for (guint i = 1; i < 50; i++) {
    append_picture (&file, DVRIP_UNIT_P, coded_picture_h264_delta ());
    append_sound (&file);
  }

  demux_harness_init (&h);
  push_file (&h, file);
  assert_times (h.video, 0, 50);
  assert_times (h.audio, 0, 50);
  demux_harness_clear (&h);
}

/* The file begins inside a group of pictures: its sound can be heard before a picture is seen. */
static void
test_demux_file_streams_begin_together (void)
{
  GstBuffer *file = gst_buffer_new ();
  DemuxHarness h;

  for (guint i = 0; i < 25; i++) {
    append_picture (&file, DVRIP_UNIT_P, coded_picture_h264_delta ());
    append_sound (&file);
  }
  append_picture (&file, DVRIP_UNIT_I, coded_picture_h264_key (640, 360));
  append_sound (&file);
  for (guint i = 1; i < 25; i++) {
    append_picture (&file, DVRIP_UNIT_P, coded_picture_h264_delta ());
    append_sound (&file);
  }

  demux_harness_init (&h);
  push_file (&h, file);
  assert_times (h.video, GST_SECOND, 25);
  assert_times (h.audio, 0, 50);
  demux_harness_clear (&h);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  g_test_add_func ("/gst/demux-file/first-stamp-is-no-arrival",
                   test_demux_file_first_stamp_is_no_arrival);
  g_test_add_func ("/gst/demux-file/streams-begin-together",
                   test_demux_file_streams_begin_together);

  return g_test_run ();
}
