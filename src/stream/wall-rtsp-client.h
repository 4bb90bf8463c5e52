/* wall-rtsp-client.h
 *
 * `rtspsrc` inside a foreign source: what it is told, which stream it chooses, and what its errors
 * mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-foreign.h"

G_BEGIN_DECLS

typedef struct _WallRtspClient WallRtspClient;

/* The thread that starts the pipeline. */
WallRtspClient *wall_rtsp_client_new           (WallForeign     *bin,
                                                GError         **error);
void            wall_rtsp_client_free          (WallRtspClient  *self);

/* Any thread. */
void            wall_rtsp_client_run           (WallRtspClient  *self,
                                                guint16          relay_port);
void            wall_rtsp_client_forget_device (WallRtspClient  *self);
WallReason      wall_rtsp_client_translate     (WallRtspClient  *self,
                                                GstMessage      *message,
                                                int             *out_ret);

/* They wait, the one for the device: not on a thread that must not. */
void            wall_rtsp_client_stop          (WallRtspClient  *self);
void            wall_rtsp_client_refuse_streams (WallRtspClient *self);

G_END_DECLS
