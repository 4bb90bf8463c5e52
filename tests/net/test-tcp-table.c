/* test-tcp-table.c
 *
 * What the kernel says of connections of our own over loopback, whichever way it is asked.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-tcp-table.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define POLL_US     (10 * 1000)

typedef WallTcpTable *(*Reader) (GError **error);

/* Both ends of one connection over loopback. */
typedef struct {
  Reader   read;
  GSocket *client;
  GSocket *server;
  char    *address; /* the client's own, and the server's */
  guint16  client_port;
  guint16  server_port;
} Pair;

static guint16
get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static GSocket *
listen_on (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new_from_string (address, 0);
  GSocketFamily family = g_socket_address_get_family (any_port);
  g_autoptr (GSocket) socket = g_socket_new (family, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_TCP, &error);

  if (socket == NULL || !g_socket_bind (socket, any_port, TRUE, &error)) {
    g_test_message ("No %s here: %s", address, error->message);
    return NULL;
  }

  g_assert_true (g_socket_listen (socket, &error));
  return g_steal_pointer (&socket);
}

static gboolean
pair_open (Pair       *pair,
           Reader      read,
           const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) listener = listen_on (address);
  g_autoptr (GSocketAddress) target = NULL;

  if (listener == NULL)
    return FALSE;

  *pair = (Pair) { .read = read, .address = g_strdup (address) };
  target = g_socket_get_local_address (listener, &error);
  pair->client = g_socket_new (g_socket_get_family (listener), G_SOCKET_TYPE_STREAM,
                               G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_true (g_socket_connect (pair->client, target, NULL, &error));
  pair->server = g_socket_accept (listener, NULL, &error);
  g_assert_no_error (error);
  pair->client_port = get_port (pair->client);
  pair->server_port = get_port (pair->server);

  return TRUE;
}

static void
pair_close (Pair *pair)
{
  g_clear_object (&pair->client);
  g_clear_object (&pair->server);
  g_clear_pointer (&pair->address, g_free);
}

static gboolean
pair_find (Pair         *pair,
           gboolean      is_client,
           WallTcpEntry *out_entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WallTcpTable) table = pair->read (&error);
  guint16 local_port = is_client ? pair->client_port : pair->server_port;
  guint16 remote_port = is_client ? pair->server_port : pair->client_port;

  g_assert_no_error (error);
  return wall_tcp_table_find (table, pair->address, local_port, pair->address, remote_port,
                              out_entry);
}

static void
assert_reaches (Pair        *pair,
                gboolean     is_client,
                WallTcpState state)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  WallTcpEntry entry = { .state = 0 };

  while (!pair_find (pair, is_client, &entry) || entry.state != state) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (POLL_US);
  }

  g_assert_cmpstr (entry.local_address, ==, pair->address);
  g_assert_cmpstr (entry.remote_address, ==, pair->address);
}

static Reader
get_reader (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WallTcpTable) table = NULL;

  if (g_str_equal (data, "proc"))
    return wall_tcp_table_read_proc;

  table = wall_tcp_table_read_diag (&error);
  if (table == NULL)
    g_test_skip (error->message);

  return table != NULL ? wall_tcp_table_read_diag : NULL;
}

static void
test_open_then_closed_in_order (gconstpointer data)
{
  Reader read = get_reader (data);
  Pair pair;

  if (read == NULL)
    return;

  g_assert_true (pair_open (&pair, read, "127.0.0.1"));
  assert_reaches (&pair, TRUE, WALL_TCP_ESTABLISHED);
  assert_reaches (&pair, FALSE, WALL_TCP_ESTABLISHED);

  g_assert_true (g_socket_shutdown (pair.client, FALSE, TRUE, NULL));
  assert_reaches (&pair, TRUE, WALL_TCP_FIN_WAIT_2);
  assert_reaches (&pair, FALSE, WALL_TCP_CLOSE_WAIT);

  g_assert_true (g_socket_close (pair.server, NULL));
  g_assert_true (g_socket_close (pair.client, NULL));
  assert_reaches (&pair, TRUE, WALL_TCP_TIME_WAIT);

  pair_close (&pair);
}

