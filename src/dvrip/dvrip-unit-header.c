/* dvrip-unit-header.c
 *
 * The 8 or 16 bytes in front of every unit (frame), and units themselves.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-unit-reader.h"

#include <string.h>

#include "wall-reason.h"

#define SHORT_HEADER 8
#define LONG_HEADER 16

static const guint8 start_code[] = { 0x00, 0x00, 0x01 };

/* A unit's rate is an index into these, counted from 1. */
static const guint sample_rates[] = {
  4000, 8000, 11025, 16000, 20000, 22050, 32000, 44100, 48000
};

static guint32
get_u32 (const guint8 *data)
{
  return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

static void
put_u32 (guint8 *data, guint32 value)
{
  for (int i = 0; i < 4; i++)
    data[i] = (value >> (8 * i)) & 0xff;
}

/* Returns 0 if no unit is of this kind. */
static gsize
get_header_size (guint8 kind)
{
  switch (kind) {
  case DVRIP_UNIT_I:
  case DVRIP_UNIT_PICTURE:
    return LONG_HEADER;
  case DVRIP_UNIT_P:
  case DVRIP_UNIT_AUDIO:
  case DVRIP_UNIT_INFO:
    return SHORT_HEADER;
  default:
    return 0;
  }
}

/* The byte for the codec has spare bits: they extend the two sizes, counted in blocks of 8. */
static void
read_picture (const guint8 *data, DvripUnitHeader *header)
{
  guint8 type = data[4];

  header->codec = header->kind == DVRIP_UNIT_I ? type & 0x0f : 0;
  header->fps = data[5] & 0x1f;
  header->width = ((type >> 4 & 3u) << 8 | data[6]) * 8;
  header->height = ((type >> 6 & 3u) << 8 | data[7]) * 8;
  header->date_time = get_u32 (data + 8);
  header->payload_size = get_u32 (data + 12);
}

static void
read_sound (const guint8 *data, DvripUnitHeader *header)
{
  guint rate = data[5];

  header->payload_size = data[6] | data[7] << 8;
  if (header->kind != DVRIP_UNIT_AUDIO)
    return;

  header->codec = data[4];
  if (rate >= 1 && rate <= G_N_ELEMENTS (sample_rates))
    header->sample_rate = sample_rates[rate - 1];
}

static void
read_fields (const guint8 *data, DvripUnitHeader *header)
{
  switch (header->kind) {
  case DVRIP_UNIT_I:
  case DVRIP_UNIT_PICTURE:
    read_picture (data, header);
    break;
  case DVRIP_UNIT_AUDIO:
  case DVRIP_UNIT_INFO:
    read_sound (data, header);
    break;
  case DVRIP_UNIT_P:
    header->payload_size = get_u32 (data + 4);
    break;
  }
}

/**
 * dvrip_unit_is_start:
 * @data: (array length=size): some bytes
 *
 * Returns: %FALSE if these bytes, as far as they go, cannot be the first of a unit
 */
gboolean
dvrip_unit_is_start (const guint8 *data,
                     gsize         size)
{
  return memcmp (data, start_code, MIN (size, sizeof start_code)) == 0 &&
         (size <= sizeof start_code || get_header_size (data[3]) > 0);
}

/**
 * dvrip_unit_header_parse:
 * @data: (array length=size): where a unit should start
 * @size: how many bytes there are
 * @out_header: (out caller-allocates): what it says; written on success only
 * @error: %WALL_REASON_BAD_DATA if no unit starts here, or one that is larger than %DVRIP_MAX_UNIT
 *
 * Reads a unit's header, or as much of it as there is. That the spare bits of the codec's byte
 * extend the size follows from the headers of devices with 2048 and more pixels a line.
 *
 * Returns: the header's size; 0 without an error if more bytes are needed
 */
gsize
dvrip_unit_header_parse (const guint8     *data,
                         gsize             size,
                         DvripUnitHeader  *out_header,
                         GError          **error)
{
  DvripUnitHeader header = { 0 };

  if (!dvrip_unit_is_start (data, size)) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_DATA, "No unit starts here");
    return 0;
  }
  if (size <= sizeof start_code)
    return 0;

  header.kind = (DvripUnitKind) data[3];
  header.header_size = get_header_size (data[3]);
  if (size < header.header_size)
    return 0;

  read_fields (data, &header);
  if (header.payload_size > DVRIP_MAX_UNIT) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "Unit claims %u bytes, the limit is %u", header.payload_size, DVRIP_MAX_UNIT);
    return 0;
  }

  *out_header = header;
  return header.header_size;
}

