/* dvrip-session-request.c
 *
 * Requests besides the stream: taken from any thread, sent when it is their turn and the stream
 * plays, and told the outcome of exactly once. None of them can end the session. They go on the
 * control socket, which with one socket is that of the stream.
 * dvrip_session_request(): any thread. All the rest: network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

/* Under way and waiting together. There is always room for a stop. */
#define MAX_OPEN  17
#define MAX_STOPS 32

/* Of no more use later. */
#define KEY_FRAME_MS 1500

/* From Start to the first word: some devices never answer it. */
#define TALK_START_MS 1000

/* A key frame that came this long ago is new enough for whoever asks automatically. */
#define KEY_FRAME_PAUSE_US G_USEC_PER_SEC

static gboolean on_deadline (gpointer data);

static gint64
get_patience_us (DvripSession *self)
{
  return (gint64) self->config.request_ms * 1000;
}

/* Not before the start: nothing would keep the session for it. */
static void
set_deadline (DvripSession *self)
{
  gint64 due_us = dvrip_request_queue_get_due_us (self->requests, get_patience_us (self));
  gint64 wait_us = MAX (due_us - g_get_monotonic_time (), 0);

  if (due_us == G_MAXINT64 || !self->is_started || self->is_ended)
    dvrip_session_clear_source (&self->request_timer);
  else
    dvrip_session_set_timer (self, &self->request_timer, (guint) (wait_us / 1000 + 1),
                             on_deadline);
}

/* Tells what became of a request, if anybody is to know. @pending: (transfer full), @said: outcome
 * and what came with it */
void
dvrip_session_answer_request (DvripSession *self,
                              DvripPending *pending,
                              const DvripReply *said)
{
  DvripReply reply = *said;
  gboolean is_own_stop = pending->id == 0 && pending->kind == DVRIP_REQUEST_PTZ_STOP;

  reply.request = pending->id;
  reply.kind = pending->kind;

  g_mutex_lock (&self->request_lock);
  self->n_open -= pending->is_counted;
  g_mutex_unlock (&self->request_lock);

  g_free (pending);
  if (!is_own_stop)
    dvrip_session_emit_reply (self, &reply);
}

/* @pending: (transfer full) */
void
dvrip_session_finish_request (DvripSession *self,
                              DvripPending *pending,
                              DvripOutcome outcome,
                              int ret,
                              GBytes *picture)
{
  const DvripReply said = { .outcome = outcome, .ret = ret, .picture = picture };

  dvrip_session_answer_request (self, pending, &said);
}

static gboolean
on_deadline (gpointer data)
{
  DvripSession *self = data;
  gboolean was_sent;
  DvripPending *pending;

  while ((pending = dvrip_request_queue_expire (self->requests, g_get_monotonic_time (),
                                                get_patience_us (self), &was_sent))) {
    if (was_sent)
      dvrip_session_handle_silence (self, pending);
    else
      dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_NOT_SENT, DVRIP_RET_NONE, NULL);
  }

  dvrip_session_pump_requests (self);
  set_deadline (self);

  return G_SOURCE_REMOVE;
}

static guint16
get_message_id (const DvripPending *pending)
{
  static const guint16 ids[DVRIP_N_REQUESTS] = {
    [DVRIP_REQUEST_PTZ] = DVRIP_ID_PTZ,
    [DVRIP_REQUEST_PTZ_STOP] = DVRIP_ID_PTZ,
    [DVRIP_REQUEST_KEY_FRAME] = DVRIP_ID_KEY_FRAME,
    [DVRIP_REQUEST_SUBSCRIBE] = DVRIP_ID_GUARD,
    [DVRIP_REQUEST_UNSUBSCRIBE] = DVRIP_ID_UNGUARD,
    [DVRIP_REQUEST_TALK_START] = DVRIP_ID_TALK_CLAIM,
    [DVRIP_REQUEST_TALK_STOP] = DVRIP_ID_TALK,
    [DVRIP_REQUEST_SNAPSHOT] = DVRIP_ID_SNAPSHOT,
    [DVRIP_REQUEST_TITLES] = DVRIP_ID_CHANNEL_TITLE,
    [DVRIP_REQUEST_SYSTEM_INFO] = DVRIP_ID_SYSTEM_INFO,
  };

  return ids[pending->kind];
}

