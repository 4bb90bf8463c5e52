/* wall-frame.h
 *
 * What is visible of a decoded frame, and whether two of them show the same to the bit.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

#include "wall-fit.h"

G_BEGIN_DECLS

WallRect wall_frame_get_visible (GstBuffer           *buffer,
                                 const GstVideoInfo  *info);
gboolean wall_frame_is_same     (const GstVideoFrame *a,
                                 const GstVideoFrame *b);

G_END_DECLS
