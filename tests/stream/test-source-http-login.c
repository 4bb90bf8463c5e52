/* test-source-http-login.c
 *
 * Cameras over HTTP that ask who is there, and who they are themselves: Basic and Digest, one
 * password tried once and nowhere else, certificates trusted on first use.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <libsoup/soup.h>
#include <string.h>

#include "http-camera.h"
#include "tls-certificates.h"
#include "wall-http-answer.h"

#define USER     "guard"
#define PASSWORD "s3cret:p@ss/word"

/* A camera that asks for a password, in the test's own main loop. */
static struct {
  SoupServer *server;
  guint16     port;
  guint       requests, logins;  /* with an "Authorization" */
  char       *authorization;     /* the last one */
  char       *location;          /* where "/moved" leads */
} camera;

static void
on_got_headers (SoupServerMessage *message,
                gpointer           user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  camera.requests++;
  camera.logins += authorization != NULL;
  if (!authorization)
    return;

  g_free (camera.authorization);
  camera.authorization = g_strdup (authorization);
}

static void
on_request (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           user_data)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), NULL);
}

static void
serve_picture (SoupServer        *server,
               SoupServerMessage *message,
               const char        *path,
               GHashTable        *query,
               gpointer           user_data)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (HTTP_CAMERA_COLOUR, 160, 120);
  gsize size;
  const char *data = g_bytes_get_data (picture, &size);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/jpeg", SOUP_MEMORY_COPY, data, size);
}

static void
serve_moved (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, camera.location);
}

static gboolean
check_basic (SoupAuthDomain    *domain,
             SoupServerMessage *message,
             const char        *user,
             const char        *password,
             gpointer           user_data)
{
  return g_str_equal (user, USER) && g_str_equal (password, PASSWORD);
}

static char *
get_digest (SoupAuthDomain    *domain,
            SoupServerMessage *message,
            const char        *user,
            gpointer           user_data)
{
  return g_str_equal (user, USER) ? soup_auth_domain_digest_encode_password (user, "camera", PASSWORD)
                                  : NULL;
}

static SoupAuthDomain *
make_domain (gboolean is_digest)
{
  if (is_digest)
    return soup_auth_domain_digest_new ("realm", "camera", "auth-callback", get_digest, NULL);

  return soup_auth_domain_basic_new ("realm", "camera", "auth-callback", check_basic, NULL);
}

static void
camera_begin (gboolean is_digest)
{
  g_autoptr (SoupAuthDomain) domain = make_domain (is_digest);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  camera.server = soup_server_new (NULL, NULL);
  camera.requests = camera.logins = 0;
  soup_auth_domain_add_path (domain, "/");
  soup_server_add_auth_domain (camera.server, domain);
  soup_server_add_handler (camera.server, "/picture", serve_picture, NULL, NULL);
  soup_server_add_handler (camera.server, "/moved", serve_moved, NULL, NULL);
  g_signal_connect (camera.server, "request-started", G_CALLBACK (on_request), NULL);
  soup_server_listen_local (camera.server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (camera.server);
  camera.port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  wall_foreign_set_default_deadlines (&http_camera_patient);
}

static void
camera_end (void)
{
  soup_server_disconnect (camera.server);
  g_clear_object (&camera.server);
  g_clear_pointer (&camera.authorization, g_free);
  g_clear_pointer (&camera.location, g_free);
}

static void
make_client (PlayerClient *client,
             const char   *path,
             const char   *user,
             const char   *password)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u%s", camera.port, path);

  player_client_init (client, &(WallPlayerConfig) {
    .uri = uri, .user = user, .password = password,
  });
}

static void
assert_lets_in (const char *path)
{
  PlayerClient client;

  make_client (&client, path, USER, PASSWORD);
  player_client_start (&client, WALL_PLAYER_PLAYING);
  wait_for (camera.logins >= 2);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
}

static void
assert_keeps_out (const char *user,
                  const char *password,
                  WallReason  reason,
                  guint       logins)
{
  PlayerClient client;

  camera.logins = 0;
  make_client (&client, "/picture", user, password);
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, reason);
  g_assert_cmpuint (camera.logins, ==, logins);
  player_client_clear (&client);
}

static void
test_login (gconstpointer data)
{
  gboolean is_digest = GPOINTER_TO_INT (data);

  camera_begin (is_digest);
  assert_lets_in ("/picture");
  g_assert_true (g_str_has_prefix (camera.authorization, is_digest ? "Digest " : "Basic "));
  g_assert_null (strstr (camera.authorization, PASSWORD));
  assert_keeps_out (USER, "wrong", WALL_REASON_WRONG_PASSWORD, 1);
  assert_keeps_out ("nobody", PASSWORD, WALL_REASON_WRONG_PASSWORD, 1);
  assert_keeps_out (NULL, NULL, WALL_REASON_PASSWORD_NEEDED, 0);
  assert_keeps_out (USER, NULL, WALL_REASON_PASSWORD_NEEDED, 0);
  camera_end ();
}

