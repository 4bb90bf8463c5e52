/* test-multipart.c
 *
 * Pictures come out of a multipart body whole, however a device writes it and however the network
 * cuts it; nothing is believed, and nothing grows beyond its limit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-multipart.h"

#include <string.h>

#include "jpeg-maker.h"
#include "wall-reason.h"

#define TAG_OFFSET 6
#define SCAN       100

typedef struct {
  char    tags[64];   /* of the pictures that came out */
  guint   n;
  GError *error;
} Result;

static GByteArray *
append_text (GByteArray *body,
             const char *text)
{
  return g_byte_array_append (body, (const guint8 *) text, strlen (text));
}

static void
append_picture (GByteArray *body,
                char        tag)
{
  g_autoptr (GBytes) picture = jpeg_maker_shape (tag, 64, 48, SCAN);

  g_byte_array_append (body, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));
}

static gsize
get_picture_size (void)
{
  g_autoptr (GBytes) picture = jpeg_maker_shape ('a', 64, 48, SCAN);

  return g_bytes_get_size (picture);
}

/* %s in @pattern stands for a picture: "a", "b" … */
static GByteArray *
make_body (const char *pattern)
{
  GByteArray *body = g_byte_array_new ();
  g_auto (GStrv) pieces = g_strsplit (pattern, "%s", -1);

  for (guint i = 0; pieces[i]; i++) {
    if (i > 0)
      append_picture (body, 'a' + i - 1);
    append_text (body, pieces[i]);
  }

  return body;
}

static void
take_all (WallMultipart *reader,
          Result        *result)
{
  GBytes *picture;

  while (!result->error && (picture = wall_multipart_next (reader, &result->error))) {
    gsize size;
    const guint8 *data = g_bytes_get_data (picture, &size);

    g_assert_cmpuint (result->n, <, sizeof result->tags - 1);
    g_assert_cmpuint (data[0] << 8 | data[1], ==, 0xFFD8);
    g_assert_cmpuint (data[size - 2] << 8 | data[size - 1], ==, 0xFFD9);
    result->tags[result->n++] = data[TAG_OFFSET];
    g_bytes_unref (picture);
  }
}

static Result
read_body (const char *boundary,
           GByteArray *body,
           gsize       step)
{
  g_autoptr (WallMultipart) reader = wall_multipart_new (boundary);
  Result result = { .n = 0 };

  for (gsize done = 0; done < body->len && !result.error; done += step) {
    wall_multipart_push (reader, body->data + done, MIN (step, body->len - done));
    take_all (reader, &result);
  }

  return result;
}

/* The answer does not depend on where the bytes are cut. */
static void
assert_pictures (const char *boundary,
                 const char *pattern,
                 const char *tags)
{
  static const gsize steps[] = { 1, 2, 3, 5, 7, 64, 1000000 };
  GByteArray *body = make_body (pattern);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    Result result = read_body (boundary, body, steps[i]);

    g_assert_no_error (result.error);
    g_assert_cmpstr (result.tags, ==, tags);
  }
  g_byte_array_unref (body);
}

static void
test_plain (void)
{
  assert_pictures ("frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n"
                            "--frame\r\nContent-Type: image/jpeg\r\n\r\n%s\r\n--frame--\r\n", "ab");
}

