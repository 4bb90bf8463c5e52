/* encoder-timestamp.c
 *
 * Writes the precision time stamp of MISB ST 0604 into access units. It is a message of the kind
 * "user data, unregistered": 16 bytes that name its form, a status byte, and the microseconds since
 * 1970 with the highest byte first, in pairs that 0xFF keeps apart so that they never look like a
 * start code. It stands behind the parameter sets and before the first slice.
 *
 * The status says "lock unknown": nobody here knows whether the computer's clock is right.
 *
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-timestamp.h"

#include <string.h>

#include "encoder-annexb.h"

#define UUID_SIZE    16
#define MESSAGE_SIZE (UUID_SIZE + 1 + 11)

enum {
  H264_SEI = 6,
  H265_PREFIX_SEI = 39,
  USER_DATA_UNREGISTERED = 5,
  STATUS_LOCK_UNKNOWN = 0x9f,
  STOP_BIT = 0x80,
};

static const guint8 h264_uuid[UUID_SIZE] = {
  'M', 'I', 'S', 'P', 'm', 'i', 'c', 'r', 'o', 's', 'e', 'c', 't', 'i', 'm', 'e'
};

static const guint8 h265_uuid[UUID_SIZE] = {
  0xa8, 0x68, 0x7d, 0xd4, 0xd7, 0x59, 0x37, 0x58, 0xa5, 0xce, 0xf0, 0x33, 0x8b, 0x65, 0x45, 0xf1
};

static void
put_message (guint8        message[MESSAGE_SIZE],
             const guint8 *uuid,
             guint64       time_us)
{
  guint8 *out = message + UUID_SIZE;

  memcpy (message, uuid, UUID_SIZE);
  *out++ = STATUS_LOCK_UNKNOWN;
  for (guint i = 0; i < 8; i++) {
    if (i > 0 && i % 2 == 0)
      *out++ = 0xff;
    *out++ = (guint8) (time_us >> (56 - 8 * i));
  }
}

/* Bytes of a NAL unit; where they would look like a start code, a 3 is put between. */
static void
append_escaped (GByteArray   *out,
                const guint8 *data,
                gsize         size)
{
  static const guint8 escape = 3;
  guint zeros = 0;

  for (gsize i = 0; i < size; i++) {
    if (zeros >= 2 && data[i] <= 3) {
      g_byte_array_append (out, &escape, 1);
      zeros = 0;
    }
    zeros = data[i] == 0 ? zeros + 1 : 0;
    g_byte_array_append (out, data + i, 1);
  }
}

static void
append_nal (GByteArray *out,
            gboolean    is_h265,
            guint64     time_us)
{
  static const guint8 h264_head[] = { 0, 0, 0, 1, H264_SEI };
  static const guint8 h265_head[] = { 0, 0, 0, 1, H265_PREFIX_SEI << 1, 1 };
  static const guint8 end = STOP_BIT;
  guint8 payload[2 + MESSAGE_SIZE] = { USER_DATA_UNREGISTERED, MESSAGE_SIZE };

  put_message (payload + 2, is_h265 ? h265_uuid : h264_uuid, time_us);
  if (is_h265)
    g_byte_array_append (out, h265_head, sizeof h265_head);
  else
    g_byte_array_append (out, h264_head, sizeof h264_head);
  append_escaped (out, payload, sizeof payload);
  g_byte_array_append (out, &end, 1);
}

/**
 * encoder_timestamp_insert:
 * @unit: an access unit, a byte stream
 * @time_us: microseconds since 1970, UTC
 *
 * Writes a time stamp before the first slice. A unit that has one already, because the camera wrote
 * it, keeps that one.
 *
 * Returns: (transfer full) (nullable): the new unit, %NULL if there is nothing to write it to
 */
GBytes *
encoder_timestamp_insert (const guint8 *unit,
                          gsize         size,
                          gboolean      is_h265,
                          guint64       time_us)
{
  gsize place = encoder_annexb_find_slice (unit, size, is_h265);
  GByteArray *out;

  if (place == size || memmem (unit, place, is_h265 ? h265_uuid : h264_uuid, UUID_SIZE))
    return NULL;

  out = g_byte_array_sized_new ((guint) size + 64);
  g_byte_array_append (out, unit, (guint) place);
  append_nal (out, is_h265, time_us);
  g_byte_array_append (out, unit + place, (guint) (size - place));

  return g_byte_array_free_to_bytes (out);
}
