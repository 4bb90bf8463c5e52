/* encoder-pacer.c
 *
 * A source of the network thread's main loop with a ready time.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-pacer.h"

#include "wall-io-thread.h"

struct _EncoderPacer {
  GSource         *source;
  EncoderPacerTick tick;
  gpointer         user_data;
};

static gint64
round_up (gint64 time_us)
{
  return (time_us + ENCODER_PACER_GRID_US - 1) / ENCODER_PACER_GRID_US * ENCODER_PACER_GRID_US;
}

static gboolean
dispatch (GSource     *source,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

static gboolean
on_due (gpointer data)
{
  EncoderPacer *self = data;
  gint64 next_us;

  /* Waking up while ticking asks for another tick, which is not to be overwritten. */
  g_source_set_ready_time (self->source, -1);
  next_us = self->tick (g_get_monotonic_time (), self->user_data);
  if (next_us != ENCODER_PACER_NEVER && g_source_get_ready_time (self->source) < 0)
    g_source_set_ready_time (self->source, round_up (next_us));

  return G_SOURCE_CONTINUE;
}

/**
 * encoder_pacer_new:
 * @tick: called on the network thread
 *
 * Returns: (transfer full): a pacer that sleeps until it is woken
 */
EncoderPacer *
encoder_pacer_new (EncoderPacerTick tick,
                   gpointer         user_data)
{
  EncoderPacer *self = g_new0 (EncoderPacer, 1);

  self->tick = tick;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (self->source, "encoder-pacer");
  g_source_set_callback (self->source, on_due, self, NULL);
  g_source_attach (self->source, wall_io_thread_get_context ());

  return self;
}

void
encoder_pacer_free (EncoderPacer *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
}

/**
 * encoder_pacer_wake:
 *
 * Asks for a tick at once: a stream began.
 */
void
encoder_pacer_wake (EncoderPacer *self)
{
  g_source_set_ready_time (self->source, 0);
}
