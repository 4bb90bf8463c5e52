/* test-tls-pin.c
 *
 * Who may be talked to, against a server on loopback that counts what it is told.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-tls-pin.h"

#include <string.h>

#include "tls-authority.h"
#include "tls-certificates.h"

#define SECRET "DESCRIBE with a password"
#define LONG_S 20

const char *__asan_default_options (void);

/* The leak sanitizer of gcc 12 breaks down over the thread-local memory of libraries that are loaded
 * late, as GIO's TLS is, unless it does not try to know of it. */
const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0:intercept_tls_get_addr=0";
}

/* A server that shows what it is told to show, and keeps what it hears. */
typedef struct {
  GSocketListener *listener;
  GThread         *thread;
  guint16          port;
  const char      *shows;       /* written between two connections */
  gint             n_shown;     /* atomic: handshakes that began */
  gint             n_heard;     /* atomic: bytes of application data */
  gint             has_ended;   /* atomic: so many connections are over */
} Server;

typedef struct {
  gboolean passes, has_changed;
  char    *seen;
} Verdict;

static void
listen_to (Server            *self,
           GSocketConnection *connection)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GError) error = NULL;
  char bytes[256];
  gssize size;

  certificate = g_tls_certificate_new_from_pem (self->shows, -1, &error);
  g_assert_no_error (error);
  tls = g_tls_server_connection_new (G_IO_STREAM (connection), certificate, &error);
  g_assert_no_error (error);
  g_atomic_int_inc (&self->n_shown);
  g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL);
  while ((size = g_input_stream_read (g_io_stream_get_input_stream (tls), bytes, sizeof bytes,
                                      NULL, NULL)) > 0)
    g_atomic_int_add (&self->n_heard, (int) size);
  g_io_stream_close (tls, NULL, NULL);
}

static gpointer
run_server (gpointer data)
{
  Server *self = data;

  for (;;) {
    g_autoptr (GSocketConnection) connection =
      g_socket_listener_accept (self->listener, NULL, NULL, NULL);

    if (!connection)
      return NULL;
    g_socket_set_timeout (g_socket_connection_get_socket (connection), LONG_S);
    if (self->shows)
      listen_to (self, connection);
    else
      return NULL;
    g_atomic_int_inc (&self->has_ended);
  }
}

static void
set_up (Server        *self,
        gconstpointer  data)
{
  self->listener = g_socket_listener_new ();
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  self->shows = TLS_CAMERA;
  self->thread = g_thread_new ("server", run_server, self);
}

static GSocketConnection *
connect_to (Server *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, LONG_S);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
tear_down (Server        *self,
           gconstpointer  data)
{
  GSocketConnection *connection;

  self->shows = NULL;
  connection = connect_to (self);
  g_thread_join (self->thread);
  g_object_unref (connection);
  g_object_unref (self->listener);
}

