/* test-dvripuri.c
 *
 * Addresses as people write them, what they are read as, and what is never said about them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripuri.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *host;
  guint16     port;
  const char *user;
  const char *password;
  guint       channel;
  DvripStream stream;
  const char *written;
} Good;

static const Good good[] = {
  { "dvrip://10.0.0.1", "10.0.0.1", 34567, NULL, NULL, 1, DVRIP_STREAM_MAIN,
    "dvrip://10.0.0.1:34567/1?stream=main" },
  { "dvrip://10.0.0.1/", "10.0.0.1", 34567, NULL, NULL, 1, DVRIP_STREAM_MAIN,
    "dvrip://10.0.0.1:34567/1?stream=main" },
  { "DVRIP://cam.example:8000/16?stream=sub", "cam.example", 8000, NULL, NULL, 16, DVRIP_STREAM_SUB,
    "dvrip://cam.example:8000/16?stream=sub" },
  { "dvrip://admin:secret@10.0.0.1:1/256?stream=main", "10.0.0.1", 1, "admin", "secret", 256,
    DVRIP_STREAM_MAIN, "dvrip://admin@10.0.0.1:1/256?stream=main" },
  { "dvrip://admin:@10.0.0.1/2", "10.0.0.1", 34567, "admin", "", 2, DVRIP_STREAM_MAIN,
    "dvrip://admin@10.0.0.1:34567/2?stream=main" },
  { "dvrip://:pw@10.0.0.1/2", "10.0.0.1", 34567, "", "pw", 2, DVRIP_STREAM_MAIN,
    "dvrip://@10.0.0.1:34567/2?stream=main" },
  { "dvrip://[::1]:65535/3", "::1", 65535, NULL, NULL, 3, DVRIP_STREAM_MAIN,
    "dvrip://[::1]:65535/3?stream=main" },
  { "dvrip://u:p@[fe80::1%25eth0]/1", "fe80::1%eth0", 34567, "u", "p", 1, DVRIP_STREAM_MAIN,
    "dvrip://u@[fe80::1%25eth0]:34567/1?stream=main" },
  { "dvrip://a%40b%3Ac%2F:%3A%40%2F%3F%23%25%20%5B%5D&+=;@h/1", "h", 34567, "a@b:c/",
    ":@/?#% []&+=;", 1, DVRIP_STREAM_MAIN, "dvrip://a%40b%3Ac%2F@h:34567/1?stream=main" },
  { "dvrip://K%C3%BCche:%E5%AF%86%E7%A0%81@h/1", "h", 34567, "Küche", "密码", 1,
    DVRIP_STREAM_MAIN, "dvrip://K%C3%BCche@h:34567/1?stream=main" },
  { "dvrip://u:a:b@h/1", "h", 34567, "u", "a:b", 1, DVRIP_STREAM_MAIN,
    "dvrip://u@h:34567/1?stream=main" },
};

typedef struct {
  const char *text;
  int         code;
} Bad;

static const Bad bad[] = {
  { "", GST_URI_ERROR_UNSUPPORTED_PROTOCOL },
  { "SECRET", GST_URI_ERROR_UNSUPPORTED_PROTOCOL },
  { "rtsp://u:SECRET@h/1", GST_URI_ERROR_UNSUPPORTED_PROTOCOL },
  { "dvrip:", GST_URI_ERROR_BAD_URI },
  { "dvrip://", GST_URI_ERROR_BAD_URI },
  { "dvrip:///1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h:0/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h:65536/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h:x/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET#2@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET/2@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET?2@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET%@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET%00@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET%FF@h/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/0", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/257", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/-1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/1/2", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/one", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/18446744073709551617", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/1?stream=third", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/1?stream", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/1?password=SECRET", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@h/1#SECRET", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@[::1/1", GST_URI_ERROR_BAD_URI },
  { "dvrip://u:SECRET@[nonsense]/1", GST_URI_ERROR_BAD_URI },
};

static void
test_reads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_auto (GstDvripUri) uri = { .port = 0 };
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", good[i].text);
    gst_dvrip_uri_parse (good[i].text, &uri, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (uri.host, ==, good[i].host);
    g_assert_cmpuint (uri.port, ==, good[i].port);
    g_assert_cmpstr (uri.user, ==, good[i].user);
    g_assert_cmpstr (uri.password, ==, good[i].password);
    g_assert_cmpuint (uri.channel, ==, good[i].channel);
    g_assert_cmpint (uri.stream, ==, good[i].stream);
  }
}

static void
test_writes_what_it_reads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_auto (GstDvripUri) uri = { .port = 0 };
    g_auto (GstDvripUri) again = { .port = 0 };
    g_autofree char *written = NULL;

    g_assert_true (gst_dvrip_uri_parse (good[i].text, &uri, NULL));
    written = gst_dvrip_uri_to_string (&uri);
    g_assert_cmpstr (written, ==, good[i].written);

    g_assert_true (gst_dvrip_uri_parse (written, &again, NULL));
    g_assert_cmpstr (again.host, ==, uri.host);
    g_assert_cmpuint (again.port, ==, uri.port);
    g_assert_cmpstr (again.user, ==, uri.user);
    g_assert_null (again.password);
    g_assert_cmpuint (again.channel, ==, uri.channel);
    g_assert_cmpint (again.stream, ==, uri.stream);
  }
}

/* Any byte but NUL may stand in a name or password, as long as the whole is UTF-8. */
static void
test_carries_every_character (void)
{
  for (guint c = 1; c < 0x3000; c++) {
    char character[7] = "";
    g_auto (GstDvripUri) uri = { .port = 0 };
    g_autofree char *escaped = NULL, *text = NULL;

    g_unichar_to_utf8 (c, character);
    escaped = g_uri_escape_string (character, NULL, FALSE);
    text = g_strdup_printf ("dvrip://%s:%s@h/1", escaped, escaped);

    g_assert_true (gst_dvrip_uri_parse (text, &uri, NULL));
    g_assert_cmpstr (uri.user, ==, character);
    g_assert_cmpstr (uri.password, ==, character);
    g_assert_cmpstr (uri.host, ==, "h");
  }
}

static void
test_refuses_in_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    GstDvripUri uri = { .port = 7 };
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i].text);
    g_assert_false (gst_dvrip_uri_parse (bad[i].text, &uri, &error));
    g_assert_error (error, GST_URI_ERROR, bad[i].code);
    g_assert_cmpuint (strlen (error->message), >, 20);
    g_assert_null (strstr (error->message, "SECRET"));
    g_assert_cmpuint (uri.port, ==, 7);
    g_assert_null (uri.password);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/dvripuri/reads", test_reads);
  g_test_add_func ("/gst/dvripuri/writes-what-it-reads", test_writes_what_it_reads);
  g_test_add_func ("/gst/dvripuri/carries-every-character", test_carries_every_character);
  g_test_add_func ("/gst/dvripuri/refuses-in-words-without-the-password", test_refuses_in_words);

  return g_test_run ();
}
