/* test-decoder-pictures.c
 *
 * JPEG and MPEG-4 from compressed bytes to pixels of a tile: the colours are those that were put in,
 * whoever encoded them, and no decoder sees what is too large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-decoder.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <string.h>

#include "jpeg-maker.h"
#include "wall-reason.h"
#include "wall-video-sink.h"

#define WIDTH     64
#define HEIGHT    48
#define LONG_NS   (20 * GST_SECOND)
/* The encoders' and the decoder's rounding, one after the other. */
#define TOLERANCE 4

#define MPEG4_CAPS "video/mpeg,mpegversion=4,systemstream=false"

typedef struct {
  GstElement    *pipeline, *source;
  WallVideoSink *sink;
  GstBus        *bus;
} Player;

static void
player_init (Player     *self,
             const char *caps)
{
  g_autoptr (GstCaps) parsed = gst_caps_from_string (caps);
  GstElement *decoder = wall_decoder_new (wall_codec_from_caps (parsed), NULL);

  self->pipeline = gst_pipeline_new (NULL);
  self->bus = gst_element_get_bus (self->pipeline);
  self->source = gst_element_factory_make ("appsrc", NULL);
  self->sink = wall_video_sink_new ();
  g_object_set (self->source, "caps", parsed, "format", GST_FORMAT_TIME, NULL);
  g_object_set (self->sink, "async", FALSE, NULL);
  wall_video_sink_set_target_size (self->sink, WIDTH, HEIGHT);
  gst_bin_add_many (GST_BIN (self->pipeline), self->source, decoder, GST_ELEMENT (self->sink),
                    NULL);
  g_assert_true (gst_element_link_many (self->source, decoder, GST_ELEMENT (self->sink), NULL));
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
player_clear (Player *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->pipeline);
}

static void
player_push (Player *self,
             GBytes *unit)
{
  gst_app_src_push_buffer (GST_APP_SRC (self->source), gst_buffer_new_wrapped_bytes (unit));
}

/* Plays to the end. Returns: (transfer full): the error, or the end */
static GstMessage *
player_finish (Player *self)
{
  GstMessage *message;

  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  message = gst_bus_timed_pop_filtered (self->bus, LONG_NS, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  g_assert_nonnull (message);

  return message;
}

static void
assert_near (guint8 actual,
             guint  expected)
{
  g_assert_cmpint (actual, >=, (int) expected - TOLERANCE);
  g_assert_cmpint (actual, <=, (int) expected + TOLERANCE);
}

static void
assert_colour (WallPicture *picture,
               guint32      rgb)
{
  int stride;
  const guint8 *pixel;

  g_assert_nonnull (picture);
  pixel = wall_picture_get_pixels (picture, &stride) + HEIGHT / 2 * stride + WIDTH / 2 * 4;
  g_test_message ("%u %u %u", pixel[2], pixel[1], pixel[0]);
  assert_near (pixel[2], rgb >> 16);
  assert_near (pixel[1], rgb >> 8 & 0xFF);
  assert_near (pixel[0], rgb & 0xFF);
}

static void
assert_plays_as (const char *caps,
                 GBytes     *unit,
                 guint32     rgb)
{
  g_autoptr (WallPicture) picture = NULL;
  g_autoptr (GstMessage) message = NULL;
  Player player;

  player_init (&player, caps);
  player_push (&player, unit);
  message = player_finish (&player);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  picture = wall_video_sink_take_picture (player.sink);
  assert_colour (picture, rgb);
  player_clear (&player);
}

/* Not the primaries alone: clipping would hide a wrong range in them. */
static const guint32 colours[] = {
  0x000000, 0xFFFFFF, 0x808080, 0xB4643C, 0x3C64B4, 0x289650, 0xFF0000, 0x00FF00, 0x0000FF,
};

static void
test_jpeg_colours (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++) {
    g_autoptr (GBytes) unit = jpeg_maker_colour (colours[i], WIDTH, HEIGHT);

    assert_plays_as ("image/jpeg", unit, colours[i]);
  }
}

