/* test-frame-gaps.c
 *
 * Pictures that are missing are counted, and none is where all have come: with streams of a real
 * encoder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <string.h>

#include "wall-frame-gaps.h"

#define N_PICTURES 300   /* more than the numbers go before they begin anew */

#define H264 "x264enc speed-preset=ultrafast tune=zerolatency bframes=0 "
#define H265 "x265enc speed-preset=ultrafast tune=zerolatency option-string=bframes=0:repeat-headers=1 "

static gboolean
is_h265 (const char *encoder)
{
  return strstr (encoder, "x265") != NULL;
}

/* @encoder: of H.264 or H.265, with its options. */
static GPtrArray *
encode (const char *encoder)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  g_autofree char *graph = g_strdup_printf (
    "videotestsrc num-buffers=%d pattern=ball ! video/x-raw,width=64,height=64,framerate=25/1 ! "
    "%s ! video/x-%s,stream-format=byte-stream,alignment=au ! appsink name=sink sync=false",
    N_PICTURES, encoder, is_h265 (encoder) ? "h265" : "h264");
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (graph, &error);
  g_autoptr (GstElement) sink = NULL;
  GstSample *sample;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (sink))) != NULL) {
    g_ptr_array_add (pictures, gst_buffer_ref (gst_sample_get_buffer (sample)));
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (pictures->len, ==, N_PICTURES);

  return pictures;
}

static guint
add (WallFrameGaps *gaps,
     GstBuffer     *picture,
     const char    *encoder)
{
  GstMapInfo map;
  guint lost;

  g_assert_true (gst_buffer_map (picture, &map, GST_MAP_READ));
  lost = is_h265 (encoder) ? wall_frame_gaps_add_h265 (gaps, map.data, map.size)
                           : wall_frame_gaps_add_h264 (gaps, map.data, map.size);
  gst_buffer_unmap (picture, &map);

  return lost;
}

static gboolean
is_delta (GstBuffer *picture)
{
  return GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DELTA_UNIT);
}

static void
test_none_is_missing (gconstpointer encoder)
{
  g_autoptr (GPtrArray) pictures = encode (encoder);
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();

  for (guint i = 0; i < pictures->len; i++)
    g_assert_cmpuint (add (gaps, g_ptr_array_index (pictures, i), encoder), ==, 0);
}

/* Every tenth picture is dropped, once the stream is known; what is before a key frame leaves no
 * trace. */
static void
test_missing_are_counted (gconstpointer encoder)
{
  g_autoptr (GPtrArray) pictures = encode (encoder);
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  guint dropped = 0, lost = 0;

  for (guint i = 0; i < pictures->len; i++) {
    GstBuffer *picture = g_ptr_array_index (pictures, i);
    gboolean is_last = i + 1 == pictures->len;

    if (i > 70 && i % 10 == 5 && is_delta (picture) && !is_last &&
        is_delta (g_ptr_array_index (pictures, i + 1))) {
      dropped++;
      continue;
    }
    lost += add (gaps, picture, encoder);
  }

  g_assert_cmpuint (dropped, >, 20);
  g_assert_cmpuint (lost, ==, dropped);
}

/* Where every second picture is missing, it is the encoder that counts so. */
static void
test_steady_gaps_are_no_loss (gconstpointer encoder)
{
  g_autoptr (GPtrArray) pictures = encode (encoder);
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  guint late = 0;

  for (guint i = 0; i < pictures->len; i += 2) {
    guint lost = add (gaps, g_ptr_array_index (pictures, i), encoder);

    late += i > 128 ? lost : 0;
  }

  g_assert_cmpuint (late, ==, 0);
}

static void
test_noise_is_harmless (gconstpointer encoder)
{
  g_autoptr (GPtrArray) pictures = encode (encoder);
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < pictures->len; i++) {
    g_autoptr (GstBuffer) copy = gst_buffer_copy_deep (g_ptr_array_index (pictures, i));
    GstMapInfo map;

    g_assert_true (gst_buffer_map (copy, &map, GST_MAP_READWRITE));
    for (guint flips = 0; flips < 8; flips++)
      map.data[g_rand_int_range (random, 0, (gint32) map.size)] ^= 1u << g_rand_int_range (random, 0, 8);
    gst_buffer_unmap (copy, &map);
    add (gaps, copy, encoder);
  }
  g_assert_cmpuint (wall_frame_gaps_add_h264 (gaps, (const guint8 *) "", 0), ==, 0);
  g_assert_cmpuint (wall_frame_gaps_add_h265 (gaps, (const guint8 *) "", 0), ==, 0);
}

#define ADD(name, encoder, function) \
  g_test_add_data_func ("/stream/frame-gaps/" name, encoder, function)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  ADD ("h264/none-in-plain-streams", H264 "key-int-max=50", test_none_is_missing);
  ADD ("h264/none-with-b-frames", "x264enc speed-preset=ultrafast bframes=3 b-pyramid=true",
       test_none_is_missing);
  ADD ("h264/none-with-slices", H264 "key-int-max=1000 sliced-threads=true threads=4",
       test_none_is_missing);
  ADD ("h264/missing-are-counted", H264 "key-int-max=100", test_missing_are_counted);
  ADD ("h264/steady-gaps-are-no-loss", H264 "key-int-max=1000", test_steady_gaps_are_no_loss);
  ADD ("h264/noise-is-harmless", H264 "key-int-max=50", test_noise_is_harmless);
  ADD ("h265/none-in-plain-streams", H265 "key-int-max=50", test_none_is_missing);
  ADD ("h265/none-with-b-frames", "x265enc speed-preset=ultrafast option-string=bframes=3",
       test_none_is_missing);
  ADD ("h265/missing-are-counted", H265 "key-int-max=100", test_missing_are_counted);
  ADD ("h265/steady-gaps-are-no-loss", H265 "key-int-max=1000", test_steady_gaps_are_no_loss);
  ADD ("h265/noise-is-harmless", H265 "key-int-max=50", test_noise_is_harmless);

  return g_test_run ();
}
