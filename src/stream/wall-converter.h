/* wall-converter.h
 *
 * Decoded frames to 32-bit pixels of another size: scaled first, in YUV, then converted with the
 * frame's own colour matrix and range.
 * One thread at a time; no GObject, no pipeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

#include "wall-fit.h"

G_BEGIN_DECLS

#define WALL_CONVERTER_FORMATS \
  "{ I420, YV12, NV12, Y42B, Y444, GRAY8, I420_10LE, I422_10LE, Y444_10LE }"

typedef struct _WallConverter WallConverter;

WallConverter *wall_converter_new  (void);
void           wall_converter_free (WallConverter       *self);
/* Frees what was kept for the next frame. */
void           wall_converter_trim (WallConverter       *self);
gboolean       wall_converter_run  (WallConverter       *self,
                                    const GstVideoFrame *frame,
                                    const WallRect      *crop,
                                    guint8              *out_pixels,
                                    int                  out_stride,
                                    int                  out_width,
                                    int                  out_height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallConverter, wall_converter_free)

G_END_DECLS
