/* wall-frame-gaps.h
 *
 * How many pictures of a stream are missing, by the numbers that the pictures themselves carry.
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WallFrameGaps WallFrameGaps;

WallFrameGaps *wall_frame_gaps_new      (void);
void           wall_frame_gaps_free     (WallFrameGaps *self);
guint          wall_frame_gaps_add_h264 (WallFrameGaps *self,
                                         const guint8  *data,
                                         gsize          size);
guint          wall_frame_gaps_add_h265 (WallFrameGaps *self,
                                         const guint8  *data,
                                         gsize          size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallFrameGaps, wall_frame_gaps_free)

G_END_DECLS
