/* test-unit-reader.c
 *
 * Units come out the same however the stream was cut into packets, and wherever it began.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "unit-stream.h"

typedef struct {
  DvripUnitKind kind;
  guint32 size;
} Entry;

/* Two groups of pictures with sound and information between them. */
static const Entry entries[] = {
  { DVRIP_UNIT_I, 90 }, { DVRIP_UNIT_P, 40 }, { DVRIP_UNIT_AUDIO, 32 }, { DVRIP_UNIT_P, 1 },
  { DVRIP_UNIT_INFO, 17 }, { DVRIP_UNIT_P, 55 }, { DVRIP_UNIT_I, 64 }, { DVRIP_UNIT_AUDIO, 32 },
  { DVRIP_UNIT_P, 16 }, { DVRIP_UNIT_PICTURE, 70 }, { DVRIP_UNIT_P, 8 },
};

typedef struct {
  GByteArray *bytes;
  gsize starts[G_N_ELEMENTS (entries) + 1];
} Stream;

static void
stream_init (Stream *stream)
{
  stream->bytes = g_byte_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++) {
    stream->starts[i] = stream->bytes->len;
    unit_stream_append (stream->bytes, entries[i].kind, entries[i].size);
  }
  stream->starts[G_N_ELEMENTS (entries)] = stream->bytes->len;
}

static void
stream_clear (Stream *stream)
{
  g_byte_array_unref (stream->bytes);
}

static void
assert_unit (const DvripUnit *unit, const Stream *stream, gsize i)
{
  gsize start = stream->starts[i], size = stream->starts[i + 1] - start;

  g_assert_cmphex (unit->header.kind, ==, entries[i].kind);
  g_assert_cmpuint (unit->header.payload_size, ==, entries[i].size);
  g_assert_cmpmem (g_bytes_get_data (unit->bytes, NULL), g_bytes_get_size (unit->bytes),
                   stream->bytes->data + start, size);
}

static void
test_unit_reader_is_indifferent_to_one_cut (void)
{
  Stream stream;

  stream_init (&stream);
  for (gsize cut = 0; cut <= stream.bytes->len; cut++) {
    g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
    g_autoptr (GPtrArray) units = unit_stream_new_units ();

    unit_stream_push (reader, stream.bytes->data, cut, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
    unit_stream_push (reader, stream.bytes->data + cut, stream.bytes->len - cut, 2);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);

    g_assert_cmpuint (units->len, ==, G_N_ELEMENTS (entries));
    for (gsize i = 0; i < units->len; i++) {
      const DvripUnit *unit = units->pdata[i];

      assert_unit (unit, &stream, i);
      g_assert_cmpint (unit->arrival_us, ==, stream.starts[i] < cut ? 1 : 2);
      g_assert_false (unit->is_discont);
    }
  }
  stream_clear (&stream);
}

/* Begins at @from; every piece arrives a microsecond after the one before. */
static void
check_pieces (const Stream *stream, gsize from, gsize piece)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();
  gsize first = 0;

  for (gsize at = from; at < stream->bytes->len; at += piece) {
    unit_stream_push (reader, stream->bytes->data + at, MIN (piece, stream->bytes->len - at),
                      (gint64) at);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
  }

  while (stream->starts[first] < from)
    first++;
  g_assert_cmpuint (units->len, ==, G_N_ELEMENTS (entries) - first);
  for (gsize i = 0; i < units->len; i++) {
    const DvripUnit *unit = units->pdata[i];
    gsize start = stream->starts[first + i];

    assert_unit (unit, stream, first + i);
    g_assert_cmpint (unit->arrival_us, ==, (gint64) (start - (start - from) % piece));
    g_assert_cmpint (unit->is_discont, ==, i == 0 && start != from);
  }
}

static void
test_unit_reader_is_indifferent_to_piece_size (void)
{
  Stream stream;

  stream_init (&stream);
  for (gsize piece = 1; piece <= 130; piece++)
    check_pieces (&stream, 0, piece);
  stream_clear (&stream);
}

static void
test_unit_reader_begins_anywhere (void)
{
  Stream stream;

  stream_init (&stream);
  for (gsize from = 0; from < stream.bytes->len; from++) {
    for (gsize piece = 1; piece <= 24; piece++)
      check_pieces (&stream, from, piece);
    check_pieces (&stream, from, stream.bytes->len);
  }
  stream_clear (&stream);
}

