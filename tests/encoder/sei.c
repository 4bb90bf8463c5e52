/* sei.c
 *
 * Takes an access unit apart, byte for byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sei.h"

#include <string.h>

static const guint8 uuids[2][16] = {
  { 0x4d, 0x49, 0x53, 0x50, 0x6d, 0x69, 0x63, 0x72, 0x6f, 0x73, 0x65, 0x63, 0x74, 0x69, 0x6d,
    0x65 },
  { 0xa8, 0x68, 0x7d, 0xd4, 0xd7, 0x59, 0x37, 0x58, 0xa5, 0xce, 0xf0, 0x33, 0x8b, 0x65, 0x45,
    0xf1 },
};

/* Without the threes that only keep start codes out. */
static GByteArray *
unescape (const guint8 *data,
          gsize         size)
{
  GByteArray *out = g_byte_array_new ();

  for (gsize i = 0; i < size; i++) {
    if (i >= 2 && data[i] == 3 && data[i - 1] == 0 && data[i - 2] == 0)
      continue;
    g_byte_array_append (out, data + i, 1);
  }

  return out;
}

static guint64
read_message (const guint8 *message,
              gsize         size)
{
  guint64 time_us = 0;

  g_assert_cmpuint (size, ==, 28);
  g_assert_cmphex (message[16] & 0x1f, ==, 0x1f);
  for (guint i = 17; i < 28; i++) {
    if (i == 19 || i == 22 || i == 25)
      g_assert_cmphex (message[i], ==, 0xff);
    else
      time_us = time_us << 8 | message[i];
  }

  return time_us;
}

/* The messages of one unit of supplemental information. */
static guint64
read_messages (const guint8 *data,
               gsize         size,
               gboolean      is_h265)
{
  g_autoptr (GByteArray) bytes = unescape (data, size);
  guint64 time_us = 0;
  guint at = 0;

  while (at + 2 < bytes->len && bytes->data[at] != 0x80) {
    guint type = 0, length = 0;

    for (; bytes->data[at] == 0xff; at++)
      type += 255;
    type += bytes->data[at++];
    for (; bytes->data[at] == 0xff; at++)
      length += 255;
    length += bytes->data[at++];
    g_assert_cmpuint (at + length, <, bytes->len);
    if (type == 5 && length >= 16 && memcmp (bytes->data + at, uuids[is_h265 ? 1 : 0], 16) == 0) {
      g_assert_cmpuint (time_us, ==, 0);
      time_us = read_message (bytes->data + at, length);
    }
    at += length;
  }
  g_assert_cmphex (bytes->data[at], ==, 0x80);

  return time_us;
}

guint64
sei_read_time (const guint8 *unit,
               gsize         size,
               gboolean      is_h265)
{
  gboolean seen_slice = FALSE;
  guint64 time_us = 0;

  for (gsize i = 0; i + 4 < size; i++) {
    gsize end = i + 3;
    guint type;

    if (unit[i] != 0 || unit[i + 1] != 0 || unit[i + 2] != 1)
      continue;

    while (end < size && !(end + 2 < size && unit[end] == 0 && unit[end + 1] == 0 &&
                           unit[end + 2] <= 1))
      end++;
    type = is_h265 ? unit[i + 3] >> 1 & 0x3f : unit[i + 3] & 0x1f;
    if (type == (is_h265 ? 39 : 6)) {
      guint head = is_h265 ? 5 : 4;
      guint64 found = read_messages (unit + i + head, end - i - head, is_h265);

      g_assert_false (seen_slice);
      g_assert_true (found == 0 || time_us == 0);
      time_us = MAX (time_us, found);
    }
    seen_slice |= is_h265 ? type <= 31 : type >= 1 && type <= 5;
    i = end - 1;
  }

  return time_us;
}
