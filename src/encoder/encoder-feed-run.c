/* encoder-feed-run.c
 *
 * A run has a thread of its own, which makes the pipeline, brings it to PLAYING, carries out what is
 * asked of it, and takes it down: cameras and servers may let each of these wait, and nobody else
 * does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-feed-run.h"

#include <glib/gi18n-lib.h>

#include "encoder-feed-tap.h"
#include "wall-io-thread.h"

/* How often the run looks whether pictures still come. */
#define TICK (250 * GST_MSECOND)

struct _EncoderFeedRun {
  gatomicrefcount      ref_count;
  EncoderOrigin       *origin;
  EncoderFeedLimits    limits;
  EncoderFeedQueue    *queue;

  /* Network thread. */
  EncoderFeedRunEvents events;
  gpointer             user_data;

  /* Shared, guarded by @lock. */
  GMutex               lock;
  GCond                cond;
  GstBus              *bus;           /* (nullable): where the run waits */
  gboolean             is_wanted[ENCODER_FEED_OUTPUTS];
  gboolean             wants_key[ENCODER_FEED_OUTPUTS];
  gboolean             is_stopping, is_over;
  GError              *error;
};

static EncoderFeedRun *
run_ref (EncoderFeedRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
encoder_feed_run_unref (EncoderFeedRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_error (&self->error);
  encoder_feed_queue_unref (self->queue);
  encoder_origin_unref (self->origin);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

static void
unref_run (gpointer data)
{
  encoder_feed_run_unref (data);
}

/* A branch that nobody watches is shut before it costs anything: the valves "gate0" and "gate1",
 * where the pipeline has them. */
static void
set_gate (GstElement *pipeline,
          guint       output,
          gboolean    is_open)
{
  g_autofree char *name = g_strdup_printf ("gate%u", output);
  g_autoptr (GstElement) gate = gst_bin_get_by_name (GST_BIN (pipeline), name);

  if (gate)
    g_object_set (gate, "drop", !is_open, NULL);
}

static void
force_key (GstElement *pipeline,
           guint       output)
{
  g_autofree char *name = g_strdup_printf ("video%u", output);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), name);
  g_autoptr (GstPad) pad = sink ? gst_element_get_static_pad (sink, "sink") : NULL;
  GstStructure *request;

  if (!pad)
    return;

  request = gst_structure_new ("GstForceKeyUnit", "all-headers", G_TYPE_BOOLEAN, TRUE, NULL);
  gst_pad_push_event (pad, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, request));
}

/* Returns whether to go on. */
static gboolean
follow_orders (EncoderFeedRun *self,
               GstElement     *pipeline)
{
  gboolean is_wanted[ENCODER_FEED_OUTPUTS], wants_key[ENCODER_FEED_OUTPUTS];
  gboolean is_stopping;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < ENCODER_FEED_OUTPUTS; i++) {
    is_wanted[i] = self->is_wanted[i];
    wants_key[i] = self->wants_key[i];
    self->wants_key[i] = FALSE;
  }
  is_stopping = self->is_stopping;
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < ENCODER_FEED_OUTPUTS && !is_stopping; i++) {
    set_gate (pipeline, i, is_wanted[i]);
    if (wants_key[i])
      force_key (pipeline, i);
  }

  return !is_stopping;
}

static gboolean
check_pictures (EncoderFeedRun  *self,
                EncoderFeedTap  *tap,
                gint64           started_us,
                GError         **error)
{
  gint64 picture_us = encoder_feed_tap_get_picture_us (tap);
  guint limit_ms = picture_us ? self->limits.silence_ms : self->limits.first_ms;
  gint64 age_us = g_get_monotonic_time () - (picture_us ? picture_us : started_us);

  if (encoder_feed_tap_is_over (tap)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("its stream ended"));
    return FALSE;
  }

  if (age_us < (gint64) limit_ms * G_TIME_SPAN_MILLISECOND)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("no picture for %.0f s"),
               age_us / (double) G_USEC_PER_SEC);
  return FALSE;
}

static gboolean
check_message (GstMessage  *message,
               GError     **error)
{
  GstMessageType type = message ? GST_MESSAGE_TYPE (message) : GST_MESSAGE_APPLICATION;

  if (type == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, error, NULL);
  else if (type == GST_MESSAGE_EOS)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("its stream ended"));

  return type == GST_MESSAGE_APPLICATION;
}

/* Until somebody stops it, or something goes wrong. */
static void
wait_for_end (EncoderFeedRun  *self,
              GstElement      *pipeline,
              EncoderFeedTap  *tap,
              GError         **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gint64 started_us = g_get_monotonic_time ();

  while (follow_orders (self, pipeline)) {
    g_autoptr (GstMessage) message =
      gst_bus_timed_pop_filtered (bus, TICK, GST_MESSAGE_ERROR | GST_MESSAGE_EOS |
                                  GST_MESSAGE_APPLICATION);

    if (!check_message (message, error) || !check_pictures (self, tap, started_us, error))
      return;
  }
}

