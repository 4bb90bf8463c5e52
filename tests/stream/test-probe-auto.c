/* test-probe-auto.c
 *
 * A probe that has to find out what it is talking to: servers of each kind on ports that say nothing
 * about them, none of which is told a user or a password before it is known, and hosts that do not
 * answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "black-hole.h"
#include "gstdvripplugin.h"
#include "http-camera.h"
#include "media-maker.h"
#include "probe-client.h"
#include "rtsp-script.h"
#include "tls-authority.h"
#include "tls-certificates.h"
#include "wall-foreign.h"
#include "wall-probe-previews.h"

#define DIGEST "WWW-Authenticate: Digest realm=\"camera\", nonce=\"12345\"\r\n"

#define USER     "gate keeper"
#define PASSWORD "s3cr3t:/@#%"

static void
start (ProbeClient   *self,
       const char    *text,
       WallProbeKind  kind)
{
  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .kind = kind, .user = USER, .password = PASSWORD,
  });
}

/* In no form in which one could be sent. */
static void
assert_told_nothing (ScriptServer *server)
{
  g_autofree char *plain = g_strdup_printf ("%s:%s", USER, PASSWORD);
  g_autofree char *basic = g_base64_encode ((const guchar *) plain, strlen (plain));

  g_assert_false (script_server_heard (server, "Authorization"));
  g_assert_false (script_server_heard (server, "gate"));
  g_assert_false (script_server_heard (server, "s3cr3t"));
  g_assert_false (script_server_heard (server, "PassWord"));
  g_assert_false (script_server_heard (server, basic));
}

static void
end_server (ScriptServer *server)
{
  wait_for (g_atomic_int_get (&server->open) == 0);
  script_server_free (server);
}

/* What is no request of HTTP is answered as servers do. */
static void
serve_pictures (ScriptPeer *peer)
{
  if (!script_read_request (peer))
    return;

  if (!script_server_heard (peer->server, "GET /video.mjpg")) {
    script_send (peer, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    return;
  }

  script_send (peer, HTTP_CAMERA_STREAM);
  while (http_camera_send_part (peer))
    script_pause (peer, 20);
}

static void
test_finds_http (void)
{
  ScriptServer *server = script_server_new (serve_pictures, NULL);
  g_autofree char *text = g_strdup_printf ("127.0.0.1:%u/video.mjpg", server->port);
  g_autofree char *uri = g_strconcat ("http://", text, NULL);
  ProbeClient client;

  start (&client, text, WALL_PROBE_AUTO);
  probe_client_assert_done (&client);
  g_assert_cmpstr (wall_probe_get_scheme (client.probe), ==, "http");
  g_assert_cmpstr (wall_probe_get_uri (client.probe), ==, uri);
  g_assert_false (wall_probe_has_channels (client.probe));
  g_assert_cmpuint (probe_client_count (&client), ==, 1);
  g_assert_nonnull (wall_probe_channel_get_preview (probe_client_get_channel (&client, 0)));
  g_assert_false (wall_probe_channel_has_sub (probe_client_get_channel (&client, 0)));
  assert_told_nothing (server);
  probe_client_clear (&client);
  end_server (server);
}

static gboolean
on_caller (GSocketService    *service,
           GSocketConnection *connection)
{
  static const char answer[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  char request[512];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), request,
                       sizeof request, NULL, NULL);
  g_output_stream_write_all (out, answer, strlen (answer), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

/* An address of version 6, as people type it. */
static void
test_finds_over_ipv6 (void)
{
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  g_autoptr (GSocketAddress) loopback = g_inet_socket_address_new_from_string ("::1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *text = NULL;
  ProbeClient client;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), loopback, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL)) {
    g_test_skip ("this computer has no IPv6");
    return;
  }

  g_signal_connect (service, "run", G_CALLBACK (on_caller), NULL);
  text = g_strdup_printf ("[::1]:%u", g_inet_socket_address_get_port (
                                        G_INET_SOCKET_ADDRESS (bound)));
  start (&client, text, WALL_PROBE_AUTO);
  wait_for (client.has_failed);
  g_assert_cmpint (client.reason, ==, WALL_REASON_NO_SUCH_STREAM);
  g_assert_nonnull (strstr (client.sentence, "/stream1"));
  g_assert_cmpint (client.done, >, WALL_PROBE_FOUND);
  g_assert_cmpstr (wall_probe_get_scheme (client.probe), ==, "http");
  g_assert_cmpstr (wall_probe_get_uri (client.probe) + strlen ("http://"), ==, text);
  probe_client_clear (&client);
  g_socket_service_stop (service);
}

