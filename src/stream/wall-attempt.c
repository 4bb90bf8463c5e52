/* wall-attempt.c
 *
 * The pipeline of a player, on the other threads. A change of state may wait for a streaming
 * thread, or for a library that is loaded, so it never happens on the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-attempt-private.h"

#include <glib/gi18n-lib.h>

#include "wall-feed.h"
#include "wall-source.h"

/* So many pipelines change their state at once; more wait. Bringing one down takes under 200 ms
 * even if nobody answers, so that a wall of 64 is down in two seconds. */
#define MAX_THREADS 8

typedef struct {
  WallAttempt *attempt;
  void       (*run) (WallAttempt *attempt);
} Job;

static void
free_attempt (WallAttempt *self)
{
  g_assert (!self->pipeline);
  wall_feed_unref (self->feed);
  g_mutex_clear (&self->counting);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  Job *job = data;

  job->run (job->attempt);
  wall_attempt_unref (job->attempt);
  g_free (job);
}

static GThreadPool *
get_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (run_job, NULL, MAX_THREADS, FALSE, NULL));

  return (GThreadPool *) pool;
}

static void
push_job (WallAttempt *self,
          void       (*run) (WallAttempt *attempt))
{
  Job *job = g_new (Job, 1);

  *job = (Job) { .attempt = wall_attempt_ref (self), .run = run };
  g_thread_pool_push (get_pool (), job, NULL);
}

static void
on_pad_added (GstElement *source,
              GstPad     *pad,
              gpointer    user_data)
{
  wall_feed_add_pad (user_data, pad);
}

static void
unref_in_closure (gpointer  data,
                  GClosure *closure)
{
  wall_feed_unref (data);
}

static GstPadProbeReturn
on_picture (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  WallAttempt *self = user_data;

  gboolean is_first;

  g_mutex_lock (&self->counting);
  is_first = self->pictures++ == 0;
  self->last_picture_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->counting);

  if (is_first)
    wall_attempt_tell_first_picture (self);

  return GST_PAD_PROBE_OK;
}

static void
unref_in_probe (gpointer data)
{
  wall_attempt_unref (data);
}

static void
watch_sink (WallAttempt *self,
            GstElement  *sink)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  /* Live: what comes is shown, and nothing waits for a clock or for a first frame. */
  g_object_set (sink, "sync", FALSE, "async", FALSE, "qos", FALSE, "enable-last-sample", FALSE,
                NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture, wall_attempt_ref (self),
                     unref_in_probe);
}

/* An element that refuses to start has said why; but if it did not, somebody must. */
static void
post_no_start (WallAttempt *self)
{
  GST_ELEMENT_ERROR (self->pipeline, CORE, STATE_CHANGE, (_("The stream could not be started.")),
                     ("an element refused to start"));
}

static void
run_start (WallAttempt *self)
{
  g_mutex_lock (&self->lock);
  if (!self->is_down) {
    if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE)
      post_no_start (self);
    g_atomic_int_set (&self->is_playing, TRUE);
  }
  g_mutex_unlock (&self->lock);
}

/* The last reference is dropped here too: it may free whatever the pipeline held. */
static void
run_bring_down (WallAttempt *self)
{
  g_mutex_lock (&self->lock);
  self->is_down = TRUE;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  wall_attempt_hear_no_more (self);
  gst_clear_object (&self->origin);
  gst_clear_object (&self->pipeline);
  g_mutex_unlock (&self->lock);

  wall_attempt_tell_gone (self);
}

/**
 * wall_attempt_new:
 * @source: (transfer none): what wall_source_new() made
 * @sink: (transfer none): where its pictures go
 * @events: what the listener is told; it is not copied
 * @listener: who is told
 *
 * It must be brought down, even if it was never started.
 *
 * Returns: (transfer full): a pipeline that has not been started
 */
WallAttempt *
wall_attempt_new (GstElement              *source,
                  GstElement              *sink,
                  const WallAttemptEvents *events,
                  gpointer                 listener)
{
  WallAttempt *self = g_new0 (WallAttempt, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->counting);
  self->last_picture_us = -1;
  self->events = events;
  self->listener = listener;
  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->origin = wall_source_get_origin (source);
  self->origin_id = self->origin;
  self->feed = wall_feed_new (self->pipeline, sink);

  gst_bin_add_many (GST_BIN (self->pipeline), source, sink, NULL);
  watch_sink (self, sink);
  g_signal_connect_data (source, "pad-added", G_CALLBACK (on_pad_added),
                         wall_feed_ref (self->feed), unref_in_closure, 0);
  wall_attempt_hear (self);

  return self;
}

