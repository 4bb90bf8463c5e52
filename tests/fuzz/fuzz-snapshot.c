/* fuzz-snapshot.c
 *
 * Payloads of the answers to a snapshot: cut anywhere, a picture comes out from its first mark to
 * its last or not at all, and one that came in one piece comes out of that piece.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include "dvrip-snapshot.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
check_picture (GBytes *picture, gsize most)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);

  g_assert_cmpuint (size, >=, 4);
  g_assert_cmpuint (size, <=, most);
  g_assert_true (data[0] == 0xff && data[1] == 0xd8);
  g_assert_true (data[size - 2] == 0xff && data[size - 1] == 0xd9);
}

static void
push (DvripSnapshotReader *reader, const guint8 *data, gsize size, gsize most)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GError) error = NULL;
  DvripRead read = dvrip_snapshot_reader_push (reader, payload, &picture, &error);

  g_assert_cmpint (read == DVRIP_READ_ERROR, ==, error != NULL);
  if (picture) {
    g_assert_cmpint (read, ==, DVRIP_READ_READY);
    check_picture (picture, most);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DvripSnapshotReader) whole = dvrip_snapshot_reader_new ();
  g_autoptr (DvripSnapshotReader) pieces = dvrip_snapshot_reader_new ();
  FuzzCuts cuts;
  gsize cut;

  push (whole, data, size, size);

  fuzz_cuts_init (&cuts, (guint32) size);
  for (gsize at = 0; at < size; at += cut) {
    cut = fuzz_cuts_next (&cuts, size - at);
    push (pieces, data + at, cut, size);
  }

  return 0;
}
