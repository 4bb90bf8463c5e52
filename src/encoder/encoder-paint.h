/* encoder-paint.h
 *
 * Rectangles, words and rows of blocks in a luma plane, and a reader of such rows.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_PAINT_BLACK 16
#define ENCODER_PAINT_WHITE 235

/* A plane of luma, or one colour of an RGB picture. */
typedef struct {
  const guint8 *pixels;
  guint         width, height;
  gsize         row_stride, pixel_stride;
} EncoderPicture;

void     encoder_paint_fill       (guint8               *luma,
                                   guint                 stride,
                                   guint                 x,
                                   guint                 y,
                                   guint                 width,
                                   guint                 height,
                                   guint8                value);
void     encoder_paint_text       (guint8               *luma,
                                   guint                 width,
                                   guint                 height,
                                   const char           *text,
                                   guint                 top,
                                   guint                 scale);
void     encoder_paint_blocks     (guint8               *luma,
                                   guint                 width,
                                   guint                 top,
                                   guint                 bottom,
                                   guint                 bits);
gboolean encoder_paint_read_blocks (const EncoderPicture *picture,
                                    double                top,
                                    double                bottom,
                                    guint                *out_bits);
guint8   encoder_paint_crc        (const guint8         *data,
                                   gsize                 size);

G_END_DECLS
