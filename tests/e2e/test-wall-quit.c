/* test-wall-quit.c
 *
 * The wall quits in under two seconds whatever its cameras are doing, and closes every connection in
 * order: the kernel's table shows no CLOSE_WAIT, and the encoder saw a FIN for each and no reset.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include "wall-tcp-table.h"

#include <signal.h>

#define CAMERAS 4
#define LIVE_SECONDS 30
#define QUIT_SECONDS 2.0

/* What a machine that others load may add to it. */
#define SLACK_SECONDS (e2e_is_small () ? 4.0 : 2.0)

static void
wait_until_none_is_open (E2eEncoder *encoder)
{
  gint64 end = g_get_monotonic_time () + LIVE_SECONDS * G_USEC_PER_SEC;

  while (e2e_encoder_count (encoder, "open") > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

/* Connections to or from @port that wait for their program to close them. */
static guint
count_close_wait (guint16 port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WallTcpTable) table = wall_tcp_table_read (&error);
  guint count = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < wall_tcp_table_get_length (table); i++) {
    WallTcpEntry entry;

    if (wall_tcp_table_get (table, i, &entry) && entry.state == WALL_TCP_CLOSE_WAIT
        && (entry.local_port == port || entry.remote_port == port))
      count++;
  }

  return count;
}

static void
assert_quits (E2eWall *wall,
              int      signum)
{
  int status;
  double seconds = e2e_wall_quit (wall, signum, &status);

  g_test_message ("gone after %.2f s", seconds);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpfloat (seconds, <, QUIT_SECONDS + SLACK_SECONDS);
}

static void
test_quit_live (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, port, "admin");
  guint connections;

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  connections = e2e_encoder_count (encoder, "connections");
  assert_quits (wall, SIGTERM);

  wait_until_none_is_open (encoder);
  g_assert_cmpuint (count_close_wait (port), ==, 0);
  g_assert_cmpuint (e2e_encoder_count (encoder, "resets"), ==, 0);
  g_assert_cmpuint (e2e_encoder_count (encoder, "fins"), ==, connections);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logouts"), >=, CAMERAS);
}

/* With a fault in force, in the state that it leads to. */
static void
check_quit_with_fault (const char *fault,
                       const char *state)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autofree char *line = g_strdup_printf ("fault all %s", fault);
  g_autoptr (E2eWall) wall = NULL;

  e2e_encoder_say (encoder, line);
  wall = e2e_wall_new (CAMERAS, port, "admin");
  e2e_wall_wait_state (wall, 0, state, LIVE_SECONDS);
  assert_quits (wall, SIGTERM);
  g_assert_cmpuint (count_close_wait (port), ==, 0);
  g_assert_cmpuint (e2e_encoder_count (encoder, "resets"), ==, 0);
}

static void
test_quit_signing_in (void)
{
  check_quit_with_fault ("silent", "signing-in");
}

static void
test_quit_needs_attention (void)
{
  check_quit_with_fault ("wrong-password", "needs-attention");
}

static void
test_quit_never_closed (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  guint16 port = e2e_encoder_get_port (encoder);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, port, "admin");

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  e2e_encoder_say (encoder, "fault all never-close");
  assert_quits (wall, SIGINT);
}

static void
test_quit_stopped_encoder (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");

  e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);
  e2e_encoder_signal (encoder, SIGSTOP);
  e2e_wall_wait_state (wall, 0, "stalled", LIVE_SECONDS);
  assert_quits (wall, SIGTERM);
}

/* A listener that nobody accepts from, with its backlog full: SYNs are dropped, as by a black hole. */
#define FILLERS 4

typedef struct {
  GSocket *listener;
  GSocket *fillers[FILLERS];
  guint16  port;
} BlackHole;

static GSocket *
make_socket (void)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                  &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);

  return socket;
}

static void
black_hole_open (BlackHole *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = make_socket ();
  g_socket_set_listen_backlog (self->listener, 0);
  g_assert_true (g_socket_bind (self->listener, any, TRUE, &error));
  g_assert_true (g_socket_listen (self->listener, &error));
  bound = g_socket_get_local_address (self->listener, &error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  for (guint i = 0; i < FILLERS; i++) {
    self->fillers[i] = make_socket ();
    g_socket_connect (self->fillers[i], bound, NULL, NULL);
  }
}

static void
black_hole_close (BlackHole *self)
{
  for (guint i = 0; i < FILLERS; i++)
    g_object_unref (self->fillers[i]);
  g_object_unref (self->listener);
}

static void
test_quit_connecting (void)
{
  BlackHole hole;

  black_hole_open (&hole);
  {
    g_autoptr (E2eWall) wall = e2e_wall_new (64, hole.port, "admin");

    e2e_wall_wait_state (wall, 0, "connecting", LIVE_SECONDS);
    assert_quits (wall, SIGTERM);
  }
  black_hole_close (&hole);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/quit/live", test_quit_live);
  g_test_add_func ("/e2e/quit/signing-in", test_quit_signing_in);
  g_test_add_func ("/e2e/quit/needs-attention", test_quit_needs_attention);
  g_test_add_func ("/e2e/quit/device-never-closes", test_quit_never_closed);
  g_test_add_func ("/e2e/quit/stopped-encoder", test_quit_stopped_encoder);
  g_test_add_func ("/e2e/quit/sixty-four-connecting", test_quit_connecting);

  return g_test_run ();
}
