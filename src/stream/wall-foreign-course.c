/* wall-foreign-course.c
 *
 * The course of a foreign source's attempt: its phases, which only go forward, their deadlines, and
 * its end, which comes exactly once.
 * Network thread, where nothing else is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-foreign-private.h"

#include <glib/gi18n-lib.h>

#include "wall-dial.h"
#include "wall-foreign-words.h"
#include "wall-io-thread.h"
#include "wall-resolve.h"

typedef struct {
  WallForeign *self;
  void       (*function) (WallForeign *self);
} Call;

typedef struct {
  WallForeign *self;
  WallReason   reason;
  int          ret;
  char        *sentence;
  char        *debug;
} Failure;

static void
clear_deadline (WallForeignPrivate *priv)
{
  if (priv->deadline)
    g_source_destroy (priv->deadline);
  g_clear_pointer (&priv->deadline, g_source_unref);
}

static void
set_deadline (WallForeign *self,
              guint        ms,
              GSourceFunc  function)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  clear_deadline (priv);
  priv->deadline = g_timeout_source_new (ms);
  g_source_set_callback (priv->deadline, function, g_object_ref (self), g_object_unref);
  g_source_set_static_name (priv->deadline, "[watchwall] deadline of a foreign source");
  g_source_attach (priv->deadline, wall_io_thread_get_context ());
}

static void
set_phase (WallForeign      *self,
           WallForeignPhase  phase)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->lock);
  priv->phase = phase;
  g_mutex_unlock (&priv->lock);
}

/* Let go of once; nothing that comes later is told. */
static void
drop (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  clear_deadline (priv);
  set_phase (self, WALL_FOREIGN_ENDED);
  if (priv->is_dropped)
    return;

  priv->is_dropped = TRUE;
  g_cancellable_cancel (priv->cancellable);
  if (WALL_FOREIGN_GET_CLASS (self)->drop)
    WALL_FOREIGN_GET_CLASS (self)->drop (self);
}

static void
tell_closed (WallForeign *self,
             const char  *ended_by)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  if (priv->is_close_told)
    return;

  priv->is_close_told = TRUE;
  wall_foreign_tell_closed (self, ended_by, priv->reason);
}

static gboolean
on_close_deadline (gpointer user_data)
{
  wall_foreign_closed (user_data, "deadline");

  return G_SOURCE_REMOVE;
}

/* By the way that the class has for it; without one, at once. */
static void
begin_close (WallForeign *self,
             void       (*close) (WallForeign *self),
             const char  *ended_by)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  if (!close) {
    drop (self);
    tell_closed (self, ended_by);
    return;
  }

  set_phase (self, WALL_FOREIGN_CLOSING);
  set_deadline (self, priv->deadlines.close_ms, on_close_deadline);
  close (self);
}

static const char *
who_ended (WallReason reason)
{
  return reason == WALL_REASON_CLOSED_BY_DEVICE || reason == WALL_REASON_RESET ? "device" : "us";
}

static gboolean
run_failure (gpointer user_data)
{
  const Failure *failure = user_data;
  WallForeign *self = failure->self;
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  WallForeignPhase phase = wall_foreign_get_phase (self);
  const char *sentence = failure->sentence ? failure->sentence
                                           : wall_foreign_sentence (failure->reason);

  if (phase >= WALL_FOREIGN_CLOSING)
    return G_SOURCE_REMOVE;

  wall_foreign_tell_progress (self, GST_PROGRESS_TYPE_ERROR, phase, sentence);
  wall_foreign_tell_error (self, failure->reason, failure->ret, sentence, failure->debug);
  priv->reason = failure->reason;
  begin_close (self, phase > WALL_FOREIGN_CONNECT ? WALL_FOREIGN_GET_CLASS (self)->hang_up : NULL,
               who_ended (failure->reason));

  return G_SOURCE_REMOVE;
}

static void
free_failure (gpointer data)
{
  Failure *failure = data;

  g_free (failure->sentence);
  g_free (failure->debug);
  g_object_unref (failure->self);
  g_free (failure);
}

static gboolean
run_call (gpointer user_data)
{
  Call *call = user_data;

  call->function (call->self);

  return G_SOURCE_REMOVE;
}

