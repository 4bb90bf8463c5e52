/* wall-camera-connection.c
 *
 * What can be known of a camera's connection. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-connection.h"

#include "wall-camera-private.h"

static void
look_up (WallTcpTable         *table,
         WallCameraConnection *connection)
{
  WallTcpEntry entry;

  connection->is_known =
    wall_tcp_table_find (table, connection->local_address, connection->local_port,
                         connection->remote_address, connection->remote_port, &entry);
  if (!connection->is_known)
    return;

  connection->state = entry.state;
  connection->rtt_us = entry.rtt_us;
  connection->retransmits = entry.retransmits;
}

/**
 * wall_camera_get_connection:
 * @self: a camera
 * @table: (nullable): what the kernel says
 * @out_connection: (out): its connection
 */
void
wall_camera_get_connection (WallCamera           *self,
                            WallTcpTable         *table,
                            WallCameraConnection *out_connection)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  *out_connection = (WallCameraConnection) {
    .local_port = self->local_port,
    .remote_port = self->remote_port,
  };
  g_strlcpy (out_connection->local_address, self->local_address,
             sizeof out_connection->local_address);
  g_strlcpy (out_connection->remote_address, self->remote_address,
             sizeof out_connection->remote_address);
  if (table && self->local_port > 0)
    look_up (table, out_connection);
}

/**
 * wall_camera_get_attempts:
 * @self: a camera
 *
 * Returns: (transfer none): the last attempts, the newest of which may be under way
 */
WallAttemptLog *
wall_camera_get_attempts (WallCamera *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA (self), NULL);

  return self->log;
}
