/* udp-device.c
 *
 * A device that answers probes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "udp-device.h"

#include <arpa/inet.h>
#include <glib-unix.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const guint8 probe[20] = { 0xff, [14] = 0xfa, [15] = 0x05 };

static void
answer (UdpDevice          *self,
        struct sockaddr_in  to)
{
  gsize length = strlen (self->text) + 1;
  g_autofree guint8 *packet = g_malloc0 (20 + length);

  packet[0] = 0xff;
  packet[1] = 0x01;
  packet[14] = 0xfb;
  packet[15] = 0x05;
  packet[16] = (guint8) length;
  packet[17] = (guint8) (length >> 8);
  memcpy (packet + 20, self->text, length - 1);
  packet[20 + length - 1] = '\n';
  if (self->reply_to)
    to.sin_port = htons (self->reply_to);
  sendto (self->fd, packet, 20 + length, 0, (struct sockaddr *) &to, sizeof to);
}

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     data)
{
  UdpDevice *self = data;
  guint8 buffer[64];
  struct sockaddr_in from;
  socklen_t from_size = sizeof from;
  ssize_t size = recvfrom (fd, buffer, sizeof buffer, 0, (struct sockaddr *) &from, &from_size);

  if (size != sizeof probe || memcmp (buffer, probe, sizeof probe) != 0)
    return G_SOURCE_CONTINUE;

  if (++self->probes > self->deaf_to && self->text)
    answer (self, from);
  return G_SOURCE_CONTINUE;
}

UdpDevice *
udp_device_new (guint16     port,
                const char *text)
{
  UdpDevice *self = g_new0 (UdpDevice, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  socklen_t size = sizeof address;

  self->fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) &address, &size), ==, 0);
  self->port = ntohs (address.sin_port);
  self->text = text;
  self->source_id = g_unix_fd_add (self->fd, G_IO_IN, on_readable, self);

  return self;
}

void
udp_device_free (UdpDevice *self)
{
  g_source_remove (self->source_id);
  close (self->fd);
  g_free (self);
}
