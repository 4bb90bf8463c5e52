/* fuzz-probe-guess.c
 *
 * What a port may answer of which nobody knows what it speaks: whatever it is, and however much has
 * come, it is a scheme that is known, or foreign, or more must come.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "wall-probe-guess.h"
#include "wall-stream-kind.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
check_kind (const guint8 *data, gsize size)
{
  gsize offset = 0;
  WallStreamKind kind = wall_stream_kind (data, size, &offset);

  g_assert_cmpint (kind, <=, WALL_STREAM_KIND_H265);
  if (kind >= WALL_STREAM_KIND_MPEG_TS)
    g_assert_cmpuint (offset, <, size);
  if (kind == WALL_STREAM_KIND_UNKNOWN)
    g_assert_cmpuint (size, <, WALL_STREAM_KIND_ENOUGH);
}

static void
check_guess (const guint8 *data, gsize size, guint16 port)
{
  static const char *const schemes[] = { "rtsp", "http", "dvrip", "rtsps", "https", "tcp", NULL };
  gboolean is_foreign = FALSE;
  const char *scheme = wall_probe_guess_answer (data, size, port, &is_foreign);

  if (scheme)
    g_assert_true (g_strv_contains (schemes, scheme) && !is_foreign);
  else if (size >= WALL_PROBE_GUESS_ENOUGH)
    g_assert_true (is_foreign);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzCuts cuts;
  gsize come = 0;

  size = MIN (size, 4 * WALL_PROBE_GUESS_ENOUGH);
  fuzz_cuts_init (&cuts, size > 0 ? data[size - 1] * 257u : 1);
  while (come < size) {
    g_autofree guint8 *copy = NULL;

    come += fuzz_cuts_next (&cuts, size - come);
    /* Of its own, so that a read beyond what has come is seen. */
    copy = g_memdup2 (data, come);
    check_kind (copy, come);
    check_guess (copy, come, come % 2 == 0 ? 322 : 34567);
  }

  return 0;
}