static void
write_picture (const DvripUnitHeader *header, guint8 *out_data)
{
  guint width = header->width / 8, height = header->height / 8;
  guint codec = header->kind == DVRIP_UNIT_I ? header->codec & 0x0f : 0;

  out_data[4] = (guint8) (codec | (width >> 8 & 3) << 4 | (height >> 8 & 3) << 6);
  out_data[5] = header->fps & 0x1f;
  out_data[6] = width & 0xff;
  out_data[7] = height & 0xff;
  put_u32 (out_data + 8, header->date_time);
  put_u32 (out_data + 12, header->payload_size);
}

static void
write_sound (const DvripUnitHeader *header, guint8 *out_data)
{
  out_data[4] = header->kind == DVRIP_UNIT_AUDIO ? header->codec : 1;
  out_data[6] = header->payload_size & 0xff;
  out_data[7] = header->payload_size >> 8 & 0xff;

  for (guint i = 0; header->kind == DVRIP_UNIT_AUDIO && i < G_N_ELEMENTS (sample_rates); i++)
    if (sample_rates[i] == header->sample_rate)
      out_data[5] = (guint8) (i + 1);
}

/**
 * dvrip_unit_header_write:
 * @header: what to write; sizes are rounded down to blocks of 8 pixels
 * @out_data: (out caller-allocates): room for the longest header
 *
 * Returns: how many bytes the header has, 8 or 16
 */
gsize
dvrip_unit_header_write (const DvripUnitHeader *header,
                         guint8                 out_data[16])
{
  memset (out_data, 0, LONG_HEADER);
  memcpy (out_data, start_code, sizeof start_code);
  out_data[3] = (guint8) header->kind;

  switch (header->kind) {
  case DVRIP_UNIT_I:
  case DVRIP_UNIT_PICTURE:
    write_picture (header, out_data);
    break;
  case DVRIP_UNIT_AUDIO:
  case DVRIP_UNIT_INFO:
    write_sound (header, out_data);
    break;
  case DVRIP_UNIT_P:
    put_u32 (out_data + 4, header->payload_size);
    break;
  }

  return get_header_size ((guint8) header->kind);
}

/**
 * dvrip_date_time_pack:
 * @year: 2000 to 2063
 * @month: from 1
 * @day: from 1
 *
 * Returns: a local time as headers of I units carry it
 */
guint32
dvrip_date_time_pack (guint year,
                      guint month,
                      guint day,
                      guint hour,
                      guint minute,
                      guint second)
{
  return (second & 0x3f) | (minute & 0x3f) << 6 | (hour & 0x1f) << 12 | (day & 0x1f) << 17 |
         (month & 0x0f) << 22 | ((year - 2000) & 0x3f) << 26;
}

/**
 * dvrip_date_time_is_possible:
 * @date_time: as on the wire
 *
 * Tells a header from bytes that look like one. A device whose clock was never set writes zeros.
 *
 * Returns: %FALSE if no clock shows this
 */
gboolean
dvrip_date_time_is_possible (guint32 date_time)
{
  return (date_time & 0x3f) < 60 && (date_time >> 6 & 0x3f) < 60 &&
         (date_time >> 12 & 0x1f) < 24 && (date_time >> 22 & 0x0f) <= 12;
}

/**
 * dvrip_unit_copy:
 *
 * Returns: (transfer full): a copy that shares the bytes
 */
DvripUnit *
dvrip_unit_copy (const DvripUnit *unit)
{
  DvripUnit *copy = g_new (DvripUnit, 1);

  *copy = *unit;
  g_bytes_ref (copy->bytes);

  return copy;
}

/**
 * dvrip_unit_free:
 * @unit: (transfer full): a unit
 */
void
dvrip_unit_free (DvripUnit *unit)
{
  g_bytes_unref (unit->bytes);
  g_free (unit);
}
