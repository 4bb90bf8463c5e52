/* wall-jpeg.h
 *
 * Where a JPEG picture ends, and how large it claims to be, read from its markers while it comes.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_JPEG_MORE,    /* all is well so far */
  WALL_JPEG_WHOLE,   /* it ends at @offset */
  WALL_JPEG_BROKEN,  /* this is no picture */
} WallJpegVerdict;

typedef struct {
  gsize    offset;   /* how far it was read */
  guint    width;    /* the largest that was claimed; 0: not yet */
  guint    height;
  gboolean is_in_scan;
  gboolean has_scan;
} WallJpeg;

void            wall_jpeg_init (WallJpeg     *self);
WallJpegVerdict wall_jpeg_read (WallJpeg     *self,
                                const guint8 *data,
                                gsize         size);

G_END_DECLS