static GBytes *
write_key_frame (DvripSession *self)
{
  const DvripMonitor monitor = {
    .channel = self->config.channel,
    .stream_type = dvrip_plan_get_way (&self->plan)->stream_type,
  };

  return dvrip_action_write_key_frame (&monitor, self->session_id);
}

static GBytes *
write_request (DvripSession *self,
               const DvripPending *pending,
               guint16 message_id)
{
  switch (pending->kind) {
  case DVRIP_REQUEST_PTZ:
  case DVRIP_REQUEST_PTZ_STOP:
    return dvrip_action_write_ptz (&pending->ptz, self->session_id);
  case DVRIP_REQUEST_KEY_FRAME:
    return write_key_frame (self);
  case DVRIP_REQUEST_TALK_START:
    return dvrip_action_write_talk (message_id == DVRIP_ID_TALK ? "Start" : "Claim",
                                    self->session_id);
  case DVRIP_REQUEST_TALK_STOP:
    return dvrip_action_write_talk ("Stop", self->session_id);
  case DVRIP_REQUEST_SNAPSHOT:
    return dvrip_action_write_snapshot (self->config.channel, self->session_id);
  case DVRIP_REQUEST_TITLES:
    return dvrip_message_write_named ("ChannelTitle", self->session_id);
  case DVRIP_REQUEST_SYSTEM_INFO:
    return dvrip_message_write_named ("SystemInfo", self->session_id);
  case DVRIP_REQUEST_SUBSCRIBE:
  case DVRIP_REQUEST_UNSUBSCRIBE:
  default:
    return dvrip_message_write_named ("", self->session_id);
  }
}

static guint
get_patience_ms (DvripSession *self,
                 const DvripPending *pending,
                 guint16 message_id)
{
  if (pending->kind == DVRIP_REQUEST_KEY_FRAME)
    return MIN (self->config.request_ms, KEY_FRAME_MS);
  if (pending->kind == DVRIP_REQUEST_TALK_START && message_id == DVRIP_ID_TALK)
    return MIN (self->config.request_ms, TALK_START_MS);

  return self->config.request_ms;
}

/* @pending: (transfer full) */
void
dvrip_session_send_request (DvripSession *self,
                            DvripPending *pending,
                            guint16 message_id)
{
  g_autoptr (GBytes) payload = write_request (self, pending, message_id);
  gint64 patience_us = (gint64) get_patience_ms (self, pending, message_id) * 1000;
  guint32 sequence = self->sequence;

  g_mutex_lock (&self->stats_lock);
  self->stats.requests_sent++;
  g_mutex_unlock (&self->stats_lock);

  dvrip_session_send (self, self->control, message_id, payload);
  dvrip_session_note_ptz (self, pending);
  if (pending->kind == DVRIP_REQUEST_TALK_STOP)
    dvrip_session_hush_talk (self);
  dvrip_request_queue_sent (self->requests, pending, message_id, sequence,
                            g_get_monotonic_time () + patience_us);
}

/* To a device that does not read only stops are kept for later. @pending: (transfer full) */
static void
send_or_drop (DvripSession *self,
              DvripPending *pending)
{
  if (dvrip_wire_is_congested (self->control) && pending->kind != DVRIP_REQUEST_PTZ_STOP)
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_NOT_SENT, DVRIP_RET_NONE, NULL);
  else
    dvrip_session_send_request (self, pending, get_message_id (pending));
}

/* Before the stream plays nothing goes: a device that knows nothing of such requests has its picture
 * first. */
static gboolean
may_ask (DvripSession *self)
{
  DvripPhase phase = self->stats.phase;

  return (phase == DVRIP_PHASE_MEDIA || phase == DVRIP_PHASE_VISIT) && !self->is_closing &&
         self->control;
}

