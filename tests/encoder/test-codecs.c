/* test-codecs.c
 *
 * Streams of each codec over the wire, from loops and live: the unit's header, what is in front of
 * a key frame, and the numbers in each picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-encoding.h"
#include "encoder-pattern.h"
#include "live.h"

#define N_PICTURES 16

typedef struct {
  EncoderCodec    codec;
  DvripVideoCodec wire;
  guint8          kind, type;   /* of key frames */
  const char     *begins;       /* the payload of a key frame */
  gsize           n_begins;
} Codec;

static const Codec codecs[] = {
  { ENCODER_CODEC_H264, DVRIP_VIDEO_H264, 0xfc, 0x02, "\0\0\0\1\x67", 5 },
  { ENCODER_CODEC_H265, DVRIP_VIDEO_H265, 0xfc, 0x03, "\0\0\0\1\x40\x01", 6 },
  { ENCODER_CODEC_MPEG4, DVRIP_VIDEO_MPEG4, 0xfc, 0x01, "\0\0\1\xb0", 4 },
  { ENCODER_CODEC_JPEG, DVRIP_VIDEO_UNKNOWN, 0xfe, 0x00, "\xff\xd8\xff", 3 },
};

static void
check_units (const Codec *codec,
             GPtrArray   *recording)
{
  gboolean has_time = codec->codec == ENCODER_CODEC_H264 || codec->codec == ENCODER_CODEC_H265;

  for (guint i = 0; i < recording->len; i++) {
    const LivePicture *picture = g_ptr_array_index (recording, i);

    g_assert_cmpint (picture->stamp_us != 0, ==, has_time);
    if (i == 0)
      g_assert_true (picture->is_key);
    if (!picture->is_key)
      continue;
    g_assert_cmphex (picture->header[3], ==, codec->kind);
    g_assert_cmphex (picture->header[4], ==, codec->type);
    g_assert_cmpuint (picture->header[5], ==, 25);
    g_assert_cmpuint (picture->header[6], ==, 160 / 8);
    g_assert_cmpuint (picture->header[7], ==, 96 / 8);
    g_assert_cmpmem (g_bytes_get_data (picture->payload, NULL), codec->n_begins, codec->begins,
                     codec->n_begins);
  }
}

static void
check_pictures (const Codec *codec,
                GPtrArray   *recording,
                gboolean     is_loop)
{
  g_autoptr (GPtrArray) pictures = live_decode (recording, codec->wire, NULL);
  guint before = 0;

  for (guint i = 0; i < pictures->len; i++) {
    const DecodedPicture *picture = g_ptr_array_index (pictures, i);
    guint channel = 0, frame = 0;

    g_assert_true (encoder_pattern_read (g_bytes_get_data (picture->luma, NULL), picture->width,
                                         picture->height, picture->stride, 1, &channel, &frame));
    g_assert_cmpuint (channel, ==, 1);
    if (i > 0 && !(is_loop && frame == 0))
      g_assert_cmpuint (frame, ==, before + 1);
    before = frame;
  }
}

static void
check_codec (const Codec *codec,
             const char  *source)
{
  const char *const sources[] = { source, NULL };
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (GPtrArray) recording = NULL;
  EncoderConfig config;

  box_config (&config, 1);
  config.sources = sources;
  config.main.codec = codec->codec;
  server = box_start (&config);
  client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  recording = live_record (client, N_PICTURES, codec->wire);
  check_units (codec, recording);
  check_pictures (codec, recording, strcmp (source, "test") == 0);
}

static void
test_codec (gconstpointer data)
{
  const Codec *codec = data;

  if (!encoder_encoding_get_name (codec->codec)) {
    g_test_skip ("No encoder is installed");
    return;
  }

  check_codec (codec, "test");
  check_codec (codec, "test-live");
}

/* A codec that nobody can encode here is an error in words, before anything is served. */
static void
test_missing_encoder (void)
{
  EncoderFormat format = { 160, 96, 25.0, ENCODER_CODEC_H265 };
  GstRegistry *registry = gst_registry_get ();
  g_autoptr (GstPluginFeature) feature = gst_registry_lookup_feature (registry, "x265enc");
  static const char *const sources[] = { "test", "test-live", NULL };
  g_autoptr (GError) error = NULL;

  if (feature)
    gst_registry_remove_feature (registry, feature);
  g_assert_false (encoder_encoding_check (&format, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "H.265"));
  g_assert_nonnull (strstr (error->message, "x265enc"));

  for (guint i = 0; sources[i]; i++) {
    const char *const only[] = { sources[i], NULL };
    g_autoptr (EncoderServer) server = NULL;
    g_autoptr (GError) start_error = NULL;
    EncoderConfig config;

    box_config (&config, 1);
    config.sources = only;
    config.sub = format;
    config.cache_dir = "/nonexistent";
    server = encoder_server_new (&config, &start_error);
    g_assert_no_error (start_error);
    g_assert_false (encoder_server_start (server, &start_error));
    g_assert_error (start_error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  }

  if (feature)
    gst_registry_add_feature (registry, gst_object_ref (feature));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    g_autofree char *path =
      g_strdup_printf ("/encoder/codecs/%s", encoder_format_codec_to_words (codecs[i].codec));

    g_test_add_data_func (path, &codecs[i], test_codec);
  }
  g_test_add_func ("/encoder/codecs/missing-encoder", test_missing_encoder);

  return g_test_run ();
}
