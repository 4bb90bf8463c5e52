/* wall-tcp-table.c
 *
 * Rows by the four numbers that name a connection; what fills them in is in wall-tcp-diag.c and
 * wall-tcp-proc.c.
 * Pure but for wall_tcp_table_read(); a table belongs to one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "wall-tcp-table-private.h"

#include <arpa/inet.h>
#include <string.h>

struct _WallTcpTable {
  GPtrArray  *rows;    /* of WallTcpRow */
  GHashTable *by_ends; /* the same rows, as a set */
};

static const guint8 mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static guint
hash_end (const WallTcpEnd *end)
{
  guint hash = end->port;

  for (gsize i = 0; i < sizeof end->address; i++)
    hash = hash * 33 + end->address[i];

  return hash;
}

static guint
hash_row (gconstpointer data)
{
  const WallTcpRow *row = data;

  return hash_end (&row->local) * 31 + hash_end (&row->remote);
}

static gboolean
ends_are_equal (const WallTcpEnd *a,
                const WallTcpEnd *b)
{
  return a->port == b->port && memcmp (a->address, b->address, sizeof a->address) == 0;
}

static gboolean
rows_are_equal (gconstpointer a,
                gconstpointer b)
{
  const WallTcpRow *row = a, *other = b;

  return ends_are_equal (&row->local, &other->local)
         && ends_are_equal (&row->remote, &other->remote);
}

static gboolean
parse_end (const char *address,
           guint16     port,
           WallTcpEnd *out_end)
{
  char text[WALL_TCP_ADDRESS_SIZE];
  guint8 bytes[16];

  if (address == NULL)
    return FALSE;

  /* A scope ("fe80::1%eth0") is not part of what the kernel lists. */
  g_strlcpy (text, address, MIN (sizeof text, strcspn (address, "%") + 1));
  *out_end = (WallTcpEnd) { .port = port };

  if (inet_pton (AF_INET, text, bytes) == 1)
    wall_tcp_end_set_address (out_end, bytes, 4);
  else if (inet_pton (AF_INET6, text, bytes) == 1)
    wall_tcp_end_set_address (out_end, bytes, 16);
  else
    return FALSE;

  return TRUE;
}

static void
print_address (const WallTcpEnd *end,
               char              out_text[WALL_TCP_ADDRESS_SIZE])
{
  gboolean is_mapped = memcmp (end->address, mapped_prefix, sizeof mapped_prefix) == 0;
  const guint8 *bytes = is_mapped ? end->address + sizeof mapped_prefix : end->address;

  inet_ntop (is_mapped ? AF_INET : AF_INET6, bytes, out_text, WALL_TCP_ADDRESS_SIZE);
}

static void
entry_from_row (const WallTcpRow *row,
                WallTcpEntry     *out_entry)
{
  *out_entry = (WallTcpEntry) {
    .state = row->state,
    .local_port = row->local.port,
    .remote_port = row->remote.port,
    .receive_queue = row->receive_queue,
    .send_queue = row->send_queue,
    .rtt_us = row->rtt_us,
    .retransmits = row->retransmits,
  };
  print_address (&row->local, out_entry->local_address);
  print_address (&row->remote, out_entry->remote_address);
}

/* The form in which addresses are compared: a socket of either family may carry IPv4. */
void
wall_tcp_end_set_address (WallTcpEnd   *self,
                          const guint8 *address,
                          gsize         size)
{
  if (size == 4)
    memcpy (self->address, mapped_prefix, sizeof mapped_prefix);

  memcpy (self->address + sizeof self->address - size, address, size);
}

/* The kernel may list a connection twice while it changes: the later row is the newer truth. */
void
wall_tcp_table_add_row (WallTcpTable     *self,
                        const WallTcpRow *row)
{
  WallTcpRow *known = g_hash_table_lookup (self->by_ends, row);
  WallTcpRow *copy;

  if (row->state < WALL_TCP_ESTABLISHED || row->state > WALL_TCP_CLOSING)
    return;

  if (known != NULL) {
    *known = *row;
    return;
  }

  copy = g_memdup2 (row, sizeof *row);
  g_ptr_array_add (self->rows, copy);
  g_hash_table_add (self->by_ends, copy);
}