static void
test_ipv6_is_found (gconstpointer data)
{
  Reader read = get_reader (data);
  Pair pair;

  if (read == NULL)
    return;

  if (!pair_open (&pair, read, "::1")) {
    g_test_skip ("No IPv6 on this host");
    return;
  }

  assert_reaches (&pair, TRUE, WALL_TCP_ESTABLISHED);
  pair_close (&pair);
}

static void
test_unread_bytes_are_counted (gconstpointer data)
{
  Reader read = get_reader (data);
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  WallTcpEntry entry;
  Pair pair;

  if (read == NULL)
    return;

  g_assert_true (pair_open (&pair, read, "127.0.0.1"));
  g_assert_cmpint (g_socket_send (pair.client, "12345", 5, NULL, NULL), ==, 5);

  while (!pair_find (&pair, FALSE, &entry) || entry.receive_queue != 5) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (POLL_US);
  }

  pair_close (&pair);
}

static void
test_round_trip_time_is_known (void)
{
  WallTcpEntry entry;
  Pair pair;

  if (get_reader ("diag") == NULL)
    return;

  g_assert_true (pair_open (&pair, wall_tcp_table_read, "127.0.0.1"));
  g_assert_true (pair_find (&pair, TRUE, &entry));
  g_assert_cmpuint (entry.rtt_us, >, 0);
  g_assert_cmpuint (entry.retransmits, ==, 0);
  pair_close (&pair);
}

/* A socket of IPv6 that listens for both families shows IPv4 peers as mapped addresses. */
static void
test_mapped_address_is_matched (gconstpointer data)
{
  Reader read = get_reader (data);
  g_autoptr (GSocket) listener = NULL;
  Pair pair = { .read = read };
  WallTcpEntry entry;
  g_autoptr (GSocketAddress) target = NULL;

  if (read == NULL)
    return;

  listener = listen_on ("::");
  if (listener == NULL || !g_socket_speaks_ipv4 (listener)) {
    g_test_skip ("No socket for both families on this host");
    return;
  }

  target = g_inet_socket_address_new_from_string ("127.0.0.1", get_port (listener));
  pair.client = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                              NULL);
  g_assert_true (g_socket_connect (pair.client, target, NULL, NULL));
  pair.server = g_socket_accept (listener, NULL, NULL);
  pair.address = g_strdup ("127.0.0.1");
  pair.client_port = get_port (pair.client);
  pair.server_port = get_port (pair.server);
  assert_reaches (&pair, FALSE, WALL_TCP_ESTABLISHED);

  g_free (pair.address);
  pair.address = g_strdup ("::ffff:127.0.0.1");
  g_assert_true (pair_find (&pair, FALSE, &entry));
  g_assert_cmpstr (entry.remote_address, ==, "127.0.0.1");
  pair_close (&pair);
}

static void
add_for_each_reader (const char   *promise,
                     GTestDataFunc test)
{
  const char *readers[] = { "diag", "proc" };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++) {
    g_autofree char *path = g_strdup_printf ("/net/tcp-table/%s/%s", readers[i], promise);

    g_test_add_data_func (path, readers[i], test);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add_for_each_reader ("names-every-state-of-a-close", test_open_then_closed_in_order);
  add_for_each_reader ("finds-ipv6", test_ipv6_is_found);
  add_for_each_reader ("counts-unread-bytes", test_unread_bytes_are_counted);
  add_for_each_reader ("matches-mapped-addresses", test_mapped_address_is_matched);
  g_test_add_func ("/net/tcp-table/diag/knows-round-trip-time", test_round_trip_time_is_known);

  return g_test_run ();
}
