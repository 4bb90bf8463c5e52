/* test-rtsp-reader.c
 *
 * What passes over an RTSP connection, cut anywhere, and what must not pass.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-rtsp-reader.h"

#include <string.h>

#include "wall-reason.h"

/* An answer, a frame, an empty frame, a request of the device, an answer with a body, a frame. */
static const char sample[] =
  "\r\nRTSP/1.0 200 OK\r\ncseq: 7\r\nPublic: PLAY\r\n\r\n"
  "$\0\0\5hello"
  "$\1\0\0"
  "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"
  "RTSP/1.0 401 Unauthorized\r\nCSeq:8\r\nContent-Length:  4\r\n"
  "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\", stale=TRUE, algorithm=\"MD5\"\r\n\r\nRTSP"
  "$\2\0\1$"
  "RTSP/1.0 404 Not Found\nCSeq: 9\n\n";

static const char expected[] =
  "response 200 #7 0 | frame 0 5 | frame 1 0 | OPTIONS #1 0 | response 401 #8 4 stale askable | "
  "frame 2 1 | response 404 #9 0 | ";

typedef struct {
  GString *items;
  guint    hide, stop;   /* a status */
} Listener;

static WallRtspVerdict
on_item (WallRtspItem *item,
         gpointer      user_data)
{
  Listener *self = user_data;

  if (item->kind == WALL_RTSP_FRAME)
    g_string_append_printf (self->items, "frame %u %u | ", item->channel, (guint) item->size);
  else if (item->kind == WALL_RTSP_REQUEST)
    g_string_append_printf (self->items, "%s #%u %u | ", item->method, item->cseq,
                            (guint) item->size);
  else
    g_string_append_printf (self->items, "response %u #%u %u%s%s | ", item->status, item->cseq,
                            (guint) item->size, item->is_stale ? " stale" : "",
                            item->is_askable ? " askable" : "");

  if (item->kind == WALL_RTSP_RESPONSE && item->status == self->stop)
    return WALL_RTSP_STOP;
  return item->kind == WALL_RTSP_RESPONSE && item->status == self->hide ? WALL_RTSP_HIDE
                                                                        : WALL_RTSP_PASS;
}

/* The bytes in pieces of that size, after a first one of another. */
static GByteArray *
read_in_pieces (Listener *listener,
                gsize     first,
                gsize     piece)
{
  g_autoptr (WallRtspReader) reader = wall_rtsp_reader_new (TRUE);
  GByteArray *passed = g_byte_array_new ();
  const gsize size = sizeof sample - 1;
  g_autoptr (GError) error = NULL;

  listener->items = g_string_new (NULL);
  for (gsize i = 0, step = first; i < size; i += step, step = MIN (piece, size - i)) {
    if (!wall_rtsp_reader_push (reader, (const guint8 *) sample + i, step, on_item, listener,
                                passed, &error))
      break;
  }
  g_assert_no_error (error);

  return passed;
}

static void
test_cut_anywhere (void)
{
  for (gsize first = 1; first < sizeof sample; first++) {
    Listener listener = { 0 };
    g_autoptr (GByteArray) passed = read_in_pieces (&listener, first, sizeof sample);

    g_assert_cmpstr (listener.items->str, ==, expected);
    g_assert_cmpmem (passed->data, passed->len, sample + 2, sizeof sample - 3);
    g_string_free (listener.items, TRUE);
  }
}

static void
test_in_small_pieces (void)
{
  for (gsize piece = 1; piece < 20; piece++) {
    Listener listener = { 0 };
    g_autoptr (GByteArray) passed = read_in_pieces (&listener, piece, piece);

    g_assert_cmpstr (listener.items->str, ==, expected);
    g_assert_cmpmem (passed->data, passed->len, sample + 2, sizeof sample - 3);
    g_string_free (listener.items, TRUE);
  }
}

#define has(bytes, text) (memmem ((bytes)->data, (bytes)->len, text, sizeof (text) - 1) != NULL)

static void
test_hidden (void)
{
  for (gsize piece = 1; piece < 20; piece++) {
    Listener listener = { .hide = 401 };
    g_autoptr (GByteArray) passed = read_in_pieces (&listener, piece, piece);

    g_assert_cmpstr (listener.items->str, ==, expected);
    g_assert_false (has (passed, "401") || has (passed, "stale"));
    g_assert_true (has (passed, "CSeq: 1\r\n\r\n$\2\0\1$RTSP/1.0 404"));
    g_string_free (listener.items, TRUE);
  }
}

static void
test_stopped (void)
{
  for (gsize piece = 1; piece < sizeof sample; piece += 7) {
    Listener listener = { .stop = 401 };
    g_autoptr (GByteArray) passed = read_in_pieces (&listener, MIN (piece, sizeof sample - 1), piece);

    g_assert_true (g_str_has_suffix (listener.items->str, "#8 4 stale askable | "));
    g_assert_true (has (passed, "OPTIONS"));
    g_assert_false (has (passed, "401"));
    g_string_free (listener.items, TRUE);
  }
}