/* Sends what may go now. */
void
dvrip_session_pump_requests (DvripSession *self)
{
  DvripPending *pending;

  if (!may_ask (self))
    return;

  while ((pending = dvrip_request_queue_pop (self->requests)))
    send_or_drop (self, pending);

  set_deadline (self);
}

/* @pending: (transfer full) */
static void
take_subscription (DvripSession *self,
                   DvripPending *pending)
{
  self->wants_alarms = pending->kind == DVRIP_REQUEST_SUBSCRIBE;
  dvrip_request_queue_push (self->requests, pending);
}

static gboolean
is_needless (DvripSession *self,
             const DvripPending *pending)
{
  gint64 since_us = g_get_monotonic_time () - self->key_frame_us;

  return pending->is_automatic &&
         (self->has_no_key_frames ||
          dvrip_request_queue_has (self->requests, DVRIP_REQUEST_KEY_FRAME) ||
          (self->key_frame_us >= 0 && since_us < KEY_FRAME_PAUSE_US));
}

static void
forget_request (DvripSession *self,
                DvripPending *pending)
{
  g_mutex_lock (&self->request_lock);
  self->n_open -= pending->is_counted;
  g_mutex_unlock (&self->request_lock);
  g_free (pending);
}

/* @pending: (transfer full) */
static void
take_key_frame (DvripSession *self,
                DvripPending *pending)
{
  if (is_needless (self, pending)) {
    forget_request (self, pending);
  } else if (self->has_no_key_frames) {
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_NOT_SUPPORTED, DVRIP_RET_NONE, NULL);
  } else {
    self->key_frame_us = g_get_monotonic_time ();
    dvrip_request_queue_push (self->requests, pending);
  }
}

/* @pending: (transfer full) */
static void
take_request (DvripSession *self,
              DvripPending *pending)
{
  switch (pending->kind) {
  case DVRIP_REQUEST_PTZ:
  case DVRIP_REQUEST_PTZ_STOP:
    dvrip_session_prepare_ptz (self, pending);
    dvrip_request_queue_push (self->requests, pending);
    break;
  case DVRIP_REQUEST_SUBSCRIBE:
  case DVRIP_REQUEST_UNSUBSCRIBE:
    take_subscription (self, pending);
    break;
  case DVRIP_REQUEST_KEY_FRAME:
    take_key_frame (self, pending);
    break;
  case DVRIP_REQUEST_TALK_START:
    dvrip_session_start_talk (self, pending);
    break;
  case DVRIP_REQUEST_TALK_STOP:
    dvrip_session_stop_talk (self, pending);
    break;
  case DVRIP_REQUEST_SNAPSHOT:
  case DVRIP_REQUEST_TITLES:
  case DVRIP_REQUEST_SYSTEM_INFO:
  default:
    dvrip_request_queue_push (self->requests, pending);
    break;
  }
}

static DvripPending *
pop_asked (DvripSession *self)
{
  DvripPending *pending;

  g_mutex_lock (&self->request_lock);
  pending = g_queue_pop_head (&self->asked);
  g_mutex_unlock (&self->request_lock);

  return pending;
}

/* Whatever was asked since the last time. */
void
dvrip_session_take_requests (DvripSession *self)
{
  DvripPending *pending;

  while ((pending = pop_asked (self)))
    take_request (self, pending);

  dvrip_session_pump_requests (self);
  set_deadline (self);
}

static gboolean
on_asked (gpointer data)
{
  dvrip_session_take_requests (data);

  return G_SOURCE_REMOVE;
}

/* The stream plays. Alarms that are wanted are asked for anew with each login. */
void
dvrip_session_begin_requests (DvripSession *self)
{
  if (self->wants_alarms && !dvrip_request_queue_has (self->requests, DVRIP_REQUEST_SUBSCRIBE)) {
    DvripPending *pending = g_new0 (DvripPending, 1);

    pending->kind = DVRIP_REQUEST_SUBSCRIBE;
    pending->asked_us = g_get_monotonic_time ();
    dvrip_request_queue_push (self->requests, pending);
  }

  dvrip_session_stop_left_move (self);
  dvrip_session_pump_requests (self);
}

