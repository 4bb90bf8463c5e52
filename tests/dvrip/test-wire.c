/* test-wire.c
 *
 * Promises of dvrip-wire: a peer that does not read blocks nobody, and one that has much to say
 * lets the others have their turn.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>
#include <sys/socket.h>

#include "dvrip-wire.h"
#include "wall-io-thread.h"

#define N_PACKETS   200
#define PACKET_SIZE 60000
#define BUDGET      (256u << 10)

/* One end is a wire on the network thread, the other a blocking socket of the test's. */
typedef struct {
  GSocket *near;
  GSocket *far;
  DvripWire *wire;

  GMutex lock;
  GCond cond;
  guint n_packets;
  gsize n_bytes;
  gsize n_bytes_now;      /* in this turn of the loop */
  gsize most_bytes_now;
  gboolean is_gone;
  gboolean is_reset;
  gboolean is_done;       /* of run() */
  GSourceFunc function;
} Pair;

static GSocket *
new_socket (void)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);

  return socket;
}

static void
on_packet (DvripWire *wire,
           const DvripHeader *header,
           GBytes *payload,
           gpointer data)
{
  Pair *pair = data;

  pair->n_packets++;
}

static void
on_received (DvripWire *wire,
             gsize size,
             gpointer data)
{
  Pair *pair = data;

  g_mutex_lock (&pair->lock);
  pair->n_bytes += size;
  pair->n_bytes_now += size;
  pair->most_bytes_now = MAX (pair->most_bytes_now, pair->n_bytes_now);
  g_cond_broadcast (&pair->cond);
  g_mutex_unlock (&pair->lock);
}

static void
on_broken (DvripWire *wire,
           const GError *error,
           gpointer data)
{
  g_assert_not_reached ();
}

static void
on_gone (DvripWire *wire,
         const GError *error,
         gpointer data)
{
  Pair *pair = data;

  g_mutex_lock (&pair->lock);
  pair->is_gone = TRUE;
  pair->is_reset = error != NULL;
  g_cond_broadcast (&pair->cond);
  g_mutex_unlock (&pair->lock);
}

static const DvripWireCallbacks callbacks = {
  .packet = on_packet,
  .received = on_received,
  .broken = on_broken,
  .gone = on_gone,
};

static gboolean
call_and_tell (gpointer data)
{
  Pair *pair = data;

  pair->function (pair);
  g_mutex_lock (&pair->lock);
  pair->is_done = TRUE;
  g_cond_broadcast (&pair->cond);
  g_mutex_unlock (&pair->lock);

  return G_SOURCE_REMOVE;
}

/* Calls a function on the network thread, and waits until it has returned. */
static void
run (Pair *pair,
     GSourceFunc function)
{
  pair->function = function;
  pair->is_done = FALSE;
  wall_io_thread_invoke (call_and_tell, pair, NULL);
  g_mutex_lock (&pair->lock);
  while (!pair->is_done)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

static gboolean
open_wire (gpointer data)
{
  Pair *pair = data;

  pair->wire = dvrip_wire_new (pair->near, &callbacks, pair);

  return G_SOURCE_REMOVE;
}

static gboolean
close_wire (gpointer data)
{
  Pair *pair = data;

  g_clear_pointer (&pair->wire, dvrip_wire_close);

  return G_SOURCE_REMOVE;
}

static Pair *
pair_new (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) listener = new_socket ();
  Pair *pair = g_new0 (Pair, 1);

  g_assert_true (g_socket_bind (listener, any, TRUE, NULL));
  g_assert_true (g_socket_listen (listener, NULL));
  bound = g_socket_get_local_address (listener, NULL);
  g_mutex_init (&pair->lock);
  g_cond_init (&pair->cond);
  pair->near = new_socket ();
  g_assert_true (g_socket_connect (pair->near, bound, NULL, NULL));
  g_socket_set_blocking (pair->near, FALSE);
  pair->far = g_socket_accept (listener, NULL, NULL);

  return pair;
}

static void
pair_free (Pair *pair)
{
  run (pair, close_wire);
  g_socket_close (pair->far, NULL);
  g_object_unref (pair->near);
  g_object_unref (pair->far);
  g_mutex_clear (&pair->lock);
  g_cond_clear (&pair->cond);
  g_free (pair);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

static GBytes *
new_payload (guint i)
{
  guint8 *data = g_malloc (PACKET_SIZE);

  memset (data, (int) (i & 0xff), PACKET_SIZE);

  return g_bytes_new_take (data, PACKET_SIZE);
}

static gboolean
send_much (gpointer data)
{
  Pair *pair = data;
  gint64 before_us = g_get_monotonic_time ();

  for (guint i = 0; i < N_PACKETS; i++) {
    g_autoptr (GBytes) payload = new_payload (i);
    const DvripHeader header = { .id = DVRIP_ID_MONITOR_DATA, .sequence = i };

    dvrip_wire_send (pair->wire, &header, payload);
  }
  g_assert_true (dvrip_wire_is_congested (pair->wire));
  g_assert_cmpint (g_get_monotonic_time () - before_us, <, 5 * G_USEC_PER_SEC);

  return G_SOURCE_REMOVE;
}

/* Nobody reads until all is sent: then every byte comes, in order. */
static void
test_wire_sends_when_there_is_room (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autofree char *buffer = g_malloc (PACKET_SIZE);
  DvripHeader header;
  guint n = 0;

  run (pair, open_wire);
  run (pair, send_much);
  while (n < N_PACKETS) {
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GBytes) expected = new_payload (n);
    gssize size;

    if (dvrip_packet_reader_pop (reader, &header, &payload, NULL) == DVRIP_READ_READY) {
      g_assert_cmpuint (header.sequence, ==, n++);
      g_assert_true (g_bytes_equal (payload, expected));
      continue;
    }
    size = g_socket_receive (pair->far, buffer, PACKET_SIZE, NULL, NULL);
    g_assert_cmpint (size, >, 0);
    dvrip_packet_reader_push (reader, (const guint8 *) buffer, (gsize) size);
  }
}

