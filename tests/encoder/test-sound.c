/* test-sound.c
 *
 * Media files with their sound: A-law in step with the pictures over the wire, round after round.
 * In the film a low tone is heard while the first half of its pictures is shown, and a high one while
 * the other half is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <math.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-codec.h"
#include "encoder-pattern.h"
#include "encoder-sound.h"
#include "live.h"

#define N_PICTURES 30
#define HALF       (N_PICTURES / 2)
#define LOW_HZ     400
#define HIGH_HZ    1200

typedef struct {
  char *dir, *path;
} Film;

static void
draw (guint    frame,
      guint8  *i420,
      gpointer user_data)
{
  encoder_pattern_draw (user_data, frame, i420);
}

static EncoderLoop *
make_pictures (void)
{
  const EncoderFormat format = { 160, 96, 25.0, ENCODER_CODEC_ANY };
  g_autoptr (EncoderPattern) pattern = encoder_pattern_new (1, &format, N_PICTURES);
  g_autoptr (GError) error = NULL;
  EncoderLoop *loop = encoder_codec_encode_drawn (&format, N_PICTURES, draw, pattern, NULL, &error);

  g_assert_no_error (error);
  return loop;
}

static void
push_pictures (GstElement  *source,
               EncoderLoop *loop,
               guint        gap_ms)
{
  for (guint i = 0; i < N_PICTURES; i++) {
    const EncoderUnit *unit = encoder_loop_get_unit (loop, i);
    GstBuffer *buffer = gst_buffer_new_memdup (unit->payload, unit->payload_size);

    GST_BUFFER_PTS (buffer) = (i * 40 + (i < N_PICTURES / 2 ? 0 : gap_ms)) * GST_MSECOND;
    GST_BUFFER_DTS (buffer) = GST_BUFFER_PTS (buffer);
    GST_BUFFER_DURATION (buffer) = 40 * GST_MSECOND;
    gst_app_src_push_buffer (GST_APP_SRC (source), buffer);
  }
  gst_app_src_end_of_stream (GST_APP_SRC (source));
}

/* @sound: (nullable): from raw samples to what the file has; @muxer: its container; @gap_ms: how long
 * the camera stood in the middle */
