/* test-probe-knock.c
 *
 * Which of several ports is taken: the first one that somebody answers on, without waiting for those
 * that nobody does, and without a word to the others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "black-hole.h"
#include "player-client.h"
#include "script-server.h"
#include "wall-probe-knock.h"

typedef struct {
  const char *scheme;
  guint16     port;
  WallReason  reason;
  guint       told;
} Answer;

static void
answer_like_http (ScriptPeer *peer)
{
  char buffer[256];

  if (g_socket_receive (peer->socket, buffer, sizeof buffer, NULL, NULL) <= 0)
    return;

  g_atomic_int_inc (&peer->server->requests);
  script_send (peer, "HTTP/1.1 400 Bad Request\r\n\r\n");
  script_wait (peer);
}

static void
on_answer (gpointer      user_data,
           const char   *scheme,
           guint16       port,
           const GError *error)
{
  Answer *answer = user_data;

  answer->scheme = scheme;
  answer->port = port;
  answer->reason = wall_reason_from_error (error);
  answer->told++;
}

static Answer
ask (const guint16 *ports,
     guint          n)
{
  Answer answer = { 0 };
  WallProbeKnock *knock = wall_probe_knock_new ("127.0.0.1", ports, n, on_answer, &answer);

  wait_for (answer.told > 0);
  wall_probe_knock_free (knock);

  return answer;
}

static guint16
find_closed_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}

static void
end_server (ScriptServer *server)
{
  wait_for (g_atomic_int_get (&server->open) == 0);
  script_server_free (server);
}

static void
test_takes_the_first (void)
{
  ScriptServer *first = script_server_new (answer_like_http, NULL);
  ScriptServer *second = script_server_new (answer_like_http, NULL);
  Answer answer = ask ((guint16[]) { first->port, second->port }, 2);

  g_assert_cmpstr (answer.scheme, ==, "http");
  g_assert_cmpuint (answer.port, ==, first->port);
  g_assert_cmpint (g_atomic_int_get (&second->requests), ==, 0);
  end_server (first);
  end_server (second);
}

static void
test_passes_a_closed_port (void)
{
  ScriptServer *server = script_server_new (answer_like_http, NULL);
  Answer answer = ask ((guint16[]) { find_closed_port (), server->port }, 2);

  g_assert_cmpuint (answer.port, ==, server->port);
  end_server (server);
}

/* The deadline of the first one would be four seconds. */
static void
test_does_not_wait_for_silence (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  ScriptServer *server = script_server_new (answer_like_http, NULL);
  gint64 began_us = g_get_monotonic_time ();
  Answer answer = ask ((guint16[]) { black_hole_get_port (hole), server->port }, 2);

  g_test_message ("after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began_us) / 1000);
  g_assert_cmpuint (answer.port, ==, server->port);
  end_server (server);
}

static void
test_says_what_tells_most (void)
{
  Answer answer = ask ((guint16[]) { find_closed_port (), find_closed_port () }, 2);

  g_assert_null (answer.scheme);
  g_assert_cmpint (answer.reason, ==, WALL_REASON_REFUSED);
}

static gboolean
note_called (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_freed_tells_nothing (void)
{
  ScriptServer *server = script_server_new (answer_like_http, NULL);
  const guint16 ports[] = { server->port };
  Answer answer = { 0 };
  gboolean is_over = FALSE;

  for (guint i = 0; i < 20; i++) {
    WallProbeKnock *knock = wall_probe_knock_new ("127.0.0.1", ports, 1, on_answer, &answer);

    g_usleep (i * 100);
    wall_probe_knock_free (knock);
  }
  g_timeout_add (100, note_called, &is_over);
  wait_for (is_over && g_atomic_int_get (&server->open) == 0);
  g_assert_cmpuint (answer.told, ==, 0);
  end_server (server);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/probe-knock/takes-the-first", test_takes_the_first);
  g_test_add_func ("/stream/probe-knock/passes-a-closed-port", test_passes_a_closed_port);
  g_test_add_func ("/stream/probe-knock/does-not-wait-for-silence",
                   test_does_not_wait_for_silence);
  g_test_add_func ("/stream/probe-knock/says-what-tells-most", test_says_what_tells_most);
  g_test_add_func ("/stream/probe-knock/freed-tells-nothing", test_freed_tells_nothing);

  return g_test_run ();
}
