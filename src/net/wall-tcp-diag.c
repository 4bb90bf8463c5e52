/* wall-tcp-diag.c
 *
 * Reads the kernel's answer to a sock_diag request (sock_diag(7)). Nothing in it is believed
 * before its length is checked, though it comes from the kernel.
 * wall_tcp_table_add_diag() is pure; wall_tcp_table_read_diag() may run in any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "wall-tcp-table-private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* The kernel makes datagrams of up to 32 KiB for whoever reads with a buffer of that size. */
#define BUFFER_SIZE (64 * 1024)

/* A dump is answered at once; whatever keeps it longer must not keep the caller. */
#define ANSWER_SECONDS 1

/* Every state: one bit each, from 1 to NEW_SYN_RECV, which is 12. */
#define ALL_STATES 0x1ffeu

typedef struct {
  struct nlmsghdr         header;
  struct inet_diag_req_v2 request;
} DumpRequest;

static gboolean
set_errno (GError    **error,
           const char *what)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

static gboolean
set_malformed (GError    **error,
               const char *what,
               gsize       claimed,
               gsize       there)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s claims %" G_GSIZE_FORMAT " bytes where there are %" G_GSIZE_FORMAT,
               what, claimed, there);
  return FALSE;
}

static void
read_tcp_info (const guint8 *data,
               gsize         size,
               WallTcpRow   *row)
{
  struct tcp_info info = { .tcpi_state = 0 };

  /* Older kernels know fewer fields, newer ones more. */
  memcpy (&info, data, MIN (size, sizeof info));
  row->rtt_us = info.tcpi_rtt;
  row->retransmits = MAX (row->retransmits, info.tcpi_total_retrans);
}

static gboolean
read_attributes (const guint8 *data,
                 gsize         size,
                 WallTcpRow   *row,
                 GError      **error)
{
  while (size >= sizeof (struct rtattr)) {
    struct rtattr attribute;
    gsize step;

    memcpy (&attribute, data, sizeof attribute);
    if (attribute.rta_len < sizeof attribute || attribute.rta_len > size)
      return set_malformed (error, "An attribute", attribute.rta_len, size);

    if (attribute.rta_type == INET_DIAG_INFO)
      read_tcp_info (data + sizeof attribute, attribute.rta_len - sizeof attribute, row);

    step = MIN (RTA_ALIGN ((gsize) attribute.rta_len), size);
    data += step;
    size -= step;
  }

  return TRUE;
}

static gboolean
read_connection (WallTcpTable *self,
                 const guint8 *data,
                 gsize         size,
                 GError      **error)
{
  struct inet_diag_msg message;
  WallTcpRow row = { .state = 0 };
  gsize address_size;

  if (size < sizeof message)
    return set_malformed (error, "A connection", sizeof message, size);

  memcpy (&message, data, sizeof message);
  address_size = message.idiag_family == AF_INET ? 4 : 16;
  row.state = message.idiag_state == TCP_CLOSING + 1 ? WALL_TCP_SYN_RECV : message.idiag_state;
  row.local.port = ntohs (message.id.idiag_sport);
  row.remote.port = ntohs (message.id.idiag_dport);
  row.receive_queue = message.idiag_rqueue;
  row.send_queue = message.idiag_wqueue;
  row.retransmits = message.idiag_retrans;
  wall_tcp_end_set_address (&row.local, (const guint8 *) message.id.idiag_src, address_size);
  wall_tcp_end_set_address (&row.remote, (const guint8 *) message.id.idiag_dst, address_size);

  if (!read_attributes (data + sizeof message, size - sizeof message, &row, error))
    return FALSE;

  wall_tcp_table_add_row (self, &row);
  return TRUE;
}

static gboolean
read_failure (const guint8 *data,
              gsize         size,
              GError      **error)
{
  struct nlmsgerr failure;

  if (size < sizeof failure)
    return set_malformed (error, "An error", sizeof failure, size);

  memcpy (&failure, data, sizeof failure);
  errno = failure.error < 0 && failure.error > -4096 ? -failure.error : EPROTO;
  return set_errno (error, "The kernel refused to list connections");
}

