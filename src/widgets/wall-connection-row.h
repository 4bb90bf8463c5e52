/* wall-connection-row.h
 *
 * One camera in the connection view: what each column says of it, in words and as a number to sort
 * by. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-connection.h"

G_BEGIN_DECLS

#define WALL_TYPE_CONNECTION_ROW (wall_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (WallConnectionRow, wall_connection_row, WALL, CONNECTION_ROW, GObject)

typedef enum {
  WALL_CONNECTION_NUMBER,
  WALL_CONNECTION_NAME,
  WALL_CONNECTION_STATUS,
  WALL_CONNECTION_AGE,          /* of the picture */
  WALL_CONNECTION_LOCAL,
  WALL_CONNECTION_REMOTE,
  WALL_CONNECTION_TCP,
  WALL_CONNECTION_RTT,
  WALL_CONNECTION_RETRANSMITS,
  WALL_CONNECTION_RECEIVED,     /* frames a second */
  WALL_CONNECTION_DECODED,
  WALL_CONNECTION_PAINTED,
  WALL_CONNECTION_ATTEMPTS,
  WALL_CONNECTION_ENDED_BY,     /* who ended the last one */
} WallConnectionColumn;

#define WALL_N_CONNECTION_COLUMNS (WALL_CONNECTION_ENDED_BY + 1)

/* Signal: "updated". */
WallConnectionRow *wall_connection_row_new        (WallCamera           *camera);
WallCamera        *wall_connection_row_get_camera (WallConnectionRow    *self);
void               wall_connection_row_update     (WallConnectionRow    *self,
                                                   WallTcpTable         *table);
char              *wall_connection_row_dup_text   (WallConnectionRow    *self,
                                                   WallConnectionColumn  column);
int                wall_connection_row_compare    (WallConnectionRow    *self,
                                                   WallConnectionRow    *other,
                                                   WallConnectionColumn  column);

const char        *wall_connection_column_get_title  (WallConnectionColumn column);
gboolean           wall_connection_column_is_number  (WallConnectionColumn column);

G_END_DECLS
