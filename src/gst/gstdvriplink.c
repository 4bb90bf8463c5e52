/* gstdvriplink.c
 *
 * Two threads meet here: the network thread (the session's callbacks) pushes, the streaming thread
 * pulls. Nothing is called or posted with the lock held. What arrived is delivered before the error
 * that came after it; while the pipeline does not play there is nobody to deliver to, and the error
 * is told at once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvriplink.h"

#include "gstdvripactions.h"
#include "gstdvriperror.h"
#include "gstdvripprogress.h"
#include "gstdvripqueue.h"
#include "gstdvripstatistics.h"

GST_DEBUG_CATEGORY_EXTERN (gst_dvrip_src_debug);
#define GST_CAT_DEFAULT gst_dvrip_src_debug

struct _GstDvripLink {
  gatomicrefcount ref_count;
  GWeakRef        element;       /* empty once the element has stopped */
  char           *where;         /* the address, for debug texts */
  GstDvripStep    step;          /* network thread */

  GMutex          lock;          /* guards all below */
  GCond           cond;          /* for pull: something of the following has changed */
  DvripSession   *session;       /* NULL once abandoned */
  GstDvripQueue  *queue;
  guint64         video_units;
  GError         *error;         /* why the session ended */
  int             ret;           /* of the device, with that error */
  gboolean        is_error_told;
  gboolean        is_flushing;
  gboolean        is_playing;
};

static gboolean
is_video (const DvripUnit *unit)
{
  return unit->header.kind == DVRIP_UNIT_I || unit->header.kind == DVRIP_UNIT_P
         || unit->header.kind == DVRIP_UNIT_PICTURE;
}

static DvripSession *
ref_session (GstDvripLink *self)
{
  DvripSession *session;

  g_mutex_lock (&self->lock);
  session = self->session != NULL ? dvrip_session_ref (self->session) : NULL;
  g_mutex_unlock (&self->lock);

  return session;
}

static void
on_phase (DvripSession *session,
          DvripPhase    phase,
          gpointer      user_data)
{
  GstDvripLink *self = user_data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element == NULL)
    return;

  GST_DEBUG_OBJECT (element, "phase %s", gst_dvrip_phase_to_string (phase));
  gst_dvrip_progress_enter (&self->step, element, phase);
}

static void
on_unit (DvripSession *session,
         DvripUnit    *unit,
         gpointer      user_data)
{
  GstDvripLink *self = user_data;

  g_mutex_lock (&self->lock);
  self->video_units += is_video (unit);
  gst_dvrip_queue_push (self->queue, unit);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

static void
on_reply (DvripSession     *session,
          const DvripReply *reply,
          gpointer          user_data)
{
  GstDvripLink *self = user_data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_dvrip_reply_post (element, reply);
}

static void
on_alarm (DvripSession     *session,
          const DvripAlarm *alarm,
          gpointer          user_data)
{
  GstDvripLink *self = user_data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_dvrip_alarm_post (element, alarm);
}

/* The device's return code, if that is what @error is about: an earlier refusal, after which the
 * session found another way, is not. */
static int
get_ret (DvripSession *session,
         const GError *error)
{
  WallReason reason = error != NULL ? wall_reason_from_error (error) : WALL_REASON_NONE;
  DvripSessionStats stats;

  if (reason < WALL_REASON_WRONG_PASSWORD || reason > WALL_REASON_REJECTED)
    return DVRIP_RET_NONE;

  dvrip_session_get_stats (session, &stats);
  return stats.ret;
}

/* Keeps why it ended for pull; returns whether it is for the caller to tell. */
static gboolean
take_end (GstDvripLink *self,
          const GError *error,
          int           ret)
{
  gboolean tell_now;

  g_mutex_lock (&self->lock);
  self->ret = ret;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  tell_now = error != NULL && !self->is_playing;
  self->is_error_told = tell_now;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);

  return tell_now;
}

static void
on_ended (DvripSession *session,
          DvripEndedBy  by,
          const GError *error,
          gpointer      user_data)
{
  GstDvripLink *self = user_data;
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);
  gboolean tell_now = take_end (self, error, get_ret (session, error));

  if (element == NULL)
    return;

  GST_DEBUG_OBJECT (element, "ended by %s: %s", gst_dvrip_ended_by_to_string (by),
                    error != NULL ? error->message : "as asked");
  gst_dvrip_progress_end (&self->step, element, error);
  if (tell_now)
    gst_dvrip_error_post (element, error, self->ret, self->where);
  gst_dvrip_closed_post (element, by, error);
}

static void
tell_error (GstDvripLink *self)
{
  g_autoptr (GstElement) element = g_weak_ref_get (&self->element);

  if (element != NULL)
    gst_dvrip_error_post (element, self->error, self->ret, self->where);
}

/* Waits for a unit, the end of waiting (flushing), or an error that nobody has been told. */
static DvripUnit *
wait_for_unit (GstDvripLink *self,
               gboolean     *out_has_error)
{
  DvripUnit *unit = NULL;

  *out_has_error = FALSE;
  g_mutex_lock (&self->lock);

  while (!self->is_flushing && !*out_has_error) {
    unit = gst_dvrip_queue_pop (self->queue);
    if (unit != NULL)
      break;

    *out_has_error = self->error != NULL && !self->is_error_told;
    if (!*out_has_error)
      g_cond_wait (&self->cond, &self->lock);
  }

  self->is_error_told |= *out_has_error;
  g_mutex_unlock (&self->lock);

  return unit;
}