static void
test_unit_reader_takes_pushes_in_a_row (void)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();
  Stream stream;

  stream_init (&stream);
  for (gsize at = 0; at < stream.bytes->len; at++) {
    unit_stream_push (reader, stream.bytes->data + at, 1, (gint64) at);
    unit_stream_push (reader, stream.bytes->data, 0, 0);
  }
  g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
  g_assert_cmpuint (units->len, ==, G_N_ELEMENTS (entries));
  for (gsize i = 0; i < units->len; i++) {
    assert_unit (units->pdata[i], &stream, i);
    g_assert_cmpint (((DvripUnit *) units->pdata[i])->arrival_us, ==, (gint64) stream.starts[i]);
  }
  stream_clear (&stream);
}

static void
test_unit_reader_passes_empty_units (void)
{
  static const DvripUnitKind kinds[] = {
    DVRIP_UNIT_I, DVRIP_UNIT_P, DVRIP_UNIT_PICTURE, DVRIP_UNIT_AUDIO, DVRIP_UNIT_INFO
  };
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();

  unit_stream_append (bytes, DVRIP_UNIT_I, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    unit_stream_append (bytes, kinds[i], 0);
  unit_stream_append (bytes, DVRIP_UNIT_P, 10);
  unit_stream_push (reader, bytes->data, bytes->len, 1);

  g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
  g_assert_cmpuint (units->len, ==, G_N_ELEMENTS (kinds) + 2);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const DvripUnit *unit = units->pdata[i + 1];

    g_assert_cmphex (unit->header.kind, ==, kinds[i]);
    g_assert_cmpuint (unit->header.payload_size, ==, 0);
    g_assert_cmpuint (g_bytes_get_size (unit->bytes), ==, unit->header.header_size);
    g_assert_false (unit->is_discont);
  }
}

static void
test_unit_reader_shares_whole_units (void)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();
  g_autoptr (GBytes) payload = NULL;
  const guint8 *data;

  unit_stream_append (bytes, DVRIP_UNIT_I, 100);
  unit_stream_append (bytes, DVRIP_UNIT_P, 100);
  payload = g_bytes_new (bytes->data, bytes->len);
  data = g_bytes_get_data (payload, NULL);
  dvrip_unit_reader_push (reader, payload, 1);
  g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);

  g_assert_cmpuint (units->len, ==, 2);
  g_assert_true (g_bytes_get_data (((DvripUnit *) units->pdata[0])->bytes, NULL) == data);
  g_assert_true (g_bytes_get_data (((DvripUnit *) units->pdata[1])->bytes, NULL) == data + 116);
}

static void
test_unit_reader_tells_when_a_unit_began (void)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();

  g_assert_cmpint (dvrip_unit_reader_get_begun_us (reader), ==, -1);
  unit_stream_append (bytes, DVRIP_UNIT_I, 100);
  unit_stream_append (bytes, DVRIP_UNIT_P, 100);

  unit_stream_push (reader, bytes->data, 50, 10);
  unit_stream_drain (reader, units);
  g_assert_cmpint (dvrip_unit_reader_get_begun_us (reader), ==, 10);
  unit_stream_push (reader, bytes->data + 50, 50, 20);
  unit_stream_drain (reader, units);
  g_assert_cmpint (dvrip_unit_reader_get_begun_us (reader), ==, 10);
  unit_stream_push (reader, bytes->data + 100, 17, 30);
  unit_stream_drain (reader, units);
  g_assert_cmpuint (units->len, ==, 1);
  g_assert_cmpint (dvrip_unit_reader_get_begun_us (reader), ==, 30);
  unit_stream_push (reader, bytes->data + 117, bytes->len - 117, 40);
  unit_stream_drain (reader, units);
  g_assert_cmpuint (units->len, ==, 2);
  g_assert_cmpint (((DvripUnit *) units->pdata[1])->arrival_us, ==, 30);
  g_assert_cmpint (dvrip_unit_reader_get_begun_us (reader), ==, -1);
}

