/* test-frame-gaps.c
 *
 * Pictures that are missing are counted, and none is where all have come: with streams of a real
 * encoder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/app/gstappsink.h>
#include <gst/gst.h>

#include "wall-frame-gaps.h"

#define N_PICTURES 300   /* more than the numbers go before they begin anew */

static GPtrArray *
encode (const char *options)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  g_autofree char *graph = g_strdup_printf (
    "videotestsrc num-buffers=%d pattern=ball ! video/x-raw,width=64,height=64,framerate=25/1 ! "
    "x264enc speed-preset=ultrafast %s ! h264parse ! "
    "video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=sink sync=false",
    N_PICTURES, options);
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
     GstBuffer     *picture)
{
  GstMapInfo map;
  guint lost;

  g_assert_true (gst_buffer_map (picture, &map, GST_MAP_READ));
  lost = wall_frame_gaps_add_h264 (gaps, map.data, map.size);
  gst_buffer_unmap (picture, &map);

  return lost;
}

static gboolean
is_delta (GstBuffer *picture)
{
  return GST_BUFFER_FLAG_IS_SET (picture, GST_BUFFER_FLAG_DELTA_UNIT);
}

static void
test_none_is_missing (gconstpointer options)
{
  g_autoptr (GPtrArray) pictures = encode (options);
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();

  for (guint i = 0; i < pictures->len; i++)
    g_assert_cmpuint (add (gaps, g_ptr_array_index (pictures, i)), ==, 0);
}

/* Every tenth picture is dropped; what is before a key frame leaves no trace. */
static void
test_missing_are_counted (void)
{
  g_autoptr (GPtrArray) pictures = encode ("bframes=0 key-int-max=100 tune=zerolatency");
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  guint dropped = 0, lost = 0;

  for (guint i = 0; i < pictures->len; i++) {
    GstBuffer *picture = g_ptr_array_index (pictures, i);
    gboolean is_last = i + 1 == pictures->len;

    if (i % 10 == 5 && is_delta (picture) && !is_last &&
        is_delta (g_ptr_array_index (pictures, i + 1))) {
      dropped++;
      continue;
    }
    lost += add (gaps, picture);
  }

  g_assert_cmpuint (dropped, >, 20);
  g_assert_cmpuint (lost, ==, dropped);
}

/* Where every second picture is missing, it is the encoder that counts so. */
static void
test_steady_gaps_are_no_loss (void)
{
  g_autoptr (GPtrArray) pictures = encode ("bframes=0 key-int-max=1000 tune=zerolatency");
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  guint late = 0;

  for (guint i = 0; i < pictures->len; i += 2) {
    guint lost = add (gaps, g_ptr_array_index (pictures, i));

    late += i > 128 ? lost : 0;
  }

  g_assert_cmpuint (late, ==, 0);
}

static void
test_noise_is_harmless (void)
{
  g_autoptr (GPtrArray) pictures = encode ("bframes=0 key-int-max=50 tune=zerolatency");
  g_autoptr (WallFrameGaps) gaps = wall_frame_gaps_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint i = 0; i < pictures->len; i++) {
    g_autoptr (GstBuffer) copy = gst_buffer_copy_deep (g_ptr_array_index (pictures, i));
    GstMapInfo map;

    g_assert_true (gst_buffer_map (copy, &map, GST_MAP_READWRITE));
    for (guint flips = 0; flips < 8; flips++)
      map.data[g_rand_int_range (random, 0, (gint32) map.size)] ^= 1u << g_rand_int_range (random, 0, 8);
    gst_buffer_unmap (copy, &map);
    add (gaps, copy);
  }
  g_assert_cmpuint (wall_frame_gaps_add_h264 (gaps, (const guint8 *) "", 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_data_func ("/stream/frame-gaps/none-in-plain-streams",
                        "bframes=0 key-int-max=50 tune=zerolatency", test_none_is_missing);
  g_test_add_data_func ("/stream/frame-gaps/none-with-b-frames",
                        "bframes=3 b-pyramid=true key-int-max=50", test_none_is_missing);
  g_test_add_data_func ("/stream/frame-gaps/none-with-slices",
                        "bframes=0 key-int-max=1000 sliced-threads=true threads=4",
                        test_none_is_missing);
  g_test_add_func ("/stream/frame-gaps/missing-are-counted", test_missing_are_counted);
  g_test_add_func ("/stream/frame-gaps/steady-gaps-are-no-loss", test_steady_gaps_are_no_loss);
  g_test_add_func ("/stream/frame-gaps/noise-is-harmless", test_noise_is_harmless);

  return g_test_run ();
}
