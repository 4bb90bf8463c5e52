/* encoder-paint.c
 *
 * Draws into luma planes without padding. A row of blocks is 18 of them: the first is white and the
 * last black, so that the reader can judge what lies between whatever happened to contrast; the 16
 * between are bits, white is 1, the highest first.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-paint.h"

#include <string.h>

#include "encoder-font.h"

#define BLOCKS 18
#define MINIMUM_CONTRAST 48

/**
 * encoder_paint_crc:
 *
 * Returns: the CRC of eight bits, polynomial 0x07, beginning with 0xff
 */
guint8
encoder_paint_crc (const guint8 *data,
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

/**
 * encoder_paint_fill:
 *
 * Fills a rectangle, which lies within the plane.
 */
void
encoder_paint_fill (guint8 *luma,
                    guint   stride,
                    guint   x,
                    guint   y,
                    guint   width,
                    guint   height,
                    guint8  value)
{
  for (guint row = 0; row < height; row++)
    memset (luma + (gsize) (y + row) * stride + x, value, width);
}

static void
draw_character (guint8 *luma,
                guint   stride,
                char    character,
                guint   left,
                guint   top,
                guint   scale)
{
  for (guint y = 0; y < ENCODER_FONT_HEIGHT; y++) {
    for (guint x = 0; x < ENCODER_FONT_WIDTH; x++) {
      if (encoder_font_has_dot (character, x, y))
        encoder_paint_fill (luma, stride, left + x * scale, top + y * scale, scale, scale,
                            ENCODER_PAINT_WHITE);
    }
  }
}

/**
 * encoder_paint_text:
 * @scale: pixels a dot, less where the text would be too wide
 *
 * Writes a line in the middle of the picture; nothing where it does not fit.
 */
void
encoder_paint_text (guint8     *luma,
                    guint       width,
                    guint       height,
                    const char *text,
                    guint       top,
                    guint       scale)
{
  guint length = (guint) strlen (text);
  guint text_width, left;

  while (scale > 1 && (length * ENCODER_FONT_ADVANCE - 1) * scale > width * 9 / 10)
    scale--;
  text_width = (length * ENCODER_FONT_ADVANCE - 1) * scale;
  if (text_width > width || top + ENCODER_FONT_HEIGHT * scale > height)
    return;

  left = (width - text_width) / 2;
  for (guint i = 0; i < length; i++)
    draw_character (luma, width, text[i], left + i * ENCODER_FONT_ADVANCE * scale, top, scale);
}

/**
 * encoder_paint_blocks:
 * @bits: sixteen
 *
 * Draws a row of blocks from @top to before @bottom.
 */
void
encoder_paint_blocks (guint8 *luma,
                      guint   width,
                      guint   top,
                      guint   bottom,
                      guint   bits)
{
  guint with_ends = (1u << (BLOCKS - 1)) | bits << 1;

  for (guint i = 0; i < BLOCKS; i++) {
    guint left = width * i / BLOCKS;
    guint right = width * (i + 1) / BLOCKS;
    gboolean is_white = (with_ends >> (BLOCKS - 1 - i)) & 1;

    encoder_paint_fill (luma, width, left, top, right - left, bottom - top,
                        is_white ? ENCODER_PAINT_WHITE : ENCODER_PAINT_BLACK);
  }
}

/* The mean of the middle half of a block: its edges are blurred by scaling and compression. */
static double
read_block (const EncoderPicture *picture,
            double                row_top,
            double                row_bottom,
            guint                 block)
{
  double block_width = picture->width / (double) BLOCKS;
  double block_height = row_bottom - row_top;
  guint left = (guint) ((block + 0.25) * block_width);
  guint right = MAX (left + 1, (guint) ((block + 0.75) * block_width));
  guint top = (guint) (row_top + 0.25 * block_height);
  guint bottom = MAX (top + 1, (guint) (row_top + 0.75 * block_height));
  guint64 sum = 0;

  for (guint y = top; y < bottom; y++) {
    for (guint x = left; x < right; x++)
      sum += picture->pixels[y * picture->row_stride + x * picture->pixel_stride];
  }

  return sum / (double) ((bottom - top) * (right - left));
}

/**
 * encoder_paint_read_blocks:
 * @top: of the row, in pixels
 * @bottom: of the row
 * @out_bits: (out): sixteen
 *
 * Returns: whether there is a row of blocks
 */
gboolean
encoder_paint_read_blocks (const EncoderPicture *picture,
                           double                top,
                           double                bottom,
                           guint                *out_bits)
{
  double white = read_block (picture, top, bottom, 0);
  double black = read_block (picture, top, bottom, BLOCKS - 1);
  guint bits = 0;

  if (white - black < MINIMUM_CONTRAST)
    return FALSE;

  for (guint block = 1; block < BLOCKS - 1; block++)
    bits = bits << 1 | (read_block (picture, top, bottom, block) > (white + black) / 2);

  *out_bits = bits;
  return TRUE;
}
