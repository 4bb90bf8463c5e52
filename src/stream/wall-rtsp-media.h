/* wall-rtsp-media.h
 *
 * What comes out of RTSP: which kinds of video are known, and what takes their packets apart.
 * Streaming threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-foreign.h"

G_BEGIN_DECLS

gboolean wall_rtsp_media_is_known (const char  *encoding);
void     wall_rtsp_media_add      (WallForeign *bin,
                                   GstPad      *pad);

G_END_DECLS
