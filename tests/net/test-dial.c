/* test-dial.c
 *
 * Promises of wall-dial: one attempt, one deadline, a reason for every failure, no socket left.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-dial.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include "black-hole.h"
#include "wall-reason.h"

typedef struct {
  GPtrArray *addresses;
  GPtrArray *peers;       /* (element-type GSocket): what listens, or keeps a port closed */
  GCancellable *cancellable;
  GSocket *socket;
  GError *error;
  gboolean is_done;
  gint64 begun_us;
  gint64 done_us;
} Dialling;

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;

  return n;
}

static GSocket *
new_bound_socket (guint16 *out_port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *out_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return socket;
}

static void
dialling_init (Dialling *dialling)
{
  *dialling = (Dialling) {
    .addresses = g_ptr_array_new_with_free_func (g_object_unref),
    .peers = g_ptr_array_new_with_free_func (g_object_unref),
    .cancellable = g_cancellable_new (),
  };
}

static void
dialling_clear (Dialling *dialling)
{
  if (dialling->socket)
    g_socket_close (dialling->socket, NULL);
  g_clear_object (&dialling->socket);
  g_clear_error (&dialling->error);
  g_clear_pointer (&dialling->addresses, g_ptr_array_unref);
  g_clear_pointer (&dialling->peers, g_ptr_array_unref);
  g_clear_object (&dialling->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dialling, dialling_clear)

static void
add_address (Dialling *dialling,
             const char *text,
             guint16 port)
{
  g_ptr_array_add (dialling->addresses, g_inet_socket_address_new_from_string (text, port));
}

/* A port that is closed, and stays so: it is bound, and nobody listens. */
static void
add_closed_port (Dialling *dialling)
{
  guint16 port;

  g_ptr_array_add (dialling->peers, new_bound_socket (&port));
  add_address (dialling, "127.0.0.1", port);
}

static void
add_listener (Dialling *dialling)
{
  guint16 port;
  GSocket *listener = new_bound_socket (&port);

  g_assert_true (g_socket_listen (listener, NULL));
  g_ptr_array_add (dialling->peers, listener);
  add_address (dialling, "127.0.0.1", port);
}

static void
on_dialled (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  Dialling *dialling = data;

  g_assert_false (dialling->is_done);
  dialling->socket = wall_dial_finish (result, &dialling->error);
  dialling->done_us = g_get_monotonic_time ();
  dialling->is_done = TRUE;
}

static void
begin (Dialling *dialling,
       guint timeout_ms)
{
  dialling->begun_us = g_get_monotonic_time ();
  wall_dial_async (dialling->addresses, timeout_ms, dialling->cancellable, on_dialled, dialling);
  g_assert_false (dialling->is_done);
}

static void
finish (Dialling *dialling)
{
  while (!dialling->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_reason (Dialling *dialling,
               WallReason reason)
{
  g_assert_null (dialling->socket);
  g_assert_error (dialling->error, WALL_ERROR, (int) reason);
}

static double
get_seconds (Dialling *dialling)
{
  return (double) (dialling->done_us - dialling->begun_us) / G_USEC_PER_SEC;
}

static int
get_option (GSocket *socket,
            int name)
{
  int value = -1;

  g_assert_true (g_socket_get_option (socket, IPPROTO_TCP, name, &value, NULL));

  return value;
}

static void
test_dial_connects (void)
{
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_listener (&dialling);
  begin (&dialling, 20000);
  finish (&dialling);

  g_assert_no_error (dialling.error);
  g_assert_false (g_socket_get_blocking (dialling.socket));
  g_assert_true (g_socket_get_keepalive (dialling.socket));
  g_assert_cmpint (get_option (dialling.socket, TCP_KEEPIDLE), ==, 5);
  g_assert_cmpint (get_option (dialling.socket, TCP_KEEPINTVL), ==, 2);
  g_assert_cmpint (get_option (dialling.socket, TCP_KEEPCNT), ==, 3);
  g_assert_cmpint (get_option (dialling.socket, TCP_NODELAY), ==, 1);
  g_assert_cmpint (get_option (dialling.socket, TCP_USER_TIMEOUT), ==, 10000);
  g_assert_cmpint (get_option (dialling.socket, TCP_LINGER2), ==, 5);
}

static void
test_dial_says_refused (void)
{
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_closed_port (&dialling);
  begin (&dialling, 20000);
  finish (&dialling);

  assert_reason (&dialling, WALL_REASON_REFUSED);
  g_assert_cmpfloat (get_seconds (&dialling), <, 1.0);
}

static void
test_dial_says_no_route (void)
{
  g_auto (Dialling) dialling;

  /* There is no way to a whole network, whatever this computer is connected to. */
  dialling_init (&dialling);
  add_address (&dialling, "255.255.255.255", 34567);
  begin (&dialling, 20000);
  finish (&dialling);

  assert_reason (&dialling, WALL_REASON_NO_ROUTE);
}

static void
test_dial_says_timed_out (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  guint n_before = count_descriptors ();
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_address (&dialling, "127.0.0.1", black_hole_get_port (hole));
  begin (&dialling, 300);
  finish (&dialling);

  assert_reason (&dialling, WALL_REASON_TIMED_OUT);
  g_assert_cmpfloat (get_seconds (&dialling), >=, 0.3);
  g_assert_cmpfloat (get_seconds (&dialling), <, 5.0);
  g_assert_cmpuint (count_descriptors (), ==, n_before);
}

static void
test_dial_cancels_at_once (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  guint n_before = count_descriptors ();
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_address (&dialling, "127.0.0.1", black_hole_get_port (hole));
  begin (&dialling, 60000);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (dialling.is_done);
  g_assert_cmpuint (count_descriptors (), ==, n_before + 1);

  g_cancellable_cancel (dialling.cancellable);
  finish (&dialling);
  g_assert_error (dialling.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (get_seconds (&dialling), <, 5.0);
  g_assert_cmpuint (count_descriptors (), ==, n_before);
}

static void
test_dial_cancelled_before_it_began (void)
{
  guint n_before;
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_listener (&dialling);
  g_cancellable_cancel (dialling.cancellable);
  n_before = count_descriptors ();
  begin (&dialling, 20000);
  finish (&dialling);

  g_assert_error (dialling.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_descriptors (), ==, n_before);
}

static void
test_dial_goes_on_after_a_refusal (void)
{
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_closed_port (&dialling);
  add_address (&dialling, "255.255.255.255", 1);
  add_listener (&dialling);
  begin (&dialling, 60000);
  finish (&dialling);

  g_assert_no_error (dialling.error);
  g_assert_cmpfloat (get_seconds (&dialling), <, 5.0);
}

static void
test_dial_goes_past_a_black_hole (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  guint n_before;
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_address (&dialling, "127.0.0.1", black_hole_get_port (hole));
  add_listener (&dialling);
  n_before = count_descriptors ();
  begin (&dialling, 2000);
  finish (&dialling);

  /* Only the winner is left. */
  g_assert_no_error (dialling.error);
  g_assert_cmpuint (count_descriptors (), ==, n_before + 1);
}

static void
test_dial_tells_the_most_telling_reason (void)
{
  g_auto (Dialling) dialling;

  dialling_init (&dialling);
  add_address (&dialling, "255.255.255.255", 1);
  add_closed_port (&dialling);
  add_address (&dialling, "255.255.255.255", 1);
  begin (&dialling, 20000);
  finish (&dialling);

  assert_reason (&dialling, WALL_REASON_REFUSED);
}

static void
test_dial_out_of_descriptors_is_local (void)
{
  g_auto (Dialling) dialling;
  struct rlimit before, none;

  dialling_init (&dialling);
  add_listener (&dialling);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  none = before;
  none.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  begin (&dialling, 20000);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  finish (&dialling);

  assert_reason (&dialling, WALL_REASON_LOCAL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/dial/connects", test_dial_connects);
  g_test_add_func ("/net/dial/says-refused", test_dial_says_refused);
  g_test_add_func ("/net/dial/says-no-route", test_dial_says_no_route);
  g_test_add_func ("/net/dial/says-timed-out", test_dial_says_timed_out);
  g_test_add_func ("/net/dial/cancels-at-once", test_dial_cancels_at_once);
  g_test_add_func ("/net/dial/cancelled-before-it-began", test_dial_cancelled_before_it_began);
  g_test_add_func ("/net/dial/goes-on-after-a-refusal", test_dial_goes_on_after_a_refusal);
  g_test_add_func ("/net/dial/goes-past-a-black-hole", test_dial_goes_past_a_black_hole);
  g_test_add_func ("/net/dial/tells-the-most-telling-reason",
                   test_dial_tells_the_most_telling_reason);
  g_test_add_func ("/net/dial/out-of-descriptors-is-local",
                   test_dial_out_of_descriptors_is_local);

  return g_test_run ();
}
