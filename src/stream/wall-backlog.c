/* wall-backlog.c
 *
 * The units of a stream that nobody looks at, since the last one that was decoded: what is needed to
 * have its newest picture at any moment, without decoding all of them. A key frame makes all before it
 * superfluous, and is decoded itself, so that there is always a picture, and it is known that there is.
 * What is kept is bounded in number, bytes and time; at a bound it is decoded in one go.
 * Pure but for the references that it holds; one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-backlog.h"

#define MAX_UNITS 512
#define MAX_BYTES (4 * 1024 * 1024)

/* Below the 8 s without a picture after which a decoder is blamed. */
#define MAX_US (5 * G_USEC_PER_SEC)

/* Of a stream whose every unit is a key frame, so many are decoded. */
#define KEY_US (G_USEC_PER_SEC / 2)

/* A stream with fewer units costs little, and its next one may be long in coming when it is looked at. */
#define SLOW_US (G_USEC_PER_SEC / 5)

/* Units between two averages count so much less. */
#define SMOOTHING 8

/* A decoder is to have shown first that it can: it may hold pictures back to put them into order. */
#define KEYS_AT_FIRST 2

struct _WallBacklog {
  GQueue units;        /* of GstBuffer */
  gsize  bytes;
  guint  missing;      /* from what is kept */
  guint  keys;         /* of this decoder */
  gint64 decoded_us;   /* when a unit was last not kept */
  gint64 last_us;      /* when the last unit came; 0: never */
  gint64 interval_us;  /* smoothed */
};

/**
 * wall_backlog_new:
 *
 * Returns: (transfer full): a backlog with nothing in it
 */
WallBacklog *
wall_backlog_new (void)
{
  WallBacklog *self = g_new0 (WallBacklog, 1);

  g_queue_init (&self->units);

  return self;
}

/**
 * wall_backlog_free:
 * @self: (transfer full): the backlog
 */
void
wall_backlog_free (WallBacklog *self)
{
  wall_backlog_clear (self);
  g_free (self);
}

/**
 * wall_backlog_clear:
 *
 * Lets go of what is kept: it will not be decoded any more.
 */
void
wall_backlog_clear (WallBacklog *self)
{
  g_queue_clear_full (&self->units, (GDestroyNotify) gst_buffer_unref);
  self->bytes = 0;
  self->missing = 0;
}

/**
 * wall_backlog_restart:
 *
 * What comes is decoded by another decoder from now on, which has seen nothing yet.
 */
void
wall_backlog_restart (WallBacklog *self)
{
  wall_backlog_clear (self);
  self->keys = 0;
}

static void
note_arrival (WallBacklog *self,
              gint64       now_us)
{
  if (self->last_us > 0)
    self->interval_us += (now_us - self->last_us - self->interval_us) / SMOOTHING;
  self->last_us = now_us;
}

static gboolean
has_room (WallBacklog *self,
          GstBuffer   *unit)
{
  return g_queue_get_length (&self->units) < MAX_UNITS &&
         self->bytes + gst_buffer_get_size (unit) <= MAX_BYTES;
}

static gboolean
can_wait (WallBacklog *self,
          GstBuffer   *unit,
          gint64       now_us)
{
  gboolean is_key = !GST_BUFFER_FLAG_IS_SET (unit, GST_BUFFER_FLAG_DELTA_UNIT);

  return self->keys >= KEYS_AT_FIRST && self->interval_us < SLOW_US && has_room (self, unit) &&
         now_us - self->decoded_us < (is_key ? KEY_US : MAX_US);
}

/**
 * wall_backlog_keep:
 * @unit: the next one of the stream; each one, whether it is looked at or not
 * @missing: so many are missing before it
 * @is_unseen: whether nobody looks at the stream
 * @now_us: monotonic
 *
 * Returns: %TRUE if it is kept; else all that is kept is to be taken and decoded, and then this one
 */
gboolean
wall_backlog_keep (WallBacklog *self,
                   GstBuffer   *unit,
                   guint        missing,
                   gboolean     is_unseen,
                   gint64       now_us)
{
  note_arrival (self, now_us);
  if (!GST_BUFFER_FLAG_IS_SET (unit, GST_BUFFER_FLAG_DELTA_UNIT)) {
    wall_backlog_clear (self);
    self->keys = MIN (self->keys + 1, KEYS_AT_FIRST);
  }

  if (!is_unseen || !can_wait (self, unit, now_us)) {
    self->decoded_us = now_us;
    return FALSE;
  }

  g_queue_push_tail (&self->units, gst_buffer_ref (unit));
  self->bytes += gst_buffer_get_size (unit);
  self->missing += missing;

  return TRUE;
}

/**
 * wall_backlog_take:
 * @out_missing: (out): so many are missing before it; all are told with the first
 *
 * Returns: (transfer full) (nullable): the oldest unit that is kept; %NULL if none is
 */
GstBuffer *
wall_backlog_take (WallBacklog *self,
                   guint       *out_missing)
{
  GstBuffer *unit = g_queue_pop_head (&self->units);

  *out_missing = self->missing;
  self->missing = 0;
  if (unit)
    self->bytes -= gst_buffer_get_size (unit);

  return unit;
}
