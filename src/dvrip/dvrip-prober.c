/* dvrip-prober.c
 *
 * Asks who is there and collects the answers. Each card is asked by its own broadcast address and
 * by the one for everybody, because a new camera is often set up for another network. Two sockets
 * ask: one on the port that devices answer to whatever asks, shared with others who listen there,
 * and one on a port of its own, which nobody else can take answers from.
 * Bounded: 1024 devices, 64 packets of one socket a turn.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-prober.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "wall-io-thread.h"
#include "wall-reason.h"

#define DEFAULT_PROBES      3
#define DEFAULT_INTERVAL_MS 300
#define DEFAULT_DURATION_MS 2000
#define PACKETS_A_TURN      64
#define N_SOCKETS           2

typedef struct {
  gatomicrefcount  ref_count;
  GTask           *task;          /* (nullable): has ended */
  DvripProberFound found;
  gpointer         found_data;

  /* Network thread, after the start. */
  guint16          port;
  char           **targets;       /* (nullable) */
  guint            probes;
  guint            interval_ms, duration_ms;
  GSocket         *sockets[N_SOCKETS];   /* (nullable) */
  GSource         *sources[N_SOCKETS];
  GSource         *send_timer, *end_timer, *cancel_source;
  GHashTable      *seen;          /* "ADDRESS PORT" to nothing */
  GPtrArray       *devices;       /* of DvripDevice */
  gboolean         has_sent;
} Prober;

typedef struct {
  Prober      *prober;
  DvripDevice *device;
} Found;

static Prober *
ref_prober (Prober *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref_prober (gpointer data)
{
  Prober *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_strfreev (self->targets);
  g_hash_table_unref (self->seen);
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_free (self);
}

static void
destroy_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Ends it, with @error or with what was found. */
static void
finish (Prober *self,
        GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  for (guint i = 0; i < N_SOCKETS; i++) {
    destroy_source (&self->sources[i]);
    if (self->sockets[i])
      g_socket_close (self->sockets[i], NULL);
    g_clear_object (&self->sockets[i]);
  }
  destroy_source (&self->send_timer);
  destroy_source (&self->end_timer);
  destroy_source (&self->cancel_source);

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&self->devices),
                           (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
on_tell (gpointer data)
{
  Found *found = data;

  found->prober->found (found->device, found->prober->found_data);
  return G_SOURCE_REMOVE;
}

static void
free_found (gpointer data)
{
  Found *found = data;

  unref_prober (found->prober);
  dvrip_device_free (found->device);
  g_free (found);
}

/* In the caller's thread, before the end is told there. */
static void
tell (Prober            *self,
      const DvripDevice *device)
{
  g_autoptr (GSource) source = NULL;
  Found *found;

  if (!self->found)
    return;

  found = g_new0 (Found, 1);
  *found = (Found) { ref_prober (self), dvrip_device_copy (device) };
  source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (self->task));
  g_source_set_callback (source, on_tell, found, free_found);
  g_source_attach (source, g_task_get_context (self->task));
}

static void
take_packet (Prober       *self,
             const guint8 *data,
             gsize         size,
             const char   *address)
{
  g_autoptr (DvripDevice) device = dvrip_discovery_read_reply (data, size, address, NULL);
  g_autofree char *key = NULL;

  /* Our own question comes back, and whatever else is sent to that port. */
  if (!device || self->devices->len >= DVRIP_PROBER_MAX_DEVICES)
    return;

  key = g_strdup_printf ("%s %u", device->address, device->port);
  if (!g_hash_table_add (self->seen, g_steal_pointer (&key)))
    return;

  tell (self, device);
  g_ptr_array_add (self->devices, g_steal_pointer (&device));
}

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      data)
{
  Prober *self = data;

  for (guint i = 0; i < PACKETS_A_TURN; i++) {
    guint8 buffer[DVRIP_DISCOVERY_MAX_PACKET];
    struct sockaddr_in from = { 0 };
    socklen_t from_size = sizeof from;
    char text[INET_ADDRSTRLEN];
    ssize_t size = recvfrom (g_socket_get_fd (socket), buffer, sizeof buffer,
                             MSG_DONTWAIT | MSG_TRUNC, (struct sockaddr *) &from, &from_size);

    if (size < 0)
      break;
    if ((gsize) size <= sizeof buffer && from.sin_family == AF_INET &&
        inet_ntop (AF_INET, &from.sin_addr, text, sizeof text))
      take_packet (self, buffer, (gsize) size, text);
  }

  return G_SOURCE_CONTINUE;
}

/* @card: 0 lets the kernel choose. */
static void
send_probe (Prober         *self,
            struct in_addr  to,
            unsigned int    card)
{
  g_autoptr (GBytes) probe = dvrip_discovery_write_probe ();
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (self->port),
                                 .sin_addr = to };
  struct in_pktinfo info = { .ipi_ifindex = (int) card };
  union {
    char           bytes[CMSG_SPACE (sizeof (struct in_pktinfo))];
    struct cmsghdr header;
  } control = { { 0 } };
  struct iovec vector = { (void *) g_bytes_get_data (probe, NULL), g_bytes_get_size (probe) };
  struct msghdr message = { .msg_name = &address, .msg_namelen = sizeof address,
                            .msg_iov = &vector, .msg_iovlen = 1 };

  if (card > 0) {
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    control.header = (struct cmsghdr) { .cmsg_len = CMSG_LEN (sizeof info),
                                        .cmsg_level = IPPROTO_IP, .cmsg_type = IP_PKTINFO };
    memcpy (CMSG_DATA (&control.header), &info, sizeof info);
  }

  for (guint i = 0; i < N_SOCKETS; i++) {
    if (self->sockets[i] &&
        sendmsg (g_socket_get_fd (self->sockets[i]), &message, MSG_DONTWAIT) >= 0)
      self->has_sent = TRUE;
  }
}

