/* fuzz-packet-reader.c
 *
 * Bytes from a socket: cut anywhere they give the same packets, and memory grows with what came,
 * never with what was claimed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include "dvrip-packet-reader.h"

/* What is taken beyond what came. */
#define GROWTH (64u << 10)

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

typedef struct {
  GChecksum *sum;
  guint      n;
  gboolean   is_broken;
} Outcome;

static void
pop_all (DvripPacketReader *reader, Outcome *outcome)
{
  g_autoptr (GBytes) payload = NULL;
  DvripHeader header;
  DvripRead read;

  while ((read = dvrip_packet_reader_pop (reader, &header, &payload, NULL)) == DVRIP_READ_READY) {
    g_assert_cmpuint (g_bytes_get_size (payload), ==, header.length);
    g_checksum_update (outcome->sum, (const guchar *) &header.id, sizeof header.id);
    g_checksum_update (outcome->sum, g_bytes_get_data (payload, NULL),
                       (gssize) g_bytes_get_size (payload));
    g_clear_pointer (&payload, g_bytes_unref);
    outcome->n++;
  }
  outcome->is_broken = read == DVRIP_READ_ERROR;
}

static char *
read_in_cuts (const guint8 *data, gsize size, FuzzCuts *cuts)
{
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  Outcome outcome = { .sum = g_checksum_new (G_CHECKSUM_MD5) };
  char *text;
  gsize cut;

  for (gsize at = 0; at < size && !outcome.is_broken; at += cut) {
    cut = cuts ? fuzz_cuts_next (cuts, size - at) : size - at;
    dvrip_packet_reader_push (reader, data + at, cut);
    g_assert_cmpuint (dvrip_packet_reader_get_allocated (reader), <=, at + cut + GROWTH);
    pop_all (reader, &outcome);
  }

  text = g_strdup_printf ("%u %d %s", outcome.n, outcome.is_broken,
                          g_checksum_get_string (outcome.sum));
  g_checksum_free (outcome.sum);
  return text;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_assert_cuts_do_not_matter (data, size, read_in_cuts);

  return 0;
}
