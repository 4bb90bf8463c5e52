/* test-address.c
 *
 * Good addresses are understood, bad ones refused with the reason, passwords never taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-address.h"

static void
assert_good (const char *uri,
             const char *host,
             guint16     port,
             const char *user,
             guint       channel,
             const char *stream)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WallAddress) address = wall_address_parse (uri, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (address->host, ==, host);
  g_assert_cmpuint (address->port, ==, port);
  g_assert_cmpstr (address->user, ==, user);
  g_assert_cmpuint (address->channel, ==, channel);
  g_assert_cmpstr (address->stream, ==, stream);
}

static void
assert_path (const char *uri,
             const char *scheme,
             const char *host,
             guint16     port,
             const char *user,
             const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WallAddress) address = wall_address_parse (uri, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (address->scheme->name, ==, scheme);
  g_assert_cmpstr (address->host, ==, host);
  g_assert_cmpuint (address->port, ==, port);
  g_assert_cmpstr (address->user, ==, user);
  g_assert_cmpstr (address->path, ==, path);
  g_assert_cmpuint (address->channel, ==, 0);
  g_assert_null (address->stream);
}

static void
assert_bad (const char *uri,
            const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (wall_address_parse (uri, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_good (void)
{
  assert_good ("dvrip://10.0.0.1", "10.0.0.1", 34567, NULL, 0, NULL);
  assert_good ("dvrip://10.0.0.1/", "10.0.0.1", 34567, NULL, 0, NULL);
  assert_good ("dvrip://recorder.local:81", "recorder.local", 81, NULL, 0, NULL);
  assert_good ("dvrip://j%C3%BCrg%40home@[fe80::1]:65535/16?stream=sub", "fe80::1", 65535,
               "jürg@home", 16, "sub");
  assert_good ("dvrip://h/256?stream=main", "h", 34567, NULL, 256, "main");
}

/* What a camera takes is not ours to put right. */
static void
test_other_schemes (void)
{
  assert_path ("rtsp://10.0.0.1", "rtsp", "10.0.0.1", 554, NULL, NULL);
  assert_path ("RTSPS://guard@cam.local/", "rtsps", "cam.local", 322, "guard", "/");
  assert_path ("http://[fe80::1]/axis-cgi/mjpg/video.cgi?resolution=640x480&fps=25", "http",
               "fe80::1", 80, NULL, "/axis-cgi/mjpg/video.cgi?resolution=640x480&fps=25");
  assert_path ("https://u%40home@h:8443/%7euser/../a//b?x=%zz|{}^`\"<>@é", "https", "h", 8443,
               "u@home", "/%7euser/../a//b?x=%zz|{}^`\"<>@é");
  assert_path ("http://h?action=stream", "http", "h", 80, NULL, "?action=stream");
  assert_path ("rtsp://@h:8554/user=a&password=b&channel=1&stream=0.sdp?real_stream", "rtsp", "h",
               8554, NULL, "/user=a&password=b&channel=1&stream=0.sdp?real_stream");
  assert_path ("tcp://[::1]:5000", "tcp", "::1", 5000, NULL, NULL);
}

static void
test_bad_of_other_schemes (void)
{
  assert_bad ("ftp://h/x", "ftp");
  assert_bad ("ftp://h/x", "dvrip, rtsp, rtsps, http, https, tcp");
  assert_bad ("rtsp:h/x", "scheme://");
  assert_bad ("h:554/x", "scheme://");
  assert_bad ("rtsp://", "host");
  assert_bad ("rtsp:///x", "host");
  assert_bad ("rtsp://h:0/x", "port 0");
  assert_bad ("rtsp://h:65536/x", "");
  assert_bad ("rtsp://h/x#y", "fragment");
  assert_bad ("rtsp://h/a b", "blank");
  assert_bad ("http://h/a\r\nX: y", "blank");
  assert_bad ("http://h/a\x7f", "blank");
  assert_bad ("http://h%0d%0aX/", "host");
  assert_bad ("http://u%0d%0aX@h/", "user");
  assert_bad ("tcp://h", "port");
  assert_bad ("tcp://u@h:1", "user");
}

static void
test_bad (void)
{
  assert_bad ("", "");
  assert_bad ("10.0.0.1", "");
  assert_bad ("dvrip:", "host");
  assert_bad ("dvrip:///1", "host");
  assert_bad ("dvrip://h:0", "port");
  assert_bad ("dvrip://h:65536", "");
  assert_bad ("dvrip://h:port", "");
  assert_bad ("dvrip://h/0", "channel");
  assert_bad ("dvrip://h/257", "channel");
  assert_bad ("dvrip://h/1/2", "channel");
  assert_bad ("dvrip://h/+1", "channel");
  assert_bad ("dvrip://h/one", "channel");
  assert_bad ("dvrip://h/1?stream=third", "stream=");
  assert_bad ("dvrip://h/1?stream=main&x=y", "stream=");
  assert_bad ("dvrip://h/1#x", "fragment");
}

static void
test_refuses_password (void)
{
  const char *uris[] = {
    "dvrip://admin:canary@h/1", "rtsp://admin:canary@h/1", "https://admin:@h/canary",
    "http://:canary@h/", "tcp://a:canary@h:1", "rtsp://admin:can/ary@h/", "x://admin:canary@h/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (wall_address_parse (uris[i], &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
    g_assert_null (strstr (error->message, "can"));
  }
}

static void
assert_built (const char *uri,
              const char *path,
              const char *wanted)
{
  g_autoptr (WallAddress) address = wall_address_parse (uri, NULL);
  g_autofree char *built = wall_address_build (address, path);

  g_assert_cmpstr (built, ==, wanted);
}

static void
test_builds (void)
{
  g_autoptr (WallAddress) address = wall_address_parse ("dvrip://u@h:1", NULL);
  g_autofree char *channel = wall_address_build_channel (address, 12, "sub");

  g_assert_cmpstr (channel, ==, "dvrip://h:1/12?stream=sub");
  assert_built ("dvrip://u@[fe80::1]", NULL, "dvrip://[fe80::1]:34567");
  assert_built ("rtsp://u@[fe80::1]/a", "/b?c=%zz", "rtsp://[fe80::1]:554/b?c=%zz");
  assert_built ("https://h", NULL, "https://h:443");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/address/good", test_good);
  g_test_add_func ("/model/address/bad", test_bad);
  g_test_add_func ("/model/address/other-schemes", test_other_schemes);
  g_test_add_func ("/model/address/bad-of-other-schemes", test_bad_of_other_schemes);
  g_test_add_func ("/model/address/refuses-password", test_refuses_password);
  g_test_add_func ("/model/address/builds", test_builds);
  return g_test_run ();
}
