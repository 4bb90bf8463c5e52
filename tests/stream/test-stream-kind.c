/* test-stream-kind.c
 *
 * What a stream is, told from its own bytes, wherever one comes into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-stream-kind.h"

#include <gst/gst.h>
#include <string.h>

#include "media-maker.h"

static WallStreamKind
judge (gconstpointer data,
       gsize         size)
{
  gsize offset;

  return wall_stream_kind (data, size, &offset);
}

/* From any byte on it is known in time, and for nothing else on the way. */
static void
assert_is_known (const char     *description,
                 WallStreamKind  expected,
                 gsize           in_time)
{
  g_autoptr (GBytes) bytes = media_maker_make (description);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize begin = 0; begin < 3000; begin += 7) {
    WallStreamKind kind = WALL_STREAM_KIND_UNKNOWN;
    gsize end = begin, offset;

    for (; kind == WALL_STREAM_KIND_UNKNOWN && end < size; end += 11)
      kind = wall_stream_kind (data + begin, end - begin, &offset);
    g_assert_cmpint (kind, ==, expected);
    g_assert_cmpuint (end - begin, <, in_time);
  }
}

static void
test_real_streams (void)
{
  assert_is_known (MEDIA_H264, WALL_STREAM_KIND_H264, 10000);
  assert_is_known (MEDIA_H265, WALL_STREAM_KIND_H265, 10000);
  assert_is_known (MEDIA_H264 " ! mpegtsmux", WALL_STREAM_KIND_MPEG_TS, 2000);
}

static void
test_offset (void)
{
  static const guint8 sps[2000] = { 9, 9, 0, 0, 0, 1, 0x67, 66, 0, 30, 1, 2 };
  guint8 packets[188 * 6];
  gsize offset;

  g_assert_cmpint (wall_stream_kind (sps, sizeof sps, &offset), ==, WALL_STREAM_KIND_H264);
  g_assert_cmpuint (offset, ==, 3);
  memset (packets, 1, sizeof packets);
  for (guint i = 0; i < 6; i++)
    packets[100 + i * 188 < sizeof packets ? 100 + i * 188 : 0] = 0x47;
  g_assert_cmpint (wall_stream_kind (packets, sizeof packets, &offset), ==,
                   WALL_STREAM_KIND_MPEG_TS);
  g_assert_cmpuint (offset, ==, 100);
}

static void
test_text (void)
{
  static const char *const texts[] = {
    "220 ready\r\n", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n",
    "RTSP/1.0 400\r\n", "+OK\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (judge (texts[i], strlen (texts[i])), ==, WALL_STREAM_KIND_FOREIGN);
  g_assert_cmpint (judge ("G", 1), ==, WALL_STREAM_KIND_UNKNOWN);
  g_assert_cmpint (judge ("x264 - core 164", 15), ==, WALL_STREAM_KIND_UNKNOWN);
}

static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree guint8 *data = g_malloc (WALL_STREAM_KIND_ENOUGH);

  for (gsize i = 0; i < WALL_STREAM_KIND_ENOUGH; i++)
    data[i] = (guint8) g_rand_int_range (rand, 2, 256);
  g_assert_cmpint (judge (data, 1000), ==, WALL_STREAM_KIND_UNKNOWN);
  g_assert_cmpint (judge (data, WALL_STREAM_KIND_ENOUGH), ==, WALL_STREAM_KIND_FOREIGN);
}

/* Units of neither kind do not keep anybody waiting. */
static void
test_units_of_no_kind (void)
{
  guint8 data[200 * 8];

  for (guint i = 0; i < 200; i++)
    memcpy (data + 8 * i, "\0\0\1\xff\xff\xff\xff\xff", 8);
  g_assert_cmpint (judge (data, sizeof data), ==, WALL_STREAM_KIND_FOREIGN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/stream-kind/real-streams", test_real_streams);
  g_test_add_func ("/stream/stream-kind/offset", test_offset);
  g_test_add_func ("/stream/stream-kind/text", test_text);
  g_test_add_func ("/stream/stream-kind/noise", test_noise);
  g_test_add_func ("/stream/stream-kind/units-of-no-kind", test_units_of_no_kind);

  return g_test_run ();
}
