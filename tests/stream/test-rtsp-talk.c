/* test-rtsp-talk.c
 *
 * What an RTSP client and a device say to each other, and what is made of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-rtsp-talk.h"

#include <string.h>

#define DIGEST "WWW-Authenticate: Digest realm=\"r\", nonce=\"n1\"\r\n"
#define SIGNED "Authorization: Digest username=\"u\", realm=\"r\", nonce=\"n1\", uri=\"rtsp://h/\", " \
               "response=\"x\"\r\n"

typedef struct {
  WallRtspTalk *talk;
  WallRtspNews  news;
  GByteArray   *passed;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->talk = wall_rtsp_talk_new (data);
  self->passed = g_byte_array_new ();
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  wall_rtsp_talk_free (self->talk);
  g_byte_array_unref (self->passed);
}

static void
ask (Fixture    *self,
     guint       number,
     const char *method,
     const char *headers)
{
  g_autofree char *text = g_strdup_printf ("%s rtsp://h/ RTSP/1.0\r\nCSeq: %u\r\n%s\r\n", method,
                                           number, headers);

  g_byte_array_set_size (self->passed, 0);
  g_assert_true (wall_rtsp_talk_to_device (self->talk, (const guint8 *) text, strlen (text),
                                           self->passed, &self->news));
  g_assert_cmpuint (self->passed->len, ==, strlen (text));
}

static gboolean
answer (Fixture    *self,
        guint       number,
        const char *status,
        const char *headers)
{
  g_autofree char *text = g_strdup_printf ("RTSP/1.0 %s\r\nCSeq: %u\r\n%s\r\n", status, number,
                                           headers);

  g_byte_array_set_size (self->passed, 0);

  return wall_rtsp_talk_from_device (self->talk, (const guint8 *) text, strlen (text),
                                     self->passed, &self->news);
}

static void
test_progress (Fixture       *self,
               gconstpointer  data)
{
  ask (self, 1, "OPTIONS", "");
  g_assert_true (answer (self, 1, "200 OK", ""));
  g_assert_cmpint (self->news.progress, ==, WALL_RTSP_ASKING);
  ask (self, 2, "DESCRIBE", "");
  g_assert_true (answer (self, 2, "100 Continue", ""));
  g_assert_cmpint (self->news.progress, ==, WALL_RTSP_ASKING);
  g_assert_true (answer (self, 2, "200 OK", ""));
  g_assert_cmpint (self->news.progress, ==, WALL_RTSP_DESCRIBED);
  ask (self, 3, "SETUP", "");
  ask (self, 4, "PLAY", "");
  g_assert_true (answer (self, 3, "200 OK", ""));
  g_assert_cmpint (self->news.progress, ==, WALL_RTSP_DESCRIBED);
  g_assert_true (answer (self, 4, "200 OK", ""));
  g_assert_cmpint (self->news.progress, ==, WALL_RTSP_PLAYING);
}

static void
test_only_media_count (Fixture       *self,
                       gconstpointer  data)
{
  static const guint8 bytes[] = "$\0\0\3abc$\1\0\1x$\2\0\2yz$\0\0\3ab";

  ask (self, 1, "PLAY", "");
  answer (self, 1, "200 OK", "");
  g_assert_true (wall_rtsp_talk_from_device (self->talk, bytes, sizeof bytes - 1, self->passed,
                                             &self->news));
  g_assert_cmpuint (self->news.media_bytes, ==, 7 + 6);
}

static void
test_wrong_password (Fixture       *self,
                     gconstpointer  data)
{
  ask (self, 1, "DESCRIBE", "");
  g_assert_true (answer (self, 1, "401 Unauthorized", DIGEST));
  ask (self, 2, "DESCRIBE", SIGNED);
  g_assert_false (answer (self, 2, "401 Unauthorized", DIGEST));
  g_assert_cmpint (self->news.reason, ==, WALL_REASON_WRONG_PASSWORD);
  g_assert_cmpint (self->news.status, ==, 401);
  g_assert_cmpuint (self->passed->len, ==, 0);
}

/* That the nonce is too old says nothing about the password. */
static void
test_stale_nonce (Fixture       *self,
                  gconstpointer  data)
{
  ask (self, 1, "SETUP", SIGNED);
  g_assert_true (answer (self, 1, "401 Unauthorized",
                         "WWW-Authenticate: Digest realm=\"r\", nonce=\"n2\", stale=true\r\n"));
  ask (self, 2, "SETUP", SIGNED);
  g_assert_true (answer (self, 2, "200 OK", ""));
}

static void
test_no_password (Fixture       *self,
                  gconstpointer  data)
{
  ask (self, 1, "DESCRIBE", "");
  g_assert_false (answer (self, 1, "401 Unauthorized", DIGEST));
  g_assert_cmpint (self->news.reason, ==, WALL_REASON_PASSWORD_NEEDED);
}

