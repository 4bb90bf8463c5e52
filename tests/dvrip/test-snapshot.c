/* test-snapshot.c
 *
 * A still picture comes out as it was, however it was cut, and nothing else does.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-snapshot.h"
#include "wall-reason.h"

/* Head with a whole smaller picture in it, two scans with restarts and stuffed bytes, fill bytes. */
static const guint8 picture[] = {
  0xff, 0xd8,
  0xff, 0xe1, 0x00, 0x10, 'E', 'x', 'i', 'f', 0, 0,
  0xff, 0xd8, 0xff, 0xda, 0x00, 0x02, 0xff, 0xd9,
  0xff, 0xff, 0xdb, 0x00, 0x05, 1, 2, 3,
  0xff, 0xda, 0x00, 0x04, 9, 9,
  '{', 0xff, 0x00, 0x12, 0xff, 0xd0, 0x34, 0xff, 0x00, 0xff,
  0xff, 0xc4, 0x00, 0x03, 7,
  0xff, 0xda, 0x00, 0x02,
  0x56, 0xff, 0x00, 0xff, 0xd7, 0x78,
  0xff, 0xd9,
};

static const guint8 unit_header[16] = {
  0, 0, 1, 0xfe, 0, 0, 80, 45, 0, 0, 0, 0, sizeof picture, 0, 0, 0,
};

static DvripRead
push (DvripSnapshotReader *reader, const void *data, gsize size, GBytes **out_picture)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  DvripRead read = dvrip_snapshot_reader_push (reader, payload, out_picture, &error);

  g_assert_true ((read == DVRIP_READ_ERROR) == (error != NULL));
  g_assert_true (read == DVRIP_READ_READY || *out_picture == NULL);
  if (error)
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);

  return read;
}

static void
assert_picture (DvripRead read, GBytes **bytes)
{
  g_autoptr (GBytes) owned = *bytes;

  g_assert_cmpint (read, ==, DVRIP_READ_READY);
  g_assert_nonnull (owned);
  g_assert_cmpmem (g_bytes_get_data (owned, NULL), g_bytes_get_size (owned), picture,
                   sizeof picture);
}

static void
test_snapshot_cut_anywhere (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  GBytes *bytes;

  for (gsize cut = 3; cut < sizeof picture; cut++) {
    g_assert_cmpint (push (reader, picture, cut, &bytes), ==, DVRIP_READ_MORE);
    assert_picture (push (reader, picture + cut, sizeof picture - cut, &bytes), &bytes);
  }
}

static void
test_snapshot_byte_by_byte (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  GBytes *bytes;
  DvripRead read = push (reader, picture, 3, &bytes);

  for (gsize at = 3; at < sizeof picture; at++) {
    g_assert_cmpint (read, ==, DVRIP_READ_MORE);
    read = push (reader, picture + at, 1, &bytes);
  }
  assert_picture (read, &bytes);
}

static void
test_snapshot_with_header_and_trailer (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  g_autoptr (GByteArray) data = g_byte_array_new ();
  GBytes *bytes;

  g_byte_array_append (data, unit_header, sizeof unit_header);
  g_byte_array_append (data, picture, sizeof picture);
  g_byte_array_append (data, (const guint8 *) "\n\0\0", 3);

  assert_picture (push (reader, data->data, data->len, &bytes), &bytes);
  g_assert_cmpint (push (reader, "\n\0", 2, &bytes), ==, DVRIP_READ_MORE);
  assert_picture (push (reader, picture, sizeof picture, &bytes), &bytes);
}

static void
test_snapshot_words (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  const char text[] = " { \"Name\" : \"OPSNAP\", \"Ret\" : 108 }\n";
  GBytes *bytes;

  g_assert_cmpint (push (reader, text, sizeof text, &bytes), ==, DVRIP_READ_READY);
  g_assert_null (bytes);
  g_assert_cmpint (push (reader, "", 0, &bytes), ==, DVRIP_READ_MORE);
  g_assert_cmpint (push (reader, "  ", 2, &bytes), ==, DVRIP_READ_MORE);
}

/* The rest of a picture that nobody waits for any more may come at any time. */
static void
test_snapshot_dropped (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  GBytes *bytes;

  g_assert_cmpint (push (reader, picture, 40, &bytes), ==, DVRIP_READ_MORE);
  dvrip_snapshot_reader_drop (reader);
  g_assert_cmpint (push (reader, picture + 40, sizeof picture - 40, &bytes), ==, DVRIP_READ_MORE);
  assert_picture (push (reader, picture, sizeof picture, &bytes), &bytes);

  /* One that breaks off inside its coded data, and the next one. */
  g_assert_cmpint (push (reader, picture, 40, &bytes), ==, DVRIP_READ_MORE);
  assert_picture (push (reader, picture, sizeof picture, &bytes), &bytes);
}

static void
test_snapshot_no_jpeg (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  static const guint8 no_marker[] = { 0xff, 0xd8, 0xff, 0xe0, 0x00, 0x02, 0x00, 0x00 };
  static const guint8 short_segment[] = { 0xff, 0xd8, 0xff, 0xe0, 0x00, 0x01 };
  static const guint8 stuffed[] = { 0xff, 0xd8, 0xff, 0x00 };
  GBytes *bytes;

  g_assert_cmpint (push (reader, no_marker, sizeof no_marker, &bytes), ==, DVRIP_READ_ERROR);
  g_assert_cmpint (push (reader, short_segment, sizeof short_segment, &bytes), ==,
                   DVRIP_READ_ERROR);
  g_assert_cmpint (push (reader, stuffed, sizeof stuffed, &bytes), ==, DVRIP_READ_ERROR);
  assert_picture (push (reader, picture, sizeof picture, &bytes), &bytes);
}

static void
test_snapshot_without_end (void)
{
  g_autoptr (DvripSnapshotReader) reader = dvrip_snapshot_reader_new ();
  g_autofree guint8 *zeros = g_malloc0 (64 << 10);
  GBytes *bytes;
  gsize size = 40;

  g_assert_cmpint (push (reader, picture, 40, &bytes), ==, DVRIP_READ_MORE);
  while (size + (64 << 10) <= DVRIP_MAX_SNAPSHOT) {
    g_assert_cmpint (push (reader, zeros, 64 << 10, &bytes), ==, DVRIP_READ_MORE);
    size += 64 << 10;
  }
  g_assert_cmpint (push (reader, zeros, 64 << 10, &bytes), ==, DVRIP_READ_ERROR);
  g_assert_cmpint (push (reader, zeros, 64 << 10, &bytes), ==, DVRIP_READ_MORE);
  assert_picture (push (reader, picture, sizeof picture, &bytes), &bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/snapshot/cut-anywhere", test_snapshot_cut_anywhere);
  g_test_add_func ("/dvrip/snapshot/byte-by-byte", test_snapshot_byte_by_byte);
  g_test_add_func ("/dvrip/snapshot/with-header-and-trailer",
                   test_snapshot_with_header_and_trailer);
  g_test_add_func ("/dvrip/snapshot/words", test_snapshot_words);
  g_test_add_func ("/dvrip/snapshot/dropped", test_snapshot_dropped);
  g_test_add_func ("/dvrip/snapshot/no-jpeg", test_snapshot_no_jpeg);
  g_test_add_func ("/dvrip/snapshot/without-end", test_snapshot_without_end);

  return g_test_run ();
}