/* There will be no answer to anything any more. */
void
dvrip_session_end_requests (DvripSession *self)
{
  DvripPending *pending;

  g_mutex_lock (&self->request_lock);
  self->is_refusing = TRUE;
  g_mutex_unlock (&self->request_lock);

  dvrip_session_clear_source (&self->request_timer);
  dvrip_session_leave_move (self);
  dvrip_session_drop_talk (self);
  while ((pending = dvrip_request_queue_take (self->requests)) || (pending = pop_asked (self)))
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_CLOSED, DVRIP_RET_NONE, NULL);
}

/* With @request_lock held. Returns: %DVRIP_OUTCOME_DONE if there is room for it */
static DvripOutcome
check_room (DvripSession *self,
            DvripRequestKind kind)
{
  if (self->is_refusing)
    return DVRIP_OUTCOME_CLOSED;
  if (self->n_open >= (kind == DVRIP_REQUEST_PTZ_STOP ? MAX_STOPS : MAX_OPEN))
    return DVRIP_OUTCOME_TOO_MANY;

  return DVRIP_OUTCOME_DONE;
}

static DvripPending *
new_pending (DvripSession *self,
             const DvripRequest *request)
{
  static int last_id;
  DvripPending *pending = g_new0 (DvripPending, 1);

  do
    pending->id = (guint) g_atomic_int_add (&last_id, 1) + 1;
  while (pending->id == 0);

  pending->kind = request->kind;
  pending->is_counted = TRUE;
  pending->is_automatic = request->is_automatic;
  pending->asked_us = g_get_monotonic_time ();
  pending->ptz = (DvripPtz) {
    .command = dvrip_ptz_intern (request->command),
    .channel = self->config.channel,
    .speed = request->speed,
    .number = request->number,
  };

  return pending;
}

/* @pending: (transfer full) */
static DvripOutcome
ask (DvripSession *self,
     DvripPending *pending)
{
  DvripOutcome outcome;

  g_mutex_lock (&self->request_lock);
  outcome = check_room (self, pending->kind);
  if (outcome == DVRIP_OUTCOME_DONE) {
    self->n_open++;
    self->is_talk_open |= pending->kind == DVRIP_REQUEST_TALK_START;
    g_queue_push_tail (&self->asked, pending);
  } else {
    g_free (pending);
  }
  g_mutex_unlock (&self->request_lock);

  return outcome;
}

/**
 * dvrip_session_request:
 * @request: what the device is asked for
 * @out_refusal: (out): why not, when nothing is asked; %DVRIP_OUTCOME_DONE otherwise
 *
 * Asks for something besides the stream; returns at once. Before the stream plays it waits for it.
 * Its outcome is told by the callback @reply, once, and before @ended; not after
 * dvrip_session_abandon(). An answer that does not come harms nothing but the request itself. A
 * camera that was made to move and not to stop is stopped when the session ends, or by the next
 * session with this channel if the connection broke.
 *
 * Returns: a number for that reply, never used twice; 0 if nothing is asked and no reply follows
 */
guint
dvrip_session_request (DvripSession *self,
                       const DvripRequest *request,
                       DvripOutcome *out_refusal)
{
  DvripPending *pending = new_pending (self, request);
  guint id = pending->id;

  if (request->is_automatic)
    pending->id = 0;

  if (request->kind == DVRIP_REQUEST_PTZ && !dvrip_ptz_check (&pending->ptz, NULL)) {
    g_free (pending);
    *out_refusal = DVRIP_OUTCOME_INVALID;
    return 0;
  }

  *out_refusal = ask (self, pending);
  if (*out_refusal != DVRIP_OUTCOME_DONE)
    return 0;

  dvrip_session_invoke (self, on_asked);
  return id;
}
