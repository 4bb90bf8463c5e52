/* wall-http-banner.c
 *
 * Whether what answers on a connection begins as HTTP does. libsoup waits for the end of headers
 * that another service never sends; its first bytes tell at once. They are looked at, not read.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-http-banner.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define END_OF_FIELD(type, field) (G_STRUCT_OFFSET (type, field) + sizeof ((type *) NULL)->field)

/* Returns: %FALSE if this kernel does not say */
static gboolean
get_received (int      fd,
              guint64 *out_received)
{
  struct tcp_info info;
  socklen_t size = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
      size < END_OF_FIELD (struct tcp_info, tcpi_bytes_received))
    return FALSE;

  *out_received = info.tcpi_bytes_received;
  return TRUE;
}

/* Whether all that ever came still waits: else what waits is not the beginning. The end of the
 * stream counts as a byte. */
static gboolean
is_unread (int fd,
           int waiting)
{
  guint64 received;

  return get_received (fd, &received) && received <= (guint64) waiting + 1;
}

/**
 * wall_http_banner_peek:
 * @fd: a connected TCP socket that somebody else reads from
 *
 * Returns: what its first bytes say
 */
WallHttpBanner
wall_http_banner_peek (int fd)
{
  static const char expected[] = "HTTP/";
  char bytes[sizeof expected - 1];
  int waiting = 0;
  gssize size;

  /* Where nothing waits, to look would take the error of a reset away from who reads. */
  if (ioctl (fd, FIONREAD, &waiting) != 0 || waiting <= 0 || !is_unread (fd, waiting))
    return WALL_HTTP_BANNER_UNKNOWN;

  size = recv (fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
  if (size <= 0)
    return WALL_HTTP_BANNER_UNKNOWN;

  return memcmp (bytes, expected, (gsize) size) == 0 ? WALL_HTTP_BANNER_HTTP
                                                     : WALL_HTTP_BANNER_FOREIGN;
}

/**
 * wall_http_banner_has_come:
 * @fd: a connected TCP socket
 *
 * Returns: whether a byte has ever come, read or not
 */
gboolean
wall_http_banner_has_come (int fd)
{
  guint64 received;

  return get_received (fd, &received) && received > 0;
}
