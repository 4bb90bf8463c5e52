/* wall-tcp-table-private.h
 *
 * A row of the table, as its two readers fill it in.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wall-tcp-table.h"

G_BEGIN_DECLS

/* One end of a connection: network byte order, an IPv4 address as ::ffff:a.b.c.d. */
typedef struct {
  guint8  address[16];
  guint16 port;          /* host byte order */
} WallTcpEnd;

typedef struct {
  WallTcpEnd local;
  WallTcpEnd remote;
  guint8     state;
  guint32    receive_queue;
  guint32    send_queue;
  guint32    rtt_us;
  guint32    retransmits;
} WallTcpRow;

void wall_tcp_end_set_address (WallTcpEnd       *self,
                               const guint8     *address,
                               gsize             size);
void wall_tcp_table_add_row   (WallTcpTable     *self,
                               const WallTcpRow *row);

G_END_DECLS