static void
ask_card (Prober               *self,
          const struct ifaddrs *card)
{
  const struct in_addr everybody = { .s_addr = htonl (INADDR_BROADCAST) };
  struct sockaddr_in broadcast;
  unsigned int index;

  if (!card->ifa_addr || card->ifa_addr->sa_family != AF_INET || !(card->ifa_flags & IFF_UP) ||
      !(card->ifa_flags & IFF_BROADCAST) || !card->ifa_broadaddr)
    return;

  index = if_nametoindex (card->ifa_name);
  memcpy (&broadcast, card->ifa_broadaddr, sizeof broadcast);
  send_probe (self, broadcast.sin_addr, index);
  if (broadcast.sin_addr.s_addr != everybody.s_addr)
    send_probe (self, everybody, index);
}

static void
ask_cards (Prober *self)
{
  struct ifaddrs *cards = NULL;

  if (getifaddrs (&cards) < 0)
    return;

  for (const struct ifaddrs *at = cards; at; at = at->ifa_next)
    ask_card (self, at);
  freeifaddrs (cards);
}

static void
ask (Prober *self)
{
  if (!self->targets) {
    ask_cards (self);
    return;
  }

  for (guint i = 0; self->targets[i]; i++) {
    struct in_addr to;

    if (inet_pton (AF_INET, self->targets[i], &to) == 1)
      send_probe (self, to, 0);
  }
}

static gboolean
on_send (gpointer data)
{
  Prober *self = data;

  if (self->probes > 0)
    self->probes--;
  if (self->probes > 0)
    ask (self);

  return self->probes > 1 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
on_end (gpointer data)
{
  finish (data, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      data)
{
  finish (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Discovery was cancelled"));
  return G_SOURCE_REMOVE;
}

/* Returns: (nullable): without the well-known port the other socket has to do, and the other way
 * round */
static GSocket *
open_socket (guint16 port)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, port);

  if (!socket)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_broadcast (socket, TRUE);
  return g_socket_bind (socket, address, TRUE, NULL) ? g_steal_pointer (&socket) : NULL;
}

static GSource *
attach (GSource     *source,
        GSourceFunc  callback,
        Prober      *self)
{
  g_source_set_callback (source, callback, ref_prober (self), unref_prober);
  g_source_attach (source, wall_io_thread_get_context ());
  return source;
}

static void
open_sockets (Prober *self)
{
  self->sockets[0] = open_socket (self->port);
  self->sockets[1] = open_socket (0);
  for (guint i = 0; i < N_SOCKETS; i++) {
    if (self->sockets[i])
      self->sources[i] = attach (g_socket_create_source (self->sockets[i], G_IO_IN, NULL),
                                 G_SOURCE_FUNC (on_readable), self);
  }
}

static gboolean
on_start (gpointer data)
{
  Prober *self = data;
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  open_sockets (self);
  ask (self);
  if (!self->has_sent) {
    finish (self, g_error_new_literal (WALL_ERROR, WALL_REASON_NO_ROUTE,
                                       "No network to look for devices on"));
    return G_SOURCE_REMOVE;
  }

  self->send_timer = attach (g_timeout_source_new (self->interval_ms), on_send, self);
  self->end_timer = attach (g_timeout_source_new (self->duration_ms), on_end, self);
  if (cancellable)
    self->cancel_source = attach (g_cancellable_source_new (cancellable),
                                  G_SOURCE_FUNC (on_cancelled), self);
  return G_SOURCE_REMOVE;
}

/**
 * dvrip_prober_run_async:
 * @config: (nullable): is copied
 * @found: (nullable): called in the caller's context for each device, as its answer comes, none
 *   after @callback
 * @cancellable: (nullable): ends it at once
 *
 * Looks for devices for two seconds.
 */
void
dvrip_prober_run_async (const DvripProberConfig *config,
                        DvripProberFound         found,
                        gpointer                 found_data,
                        GCancellable            *cancellable,
                        GAsyncReadyCallback      callback,
                        gpointer                 user_data)
{
  static const DvripProberConfig defaults = { 0 };
  const DvripProberConfig *from = config ? config : &defaults;
  Prober *self = g_new0 (Prober, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, dvrip_prober_run_async);
  self->found = found;
  self->found_data = found_data;
  self->port = from->port ? from->port : DVRIP_DISCOVERY_PORT;
  self->targets = g_strdupv ((char **) from->targets);
  self->probes = from->probes ? from->probes : DEFAULT_PROBES;
  self->interval_ms = from->interval_ms ? from->interval_ms : DEFAULT_INTERVAL_MS;
  self->duration_ms = from->duration_ms ? from->duration_ms : DEFAULT_DURATION_MS;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify) dvrip_device_free);
  wall_io_thread_invoke (on_start, self, unref_prober);
}

/**
 * dvrip_prober_run_finish:
 * @error: %WALL_REASON_NO_ROUTE if there was no network to ask on
 *
 * Returns: (transfer full) (element-type DvripDevice): each device once, by address and port, in
 *   the order of their answers
 */
GPtrArray *
dvrip_prober_run_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
