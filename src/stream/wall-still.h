/* wall-still.h
 *
 * One decoded frame of a camera in its full size, to be kept as a file.
 * Immutable; callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

#define WALL_TYPE_STILL (wall_still_get_type ())
typedef struct _WallStill WallStill;

GType      wall_still_get_type       (void);
WallStill *wall_still_new            (GstBuffer          *buffer,
                                      const GstVideoInfo *info,
                                      gint64              decoded_us);
WallStill *wall_still_ref            (WallStill          *self);
void       wall_still_unref          (WallStill          *self);
gint64     wall_still_get_decoded_us (WallStill          *self);
GBytes    *wall_still_to_png         (WallStill          *self,
                                      GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallStill, wall_still_unref)

G_END_DECLS
