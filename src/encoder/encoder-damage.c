/* encoder-damage.c
 *
 * Does to the bytes of one unit what bad memory, bad cables and bad people do. The same numbers
 * come in every run.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-damage.h"

#include <string.h>

#include "encoder-huge-sps.h"

#define CODEC_OFFSET      4
#define KEY_LENGTH_OFFSET 12
#define P_LENGTH_OFFSET   4

/* So much of a picture is left as it is, so that it is still known for one. */
#define HEAD_BYTES 8

#define FLIPS 12

enum {
  H264_SPS = 7,
  H265_SPS = 33,
};

/**
 * encoder_damage_random:
 * @state: (inout): where the row of numbers stands
 *
 * Returns: the next number (xorshift, after G. Marsaglia)
 */
guint32
encoder_damage_random (guint32 *state)
{
  guint32 x = *state ? *state : 0x9e3779b9;

  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  *state = x;

  return x;
}

/**
 * encoder_damage_hits:
 *
 * Returns: %TRUE in @percent of all cases
 */
gboolean
encoder_damage_hits (guint32 *state,
                     double   percent)
{
  return encoder_damage_random (state) % 10000 < percent * 100;
}

/**
 * encoder_damage_noise:
 * @unit: header and payload
 *
 * Overwrites the picture, but for its very beginning.
 */
void
encoder_damage_noise (GByteArray *unit,
                      gsize       header_size,
                      guint32    *state)
{
  for (gsize i = header_size + HEAD_BYTES; i < unit->len; i++)
    unit->data[i] = (guint8) (encoder_damage_random (state) >> 8);
}

static void
flip_within (GByteArray *unit,
             gsize       from,
             gsize       to,
             guint32    *state)
{
  for (guint i = 0; i < FLIPS && from < to; i++) {
    guint32 random = encoder_damage_random (state);

    unit->data[from + random % (to - from)] ^= (guint8) (1 << (random >> 28 & 7));
  }
}

/**
 * encoder_damage_flip:
 * @unit: header and payload
 *
 * Turns some bits, anywhere behind the first start code.
 */
void
encoder_damage_flip (GByteArray *unit,
                     gsize       header_size,
                     guint32    *state)
{
  flip_within (unit, header_size + HEAD_BYTES / 2, unit->len, state);
}

static gsize
find_start_code (GByteArray *unit,
                 gsize       from)
{
  for (gsize i = from; i + 3 < unit->len; i++) {
    if (unit->data[i] == 0 && unit->data[i + 1] == 0 && unit->data[i + 2] == 1)
      return i + 3;
  }

  return unit->len;
}

static gboolean
is_h265 (GByteArray *unit)
{
  return (unit->data[CODEC_OFFSET] & 0xf) == DVRIP_VIDEO_H265;
}

/* The place of the parameter set's first byte, and of what follows it. */
static gboolean
find_sps (GByteArray *unit,
          gsize       header_size,
          gsize      *out_from,
          gsize      *out_to)
{
  gsize at = find_start_code (unit, header_size);

  if (unit->data[3] != DVRIP_UNIT_I)
    return FALSE;

  while (at < unit->len) {
    guint type = is_h265 (unit) ? unit->data[at] >> 1 & 0x3f : unit->data[at] & 0x1f;
    gsize next = find_start_code (unit, at);

    if (type == (is_h265 (unit) ? H265_SPS : H264_SPS)) {
      *out_from = at;
      *out_to = next == unit->len ? next : next - 3;
      return TRUE;
    }
    at = next;
  }

  return FALSE;
}

/**
 * encoder_damage_flip_sps:
 * @unit: header and payload
 *
 * Turns some bits of the sequence parameter set, if there is one.
 */
void
encoder_damage_flip_sps (GByteArray *unit,
                         gsize       header_size,
                         guint32    *state)
{
  gsize from, to;

  if (find_sps (unit, header_size, &from, &to))
    flip_within (unit, from + 1, to, state);
}

/**
 * encoder_damage_huge_sps:
 * @unit: header and payload
 *
 * Puts another sequence parameter set in the place of its own, if there is one.
 */
void
encoder_damage_huge_sps (GByteArray *unit,
                         gsize       header_size)
{
  g_autoptr (GByteArray) sps = NULL;
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  gsize from, to;

  if (!find_sps (unit, header_size, &from, &to))
    return;

  sps = encoder_huge_sps_new (is_h265 (unit));
  g_byte_array_append (rest, unit->data + to, unit->len - (guint) to);
  g_byte_array_set_size (unit, (guint) from);
  g_byte_array_append (unit, sps->data, sps->len);
  /* A start code of four bytes has its first zero still here. */
  g_byte_array_append (unit, rest->data, rest->len);
  encoder_damage_set_length (unit, unit->len - (guint32) header_size);
}

/**
 * encoder_damage_set_length:
 * @unit: header and payload of a video unit
 * @length: what its header shall claim
 */
void
encoder_damage_set_length (GByteArray *unit,
                           guint32     length)
{
  guint32 value = GUINT32_TO_LE (length);
  gsize at = unit->data[3] == DVRIP_UNIT_P ? P_LENGTH_OFFSET : KEY_LENGTH_OFFSET;

  memcpy (unit->data + at, &value, sizeof value);
}
