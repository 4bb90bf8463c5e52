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

static void
test_bad (void)
{
  assert_bad ("", "");
  assert_bad ("10.0.0.1", "");
  assert_bad ("rtsp://10.0.0.1", "dvrip");
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
  g_autoptr (GError) error = NULL;

  g_assert_null (wall_address_parse ("dvrip://admin:canary@h/1", &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
  g_assert_null (strstr (error->message, "canary"));
}

static void
test_builds (void)
{
  g_autofree char *device = wall_address_build ("fe80::1", 34567, 0, NULL);
  g_autofree char *stream = wall_address_build ("h", 1, 12, "sub");

  g_assert_cmpstr (device, ==, "dvrip://[fe80::1]:34567");
  g_assert_cmpstr (stream, ==, "dvrip://h:1/12?stream=sub");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/address/good", test_good);
  g_test_add_func ("/model/address/bad", test_bad);
  g_test_add_func ("/model/address/refuses-password", test_refuses_password);
  g_test_add_func ("/model/address/builds", test_builds);
  return g_test_run ();
}
