/* encoder-format.h
 *
 * The size and rate of a stream, and its form in words ("640x360@25").
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  guint  width, height;  /* pixels, even */
  double fps;            /* pictures a second */
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

G_END_DECLS
