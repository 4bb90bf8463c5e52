/* encoder-pattern.c
 *
 * Draws the test picture and reads it back.
 *
 * The upper sixth of the picture is two rows of 18 blocks. In each row the first block is white and
 * the last one black, so that the reader can judge what lies between whatever happened to contrast;
 * the 16 blocks between are bits, white is 1, the highest first. Upper row: 8 bits of channel (from
 * 1), the high 8 bits of the frame; lower row: the low 8 bits of the frame, 8 bits of CRC over the
 * three bytes before. Below: channel, frame and format in large letters, a smooth background that
 * differs a channel, a ball and a bar that move, and come back where they began at the loop's end.
 *
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-pattern.h"

#include <math.h>
#include <string.h>

#include "encoder-font.h"
#include "encoder-paint.h"

#define ROWS       2
#define BAND_SHARE 6     /* the blocks take 1/6 of the height */

#define MINIMUM_WIDTH 36

struct _EncoderPattern {
  guint   channel;
  guint   n_frames;
  guint   width, height;
  char   *format_text;
  gsize   size;
  guint8 *background;
};

/* Luma runs diagonally, chroma across the channel's own hue: smooth, cheap to encode, and different
 * enough that a picture in the wrong tile is seen at once. */
static void
draw_background (EncoderPattern *self)
{
  guint8 *y = self->background;
  guint8 *u = y + (gsize) self->width * self->height;
  guint8 *v = u + (gsize) self->width * self->height / 4;
  double hue = self->channel * 2.399963;
  guint half_width = self->width / 2, half_height = self->height / 2;

  for (guint row = 0; row < self->height; row++) {
    for (guint column = 0; column < self->width; column++)
      *y++ = (guint8) (50 + 50 * column / self->width + 40 * row / self->height);
  }

  for (guint row = 0; row < half_height; row++) {
    for (guint column = 0; column < half_width; column++) {
      double depth = 16.0 + 24.0 * column / half_width;

      *u++ = (guint8) lround (128.0 + depth * cos (hue));
      *v++ = (guint8) lround (128.0 + depth * sin (hue));
    }
  }
}

static void
draw_ball (EncoderPattern *self,
           guint8         *luma,
           guint           frame)
{
  double turn = 2.0 * G_PI * frame / self->n_frames;
  double radius = self->height / 9.0;
  double x = self->width / 2.0 + cos (turn) * (self->width / 2.0 - radius * 1.5);
  double y = self->height * 7.0 / 12.0 + sin (2.0 * turn) * (self->height * 5.0 / 12.0 - radius);
  guint top = (guint) MAX (0.0, y - radius);
  guint bottom = MIN (self->height, (guint) (y + radius) + 1);
  guint left = (guint) MAX (0.0, x - radius);
  guint right = MIN (self->width, (guint) (x + radius) + 1);

  for (guint row = top; row < bottom; row++) {
    for (guint column = left; column < right; column++) {
      double distance = hypot (column - x, row - y) / radius;

      if (distance < 1.0)
        luma[(gsize) row * self->width + column] = (guint8) (210.0 - 120.0 * distance * distance);
    }
  }
}

/* A bar at the lower edge that grows with the loop: where in the loop we are, at a glance. */
static void
draw_bar (EncoderPattern *self,
          guint8         *luma,
          guint           frame)
{
  guint height = MAX (2, self->height / 40);
  guint length = (guint) ((guint64) self->width * (frame + 1) / self->n_frames);

  encoder_paint_fill (luma, self->width, 0, self->height - height, self->width, height, 40);
  encoder_paint_fill (luma, self->width, 0, self->height - height, length, height, 200);
}

static void
draw_block_row (EncoderPattern *self,
                guint8         *luma,
                guint           row,
                guint           bits)
{
  encoder_paint_blocks (luma, self->width, self->height * row / (BAND_SHARE * ROWS),
                        self->height * (row + 1) / (BAND_SHARE * ROWS), bits);
}

/* Colour would bleed into the blocks when a player scales chroma: the band is grey. */
static void
clear_band_colour (EncoderPattern *self)
{
  guint rows = self->height / BAND_SHARE / 2 + 1;
  gsize plane = (gsize) self->width * self->height;

  memset (self->background + plane, 128, (gsize) self->width / 2 * rows);
  memset (self->background + plane + plane / 4, 128, (gsize) self->width / 2 * rows);
}

