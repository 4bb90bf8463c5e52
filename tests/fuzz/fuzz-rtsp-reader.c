/* fuzz-rtsp-reader.c
 *
 * What comes from an RTSP server, or goes to it: cut anywhere it gives the same items, each within
 * its limit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "wall-rtsp-reader.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static WallRtspVerdict
add_item (WallRtspItem *item, gpointer user_data)
{
  GString *out = user_data;

  if (item->kind == WALL_RTSP_FRAME) {
    g_assert_cmpuint (item->size, <=, G_MAXUINT16);
    g_assert_cmpuint (item->channel, <=, G_MAXUINT8);
  } else {
    g_assert_nonnull (item->head);
    g_assert_cmpuint (strlen (item->head), <=, WALL_RTSP_MAX_HEAD);
    g_assert_cmpuint (item->size, <=, WALL_RTSP_MAX_BODY);
  }
  g_string_append_printf (out, "%d %s %u %u %u %" G_GSIZE_FORMAT "\n", item->kind, item->method,
                          item->status, item->cseq, item->channel, item->size);

  return item->channel == 3 ? WALL_RTSP_HIDE : WALL_RTSP_PASS;
}

static void
add_passed (GString *out, const GByteArray *passed, gsize size)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, passed->data, passed->len);

  g_assert_cmpuint (passed->len, <=, size);
  g_string_append_printf (out, "%s\n", sum);
}

static char *
read_in_cuts (const guint8 *data, gsize size, FuzzCuts *cuts)
{
  g_autoptr (WallRtspReader) reader = wall_rtsp_reader_new (size % 2 == 0);
  g_autoptr (GByteArray) passed = g_byte_array_new ();
  GString *out = g_string_new (NULL);
  gboolean is_alive = TRUE;
  gsize cut;

  for (gsize at = 0; at < size && is_alive; at += cut) {
    g_autoptr (GError) error = NULL;

    cut = cuts ? fuzz_cuts_next (cuts, size - at) : size - at;
    is_alive = wall_rtsp_reader_push (reader, data + at, cut, add_item, out, passed,
                                      &error);
    g_assert_true (is_alive == (error == NULL));
  }

  add_passed (out, passed, size);
  g_string_append (out, is_alive ? "alive" : "broken");
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_assert_cuts_do_not_matter (data, size, read_in_cuts);

  return 0;
}