/**
 * wall_tcp_state_to_string:
 *
 * Names a state as netstat does.
 *
 * Returns: (transfer none): "ESTABLISHED", "TIME_WAIT" …
 */
const char *
wall_tcp_state_to_string (WallTcpState state)
{
  switch (state) {
  case WALL_TCP_ESTABLISHED:
    return "ESTABLISHED";
  case WALL_TCP_SYN_SENT:
    return "SYN_SENT";
  case WALL_TCP_SYN_RECV:
    return "SYN_RECV";
  case WALL_TCP_FIN_WAIT_1:
    return "FIN_WAIT_1";
  case WALL_TCP_FIN_WAIT_2:
    return "FIN_WAIT_2";
  case WALL_TCP_TIME_WAIT:
    return "TIME_WAIT";
  case WALL_TCP_CLOSE:
    return "CLOSE";
  case WALL_TCP_CLOSE_WAIT:
    return "CLOSE_WAIT";
  case WALL_TCP_LAST_ACK:
    return "LAST_ACK";
  case WALL_TCP_LISTEN:
    return "LISTEN";
  case WALL_TCP_CLOSING:
    return "CLOSING";
  default:
    return "UNKNOWN";
  }
}

/**
 * wall_tcp_table_read:
 *
 * Asks the kernel for all TCP connections of this host (more exactly: of this network namespace),
 * in every state, by sock_diag, or from /proc where that is not to be had. Takes longer the more
 * connections there are: not for the main thread.
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @error (a %G_IO_ERROR) set
 */
WallTcpTable *
wall_tcp_table_read (GError **error)
{
  WallTcpTable *self = wall_tcp_table_read_diag (NULL);

  return self != NULL ? self : wall_tcp_table_read_proc (error);
}

/**
 * wall_tcp_table_new:
 *
 * Returns: (transfer full): an empty table, to be filled from bytes or text already at hand
 */
WallTcpTable *
wall_tcp_table_new (void)
{
  WallTcpTable *self = g_new0 (WallTcpTable, 1);

  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->by_ends = g_hash_table_new (hash_row, rows_are_equal);

  return self;
}

/**
 * wall_tcp_table_get_length:
 *
 * Returns: the number of connections, listening sockets among them
 */
guint
wall_tcp_table_get_length (WallTcpTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

/**
 * wall_tcp_table_get:
 * @index: below wall_tcp_table_get_length()
 * @out_entry: (out caller-allocates): the entry
 *
 * Returns: whether there is such an entry; @out_entry is set only then
 */
gboolean
wall_tcp_table_get (WallTcpTable *self,
                    guint         index,
                    WallTcpEntry *out_entry)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (index >= self->rows->len)
    return FALSE;

  entry_from_row (g_ptr_array_index (self->rows, index), out_entry);
  return TRUE;
}

/**
 * wall_tcp_table_find:
 * @local_address: an address in digits; IPv4 may be given as such or mapped into IPv6
 * @remote_address: likewise
 * @out_entry: (out caller-allocates): the entry
 *
 * Looks a connection up by its two ends, whichever family its socket has.
 *
 * Returns: whether the kernel still knows it; @out_entry is set only then
 */
gboolean
wall_tcp_table_find (WallTcpTable *self,
                     const char   *local_address,
                     guint16       local_port,
                     const char   *remote_address,
                     guint16       remote_port,
                     WallTcpEntry *out_entry)
{
  WallTcpRow wanted = { .state = 0 };
  const WallTcpRow *row;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!parse_end (local_address, local_port, &wanted.local)
      || !parse_end (remote_address, remote_port, &wanted.remote))
    return FALSE;

  row = g_hash_table_lookup (self->by_ends, &wanted);
  if (row == NULL)
    return FALSE;

  entry_from_row (row, out_entry);
  return TRUE;
}

/**
 * wall_tcp_table_free:
 * @self: (transfer full) (nullable): a table
 */
void
wall_tcp_table_free (WallTcpTable *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_ends);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
