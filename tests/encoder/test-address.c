/* test-address.c
 *
 * Addresses of cameras: what is asked of the server, who signs in, and that no password is shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-address.h"

static void
test_reads (void)
{
  static const struct {
    const char *uri, *location, *name, *user, *password;
  } addresses[] = {
    { "rtsp://host/live", "rtsp://host/live", "rtsp://host/live", NULL, NULL },
    { "rtsp://admin@10.0.0.2:8554/a?b=c", "rtsp://10.0.0.2:8554/a?b=c",
      "rtsp://admin@10.0.0.2:8554/a?b=c", "admin", NULL },
    { "rtsp://a%40b:s%3Acret%2f@[::1]:554/x", "rtsp://[::1]:554/x", "rtsp://a%40b@[::1]:554/x",
      "a@b", "s:cret/" },
    { "rtsp://host/user=admin&password=secret&channel=1&stream=0.sdp",
      "rtsp://host/user=admin&password=secret&channel=1&stream=0.sdp",
      "rtsp://host/user=admin&password=…&channel=1&stream=0.sdp", NULL, NULL },
    { "rtsp://host/live?PWD=secret&x=1&passwd=secret",
      "rtsp://host/live?PWD=secret&x=1&passwd=secret", "rtsp://host/live?PWD=…&x=1&passwd=…", NULL,
      NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_auto (EncoderAddress) address = { 0 };
    g_autoptr (GError) error = NULL;

    g_assert_true (encoder_address_parse (addresses[i].uri, NULL, &address, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (address.location, ==, addresses[i].location);
    g_assert_cmpstr (address.name, ==, addresses[i].name);
    g_assert_cmpstr (address.user, ==, addresses[i].user);
    g_assert_cmpstr (address.password, ==, addresses[i].password);
  }
}

static void
test_refuses (void)
{
  static const char *const uris[] = {
    "", "rtsp", "rtsp://", "http://host/secret", "rtsp://user:secret@", "rtsp://user:secret@host:x/",
    "rtsp://user:secret@[::1/",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_auto (EncoderAddress) address = { 0 };
    g_autoptr (GError) error = NULL;

    g_assert_false (encoder_address_parse (uris[i], NULL, &address, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    g_assert_null (strstr (error->message, "secret"));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/address/reads", test_reads);
  g_test_add_func ("/encoder/address/refuses", test_refuses);

  return g_test_run ();
}
