/* wall-rtsp-alive.h
 *
 * Keeps an RTSP session alive: many devices end one in which nothing was asked for a minute, and
 * `rtspsrc` asks nothing over TCP while media come (before GStreamer 1.24). It learns from what
 * passes by, and makes a request of its own.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-rtsp-reader.h"

G_BEGIN_DECLS

typedef struct _WallRtspAlive WallRtspAlive;

WallRtspAlive *wall_rtsp_alive_new          (const char         *password);
void           wall_rtsp_alive_free         (WallRtspAlive      *self);
gboolean       wall_rtsp_alive_note         (WallRtspAlive      *self,
                                             const WallRtspItem *item);
guint          wall_rtsp_alive_get_interval (WallRtspAlive      *self);
char          *wall_rtsp_alive_dup_request  (WallRtspAlive      *self);

G_END_DECLS
