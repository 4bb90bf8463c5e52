/* test-http-answer.c
 *
 * What answers mean, where redirections may lead and take a password, and where a session connects.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-http-answer.h"

#include "wall-http-address.h"

static void
test_kinds (void)
{
  static const guint8 part[] = "\r\n--x", picture[] = { 0xFF, 0xD8 }, page[] = "<html>";

  g_assert_cmpint (wall_http_kind ("multipart/x-mixed-replace"), ==, WALL_HTTP_MULTIPART);
  g_assert_cmpint (wall_http_kind ("Multipart/Mixed"), ==, WALL_HTTP_MULTIPART);
  g_assert_cmpint (wall_http_kind ("image/jpeg"), ==, WALL_HTTP_PICTURE);
  g_assert_cmpint (wall_http_kind ("IMAGE/JPG"), ==, WALL_HTTP_PICTURE);
  g_assert_cmpint (wall_http_kind (NULL), ==, WALL_HTTP_UNNAMED);
  g_assert_cmpint (wall_http_kind ("application/octet-stream"), ==, WALL_HTTP_UNNAMED);
  g_assert_cmpint (wall_http_kind ("image/png"), ==, WALL_HTTP_FOREIGN);
  g_assert_cmpint (wall_http_kind ("text/html"), ==, WALL_HTTP_FOREIGN);
  g_assert_cmpint (wall_http_kind_of_body (part, sizeof part), ==, WALL_HTTP_MULTIPART);
  g_assert_cmpint (wall_http_kind_of_body (picture, 2), ==, WALL_HTTP_PICTURE);
  g_assert_cmpint (wall_http_kind_of_body (page, 1), ==, WALL_HTTP_FOREIGN);
}

typedef struct {
  const char *from, *to;
  gboolean    is_followed, is_trusted;
} Redirection;

static void
test_redirections (void)
{
  static const Redirection cases[] = {
    { "http://cam/a", "http://cam/b", TRUE, TRUE },
    { "http://cam/a", "http://CAM:80/b", TRUE, TRUE },
    { "http://cam/a", "https://cam/b", TRUE, TRUE },
    { "https://cam/a", "https://cam:443/b", TRUE, TRUE },
    { "http://cam/a", "http://cam:8080/b", TRUE, FALSE },
    { "http://cam:8080/a", "https://cam/b", TRUE, FALSE },
    { "http://cam/a", "https://cam:8443/b", TRUE, FALSE },
    { "http://cam/a", "http://camera/b", TRUE, FALSE },
    { "http://cam/a", "https://cam.example/b", TRUE, FALSE },
    { "https://cam/a", "http://cam/b", FALSE, FALSE },
    { "https://cam:80/a", "http://cam:80/b", FALSE, FALSE },
    { "http://cam/a", "rtsp://cam/b", FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GUri) from = g_uri_parse (cases[i].from, G_URI_FLAGS_NONE, NULL);
    g_autoptr (GUri) to = g_uri_parse (cases[i].to, G_URI_FLAGS_NONE, NULL);

    g_test_message ("%s to %s", cases[i].from, cases[i].to);
    g_assert_cmpint (wall_http_may_follow (from, to), ==, cases[i].is_followed);
    g_assert_cmpint (wall_http_is_same_server (from, to), ==, cases[i].is_trusted);
  }
}

/* By the name certificates are judged; only the addresses that are known are connected to. */
static void
test_address (void)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnectable) host = NULL;
  g_autoptr (GSocketAddressEnumerator) enumerator = NULL;

  g_ptr_array_add (addresses, g_inet_socket_address_new_from_string ("192.0.2.1", 8080));
  g_ptr_array_add (addresses, g_inet_socket_address_new_from_string ("2001:db8::1", 8080));
  host = wall_http_address_new ("camera.example", 8080, addresses);
  g_assert_true (G_IS_NETWORK_ADDRESS (host));
  g_assert_cmpstr (g_network_address_get_hostname (G_NETWORK_ADDRESS (host)), ==,
                   "camera.example");
  enumerator = g_socket_connectable_proxy_enumerate (host);
  for (guint i = 0; i < addresses->len; i++) {
    g_autoptr (GSocketAddress) address = g_socket_address_enumerator_next (enumerator, NULL, NULL);

    g_assert_true (address == g_ptr_array_index (addresses, i));
  }
  g_assert_null (g_socket_address_enumerator_next (enumerator, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/http-answer/kinds", test_kinds);
  g_test_add_func ("/stream/http-answer/redirections", test_redirections);
  g_test_add_func ("/stream/http-answer/address", test_address);

  return g_test_run ();
}
