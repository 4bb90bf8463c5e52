/* test-relay.c
 *
 * A relay between a device and a library, both played by the test on threads of their own; the
 * relay runs on the network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-relay.h"

#include <string.h>
#include <sys/socket.h>

#include "wall-io-thread.h"

#define LONG_S 20

typedef struct {
  WallRelay *relay;            /* network thread */
  GSocket   *device;           /* our end of the connection to the device */
  GSocket   *device_end;       /* the device's */
  GSocket   *library;          /* the library's */

  GMutex     lock;
  GCond      cond;
  guint16    port;
  guint      ended, closed;
  gboolean   is_by_device;
  GError    *error;
  gboolean   must_stop;        /* at the first byte of the device */
  gboolean   hides_digits;
} Fixture;

static gboolean
on_from_device (gpointer      user_data,
                const guint8 *bytes,
                gsize         size,
                GByteArray   *out_passed)
{
  Fixture *self = user_data;

  g_assert_true (wall_io_thread_is_current ());
  for (gsize i = 0; i < size; i++) {
    if (!self->hides_digits || !g_ascii_isdigit (bytes[i]))
      g_byte_array_append (out_passed, bytes + i, 1);
  }

  return !self->must_stop;
}

static gboolean
on_to_device (gpointer      user_data,
              const guint8 *bytes,
              gsize         size,
              GByteArray   *out_passed)
{
  g_byte_array_append (out_passed, bytes, (guint) size);

  return TRUE;
}

static void
on_ended (gpointer      user_data,
          const GError *error)
{
  Fixture *self = user_data;

  g_mutex_lock (&self->lock);
  self->ended++;
  self->error = error ? g_error_copy (error) : NULL;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

static void
on_closed (gpointer user_data,
           gboolean is_by_device)
{
  Fixture *self = user_data;

  g_mutex_lock (&self->lock);
  self->relay = NULL;
  self->closed++;
  self->is_by_device = is_by_device;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

static const WallRelayEvents events = {
  .from_device = on_from_device,
  .to_device = on_to_device,
  .ended = on_ended,
  .closed = on_closed,
};

static gboolean
run_begin (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GSocketConnection) connection =
    g_socket_connection_factory_create_connection (self->device);
  g_autoptr (GError) error = NULL;

  g_socket_set_blocking (self->device, FALSE);
  self->relay = wall_relay_new (self->device, G_IO_STREAM (connection), &events, self, &error);
  g_assert_no_error (error);
  g_clear_object (&self->device);

  g_mutex_lock (&self->lock);
  self->port = wall_relay_get_port (self->relay);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);

  return G_SOURCE_REMOVE;
}

static gboolean
run_hang_up (gpointer data)
{
  Fixture *self = data;

  wall_relay_hang_up (self->relay);

  return G_SOURCE_REMOVE;
}

