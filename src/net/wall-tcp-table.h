/* wall-tcp-table.h
 *
 * What the kernel knows of every TCP connection of this host, at one moment.
 * Pure but for the functions named read; a table belongs to one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The kernel's own numbers. */
typedef enum {
  WALL_TCP_ESTABLISHED = 1,
  WALL_TCP_SYN_SENT    = 2,
  WALL_TCP_SYN_RECV    = 3,
  WALL_TCP_FIN_WAIT_1  = 4,
  WALL_TCP_FIN_WAIT_2  = 5,
  WALL_TCP_TIME_WAIT   = 6,
  WALL_TCP_CLOSE       = 7,
  WALL_TCP_CLOSE_WAIT  = 8,
  WALL_TCP_LAST_ACK    = 9,
  WALL_TCP_LISTEN      = 10,
  WALL_TCP_CLOSING     = 11,
} WallTcpState;

#define WALL_TCP_ADDRESS_SIZE 46

typedef struct {
  WallTcpState state;
  char    local_address[WALL_TCP_ADDRESS_SIZE];   /* never v4-mapped: "127.0.0.1", "::1" */
  char    remote_address[WALL_TCP_ADDRESS_SIZE];
  guint16 local_port;
  guint16 remote_port;
  guint32 receive_queue; /* bytes that the program has not read yet */
  guint32 send_queue;    /* bytes that the peer has not acknowledged yet */
  guint32 rtt_us;        /* smoothed; 0: not known */
  guint32 retransmits;   /* since the connection began; from /proc only those under way */
} WallTcpEntry;

typedef struct _WallTcpTable WallTcpTable;

const char   *wall_tcp_state_to_string  (WallTcpState    state);

/* These ask the kernel: a millisecond or so, more on a host with many connections. */
WallTcpTable *wall_tcp_table_read       (GError        **error);
WallTcpTable *wall_tcp_table_read_diag  (GError        **error);
WallTcpTable *wall_tcp_table_read_proc  (GError        **error);

WallTcpTable *wall_tcp_table_new        (void);
gboolean      wall_tcp_table_add_diag   (WallTcpTable   *self,
                                         const guint8   *data,
                                         gsize           size,
                                         gboolean       *out_is_last,
                                         GError        **error);
gboolean      wall_tcp_table_add_proc   (WallTcpTable   *self,
                                         const char     *text,
                                         GError        **error);
guint         wall_tcp_table_get_length (WallTcpTable   *self);
gboolean      wall_tcp_table_get        (WallTcpTable   *self,
                                         guint           index,
                                         WallTcpEntry   *out_entry);
gboolean      wall_tcp_table_find       (WallTcpTable   *self,
                                         const char     *local_address,
                                         guint16         local_port,
                                         const char     *remote_address,
                                         guint16         remote_port,
                                         WallTcpEntry   *out_entry);
void          wall_tcp_table_free       (WallTcpTable   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallTcpTable, wall_tcp_table_free)

G_END_DECLS
