/* wall-stream-guard.c
 *
 * Keeps what parsers would gather without an end away from them. A parser holds a unit until the
 * next one begins, a demuxer a packet of a stream likewise: if none ever begins, both grow. Here the
 * beginnings are looked for, and what goes on for too long is refused.
 * Keeps no bytes. Pure: one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-stream-guard.h"

#include "wall-reason.h"

#define TS_PACKET 188
#define TS_SYNC   0x47
#define TS_HEADER 3
#define TS_PIDS   8192

struct _WallStreamGuard {
  WallStreamKind kind;

  /* Annex B. */
  guint32  window;      /* the last four bytes */
  guint    header;      /* bytes of the present unit that came, up to what tells of it */
  guint8   type;        /* its first byte */
  guint64  unit;        /* bytes since a unit began */
  guint64  picture;     /* bytes since a picture began */

  /* Transport stream. */
  guint    position;    /* in the present packet */
  guint8   packet[TS_HEADER];
  guint64  junk;        /* bytes in a row that belong to no packet */
  guint32 *gathered;    /* by PID: bytes since a piece began */
};

static gboolean
refuse (GError     **error,
        const char  *what,
        guint64      limit)
{
  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
               "%s goes on beyond the limit of %" G_GUINT64_FORMAT " bytes", what, limit);

  return FALSE;
}

/* The first bit of a slice says that it is the first of its picture, in both codecs: as a flag in
 * H.265, in H.264 as the number of its first block, which is one bit if it is zero. */
static gboolean
begins_picture (WallStreamGuard *self,
                guint8           byte)
{
  guint type = self->kind == WALL_STREAM_KIND_H264 ? self->type & 31u : self->type >> 1;
  gboolean is_slice = self->kind == WALL_STREAM_KIND_H264 ? type >= 1 && type <= 5 : type < 32;

  return is_slice && byte & 0x80;
}

static void
read_unit_header (WallStreamGuard *self,
                  guint8           byte)
{
  guint size = self->kind == WALL_STREAM_KIND_H264 ? 1 : 2;

  if (self->header == 0)
    self->type = byte;
  else if (self->header == size && begins_picture (self, byte))
    self->picture = 0;
  if (self->header <= size)
    self->header++;
}

static gboolean
pass_units (WallStreamGuard  *self,
            const guint8     *data,
            gsize             size,
            GError          **error)
{
  for (gsize i = 0; i < size; i++) {
    read_unit_header (self, data[i]);
    self->window = self->window << 8 | data[i];
    self->unit++;
    self->picture++;
    if ((self->window & 0xFFFFFF) == 1)
      self->header = self->unit = 0;
  }

  if (self->unit > WALL_STREAM_GUARD_MAX_UNIT)
    return refuse (error, "A unit", WALL_STREAM_GUARD_MAX_UNIT);
  if (self->picture > WALL_STREAM_GUARD_MAX_UNIT)
    return refuse (error, "A picture", WALL_STREAM_GUARD_MAX_UNIT);

  return TRUE;
}

/* Once the header of a packet is there. */
static gboolean
count_packet (WallStreamGuard  *self,
              GError          **error)
{
  gboolean begins = self->packet[1] & 0x40;
  guint pid = (self->packet[1] & 0x1F) << 8 | self->packet[2];

  self->gathered[pid] = begins ? TS_PACKET : self->gathered[pid] + TS_PACKET;

  return self->gathered[pid] <= WALL_STREAM_GUARD_MAX_UNIT ||
         refuse (error, "A packet of a stream", WALL_STREAM_GUARD_MAX_UNIT);
}

static gboolean
pass_byte (WallStreamGuard  *self,
           guint8            byte,
           GError          **error)
{
  if (self->position == 0 && byte != TS_SYNC)
    return ++self->junk <= WALL_STREAM_GUARD_MAX_JUNK ||
           refuse (error, "What is no transport stream", WALL_STREAM_GUARD_MAX_JUNK);

  if (self->position < TS_HEADER)
    self->packet[self->position] = byte;
  if (++self->position == TS_HEADER && !count_packet (self, error))
    return FALSE;
  if (self->position == TS_PACKET) {
    self->position = 0;
    self->junk = 0;
  }

  return TRUE;
}

/**
 * wall_stream_guard_new:
 * @kind: what is to be looked through; a known one
 *
 * Returns: (transfer full): a guard that has seen nothing
 */
WallStreamGuard *
wall_stream_guard_new (WallStreamKind kind)
{
  WallStreamGuard *self = g_new0 (WallStreamGuard, 1);

  self->kind = kind;
  self->window = G_MAXUINT32;
  if (kind == WALL_STREAM_KIND_MPEG_TS)
    self->gathered = g_new0 (guint32, TS_PIDS);

  return self;
}

/**
 * wall_stream_guard_free:
 * @self: (transfer full): a guard
 */
void
wall_stream_guard_free (WallStreamGuard *self)
{
  g_free (self->gathered);
  g_free (self);
}

/**
 * wall_stream_guard_pass:
 * @data: what came next
 * @size: bytes
 *
 * Returns: whether a parser may have it; %FALSE with %WALL_REASON_BAD_DATA beyond a limit
 */
gboolean
wall_stream_guard_pass (WallStreamGuard  *self,
                        const guint8     *data,
                        gsize             size,
                        GError          **error)
{
  if (self->kind != WALL_STREAM_KIND_MPEG_TS)
    return pass_units (self, data, size, error);

  for (gsize i = 0; i < size; i++) {
    if (!pass_byte (self, data[i], error))
      return FALSE;
  }

  return TRUE;
}