/* The header's dashes may belong to the boundary or to the delimiter, or be forgotten. */
static void
test_dashes (void)
{
  assert_pictures ("--frame", "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
  assert_pictures ("--frame", "----frame\r\n\r\n%s\r\n----frame\r\n\r\n%s\r\n", "ab");
  assert_pictures ("frame", "frame\r\n\r\n%s\r\nframe\r\n\r\n%s\r\n", "ab");
  assert_pictures ("frame", "\r\n\r\n--frame  \t\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
}

static void
test_boundary_of_the_wire_counts (void)
{
  assert_pictures (NULL, "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
  assert_pictures ("", "\r\n--frame\n\n%s\n--frame\n\n%s\n", "ab");
  assert_pictures ("other", "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
  assert_pictures ("fra", "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
}

static void
test_line_feeds_alone (void)
{
  assert_pictures ("frame", "--frame\nContent-Type: image/jpeg\n\n%s\n--frame\n\n%s\n", "ab");
}

static void
test_no_headers (void)
{
  assert_pictures ("frame", "--frame\r\n%s\r\n--frame\r\n%s\r\n", "ab");
  assert_pictures ("frame", "--frame\r\n\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n", "ab");
}

static void
test_no_line_end_before_delimiter (void)
{
  assert_pictures ("frame", "--frame\r\n\r\n%s--frame\r\n\r\n%s--frame\r\n\r\n%s", "abc");
}

static void
test_padding_after_picture (void)
{
  assert_pictures ("frame", "--frame\r\n\r\n%s\x01\x02\x03--frame\r\n\r\n%s\r\n\r\n\r\n--frame\r\n",
                   "ab");
}

static void
test_wrong_lengths (void)
{
  assert_pictures ("frame", "--frame\r\nContent-Length: 5\r\n\r\n%s\r\n"
                            "--frame\r\nContent-Length: 5000\r\n\r\n%s\r\n"
                            "--frame\r\ncontent-length: -7\r\n\r\n%s\r\n"
                            "--frame\r\nContent-Length: x\r\n\r\n%s\r\n", "abcd");
}

/* It is shown when its last byte came, not when the next part begins. */
static void
test_picture_is_not_kept_waiting (void)
{
  GByteArray *body = make_body ("--frame\r\n\r\n%s");
  Result result = read_body ("frame", body, body->len);

  g_assert_cmpstr (result.tags, ==, "a");
  g_byte_array_unref (body);
}

static void
test_foreign_parts_are_passed_over (void)
{
  assert_pictures ("frame", "--frame\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
                            "--frame\r\n\r\n\r\n--frame\r\n--frame\r\n\r\n%s\r\n--frame\r\n", "a");
}

static GByteArray *
make_cut_part (gsize       missing,
               gsize       claimed)
{
  GByteArray *body = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("--frame\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                           claimed);

  append_text (body, head);
  append_picture (body, 'a');
  g_byte_array_set_size (body, body->len - missing);
  append_text (body, "\r\n--frame\r\n\r\n");
  append_picture (body, 'b');

  return body;
}

/* Half a picture is none: wherever it is cut, the next one comes. */
static void
test_cut_picture_is_dropped (void)
{
  gsize size = get_picture_size ();

  for (gsize missing = 1; missing < size; missing++) {
    GByteArray *body = make_cut_part (missing, size);
    Result result = read_body ("frame", body, 64);

    g_assert_no_error (result.error);
    g_assert_cmpstr (result.tags, ==, "b");
    g_byte_array_unref (body);
  }
}

static void
test_end_marker_may_miss (void)
{
  GByteArray *body = make_cut_part (2, get_picture_size () - 2);
  Result result = read_body ("frame", body, 64);

  g_assert_no_error (result.error);
  g_assert_cmpstr (result.tags, ==, "ab");
  g_byte_array_unref (body);
}

/* A picture without its end marker. */
static GByteArray *
make_open_picture (void)
{
  GByteArray *body = make_body ("--frame\r\n\r\n%s");

  return g_byte_array_set_size (body, body->len - 2);
}

/* A picture whose bytes make no sense is given up there, not where the next line begins that could
 * be a delimiter's, which may not have come yet: what stands between is not lost. */
static void
test_broken_picture_ends_at_once (void)
{
  assert_pictures ("frame", "--frame\r\n\r\n\xff\xd8--frame\r\n%s)x\nframe\n", "a");
  assert_pictures ("frame", "--frame\r\n\r\n\xff\xd8\xff\xd8--frame\r\n\r\n%s\r\n--frame\r\n", "a");
}

/* A header in a picture may claim the bytes of the next delimiter, and what follows, for itself. */
static void
test_picture_does_not_reach_beyond_delimiter (void)
{
  assert_pictures ("frame", "--frame\r\nContent-Length: 7\r\n\r\n\xff\xd8\xff\xda\x01\x10z\r\n"
                            "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n",
                   "abc");
}

/* Kept back is only what may become a delimiter: none goes on with an end marker. */
static void
test_near_delimiter_delays_nothing (void)
{
  static const guint8 tail[] = { '\n', '-', '-', 'f', 'r', 'a', 0xFF, 0xD9 };
  GByteArray *body = make_open_picture ();

  g_byte_array_append (body, tail, sizeof tail);
  for (gsize step = 1; step <= body->len; step++) {
    Result result = read_body ("frame", body, step);

    g_assert_no_error (result.error);
    g_assert_cmpstr (result.tags, ==, "a");
  }
  g_byte_array_unref (body);
}

static void
test_dropped_are_counted (void)
{
  g_autoptr (WallMultipart) reader = wall_multipart_new ("frame");
  GByteArray *body = make_cut_part (5, get_picture_size ());
  Result result = { .n = 0 };

  wall_multipart_push (reader, body->data, body->len);
  take_all (reader, &result);
  g_assert_cmpuint (wall_multipart_get_dropped (reader), ==, 1);
  g_byte_array_unref (body);
}

static void
assert_refused (GByteArray *body,
                gsize       step,
                const char *words)
{
  Result result = read_body ("frame", body, step);

  g_assert_error (result.error, WALL_ERROR, WALL_REASON_BAD_DATA);
  g_test_message ("%s", result.error->message);
  g_assert_nonnull (strstr (result.error->message, words));
  g_clear_error (&result.error);
  g_byte_array_unref (body);
}

static GByteArray *
append_many (GByteArray *body,
             const char *text,
             gsize       size)
{
  for (gsize done = 0; done < size; done += strlen (text))
    append_text (body, text);

  return body;
}

static void
test_limits (void)
{
  GByteArray *endless = make_body ("--frame\r\n\r\n\xff\xd8\xff\xda");

  g_byte_array_append (endless, (const guint8 *) "\0\2", 2);
  assert_refused (append_many (endless, "endless", 9 * 1024 * 1024), 65536, "of a picture");
  assert_refused (make_body ("--frame\r\nContent-Length: 8388609\r\n\r\n"), 64, "8388609");
  assert_refused (append_many (make_body ("--frame\r\n"), "X: y\r\n", 20000), 64, "of headers");
  assert_refused (append_many (make_body ("--frame\r\n"), "X", 20000), 64, "of headers");
  assert_refused (append_many (make_body (""), "garbage ", 100000), 64, "without a boundary");
  assert_refused (append_many (make_body ("--frame\r\n\r\n%s"), "garbage ", 9 * 1024 * 1024), 65536,
                  "without a boundary");
  assert_refused (append_many (make_body (""), "--frame\r\n\r\nno\r\n", 300), 64, "Parts without");
}

static GByteArray *
make_endless_picture (void)
{
  return append_many (make_open_picture (), "endless", WALL_MULTIPART_MAX_PICTURE);
}

/* They hold however much comes at once: an end beyond the limit is none. */
static void
test_limits_do_not_depend_on_cuts (void)
{
  static const gsize steps[] = { 4096, 1 << 30 };
  static const guint8 marker[] = { 0xFF, 0xD9 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    GByteArray *body = make_endless_picture ();

    assert_refused (append_text (body, "\r\n--frame\r\n\r\n"), steps[i], "of a picture");
    body = make_endless_picture ();
    assert_refused (g_byte_array_append (body, marker, sizeof marker), steps[i], "of a picture");
    body = append_many (make_body ("--"), "x", WALL_MULTIPART_MAX_JUNK);
    assert_refused (append_text (body, "\r\n\r\n"), steps[i], "without a boundary");
  }
}

static void
assert_no_delimiter (const char *before,
                     const char *many,
                     const char *after)
{
  GByteArray *body = make_body (before);
  Result result;

  append_many (body, many, 1000);
  append_text (body, after);
  append_picture (body, 'b');

  result = read_body ("frame", body, 64);
  g_assert_no_error (result.error);
  g_assert_cmpstr (result.tags, ==, "ab");
  g_byte_array_unref (body);
}

/* Blanks without an end are no delimiter, and do not make a reader read them again and again; nor
 * are dashes. */
static void
test_delimiter_is_bounded (void)
{
  assert_no_delimiter ("--frame\r\n\r\n%s\r\n--frame", " ", "\r\n--frame\r\n\r\n");
  assert_no_delimiter ("--frame\r\n\r\n%s\r\n", "-", "\r\n--frame\r\n\r\n");
}

static void
test_dashes_are_not_kept (void)
{
  GByteArray *body = append_text (make_open_picture (), "\n");

  assert_refused (append_many (body, "-", WALL_MULTIPART_MAX_PICTURE), 65536, "of a picture");
}

static void
assert_same_in_cuts (GByteArray *body,
                     gsize       step)
{
  Result whole = read_body ("frame", body, body->len);
  Result in_cuts = read_body ("frame", body, step);

  g_assert_cmpstr (in_cuts.tags, ==, whole.tags);
  g_assert_true (!in_cuts.error == !whole.error);
  g_clear_error (&whole.error);
  g_clear_error (&in_cuts.error);
}

/* Whatever comes, it ends, no memory is read that is not there, and cuts do not matter. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 300; round++) {
    GByteArray *body = make_body ("--frame\r\nContent-Length: 7\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n"
                                  "--frame\r\n\r\n%s\r\n--frame\r\n\r\n%s\r\n--frame--\r\n");

    for (guint i = g_rand_int_range (rand, 1, 40); i > 0; i--)
      body->data[g_rand_int_range (rand, 0, body->len)] = g_rand_int (rand);

    assert_same_in_cuts (body, g_rand_int_range (rand, 1, 100));
    g_byte_array_unref (body);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/multipart/plain", test_plain);
  g_test_add_func ("/stream/multipart/dashes", test_dashes);
  g_test_add_func ("/stream/multipart/boundary-of-the-wire-counts",
                   test_boundary_of_the_wire_counts);
  g_test_add_func ("/stream/multipart/line-feeds-alone", test_line_feeds_alone);
  g_test_add_func ("/stream/multipart/no-headers", test_no_headers);
  g_test_add_func ("/stream/multipart/no-line-end-before-delimiter",
                   test_no_line_end_before_delimiter);
  g_test_add_func ("/stream/multipart/padding-after-picture", test_padding_after_picture);
  g_test_add_func ("/stream/multipart/wrong-lengths", test_wrong_lengths);
  g_test_add_func ("/stream/multipart/picture-is-not-kept-waiting",
                   test_picture_is_not_kept_waiting);
  g_test_add_func ("/stream/multipart/foreign-parts-are-passed-over",
                   test_foreign_parts_are_passed_over);
  g_test_add_func ("/stream/multipart/cut-picture-is-dropped", test_cut_picture_is_dropped);
  g_test_add_func ("/stream/multipart/end-marker-may-miss", test_end_marker_may_miss);
  g_test_add_func ("/stream/multipart/broken-picture-ends-at-once",
                   test_broken_picture_ends_at_once);
  g_test_add_func ("/stream/multipart/picture-does-not-reach-beyond-delimiter",
                   test_picture_does_not_reach_beyond_delimiter);
  g_test_add_func ("/stream/multipart/near-delimiter-delays-nothing",
                   test_near_delimiter_delays_nothing);
  g_test_add_func ("/stream/multipart/dropped-are-counted", test_dropped_are_counted);
  g_test_add_func ("/stream/multipart/limits", test_limits);
  g_test_add_func ("/stream/multipart/limits-do-not-depend-on-cuts",
                   test_limits_do_not_depend_on_cuts);
  g_test_add_func ("/stream/multipart/delimiter-is-bounded", test_delimiter_is_bounded);
  g_test_add_func ("/stream/multipart/dashes-are-not-kept", test_dashes_are_not_kept);
  g_test_add_func ("/stream/multipart/random", test_random);

  return g_test_run ();
}