static void
set_bus (EncoderFeedRun *self,
         GstBus         *bus)
{
  g_mutex_lock (&self->lock);
  self->bus = bus;
  g_mutex_unlock (&self->lock);
}

static void
play (EncoderFeedRun  *self,
      GError         **error)
{
  g_autoptr (GstElement) pipeline = self->origin->make (self->origin, error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (EncoderFeedTap) tap = NULL;

  if (!pipeline)
    return;

  bus = gst_element_get_bus (pipeline);
  tap = encoder_feed_tap_new (pipeline, self->queue, self->limits.has_timestamps);
  set_bus (self, bus);
  if (follow_orders (self, pipeline)) {
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    wait_for_end (self, pipeline, tap, error);
  }
  set_bus (self, NULL);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* In the origin's words, where it has any. */
static void
explain (EncoderFeedRun *self,
         GError         *error)
{
  char *words = self->origin->explain ? self->origin->explain (self->origin, error) : NULL;

  if (words) {
    g_free (error->message);
    error->message = words;
  }
}

/* Network thread. */
static gboolean
on_over (gpointer data)
{
  EncoderFeedRun *self = data;

  encoder_feed_queue_close (self->queue);
  if (self->events.ended)
    self->events.ended (self->error, self->user_data);

  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  g_autoptr (EncoderFeedRun) self = data;
  GError *error = NULL;

  play (self, &error);
  if (error)
    explain (self, error);

  g_mutex_lock (&self->lock);
  self->error = error;
  self->is_over = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  wall_io_thread_invoke (on_over, run_ref (self), unref_run);

  return NULL;
}

/**
 * encoder_feed_run_new:
 * @origin: (transfer none): what to run
 * @events: is copied; called on the network thread
 *
 * Starts a run.
 *
 * Returns: (transfer full): the run
 */
EncoderFeedRun *
encoder_feed_run_new (EncoderOrigin              *origin,
                      const EncoderFeedLimits    *limits,
                      const EncoderFeedRunEvents *events,
                      gpointer                    user_data)
{
  EncoderFeedRun *self = g_new0 (EncoderFeedRun, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->origin = encoder_origin_ref (origin);
  self->limits = *limits;
  self->queue = encoder_feed_queue_new (events->unit, user_data);
  self->events = *events;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_thread_unref (g_thread_new ("encoder-feed", run, run_ref (self)));

  return self;
}

static void
wake (GstBus *bus)
{
  if (bus)
    gst_bus_post (bus, gst_message_new_application (NULL, gst_structure_new_empty ("orders")));
}

/**
 * encoder_feed_run_set_wanted:
 * @is_wanted: whether somebody watches the output
 *
 * Lets a pipeline of two outputs save the work for one that nobody watches.
 */
void
encoder_feed_run_set_wanted (EncoderFeedRun *self,
                             guint           output,
                             gboolean        is_wanted)
{
  g_autoptr (GstBus) bus = NULL;

  g_mutex_lock (&self->lock);
  self->is_wanted[output] = is_wanted;
  bus = self->bus ? gst_object_ref (self->bus) : NULL;
  g_mutex_unlock (&self->lock);
  wake (bus);
}

/**
 * encoder_feed_run_ask_key:
 *
 * Asks the encoder of an output for a key frame soon; a camera that is passed through may not care.
 */
void
encoder_feed_run_ask_key (EncoderFeedRun *self,
                          guint           output)
{
  g_autoptr (GstBus) bus = NULL;

  g_mutex_lock (&self->lock);
  self->wants_key[output] = TRUE;
  bus = self->bus ? gst_object_ref (self->bus) : NULL;
  g_mutex_unlock (&self->lock);
  wake (bus);
}

/**
 * encoder_feed_run_stop:
 *
 * Asks the run to end; the event says when it has.
 */
void
encoder_feed_run_stop (EncoderFeedRun *self)
{
  g_autoptr (GstBus) bus = NULL;

  g_mutex_lock (&self->lock);
  self->is_stopping = TRUE;
  bus = self->bus ? gst_object_ref (self->bus) : NULL;
  g_mutex_unlock (&self->lock);
  wake (bus);
}

/**
 * encoder_feed_run_detach:
 *
 * Network thread: no more events.
 */
void
encoder_feed_run_detach (EncoderFeedRun *self)
{
  encoder_feed_queue_close (self->queue);
  self->events.ended = NULL;
}

/**
 * encoder_feed_run_wait:
 * @deadline_us: monotonic
 *
 * Returns: whether the run is over, with its pipeline gone
 */
gboolean
encoder_feed_run_wait (EncoderFeedRun *self,
                       gint64          deadline_us)
{
  gboolean is_over;

  g_mutex_lock (&self->lock);
  while (!self->is_over && g_cond_wait_until (&self->cond, &self->lock, deadline_us))
    continue;
  is_over = self->is_over;
  g_mutex_unlock (&self->lock);

  return is_over;
}
