/* encoder-feed-queue.c
 *
 * A list behind a lock, and one wake-up of the network thread for whatever came meanwhile.
 * Pushed to from any thread; made, closed and emptied on the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-feed-queue.h"

#include "wall-io-thread.h"

struct _EncoderFeedQueue {
  gatomicrefcount ref_count;

  /* Network thread. */
  EncoderFeedTake take;        /* (nullable): closed */
  gpointer        user_data;

  /* Shared, guarded by @lock. */
  GMutex          lock;
  GQueue          units;       /* of EncoderFeedUnit */
  gsize           bytes;
  gboolean        is_woken;    /* the network thread will look */
};

static void
free_unit (gpointer data)
{
  EncoderFeedUnit *unit = data;

  encoder_unit_clear (&unit->unit);
  g_free (unit);
}

/**
 * encoder_feed_queue_new:
 * @take: called on the network thread for each unit, in their order
 *
 * Returns: (transfer full): an empty queue
 */
EncoderFeedQueue *
encoder_feed_queue_new (EncoderFeedTake take,
                        gpointer        user_data)
{
  EncoderFeedQueue *self = g_new0 (EncoderFeedQueue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->take = take;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_queue_init (&self->units);

  return self;
}

EncoderFeedQueue *
encoder_feed_queue_ref (EncoderFeedQueue *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
encoder_feed_queue_unref (EncoderFeedQueue *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->units, free_unit);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
unref_queue (gpointer data)
{
  encoder_feed_queue_unref (data);
}

static gboolean
on_units (gpointer data)
{
  EncoderFeedQueue *self = data;
  GQueue units = G_QUEUE_INIT;
  EncoderFeedUnit *unit;

  g_mutex_lock (&self->lock);
  units = self->units;
  g_queue_init (&self->units);
  self->bytes = 0;
  self->is_woken = FALSE;
  g_mutex_unlock (&self->lock);

  while ((unit = g_queue_pop_head (&units))) {
    if (self->take)
      self->take (unit, self->user_data);
    free_unit (unit);
  }

  return G_SOURCE_REMOVE;
}

/**
 * encoder_feed_queue_push:
 * @unit: its bytes become the queue's
 *
 * Returns: %FALSE if there was no room: nothing waits any more, and the next unit of each output has
 *   to be a key frame
 */
gboolean
encoder_feed_queue_push (EncoderFeedQueue *self,
                         EncoderFeedUnit  *unit)
{
  EncoderFeedUnit *copy = g_memdup2 (unit, sizeof *unit);
  gboolean has_room, wake = FALSE;

  g_mutex_lock (&self->lock);
  has_room = self->bytes + unit->unit.payload_size <= ENCODER_FEED_QUEUE_MAX_BYTES;
  if (has_room) {
    g_queue_push_tail (&self->units, copy);
    self->bytes += unit->unit.payload_size;
    wake = !self->is_woken;
    self->is_woken = TRUE;
  } else {
    g_queue_clear_full (&self->units, free_unit);
    self->bytes = 0;
  }
  g_mutex_unlock (&self->lock);

  if (!has_room)
    free_unit (copy);
  if (wake)
    wall_io_thread_invoke (on_units, encoder_feed_queue_ref (self), unref_queue);

  return has_room;
}

/**
 * encoder_feed_queue_close:
 *
 * Network thread: nothing is taken any more.
 */
void
encoder_feed_queue_close (EncoderFeedQueue *self)
{
  self->take = NULL;
}
