/* wall-jpeg.c
 *
 * Where a JPEG picture ends, and how large it claims to be, read from its markers while it comes.
 * Nothing is decoded and nothing is kept: the caller has the bytes.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-jpeg.h"

#include <string.h>

/* The second byte of a marker, after 0xFF (ITU-T T.81, table B.1). */
enum {
  MARKER_STUFFED = 0x00,  /* a plain 0xFF in the scan */
  MARKER_TEM = 0x01,
  MARKER_SOF_FIRST = 0xC0,
  MARKER_DHT = 0xC4,
  MARKER_JPG = 0xC8,
  MARKER_DAC = 0xCC,
  MARKER_SOF_LAST = 0xCF,
  MARKER_RST_FIRST = 0xD0,
  MARKER_RST_LAST = 0xD7,
  MARKER_SOI = 0xD8,
  MARKER_EOI = 0xD9,
  MARKER_SOS = 0xDA,
  MARKER_FILL = 0xFF,
};

#define LENGTH_SIZE  2
#define FRAME_LENGTH 8  /* of a frame header without components */

static guint
read_16 (const guint8 *data)
{
  return data[0] << 8 | data[1];
}

static gboolean
is_frame (guint8 marker)
{
  return marker >= MARKER_SOF_FIRST && marker <= MARKER_SOF_LAST && marker != MARKER_DHT &&
         marker != MARKER_JPG && marker != MARKER_DAC;
}

/* Those that no length follows, and that change nothing. */
static gboolean
is_alone (guint8 marker)
{
  return marker == MARKER_STUFFED || marker == MARKER_TEM ||
         (marker >= MARKER_RST_FIRST && marker <= MARKER_RST_LAST);
}

static WallJpegVerdict
read_segment (WallJpeg     *self,
              guint8        marker,
              const guint8 *data,
              gsize         size)
{
  const guint8 *segment = data + self->offset + 2;
  gsize left = size - self->offset - 2;
  guint length;

  if (left < LENGTH_SIZE)
    return WALL_JPEG_MORE;
  length = read_16 (segment);
  if (length < (is_frame (marker) ? FRAME_LENGTH : LENGTH_SIZE))
    return WALL_JPEG_BROKEN;
  if (left < length)
    return WALL_JPEG_MORE;

  if (is_frame (marker)) {
    self->height = MAX (self->height, read_16 (segment + 3));
    self->width = MAX (self->width, read_16 (segment + 5));
  }
  self->is_in_scan = marker == MARKER_SOS;
  self->has_scan |= self->is_in_scan;
  self->offset += 2 + length;

  return WALL_JPEG_WHOLE;
}

/* Returns: %WALL_JPEG_MORE if the marker is not all there yet, %WALL_JPEG_WHOLE if it was read */
static WallJpegVerdict
read_marker (WallJpeg     *self,
             const guint8 *data,
             gsize         size,
             gboolean     *out_is_end)
{
  guint8 marker;

  if (size - self->offset < 2)
    return WALL_JPEG_MORE;

  marker = data[self->offset + 1];
  if (marker == MARKER_SOI)
    return WALL_JPEG_BROKEN;

  if (marker == MARKER_EOI || is_alone (marker) || marker == MARKER_FILL) {
    *out_is_end = marker == MARKER_EOI;
    self->offset += marker == MARKER_FILL ? 1 : 2;
    return WALL_JPEG_WHOLE;
  }

  return read_segment (self, marker, data, size);
}

static gboolean
find_marker (WallJpeg     *self,
             const guint8 *data,
             gsize         size)
{
  const guint8 *found = memchr (data + self->offset, 0xFF, size - self->offset);

  self->offset = found ? (gsize) (found - data) : size;

  return found != NULL;
}

static WallJpegVerdict
read_start (WallJpeg     *self,
            const guint8 *data,
            gsize         size)
{
  static const guint8 start[] = { 0xFF, MARKER_SOI };

  if (memcmp (data, start, MIN (size, sizeof start)) != 0)
    return WALL_JPEG_BROKEN;
  if (size >= sizeof start)
    self->offset = sizeof start;

  return WALL_JPEG_MORE;
}

/**
 * wall_jpeg_init:
 * @self: (out): ready for a new picture
 */
void
wall_jpeg_init (WallJpeg *self)
{
  *self = (WallJpeg) { .offset = 0 };
}

/**
 * wall_jpeg_read:
 * @self: (inout): how far the picture was read
 * @data: the picture from its first byte on, as much of it as there is
 * @size: bytes; not less than the last time
 *
 * Reads on. Bytes between two markers that belong to none are passed over, as decoders do.
 *
 * Returns: whether it is whole, and then ends at `offset`
 */
WallJpegVerdict
wall_jpeg_read (WallJpeg     *self,
                const guint8 *data,
                gsize         size)
{
  WallJpegVerdict verdict;
  gboolean is_end = FALSE;

  if (size == 0)
    return WALL_JPEG_MORE;
  if (self->offset == 0 && read_start (self, data, size) == WALL_JPEG_BROKEN)
    return WALL_JPEG_BROKEN;
  if (self->offset == 0)
    return WALL_JPEG_MORE;

  while (!is_end) {
    if (!find_marker (self, data, size))
      return WALL_JPEG_MORE;
    verdict = read_marker (self, data, size, &is_end);
    if (verdict != WALL_JPEG_WHOLE)
      return verdict;
  }

  return self->has_scan ? WALL_JPEG_WHOLE : WALL_JPEG_BROKEN;
}
