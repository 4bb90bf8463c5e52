/* test-unit-header.c
 *
 * Headers of units are read and written to the byte, with sizes up to 4K and dates.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-unit-reader.h"
#include "wall-reason.h"

typedef struct {
  guint8 data[16];
  DvripUnitHeader header;
} Vector;

/* Two headers of real I units (4K H.265, full HD H.264), one of real sound, and their relatives. */
static const Vector vectors[] = {
  { { 0, 0, 1, 0xfc, 0x53, 0x15, 0xe0, 0x0e, 0xb9, 0x59, 0x11, 0x6a, 0x9b, 0x85, 0, 0 },
    { DVRIP_UNIT_I, 16, 34203, DVRIP_VIDEO_H265, 3840, 2160, 21, 0, 0x6a1159b9 } },
  { { 0, 0, 1, 0xfc, 0x02, 0x0a, 0xf0, 0x87, 0x07, 0x56, 0x43, 0x6a, 0xdb, 0xd4, 0, 0 },
    { DVRIP_UNIT_I, 16, 54491, DVRIP_VIDEO_H264, 1920, 1080, 10, 0, 0x6a435607 } },
  { { 0, 0, 1, 0xfc, 0x12, 0x14, 0x44, 0xf3, 0, 0, 0, 0, 1, 0, 0, 0 },
    { DVRIP_UNIT_I, 16, 1, DVRIP_VIDEO_H264, 2592, 1944, 20, 0, 0 } },
  { { 0, 0, 1, 0xfc, 0x43, 0x19, 0xf0, 0x00, 0, 0, 0, 0, 1, 0, 0, 0 },
    { DVRIP_UNIT_I, 16, 1, DVRIP_VIDEO_H265, 1920, 2048, 25, 0, 0 } },
  { { 0, 0, 1, 0xfc, 0x52, 0x0f, 0xe0, 0x0e, 0, 0, 0, 0, 0, 0, 0x80, 0 },
    { DVRIP_UNIT_I, 16, DVRIP_MAX_UNIT, DVRIP_VIDEO_H264, 3840, 2160, 15, 0, 0 } },
  { { 0, 0, 1, 0xfc, 0xf1, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0 },
    { DVRIP_UNIT_I, 16, 0, DVRIP_VIDEO_MPEG4, 8184, 8184, 31, 0, G_MAXUINT32 } },
  { { 0, 0, 1, 0xfd, 0x78, 0x56, 0x34, 0x00 },
    { DVRIP_UNIT_P, 8, 0x345678, 0, 0, 0, 0, 0, 0 } },
  { { 0, 0, 1, 0xfe, 0x00, 0x01, 0x58, 0x48, 0x07, 0x56, 0x43, 0x6a, 0, 0x10, 0, 0 },
    { DVRIP_UNIT_PICTURE, 16, 4096, 0, 704, 576, 1, 0, 0x6a435607 } },
  { { 0, 0, 1, 0xfa, 0x0e, 0x02, 0x40, 0x01 },
    { DVRIP_UNIT_AUDIO, 8, 320, DVRIP_AUDIO_ALAW, 0, 0, 0, 8000, 0 } },
  { { 0, 0, 1, 0xfa, 0x0a, 0x09, 0xff, 0xff },
    { DVRIP_UNIT_AUDIO, 8, 65535, DVRIP_AUDIO_MULAW, 0, 0, 0, 48000, 0 } },
  { { 0, 0, 1, 0xf9, 0x01, 0x00, 0x20, 0x00 },
    { DVRIP_UNIT_INFO, 8, 32, 0, 0, 0, 0, 0, 0 } },
};

static void
assert_headers_equal (const DvripUnitHeader *a, const DvripUnitHeader *b)
{
  g_assert_cmphex (a->kind, ==, b->kind);
  g_assert_cmpuint (a->header_size, ==, b->header_size);
  g_assert_cmpuint (a->payload_size, ==, b->payload_size);
  g_assert_cmpuint (a->codec, ==, b->codec);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->height, ==, b->height);
  g_assert_cmpuint (a->fps, ==, b->fps);
  g_assert_cmpuint (a->sample_rate, ==, b->sample_rate);
  g_assert_cmphex (a->date_time, ==, b->date_time);
}

static void
test_unit_header_reads_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    const DvripUnitHeader *expected = &vectors[i].header;
    DvripUnitHeader header;
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (dvrip_unit_header_parse (vectors[i].data, 16, &header, &error), ==,
                      expected->header_size);
    g_assert_no_error (error);
    assert_headers_equal (&header, expected);
  }
}

static void
test_unit_header_writes_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    guint8 data[16];
    gsize size = dvrip_unit_header_write (&vectors[i].header, data);

    g_assert_cmpmem (data, size, vectors[i].data, vectors[i].header.header_size);
  }
}

static void
test_unit_header_asks_for_more (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    for (gsize size = 0; size < vectors[i].header.header_size; size++) {
      g_autofree guint8 *data = g_memdup2 (vectors[i].data, size);
      g_autoptr (GError) error = NULL;
      DvripUnitHeader header;

      g_assert_cmpuint (dvrip_unit_header_parse (data ? data : vectors[i].data, size,
                                                 &header, &error), ==, 0);
      g_assert_no_error (error);
    }
  }
}

