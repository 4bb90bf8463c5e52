/* test-camera.c
 *
 * V4L2 cameras: which of their modes is taken, what is said of what is no camera, and, with another
 * element in the camera's place, both streams over the wire, whatever the camera delivers. No camera
 * is needed, and none is touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-camera-mode.h"
#include "encoder-camera.h"
#include "encoder-encoding.h"
#include "live.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* As a usual webcam says it: few large raw pictures a second, many JPEG ones, H.264 in some sizes. */
#define WEBCAM \
  "video/x-raw, format=YUY2, width=640, height=480, framerate={ 30/1, 15/1, 5/1 }; " \
  "video/x-raw, format=YUY2, width=1280, height=720, framerate={ 10/1, 5/1 }; " \
  "image/jpeg, width=640, height=480, framerate={ 30/1, 15/1 }; " \
  "image/jpeg, width=1280, height=720, framerate={ 30/1, 15/1 }; " \
  "image/jpeg, width=1920, height=1080, framerate={ 30/1, 15/1 }"
#define WITH_H264 "; video/x-h264, stream-format=byte-stream, alignment=au, width=1280, " \
  "height=720, framerate={ 30/1, 15/1 }"
#define RANGES "video/x-raw, format={ NV12, YUY2 }, width=[ 32, 2592 ], height=[ 32, 1944 ], " \
  "framerate=[ 1/1, 90/1 ]; video/x-bayer, width=2592, height=1944; " \
  "video/x-raw(memory:DMABuf), width=2592, height=1944, framerate=15/1"

typedef struct {
  const char       *offered;
  EncoderFormat     wanted;
  EncoderCameraKind kind;
  guint             width, height;
  double            fps;
  gboolean          is_passed;
} Choice;

static const Choice choices[] = {
  { WEBCAM, { 640, 480, 30.0 }, ENCODER_CAMERA_RAW, 640, 480, 30, FALSE },
  { WEBCAM, { 640, 480, 15.0 }, ENCODER_CAMERA_RAW, 640, 480, 15, FALSE },
  /* Raw would be ten a second. */
  { WEBCAM, { 1280, 720, 30.0 }, ENCODER_CAMERA_JPEG, 1280, 720, 30, FALSE },
  { WEBCAM, { 1280, 720, 10.0 }, ENCODER_CAMERA_RAW, 1280, 720, 10, FALSE },
  { WEBCAM, { 1280, 720, 30.0, ENCODER_CODEC_JPEG }, ENCODER_CAMERA_JPEG, 1280, 720, 30, TRUE },
  /* Nothing is that large, or small. */
  { WEBCAM, { 3840, 2160, 30.0 }, ENCODER_CAMERA_JPEG, 1920, 1080, 30, FALSE },
  { WEBCAM, { 320, 180, 15.0 }, ENCODER_CAMERA_RAW, 640, 480, 15, FALSE },
  { WEBCAM WITH_H264, { 1280, 720, 30.0 }, ENCODER_CAMERA_H264, 1280, 720, 30, TRUE },
  { WEBCAM WITH_H264, { 1280, 720, 30.0, ENCODER_CODEC_H264 }, ENCODER_CAMERA_H264, 1280, 720, 30,
    TRUE },
  /* Not what was asked for. */
  { WEBCAM WITH_H264, { 1280, 720, 30.0, ENCODER_CODEC_H265 }, ENCODER_CAMERA_JPEG, 1280, 720, 30,
    FALSE },
  { WEBCAM WITH_H264, { 640, 480, 30.0 }, ENCODER_CAMERA_RAW, 640, 480, 30, FALSE },
  { RANGES, { 640, 360, 25.0 }, ENCODER_CAMERA_RAW, 640, 360, 25, FALSE },
};

static void
test_choice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++) {
    const Choice *choice = &choices[i];
    g_autoptr (GstCaps) offered = gst_caps_from_string (choice->offered);
    g_auto (EncoderCameraMode) mode = { 0 };

    g_assert_true (encoder_camera_mode_choose (offered, &choice->wanted, &mode));
    g_assert_cmpint (mode.kind, ==, choice->kind);
    g_assert_cmpuint (mode.width, ==, choice->width);
    g_assert_cmpuint (mode.height, ==, choice->height);
    g_assert_cmpfloat_with_epsilon (mode.fps, choice->fps, 0.01);
    g_assert_cmpint (mode.is_passed, ==, choice->is_passed);
    /* It can be asked for. */
    g_assert_true (gst_caps_can_intersect (mode.caps, offered));
  }
}

