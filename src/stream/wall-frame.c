/* wall-frame.c
 *
 * What is visible of a decoded frame, and whether two of them show the same to the bit.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-frame.h"

#include <string.h>

/**
 * wall_frame_get_visible:
 * @buffer: with or without a crop meta; one that lies outside the picture is cut
 * @info: of the buffer
 *
 * Returns: the part to show; it begins at even pixels, where chroma begins as well
 */
WallRect
wall_frame_get_visible (GstBuffer          *buffer,
                        const GstVideoInfo *info)
{
  const GstVideoCropMeta *meta = gst_buffer_get_video_crop_meta (buffer);
  guint width = info->width, height = info->height;
  guint x, y;

  if (!meta || meta->width == 0 || meta->height == 0)
    return (WallRect) { 0, 0, info->width, info->height };

  x = MIN (meta->x, width - 1) & ~1u;
  y = MIN (meta->y, height - 1) & ~1u;

  return (WallRect) {
    .x = x,
    .y = y,
    .width = MIN (meta->width, width - x),
    .height = MIN (meta->height, height - y),
  };
}

static gboolean
is_same_component (const GstVideoFrame *a,
                   const GstVideoFrame *b,
                   guint                component)
{
  const guint8 *line_a = GST_VIDEO_FRAME_COMP_DATA (a, component);
  const guint8 *line_b = GST_VIDEO_FRAME_COMP_DATA (b, component);
  gsize length = (gsize) GST_VIDEO_FRAME_COMP_WIDTH (a, component)
                 * GST_VIDEO_FRAME_COMP_PSTRIDE (a, component);

  for (int i = GST_VIDEO_FRAME_COMP_HEIGHT (a, component); i > 0; i--) {
    if (memcmp (line_a, line_b, length) != 0)
      return FALSE;

    line_a += GST_VIDEO_FRAME_COMP_STRIDE (a, component);
    line_b += GST_VIDEO_FRAME_COMP_STRIDE (b, component);
  }

  return TRUE;
}

/**
 * wall_frame_is_same:
 * @a: mapped for reading
 * @b: mapped for reading, of the same format and size
 *
 * What lies behind the last pixel of a line is no picture and not compared. Pictures that differ
 * mostly differ soon, so this reads little of a camera that lives.
 *
 * Returns: whether both show the same to the bit
 */
gboolean
wall_frame_is_same (const GstVideoFrame *a,
                    const GstVideoFrame *b)
{
  /* The two chroma components of NV12 lie in one plane, one byte apart: the first covers both. */
  gboolean is_paired = GST_VIDEO_FRAME_N_PLANES (a) < GST_VIDEO_FRAME_N_COMPONENTS (a);
  guint n_components = is_paired ? 2 : GST_VIDEO_FRAME_N_COMPONENTS (a);

  for (guint i = 0; i < n_components; i++) {
    if (!is_same_component (a, b, i))
      return FALSE;
  }

  return TRUE;
}