static void
free_call (gpointer data)
{
  Call *call = data;

  g_object_unref (call->self);
  g_free (call);
}

static gboolean
on_deadline (gpointer user_data)
{
  WallForeign *self = user_data;
  WallForeignPhase phase = wall_foreign_get_phase (self);

  wall_foreign_fail (self, phase == WALL_FOREIGN_CONNECT ? WALL_REASON_TIMED_OUT
                                                         : WALL_REASON_SILENT,
                     0, NULL, wall_foreign_phase_to_string (phase));

  return G_SOURCE_REMOVE;
}

/* Looks again when the last byte would be too old if none came until then. */
static gboolean
on_silence (gpointer user_data)
{
  WallForeign *self = user_data;
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  gint64 limit_us = priv->deadlines.silence_ms * G_TIME_SPAN_MILLISECOND;
  gint64 age_us;

  g_mutex_lock (&priv->lock);
  age_us = g_get_monotonic_time () - MAX (priv->counts.last_byte_us, priv->media_us);
  g_mutex_unlock (&priv->lock);

  if (age_us < limit_us)
    set_deadline (self, (guint) ((limit_us - age_us) / 1000) + 1, on_silence);
  else
    wall_foreign_fail (self, WALL_REASON_SILENT, 0, NULL, "no byte came for too long");

  return G_SOURCE_REMOVE;
}

static void
begin_silence (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  priv->media_us = g_get_monotonic_time ();
  set_deadline (self, priv->deadlines.silence_ms, on_silence);
}

static void
arm (WallForeign      *self,
     WallForeignPhase  phase)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  clear_deadline (priv);
  if (phase == WALL_FOREIGN_CONNECT)
    set_deadline (self, priv->deadlines.connect_ms, on_deadline);
  else if (phase == WALL_FOREIGN_LOGIN)
    set_deadline (self, priv->deadlines.login_ms, on_deadline);
  else if (phase == WALL_FOREIGN_START)
    set_deadline (self, priv->deadlines.start_ms, on_deadline);
  else if (phase == WALL_FOREIGN_MEDIA)
    begin_silence (self);
}

/**
 * wall_foreign_enter:
 * @phase: a later one than the present; else nothing happens
 *
 * Tells the pipeline what was completed and what begins, and starts the deadline of the phase.
 */
void
wall_foreign_enter (WallForeign      *self,
                    WallForeignPhase  phase)
{
  WallForeignPhase last = wall_foreign_get_phase (self);

  if (phase <= last)
    return;

  set_phase (self, phase);
  arm (self, phase);
  wall_foreign_tell_phase (self, last, phase);
}

static void
fail_with (WallForeign  *self,
           const GError *error)
{
  WallReason reason = wall_reason_from_error (error);

  if (reason != WALL_REASON_NONE)
    wall_foreign_fail (self, reason, 0, NULL, error->message);
}

static void
on_dialled (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WallForeign) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = wall_dial_finish (result, &error);

  if (!socket) {
    fail_with (self, error);
    return;
  }

  if (wall_foreign_get_phase (self) != WALL_FOREIGN_CONNECT)
    return;

  wall_foreign_set_connection (self, socket);
  WALL_FOREIGN_GET_CLASS (self)->connected (self, g_steal_pointer (&socket));
}

static void
on_resolved (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WallForeign) self = user_data;
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = wall_resolve_finish (result, &error);

  if (!addresses) {
    fail_with (self, error);
    return;
  }

  if (wall_foreign_get_phase (self) != WALL_FOREIGN_LOOKUP)
    return;

  wall_foreign_enter (self, WALL_FOREIGN_CONNECT);
  if (WALL_FOREIGN_GET_CLASS (self)->connect)
    WALL_FOREIGN_GET_CLASS (self)->connect (self, addresses);
  else
    wall_dial_async (addresses, priv->deadlines.connect_ms, priv->cancellable, on_dialled,
                     g_object_ref (self));
}

/**
 * wall_foreign_course_begin:
 *
 * Begins to connect, unless it has ended already.
 */
void
wall_foreign_course_begin (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  if (wall_foreign_get_phase (self) != WALL_FOREIGN_IDLE)
    return;

  wall_foreign_enter (self, WALL_FOREIGN_LOOKUP);
  wall_resolve_async (priv->host, priv->port, priv->deadlines.lookup_ms, priv->cancellable,
                      on_resolved, g_object_ref (self));
}

