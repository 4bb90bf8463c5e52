/* encoder-format.c
 *
 * Reads and writes the size and rate of a stream, and derives from them what an encoder is told.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A key frame every two seconds: the longest that somebody who tunes in has to wait elsewhere. */
#define GOP_SECONDS 2.0

/* What 640×360 at 25/s gets; other formats in proportion to the power 3/4 of their pixels a second,
 * because larger pictures have less detail a pixel. */
#define REFERENCE_KBPS   600.0
#define REFERENCE_PIXELS (640.0 * 360.0 * 25.0)
#define MINIMUM_KBPS     120

static gboolean
read_number (const char **text,
             double      *out_number)
{
  char *end = NULL;

  if (!g_ascii_isdigit (**text))
    return FALSE;

  *out_number = g_ascii_strtod (*text, &end);
  *text = end;
  return isfinite (*out_number);
}

static gboolean
read_letter (const char **text,
             char         letter)
{
  if (g_ascii_tolower (**text) != letter)
    return FALSE;

  (*text)++;
  return TRUE;
}

static const struct {
  EncoderCodec codec;
  const char  *nick;   /* behind the slash */
  const char  *words;  /* the same in every language */
} codecs[] = {
  { ENCODER_CODEC_H264, "h264", "H.264" },
  { ENCODER_CODEC_H265, "h265", "H.265" },
  { ENCODER_CODEC_MPEG4, "mpeg4", "MPEG-4" },
  { ENCODER_CODEC_JPEG, "jpeg", "JPEG" },
};

/* The end of a format: nothing, or a slash and a codec. */
static gboolean
read_codec (const char   *text,
            EncoderCodec *out_codec)
{
  *out_codec = ENCODER_CODEC_ANY;
  if (*text == '\0')
    return TRUE;

  for (gsize i = 0; *text == '/' && i < G_N_ELEMENTS (codecs); i++) {
    if (g_ascii_strcasecmp (text + 1, codecs[i].nick) == 0) {
      *out_codec = codecs[i].codec;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * encoder_format_codec_to_words:
 *
 * Returns: (transfer none): the codec's name
 */
const char *
encoder_format_codec_to_words (EncoderCodec codec)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (codecs[i].codec == codec)
      return codecs[i].words;
  }

  return "video";
}

/**
 * encoder_format_parse:
 * @text: a format such as "640x360@25", "1280x720@12.5" or "640x360@25/h265"
 * @out_format: (out): the format
 * @error: return location, in %G_IO_ERROR
 *
 * Reads a format and checks it against the limits of encoder_format_check().
 *
 * Returns: whether it is a format that can be served
 */
gboolean
encoder_format_parse (const char     *text,
                      EncoderFormat  *out_format,
                      GError        **error)
{
  const char *rest = text;
  EncoderFormat format;
  double width, height;

  if (!read_number (&rest, &width) || !read_letter (&rest, 'x') || !read_number (&rest, &height) ||
      !read_letter (&rest, '@') || !read_number (&rest, &format.fps) ||
      !read_codec (rest, &format.codec) ||
      width > G_MAXUINT16 || height > G_MAXUINT16 || width != floor (width) ||
      height != floor (height)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("“%s” is not a size and rate such as 640x360@25, with or without one of "
                   "/h264, /h265, /mpeg4, /jpeg"), text);
    return FALSE;
  }

  format.width = (guint) width;
  format.height = (guint) height;
  if (!encoder_format_check (&format, error))
    return FALSE;

  *out_format = format;
  return TRUE;
}

/**
 * encoder_format_check:
 * @format: a format
 * @error: return location, in %G_IO_ERROR
 *
 * Returns: whether @format is within what can be encoded and said on the wire
 */
gboolean
encoder_format_check (const EncoderFormat  *format,
                      GError              **error)
{
  if (format->width < ENCODER_FORMAT_MIN_SIDE || format->height < ENCODER_FORMAT_MIN_SIDE ||
      format->width > ENCODER_FORMAT_MAX_WIDTH || format->height > ENCODER_FORMAT_MAX_HEIGHT ||
      format->width % 2 != 0 || format->height % 2 != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("A picture of %u×%u cannot be served: sides are even, from %u to %u×%u"),
                 format->width, format->height, ENCODER_FORMAT_MIN_SIDE,
                 ENCODER_FORMAT_MAX_WIDTH, ENCODER_FORMAT_MAX_HEIGHT);
    return FALSE;
  }

  if (!(format->fps >= ENCODER_FORMAT_MIN_FPS && format->fps <= ENCODER_FORMAT_MAX_FPS)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("A rate of %.4g pictures a second cannot be served: from %.1f to %.0f"),
                 format->fps, ENCODER_FORMAT_MIN_FPS, ENCODER_FORMAT_MAX_FPS);
    return FALSE;
  }

  return TRUE;
}

/**
 * encoder_format_to_string:
 *
 * Returns: (transfer full): the format as encoder_format_parse() reads it, in any locale
 */
char *
encoder_format_to_string (const EncoderFormat *format)
{
  char rate[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (rate, sizeof rate, "%.6g", format->fps);
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (codecs[i].codec == format->codec)
      return g_strdup_printf ("%ux%u@%s/%s", format->width, format->height, rate, codecs[i].nick);
  }

  return g_strdup_printf ("%ux%u@%s", format->width, format->height, rate);
}

/**
 * encoder_format_get_rate:
 * @out_num: (out): numerator of the pictures a second
 * @out_den: (out): denominator
 *
 * The rate as a fraction; 29.97 and its relatives become the 1001 fractions that are meant.
 */
void
encoder_format_get_rate (const EncoderFormat *format,
                         int                 *out_num,
                         int                 *out_den)
{
  double whole = round (format->fps);
  double ntsc = format->fps * 1001.0 / 1000.0;

  if (fabs (format->fps - whole) < 1e-6) {
    *out_num = (int) whole;
    *out_den = 1;
  } else if (round (ntsc) >= 1.0 && fabs (ntsc - round (ntsc)) < 0.005) {
    *out_num = (int) round (ntsc) * 1000;
    *out_den = 1001;
  } else {
    *out_num = (int) round (format->fps * 1000.0);
    *out_den = 1000;
  }
}

/**
 * encoder_format_get_gop:
 *
 * Returns: the pictures from one key frame to the next, at least 1
 */
guint
encoder_format_get_gop (const EncoderFormat *format)
{
  return (guint) MAX (1.0, round (format->fps * GOP_SECONDS));
}

/**
 * encoder_format_get_kbps:
 *
 * Returns: the bit rate at which this format looks decent, in kbit/s
 */
guint
encoder_format_get_kbps (const EncoderFormat *format)
{
  double share = format->width * (double) format->height * format->fps / REFERENCE_PIXELS;

  return (guint) MAX (MINIMUM_KBPS, REFERENCE_KBPS * pow (share, 0.75));
}