static void
ask_who_is_there (ScriptPeer *peer)
{
  while (script_read_request (peer) &&
         script_send (peer, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
                            "WWW-Authenticate: Basic realm=\"camera\"\r\n\r\n"))
    continue;
}

/* Neither wrong nor needed is a password that there is no way to send. */
static void
ask_in_another_way (ScriptPeer *peer)
{
  while (script_read_request (peer) &&
         script_send (peer, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n"
                            "WWW-Authenticate: Bearer realm=\"camera\"\r\n\r\n"))
    continue;
}

static void
test_unknown_way_to_sign_in (void)
{
  ScriptServer *server = script_server_new (ask_in_another_way, NULL);

  camera_begin (FALSE);
  camera.port = server->port;
  assert_keeps_out (USER, PASSWORD, WALL_REASON_REJECTED, 0);
  camera_end ();
  script_server_free (server);
}

static void
ask_later (ScriptPeer *peer)
{
  if (script_read_request (peer) && http_camera_send_picture (peer))
    ask_who_is_there (peer);
}

/* A device that has begun anew knows its own questions no more: that is no wrong password, which
 * would stop all further attempts. */
static void
test_asked_again_while_it_plays (void)
{
  ScriptServer *server = script_server_new (ask_later, NULL);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/", server->port);
  PlayerClient client;

  wall_foreign_set_default_deadlines (&http_camera_patient);
  player_client_init (&client, &(WallPlayerConfig) {
    .uri = uri, .user = USER, .password = PASSWORD,
  });
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, WALL_REASON_REJECTED);
  player_client_clear (&client);
  script_server_free (server);
}

static void
test_redirection_on_the_same_server (void)
{
  camera_begin (FALSE);
  camera.location = g_strdup ("/picture");
  assert_lets_in ("/moved");
  camera_end ();
}

static void
assert_moved_fails (WallReason reason)
{
  PlayerClient client;

  make_client (&client, "/moved", USER, PASSWORD);
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, reason);
  player_client_clear (&client);
}

/* Another port may be another's, as another name is. */
static void
test_redirection_takes_no_password_along (void)
{
  ScriptServer *other = script_server_new (ask_who_is_there, NULL);

  camera_begin (FALSE);
  camera.location = g_strdup_printf ("http://127.0.0.1:%u/picture", other->port);
  assert_moved_fails (WALL_REASON_REJECTED);
  g_free (camera.location);
  camera.location = g_strdup_printf ("http://localhost:%u/picture", other->port);
  assert_moved_fails (WALL_REASON_REJECTED);
  g_assert_cmpint (g_atomic_int_get (&other->requests), ==, 2);
  g_assert_false (script_server_heard (other, "authorization"));
  camera_end ();
  script_server_free (other);
}

static void
test_redirection_to_another_server (void)
{
  ScriptServer *other = script_server_new (http_camera_play_pictures, NULL);
  PlayerClient client;

  camera_begin (FALSE);
  camera.location = g_strdup_printf ("http://127.0.0.1:%u/picture", other->port);
  make_client (&client, "/moved", USER, PASSWORD);
  player_client_start (&client, WALL_PLAYER_PLAYING);
  g_assert_false (script_server_heard (other, "authorization"));
  player_client_close (&client);
  player_client_clear (&client);
  camera_end ();
  script_server_free (other);
}

static void
test_redirections_that_lead_nowhere (void)
{
  static const char *const locations[] = {
    "/moved", "ftp://127.0.0.1/x", "http:///x", "file:///etc/passwd", "http://127.0.0.1:0/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++) {
    camera_begin (FALSE);
    camera.location = g_strdup (locations[i]);
    assert_moved_fails (WALL_REASON_REJECTED);
    g_assert_cmpuint (camera.requests, <=, WALL_HTTP_MAX_REDIRECTS + 3);
    camera_end ();
  }
}

typedef struct {
  ScriptServer *server;
  PlayerClient  client;
} Secure;

static void
secure_init (Secure     *self,
             ScriptFunc  script,
             const char *pin)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (TLS_CAMERA, -1, NULL);
  g_autofree char *uri = NULL;

  wall_foreign_set_default_deadlines (&http_camera_patient);
  self->server = script_server_new (script, certificate);
  uri = g_strdup_printf ("https://127.0.0.1:%u/", self->server->port);
  player_client_init (&self->client, &(WallPlayerConfig) {
    .uri = uri, .user = USER, .password = PASSWORD, .certificate = pin,
  });
}

