/* rtsp-camera.h
 *
 * An RTSP server on loopback that shows a loop again and again, as a camera would, and can be
 * switched off and on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

typedef struct _RtspCamera RtspCamera;

/* @loop: (nullable): what is shown. @description: (nullable): a pipeline instead of it, with
 * payloaders "pay0" and on. @password: (nullable): of "admin" */
RtspCamera *rtsp_camera_new       (EncoderLoop *loop,
                                   const char  *description,
                                   const char  *password);
void        rtsp_camera_free      (RtspCamera  *self);
guint16     rtsp_camera_get_port  (RtspCamera  *self);
void        rtsp_camera_die       (RtspCamera  *self);
void        rtsp_camera_come_back (RtspCamera  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtspCamera, rtsp_camera_free)

G_END_DECLS