/**
 * wall_foreign_course_close:
 *
 * Closes in order, where there is something to close. Ends with "dvrip-closed".
 */
void
wall_foreign_course_close (WallForeign *self)
{
  WallForeignPhase phase = wall_foreign_get_phase (self);
  gboolean is_connected = phase > WALL_FOREIGN_CONNECT && phase != WALL_FOREIGN_ENDED;

  if (phase == WALL_FOREIGN_CLOSING)
    return;

  wall_foreign_tell_progress (self, GST_PROGRESS_TYPE_CANCELED, phase, _("Closed on request"));
  begin_close (self, is_connected ? WALL_FOREIGN_GET_CLASS (self)->close : NULL, "us");
}

/**
 * wall_foreign_closed:
 * @ended_by: "us", "device" or "deadline"
 *
 * There is no socket any more, after a close or a hanging up that the class was asked for.
 */
void
wall_foreign_closed (WallForeign *self,
                     const char  *ended_by)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  if (wall_foreign_get_phase (self) != WALL_FOREIGN_CLOSING)
    return;

  drop (self);
  tell_closed (self, priv->reason == WALL_REASON_NONE ? ended_by : who_ended (priv->reason));
}

/**
 * wall_foreign_course_stop:
 *
 * The pipeline goes down: nothing is told any more.
 */
void
wall_foreign_course_stop (WallForeign *self)
{
  drop (self);
}

/**
 * wall_foreign_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the attempt ends
 */
GCancellable *
wall_foreign_get_cancellable (WallForeign *self)
{
  return wall_foreign_get_private (self)->cancellable;
}

/**
 * wall_foreign_run:
 * @child: an element of the bin, its state locked
 *
 * Lets it play, with the clock and the time of the pipeline. Any thread.
 *
 * Returns: whether the bin still plays itself
 */
gboolean
wall_foreign_run (WallForeign *self,
                  GstElement  *child)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  GstElement *bin = GST_ELEMENT (self);
  gboolean is_running;

  g_mutex_lock (&priv->running);
  is_running = !priv->is_stopped;
  if (is_running) {
    gst_element_set_base_time (child, gst_element_get_base_time (bin));
    gst_element_set_start_time (child, gst_element_get_start_time (bin));
    gst_element_set_locked_state (child, FALSE);
    gst_element_sync_state_with_parent (child);
  }
  g_mutex_unlock (&priv->running);

  return is_running;
}

/**
 * wall_foreign_get_phase:
 *
 * Any thread.
 *
 * Returns: how far it is
 */
WallForeignPhase
wall_foreign_get_phase (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  WallForeignPhase phase;

  g_mutex_lock (&priv->lock);
  phase = priv->phase;
  g_mutex_unlock (&priv->lock);

  return phase;
}

/**
 * wall_foreign_invoke:
 * @function: what to do on the network thread, soon, and in the order of the calls
 *
 * Any thread.
 */
void
wall_foreign_invoke (WallForeign *self,
                     void       (*function) (WallForeign *self))
{
  Call *call = g_new (Call, 1);

  *call = (Call) { .self = g_object_ref (self), .function = function };
  wall_io_thread_invoke (run_call, call, free_call);
}

/**
 * wall_foreign_fail:
 * @reason: why it ends
 * @ret: what the device answered, as the protocol numbers it; 0: nothing
 * @sentence: (nullable): for the user, if the usual one for @reason does not do
 * @debug: (nullable): for the log: no password
 *
 * Ends the attempt, soon, and tells the pipeline why. What is told after that, or after a close has
 * begun, is not heard. Any thread.
 */
void
wall_foreign_fail (WallForeign *self,
                   WallReason   reason,
                   int          ret,
                   const char  *sentence,
                   const char  *debug)
{
  Failure *failure;

  g_return_if_fail (reason != WALL_REASON_NONE);

  failure = g_new (Failure, 1);
  *failure = (Failure) {
    .self = g_object_ref (self),
    .reason = reason,
    .ret = ret,
    .sentence = g_strdup (sentence),
    .debug = g_strdup (debug),
  };
  wall_io_thread_invoke (run_failure, failure, free_failure);
}