static void
test_finds_rtsp (void)
{
  RtspScripted *device = rtsp_scripted_new (&(RtspScript) {
    .challenge = DIGEST, .is_content = TRUE });
  g_autofree char *text = g_strdup_printf ("guard:x@127.0.0.1:%u/live", device->port);
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u/live", device->port);
  ProbeClient client;

  probe_client_start (&client, &(WallProbeRequest) { .text = text });
  probe_client_assert_done (&client);
  g_assert_cmpstr (wall_probe_get_uri (client.probe), ==, uri);
  g_assert_cmpstr (wall_probe_get_user (client.probe), ==, "guard");
  g_assert_cmpstr (wall_probe_get_password (client.probe), ==, "x");
  probe_client_clear (&client);
  rtsp_scripted_end (device);
  g_assert_cmpint (device->bad_credentials, ==, 0);
  rtsp_scripted_free (device);
}

static void
test_shows_a_wrong_password_once (void)
{
  RtspScripted *device = rtsp_scripted_new (&(RtspScript) { .challenge = DIGEST });
  g_autofree char *text = g_strdup_printf ("127.0.0.1:%u/live", device->port);
  ProbeClient client;

  start (&client, text, WALL_PROBE_AUTO);
  probe_client_assert_failed (&client, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);
  probe_client_clear (&client);
  rtsp_scripted_end (device);
  g_assert_cmpint (device->credentials, ==, 1);
  rtsp_scripted_free (device);
}

static GBytes *media;

static void
serve_stream (ScriptPeer *peer)
{
  script_send_bytes (peer, media);
  script_wait (peer);
}

static void
test_finds_a_stream (void)
{
  ScriptServer *server;
  g_autofree char *text = NULL;
  ProbeClient client;

  media = media_maker_make (MEDIA_H264 " ! mpegtsmux");
  server = script_server_new (serve_stream, NULL);
  text = g_strdup_printf ("127.0.0.1:%u", server->port);

  start (&client, text, WALL_PROBE_AUTO);
  probe_client_assert_done (&client);
  g_assert_cmpstr (wall_probe_get_scheme (client.probe), ==, "tcp");
  assert_told_nothing (server);
  probe_client_clear (&client);
  end_server (server);
  g_bytes_unref (media);
}

static void
greet_like_ssh (ScriptPeer *peer)
{
  script_send (peer, "SSH-2.0-OpenSSH_9.2\r\n");
  script_read_request (peer);
  script_wait (peer);
}

/* The first question has a zero byte in it, which is no text. */
static void
read_anything (ScriptPeer *peer)
{
  char buffer[256];

  g_socket_receive (peer->socket, buffer, sizeof buffer, NULL, NULL);
}

static void
close_at_once (ScriptPeer *peer)
{
  read_anything (peer);
  g_socket_shutdown (peer->socket, FALSE, TRUE, NULL);
}

static void
reset_at_once (ScriptPeer *peer)
{
  read_anything (peer);
  script_reset (peer);
}

static void
test_understands_nobody (gconstpointer data)
{
  ScriptServer *server = script_server_new ((ScriptFunc) data, NULL);
  g_autofree char *text = g_strdup_printf ("127.0.0.1:%u", server->port);
  ProbeClient client;

  start (&client, text, WALL_PROBE_AUTO);
  probe_client_assert_failed (&client, WALL_PROBE_FOUND, WALL_REASON_WRONG_SERVICE);
  assert_told_nothing (server);
  probe_client_clear (&client);
  end_server (server);
}

