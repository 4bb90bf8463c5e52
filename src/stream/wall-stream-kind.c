/* wall-stream-kind.c
 *
 * What a stream of bytes is that nobody announced: MPEG transport stream by its packets, H.264 and
 * H.265 by the headers of their units, text by its letters. It may begin anywhere in the stream.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-stream-kind.h"

#include <string.h>

#define TS_PACKET 188
#define TS_SYNC   0x47
#define TS_ENOUGH 5    /* packets in a row */

/* Transport streams have units of H.264 in them: whether it is one is known first. */
#define TS_TELLS  (TS_PACKET * (TS_ENOUGH + 1))

#define NAL_ENOUGH 4   /* units that agree */
#define NAL_MANY   16  /* units that do not */

#define TEXT_ENOUGH 4

typedef struct {
  guint total, h264, h265;
  gboolean is_h264, is_h265;  /* without a doubt */
} Votes;

static gboolean
find_packets (const guint8 *data,
              gsize         size,
              gsize        *out_offset)
{
  for (gsize offset = 0; offset < TS_PACKET; offset++) {
    guint n = 0;

    while (offset + n * TS_PACKET < size && data[offset + n * TS_PACKET] == TS_SYNC &&
           n < TS_ENOUGH)
      n++;
    if (n == TS_ENOUGH) {
      *out_offset = offset;
      return TRUE;
    }
  }

  return FALSE;
}

/* Rec. ITU-T H.264, table 7-1: slices, and what stands before them; which of these may be referred
 * to by others. */
static gboolean
looks_like_h264 (const guint8 *unit)
{
  guint type = unit[0] & 31, reference = unit[0] >> 5;

  return reference < 4 && (type == 1 || (type == 5 && reference > 0) || (type == 6 && !reference) ||
                           ((type == 7 || type == 8) && reference > 0) ||
                           (type == 9 && !reference));
}

static gboolean
is_h264_sps (const guint8 *unit)
{
  static const guint8 profiles[] = { 44, 66, 77, 83, 86, 88, 100, 110, 118, 122, 128, 244 };

  return looks_like_h264 (unit) && (unit[0] & 31) == 7 &&
         memchr (profiles, unit[1], sizeof profiles);
}

/* Rec. ITU-T H.265, 7.3.1.2 and table 7-1: in the base layer. */
static gboolean
looks_like_h265 (const guint8 *unit)
{
  guint type = unit[0] >> 1, layer = (unit[0] & 1) << 5 | unit[1] >> 3, time = unit[1] & 7;

  return layer == 0 && time > 0 &&
         (type <= 9 || (type >= 16 && type <= 21) || (type >= 32 && type <= 40));
}

static gboolean
is_h265_parameters (const guint8 *unit)
{
  guint type = unit[0] >> 1;

  return looks_like_h265 (unit) && type >= 32 && type <= 34 && unit[1] == 1;
}

static void
vote (Votes        *votes,
      const guint8 *unit)
{
  votes->total++;
  votes->h264 += looks_like_h264 (unit);
  votes->h265 += looks_like_h265 (unit);
  votes->is_h264 |= is_h264_sps (unit);
  votes->is_h265 |= is_h265_parameters (unit);
}

static gboolean
is_start (const guint8 *data)
{
  return data[0] == 0 && data[1] == 0 && data[2] == 1;
}

static Votes
count_units (const guint8 *data,
             gsize         size,
             gsize        *out_offset)
{
  Votes votes = { .total = 0 };

  for (gsize i = 0; i + 5 <= size && votes.total < NAL_MANY; i++) {
    if (!is_start (data + i))
      continue;
    if (votes.total == 0)
      *out_offset = i;
    vote (&votes, data + i + 3);
  }

  return votes;
}

static WallStreamKind
judge (const Votes *votes)
{
  if (votes->is_h264 != votes->is_h265)
    return votes->is_h264 ? WALL_STREAM_KIND_H264 : WALL_STREAM_KIND_H265;
  if (votes->total >= NAL_ENOUGH && votes->h264 == votes->total && votes->h265 < votes->total)
    return WALL_STREAM_KIND_H264;
  if (votes->total >= NAL_ENOUGH && votes->h265 == votes->total && votes->h264 < votes->total)
    return WALL_STREAM_KIND_H265;
  if (votes->total < NAL_MANY)
    return WALL_STREAM_KIND_UNKNOWN;

  return votes->h264 == votes->h265 ? WALL_STREAM_KIND_FOREIGN
         : votes->h264 > votes->h265 ? WALL_STREAM_KIND_H264
                                     : WALL_STREAM_KIND_H265;
}

/* As services greet: "220 ready", "SSH-2.0-…", "HTTP/1.1 400 …". A whole line of it, since encoders
 * write their names into what they encode. */
static gboolean
is_text (const guint8 *data,
         gsize         size)
{
  gsize i = 0;

  while (i < size && (g_ascii_isprint (data[i]) || g_ascii_isspace (data[i])))
    i++;

  return i == size && size >= TEXT_ENOUGH && data[size - 1] == '\n';
}

/**
 * wall_stream_kind:
 * @data: all that came
 * @size: bytes
 * @out_offset: (out): where the first whole piece begins, if it is known
 *
 * Returns: what it is, as far as can be told
 */
WallStreamKind
wall_stream_kind (const guint8 *data,
                  gsize         size,
                  gsize        *out_offset)
{
  WallStreamKind kind;
  Votes votes;

  *out_offset = 0;
  if (is_text (data, size))
    return WALL_STREAM_KIND_FOREIGN;
  if (find_packets (data, size, out_offset))
    return WALL_STREAM_KIND_MPEG_TS;
  if (size < TS_TELLS)
    return WALL_STREAM_KIND_UNKNOWN;

  votes = count_units (data, size, out_offset);
  kind = judge (&votes);
  if (kind == WALL_STREAM_KIND_UNKNOWN && size >= WALL_STREAM_KIND_ENOUGH)
    return WALL_STREAM_KIND_FOREIGN;

  return kind;
}