/**
 * gst_dvrip_link_new:
 * @element: who is told; not kept alive
 * @config: what to connect to
 * @where: the address, without a password
 *
 * Prepares an attempt. Nothing happens before gst_dvrip_link_start().
 *
 * Returns: (transfer full): the attempt, to be ended with gst_dvrip_link_abandon()
 */
GstDvripLink *
gst_dvrip_link_new (GstElement               *element,
                    const DvripSessionConfig *config,
                    const char               *where)
{
  static const DvripSessionCallbacks callbacks = {
    .phase = on_phase,
    .unit = on_unit,
    .reply = on_reply,
    .alarm = on_alarm,
    .ended = on_ended,
  };
  GstDvripLink *self = g_new0 (GstDvripLink, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_weak_ref_init (&self->element, element);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->where = g_strdup (where);
  self->queue = gst_dvrip_queue_new ();
  self->session = dvrip_session_new (config, &callbacks, gst_dvrip_link_ref (self),
                                     (GDestroyNotify) gst_dvrip_link_unref);

  return self;
}

/**
 * gst_dvrip_link_ref:
 *
 * Returns: (transfer full): @self
 */
GstDvripLink *
gst_dvrip_link_ref (GstDvripLink *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gst_dvrip_link_unref:
 * @self: (transfer full): an attempt
 */
void
gst_dvrip_link_unref (GstDvripLink *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_error (&self->error);
  gst_dvrip_queue_free (self->queue);
  g_free (self->where);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_weak_ref_clear (&self->element);
  g_free (self);
}

/**
 * gst_dvrip_link_start:
 *
 * Begins to connect. Returns at once.
 */
void
gst_dvrip_link_start (GstDvripLink *self)
{
  g_autoptr (DvripSession) session = ref_session (self);

  if (session != NULL)
    dvrip_session_start (session);
}

/**
 * gst_dvrip_link_set_playing:
 * @is_playing: whether somebody pulls
 */
void
gst_dvrip_link_set_playing (GstDvripLink *self,
                            gboolean      is_playing)
{
  g_mutex_lock (&self->lock);
  self->is_playing = is_playing;
  g_mutex_unlock (&self->lock);
}

/**
 * gst_dvrip_link_set_flushing:
 * @is_flushing: whether gst_dvrip_link_pull() is to return at once
 */
void
gst_dvrip_link_set_flushing (GstDvripLink *self,
                             gboolean      is_flushing)
{
  g_mutex_lock (&self->lock);
  self->is_flushing = is_flushing;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

/**
 * gst_dvrip_link_pull:
 *
 * Waits for the next unit. When all were delivered and the session failed, posts why, once, and
 * goes on waiting: only flushing ends that.
 *
 * Returns: (transfer full) (nullable): the unit, %NULL when flushing
 */
DvripUnit *
gst_dvrip_link_pull (GstDvripLink *self)
{
  gboolean has_error;
  DvripUnit *unit;

  do {
    unit = wait_for_unit (self, &has_error);
    if (has_error)
      tell_error (self);
  } while (has_error);

  return unit;
}

/**
 * gst_dvrip_link_close:
 *
 * Begins the orderly close, which ends with the message "dvrip-closed". Returns at once; further
 * calls, and calls after a failure, do nothing more.
 */
void
gst_dvrip_link_close (GstDvripLink *self)
{
  g_autoptr (DvripSession) session = ref_session (self);

  if (session != NULL)
    dvrip_session_close (session);
}

/**
 * gst_dvrip_link_abandon:
 *
 * Leaves the session to the network thread, which closes it in order, alone. Returns at once;
 * nothing more is posted.
 */
void
gst_dvrip_link_abandon (GstDvripLink *self)
{
  g_autoptr (DvripSession) session = NULL;

  g_weak_ref_set (&self->element, NULL);

  g_mutex_lock (&self->lock);
  session = g_steal_pointer (&self->session);
  g_mutex_unlock (&self->lock);

  if (session != NULL)
    dvrip_session_abandon (session);
}

/**
 * gst_dvrip_link_request:
 * @request: what the device is asked for
 * @out_refusal: (out): why not, where 0 is returned
 *
 * Returns: the number of the request, whose outcome is posted; 0 if nothing is asked
 */
guint
gst_dvrip_link_request (GstDvripLink       *self,
                        const DvripRequest *request,
                        DvripOutcome       *out_refusal)
{
  g_autoptr (DvripSession) session = ref_session (self);

  *out_refusal = DVRIP_OUTCOME_CLOSED;
  return session != NULL ? dvrip_session_request (session, request, out_refusal) : 0;
}

/**
 * gst_dvrip_link_talk:
 * @alaw: what is said
 *
 * Returns: %FALSE if nobody listens, or if something had to be dropped
 */
gboolean
gst_dvrip_link_talk (GstDvripLink *self,
                     GBytes       *alaw)
{
  g_autoptr (DvripSession) session = ref_session (self);

  return session != NULL && dvrip_session_talk (session, alaw);
}

/**
 * gst_dvrip_link_get_statistics:
 *
 * Returns: (transfer full): what the property "statistics" says
 */
GstStructure *
gst_dvrip_link_get_statistics (GstDvripLink *self)
{
  g_autoptr (DvripSession) session = ref_session (self);
  DvripSessionStats stats;
  GstStructure *structure;

  if (session == NULL)
    return gst_dvrip_statistics_new (NULL, NULL, 0);

  dvrip_session_get_stats (session, &stats);
  g_mutex_lock (&self->lock);
  structure = gst_dvrip_statistics_new (&stats, self->queue, self->video_units);
  g_mutex_unlock (&self->lock);

  return structure;
}
