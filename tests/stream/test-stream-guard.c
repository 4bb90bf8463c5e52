/* test-stream-guard.c
 *
 * Real streams pass, however long; what never ends does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-stream-guard.h"

#include <gst/gst.h>
#include <string.h>

#include "media-maker.h"
#include "wall-reason.h"

#define MIB (1024 * 1024)

static void
assert_passes (const char     *description,
               WallStreamKind  kind)
{
  g_autoptr (WallStreamGuard) guard = wall_stream_guard_new (kind);
  g_autoptr (GBytes) bytes = media_maker_make (description);
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize total = 0; total < 3 * WALL_STREAM_GUARD_MAX_UNIT; total += size) {
    for (gsize done = 0; done < size; done += 1447) {
      wall_stream_guard_pass (guard, data + done, MIN (1447, size - done), &error);
      g_assert_no_error (error);
    }
  }
}

static void
test_real_streams_pass (void)
{
  assert_passes (MEDIA_H264, WALL_STREAM_KIND_H264);
  assert_passes (MEDIA_H265, WALL_STREAM_KIND_H265);
  assert_passes (MEDIA_H264 " ! mpegtsmux", WALL_STREAM_KIND_MPEG_TS);
}

/* Returns: how many MiB passed before it was refused */
static guint
count_until_refused (WallStreamKind  kind,
                     const guint8   *piece,
                     gsize           size)
{
  g_autoptr (WallStreamGuard) guard = wall_stream_guard_new (kind);
  g_autoptr (GError) error = NULL;
  guint64 total = 0;

  while (!error && total < 20 * MIB) {
    wall_stream_guard_pass (guard, piece, size, &error);
    total += size;
  }
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
  g_test_message ("%s after %" G_GUINT64_FORMAT " bytes", error->message, total);

  return (guint) (total / MIB);
}

static void
test_endless_unit (void)
{
  static const guint8 piece[] = "nothing begins in this";

  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_H264, piece, sizeof piece), ==, 8);
  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_H265, piece, sizeof piece), ==, 8);
}

/* Slice after slice, and none is the first of a picture. */
static void
test_endless_picture (void)
{
  static const guint8 h264[] = { 0, 0, 1, 0x41, 0x40, 5, 5, 5, 5 };
  static const guint8 h265[] = { 0, 0, 1, 0x02, 0x01, 0x40, 5, 5, 5, 5 };

  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_H264, h264, sizeof h264), ==, 8);
  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_H265, h265, sizeof h265), ==, 8);
}

static void
test_endless_packet (void)
{
  guint8 packet[188] = { 0x47, 0x01, 0x00, 0x10 };

  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_MPEG_TS, packet, sizeof packet), ==, 8);
}

static void
test_no_packets (void)
{
  static const guint8 piece[] = "no packets at all";

  g_assert_cmpuint (count_until_refused (WALL_STREAM_KIND_MPEG_TS, piece, sizeof piece), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/stream-guard/real-streams-pass", test_real_streams_pass);
  g_test_add_func ("/stream/stream-guard/endless-unit", test_endless_unit);
  g_test_add_func ("/stream/stream-guard/endless-picture", test_endless_picture);
  g_test_add_func ("/stream/stream-guard/endless-packet", test_endless_packet);
  g_test_add_func ("/stream/stream-guard/no-packets", test_no_packets);

  return g_test_run ();
}
