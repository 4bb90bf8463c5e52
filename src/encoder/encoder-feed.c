/* encoder-feed.c
 *
 * Decides when a live picture runs. What it does follows from its state, and each move of the state
 * stands in one table. While the source is away it is tried again and again, watched or not, so that
 * a claim can be answered truly.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-feed.h"

#include "encoder-feed-tap.h"

typedef enum {
  EVENT_START,
  EVENT_PICTURE,
  EVENT_STOP,
  EVENT_LOST,
} Event;

/* Every legal move. What is not listed changes nothing. */
static const struct {
  EncoderFeedState from;
  Event            event;
  EncoderFeedState to;
} moves[] = {
  { ENCODER_FEED_OFF,      EVENT_START,   ENCODER_FEED_STARTING },
  { ENCODER_FEED_STARTING, EVENT_PICTURE, ENCODER_FEED_LIVE },
  { ENCODER_FEED_STARTING, EVENT_STOP,    ENCODER_FEED_STOPPING },
  { ENCODER_FEED_STARTING, EVENT_LOST,    ENCODER_FEED_AWAY },
  { ENCODER_FEED_LIVE,     EVENT_STOP,    ENCODER_FEED_STOPPING },
  { ENCODER_FEED_LIVE,     EVENT_LOST,    ENCODER_FEED_AWAY },
  { ENCODER_FEED_STOPPING, EVENT_LOST,    ENCODER_FEED_OFF },
  { ENCODER_FEED_AWAY,     EVENT_START,   ENCODER_FEED_RETRYING },
  { ENCODER_FEED_RETRYING, EVENT_PICTURE, ENCODER_FEED_LIVE },
  { ENCODER_FEED_RETRYING, EVENT_LOST,    ENCODER_FEED_AWAY },
};

struct _EncoderFeed {
  EncoderOrigin     *origin;
  EncoderFeedConfig  config;
  EncoderFeedDeliver deliver;
  gpointer           user_data;

  EncoderFeedState   state;
  EncoderFeedRun    *run;           /* (nullable): in OFF and AWAY */
  char              *reason;        /* (nullable): why it is away */
  guint              n_watchers[ENCODER_FEED_OUTPUTS];
  EncoderFeedUnit    keys[ENCODER_FEED_OUTPUTS];  /* the last key frame of each; no bytes: none */
  gint64             unwatched_us;  /* since when nobody watches */
  gint64             retry_us;      /* when it is tried again */
  guint              delay_ms;
};