/* A stream that plays is not ended by what is said beside it. */
static void
test_refusals_beside_a_stream (Fixture       *self,
                               gconstpointer  data)
{
  ask (self, 1, "PLAY", SIGNED);
  answer (self, 1, "200 OK", "");
  ask (self, 2, "GET_PARAMETER", SIGNED);
  g_assert_true (answer (self, 2, "401 Unauthorized", DIGEST));
  g_assert_true (answer (self, 2, "454 Session Not Found", ""));
  g_assert_true (answer (self, 2, "503 Service Unavailable", ""));
}

static void
begin_session (Fixture    *self,
               const char *methods)
{
  g_autofree char *public = g_strdup_printf ("Public: %s\r\n", methods);

  ask (self, 1, "OPTIONS", "");
  answer (self, 1, "200 OK", public);
  ask (self, 2, "SETUP", SIGNED);
  answer (self, 2, "200 OK", "Session: 0815;timeout=30\r\n");
  ask (self, 3, "PLAY", SIGNED);
  answer (self, 3, "200 OK", "Session: 0815\r\n");
}

/* Only when the client has asked nothing since it was looked last. */
static void
test_kept_alive (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *request = NULL;

  g_assert_null (wall_rtsp_talk_dup_request (self->talk));
  begin_session (self, "OPTIONS, GET_PARAMETER");
  g_assert_cmpuint (wall_rtsp_talk_get_interval (self->talk), ==, 10000);
  g_assert_null (wall_rtsp_talk_dup_request (self->talk));
  request = wall_rtsp_talk_dup_request (self->talk);
  g_assert_true (g_str_has_prefix (request, "GET_PARAMETER rtsp://h/ RTSP/1.0\r\nCSeq: 4\r\n"));
  g_assert_nonnull (strstr (request, "\r\nSession: 0815\r\n"));
  /* printf 'u:r:p' | md5sum; printf 'GET_PARAMETER:rtsp://h/' | md5sum; the two around n1. */
  g_assert_nonnull (strstr (request, "response=\"baba67f5afe39072a4a271551effe6f1\""));
  g_assert_true (g_str_has_suffix (request, "\r\n\r\n"));

  ask (self, 4, "TEARDOWN", "");
  g_assert_null (wall_rtsp_talk_dup_request (self->talk));
}

/* The client would not know what it is an answer to. */
static void
test_own_answers_are_hidden (Fixture       *self,
                             gconstpointer  data)
{
  g_autofree char *request = NULL;

  begin_session (self, "OPTIONS");
  wall_rtsp_talk_dup_request (self->talk);
  request = wall_rtsp_talk_dup_request (self->talk);
  g_assert_true (g_str_has_prefix (request, "OPTIONS rtsp://h/ "));
  g_assert_true (answer (self, 4, "200 OK", ""));
  g_assert_cmpuint (self->passed->len, ==, 0);
  ask (self, 4, "TEARDOWN", "");
  g_assert_true (answer (self, 4, "200 OK", ""));
  g_assert_cmpuint (self->passed->len, >, 0);
}

static void
test_own_nonce_becomes_too_old (Fixture       *self,
                                gconstpointer  data)
{
  g_autofree char *request = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  begin_session (self, "OPTIONS");
  wall_rtsp_talk_dup_request (self->talk);
  request = wall_rtsp_talk_dup_request (self->talk);
  g_assert_nonnull (strstr (request, "nonce=\"n1\""));
  answer (self, 4, "401 Unauthorized",
          "WWW-Authenticate: Digest realm=\"r\", nonce=\"n2\", stale=true\r\n");
  second = wall_rtsp_talk_dup_request (self->talk);
  g_assert_nonnull (strstr (second, "nonce=\"n2\""));
  answer (self, 5, "401 Unauthorized", DIGEST);
  third = wall_rtsp_talk_dup_request (self->talk);
  g_assert_null (strstr (third, "Authorization"));
}

/* The client would not take it without. */
static void
test_missing_numbers_are_added (Fixture       *self,
                                gconstpointer  data)
{
  static const char text[] = "RTSP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab";
  static const char whole[] = "RTSP/1.0 200 OK\r\nCSeq: 17\r\nContent-Length: 2\r\n\r\nab";

  ask (self, 17, "DESCRIBE", "");
  g_byte_array_set_size (self->passed, 0);
  g_assert_true (wall_rtsp_talk_from_device (self->talk, (const guint8 *) text, strlen (text),
                                             self->passed, &self->news));
  g_assert_cmpmem (self->passed->data, self->passed->len, whole, strlen (whole));
}

#define add(name, password, function) \
  g_test_add ("/stream/rtsp-talk/" name, Fixture, password, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("progress", NULL, test_progress);
  add ("only-media-count", NULL, test_only_media_count);
  add ("wrong-password", "p", test_wrong_password);
  add ("stale-nonce", "p", test_stale_nonce);
  add ("no-password", NULL, test_no_password);
  add ("refusals-beside-a-stream", "p", test_refusals_beside_a_stream);
  add ("kept-alive", "p", test_kept_alive);
  add ("missing-numbers-are-added", NULL, test_missing_numbers_are_added);
  add ("own-answers-are-hidden", "p", test_own_answers_are_hidden);
  add ("own-nonce-becomes-too-old", "p", test_own_nonce_becomes_too_old);

  return g_test_run ();
}
