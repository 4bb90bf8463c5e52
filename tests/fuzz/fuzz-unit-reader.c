/* fuzz-unit-reader.c
 *
 * Payloads of media packets: cut anywhere they give the same units, whole ones only, and memory
 * grows with what came, never with what was claimed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include "dvrip-unit-reader.h"

#define GROWTH (64u << 10)

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
add_unit (GString *out, const DvripUnit *unit)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, unit->bytes);

  g_assert_cmpuint (g_bytes_get_size (unit->bytes), ==,
                    unit->header.header_size + unit->header.payload_size);
  g_assert_cmpuint (unit->header.payload_size, <=, DVRIP_MAX_UNIT);
  g_string_append_printf (out, "%02x %s %d\n", unit->header.kind, sum, unit->is_discont);
}

static gboolean
pop_all (DvripUnitReader *reader, GString *out)
{
  DvripUnit *unit;
  DvripRead read;

  while ((read = dvrip_unit_reader_pop (reader, &unit, NULL)) == DVRIP_READ_READY) {
    add_unit (out, unit);
    dvrip_unit_free (unit);
  }

  return read != DVRIP_READ_ERROR;
}

static char *
read_in_cuts (const guint8 *data, gsize size, FuzzCuts *cuts)
{
  g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
  GString *out = g_string_new (NULL);
  gboolean is_alive = TRUE;
  gsize cut;

  for (gsize at = 0; at < size && is_alive; at += cut) {
    g_autoptr (GBytes) payload = NULL;

    cut = cuts ? fuzz_cuts_next (cuts, size - at) : size - at;
    payload = g_bytes_new (data + at, cut);
    dvrip_unit_reader_push (reader, payload, (gint64) at);
    is_alive = pop_all (reader, out);
    g_assert_cmpuint (dvrip_unit_reader_get_allocated (reader), <=, at + cut + GROWTH);
  }

  g_string_append (out, is_alive ? "alive" : "broken");
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_assert_cuts_do_not_matter (data, size, read_in_cuts);

  return 0;
}
