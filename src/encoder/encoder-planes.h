/* encoder-planes.h
 *
 * Pictures that were drawn without padding, brought into the layout that GStreamer expects.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

gboolean encoder_planes_fill (GstBuffer          *buffer,
                              const GstVideoInfo *info,
                              const guint8       *i420);

G_END_DECLS
