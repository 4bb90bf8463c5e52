/* test-probe-address.c
 *
 * What a person types, taken apart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "wall-probe-address.h"

typedef struct {
  const char   *text;
  WallProbeKind kind;
  const char   *scheme, *host;
  guint16       port;           /* as typed */
  const char   *user, *password;
  const char   *uri;            /* %NULL: without a scheme there is none */
} Case;

static const Case cases[] = {
  { "192.168.1.10", WALL_PROBE_AUTO, NULL, "192.168.1.10", 0, NULL, NULL, NULL },
  { "  camera.local \t", WALL_PROBE_DVRIP, "dvrip", "camera.local", 0, NULL, NULL,
    "dvrip://camera.local:34567" },
  { "camera:4000", WALL_PROBE_DVRIP, "dvrip", "camera", 4000, NULL, NULL, "dvrip://camera:4000" },
  { "DVRIP://Camera", WALL_PROBE_AUTO, "dvrip", "camera", 0, NULL, NULL, "dvrip://camera:34567" },
  { "k\xc3\xbc" "che", WALL_PROBE_DVRIP, "dvrip", "xn--kche-0ra", 0, NULL, NULL,
    "dvrip://xn--kche-0ra:34567" },

  { "2001:db8::7", WALL_PROBE_DVRIP, "dvrip", "2001:db8::7", 0, NULL, NULL,
    "dvrip://[2001:db8::7]:34567" },
  { "[2001:db8::7]", WALL_PROBE_DVRIP, "dvrip", "2001:db8::7", 0, NULL, NULL,
    "dvrip://[2001:db8::7]:34567" },
  { "[::1]:4000", WALL_PROBE_AUTO, NULL, "::1", 4000, NULL, NULL, NULL },
  { "rtsp://2001:db8::7/a", WALL_PROBE_AUTO, "rtsp", "2001:db8::7", 0, NULL, NULL,
    "rtsp://[2001:db8::7]:554/a" },
  { "http://[fe80::1%25eth0]:8080/a", WALL_PROBE_AUTO, "http", "fe80::1%eth0", 8080, NULL, NULL,
    NULL },
  { "fe80::1%eth0", WALL_PROBE_AUTO, NULL, "fe80::1%eth0", 0, NULL, NULL, NULL },

  { "admin@10.0.0.1", WALL_PROBE_AUTO, NULL, "10.0.0.1", 0, "admin", NULL, NULL },
  { "rtsp://a:b@h/p?q=1", WALL_PROBE_AUTO, "rtsp", "h", 0, "a", "b", "rtsp://h:554/p?q=1" },
  { "rtsp://gate%20keeper:s%3A%2F%40%23%25%22%5C@h/p", WALL_PROBE_AUTO, "rtsp", "h", 0,
    "gate keeper", "s:/@#%\"\\", "rtsp://h:554/p" },
  { "rtsp://a:p@ss:w@h/p@q", WALL_PROBE_AUTO, "rtsp", "h", 0, "a", "p@ss:w", "rtsp://h:554/p@q" },
  { "rtsp://a:100%@h/p", WALL_PROBE_AUTO, "rtsp", "h", 0, "a", "100%", "rtsp://h:554/p" },
  { "rtsp://\xe7\x94\xa8\xe6\x88\xb7:\xe5\xaf\x86@h/", WALL_PROBE_AUTO, "rtsp", "h", 0,
    "\xe7\x94\xa8\xe6\x88\xb7", "\xe5\xaf\x86", "rtsp://h:554/" },
  { "rtsp://a:@h/", WALL_PROBE_AUTO, "rtsp", "h", 0, "a", "", "rtsp://h:554/" },

  { "http://h/snap shot.jpg", WALL_PROBE_AUTO, "http", "h", 0, NULL, NULL,
    "http://h:80/snap%20shot.jpg" },
  { "https://h", WALL_PROBE_HTTP, "https", "h", 0, NULL, NULL, "https://h:443" },
  { "rtsps://h/a%2Fb?x=%41", WALL_PROBE_DVRIP, "rtsps", "h", 0, NULL, NULL,
    "rtsps://h:322/a%2Fb?x=%41" },
  { "tcp://h:9000", WALL_PROBE_AUTO, "tcp", "h", 9000, NULL, NULL, "tcp://h:9000" },
  { "h:9000", WALL_PROBE_TCP, "tcp", "h", 9000, NULL, NULL, "tcp://h:9000" },
  { "h/redirect?to=http://x", WALL_PROBE_HTTP, "http", "h", 0, NULL, NULL,
    "http://h:80/redirect?to=http://x" },
};

