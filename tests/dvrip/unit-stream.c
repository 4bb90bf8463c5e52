/* unit-stream.c
 *
 * What the tests of the unit reader share: a stream made by hand, and all that comes out of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "unit-stream.h"

/* Start codes and runs of zeros, as a coded picture has them. */
static void
append_payload (GByteArray *bytes, guint32 size)
{
  static const guint8 pattern[] = {
    0, 0, 0, 1, 0x65, 0, 0, 3, 0, 0, 1, 0x41, 0xff, 0, 0, 2, 1, 0xfc
  };

  for (guint32 i = 0; i < size; i++)
    g_byte_array_append (bytes, pattern + i % sizeof pattern, 1);
}

void
unit_stream_append (GByteArray *bytes, DvripUnitKind kind, guint32 size)
{
  DvripUnitHeader header = {
    .kind = kind, .payload_size = size, .width = 640, .height = 360, .fps = 25,
    .codec = kind == DVRIP_UNIT_AUDIO ? DVRIP_AUDIO_ALAW : DVRIP_VIDEO_H264, .sample_rate = 8000,
    .date_time = dvrip_date_time_pack (2026, 9, 1, 21, 24, 7),
  };
  guint8 data[16];

  g_byte_array_append (bytes, data, dvrip_unit_header_write (&header, data));
  append_payload (bytes, size);
}

void
unit_stream_push (DvripUnitReader *reader, const guint8 *data, gsize size, gint64 arrival_us)
{
  g_autoptr (GBytes) payload = g_bytes_new (data, size);

  dvrip_unit_reader_push (reader, payload, arrival_us);
}

DvripRead
unit_stream_drain (DvripUnitReader *reader, GPtrArray *units)
{
  for (;;) {
    DvripUnit *unit = NULL;
    DvripRead read = dvrip_unit_reader_pop (reader, &unit, NULL);

    if (read != DVRIP_READ_READY)
      return read;
    g_ptr_array_add (units, unit);
  }
}

GPtrArray *
unit_stream_new_units (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dvrip_unit_free);
}