static gboolean
shut_down (gpointer data)
{
  Pair *pair = data;

  dvrip_wire_shutdown (pair->wire);
  g_assert_false (dvrip_wire_is_congested (pair->wire));

  return G_SOURCE_REMOVE;
}

static void
test_wire_shuts_down_past_what_is_unsent (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autofree char *buffer = g_malloc (PACKET_SIZE);
  gsize total = 0;
  gssize size;

  run (pair, open_wire);
  run (pair, send_much);
  run (pair, shut_down);
  while ((size = g_socket_receive (pair->far, buffer, PACKET_SIZE, NULL, NULL)) > 0)
    total += (gsize) size;

  g_assert_cmpint (size, ==, 0);
  g_assert_cmpuint (total, <, N_PACKETS * PACKET_SIZE);
}

static gboolean
on_prepare (GSource *source,
            int *timeout)
{
  Pair *pair = *(Pair **) (source + 1);

  g_mutex_lock (&pair->lock);
  pair->n_bytes_now = 0;
  g_mutex_unlock (&pair->lock);
  *timeout = -1;

  return FALSE;
}

static GSourceFuncs turn_functions = { .prepare = on_prepare };

static gpointer
flood (gpointer data)
{
  Pair *pair = data;

  for (guint i = 0; i < N_PACKETS; i++) {
    g_autoptr (GBytes) payload = new_payload (i);
    guint8 head[DVRIP_HEADER_SIZE];
    const DvripHeader header = { .id = DVRIP_ID_MONITOR_DATA, .length = PACKET_SIZE };
    gsize sent = 0;

    dvrip_header_write (&header, head);
    g_assert_cmpint (g_socket_send (pair->far, (char *) head, sizeof head, NULL, NULL), ==,
                     DVRIP_HEADER_SIZE);
    while (sent < PACKET_SIZE)
      sent += (gsize) g_socket_send (pair->far,
                                     (const char *) g_bytes_get_data (payload, NULL) + sent,
                                     PACKET_SIZE - sent, NULL, NULL);
  }

  return NULL;
}

static gboolean
hold_up (gpointer data)
{
  g_usleep (50000);

  return G_SOURCE_REMOVE;
}

static void
test_wire_yields_to_others (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (GSource) turn = g_source_new (&turn_functions, sizeof (GSource) + sizeof (Pair *));
  const gsize all = N_PACKETS * (PACKET_SIZE + DVRIP_HEADER_SIZE);
  int size = 2 << 20;
  GThread *flooder;

  *(Pair **) (turn + 1) = pair;
  g_source_attach (turn, wall_io_thread_get_context ());
  setsockopt (g_socket_get_fd (pair->near), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  run (pair, open_wire);
  flooder = g_thread_new ("flooder", flood, pair);

  /* Now and then more lies in the kernel than may be read at once. */
  for (guint i = 0; i < 5; i++)
    run (pair, hold_up);
  g_mutex_lock (&pair->lock);
  while (pair->n_bytes < all)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);

  g_assert_cmpuint (pair->n_packets, ==, N_PACKETS);
  g_assert_cmpuint (pair->most_bytes_now, <=, BUDGET);
  g_thread_join (flooder);
  g_source_destroy (turn);
}

static gboolean
send_one (gpointer data)
{
  Pair *pair = data;
  g_autoptr (GBytes) payload = new_payload (0);
  const DvripHeader header = { .id = DVRIP_ID_MONITOR_DATA };

  dvrip_wire_send (pair->wire, &header, payload);

  return G_SOURCE_REMOVE;
}

static void
wait_until_gone (Pair *pair)
{
  g_mutex_lock (&pair->lock);
  while (!pair->is_gone)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

static void
test_wire_tells_fin_from_reset (void)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };
  g_autoptr (Pair) closed = pair_new ();
  g_autoptr (Pair) reset = pair_new ();

  run (closed, open_wire);
  g_socket_shutdown (closed->far, FALSE, TRUE, NULL);
  wait_until_gone (closed);
  g_assert_false (closed->is_reset);

  run (reset, open_wire);
  setsockopt (g_socket_get_fd (reset->far), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (reset->far, NULL);
  wait_until_gone (reset);
  g_assert_true (reset->is_reset);

  /* Neither minds what is sent afterwards. */
  run (closed, send_one);
  run (reset, send_one);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/wire/sends-when-there-is-room", test_wire_sends_when_there_is_room);
  g_test_add_func ("/dvrip/wire/shuts-down-past-what-is-unsent",
                   test_wire_shuts_down_past_what_is_unsent);
  g_test_add_func ("/dvrip/wire/yields-to-others", test_wire_yields_to_others);
  g_test_add_func ("/dvrip/wire/tells-fin-from-reset", test_wire_tells_fin_from_reset);

  return g_test_run ();
}
