/* encoder-live-picture.h
 *
 * The live test picture: channel, frame, wall clock to the millisecond and where the camera looks,
 * to be read by eye and by a program, and the program's reader.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"
#include "encoder-ptz.h"

G_BEGIN_DECLS

typedef struct {
  guint              channel;   /* 1 to 255 */
  guint              frame;     /* the lower 16 bits stand in the picture */
  gint64             real_us;   /* since 1970; milliseconds stand in the picture */
  EncoderPtzPosition position;
} EncoderLiveView;

typedef struct {
  guint  channel, frame;
  gint64 real_ms;               /* since 1970 */
  double pan, tilt, zoom;       /* to a 1/31, 1/15, 1/4 */
} EncoderLiveReading;

void     encoder_live_picture_draw (const EncoderFormat   *format,
                                    const EncoderLiveView *view,
                                    guint8                *i420);
gboolean encoder_live_picture_read (const guint8          *pixels,
                                    guint                  width,
                                    guint                  height,
                                    gsize                  row_stride,
                                    gsize                  pixel_stride,
                                    EncoderLiveReading    *out_reading);

G_END_DECLS
