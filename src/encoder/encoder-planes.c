/* encoder-planes.c
 *
 * Copies row by row: rows of GStreamer's pictures begin at multiples of four bytes.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-planes.h"

#include <string.h>

static const guint8 *
fill_plane (GstVideoFrame *frame,
            guint          plane,
            const guint8  *from)
{
  guint8 *to = GST_VIDEO_FRAME_PLANE_DATA (frame, plane);
  gsize width = (gsize) GST_VIDEO_FRAME_COMP_WIDTH (frame, plane);

  for (int row = 0; row < GST_VIDEO_FRAME_COMP_HEIGHT (frame, plane); row++) {
    memcpy (to, from, width);
    to += GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
    from += width;
  }

  return from;
}

/**
 * encoder_planes_fill:
 * @buffer: writable, of @info's size
 * @i420: the three planes, without padding
 *
 * Returns: whether the buffer could be written to
 */
gboolean
encoder_planes_fill (GstBuffer          *buffer,
                     const GstVideoInfo *info,
                     const guint8       *i420)
{
  GstVideoFrame frame;

  if (!gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE))
    return FALSE;

  for (guint plane = 0; plane < 3; plane++)
    i420 = fill_plane (&frame, plane, i420);
  gst_video_frame_unmap (&frame);

  return TRUE;
}