static void
test_keeps_the_certificate (void)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (TLS_CAMERA, -1, NULL);
  ScriptServer *server = script_server_new (serve_pictures, certificate);
  g_autofree char *text = g_strdup_printf ("https://127.0.0.1:%u/video.mjpg", server->port);
  g_autofree char *shown = NULL;
  ProbeClient client;

  start (&client, text, WALL_PROBE_AUTO);
  probe_client_assert_done (&client);
  shown = g_strdup (wall_probe_get_certificate (client.probe));
  g_assert_true (g_str_has_prefix (shown, "sha256:"));
  probe_client_clear (&client);

  probe_client_start (&client, &(WallProbeRequest) {
    .text = text, .user = USER, .password = PASSWORD,
    .certificate = "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  });
  probe_client_assert_failed (&client, WALL_PROBE_SIGNED_IN, WALL_REASON_CERTIFICATE_CHANGED);
  g_assert_cmpstr (wall_probe_get_certificate (client.probe), ==, shown);
  assert_told_nothing (server);
  probe_client_clear (&client);
  end_server (server);
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
assert_not_found (const char    *text,
                  WallProbeKind  kind,
                  WallReason     reason)
{
  gint64 began_us = g_get_monotonic_time ();
  ProbeClient client;

  start (&client, text, kind);
  probe_client_assert_failed (&client, WALL_PROBE_FOUND, reason);
  g_test_message ("%s: told after %" G_GINT64_FORMAT " ms", text,
                  (g_get_monotonic_time () - began_us) / 1000);
  probe_client_clear (&client);
}

static void
test_finds_nobody (void)
{
  g_autofree char *closed = g_strdup_printf ("127.0.0.1:%u", find_closed_port ());
  g_autofree char *rtsp = g_strdup_printf ("rtsp://127.0.0.1:%u/a", find_closed_port ());

  assert_not_found (closed, WALL_PROBE_AUTO, WALL_REASON_REFUSED);
  assert_not_found (closed, WALL_PROBE_DVRIP, WALL_REASON_REFUSED);
  assert_not_found (rtsp, WALL_PROBE_AUTO, WALL_REASON_REFUSED);
  assert_not_found ("no-such-device.invalid", WALL_PROBE_AUTO, WALL_REASON_NAME_NOT_FOUND);
  assert_not_found ("no-such-device.invalid", WALL_PROBE_DVRIP, WALL_REASON_NAME_NOT_FOUND);
  assert_not_found ("", WALL_PROBE_AUTO, WALL_REASON_BAD_ADDRESS);
  assert_not_found ("gopher://127.0.0.1/", WALL_PROBE_AUTO, WALL_REASON_BAD_ADDRESS);
}

/* The only one that takes its time: the deadline of the policy is four seconds. */
static void
test_waits_for_nobody_for_long (void)
{
  g_autoptr (BlackHole) hole = black_hole_new ();
  g_autofree char *text = g_strdup_printf ("127.0.0.1:%u", black_hole_get_port (hole));

  assert_not_found (text, WALL_PROBE_AUTO, WALL_REASON_TIMED_OUT);
}

static void
say_nothing (ScriptPeer *peer)
{
  script_wait (peer);
}

static void
test_cancelled_while_asking (void)
{
  ScriptServer *server = script_server_new (say_nothing, NULL);
  g_autofree char *text = g_strdup_printf ("127.0.0.1:%u", server->port);
  ProbeClient client;
  guint told;

  start (&client, text, WALL_PROBE_AUTO);
  wait_for (g_atomic_int_get (&server->open) == 1);
  told = client.told;
  wall_probe_cancel (client.probe);
  g_assert_cmpuint (client.told, ==, told);
  probe_client_clear (&client);
  wait_for (g_atomic_int_get (&server->open) == 0);
  g_assert_cmpuint (client.told, ==, 0);
  g_assert_cmpint (g_atomic_int_get (&server->connections), ==, 1);
  end_server (server);
}

int
main (int    argc,
      char **argv)
{
  tls_authority_init ();
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  wall_probe_previews_set_times (100, 20000);

  g_test_add_func ("/stream/probe-auto/finds-http", test_finds_http);
  g_test_add_func ("/stream/probe-auto/finds-over-ipv6", test_finds_over_ipv6);
  g_test_add_func ("/stream/probe-auto/finds-rtsp", test_finds_rtsp);
  g_test_add_func ("/stream/probe-auto/shows-a-wrong-password-once",
                   test_shows_a_wrong_password_once);
  g_test_add_func ("/stream/probe-auto/finds-a-stream", test_finds_a_stream);
  g_test_add_data_func ("/stream/probe-auto/ssh", greet_like_ssh, test_understands_nobody);
  g_test_add_data_func ("/stream/probe-auto/closes", close_at_once, test_understands_nobody);
  g_test_add_data_func ("/stream/probe-auto/resets", reset_at_once, test_understands_nobody);
  g_test_add_func ("/stream/probe-auto/keeps-the-certificate", test_keeps_the_certificate);
  g_test_add_func ("/stream/probe-auto/finds-nobody", test_finds_nobody);
  g_test_add_func ("/stream/probe-auto/waits-for-nobody-for-long", test_waits_for_nobody_for_long);
  g_test_add_func ("/stream/probe-auto/cancelled-while-asking", test_cancelled_while_asking);

  return g_test_run ();
}
