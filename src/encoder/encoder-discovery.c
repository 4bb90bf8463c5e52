/* encoder-discovery.c
 *
 * Answers those who look for devices on the network, with the address of the card on which they
 * asked, straight back to where they asked from. Each port is a box and answers for itself. A box
 * that listens on one address answers only where it can be reached by it, and one whose door is
 * closed does not answer.
 * An answer is thirty times as long as a question that anybody can send under a false name, so no
 * more than a few hundred are given at once, and then some a second.
 * Opened by whoever starts the server; from then on it belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-discovery.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "dvrip-discovery.h"
#include "encoder-reply-config.h"
#include "encoder-server-private.h"
#include "wall-io-thread.h"

#define PACKETS_A_TURN 64

/* Answers: so many at once, and so many a second after that. */
#define MAX_BURST  (ENCODER_MAX_CHANNELS * 2)
#define RATE_HZ    20

struct _EncoderDiscovery {
  EncoderServer *server;
  GSocket       *socket;
  GSource       *source;
  guint16        port;
  double         allowance;   /* answers that may be given now */
  gint64         counted_us;
};

/* A question: who asked, and on which card it came. */
typedef struct {
  struct sockaddr_in from;
  struct in_pktinfo  info;
} Question;

typedef union {
  char           bytes[CMSG_SPACE (sizeof (struct in_pktinfo))];
  struct cmsghdr header;
} Control;

static gboolean
read_question (EncoderDiscovery *self,
               Question         *out_question,
               gboolean         *out_is_probe)
{
  guint8 buffer[256];
  Control control = { { 0 } };
  struct iovec vector = { buffer, sizeof buffer };
  struct msghdr message = { .msg_name = &out_question->from,
                            .msg_namelen = sizeof out_question->from, .msg_iov = &vector,
                            .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = sizeof control };
  ssize_t size = recvmsg (g_socket_get_fd (self->socket), &message, MSG_DONTWAIT);

  if (size < 0)
    return FALSE;

  *out_is_probe = FALSE;
  for (struct cmsghdr *at = CMSG_FIRSTHDR (&message); at; at = CMSG_NXTHDR (&message, at)) {
    if (at->cmsg_level != IPPROTO_IP || at->cmsg_type != IP_PKTINFO)
      continue;

    memcpy (&out_question->info, CMSG_DATA (at), sizeof out_question->info);
    *out_is_probe = !(message.msg_flags & MSG_TRUNC) && out_question->from.sin_port != 0 &&
                    dvrip_discovery_is_probe (buffer, (gsize) size);
  }

  return TRUE;
}

static void
send_answer (EncoderDiscovery *self,
             const Question   *question,
             GBytes           *answer)
{
  struct sockaddr_in to = question->from;
  struct in_pktinfo info = { .ipi_ifindex = question->info.ipi_ifindex,
                             .ipi_spec_dst = question->info.ipi_spec_dst };
  Control control = { .header = { .cmsg_len = CMSG_LEN (sizeof info), .cmsg_level = IPPROTO_IP,
                                  .cmsg_type = IP_PKTINFO } };
  struct iovec vector = { (void *) g_bytes_get_data (answer, NULL), g_bytes_get_size (answer) };
  struct msghdr message = { .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &vector,
                            .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = sizeof control };

  memcpy (CMSG_DATA (&control.header), &info, sizeof info);
  if (sendmsg (g_socket_get_fd (self->socket), &message, MSG_DONTWAIT) >= 0)
    self->server->counters.found++;
}

static gboolean
may_answer (EncoderDiscovery *self)
{
  gint64 now_us = g_get_monotonic_time ();

  self->allowance = MIN (MAX_BURST, self->allowance + (double) (now_us - self->counted_us) /
                                                      G_USEC_PER_SEC * RATE_HZ);
  self->counted_us = now_us;
  if (self->allowance < 1)
    return FALSE;

  self->allowance -= 1;
  return TRUE;
}

/* Whether the box can be reached by that address. */
static gboolean
is_reached_by (EncoderServer *server,
               const char    *address)
{
  g_autoptr (GInetAddress) listen = g_inet_address_new_from_string (server->listen);

  return listen && (g_inet_address_get_is_any (listen) || strcmp (server->listen, address) == 0);
}

static void
answer (EncoderDiscovery *self,
        const Question   *question)
{
  EncoderServer *server = self->server;
  char address[INET_ADDRSTRLEN];

  if (!inet_ntop (AF_INET, &question->info.ipi_spec_dst, address, sizeof address) ||
      !is_reached_by (server, address))
    return;

  for (guint i = 0; i < server->n_ports; i++) {
    g_auto (EncoderBox) box = { 0 };
    g_autoptr (JsonObject) net_common = NULL;
    g_autoptr (GBytes) packet = NULL;

    if (!server->ports[i].source || !may_answer (self))
      continue;

    encoder_box_init (&box, &server->ports[i], address);
    net_common = encoder_reply_discovery (&box);
    packet = dvrip_discovery_write_reply (net_common);
    send_answer (self, question, packet);
  }
}

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      data)
{
  EncoderDiscovery *self = data;

  for (guint i = 0; i < PACKETS_A_TURN; i++) {
    Question question = { 0 };
    gboolean is_probe;

    if (!read_question (self, &question, &is_probe))
      break;
    if (is_probe)
      answer (self, &question);
  }

  return G_SOURCE_CONTINUE;
}

static GSocket *
bind_socket (guint16   port,
             GError  **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, error);

  if (!socket)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_set_option (socket, IPPROTO_IP, IP_PKTINFO, 1, error) ||
      !g_socket_bind (socket, address, TRUE, error))
    return NULL;

  return g_steal_pointer (&socket);
}

/**
 * encoder_discovery_open:
 * @port: 0: one that the kernel picks
 *
 * Takes the UDP port, which others may listen on as well.
 *
 * Returns: (transfer full) (nullable): does nothing until encoder_discovery_start()
 */
EncoderDiscovery *
encoder_discovery_open (EncoderServer  *server,
                        guint16         port,
                        GError        **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GSocket) socket = bind_socket (port, &cause);
  g_autoptr (GSocketAddress) bound = socket ? g_socket_get_local_address (socket, &cause) : NULL;
  EncoderDiscovery *self;

  if (!bound) {
    g_set_error (error, cause->domain, cause->code,
                 _("Cannot be found on the network, because UDP port %u cannot be had: %s"), port,
                 cause->message);
    return NULL;
  }

  self = g_new0 (EncoderDiscovery, 1);
  self->server = server;
  self->socket = g_steal_pointer (&socket);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->allowance = MAX_BURST;
  self->counted_us = g_get_monotonic_time ();
  return self;
}

/**
 * encoder_discovery_start:
 *
 * Network thread: answers from now on.
 */
void
encoder_discovery_start (EncoderDiscovery *self)
{
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, wall_io_thread_get_context ());
}

void
encoder_discovery_free (EncoderDiscovery *self)
{
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_free (self);
}

guint16
encoder_discovery_get_port (EncoderDiscovery *self)
{
  return self->port;
}