static void
film_init (Film       *self,
           const char *sound,
           const char *muxer,
           guint       gap_ms)
{
  g_autoptr (EncoderLoop) loop = make_pictures ();
  g_autoptr (GString) description = g_string_new (NULL);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("encoder-film-XXXXXX", NULL);
  self->path = g_build_filename (self->dir, "film", NULL);
  g_string_append_printf (description,
                          "appsrc name=in format=time max-bytes=0 caps=video/x-h264,"
                          "stream-format=byte-stream,alignment=au,width=160,height=96,"
                          "framerate=25/1 ! h264parse ! queue ! mux. "
                          "%s name=mux ! filesink location=\"%s\" ", muxer, self->path);
  if (sound)
    g_string_append_printf (description,
                            "audiotestsrc freq=%d volume=0.5 samplesperbuffer=1600 num-buffers=18 ! "
                            "audio/x-raw,format=S16LE,rate=48000,channels=2 ! c. "
                            "audiotestsrc freq=%d volume=0.5 samplesperbuffer=1600 num-buffers=18 ! "
                            "audio/x-raw,format=S16LE,rate=48000,channels=2 ! c. "
                            "concat name=c ! audioconvert ! %s ! queue ! mux. ", LOW_HZ, HIGH_HZ,
                            sound);
  pipeline = gst_parse_launch (description->str, &error);
  g_assert_no_error (error);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  push_pictures (source, loop, gap_ms);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
film_clear (Film *self)
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

/* By the changes of sign, which is the highest bit of A-law. */
static double
measure_hertz (const guint8 *samples,
               gsize         size)
{
  guint changes = 0;

  for (gsize i = 1; i < size; i++)
    changes += (samples[i] ^ samples[i - 1]) >> 7;

  return changes * 8000.0 / 2.0 / (double) size;
}

static EncoderServer *
start_box (Film         *film,
           EncoderCodec  codec)
{
  const char *const sources[] = { film->path, NULL };
  EncoderConfig config;

  box_config (&config, 1);
  config.sources = sources;
  config.main.codec = codec;
  config.cache_dir = film->dir;
  return box_start (&config);
}

static void
check_step (Film           *film,
            EncoderCodec    codec,
            DvripVideoCodec wire,
            double          slack)
{
  g_autoptr (EncoderServer) server = start_box (film, codec);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  g_autoptr (EncoderLoopBuilder) builder = encoder_loop_builder_new ();
  g_autoptr (GArray) hertz = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (EncoderLoop) loop = NULL;
  g_autoptr (GPtrArray) pictures = NULL;
  const EncoderLoopInfo info = { wire, 64, 64, 25, 1, "recorded" };
  guint n = 0, checked = 0;

  while (n < 2 * N_PICTURES + 10) {
    g_autoptr (RawUnit) unit = raw_client_read_unit (client);
    const guint8 *payload = unit->bytes->data + unit->header_size;

    if (unit->kind == 0xfa) {
      double found = measure_hertz (payload, unit->payload_size);

      g_assert_cmpmem (unit->bytes->data, 8, "\0\0\1\xfa\x0e\x02\x40\x01", 8);
      g_array_append_val (hertz, found);
      g_array_append_val (after, n);
    } else {
      g_assert_true (encoder_loop_builder_add (builder, payload, unit->payload_size,
                                               unit->kind != 0xfd, NULL));
      n++;
    }
  }
  loop = encoder_loop_builder_finish (builder, &info, NULL);
  pictures = decode_loop (loop, 1, NULL);

  /* As many units of 40 ms as pictures. */
  g_assert_cmpuint (hertz->len, >=, n - 2);
  g_assert_cmpuint (hertz->len, <=, n + 2);
  for (guint i = 0; i < hertz->len; i++) {
    guint index = g_array_index (after, guint, i);
    const DecodedPicture *picture = g_ptr_array_index (pictures, MIN (index, n) - (index > 0));
    double found = g_array_index (hertz, double, i);
    guint channel, frame, place;

    g_assert_true (encoder_pattern_read (g_bytes_get_data (picture->luma, NULL), picture->width,
                                         picture->height, picture->stride, 1, &channel, &frame));
    place = frame % HALF;
    if (place < slack || place > HALF - 1 - slack)
      continue;
    g_assert_cmpfloat_with_epsilon (found, frame < HALF ? LOW_HZ : HIGH_HZ, 40.0);
    checked++;
  }
  g_assert_cmpuint (checked, >, n / 3);
}

/* Pictures as they are, sound without loss: exact to the picture. */
static void
test_passed_through (void)
{
  Film film;

  film_init (&film, "identity", "matroskamux", 0);
  check_step (&film, ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 1.0);
  film_clear (&film);
}

/* The sound begins with the delay of its codec. */
static void
test_lossy (void)
{
  Film film;

  film_init (&film, "vorbisenc", "matroskamux", 0);
  check_step (&film, ENCODER_CODEC_ANY, DVRIP_VIDEO_H264, 3.0);
  film_clear (&film);
}

static void
test_encoded (void)
{
  Film film;

  film_init (&film, "identity", "matroskamux", 0);
  check_step (&film, ENCODER_CODEC_JPEG, DVRIP_VIDEO_UNKNOWN, 2.0);
  film_clear (&film);
}

/* A film without sound is silent: nothing is made up. */
static void
test_silent_film (void)
{
  Film film;

  film_init (&film, NULL, "matroskamux", 0);
  {
    g_autoptr (EncoderServer) server = start_box (&film, ENCODER_CODEC_ANY);
    g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");

    for (guint i = 0; i < 20; i++) {
      g_autoptr (RawUnit) unit = raw_client_read_unit (client);

      g_assert_cmphex (unit->kind, !=, 0xfa);
    }
  }
  film_clear (&film);
}

/* Pictures that were not taken at an even rate would run away from their sound. */
static void
test_uneven_film (void)
{
  Film film;

  film_init (&film, NULL, "matroskamux", 1000);
  {
    g_autoptr (EncoderServer) server = start_box (&film, ENCODER_CODEC_ANY);
    const EncoderLoopInfo *info = encoder_server_get_loop_info (server, 1, TRUE);

    g_assert_nonnull (strstr (info->encoder, "uneven"));
  }
  film_clear (&film);
}

/* Round it goes, and nothing is left out where the end meets the beginning. */
static void
test_wraps (void)
{
  guint8 samples[1000], unit[ENCODER_SOUND_UNIT_BYTES];
  g_autoptr (GBytes) sound = NULL;
  guint place = 0;

  for (guint i = 0; i < sizeof samples; i++)
    samples[i] = (guint8) (i % 251);
  sound = g_bytes_new (samples, sizeof samples);
  for (guint n = 0; n < 100; n++) {
    encoder_sound_copy (sound, 125000, n * (guint64) ENCODER_SOUND_UNIT_US, unit);
    for (guint i = 0; i < sizeof unit; i++, place++)
      g_assert_cmpuint (unit[i], ==, samples[place % 1000]);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/sound/passed-through", test_passed_through);
  g_test_add_func ("/encoder/sound/lossy", test_lossy);
  g_test_add_func ("/encoder/sound/encoded", test_encoded);
  g_test_add_func ("/encoder/sound/silent-film", test_silent_film);
  g_test_add_func ("/encoder/sound/uneven-film", test_uneven_film);
  g_test_add_func ("/encoder/sound/wraps", test_wraps);

  return g_test_run ();
}