/**
 * wall_attempt_start:
 *
 * Lets it play, soon.
 */
void
wall_attempt_start (WallAttempt *self)
{
  push_job (self, run_start);
}

/**
 * wall_attempt_close:
 *
 * Asks the origin to close its connection in order, if it can and has been started.
 *
 * Returns: whether a message "dvrip-closed" will say that it has
 */
gboolean
wall_attempt_close (WallAttempt *self)
{
  g_return_val_if_fail (!self->is_going_down, FALSE);

  if (!g_atomic_int_get (&self->is_playing) ||
      g_signal_lookup ("close", G_OBJECT_TYPE (self->origin)) == 0)
    return FALSE;

  g_signal_emit_by_name (self->origin, "close");

  return TRUE;
}

/**
 * wall_attempt_bring_down:
 *
 * Ends it, soon; the event "gone" says when. The second time it does nothing.
 */
void
wall_attempt_bring_down (WallAttempt *self)
{
  if (self->is_going_down)
    return;

  self->is_going_down = TRUE;
  push_job (self, run_bring_down);
}

/**
 * wall_attempt_forget:
 * @self: (transfer full): the attempt
 *
 * The listener is going away: it is told nothing any more, and the pipeline is brought down alone.
 */
void
wall_attempt_forget (WallAttempt *self)
{
  self->listener = NULL;
  wall_attempt_bring_down (self);
  wall_attempt_unref (self);
}

/**
 * wall_attempt_reset_decoder:
 *
 * Has the decoder replaced before the next unit; it begins at the next key frame.
 */
void
wall_attempt_reset_decoder (WallAttempt *self)
{
  wall_feed_reset_decoder (self->feed);
}

/**
 * wall_attempt_set_reduced:
 *
 * Has only key frames decoded, or all again from the next key frame on.
 */
void
wall_attempt_set_reduced (WallAttempt *self,
                          gboolean     is_reduced)
{
  wall_feed_set_reduced (self->feed, is_reduced);
}

/**
 * wall_attempt_set_unseen:
 *
 * Has only as much decoded as is needed while nobody looks at the pictures.
 */
void
wall_attempt_set_unseen (WallAttempt *self,
                         gboolean     is_unseen)
{
  wall_feed_set_unseen (self->feed, is_unseen);
}

/**
 * wall_attempt_ask:
 * @request: the name of an action signal of the origin, which takes nothing
 *
 * Has the device asked for something besides its stream, once it is signed in.
 *
 * Returns: the number of the request, whose outcome the event "message" tells; 0 if it is not asked
 */
guint
wall_attempt_ask (WallAttempt *self,
                  const char  *request)
{
  guint id = 0;

  if (!self->is_going_down && g_signal_lookup (request, G_OBJECT_TYPE (self->origin)) != 0)
    g_signal_emit_by_name (self->origin, request, &id);

  return id;
}

/**
 * wall_attempt_dup_statistics:
 *
 * Returns: (transfer full) (nullable): what the origin counts; %NULL if it counts nothing, or is
 *   being brought down
 */
GstStructure *
wall_attempt_dup_statistics (WallAttempt *self)
{
  GstStructure *statistics = NULL;

  if (self->is_going_down ||
      !g_object_class_find_property (G_OBJECT_GET_CLASS (self->origin), "statistics"))
    return NULL;

  g_object_get (self->origin, "statistics", &statistics, NULL);

  return statistics;
}

/**
 * wall_attempt_get_counts:
 * @out_counts: (out): what was counted on the streaming thread
 */
void
wall_attempt_get_counts (WallAttempt       *self,
                         WallAttemptCounts *out_counts)
{
  const WallCodec *codec = wall_feed_get_codec (self->feed);

  g_mutex_lock (&self->counting);
  *out_counts = (WallAttemptCounts) {
    .fed_units = wall_feed_get_units (self->feed),
    .pictures = self->pictures,
    .last_picture_us = self->last_picture_us,
    .key_interval_us = wall_feed_get_key_interval_us (self->feed),
    .codec = codec ? wall_codec_get_name (codec) : "",
  };
  g_mutex_unlock (&self->counting);
}

/**
 * wall_attempt_ref:
 *
 * Returns: (transfer full): the same one
 */
WallAttempt *
wall_attempt_ref (WallAttempt *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * wall_attempt_unref:
 * @self: (transfer full): the attempt
 */
void
wall_attempt_unref (WallAttempt *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    free_attempt (self);
}
