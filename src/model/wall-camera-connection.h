/* wall-camera-connection.h
 *
 * What can be known of a camera's connection: its two ends, what the kernel says of it, and the
 * attempts that led to it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-attempt-log.h"
#include "wall-camera.h"
#include "wall-tcp-table.h"

G_BEGIN_DECLS

/* As netstat would show it. The newest connection, of this attempt or of an earlier one. */
typedef struct {
  char         local_address[WALL_TCP_ADDRESS_SIZE];
  char         remote_address[WALL_TCP_ADDRESS_SIZE];
  guint16      local_port, remote_port;   /* 0: there was none yet */
  gboolean     is_known;                  /* to the kernel; what follows is valid then */
  WallTcpState state;
  guint32      rtt_us;                    /* 0: not known */
  guint32      retransmits;
} WallCameraConnection;

void            wall_camera_get_connection (WallCamera           *self,
                                            WallTcpTable         *table,
                                            WallCameraConnection *out_connection);
WallAttemptLog *wall_camera_get_attempts   (WallCamera           *self);

G_END_DECLS