static void
test_no_choice (void)
{
  static const char *const offers[] = {
    "EMPTY", "ANY", "video/x-bayer, width=640, height=480", "video/mpegts",
    "video/x-raw(memory:DMABuf), width=640, height=480",
  };
  const EncoderFormat wanted = { 640, 480, 25.0, ENCODER_CODEC_ANY };

  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++) {
    g_autoptr (GstCaps) offered = gst_caps_from_string (offers[i]);
    g_auto (EncoderCameraMode) mode = { 0 };

    g_assert_false (encoder_camera_mode_choose (offered, &wanted, &mode));
  }
}

static void
test_is_no_camera (void)
{
  static const struct {
    const char *path, *words;
    int         code;
  } paths[] = {
    { "/dev/watchwall-no-such-device", "no such device", G_IO_ERROR_NOT_FOUND },
    { "/dev/null", "no camera", G_IO_ERROR_NOT_SUPPORTED },
    { "/proc/self/exe", "no camera", G_IO_ERROR_NOT_SUPPORTED },
    { "/", "no camera", G_IO_ERROR_NOT_SUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (encoder_camera_check (paths[i].path, &error));
    g_assert_error (error, G_IO_ERROR, paths[i].code);
    g_assert_nonnull (strstr (error->message, paths[i].words));
  }
}

static EncoderServer *
start_box (const char   *source,
           const char   *element,
           EncoderCodec  codec)
{
  const char *const sources[] = { source, NULL };
  EncoderConfig config;

  box_config (&config, 1);
  config.sources = sources;
  config.main.codec = codec;
  config.sub = (EncoderFormat) { 176, 144, 10.0, ENCODER_CODEC_ANY };
  config.camera_element = element;
  config.idle_ms = 300;
  return box_start (&config);
}

static void
wait_for_source (EncoderServer *server,
                 const char    *beginning,
                 const char    *within)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;) {
    g_autofree char *source = encoder_server_describe_source (server, 1);

    if (g_str_has_prefix (source, beginning)) {
      g_assert_nonnull (strstr (source, within));
      return;
    }
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (5000);
  }
}