static int
open_diag (GError **error)
{
  const struct timeval patience = { .tv_sec = ANSWER_SECONDS };
  int fd = socket (AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

  if (fd < 0)
    set_errno (error, "No sock_diag socket");
  else
    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  return fd;
}

static gboolean
send_request (int      fd,
              int      family,
              GError **error)
{
  const DumpRequest request = {
    .header = {
      .nlmsg_len = sizeof request,
      .nlmsg_type = SOCK_DIAG_BY_FAMILY,
      .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
    },
    .request = {
      .sdiag_family = family,
      .sdiag_protocol = IPPROTO_TCP,
      .idiag_ext = 1 << (INET_DIAG_INFO - 1),
      .idiag_states = ALL_STATES,
    },
  };

  if (send (fd, &request, sizeof request, 0) != (gssize) sizeof request)
    return set_errno (error, "Cannot ask for connections");

  return TRUE;
}

static gboolean
read_answer (WallTcpTable *self,
             int           fd,
             guint8       *buffer,
             GError      **error)
{
  gboolean is_last = FALSE;

  while (!is_last) {
    gssize received = recv (fd, buffer, BUFFER_SIZE, MSG_TRUNC);

    if (received < 0 && errno == EINTR)
      continue;
    if (received < 0)
      return set_errno (error, "No list of connections");
    if (received > BUFFER_SIZE)
      return set_malformed (error, "A list of connections", received, BUFFER_SIZE);
    if (!wall_tcp_table_add_diag (self, buffer, received, &is_last, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
dump_family (WallTcpTable *self,
             int           fd,
             int           family,
             guint8       *buffer,
             GError      **error)
{
  return send_request (fd, family, error) && read_answer (self, fd, buffer, error);
}

/**
 * wall_tcp_table_read_diag:
 *
 * Like wall_tcp_table_read(), without the way round by /proc.
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @error (a %G_IO_ERROR) set
 */
WallTcpTable *
wall_tcp_table_read_diag (GError **error)
{
  g_autoptr (WallTcpTable) self = wall_tcp_table_new ();
  g_autofree guint8 *buffer = NULL;
  int fd = open_diag (error);
  gboolean is_read;

  if (fd < 0)
    return NULL;

  buffer = g_malloc (BUFFER_SIZE);
  is_read = dump_family (self, fd, AF_INET, buffer, error)
            && dump_family (self, fd, AF_INET6, buffer, error);
  close (fd);

  return is_read ? g_steal_pointer (&self) : NULL;
}

/**
 * wall_tcp_table_add_diag:
 * @data: (array length=size): one datagram of a sock_diag socket
 * @out_is_last: (out): whether it holds the end of the list
 *
 * Adds the connections of one datagram. Pure. What stood before a fault stays added.
 *
 * Returns: %FALSE with @error (a %G_IO_ERROR) set if the datagram is malformed or says that the
 *   request failed; @out_is_last is set only on success
 */
gboolean
wall_tcp_table_add_diag (WallTcpTable *self,
                         const guint8 *data,
                         gsize         size,
                         gboolean     *out_is_last,
                         GError      **error)
{
  gboolean is_last = FALSE;

  while (size > 0 && !is_last) {
    struct nlmsghdr header;
    gsize step, payload;

    if (size < sizeof header)
      return set_malformed (error, "A message", sizeof header, size);

    memcpy (&header, data, sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > size)
      return set_malformed (error, "A message", header.nlmsg_len, size);

    payload = header.nlmsg_len - sizeof header;
    if (header.nlmsg_type == NLMSG_ERROR)
      return read_failure (data + sizeof header, payload, error);
    if (header.nlmsg_type == SOCK_DIAG_BY_FAMILY
        && !read_connection (self, data + sizeof header, payload, error))
      return FALSE;

    is_last = header.nlmsg_type == NLMSG_DONE;
    step = MIN (NLMSG_ALIGN ((gsize) header.nlmsg_len), size);
    data += step;
    size -= step;
  }

  *out_is_last = is_last;
  return TRUE;
}