/* Encodes raw frames by the elements that are named. */
static GBytes *
encode (const GstVideoInfo *info,
        GstBuffer          *frame,
        const char         *elements)
{
  g_autofree char *text = g_strdup_printf ("appsrc name=in format=time ! %s ! appsink name=out "
                                           "sync=false", elements);
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, NULL);
  g_autoptr (GstElement) in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_autoptr (GstCaps) caps = gst_video_info_to_caps (info);
  g_autoptr (GstSample) sample = NULL;
  GBytes *unit;
  GstMapInfo map;

  gst_app_src_set_caps (GST_APP_SRC (in), caps);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  GST_BUFFER_PTS (frame) = 0;
  gst_app_src_push_buffer (GST_APP_SRC (in), frame);
  gst_app_src_end_of_stream (GST_APP_SRC (in));
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (out), LONG_NS);
  g_assert_nonnull (sample);
  g_assert_true (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ));
  unit = g_bytes_new (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return unit;
}

static GstBuffer *
make_frame (const GstVideoInfo *info,
            const guint8       *yuv)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);

  for (guint i = 0; i < 3; i++) {
    gsize begin = GST_VIDEO_INFO_PLANE_OFFSET (info, i);
    gsize end = i < 2 ? GST_VIDEO_INFO_PLANE_OFFSET (info, i + 1) : GST_VIDEO_INFO_SIZE (info);

    gst_buffer_memset (buffer, begin, yuv[i], end - begin);
  }

  return buffer;
}

static GBytes *
encode_colour (GstVideoFormat  format,
               const guint8   *yuv,
               const char     *elements)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, format, WIDTH, HEIGHT);
  info.fps_n = 25;
  info.fps_d = 1;

  return encode (&info, make_frame (&info, yuv), elements);
}

/* Whatever its chroma: full range by JFIF, 180 100 60 is 120 94 171. */
static void
test_jpeg_chroma (void)
{
  static const GstVideoFormat formats[] = {
    GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_Y42B, GST_VIDEO_FORMAT_Y444,
  };
  static const guint8 yuv[] = { 119, 95, 171 };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (GBytes) unit = encode_colour (formats[i], yuv, "jpegenc quality=100");

    assert_plays_as ("image/jpeg", unit, 0xB4643C);
  }
}

/* Part of the range by BT.601, as all video of that size: 180 100 60 is 118 100 165. */
static void
test_mpeg4_colours (void)
{
  static const guint8 yuv[] = { 118, 100, 165 };
  g_autoptr (GBytes) unit = encode_colour (GST_VIDEO_FORMAT_I420, yuv, "avenc_mpeg4");

  assert_plays_as (MPEG4_CAPS, unit, 0xB4643C);
}

static gboolean
is_refused (const char *caps,
            GBytes     *unit)
{
  g_autoptr (GstMessage) message = NULL;
  const GstStructure *details = NULL;
  g_autoptr (GError) error = NULL;
  Player player;

  player_init (&player, caps);
  player_push (&player, unit);
  message = player_finish (&player);
  player_clear (&player);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return FALSE;

  gst_message_parse_error (message, &error, NULL);
  gst_message_parse_error_details (message, &details);
  g_test_message ("%s", error->message);

  return strstr (error->message, "8192×4320") && details &&
         g_strcmp0 (gst_structure_get_string (details, "reason"), "bad-data") == 0;
}

static void
assert_jpeg_size (gboolean is_good,
                  guint    width,
                  guint    height)
{
  g_autoptr (GBytes) unit = jpeg_maker_shape (1, width, height, 100);

  g_assert_cmpint (is_refused ("image/jpeg", unit), ==, !is_good);
}

static void
test_jpeg_size_limit (void)
{
  assert_jpeg_size (TRUE, 8, 8);
  assert_jpeg_size (TRUE, 8192, 8);
  assert_jpeg_size (TRUE, 8, 4320);
  assert_jpeg_size (FALSE, 8193, 8);
  assert_jpeg_size (FALSE, 8, 4321);
  assert_jpeg_size (FALSE, 65535, 65535);
}

/* A second picture in the same unit is not smuggled past the check. */
static void
test_jpeg_second_picture_is_cut_off (void)
{
  g_autoptr (GBytes) good = jpeg_maker_colour (0xB4643C, WIDTH, HEIGHT);
  g_autoptr (GBytes) huge = jpeg_maker_shape (1, 60000, 60000, 100);
  GByteArray *both = g_byte_array_new ();
  g_autoptr (GBytes) unit = NULL;

  g_byte_array_append (both, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  g_byte_array_append (both, g_bytes_get_data (huge, NULL), g_bytes_get_size (huge));
  unit = g_byte_array_free_to_bytes (both);
  assert_plays_as ("image/jpeg", unit, 0xB4643C);
}

static void
test_mpeg4_size_limit (void)
{
  static const guint8 yuv[] = { 118, 100, 165 };
  g_autoptr (GBytes) unit = NULL;
  GstVideoInfo info;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_I420, 64, 4336);
  info.fps_n = 25;
  info.fps_d = 1;
  unit = encode (&info, make_frame (&info, yuv), "avenc_mpeg4");
  g_assert_true (is_refused (MPEG4_CAPS, unit));
}

