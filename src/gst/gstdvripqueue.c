/* gstdvripqueue.c
 *
 * Whole units, in order. Beyond two seconds or 8 MiB the oldest go, up to the next key frame, since
 * what depends on a lost picture cannot be decoded; the sound between them goes with them, so that
 * both stay together. Where no key frame is queued, units go until one comes. The next unit out is
 * then marked as a discontinuity.
 * Not locked: its owner guards it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripqueue.h"

struct _GstDvripQueue {
  GQueue   units;          /* of DvripUnit */
  gsize    bytes;
  guint64  dropped;
  gboolean waits_for_key;  /* all before the next key frame is of no use */
  gboolean has_lost;       /* since the last unit that went out */
};

static gboolean
is_key (const DvripUnit *unit)
{
  return unit->header.kind == DVRIP_UNIT_I || unit->header.kind == DVRIP_UNIT_PICTURE;
}

static DvripUnit *
take_head (GstDvripQueue *self)
{
  DvripUnit *unit = g_queue_pop_head (&self->units);

  if (unit != NULL)
    self->bytes -= g_bytes_get_size (unit->bytes);

  return unit;
}

static void
drop (GstDvripQueue *self,
      DvripUnit     *unit)
{
  self->dropped++;
  self->has_lost = TRUE;
  dvrip_unit_free (unit);
}

/* A unit alone has a limit of its own, so the last one may stay. */
static gboolean
is_over_limit (GstDvripQueue *self)
{
  const DvripUnit *oldest = g_queue_peek_head (&self->units);
  const DvripUnit *newest = g_queue_peek_tail (&self->units);

  if (oldest == newest)
    return FALSE;

  return self->bytes > GST_DVRIP_QUEUE_MAX_BYTES
         || newest->arrival_us - oldest->arrival_us > GST_DVRIP_QUEUE_MAX_US;
}

static void
drop_to_next_key (GstDvripQueue *self)
{
  const DvripUnit *head;

  do {
    drop (self, take_head (self));
    head = g_queue_peek_head (&self->units);
  } while (head != NULL && !is_key (head));

  self->waits_for_key = head == NULL;
}

/**
 * gst_dvrip_queue_new:
 *
 * Returns: (transfer full): an empty queue
 */
GstDvripQueue *
gst_dvrip_queue_new (void)
{
  GstDvripQueue *self = g_new0 (GstDvripQueue, 1);

  g_queue_init (&self->units);
  return self;
}

/**
 * gst_dvrip_queue_free:
 * @self: (transfer full) (nullable): a queue
 */
void
gst_dvrip_queue_free (GstDvripQueue *self)
{
  if (self == NULL)
    return;

  g_queue_clear_full (&self->units, (GDestroyNotify) dvrip_unit_free);
  g_free (self);
}

/**
 * gst_dvrip_queue_push:
 * @unit: (transfer full): the newest unit
 *
 * Appends a unit, and drops from the other end what is beyond the limits.
 */
void
gst_dvrip_queue_push (GstDvripQueue *self,
                      DvripUnit     *unit)
{
  g_return_if_fail (self != NULL && unit != NULL);

  if (self->waits_for_key && !is_key (unit)) {
    drop (self, unit);
    return;
  }

  self->waits_for_key = FALSE;
  self->bytes += g_bytes_get_size (unit->bytes);
  g_queue_push_tail (&self->units, unit);

  while (is_over_limit (self))
    drop_to_next_key (self);
}

/**
 * gst_dvrip_queue_pop:
 *
 * Returns: (transfer full) (nullable): the oldest unit, marked if something before it was dropped;
 *   %NULL when there is none
 */
DvripUnit *
gst_dvrip_queue_pop (GstDvripQueue *self)
{
  DvripUnit *unit;

  g_return_val_if_fail (self != NULL, NULL);

  unit = take_head (self);
  if (unit == NULL)
    return NULL;

  unit->is_discont |= self->has_lost;
  self->has_lost = FALSE;
  return unit;
}

/**
 * gst_dvrip_queue_get_length:
 *
 * Returns: the number of units that wait
 */
guint
gst_dvrip_queue_get_length (GstDvripQueue *self)
{
  return g_queue_get_length (&self->units);
}

/**
 * gst_dvrip_queue_get_bytes:
 *
 * Returns: the size of the units that wait, with their headers
 */
gsize
gst_dvrip_queue_get_bytes (GstDvripQueue *self)
{
  return self->bytes;
}

/**
 * gst_dvrip_queue_get_dropped:
 *
 * Returns: the number of units that were dropped since the queue was made
 */
guint64
gst_dvrip_queue_get_dropped (GstDvripQueue *self)
{
  return self->dropped;
}