static void
test_unit_header_ignores_spare_bits_of_rate (void)
{
  guint8 data[16];
  DvripUnitHeader header;

  memcpy (data, vectors[1].data, sizeof data);
  data[5] |= 0xe0;
  g_assert_cmpuint (dvrip_unit_header_parse (data, sizeof data, &header, NULL), ==, 16);
  g_assert_cmpuint (header.fps, ==, 10);
}

static void
test_unit_header_knows_sample_rates (void)
{
  static const guint rates[] = {
    0, 4000, 8000, 11025, 16000, 20000, 22050, 32000, 44100, 48000, 0
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    guint8 data[] = { 0, 0, 1, 0xfa, 0x0e, (guint8) i, 0x40, 0x01 };
    DvripUnitHeader header;

    g_assert_cmpuint (dvrip_unit_header_parse (data, sizeof data, &header, NULL), ==, 8);
    g_assert_cmpuint (header.sample_rate, ==, rates[i]);
  }
}

static void
assert_refused (const guint8 *data, gsize size, const char *words)
{
  DvripUnitHeader header = { .payload_size = 0x5a5a5a5a };
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (dvrip_unit_header_parse (data, size, &header, &error), ==, 0);
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmphex (header.payload_size, ==, 0x5a5a5a5a);
}

static void
test_unit_header_refuses_other_starts (void)
{
  for (int kind = 0; kind <= 0xff; kind++) {
    guint8 data[16] = { 0, 0, 1, (guint8) kind };
    gboolean is_known = kind == 0xf9 || kind == 0xfa || (kind >= 0xfc && kind <= 0xfe);

    g_assert_cmpint (dvrip_unit_is_start (data, 4), ==, is_known);
    if (!is_known)
      assert_refused (data, sizeof data, "No unit");
  }

  assert_refused ((const guint8 *) "\001", 1, "No unit");
  assert_refused ((const guint8 *) "\000\001", 2, "No unit");
  assert_refused ((const guint8 *) "\000\000\000", 3, "No unit");
}

static void
test_unit_header_refuses_units_beyond_limit (void)
{
  guint8 i_unit[] = { 0, 0, 1, 0xfc, 2, 25, 80, 45, 0, 0, 0, 0, 1, 0, 0x80, 0 };
  guint8 p_unit[] = { 0, 0, 1, 0xfd, 1, 0, 0x80, 0 };
  guint8 absurd[] = { 0, 0, 1, 0xfd, 0xff, 0xff, 0xff, 0xff };

  assert_refused (i_unit, sizeof i_unit, "8388609");
  assert_refused (p_unit, sizeof p_unit, "8388608");
  assert_refused (absurd, sizeof absurd, "4294967295");
}

/* The date of the two real headers, as the devices' displays showed it. */
static void
test_unit_header_packs_dates (void)
{
  g_assert_cmphex (dvrip_date_time_pack (2026, 8, 8, 21, 38, 57), ==, 0x6a1159b9);
  g_assert_cmphex (dvrip_date_time_pack (2026, 9, 1, 21, 24, 7), ==, 0x6a435607);
  g_assert_cmphex (dvrip_date_time_pack (2000, 1, 1, 0, 0, 0), ==, 1u << 22 | 1u << 17);
}

static void
test_unit_header_tells_impossible_dates (void)
{
  g_assert_true (dvrip_date_time_is_possible (0));
  g_assert_true (dvrip_date_time_is_possible (dvrip_date_time_pack (2063, 12, 31, 23, 59, 59)));
  g_assert_false (dvrip_date_time_is_possible (dvrip_date_time_pack (2026, 13, 1, 0, 0, 0)));
  g_assert_false (dvrip_date_time_is_possible (dvrip_date_time_pack (2026, 1, 1, 24, 0, 0)));
  g_assert_false (dvrip_date_time_is_possible (dvrip_date_time_pack (2026, 1, 1, 0, 60, 0)));
  g_assert_false (dvrip_date_time_is_possible (dvrip_date_time_pack (2026, 1, 1, 0, 0, 60)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/unit-header/reads-vectors", test_unit_header_reads_vectors);
  g_test_add_func ("/dvrip/unit-header/writes-vectors", test_unit_header_writes_vectors);
  g_test_add_func ("/dvrip/unit-header/asks-for-more", test_unit_header_asks_for_more);
  g_test_add_func ("/dvrip/unit-header/ignores-spare-bits-of-rate",
                   test_unit_header_ignores_spare_bits_of_rate);
  g_test_add_func ("/dvrip/unit-header/knows-sample-rates", test_unit_header_knows_sample_rates);
  g_test_add_func ("/dvrip/unit-header/refuses-other-starts",
                   test_unit_header_refuses_other_starts);
  g_test_add_func ("/dvrip/unit-header/refuses-units-beyond-limit",
                   test_unit_header_refuses_units_beyond_limit);
  g_test_add_func ("/dvrip/unit-header/packs-dates", test_unit_header_packs_dates);
  g_test_add_func ("/dvrip/unit-header/tells-impossible-dates",
                   test_unit_header_tells_impossible_dates);

  return g_test_run ();
}
