/* raw-probe.c
 *
 * Asks who is there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "raw-probe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define DEADLINE_MS 20000

int
raw_probe_socket (void)
{
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int yes = 1;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes), ==, 0);
  return fd;
}

void
raw_probe_send (int         fd,
                const char *address,
                guint16     port,
                const char *data,
                gsize       size)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (port) };

  g_assert_cmpint (inet_pton (AF_INET, address, &to.sin_addr), ==, 1);
  g_assert_cmpint (sendto (fd, data, size, 0, (struct sockaddr *) &to, sizeof to), ==,
                   (gssize) size);
}

void
raw_probe_ask (int         fd,
               const char *address,
               guint16     port)
{
  raw_probe_send (fd, address, port, "\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\xfa\x05\0\0\0\0", 20);
}

/* Returns: (transfer full): the text of the answer, which came from there, and is as it should be */
char *
raw_probe_read (int         fd,
                const char *from_address,
                guint16     from_port)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  struct sockaddr_in from;
  socklen_t from_size = sizeof from;
  char data[4096];
  char address[INET_ADDRSTRLEN];
  ssize_t size;

  g_assert_cmpint (poll (&poll_fd, 1, DEADLINE_MS), ==, 1);
  size = recvfrom (fd, data, sizeof data, 0, (struct sockaddr *) &from, &from_size);
  g_assert_cmpint (size, >, 22);
  inet_ntop (AF_INET, &from.sin_addr, address, sizeof address);
  g_assert_cmpstr (address, ==, from_address);
  g_assert_cmpuint (ntohs (from.sin_port), ==, from_port);
  g_assert_cmpmem (data, 16, "\xff\x01\0\0\0\0\0\0\0\0\0\0\0\0\xfb\x05", 16);
  g_assert_cmpint ((guint8) data[16] | (guint8) data[17] << 8, ==, size - 20);
  g_assert_cmpmem (data + 18, 2, "\0\0", 2);
  g_assert_cmpmem (data + size - 2, 2, "\n\0", 2);

  return g_strndup (data + 20, (gsize) size - 22);
}

gboolean
raw_probe_is_quiet (int   fd,
                    guint ms)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return poll (&poll_fd, 1, (int) ms) == 0;
}