/* Talks to the server under that name, and waits until it has heard all there is to hear. */
static Verdict
talk (Server     *self,
      const char *host,
      const char *expected)
{
  g_autoptr (GSocketConnection) connection = connect_to (self);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (host, self->port);
  g_autoptr (WallTlsPin) pin = wall_tls_pin_new (expected);
  g_autoptr (GIOStream) tls = NULL;
  g_autoptr (GError) error = NULL;
  int ended = g_atomic_int_get (&self->has_ended);
  Verdict verdict;

  g_atomic_int_set (&self->n_heard, 0);
  tls = wall_tls_pin_connect (pin, G_IO_STREAM (connection), identity, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (tls), SECRET, strlen (SECRET), NULL,
                             NULL, &error);
  if (error)
    g_test_message ("%s", error->message);
  verdict.passes = error == NULL;
  verdict.has_changed = wall_tls_pin_has_changed (pin);
  verdict.seen = wall_tls_pin_dup_seen (pin);
  g_io_stream_close (tls, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  while (g_atomic_int_get (&self->has_ended) == ended)
    g_usleep (1000);
  g_assert_cmpint (g_atomic_int_get (&self->n_heard), ==, verdict.passes ? strlen (SECRET) : 0);

  return verdict;
}

static char *
first_use (Server     *self,
           const char *shows)
{
  Verdict verdict;

  self->shows = shows;
  verdict = talk (self, "camera.example", NULL);
  g_assert_true (verdict.passes);
  g_assert_false (verdict.has_changed);
  g_assert_true (g_str_has_prefix (verdict.seen, "sha256:"));
  g_assert_cmpuint (strlen (verdict.seen), ==, strlen ("sha256:") + 64);

  return verdict.seen;
}

static void
test_first_use_passes (Server        *self,
                       gconstpointer  data)
{
  g_autofree char *camera = first_use (self, TLS_CAMERA);
  g_autofree char *expired = first_use (self, TLS_EXPIRED);
  g_autofree char *again = first_use (self, TLS_CAMERA);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (TLS_CAMERA, -1, NULL);
  g_autoptr (GByteArray) der = NULL;
  g_autofree char *hex = NULL;

  g_object_get (certificate, "certificate", &der, NULL);
  hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  g_assert_cmpstr (camera + strlen ("sha256:"), ==, hex);
  g_assert_cmpstr (camera, ==, again);
  g_assert_cmpstr (camera, !=, expired);
}

static void
test_the_same_passes (Server        *self,
                      gconstpointer  data)
{
  const char *const shows[] = { TLS_CAMERA, TLS_EXPIRED };

  for (gsize i = 0; i < G_N_ELEMENTS (shows); i++) {
    g_autofree char *pin = first_use (self, shows[i]);
    g_autofree char *upper = g_ascii_strup (pin, -1);
    Verdict verdict = talk (self, "127.0.0.1", pin);

    g_assert_true (verdict.passes);
    g_assert_cmpstr (verdict.seen, ==, pin);
    g_free (verdict.seen);
    verdict = talk (self, "127.0.0.1", upper);
    g_assert_true (verdict.passes);
    g_free (verdict.seen);
  }
}

/* talk() has seen that the server heard nothing. */
static void
assert_changed (Server     *self,
                const char *shows,
                const char *host,
                const char *pin)
{
  Verdict verdict;

  self->shows = shows;
  verdict = talk (self, host, pin);
  g_assert_false (verdict.passes);
  g_assert_true (verdict.has_changed);
  g_assert_cmpstr (verdict.seen, !=, pin);
  g_assert_nonnull (verdict.seen);
  g_free (verdict.seen);
}

static void
test_another_is_refused (Server        *self,
                         gconstpointer  data)
{
  g_autofree char *pin = first_use (self, TLS_CAMERA);

  assert_changed (self, TLS_OTHER, "127.0.0.1", pin);
  assert_changed (self, TLS_EXPIRED, "127.0.0.1", pin);
  assert_changed (self, TLS_CAMERA, "127.0.0.1", "sha256:00");
  assert_changed (self, TLS_CAMERA, "127.0.0.1", "nonsense");
}

/* Also when an authority vouches for the other one: the pin is all that counts. */
static void
test_vouched_for (Server        *self,
                  gconstpointer  data)
{
  g_autofree char *camera = first_use (self, TLS_CAMERA);
  g_autofree char *pin = NULL;
  Verdict verdict;

  self->shows = TLS_VOUCHED;
  verdict = talk (self, "localhost", NULL);
  g_assert_true (verdict.passes);
  g_assert_null (verdict.seen);

  verdict = talk (self, "camera.example", NULL);
  g_assert_true (verdict.passes);
  g_assert_nonnull (verdict.seen);
  pin = verdict.seen;

  assert_changed (self, TLS_VOUCHED, "localhost", camera);
  self->shows = TLS_VOUCHED;
  verdict = talk (self, "localhost", pin);
  g_assert_true (verdict.passes);
  g_free (verdict.seen);
  assert_changed (self, TLS_CAMERA, "localhost", pin);
}

static void
test_every_connection_is_judged (Server        *self,
                                 gconstpointer  data)
{
  g_autofree char *pin = first_use (self, TLS_CAMERA);

  for (guint i = 0; i < 5; i++) {
    Verdict verdict = talk (self, "camera.example", i % 2 ? pin : NULL);

    g_assert_true (verdict.passes);
    g_assert_cmpstr (verdict.seen, ==, pin);
    g_free (verdict.seen);
    assert_changed (self, TLS_CAMERA, "camera.example", "sha256:00");
  }
}

#define add(name, function) \
  g_test_add ("/net/tls-pin/" name, Server, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (g_tls_backend_supports_tls (g_tls_backend_get_default ()));
  tls_authority_init ();

  add ("first-use-passes", test_first_use_passes);
  add ("the-same-passes", test_the_same_passes);
  add ("another-is-refused", test_another_is_refused);
  add ("vouched-for", test_vouched_for);
  add ("every-connection-is-judged", test_every_connection_is_judged);

  return g_test_run ();
}