/* In its scan, so that it does not come to claim another size. */
static GBytes *
damage (GBytes *unit,
        GRand  *rand)
{
  gsize size = g_bytes_get_size (unit);
  guint8 *data = g_memdup2 (g_bytes_get_data (unit, NULL), size);
  const guint8 *scan = memmem (data, size, "\xff\xda", 2);

  g_assert_nonnull (scan);
  for (guint i = 0; i < 20; i++)
    data[g_rand_int_range (rand, scan + 2 - data, size)] = g_rand_int (rand);

  return g_bytes_new_take (data, size);
}

/* However many pictures are damaged, the good one behind them is shown, and nothing failed. */
static void
test_jpeg_survives_damage (void)
{
  g_autoptr (GBytes) good = jpeg_maker_colour (0xB4643C, WIDTH, HEIGHT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (WallPicture) picture = NULL;
  g_autoptr (GstMessage) message = NULL;
  Player player;

  player_init (&player, "image/jpeg");
  for (guint i = 0; i < 100; i++) {
    g_autoptr (GBytes) bad = damage (good, rand);

    player_push (&player, bad);
  }
  player_push (&player, good);
  player_push (&player, good);
  message = player_finish (&player);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  picture = wall_video_sink_take_picture (player.sink);
  assert_colour (picture, 0xB4643C);
  player_clear (&player);
}

static void
test_codecs (void)
{
  static const char *const others[] = {
    "video/mpeg,mpegversion=2,systemstream=false", "video/mpeg,mpegversion=4,systemstream=true",
    "video/mpeg", "image/png",
  };
  g_autoptr (GstCaps) jpeg = gst_caps_from_string ("image/jpeg,width=64");
  g_autoptr (GstCaps) mpeg4 = gst_caps_from_string (MPEG4_CAPS ",width=64");

  g_assert_cmpstr (wall_codec_get_name (wall_codec_from_caps (jpeg)), ==, "JPEG");
  g_assert_cmpstr (wall_codec_get_name (wall_codec_from_caps (mpeg4)), ==, "MPEG-4");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GstCaps) other = gst_caps_from_string (others[i]);

    g_assert_null (wall_codec_from_caps (other));
  }
}

/* The last test: what is hidden stays hidden. */
static void
test_missing_decoder_is_named (void)
{
  static const char *const hidden[] = { "jpegdec", "avdec_mpeg4" };

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    g_autoptr (GstPluginFeature) feature =
      gst_registry_lookup_feature (gst_registry_get (), hidden[i]);

    gst_registry_remove_feature (gst_registry_get (), feature);
  }
  g_assert_cmpstr (wall_codec_get_missing (wall_codec_from_name ("JPEG")), ==,
                   "gstreamer1.0-plugins-good");
  g_assert_cmpstr (wall_codec_get_missing (wall_codec_from_name ("MPEG-4")), ==,
                   "gstreamer1.0-libav");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/decoder-pictures/codecs", test_codecs);
  g_test_add_func ("/stream/decoder-pictures/jpeg-colours", test_jpeg_colours);
  g_test_add_func ("/stream/decoder-pictures/jpeg-chroma", test_jpeg_chroma);
  g_test_add_func ("/stream/decoder-pictures/mpeg4-colours", test_mpeg4_colours);
  g_test_add_func ("/stream/decoder-pictures/jpeg-size-limit", test_jpeg_size_limit);
  g_test_add_func ("/stream/decoder-pictures/jpeg-second-picture-is-cut-off",
                   test_jpeg_second_picture_is_cut_off);
  g_test_add_func ("/stream/decoder-pictures/mpeg4-size-limit", test_mpeg4_size_limit);
  g_test_add_func ("/stream/decoder-pictures/jpeg-survives-damage", test_jpeg_survives_damage);
  g_test_add_func ("/stream/decoder-pictures/missing-decoder-is-named",
                   test_missing_decoder_is_named);

  return g_test_run ();
}