static void
secure_clear (Secure *self)
{
  player_client_clear (&self->client);
  wait_for (g_atomic_int_get (&self->server->open) == 0);
  script_server_free (self->server);
}

static char *
play_securely (const char *pin)
{
  WallPlayerStats stats;
  Secure self;

  secure_init (&self, http_camera_play_pictures, pin);
  player_client_start (&self.client, WALL_PLAYER_PLAYING);
  wall_player_get_stats (self.client.player, &stats);
  player_client_close (&self.client);
  g_assert_cmpuint (self.client.failed, ==, 0);
  secure_clear (&self);

  return g_strdup (stats.certificate);
}

static void
test_certificate_is_trusted_on_first_use (void)
{
  g_autofree char *seen = play_securely (NULL);
  g_autofree char *again = play_securely (seen);

  g_assert_true (g_str_has_prefix (seen, "sha256:"));
  g_assert_cmpuint (strlen (seen), ==, strlen ("sha256:") + 64);
  g_assert_cmpstr (again, ==, seen);
}

/* Not a byte of a request, far less a password, is sent to it. */
static void
test_changed_certificate (void)
{
  g_autofree char *pin = g_strdup_printf ("sha256:%064d", 7);
  Secure self;

  secure_init (&self, ask_who_is_there, pin);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, WALL_REASON_CERTIFICATE_CHANGED);
  g_assert_cmpint (g_atomic_int_get (&self.server->requests), ==, 0);
  secure_clear (&self);
}

static char *plain_location;

static void
send_to_plain (ScriptPeer *peer)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: %s\r\n"
                                             "Content-Length: 0\r\n\r\n", plain_location);

  if (script_read_request (peer) && script_send (peer, answer))
    script_wait (peer);
}

static void
test_secure_leads_to_nothing_plain (void)
{
  ScriptServer *plain = script_server_new (ask_who_is_there, NULL);
  Secure self;

  plain_location = g_strdup_printf ("http://127.0.0.1:%u/", plain->port);
  secure_init (&self, send_to_plain, NULL);
  player_client_start (&self.client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&self.client, WALL_REASON_REJECTED);
  g_assert_cmpint (g_atomic_int_get (&plain->connections), ==, 0);
  secure_clear (&self);
  script_server_free (plain);
  g_clear_pointer (&plain_location, g_free);
}

static void
refuse_to_shake_hands (ScriptPeer *peer)
{
  script_send (peer, "HTTP/1.1 400 Bad Request\r\n\r\n");
}

static void
test_no_tls (void)
{
  ScriptServer *plain = script_server_new (refuse_to_shake_hands, NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", plain->port);
  PlayerClient client;

  wall_foreign_set_default_deadlines (&http_camera_patient);
  player_client_init (&client, &(WallPlayerConfig) { .uri = uri });
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, WALL_REASON_TLS_FAILED);
  player_client_clear (&client);
  script_server_free (plain);
}

static void
test_silent_handshake (void)
{
  ScriptServer *server = script_server_new (script_wait, NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", server->port);
  PlayerClient client;

  wall_foreign_set_default_deadlines (&http_camera_short_start);
  player_client_init (&client, &(WallPlayerConfig) { .uri = uri });
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, WALL_REASON_SILENT);
  player_client_clear (&client);
  script_server_free (server);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_data_func ("/stream/source-http-login/basic", GINT_TO_POINTER (FALSE), test_login);
  g_test_add_data_func ("/stream/source-http-login/digest", GINT_TO_POINTER (TRUE), test_login);
  g_test_add_func ("/stream/source-http-login/unknown-way", test_unknown_way_to_sign_in);
  g_test_add_func ("/stream/source-http-login/asked-again-while-it-plays",
                   test_asked_again_while_it_plays);
  g_test_add_func ("/stream/source-http-login/redirection-on-the-same-server",
                   test_redirection_on_the_same_server);
  g_test_add_func ("/stream/source-http-login/redirection-takes-no-password-along",
                   test_redirection_takes_no_password_along);
  g_test_add_func ("/stream/source-http-login/redirection-to-another-server",
                   test_redirection_to_another_server);
  g_test_add_func ("/stream/source-http-login/redirections-that-lead-nowhere",
                   test_redirections_that_lead_nowhere);
  g_test_add_func ("/stream/source-http-login/certificate-is-trusted-on-first-use",
                   test_certificate_is_trusted_on_first_use);
  g_test_add_func ("/stream/source-http-login/changed-certificate", test_changed_certificate);
  g_test_add_func ("/stream/source-http-login/secure-leads-to-nothing-plain",
                   test_secure_leads_to_nothing_plain);
  g_test_add_func ("/stream/source-http-login/no-tls", test_no_tls);
  g_test_add_func ("/stream/source-http-login/silent-handshake", test_silent_handshake);

  return g_test_run ();
}
