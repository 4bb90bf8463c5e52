/* http-camera.h
 *
 * A player of a HTTP camera that a script plays, and what such scripts have in common.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "jpeg-maker.h"
#include "player-client.h"
#include "script-server.h"
#include "wall-foreign.h"

G_BEGIN_DECLS

#define HTTP_CAMERA_COLOUR 0xB4643C
#define HTTP_CAMERA_OK     "HTTP/1.1 200 OK\r\n"
#define HTTP_CAMERA_STREAM HTTP_CAMERA_OK \
  "Content-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
#define HTTP_CAMERA_PART   "--frame\r\nContent-Type: image/jpeg\r\n\r\n"

typedef struct {
  PlayerClient  client;
  ScriptServer *server;
} HttpCamera;

extern const WallForeignDeadlines http_camera_patient;
extern const WallForeignDeadlines http_camera_short_start;
extern const WallForeignDeadlines http_camera_short_silence;

void     http_camera_set_up       (HttpCamera                 *self,
                                   ScriptFunc                  script,
                                   const WallForeignDeadlines *deadlines);
void     http_camera_tear_down    (HttpCamera                 *self);

/* For scripts. */
gboolean http_camera_send_part    (ScriptPeer                 *peer);
gboolean http_camera_send_picture (ScriptPeer                 *peer);
/* Scripts. */
void     http_camera_play_pictures       (ScriptPeer          *peer);
void     http_camera_stall_in_headers    (ScriptPeer          *peer);
void     http_camera_stall_after_headers (ScriptPeer          *peer);

G_END_DECLS