/**
 * encoder_pattern_new:
 * @channel: the channel that the picture names, 1 to 255
 * @format: size and rate, even sides
 * @n_frames: the length of the loop, 1 to 65536
 *
 * Returns: (transfer full): a painter of the frames 0 to @n_frames - 1
 */
EncoderPattern *
encoder_pattern_new (guint                channel,
                     const EncoderFormat *format,
                     guint                n_frames)
{
  EncoderPattern *self = g_new0 (EncoderPattern, 1);
  char rate[G_ASCII_DTOSTR_BUF_SIZE];

  self->channel = channel;
  self->n_frames = MAX (1, n_frames);
  self->width = format->width;
  self->height = format->height;
  self->size = (gsize) self->width * self->height * 3 / 2;
  self->background = g_malloc (self->size);
  g_ascii_formatd (rate, sizeof rate, "%.4g", format->fps);
  self->format_text = g_strdup_printf ("%ux%u %s/s", self->width, self->height, rate);
  draw_background (self);
  clear_band_colour (self);

  return self;
}

void
encoder_pattern_free (EncoderPattern *self)
{
  g_free (self->format_text);
  g_free (self->background);
  g_free (self);
}

/**
 * encoder_pattern_get_size:
 *
 * Returns: the bytes of one picture: I420, planes without padding
 */
gsize
encoder_pattern_get_size (EncoderPattern *self)
{
  return self->size;
}

/**
 * encoder_pattern_draw:
 * @frame: the number of the frame in the loop
 * @i420: (out): encoder_pattern_get_size() bytes
 *
 * Draws one frame, limited range, as BT.601 has it.
 */
void
encoder_pattern_draw (EncoderPattern *self,
                      guint           frame,
                      guint8         *i420)
{
  guint scale = MAX (1, self->height / 60);
  guint line = (ENCODER_FONT_HEIGHT + 2) * scale;
  guint band = self->height / BAND_SHARE;
  guint top = band + (self->height - band - 5 * line / 2) / 2;
  guint8 code[3] = { (guint8) self->channel, (guint8) (frame >> 8), (guint8) frame };
  char text[32];

  memcpy (i420, self->background, self->size);
  draw_ball (self, i420, frame);
  draw_bar (self, i420, frame);
  g_snprintf (text, sizeof text, "CHANNEL %u", self->channel);
  encoder_paint_text (i420, self->width, self->height, text, top, scale);
  g_snprintf (text, sizeof text, "FRAME %04u", frame);
  encoder_paint_text (i420, self->width, self->height, text, top + line, scale);
  encoder_paint_text (i420, self->width, self->height, self->format_text, top + 2 * line, MAX (1, scale / 2));
  draw_block_row (self, i420, 0, (guint) code[0] << 8 | code[1]);
  draw_block_row (self, i420, 1, (guint) code[2] << 8 | encoder_paint_crc (code, sizeof code));
}

/**
 * encoder_pattern_read:
 * @pixels: the picture and nothing but the picture: luma, or one colour of an RGB picture (point at
 *   its first green, say), because the blocks have no colour
 * @width: its width, at least 90 for a certain reading
 * @height: its height, at least 48
 * @row_stride: bytes from one row to the next
 * @pixel_stride: bytes from one pixel to the next: 1 for luma, 4 for BGRA
 * @out_channel: (out): the channel, from 1
 * @out_frame: (out): the number of the frame in the loop
 *
 * Reads the blocks of a test picture that may have been compressed and scaled.
 *
 * Returns: whether there is such a pattern and its checksum is right
 */
gboolean
encoder_pattern_read (const guint8 *pixels,
                      guint         width,
                      guint         height,
                      gsize         row_stride,
                      gsize         pixel_stride,
                      guint        *out_channel,
                      guint        *out_frame)
{
  const EncoderPicture picture = { pixels, width, height, row_stride, pixel_stride };
  double row_height = height / (double) (BAND_SHARE * ROWS);
  guint upper, lower;
  guint8 code[3];

  if (width < MINIMUM_WIDTH || height < BAND_SHARE * ROWS * 2)
    return FALSE;
  if (!encoder_paint_read_blocks (&picture, 0.0, row_height, &upper) ||
      !encoder_paint_read_blocks (&picture, row_height, 2 * row_height, &lower))
    return FALSE;

  code[0] = (guint8) (upper >> 8);
  code[1] = (guint8) upper;
  code[2] = (guint8) (lower >> 8);
  if (encoder_paint_crc (code, sizeof code) != (guint8) lower)
    return FALSE;

  *out_channel = code[0];
  *out_frame = (guint) code[1] << 8 | code[2];
  return TRUE;
}
