/* test-file-source.c
 *
 * Media files: what is passed through byte by byte, what is encoded anew and why, and what is
 * refused in words. The files are made here, with the encoders that are installed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>
#include <utime.h>

#include "decode.h"
#include "encoder-file-source.h"

static const EncoderFormat format = { 160, 96, 25.0 };

typedef struct {
  char *dir, *path;
} Fixture;

static gboolean
has_element (const char *name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->dir = g_dir_make_tmp ("encoder-file-XXXXXX", NULL);
  self->path = g_build_filename (self->dir, "film", NULL);
}

static guint
count_cached (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += g_str_has_suffix (name, ".loop");

  return n;
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (self->dir, name, NULL);

    g_unlink (path);
  }
  g_rmdir (self->dir);
  g_free (self->path);
  g_free (self->dir);
}

/* Runs a pipeline that ends in a file of the fixture. */
static void
make_file (Fixture    *self,
           const char *description)
{
  g_autofree char *whole = g_strdup_printf ("%s ! filesink location=\"%s\"", description,
                                            self->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (whole, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  g_assert_no_error (error);
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

#define PICTURES "videotestsrc num-buffers=30 ! video/x-raw,format=I420,width=320,height=240," \
                 "framerate=15/1 ! "

static EncoderLoop *
load (Fixture  *self,
      gboolean  may_pass_through)
{
  g_autoptr (GError) error = NULL;
  EncoderLoop *loop = encoder_file_source_make (self->path, may_pass_through, &format, self->dir,
                                                NULL, &error);

  g_assert_no_error (error);
  return loop;
}

static void
assert_loop (EncoderLoop    *loop,
             DvripVideoCodec codec,
             guint           width,
             guint           height,
             int             rate)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);

  g_assert_cmpint (info->codec, ==, codec);
  g_assert_cmpuint (info->width, ==, width);
  g_assert_cmpuint (info->height, ==, height);
  g_assert_cmpint (info->rate_num, ==, rate * info->rate_den);
}

static void
test_passes_h264_through (Fixture      *self,
                          gconstpointer data)
{
  g_autoptr (EncoderLoop) loop = NULL;
  g_autoptr (EncoderLoop) sub = NULL;
  g_autoptr (GPtrArray) pictures = NULL;

  if (!has_element ("x264enc")) {
    g_test_skip ("x264enc is not installed");
    return;
  }

  make_file (self, PICTURES "x264enc bframes=0 key-int-max=10 ! h264parse ! mp4mux");
  loop = load (self, TRUE);
  assert_loop (loop, DVRIP_VIDEO_H264, 320, 240, 15);
  g_assert_cmpstr (encoder_loop_get_info (loop)->encoder, ==, "passed through");
  g_assert_cmpuint (encoder_loop_get_length (loop), ==, 30);
  g_assert_cmpuint (count_cached (self), ==, 0);
  pictures = decode_loop (loop, 2, NULL);
  g_assert_cmpuint (pictures->len, ==, 60);

  sub = load (self, FALSE);
  assert_loop (sub, DVRIP_VIDEO_H264, 160, 96, 25);
  g_assert_cmpstr (encoder_loop_get_info (sub)->encoder, ==, "x264enc");
  g_assert_cmpuint (count_cached (self), ==, 1);
}

static void
test_encodes_b_frames (Fixture      *self,
                       gconstpointer data)
{
  g_autoptr (EncoderLoop) loop = NULL;
  g_autoptr (EncoderLoop) again = NULL;

  if (!has_element ("x264enc")) {
    g_test_skip ("x264enc is not installed");
    return;
  }

  make_file (self, PICTURES "x264enc bframes=2 b-adapt=false ! h264parse ! matroskamux");
  loop = load (self, TRUE);
  assert_loop (loop, DVRIP_VIDEO_H264, 160, 96, 25);
  g_assert_nonnull (strstr (encoder_loop_get_info (loop)->encoder, "B frames"));
  g_assert_cmpuint (count_cached (self), ==, 1);
  again = load (self, TRUE);
  g_assert_cmpuint (encoder_loop_get_length (again), ==, encoder_loop_get_length (loop));
  g_assert_cmpuint (count_cached (self), ==, 1);
}

static void
test_h265 (Fixture      *self,
           gconstpointer data)
{
  g_autoptr (EncoderLoop) in_order = NULL;
  g_autoptr (EncoderLoop) reordered = NULL;

  if (!has_element ("x265enc")) {
    g_test_skip ("x265enc is not installed");
    return;
  }

  make_file (self, PICTURES "x265enc speed-preset=ultrafast "
                            "option-string=\"bframes=0:pools=none\" ! h265parse ! "
                            "video/x-h265,stream-format=byte-stream");
  in_order = load (self, TRUE);
  assert_loop (in_order, DVRIP_VIDEO_H265, 320, 240, 15);
  g_assert_cmpstr (encoder_loop_get_info (in_order)->encoder, ==, "passed through");
  g_assert_cmphex (encoder_loop_get_unit (in_order, 0)->header[4] & 0x0f, ==, 3);

  make_file (self, PICTURES "x265enc speed-preset=ultrafast "
                            "option-string=\"bframes=3:pools=none\" ! h265parse ! "
                            "video/x-h265,stream-format=byte-stream");
  reordered = load (self, TRUE);
  assert_loop (reordered, DVRIP_VIDEO_H264, 160, 96, 25);
}

static void
test_encodes_motion_jpeg (Fixture      *self,
                          gconstpointer data)
{
  g_autoptr (EncoderLoop) loop = NULL;
  g_autoptr (EncoderLoop) newer = NULL;
  const struct utimbuf times = { 1, 1 };

  make_file (self, PICTURES "jpegenc ! avimux");
  loop = load (self, TRUE);
  assert_loop (loop, encoder_loop_get_info (loop)->codec, 160, 96, 25);
  g_assert_nonnull (strstr (encoder_loop_get_info (loop)->encoder, "image/jpeg"));
  g_assert_cmpuint (encoder_loop_get_length (loop), >=, 45);
  g_assert_cmpuint (count_cached (self), ==, 1);

  /* A file that has changed since is encoded again. */
  g_assert_cmpint (utime (self->path, &times), ==, 0);
  newer = load (self, TRUE);
  g_assert_cmpuint (count_cached (self), ==, 2);
}

static void
assert_refused (Fixture    *self,
                const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (encoder_file_source_make (self->path, TRUE, &format, self->dir, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, self->path));
  if (words)
    g_assert_nonnull (strstr (error->message, words));
}

static void
test_refuses (Fixture      *self,
              gconstpointer data)
{
  assert_refused (self, "No such file");
  g_assert_true (g_file_set_contents (self->path, "no film at all, but some text", -1, NULL));
  assert_refused (self, NULL);
  make_file (self, "audiotestsrc num-buffers=20 ! wavenc");
  assert_refused (self, "no pictures");
}

#define ADD(path, function) \
  g_test_add ("/encoder/file-source/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  ADD ("passes-h264-through", test_passes_h264_through);
  ADD ("encodes-b-frames", test_encodes_b_frames);
  ADD ("h265", test_h265);
  ADD ("encodes-motion-jpeg", test_encodes_motion_jpeg);
  ADD ("refuses", test_refuses);
  return g_test_run ();
}
