/* test-unit-reader-limits.c
 *
 * However large a unit is, or how far the next one: what may be is taken, what is beyond is
 * refused, and memory follows what came and not what was claimed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "unit-stream.h"
#include "wall-reason.h"

#define GROWTH (64u << 10)

static void
assert_error (DvripUnitReader *reader, const char *number, const char *limit)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  unit_stream_append (bytes, DVRIP_UNIT_I, 10);
  for (int i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    DvripUnit *unit = NULL;

    g_assert_cmpint (dvrip_unit_reader_pop (reader, &unit, &error), ==, DVRIP_READ_ERROR);
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
    g_assert_nonnull (strstr (error->message, number));
    g_assert_nonnull (strstr (error->message, limit));
    g_assert_null (unit);
    unit_stream_push (reader, bytes->data, bytes->len, 1);
  }
}

/* @before: what makes the reader search; then @n_bytes of nothing, then a unit. */
static void
check_search (DvripUnitReader *reader, gsize n_bytes, gboolean is_found)
{
  g_autofree guint8 *nothing = g_malloc0 (1u << 20);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();

  for (gsize left = n_bytes, n; left > 0; left -= n) {
    n = MIN (left, 1u << 20);
    unit_stream_push (reader, nothing, n, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
  }
  unit_stream_append (bytes, DVRIP_UNIT_I, 10);
  unit_stream_push (reader, bytes->data, bytes->len, 2);
  if (!is_found) {
    assert_error (reader, "8388609", "8388608");
    return;
  }

  g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
  g_assert_cmpuint (units->len, ==, 1);
  g_assert_true (((DvripUnit *) units->pdata[0])->is_discont);
}

static void
test_unit_reader_searches_up_to_limit (void)
{
  for (int extra = -1; extra <= 1; extra++) {
    g_autoptr (DvripUnitReader) fresh = dvrip_unit_reader_new ();
    g_autoptr (DvripUnitReader) lost = dvrip_unit_reader_new ();
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GPtrArray) units = unit_stream_new_units ();

    check_search (fresh, (gsize) (DVRIP_MAX_UNIT + extra), extra <= 0);

    unit_stream_append (bytes, DVRIP_UNIT_I, 10);
    unit_stream_push (lost, bytes->data, bytes->len, 1);
    g_assert_cmpint (unit_stream_drain (lost, units), ==, DVRIP_READ_MORE);
    check_search (lost, (gsize) (DVRIP_MAX_UNIT + extra), extra <= 0);
  }
}

static void
test_unit_reader_refuses_units_beyond_limit (void)
{
  static const guint8 claims[][8] = {
    { 0, 0, 1, 0xfd, 1, 0, 0x80, 0 },
    { 0, 0, 1, 0xfd, 0xff, 0xff, 0xff, 0x7f },
    { 0, 0, 1, 0xfd, 0xff, 0xff, 0xff, 0xff },
  };
  static const char *const numbers[] = { "8388609", "2147483647", "4294967295" };

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++) {
    g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GPtrArray) units = unit_stream_new_units ();

    unit_stream_append (bytes, DVRIP_UNIT_I, 10);
    unit_stream_push (reader, bytes->data, bytes->len, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
    unit_stream_push (reader, claims[i], 8, 1);
    assert_error (reader, numbers[i], "8388608");
  }
}

/* The largest unit, and memory that follows what came and not what was claimed. */
static void
check_large (guint32 size)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autofree guint8 *piece = g_malloc0 (8192);
  DvripUnitHeader header = { .kind = DVRIP_UNIT_P, .payload_size = size };
  gsize received = dvrip_unit_header_write (&header, piece);
  g_autoptr (DvripUnit) unit = NULL;

  unit_stream_push (reader, piece, received, 7);
  for (gsize n = 0; received < size + 8; received += n) {
    g_assert_cmpint (dvrip_unit_reader_pop (reader, &unit, NULL), ==, DVRIP_READ_MORE);
    g_assert_cmpuint (dvrip_unit_reader_get_allocated (reader), <=, received + GROWTH);
    n = MIN (8192, size + 8 - received);
    unit_stream_push (reader, piece, n, 8);
  }

  g_assert_cmpint (dvrip_unit_reader_pop (reader, &unit, NULL), ==, DVRIP_READ_READY);
  g_assert_cmpuint (g_bytes_get_size (unit->bytes), ==, size + 8);
  g_assert_cmpint (unit->arrival_us, ==, 7);
  g_assert_cmpuint (dvrip_unit_reader_get_allocated (reader), ==, 0);
}

static void
test_unit_reader_takes_units_up_to_limit (void)
{
  check_large (GROWTH - 8);
  check_large (GROWTH);
  check_large (DVRIP_MAX_UNIT - 1);
  check_large (DVRIP_MAX_UNIT);
}

/* The same unit by drops: what is kept of each must not cost more than the drop. */
static void
test_unit_reader_gathers_drops (void)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) units = unit_stream_new_units ();

  unit_stream_append (bytes, DVRIP_UNIT_I, 300000);
  for (gsize at = 0; at < bytes->len; at++) {
    unit_stream_push (reader, bytes->data + at, 1, 1);
    g_assert_cmpint (unit_stream_drain (reader, units), ==, DVRIP_READ_MORE);
    g_assert_cmpuint (dvrip_unit_reader_get_allocated (reader), <=, at + 1 + GROWTH);
  }
  g_assert_cmpuint (units->len, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (((DvripUnit *) units->pdata[0])->bytes, NULL),
                   g_bytes_get_size (((DvripUnit *) units->pdata[0])->bytes),
                   bytes->data, bytes->len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/unit-reader/searches-up-to-limit",
                   test_unit_reader_searches_up_to_limit);
  g_test_add_func ("/dvrip/unit-reader/refuses-units-beyond-limit",
                   test_unit_reader_refuses_units_beyond_limit);
  g_test_add_func ("/dvrip/unit-reader/takes-units-up-to-limit",
                   test_unit_reader_takes_units_up_to_limit);
  g_test_add_func ("/dvrip/unit-reader/gathers-drops", test_unit_reader_gathers_drops);

  return g_test_run ();
}
