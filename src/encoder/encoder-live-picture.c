/* encoder-live-picture.c
 *
 * Draws the live test picture and reads it back.
 *
 * The upper sixth is that of the test picture (encoder-pattern.c): channel and frame. The lower sixth
 * has four rows of blocks of the same kind: 40 bits of milliseconds since 1970 and a CRC over those
 * five bytes, then 6 bits of pan, 5 of tilt, 5 of zoom. Between them there is a scene that moves
 * when the camera is turned, and the same in words.
 *
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-live-picture.h"

#include <math.h>
#include <string.h>

#include "encoder-font.h"
#include "encoder-paint.h"
#include "encoder-pattern.h"

#define BAND_SHARE 6
#define TOP_ROWS   2
#define LOW_ROWS   4
#define CLOCK_ROWS 3

/* What stands in the picture of the clock; it goes round every 34 years. */
#define CLOCK_BITS 40

#define PAN_LEVELS  62
#define TILT_LEVELS 30
#define ZOOM_LEVELS 28

/* From end to end the head turns over so many pictures' widths and heights. */
#define PAN_SPAN  1.5
#define TILT_SPAN 0.75

/* A post of the scene every so many widths of the picture. */
#define POST_DISTANCE 0.125

static guint
quantize (double value,
          double least,
          double most,
          guint  levels)
{
  return (guint) lround ((CLAMP (value, least, most) - least) / (most - least) * levels);
}

/* Brightness of the scene along one axis: soft waves, and posts at even distances. */
static int
scene_value (double place)
{
  double nearest = place / POST_DISTANCE - round (place / POST_DISTANCE);

  if (fabs (nearest) < 0.04)
    return 30;

  return (int) (12.0 * sin (place * 9.0));
}

static void
draw_scene (const EncoderFormat   *format,
            const EncoderLiveView *view,
            guint8                *luma)
{
  g_autofree int *columns = g_new (int, format->width);
  double zoom = MAX (1.0, view->position.zoom);

  for (guint x = 0; x < format->width; x++)
    columns[x] = 85 + scene_value (view->position.pan * PAN_SPAN +
                                   (x / (double) format->width - 0.5) / zoom);

  for (guint y = 0; y < format->height; y++) {
    int row = scene_value (-view->position.tilt * TILT_SPAN +
                           (y / (double) format->height - 0.5) / zoom);

    for (guint x = 0; x < format->width; x++)
      *luma++ = (guint8) (columns[x] + row);
  }
}

static void
draw_words (const EncoderFormat   *format,
            const EncoderLiveView *view,
            guint8                *luma)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (view->real_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *clock = g_date_time_format (local, "%Y-%m-%d %H:%M:%S");
  guint scale = MAX (1, format->height / 60), small = MAX (1, format->height / 120);
  guint line = (ENCODER_FONT_HEIGHT + 3) * scale;
  guint top = format->height / 2 - line - line / 2;
  char text[64];

  g_snprintf (text, sizeof text, "%s.%03d", clock,
              (int) (view->real_us % G_USEC_PER_SEC / 1000));
  encoder_paint_text (luma, format->width, format->height, text, top, scale);
  g_snprintf (text, sizeof text, "CHANNEL %u  FRAME %05u", view->channel, view->frame & 0xffff);
  encoder_paint_text (luma, format->width, format->height, text, top + line, small);
  g_snprintf (text, sizeof text, "PAN %+.2f TILT %+.2f ZOOM %.1f%s", view->position.pan,
              view->position.tilt, view->position.zoom, view->position.is_menu ? " MENU" : "");
  encoder_paint_text (luma, format->width, format->height, text, top + 2 * line, small);
}

static void
draw_top (const EncoderFormat   *format,
          const EncoderLiveView *view,
          guint8                *luma)
{
  guint8 code[3] = { (guint8) view->channel, (guint8) (view->frame >> 8), (guint8) view->frame };
  guint rows[TOP_ROWS] = { (guint) code[0] << 8 | code[1],
                           (guint) code[2] << 8 | encoder_paint_crc (code, sizeof code) };

  for (guint i = 0; i < TOP_ROWS; i++)
    encoder_paint_blocks (luma, format->width, format->height * i / (BAND_SHARE * TOP_ROWS),
                          format->height * (i + 1) / (BAND_SHARE * TOP_ROWS), rows[i]);
}