/* The reason stands beside the channel, and the claim of a channel without a camera is refused. */
static void
test_says_what_is_wrong (void)
{
  static const char *const sources[][2] = {
    { "/dev/video251", "no such device" },
    { "v4l2:/dev/null", "no camera" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++) {
    g_autoptr (EncoderServer) server = start_box (sources[i][0], NULL, ENCODER_CODEC_ANY);
    guint16 port = encoder_server_get_port (server, 1);
    g_autoptr (RawClient) client = live_watch (port, 0, "Main");
    g_autoptr (RawClient) other = raw_client_new (port);

    g_assert_cmphex (client->session, !=, 0);
    wait_for_source (server, "away", sources[i][1]);
    raw_client_login (other);
    g_assert_cmpint (raw_client_claim (other, 0, "Main"), ==, 121);
  }
}

/* Known from the start, before anybody watches. */
static void
test_is_tried_at_the_start (void)
{
  static const char *const sources[] = { "/dev/video251", NULL };
  g_autoptr (EncoderServer) server = NULL;
  EncoderConfig config;

  box_config (&config, 1);
  config.sources = sources;
  config.tries_sources = TRUE;
  server = box_start (&config);
  wait_for_source (server, "away", "no such device");
}

/* The seven bars of the usual colour bars, each darker than the one before. */
static void
check_bars (GPtrArray *pictures,
            guint      width,
            guint      height)
{
  for (guint i = 0; i < pictures->len; i++) {
    const DecodedPicture *picture = g_ptr_array_index (pictures, i);
    const guint8 *luma = g_bytes_get_data (picture->luma, NULL);
    guint before = 255;

    g_assert_cmpuint (picture->width, ==, width);
    g_assert_cmpuint (picture->height, ==, height);
    for (guint bar = 0; bar < 7; bar++) {
      guint x = picture->width * (2 * bar + 1) / 14;
      guint value = luma[picture->height / 2 * picture->stride + x];

      g_assert_cmpuint (value, <, before);
      before = value;
    }
  }
}

typedef struct {
  const char     *name, *element;
  EncoderCodec    codec;
  DvripVideoCodec wire;
  guint8          kind;
} Route;

#define SOURCE "videotestsrc is-live=true ! video/x-raw,"
#define SIZE   "width=160,height=96,framerate=25/1"

static const Route routes[] = {
  { "raw", SOURCE "format=YUY2," SIZE " ! identity", ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 0xfc },
  { "raw-faster-and-larger", SOURCE "format=NV12,width=320,height=192,framerate=50/1 ! identity",
    ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 0xfc },
  { "jpeg-decoded", SOURCE "format=I420," SIZE " ! jpegenc ! capsfilter caps=image/jpeg," SIZE,
    ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 0xfc },
  { "jpeg-passed", SOURCE "format=Y42B," SIZE " ! jpegenc ! capsfilter caps=image/jpeg," SIZE,
    ENCODER_CODEC_JPEG, DVRIP_VIDEO_UNKNOWN, 0xfe },
  { "h264-passed", SOURCE "format=I420," SIZE " ! x264enc tune=zerolatency key-int-max=15 ! "
    "h264parse ! capsfilter caps=video/x-h264,stream-format=byte-stream,alignment=au," SIZE,
    ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 0xfc },
};

static void
test_route (gconstpointer data)
{
  static const guint size[2] = { 176, 144 };
  const Route *route = data;
  g_autoptr (EncoderServer) server = start_box ("/dev/video9", route->element, route->codec);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) main_client = live_watch (port, 0, "Main");
  g_autoptr (GPtrArray) main_units = live_record (main_client, 12, route->wire);
  g_autoptr (RawClient) sub_client = live_watch (port, 0, "Extra1");
  g_autoptr (GPtrArray) sub_units = live_record (sub_client, 6, DVRIP_VIDEO_H264);
  g_autoptr (GPtrArray) main_pictures = live_decode (main_units, route->wire, NULL);
  g_autoptr (GPtrArray) sub_pictures = live_decode (sub_units, DVRIP_VIDEO_H264, NULL);
  const LivePicture *first = g_ptr_array_index (main_units, 0);
  const LivePicture *first_sub = g_ptr_array_index (sub_units, 0);

  g_assert_cmphex (first->header[3], ==, route->kind);
  g_assert_cmpuint (first->header[5], ==, 25);
  g_assert_cmpuint (first->header[6], ==, 160 / 8);
  g_assert_cmphex (first_sub->header[3], ==, 0xfc);
  g_assert_cmpuint (first_sub->header[5], ==, 10);
  g_assert_cmpuint (first_sub->header[6], ==, 176 / 8);
  check_bars (main_pictures, 160, 96);
  check_bars (sub_pictures, size[0], size[1]);
}

/* Unplugged, and there again. */
static void
test_comes_back (void)
{
  g_autoptr (EncoderServer) server =
    start_box ("/dev/video9", "videotestsrc is-live=true num-buffers=20 ! "
                              "video/x-raw,format=YUY2," SIZE " ! identity", ENCODER_CODEC_ANY);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  guint n_keys = 0;

  for (guint i = 0; i < 45; i++) {
    g_autoptr (RawUnit) unit = raw_client_read_video (client);

    if (i % 20 == 0)
      g_assert_cmphex (unit->kind, ==, 0xfc);
    n_keys += unit->kind == 0xfc;
  }
  g_assert_cmpuint (n_keys, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/camera/choice", test_choice);
  g_test_add_func ("/encoder/camera/no-choice", test_no_choice);
  g_test_add_func ("/encoder/camera/is-no-camera", test_is_no_camera);
  g_test_add_func ("/encoder/camera/says-what-is-wrong", test_says_what_is_wrong);
  g_test_add_func ("/encoder/camera/is-tried-at-the-start", test_is_tried_at_the_start);
  if (g_strcmp0 (encoder_encoding_get_name (ENCODER_CODEC_H264), "x264enc") == 0) {
    for (gsize i = 0; i < G_N_ELEMENTS (routes); i++) {
      g_autofree char *path = g_strdup_printf ("/encoder/camera/%s", routes[i].name);

      g_test_add_data_func (path, &routes[i], test_route);
    }
    g_test_add_func ("/encoder/camera/comes-back", test_comes_back);
  }

  return g_test_run ();
}