/* A length that leads nowhere: all up to the next whole picture is dropped, sound as well. */
static void
test_unit_reader_recovers_at_next_picture (void)
{
  static const DvripUnitKind first[] = { DVRIP_UNIT_I, DVRIP_UNIT_PICTURE };

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    for (gsize piece = 1; piece < 400; piece += 7) {
      g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GPtrArray) units = unit_stream_new_units ();

      unit_stream_append (bytes, DVRIP_UNIT_I, 30);
      unit_stream_append (bytes, DVRIP_UNIT_P, 30);
      bytes->data[bytes->len - 34] = 20;
      unit_stream_append (bytes, DVRIP_UNIT_AUDIO, 30);
      unit_stream_append (bytes, DVRIP_UNIT_P, 30);
      unit_stream_append (bytes, DVRIP_UNIT_INFO, 30);
      unit_stream_append (bytes, first[i], 30);
      unit_stream_append (bytes, DVRIP_UNIT_P, 30);

      for (gsize at = 0; at < bytes->len; at += piece) {
        unit_stream_push (reader, bytes->data + at, MIN (piece, bytes->len - at), 1);
        g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
      }
      g_assert_cmpuint (units->len, ==, 4);
      g_assert_cmphex (((DvripUnit *) units->pdata[2])->header.kind, ==, first[i]);
      g_assert_true (((DvripUnit *) units->pdata[2])->is_discont);
      g_assert_cmphex (((DvripUnit *) units->pdata[3])->header.kind, ==, DVRIP_UNIT_P);
      g_assert_false (((DvripUnit *) units->pdata[3])->is_discont);
    }
}

static void
test_unit_reader_is_not_fooled_by_impossible_headers (void)
{
  static const guint8 tail[] = {
    1, 2, 0, 0, 1, 0xfc, 2, 25, 80, 45, 0xff, 0xff, 0xff, 0xff, 4, 0, 0, 0, /* no such date */
    3, 0, 0, 1, 0xfd, 0xff, 0xff, 0xff, 0xff,                               /* too large */
    4, 0, 0, 1, 0xfd, 0, 0, 0, 0,                                           /* empty */
    5, 0, 0, 1, 0xfa, 0x0e, 0, 0x40, 1,                                     /* no such rate */
    6, 0, 0, 1, 0xfb, 0, 0, 0, 0,                                           /* no such kind */
    0, 0, 0,
  };

  for (gsize cut = 0; cut < sizeof tail; cut++) {
    g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GPtrArray) units = unit_stream_new_units ();

    unit_stream_append (bytes, DVRIP_UNIT_P, 10);
    unit_stream_push (reader, tail, cut, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
    unit_stream_push (reader, tail + cut, sizeof tail - cut, 1);
    unit_stream_push (reader, bytes->data, bytes->len, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
    g_assert_cmpuint (units->len, ==, 1);
    g_assert_cmpmem (g_bytes_get_data (((DvripUnit *) units->pdata[0])->bytes, NULL), 18,
                     bytes->data, bytes->len);
  }
}

static void
test_unit_copy_shares_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  DvripUnit unit = { .bytes = bytes, .arrival_us = 5, .is_discont = TRUE };
  g_autoptr (DvripUnit) copy = dvrip_unit_copy (&unit);

  g_assert_true (copy->bytes == bytes);
  g_assert_cmpint (copy->arrival_us, ==, 5);
  g_assert_true (copy->is_discont);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/unit-reader/is-indifferent-to-one-cut",
                   test_unit_reader_is_indifferent_to_one_cut);
  g_test_add_func ("/dvrip/unit-reader/is-indifferent-to-piece-size",
                   test_unit_reader_is_indifferent_to_piece_size);
  g_test_add_func ("/dvrip/unit-reader/begins-anywhere", test_unit_reader_begins_anywhere);
  g_test_add_func ("/dvrip/unit-reader/takes-pushes-in-a-row",
                   test_unit_reader_takes_pushes_in_a_row);
  g_test_add_func ("/dvrip/unit-reader/passes-empty-units", test_unit_reader_passes_empty_units);
  g_test_add_func ("/dvrip/unit-reader/shares-whole-units", test_unit_reader_shares_whole_units);
  g_test_add_func ("/dvrip/unit-reader/tells-when-a-unit-began",
                   test_unit_reader_tells_when_a_unit_began);
  g_test_add_func ("/dvrip/unit-reader/recovers-at-next-picture",
                   test_unit_reader_recovers_at_next_picture);
  g_test_add_func ("/dvrip/unit-reader/is-not-fooled-by-impossible-headers",
                   test_unit_reader_is_not_fooled_by_impossible_headers);
  g_test_add_func ("/dvrip/unit/copy-shares-bytes", test_unit_copy_shares_bytes);

  return g_test_run ();
}