static gboolean
run_abandon (gpointer data)
{
  Fixture *self = data;

  wall_relay_abandon (g_steal_pointer (&self->relay), NULL, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static gboolean
run_say (gpointer data)
{
  Fixture *self = data;

  if (!wall_relay_can_say (self->relay))
    return G_SOURCE_CONTINUE;

  wall_relay_say (self->relay, "ours ");
  g_assert_false (wall_relay_can_say (self->relay));

  return G_SOURCE_REMOVE;
}

#define wait_until(self, condition) \
  G_STMT_START { \
    gint64 end_us = g_get_monotonic_time () + LONG_S * G_USEC_PER_SEC; \
    g_mutex_lock (&(self)->lock); \
    while (!(condition) && g_cond_wait_until (&(self)->cond, &(self)->lock, end_us)) \
      ; \
    g_assert_true (condition); \
    g_mutex_unlock (&(self)->lock); \
  } G_STMT_END

static GSocket *
connect_to (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  socket = g_object_ref (g_socket_connection_get_socket (connection));
  g_socket_set_timeout (socket, LONG_S);

  return socket;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->device = connect_to (port);
  self->device_end = g_socket_listener_accept_socket (listener, NULL, NULL, NULL);
  g_socket_set_timeout (self->device_end, LONG_S);
  wall_io_thread_invoke (run_begin, self, NULL);
  wait_until (self, self->port != 0);
  self->library = connect_to (self->port);
}

/* The socket must not outlive its connection: that is what closes it. */
static void
let_go (GSocket **socket)
{
  if (*socket)
    g_socket_close (*socket, NULL);
  g_clear_object (socket);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  let_go (&self->library);
  let_go (&self->device_end);
  g_clear_error (&self->error);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
}

static void
say (GSocket    *socket,
     const char *text)
{
  g_assert_cmpint (g_socket_send (socket, text, strlen (text), NULL, NULL), ==, strlen (text));
}

static void
assert_hears (GSocket    *socket,
              const char *text)
{
  char bytes[64] = "";
  gsize heard = 0;

  while (heard < strlen (text)) {
    gssize size = g_socket_receive (socket, bytes + heard, strlen (text) - heard, NULL, NULL);

    g_assert_cmpint (size, >, 0);
    heard += (gsize) size;
  }
  g_assert_cmpmem (bytes, heard, text, strlen (text));
}

static void
assert_hears_the_end (GSocket *socket)
{
  char byte;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_socket_receive (socket, &byte, 1, NULL, &error), ==, 0);
  g_assert_no_error (error);
}

static void
test_passes_on (Fixture       *self,
                gconstpointer  data)
{
  self->hides_digits = TRUE;
  say (self->device_end, "wel1c2o3me");
  assert_hears (self->library, "welcome");
  say (self->library, "thanks");
  assert_hears (self->device_end, "thanks");
  wall_io_thread_invoke (run_say, self, NULL);
  assert_hears (self->device_end, "ours ");
  say (self->library, "theirs");
  assert_hears (self->device_end, "theirs");

  let_go (&self->library);
  assert_hears_the_end (self->device_end);
  let_go (&self->device_end);
  wait_until (self, self->closed == 1);
  g_assert_true (self->is_by_device);
  g_assert_cmpuint (self->ended, ==, 0);
}

typedef struct {
  GSocket *socket;
  gsize    size;
} Flood;

static gpointer
run_flood (gpointer data)
{
  Flood *flood = data;
  g_autofree guint8 *bytes = g_malloc (65536);
  gsize sent = 0;

  for (gsize i = 0; i < 65536; i++)
    bytes[i] = (guint8) (i * 7);
  while (sent < flood->size) {
    gsize at = sent % 65536;
    gssize n = g_socket_send (flood->socket, (char *) bytes + at, MIN (65536 - at, flood->size - sent),
                              NULL, NULL);

    g_assert_cmpint (n, >, 0);
    sent += (gsize) n;
  }

  return NULL;
}

/* What the library does not take waits at the device; then all of it comes, in order. */
static void
test_waits_for_who_is_slow (Fixture       *self,
                            gconstpointer  data)
{
  Flood flood = { self->device_end, 24 * 1024 * 1024 };
  GThread *thread = g_thread_new ("flood", run_flood, &flood);
  g_autofree guint8 *bytes = g_malloc (65536);
  gsize heard = 0;

  while (heard < flood.size) {
    gssize size = g_socket_receive (self->library, (char *) bytes, 65536, NULL, NULL);

    g_assert_cmpint (size, >, 0);
    for (gssize i = 0; i < size; i += 97)
      g_assert_cmpuint (bytes[i], ==, (guint8) (((heard + (gsize) i) % 65536) * 7));
    heard += (gsize) size;
  }
  g_thread_join (thread);
  let_go (&self->library);
  let_go (&self->device_end);
  wait_until (self, self->closed == 1);
}

static void
test_device_ends (Fixture       *self,
                  gconstpointer  data)
{
  say (self->device_end, "last words");
  g_socket_shutdown (self->device_end, FALSE, TRUE, NULL);
  wait_until (self, self->ended == 1);
  g_assert_no_error (self->error);
  assert_hears (self->library, "last words");
  wall_io_thread_invoke (run_hang_up, self, NULL);
  wait_until (self, self->closed == 1);
  assert_hears_the_end (self->device_end);
}

static void
test_device_breaks_off (Fixture       *self,
                        gconstpointer  data)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->device_end), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  let_go (&self->device_end);
  wait_until (self, self->ended == 1);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  wall_io_thread_invoke (run_hang_up, self, NULL);
  wait_until (self, self->closed == 1);
}