/* Only what is whole passes: who comes after is never in the middle of something. */
static void
test_what_is_not_whole_does_not_pass (void)
{
  static const char *const halves[] = {
    "RTSP/1.0 200 OK\r\nCSeq: 1\r\n", "RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nab",
  };
  g_autoptr (GString) items = g_string_new (NULL);
  Listener listener = { .items = items };

  for (gsize i = 0; i < G_N_ELEMENTS (halves); i++) {
    g_autoptr (WallRtspReader) reader = wall_rtsp_reader_new (TRUE);
    g_autoptr (GByteArray) passed = g_byte_array_new ();

    g_assert_true (wall_rtsp_reader_is_between (reader));
    g_assert_true (wall_rtsp_reader_push (reader, (const guint8 *) halves[i], strlen (halves[i]),
                                          on_item, &listener, passed, NULL));
    g_assert_cmpuint (passed->len, ==, 0);
    g_assert_false (wall_rtsp_reader_is_between (reader));
  }
}

static void
assert_refused (const char *text,
                gsize       accepted,
                gboolean    is_of_device,
                WallReason  reason)
{
  g_autoptr (WallRtspReader) reader = wall_rtsp_reader_new (is_of_device);
  g_autoptr (GByteArray) passed = g_byte_array_new ();
  g_autoptr (GString) items = g_string_new (NULL);
  Listener listener = { .items = items };
  g_autoptr (GError) error = NULL;

  g_assert_true (wall_rtsp_reader_push (reader, (const guint8 *) text, accepted, on_item, &listener,
                                        passed, &error));
  g_assert_false (wall_rtsp_reader_push (reader, (const guint8 *) text + accepted, 1, on_item,
                                         &listener, passed, &error));
  g_assert_error (error, WALL_ERROR, (int) reason);
}

/* At the very byte that shows it. */
static void
test_refused (void)
{
  const char *ok = "RTSP/1.0 200 OK\r\n\r\n";
  g_autofree char *bad_later = g_strconcat (ok, "\x01", NULL);
  g_autofree char *endless = g_strnfill (WALL_RTSP_MAX_HEAD + 1, 'x');
  const char *huge = "RTSP/1.0 200 OK\r\nContent-Length: 1048577\r\n\r\n";
  const char *wrapping = "RTSP/1.0 200 OK\r\nContent-Length: 18446744073709551616\r\n\r\n";

  memcpy (endless, "RTSP/", 5);
  assert_refused ("HTTP/1.1", 0, TRUE, WALL_REASON_WRONG_SERVICE);
  assert_refused ("RTMP", 2, TRUE, WALL_REASON_WRONG_SERVICE);
  assert_refused ("\xff\x01", 0, TRUE, WALL_REASON_WRONG_SERVICE);
  assert_refused ("$", 0, TRUE, WALL_REASON_WRONG_SERVICE);
  assert_refused ("OPTIONS", 0, TRUE, WALL_REASON_WRONG_SERVICE);
  assert_refused (bad_later, strlen (ok), TRUE, WALL_REASON_BAD_DATA);
  assert_refused (endless, WALL_RTSP_MAX_HEAD, TRUE, WALL_REASON_BAD_DATA);
  assert_refused (huge, strlen (huge) - 1, TRUE, WALL_REASON_BAD_DATA);
  assert_refused (wrapping, strlen (wrapping) - 1, TRUE, WALL_REASON_BAD_DATA);
}

static void
test_headers (void)
{
  const char *head = "PLAY rtsp://a/Session: RTSP/1.0\r\nsession: 4711;timeout=60\r\nx:\r\n\r\n";
  g_autofree char *session = wall_rtsp_head_dup (head, "Session");
  g_autofree char *empty = wall_rtsp_head_dup (head, "X");

  g_assert_cmpstr (session, ==, "4711;timeout=60");
  g_assert_cmpstr (empty, ==, "");
  g_assert_null (wall_rtsp_head_dup (head, "CSeq"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/rtsp-reader/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/stream/rtsp-reader/in-small-pieces", test_in_small_pieces);
  g_test_add_func ("/stream/rtsp-reader/hidden", test_hidden);
  g_test_add_func ("/stream/rtsp-reader/stopped", test_stopped);
  g_test_add_func ("/stream/rtsp-reader/what-is-not-whole-does-not-pass",
                   test_what_is_not_whole_does_not_pass);
  g_test_add_func ("/stream/rtsp-reader/refused", test_refused);
  g_test_add_func ("/stream/rtsp-reader/headers", test_headers);

  return g_test_run ();
}
