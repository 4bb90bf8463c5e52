/* encoder-spoil.c
 *
 * Units with what faults and deviations put into them, and between them.
 * Pure but for the clock: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-spoil.h"

#include <string.h>

#include "dvrip-header.h"
#include "encoder-damage.h"

#define SERVICE_US    (2 * G_USEC_PER_SEC)
#define SERVICE_BYTES 127
#define INFO_EVERY    5

/* In the header of a packet. */
#define LENGTH_OFFSET 16

/* In the header of a unit. */
#define CODEC_OFFSET  4
#define RATE_OFFSET   5
#define WIDTH_OFFSET  6
#define HEIGHT_OFFSET 7

/**
 * encoder_spoil_pack_time:
 * @seconds_off: how wrong the clock is
 *
 * Returns: the local time, as it stands on the wire
 */
guint32
encoder_spoil_pack_time (gint64 seconds_off)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, (double) seconds_off);

  return dvrip_date_time_pack ((guint) g_date_time_get_year (then),
                               (guint) g_date_time_get_month (then),
                               (guint) g_date_time_get_day_of_month (then),
                               (guint) g_date_time_get_hour (then),
                               (guint) g_date_time_get_minute (then),
                               (guint) g_date_time_get_second (then));
}

/**
 * encoder_spoil_picture:
 * @unit: header and payload of a video unit
 * @random: (inout): see encoder_damage_random()
 *
 * Puts into a picture what the faults want.
 */
void
encoder_spoil_picture (GByteArray            *unit,
                       gsize                  header_size,
                       const EncoderFaultSet *faults,
                       guint32               *random)
{
  if (encoder_fault_set_has (faults, ENCODER_FAULT_HUGE_SPS))
    encoder_damage_huge_sps (unit, header_size);
  if (encoder_fault_set_has (faults, ENCODER_FAULT_FLIP_SPS))
    encoder_damage_flip_sps (unit, header_size, random);
  if (encoder_fault_set_has (faults, ENCODER_FAULT_FLIP) &&
      encoder_damage_hits (random, faults->values[ENCODER_FAULT_FLIP]))
    encoder_damage_flip (unit, header_size, random);
  if (encoder_fault_set_has (faults, ENCODER_FAULT_GARBAGE) &&
      encoder_damage_hits (random, faults->values[ENCODER_FAULT_GARBAGE]))
    encoder_damage_noise (unit, header_size, random);
}

/**
 * encoder_spoil_header:
 * @unit: header and payload of a video unit
 *
 * Writes into the header of a key frame what such a device writes.
 */
void
encoder_spoil_header (GByteArray              *unit,
                      const EncoderDeviations *deviations)
{
  guint8 *data = unit->data;

  if (data[3] != DVRIP_UNIT_I)
    return;

  /* 3840 is 480 times 8, 2160 is 270 times 8; both need a ninth bit. */
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_4K_BITS)) {
    data[CODEC_OFFSET] = (guint8) ((data[CODEC_OFFSET] & 0xf) | 0x50);
    data[WIDTH_OFFSET] = 480 & 0xff;
    data[HEIGHT_OFFSET] = 270 & 0xff;
  }
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_UNKNOWN_CODEC))
    data[CODEC_OFFSET] |= 0xf;
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_RATE_0))
    data[RATE_OFFSET] = 0;
  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_WRONG_RATE))
    data[RATE_OFFSET] = 1;
}

static void
append_info (GByteArray *bytes)
{
  static const char text[] = "$GPRMC,000000,V,,,,,,,221126,,,N*48";
  const guint8 header[8] = { 0, 0, 1, DVRIP_UNIT_INFO, 1, 0, sizeof text - 1, 0 };

  g_byte_array_append (bytes, header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) text, sizeof text - 1);
}

/* What looks like a picture begins with a NAL unit of a layer that no viewer knows (32). */
static void
append_service_block (GByteArray *bytes)
{
  guint8 block[8 + SERVICE_BYTES] = { 0, 0, 1, DVRIP_UNIT_P, SERVICE_BYTES, 0, 0, 0,
                                      0, 0, 0, 1, 0x03, 0x01 };

  memset (block + 14, 0x5a, sizeof block - 14);
  g_byte_array_append (bytes, block, sizeof block);
}

/**
 * encoder_spoil_between:
 * @n_units: how many the stream has had
 * @now_us: monotonic
 * @service_us: (inout): when the last service block was sent; 0: none yet
 *
 * Returns: (transfer full): the units that a device sends behind this one, mostly none
 */
GByteArray *
encoder_spoil_between (const EncoderDeviations *deviations,
                       guint                    n_units,
                       gint64                   now_us,
                       gint64                  *service_us)
{
  GByteArray *bytes = g_byte_array_new ();

  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_INFO_UNITS) &&
      n_units % INFO_EVERY == 1)
    append_info (bytes);

  if (encoder_deviations_has (deviations, ENCODER_DEVIATION_SERVICE_BLOCKS) &&
      (*service_us == 0 || now_us - *service_us >= SERVICE_US)) {
    append_service_block (bytes);
    *service_us = now_us;
  }

  return bytes;
}

/**
 * encoder_spoil_lose:
 * @bytes: whole packets, @n_packets of them
 * @percent: how many to lose
 *
 * Takes packets out; their numbers are missing then.
 */
void
encoder_spoil_lose (GByteArray *bytes,
                    guint       n_packets,
                    double      percent,
                    guint32    *random)
{
  guint at = 0;

  for (guint i = 0; i < n_packets; i++) {
    guint32 length;

    memcpy (&length, bytes->data + at + LENGTH_OFFSET, sizeof length);
    length = GUINT32_FROM_LE (length) + DVRIP_HEADER_SIZE;
    if (encoder_damage_hits (random, percent))
      g_byte_array_remove_range (bytes, at, length);
    else
      at += length;
  }
}