/* Nothing is reset: what the device says until its end is read. And the library is left waiting. */
static void
test_hangs_up (Fixture       *self,
               gconstpointer  data)
{
  wall_io_thread_invoke (run_hang_up, self, NULL);
  assert_hears_the_end (self->device_end);
  say (self->device_end, "not heard any more");
  g_assert_false (g_socket_condition_check (self->library, G_IO_IN) & G_IO_IN);
  g_assert_cmpuint (self->closed, ==, 0);
  let_go (&self->device_end);
  wait_until (self, self->closed == 1);
  g_assert_true (self->is_by_device);
  assert_hears_the_end (self->library);
}

/* A device that does not answer our end. */
static void
test_has_a_deadline (Fixture       *self,
                     gconstpointer  data)
{
  gint64 begun_us = g_get_monotonic_time ();

  wall_io_thread_invoke (run_hang_up, self, NULL);
  wait_until (self, self->closed == 1);
  g_assert_false (self->is_by_device);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, 290 * G_TIME_SPAN_MILLISECOND);
}

static void
test_stops (Fixture       *self,
            gconstpointer  data)
{
  self->must_stop = TRUE;
  say (self->device_end, "x");
  say (self->library, "a password");
  g_assert_false (g_socket_condition_timed_wait (self->device_end, G_IO_IN, 100000, NULL, NULL));
  wall_io_thread_invoke (run_hang_up, self, NULL);
  assert_hears_the_end (self->device_end);
  let_go (&self->device_end);
  wait_until (self, self->closed == 1);
}

/* Left alone it lets the library say goodbye. */
static void
test_abandoned (Fixture       *self,
                gconstpointer  data)
{
  wall_io_thread_invoke (run_abandon, self, NULL);
  say (self->library, "goodbye");
  assert_hears (self->device_end, "goodbye");
  say (self->device_end, "goodbye 2");
  assert_hears (self->library, "goodbye 2");
  let_go (&self->library);
  assert_hears_the_end (self->device_end);
  g_assert_cmpuint (self->closed + self->ended, ==, 0);
}

/* A library that does not, is not waited for. */
static void
test_abandoned_by_both (Fixture       *self,
                        gconstpointer  data)
{
  wall_io_thread_invoke (run_abandon, self, NULL);
  assert_hears_the_end (self->device_end);
  let_go (&self->device_end);
  assert_hears_the_end (self->library);
}

/* Nobody else may come. */
static void
test_takes_one (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;

  say (self->device_end, "x");
  assert_hears (self->library, "x");
  g_socket_client_set_enable_proxy (client, FALSE);
  g_assert_null (g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  let_go (&self->library);
  let_go (&self->device_end);
  wait_until (self, self->closed == 1);
}

#define add(name, function) \
  g_test_add ("/net/relay/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("passes-on", test_passes_on);
  add ("waits-for-who-is-slow", test_waits_for_who_is_slow);
  add ("device-ends", test_device_ends);
  add ("device-breaks-off", test_device_breaks_off);
  add ("hangs-up", test_hangs_up);
  add ("has-a-deadline", test_has_a_deadline);
  add ("stops", test_stops);
  add ("abandoned", test_abandoned);
  add ("abandoned-by-both", test_abandoned_by_both);
  add ("takes-one", test_takes_one);

  return g_test_run ();
}
