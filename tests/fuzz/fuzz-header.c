/* fuzz-header.c
 *
 * The headers of packets and units: what is read is within its limits, and written again it is what
 * was read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include <string.h>

#include "dvrip-header.h"
#include "dvrip-unit-reader.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
try_packet (const guint8 *data)
{
  guint8 written[DVRIP_HEADER_SIZE];
  DvripHeader header;

  if (!dvrip_header_parse (data, &header, NULL))
    return;

  g_assert_cmpuint (header.length, <=, dvrip_header_get_limit (header.id));
  dvrip_header_write (&header, written);
  g_assert_cmpmem (written, sizeof written, data, sizeof written);
}

/* What the fields leave unsaid may differ, so it is compared by what is read again. */
static void
try_unit (const guint8 *data, gsize size)
{
  DvripUnitHeader header, again;
  guint8 written[16] = { 0 };
  gsize n = dvrip_unit_header_parse (data, size, &header, NULL);

  if (n == 0)
    return;

  g_assert_cmpuint (n, <=, size);
  g_assert_cmpuint (header.payload_size, <=, DVRIP_MAX_UNIT);
  g_assert_cmpuint (header.width, <=, 8184);
  g_assert_cmpuint (header.height, <=, 8184);
  g_assert_cmpuint (dvrip_unit_header_write (&header, written), ==, n);
  g_assert_cmpuint (dvrip_unit_header_parse (written, n, &again, NULL), ==, n);
  g_assert_cmpuint (again.payload_size, ==, header.payload_size);
  g_assert_cmpuint (again.width, ==, header.width);
  g_assert_cmpuint (again.height, ==, header.height);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  dvrip_header_check_start (data, size, NULL);
  if (size >= DVRIP_HEADER_SIZE)
    try_packet (data);
  if (size > 0)
    try_unit (data, size);

  return 0;
}
