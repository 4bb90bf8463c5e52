/* test-dvrippicture.c
 *
 * A coded picture tells its codec and size, and what is none is told from one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "coded-picture.h"
#include "gstdvripsize.h"

static void
test_picture_tells_codec (void)
{
  g_autoptr (GByteArray) h264 = coded_picture_h264_key (640, 360);
  g_autoptr (GByteArray) h265 = coded_picture_h265_key ();

  g_assert_cmpint (gst_dvrip_picture_find_codec (h264->data, h264->len), ==, GST_DVRIP_CODEC_H264);
  g_assert_cmpint (gst_dvrip_picture_find_codec (h265->data, h265->len), ==, GST_DVRIP_CODEC_H265);
}

static void
test_picture_tells_codec_by_first_bytes (void)
{
  static const struct { guint8 nal[2]; GstDvripCodec codec; } nals[] = {
    { { 0x67, 0x64 }, GST_DVRIP_CODEC_H264 }, { { 0x47, 0x42 }, GST_DVRIP_CODEC_H264 },
    { { 0x27, 0x01 }, GST_DVRIP_CODEC_H264 }, { { 0x65, 0x01 }, GST_DVRIP_CODEC_H264 },
    { { 0x25, 0x88 }, GST_DVRIP_CODEC_H264 }, { { 0x40, 0x01 }, GST_DVRIP_CODEC_H265 },
    { { 0x42, 0x01 }, GST_DVRIP_CODEC_H265 }, { { 0x26, 0x01 }, GST_DVRIP_CODEC_H265 },
    { { 0x28, 0x01 }, GST_DVRIP_CODEC_H265 }, { { 0x2a, 0x01 }, GST_DVRIP_CODEC_H265 },
    { { 0x68, 0xce }, GST_DVRIP_CODEC_UNKNOWN }, { { 0x06, 0x05 }, GST_DVRIP_CODEC_UNKNOWN },
    { { 0x09, 0x10 }, GST_DVRIP_CODEC_UNKNOWN }, { { 0x46, 0x01 }, GST_DVRIP_CODEC_UNKNOWN },
    { { 0x4e, 0x01 }, GST_DVRIP_CODEC_UNKNOWN }, { { 0xe7, 0x64 }, GST_DVRIP_CODEC_UNKNOWN },
    { { 0x07, 0x64 }, GST_DVRIP_CODEC_UNKNOWN }, { { 0xc0, 0x01 }, GST_DVRIP_CODEC_UNKNOWN },
    { { 0xb6, 0x10 }, GST_DVRIP_CODEC_MPEG4 }, { { 0xb0, 0x01 }, GST_DVRIP_CODEC_MPEG4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nals); i++) {
    guint8 data[] = { 0, 0, 1, 0x06, 0x05, 0, 0, 0, 1, nals[i].nal[0], nals[i].nal[1] };

    g_assert_cmpint (gst_dvrip_picture_find_codec (data, sizeof data), ==, nals[i].codec);
    g_assert_cmpint (gst_dvrip_picture_find_codec (data + 5, sizeof data - 5), ==, nals[i].codec);
  }
}

static void
test_picture_needs_no_more_bytes_than_there_are (void)
{
  g_autoptr (GByteArray) key = coded_picture_h265_key ();

  for (gsize size = 0; size < key->len; size++) {
    g_autofree guint8 *data = g_memdup2 (key->data, size);
    GstDvripSize seen = { 0 };

    gst_dvrip_picture_find_codec (data, size);
    gst_dvrip_picture_is_valid (data, size, GST_DVRIP_CODEC_H264);
    gst_dvrip_picture_is_valid (data, size, GST_DVRIP_CODEC_H265);
    gst_dvrip_size_update (&seen, data, size, GST_DVRIP_CODEC_H264);
    gst_dvrip_size_update (&seen, data, size, GST_DVRIP_CODEC_H265);
    gst_dvrip_size_clear (&seen);
  }
  g_assert_cmpint (gst_dvrip_picture_find_codec (NULL, 0), ==, GST_DVRIP_CODEC_UNKNOWN);
}

static void
test_picture_is_told_from_service_blocks (void)
{
  static const struct { guint8 nal[2]; gboolean is_h264, is_h265; } nals[] = {
    { { 0x41, 0x9a }, TRUE, FALSE }, { { 0x01, 0x9a }, TRUE, FALSE }, { { 0x61, 0x00 }, TRUE, FALSE },
    { { 0x65, 0x88 }, TRUE, FALSE }, { { 0x09, 0x30 }, TRUE, FALSE }, { { 0x02, 0x01 }, TRUE, TRUE },
    { { 0x00, 0x01 }, FALSE, TRUE }, { { 0x26, 0x01 }, TRUE, TRUE }, { { 0x46, 0x01 }, TRUE, TRUE },
    { { 0x02, 0x09 }, TRUE, FALSE }, { { 0x03, 0x01 }, TRUE, FALSE }, { { 0x02, 0x00 }, TRUE, FALSE },
    { { 0x60, 0x01 }, FALSE, FALSE }, { { 0x81, 0x01 }, FALSE, FALSE }, { { 0xfc, 0x01 }, FALSE, FALSE },
    { { 0x18, 0x01 }, FALSE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nals); i++) {
    guint8 data[] = { 0, 0, 0, 1, nals[i].nal[0], nals[i].nal[1], 0xa5 };

    g_assert_cmpint (gst_dvrip_picture_is_valid (data, sizeof data, GST_DVRIP_CODEC_H264), ==,
                     nals[i].is_h264);
    g_assert_cmpint (gst_dvrip_picture_is_valid (data, sizeof data, GST_DVRIP_CODEC_H265), ==,
                     nals[i].is_h265);
  }
  g_assert_false (gst_dvrip_picture_is_valid ((const guint8 *) "no start code", 13,
                                              GST_DVRIP_CODEC_H264));
}

static void
test_sps_tells_size (void)
{
  static const guint sizes[][2] = {
    { 640, 360 }, { 1920, 1080 }, { 854, 480 }, { 16, 16 }, { 3840, 2160 }, { 16384, 16384 },
    { 702, 574 },
  };
  GstDvripSize seen = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GByteArray) key = coded_picture_h264_key (sizes[i][0], sizes[i][1]);

    g_assert_true (gst_dvrip_size_update (&seen, key->data, key->len, GST_DVRIP_CODEC_H264));
    g_assert_cmpuint (seen.width, ==, sizes[i][0]);
    g_assert_cmpuint (seen.height, ==, sizes[i][1]);
  }
  gst_dvrip_size_clear (&seen);
  g_assert_cmpuint (seen.width, ==, 0);
}

static void
test_sps_tells_size_of_h265 (void)
{
  g_autoptr (GByteArray) key = coded_picture_h265_key ();
  GstDvripSize seen = { 0 };

  g_assert_true (gst_dvrip_size_update (&seen, key->data, key->len, GST_DVRIP_CODEC_H265));
  g_assert_cmpuint (seen.width, ==, CODED_PICTURE_H265_WIDTH);
  g_assert_cmpuint (seen.height, ==, CODED_PICTURE_H265_HEIGHT);
  gst_dvrip_size_clear (&seen);
}

static void
test_sps_is_kept_and_read_once (void)
{
  g_autoptr (GByteArray) key = coded_picture_h264_key (640, 360);
  g_autoptr (GByteArray) delta = coded_picture_h264_delta ();
  GstDvripSize seen = { 0 };
  GBytes *bytes;

  g_assert_false (gst_dvrip_size_update (&seen, delta->data, delta->len, GST_DVRIP_CODEC_H264));
  g_assert_true (gst_dvrip_size_update (&seen, key->data, key->len, GST_DVRIP_CODEC_H264));
  bytes = seen.bytes;
  g_assert_true (gst_dvrip_size_update (&seen, key->data, key->len, GST_DVRIP_CODEC_H264));
  g_assert_true (seen.bytes == bytes);
  g_assert_true (gst_dvrip_size_update (&seen, delta->data, delta->len, GST_DVRIP_CODEC_H264));
  g_assert_cmpuint (seen.width, ==, 640);
  g_assert_false (gst_dvrip_size_update (&seen, delta->data, delta->len, GST_DVRIP_CODEC_H265));
  gst_dvrip_size_clear (&seen);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/picture/tells-codec", test_picture_tells_codec);
  g_test_add_func ("/gst/picture/tells-codec-by-first-bytes",
                   test_picture_tells_codec_by_first_bytes);
  g_test_add_func ("/gst/picture/needs-no-more-bytes-than-there-are",
                   test_picture_needs_no_more_bytes_than_there_are);
  g_test_add_func ("/gst/picture/is-told-from-service-blocks",
                   test_picture_is_told_from_service_blocks);
  g_test_add_func ("/gst/sps/tells-size", test_sps_tells_size);
  g_test_add_func ("/gst/sps/tells-size-of-h265", test_sps_tells_size_of_h265);
  g_test_add_func ("/gst/sps/is-kept-and-read-once", test_sps_is_kept_and_read_once);

  return g_test_run ();
}