static void
test_understands (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *at = &cases[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (WallProbeAddress) address = wall_probe_address_parse (at->text, at->kind, &error);

    g_test_message ("%s", at->text);
    g_assert_no_error (error);
    g_assert_cmpstr (address->scheme, ==, at->scheme);
    g_assert_cmpstr (address->host, ==, at->host);
    g_assert_cmpuint (address->port, ==, at->port);
    g_assert_cmpstr (address->user, ==, at->user);
    g_assert_cmpstr (address->password, ==, at->password);

    if (at->uri) {
      g_autofree char *uri = wall_probe_address_dup_uri (address);

      g_assert_cmpstr (uri, ==, at->uri);
    }
  }
}

static void
test_understands_channels (void)
{
  static const struct {
    const char *text;
    guint       channel;
  } channels[] = {
    { "dvrip://h", 0 }, { "dvrip://h/", 0 }, { "dvrip://h/7", 7 }, { "dvrip://h/16?stream=sub", 16 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (channels); i++) {
    g_autoptr (WallProbeAddress) address =
      wall_probe_address_parse (channels[i].text, WALL_PROBE_AUTO, NULL);
    g_autofree char *uri = wall_probe_address_dup_uri (address);

    g_assert_cmpuint (address->channel, ==, channels[i].channel);
    g_assert_cmpstr (uri, ==, "dvrip://h:34567");
  }
}

/* A channel that stands in a text without a scheme is one once it is known to be DVRIP. */
static void
test_learns_the_scheme (void)
{
  g_autoptr (WallProbeAddress) address = wall_probe_address_parse ("h/3", WALL_PROBE_AUTO, NULL);
  g_autofree char *uri = NULL;
  g_autofree char *place = NULL;

  g_assert_cmpuint (wall_probe_address_get_port (address), ==, 0);
  wall_probe_address_set_scheme (address, "dvrip", 4000);
  uri = wall_probe_address_dup_uri (address);
  place = wall_probe_address_dup_place (address);
  g_assert_cmpuint (address->channel, ==, 3);
  g_assert_cmpstr (uri, ==, "dvrip://h:4000");
  g_assert_cmpstr (place, ==, "h:4000");
}

static void
test_refuses_in_words (void)
{
  static const char *const texts[] = {
    "", "   ", "ftp://h", "://h", "dvrip://", "dvrip://:34567", "h:0", "h:65536", "h:port", "h:1:2",
    "[h]", "[::1", "[::1]x", "2001:db8::g", "rtsp://a:b/c@h/p", "h\nx", "h h", "a\\b",
    "dvrip://h/0", "dvrip://h/257", "dvrip://h/live", "rtsp://h/a#b", "tcp://h", "tcp://u@h:1",
    "rtsp://user@", "h\xff", "fe80::1%", "fe80::1%a b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (WallProbeAddress) address =
      wall_probe_address_parse (texts[i], WALL_PROBE_AUTO, &error);

    if (address)
      g_test_message ("understood: %s", texts[i]);
    g_assert_null (address);
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
    g_assert_cmpuint (strlen (error->message), >, 20);
    g_assert_null (strstr (error->message, "b/c"));
  }
}

static void
test_refuses_what_is_too_long (void)
{
  g_autofree char *text = g_strnfill (WALL_PROBE_MAX_TEXT + 1, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (wall_probe_address_parse (text, WALL_PROBE_AUTO, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
  g_assert_null (wall_probe_address_parse (NULL, WALL_PROBE_AUTO, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/probe-address/understands", test_understands);
  g_test_add_func ("/stream/probe-address/understands-channels", test_understands_channels);
  g_test_add_func ("/stream/probe-address/learns-the-scheme", test_learns_the_scheme);
  g_test_add_func ("/stream/probe-address/refuses-in-words", test_refuses_in_words);
  g_test_add_func ("/stream/probe-address/refuses-what-is-too-long",
                   test_refuses_what_is_too_long);

  return g_test_run ();
}