static gboolean
handle (EncoderFeed *self,
        Event        event)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].from == self->state && moves[i].event == event) {
      self->state = moves[i].to;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
is_watched (EncoderFeed *self)
{
  return self->n_watchers[0] + self->n_watchers[1] > 0;
}

static void
keep_key (EncoderFeed           *self,
          const EncoderFeedUnit *unit)
{
  EncoderFeedUnit *kept = &self->keys[unit->output];

  if (!encoder_unit_is_key (&unit->unit))
    return;

  encoder_unit_clear (&kept->unit);
  *kept = *unit;
  g_bytes_ref (kept->unit.bytes);
}

static void
on_unit (const EncoderFeedUnit *unit,
         gpointer               user_data)
{
  EncoderFeed *self = user_data;

  if (encoder_unit_is_video (&unit->unit)) {
    if (handle (self, EVENT_PICTURE))
      self->delay_ms = self->config.retry_ms;
    keep_key (self, unit);
  }
  self->deliver (self, unit, self->user_data);
}

static void on_ended (const GError *error, gpointer user_data);

static const EncoderFeedRunEvents events = { .unit = on_unit, .ended = on_ended };

static void
start (EncoderFeed *self)
{
  if (!handle (self, EVENT_START))
    return;

  self->run = encoder_feed_run_new (self->origin, &self->config.run, &events, self);
  for (guint i = 0; i < ENCODER_FEED_OUTPUTS; i++)
    encoder_feed_run_set_wanted (self->run, i, self->n_watchers[i] > 0);
}

/* Cameras lock an account after a few wrong passwords: the same one is not tried again soon. */
static guint
next_delay_ms (EncoderFeed  *self,
               const GError *error)
{
  guint delay_ms = self->delay_ms;

  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return self->config.refused_ms;

  self->delay_ms = MIN (delay_ms * 2, self->config.max_retry_ms);
  return delay_ms;
}

static void
note_failure (EncoderFeed  *self,
              const GError *error)
{
  const char *reason = error ? error->message : "";
  guint delay_ms = next_delay_ms (self, error);

  if (g_strcmp0 (self->reason, reason) != 0)
    g_message ("%s: %s", self->origin->name, reason);
  g_free (self->reason);
  self->reason = g_strdup (reason);
  self->retry_us = g_get_monotonic_time () + delay_ms * G_TIME_SPAN_MILLISECOND;
}

static void
on_ended (const GError *error,
          gpointer      user_data)
{
  EncoderFeed *self = user_data;

  g_clear_pointer (&self->run, encoder_feed_run_unref);
  handle (self, EVENT_LOST);
  for (guint i = 0; i < ENCODER_FEED_OUTPUTS; i++)
    encoder_unit_clear (&self->keys[i].unit);

  if (self->state == ENCODER_FEED_AWAY)
    note_failure (self, error);
  else if (is_watched (self))
    start (self);
}

/**
 * encoder_feed_new:
 * @origin: (transfer full): where the picture comes from
 * @config: is copied
 * @deliver: called for each unit
 *
 * Returns: (transfer full): a feed that is off
 */
EncoderFeed *
encoder_feed_new (EncoderOrigin           *origin,
                  const EncoderFeedConfig *config,
                  EncoderFeedDeliver       deliver,
                  gpointer                 user_data)
{
  EncoderFeed *self = g_new0 (EncoderFeed, 1);

  self->origin = origin;
  self->config = *config;
  self->delay_ms = config->retry_ms;
  self->deliver = deliver;
  self->user_data = user_data;

  return self;
}

/**
 * encoder_feed_free:
 * @self: (transfer full):
 *
 * Ends the feed.
 *
 * Returns: (transfer full) (nullable): the run that is stopping, to be waited for in another thread
 */
EncoderFeedRun *
encoder_feed_free (EncoderFeed *self)
{
  EncoderFeedRun *run = g_steal_pointer (&self->run);

  if (run) {
    encoder_feed_run_detach (run);
    encoder_feed_run_stop (run);
  }

  for (guint i = 0; i < ENCODER_FEED_OUTPUTS; i++)
    encoder_unit_clear (&self->keys[i].unit);
  encoder_origin_unref (self->origin);
  g_free (self->reason);
  g_free (self);

  return run;
}

/**
 * encoder_feed_try:
 *
 * Runs for a moment, so that it is known whether the source is there.
 */
void
encoder_feed_try (EncoderFeed *self)
{
  self->unwatched_us = g_get_monotonic_time ();
  start (self);
}

/**
 * encoder_feed_add_watcher:
 * @output: 0, or 1 where there are two
 *
 * Somebody watches; the source is started where it is off, and asked for a key frame.
 */
void
encoder_feed_add_watcher (EncoderFeed *self,
                          guint        output)
{
  self->n_watchers[output]++;
  if (self->run)
    encoder_feed_run_set_wanted (self->run, output, TRUE);
  encoder_feed_ask_key (self, output);
  start (self);
}

/**
 * encoder_feed_remove_watcher:
 *
 * Somebody watches no more.
 */
void
encoder_feed_remove_watcher (EncoderFeed *self,
                             guint        output)
{
  g_return_if_fail (self->n_watchers[output] > 0);

  self->n_watchers[output]--;
  if (!is_watched (self))
    self->unwatched_us = g_get_monotonic_time ();
  else if (self->run && self->n_watchers[output] == 0)
    encoder_feed_run_set_wanted (self->run, output, FALSE);
}

/**
 * encoder_feed_ask_key:
 *
 * Asks the encoder for a key frame, where there is an encoder.
 */
void
encoder_feed_ask_key (EncoderFeed *self,
                      guint        output)
{
  if (self->run)
    encoder_feed_run_ask_key (self->run, output);
}

/**
 * encoder_feed_check:
 * @now_us: monotonic
 *
 * Several times a second: stops what nobody watches, and tries again what is away.
 */
void
encoder_feed_check (EncoderFeed *self,
                    gint64       now_us)
{
  gint64 idle_us = self->config.idle_ms * G_TIME_SPAN_MILLISECOND;

  if (self->state == ENCODER_FEED_AWAY && now_us >= self->retry_us)
    start (self);
  else if (self->run && !is_watched (self) && now_us - self->unwatched_us > idle_us &&
           handle (self, EVENT_STOP))
    encoder_feed_run_stop (self->run);
}

EncoderFeedState
encoder_feed_get_state (EncoderFeed *self)
{
  return self->state;
}

/**
 * encoder_feed_is_away:
 *
 * Returns: whether the source failed and did not come back yet
 */
gboolean
encoder_feed_is_away (EncoderFeed *self)
{
  return self->state == ENCODER_FEED_AWAY || self->state == ENCODER_FEED_RETRYING;
}

/**
 * encoder_feed_get_name:
 *
 * Returns: (transfer none): the source for people, without a password
 */
const char *
encoder_feed_get_name (EncoderFeed *self)
{
  return self->origin->name;
}

guint
encoder_feed_get_outputs (EncoderFeed *self)
{
  return self->origin->n_outputs;
}

/**
 * encoder_feed_get_reason:
 *
 * Returns: (transfer none) (nullable): why it is away, in words
 */
const char *
encoder_feed_get_reason (EncoderFeed *self)
{
  return encoder_feed_is_away (self) ? self->reason : NULL;
}

/**
 * encoder_feed_get_key:
 *
 * Returns: (transfer none) (nullable): the last key frame of an output that runs, for a snapshot
 */
const EncoderFeedUnit *
encoder_feed_get_key (EncoderFeed *self,
                      guint        output)
{
  return self->keys[output].unit.bytes ? &self->keys[output] : NULL;
}
