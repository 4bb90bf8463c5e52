/* encoder-format.h
 *
 * The size, rate and codec of a stream, and its form in words ("640x360@25", "1280x720@10/h265").
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  ENCODER_CODEC_ANY,     /* what the source has, else H.264 */
  ENCODER_CODEC_H264,
  ENCODER_CODEC_H265,
  ENCODER_CODEC_MPEG4,
  ENCODER_CODEC_JPEG,
} EncoderCodec;

typedef struct {
  guint        width, height;  /* pixels, even */
  double       fps;            /* pictures a second */
  EncoderCodec codec;
} EncoderFormat;

#define ENCODER_FORMAT_MIN_SIDE   64
#define ENCODER_FORMAT_MAX_WIDTH  7680
#define ENCODER_FORMAT_MAX_HEIGHT 4320
#define ENCODER_FORMAT_MIN_FPS    0.2
#define ENCODER_FORMAT_MAX_FPS    120.0

gboolean encoder_format_parse     (const char           *text,
                                   EncoderFormat        *out_format,
                                   GError              **error);
gboolean encoder_format_check     (const EncoderFormat  *format,
                                   GError              **error);
char    *encoder_format_to_string (const EncoderFormat  *format);
void     encoder_format_get_rate  (const EncoderFormat  *format,
                                   int                  *out_num,
                                   int                  *out_den);
guint    encoder_format_get_gop   (const EncoderFormat  *format);
guint    encoder_format_get_kbps  (const EncoderFormat  *format);
const char *encoder_format_codec_to_words (EncoderCodec   codec);

G_END_DECLS
