/* encoder-encoding.c
 *
 * Chooses the first encoder of a codec that is installed; where no codec is asked for, that is
 * x264enc, openh264enc, jpegenc. Key frames at even distances, no B frames (the protocol has no
 * timestamps), parameter sets before each key frame, nothing held back.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-encoding.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#define PARSE_H264 "h264parse config-interval=-1 ! " \
                   "video/x-h264,stream-format=byte-stream,alignment=au"
#define PARSE_H265 "h265parse config-interval=-1 ! " \
                   "video/x-h265,stream-format=byte-stream,alignment=au"

static char *
describe_x264 (guint kbps,
               guint gop)
{
  return g_strdup_printf ("x264enc bitrate=%u vbv-buf-capacity=1000 key-int-max=%u bframes=0 "
                          "tune=zerolatency speed-preset=superfast threads=1 byte-stream=true "
                          "aud=false option-string=\"scenecut=0:keyint-min=%u:open-gop=0\" ! "
                          "video/x-h264,profile=main ! " PARSE_H264, kbps, gop, gop);
}

static char *
describe_openh264 (guint kbps,
                   guint gop)
{
  return g_strdup_printf ("openh264enc bitrate=%u rate-control=bitrate gop-size=%u "
                          "scene-change-detection=false enable-frame-skip=false "
                          "complexity=low ! " PARSE_H264, kbps * 1000, gop);
}

static char *
describe_x265 (guint kbps,
               guint gop)
{
  return g_strdup_printf ("x265enc bitrate=%u key-int-max=%u tune=zerolatency "
                          "speed-preset=ultrafast log-level=none "
                          "option-string=\"bframes=0:scenecut=0:min-keyint=%u:open-gop=0:"
                          "frame-threads=1:pools=none:wpp=0:info=0\" ! " PARSE_H265, kbps, gop,
                          gop);
}

static char *
describe_mpeg4 (guint kbps,
                guint gop)
{
  return g_strdup_printf ("avenc_mpeg4 bitrate=%u gop-size=%u max-bframes=0 threads=1 ! "
                          "mpeg4videoparse config-interval=-1 ! "
                          "video/mpeg,mpegversion=4,systemstream=false", kbps * 1000, gop);
}

static char *
describe_jpeg (guint kbps,
               guint gop)
{
  return g_strdup ("jpegenc quality=80");
}

static const struct {
  EncoderCodec codec;
  gboolean     is_default;  /* also where no codec is asked for */
  const char  *element, *package;
  char      *(*describe) (guint kbps, guint gop);
} encodings[] = {
  { ENCODER_CODEC_H264, TRUE, "x264enc", "gstreamer1.0-plugins-ugly", describe_x264 },
  { ENCODER_CODEC_H264, TRUE, "openh264enc", "gstreamer1.0-plugins-bad", describe_openh264 },
  { ENCODER_CODEC_H265, FALSE, "x265enc", "gstreamer1.0-plugins-bad", describe_x265 },
  { ENCODER_CODEC_MPEG4, FALSE, "avenc_mpeg4", "gstreamer1.0-libav", describe_mpeg4 },
  { ENCODER_CODEC_JPEG, TRUE, "jpegenc", "gstreamer1.0-plugins-good", describe_jpeg },
};

static gboolean
serves (gsize        index,
        EncoderCodec codec)
{
  return codec == ENCODER_CODEC_ANY ? encodings[index].is_default : encodings[index].codec == codec;
}

/* Returns the row, or the number of rows. */
static gsize
find_encoding (EncoderCodec codec)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (encodings); i++) {
    g_autoptr (GstElementFactory) factory = NULL;

    if (!serves (i, codec))
      continue;
    factory = gst_element_factory_find (encodings[i].element);
    if (factory)
      break;
  }

  return i;
}

/**
 * encoder_encoding_get_name:
 *
 * Returns: (nullable): the encoder that is used here, %NULL if none is installed
 */
const char *
encoder_encoding_get_name (EncoderCodec codec)
{
  gsize i = find_encoding (codec);

  return i < G_N_ELEMENTS (encodings) ? encodings[i].element : NULL;
}

/**
 * encoder_encoding_check:
 * @error: in %G_IO_ERROR_NOT_SUPPORTED: what is missing, and where it is to be had
 *
 * Returns: whether there is an encoder for @format
 */
gboolean
encoder_encoding_check (const EncoderFormat  *format,
                        GError              **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  if (find_encoding (format->codec) < G_N_ELEMENTS (encodings))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++) {
    if (serves (i, format->codec))
      g_string_append_printf (list, _("%s%s (in %s)"), list->len > 0 ? ", " : "",
                              encodings[i].element, encodings[i].package);
  }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               _("No encoder is installed for %s; looked for: %s"),
               encoder_format_codec_to_words (format->codec), list->str);
  return FALSE;
}

/**
 * encoder_encoding_describe:
 *
 * Returns: (transfer full) (nullable): the part of a pipeline that turns I420 into access units of
 *   @format, in the words of gst_parse_launch(); %NULL if no encoder is installed
 */
char *
encoder_encoding_describe (const EncoderFormat *format)
{
  gsize i = find_encoding (format->codec);

  if (i == G_N_ELEMENTS (encodings))
    return NULL;

  return encodings[i].describe (encoder_format_get_kbps (format), encoder_format_get_gop (format));
}