static guint
pack_position (const EncoderPtzPosition *position)
{
  return quantize (position->pan, -1.0, 1.0, PAN_LEVELS) << 10 |
         quantize (position->tilt, -1.0, 1.0, TILT_LEVELS) << 5 |
         quantize (position->zoom, 1.0, ENCODER_PTZ_MAX_ZOOM, ZOOM_LEVELS);
}

static void
draw_bottom (const EncoderFormat   *format,
             const EncoderLiveView *view,
             guint8                *luma)
{
  guint64 ms = (guint64) (view->real_us / 1000);
  guint8 code[6];
  guint rows = BAND_SHARE * LOW_ROWS;

  for (guint i = 0; i < 5; i++)
    code[i] = (guint8) (ms >> (32 - 8 * i));
  code[5] = encoder_paint_crc (code, 5);

  for (guint i = 0; i < LOW_ROWS; i++) {
    guint bits = i < CLOCK_ROWS ? (guint) code[2 * i] << 8 | code[2 * i + 1]
                                : pack_position (&view->position);

    encoder_paint_blocks (luma, format->width, format->height * (rows - LOW_ROWS + i) / rows,
                          format->height * (rows - LOW_ROWS + i + 1) / rows, bits);
  }
}

/**
 * encoder_live_picture_draw:
 * @format: even sides
 * @i420: (out): planes without padding
 *
 * Draws one picture, limited range, without colour.
 */
void
encoder_live_picture_draw (const EncoderFormat   *format,
                           const EncoderLiveView *view,
                           guint8                *i420)
{
  gsize plane = (gsize) format->width * format->height;

  memset (i420 + plane, 128, plane / 2);
  draw_scene (format, view, i420);
  draw_words (format, view, i420);
  draw_top (format, view, i420);
  draw_bottom (format, view, i420);
}

/* The milliseconds since 1970 of which @low are the lowest bits, next to this computer's clock. */
static gint64
complete_clock (guint64 low)
{
  guint64 now = (guint64) (g_get_real_time () / 1000);
  guint64 round = (guint64) 1 << CLOCK_BITS;
  guint64 full = (now & ~(round - 1)) | low;

  if (full > now + round / 2)
    full -= round;
  else if (full + round / 2 < now)
    full += round;

  return (gint64) full;
}

static gboolean
read_clock (const guint rows[LOW_ROWS],
            gint64     *out_ms)
{
  guint8 code[6];
  guint64 low = 0;

  for (guint i = 0; i < CLOCK_ROWS; i++) {
    code[2 * i] = (guint8) (rows[i] >> 8);
    code[2 * i + 1] = (guint8) rows[i];
  }
  if (encoder_paint_crc (code, 5) != code[5])
    return FALSE;

  for (guint i = 0; i < 5; i++)
    low = low << 8 | code[i];
  *out_ms = complete_clock (low);
  return TRUE;
}

/**
 * encoder_live_picture_read:
 * @pixels: luma, or one colour of an RGB picture
 * @width: at least 160 for a certain reading
 * @height: at least 96
 * @out_reading: (out): what stands in it
 *
 * Reads the blocks of a live test picture that may have been compressed and scaled.
 *
 * Returns: whether it is one, and its checksums are right
 */
gboolean
encoder_live_picture_read (const guint8       *pixels,
                           guint               width,
                           guint               height,
                           gsize               row_stride,
                           gsize               pixel_stride,
                           EncoderLiveReading *out_reading)
{
  const EncoderPicture picture = { pixels, width, height, row_stride, pixel_stride };
  double row_height = height / (double) (BAND_SHARE * LOW_ROWS);
  EncoderLiveReading reading = { 0 };
  guint rows[LOW_ROWS];

  if (!encoder_pattern_read (pixels, width, height, row_stride, pixel_stride, &reading.channel,
                             &reading.frame))
    return FALSE;

  for (guint i = 0; i < LOW_ROWS; i++) {
    double top = height - (LOW_ROWS - i) * row_height;

    if (!encoder_paint_read_blocks (&picture, top, top + row_height, &rows[i]))
      return FALSE;
  }

  if (!read_clock (rows, &reading.real_ms))
    return FALSE;

  reading.pan = (rows[CLOCK_ROWS] >> 10) * 2.0 / PAN_LEVELS - 1.0;
  reading.tilt = (rows[CLOCK_ROWS] >> 5 & 31) * 2.0 / TILT_LEVELS - 1.0;
  reading.zoom = (rows[CLOCK_ROWS] & 31) * (ENCODER_PTZ_MAX_ZOOM - 1.0) / ZOOM_LEVELS + 1.0;
  *out_reading = reading;
  return TRUE;
}
