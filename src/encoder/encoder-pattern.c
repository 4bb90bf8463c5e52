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

#define BLOCKS     18
#define ROWS       2
#define BAND_SHARE 6     /* the blocks take 1/6 of the height */

#define BLACK 16
#define WHITE 235
#define MINIMUM_CONTRAST 48

struct _EncoderPattern {
  guint   channel;
  guint   n_frames;
  guint   width, height;
  char   *format_text;
  gsize   size;
  guint8 *background;
};

static guint8
crc8 (const guint8 *data,
      gsize         size)
{
  guint8 crc = 0xff;

  for (gsize i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      crc = (guint8) (crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1);
  }

  return crc;
}

static void
fill (guint8 *plane,
      guint   stride,
      guint   x,
      guint   y,
      guint   width,
      guint   height,
      guint8  value)
{
  for (guint row = 0; row < height; row++)
    memset (plane + (gsize) (y + row) * stride + x, value, width);
}

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
draw_text (EncoderPattern *self,
           guint8         *luma,
           const char     *text,
           guint           top,
           guint           scale)
{
  guint length = (guint) strlen (text);
  guint text_width, left;

  while (scale > 1 && (length * ENCODER_FONT_ADVANCE - 1) * scale > self->width * 9 / 10)
    scale--;
  text_width = (length * ENCODER_FONT_ADVANCE - 1) * scale;
  if (text_width > self->width || top + ENCODER_FONT_HEIGHT * scale > self->height)
    return;

  left = (self->width - text_width) / 2;
  for (guint i = 0; i < length; i++) {
    for (guint y = 0; y < ENCODER_FONT_HEIGHT; y++) {
      for (guint x = 0; x < ENCODER_FONT_WIDTH; x++) {
        if (encoder_font_has_dot (text[i], x, y))
          fill (luma, self->width, left + (i * ENCODER_FONT_ADVANCE + x) * scale, top + y * scale,
                scale, scale, WHITE);
      }
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

  fill (luma, self->width, 0, self->height - height, self->width, height, 40);
  fill (luma, self->width, 0, self->height - height, length, height, 200);
}

static void
draw_block_row (EncoderPattern *self,
                guint8         *luma,
                guint           row,
                guint           bits)
{
  guint top = self->height * row / (BAND_SHARE * ROWS);
  guint bottom = self->height * (row + 1) / (BAND_SHARE * ROWS);
  guint with_ends = (1u << (BLOCKS - 1)) | bits << 1;

  for (guint i = 0; i < BLOCKS; i++) {
    guint left = self->width * i / BLOCKS;
    guint right = self->width * (i + 1) / BLOCKS;
    gboolean is_white = (with_ends >> (BLOCKS - 1 - i)) & 1;

    fill (luma, self->width, left, top, right - left, bottom - top, is_white ? WHITE : BLACK);
  }
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
  draw_text (self, i420, text, top, scale);
  g_snprintf (text, sizeof text, "FRAME %04u", frame);
  draw_text (self, i420, text, top + line, scale);
  draw_text (self, i420, self->format_text, top + 2 * line, MAX (1, scale / 2));
  draw_block_row (self, i420, 0, (guint) code[0] << 8 | code[1]);
  draw_block_row (self, i420, 1, (guint) code[2] << 8 | crc8 (code, sizeof code));
}

typedef struct {
  const guint8 *pixels;
  guint         width, height;
  gsize         row_stride, pixel_stride;
} Picture;

/* The mean of the middle half of a block: its edges are blurred by scaling and compression. */
static double
read_block (const Picture *picture,
            guint          row,
            guint          block)
{
  double block_width = picture->width / (double) BLOCKS;
  double block_height = picture->height / (double) (BAND_SHARE * ROWS);
  guint left = (guint) ((block + 0.25) * block_width);
  guint right = MAX (left + 1, (guint) ((block + 0.75) * block_width));
  guint top = (guint) ((row + 0.25) * block_height);
  guint bottom = MAX (top + 1, (guint) ((row + 0.75) * block_height));
  guint64 sum = 0;

  for (guint y = top; y < bottom; y++) {
    for (guint x = left; x < right; x++)
      sum += picture->pixels[y * picture->row_stride + x * picture->pixel_stride];
  }

  return sum / (double) ((bottom - top) * (right - left));
}

static gboolean
read_row (const Picture *picture,
          guint          row,
          guint         *out_bits)
{
  double white = read_block (picture, row, 0);
  double black = read_block (picture, row, BLOCKS - 1);
  guint bits = 0;

  if (white - black < MINIMUM_CONTRAST)
    return FALSE;

  for (guint block = 1; block < BLOCKS - 1; block++)
    bits = bits << 1 | (read_block (picture, row, block) > (white + black) / 2);

  *out_bits = bits;
  return TRUE;
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
  const Picture picture = { pixels, width, height, row_stride, pixel_stride };
  guint upper, lower;
  guint8 code[3];

  if (width < BLOCKS * 2 || height < BAND_SHARE * ROWS * 2)
    return FALSE;
  if (!read_row (&picture, 0, &upper) || !read_row (&picture, 1, &lower))
    return FALSE;

  code[0] = (guint8) (upper >> 8);
  code[1] = (guint8) upper;
  code[2] = (guint8) (lower >> 8);
  if (crc8 (code, sizeof code) != (guint8) lower)
    return FALSE;

  *out_channel = code[0];
  *out_frame = (guint) code[1] << 8 | code[2];
  return TRUE;
}
