/* dvrip-session-answer.c
 *
 * What the device says to requests besides the stream, what its silence means, and what it tells
 * unasked. None of it can end the session.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

/* A device that has more to tell than this in a second tells nothing by it. */
#define MAX_ALARMS 64

static DvripPending *
find_asker (DvripSession *self,
            const DvripHeader *header)
{
  DvripPending *pending = dvrip_request_queue_answer (self->requests, header->id, header->sequence,
                                                      g_get_monotonic_time ());

  if (!pending) {
    g_mutex_lock (&self->stats_lock);
    self->stats.replies_late++;
    g_mutex_unlock (&self->stats_lock);
  }

  return pending;
}

static DvripOutcome
get_outcome (const DvripPending *pending,
             int ret)
{
  if (ret == DVRIP_RET_NONE || dvrip_ret_to_reason (ret) == WALL_REASON_NONE)
    return DVRIP_OUTCOME_DONE;

  return pending->kind == DVRIP_REQUEST_KEY_FRAME ? DVRIP_OUTCOME_NOT_SUPPORTED
                                                  : DVRIP_OUTCOME_REFUSED;
}

/* Claimed: now it is to begin. @pending: (transfer full) */
static void
start_talk (DvripSession *self,
            DvripPending *pending)
{
  dvrip_session_send_request (self, pending, DVRIP_ID_TALK);
  dvrip_session_begin_talk (self);
}

static void
note_outcome (DvripSession *self,
              const DvripPending *pending,
              DvripOutcome outcome)
{
  gboolean is_done = outcome == DVRIP_OUTCOME_DONE;

  if (pending->kind == DVRIP_REQUEST_PTZ || pending->kind == DVRIP_REQUEST_PTZ_STOP)
    dvrip_session_note_ptz_answer (self, pending, is_done);
  else if (pending->kind == DVRIP_REQUEST_KEY_FRAME)
    self->has_no_key_frames = !is_done;
  else if (pending->kind == DVRIP_REQUEST_TALK_START && !is_done)
    dvrip_session_drop_talk (self);
}

static gboolean
asks_for_words (const DvripPending *pending)
{
  return pending->kind == DVRIP_REQUEST_TITLES || pending->kind == DVRIP_REQUEST_SYSTEM_INFO;
}

/* @pending: (transfer full) */
static void
handle_words (DvripSession *self,
              DvripPending *pending,
              GBytes *payload)
{
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);
  int ret = message ? dvrip_message_get_ret (message) : DVRIP_RET_NONE;
  DvripOutcome outcome = message ? get_outcome (pending, ret) : DVRIP_OUTCOME_BAD_ANSWER;

  /* There is no picture in it, and no reason why. */
  if (pending->kind == DVRIP_REQUEST_SNAPSHOT && outcome == DVRIP_OUTCOME_DONE)
    outcome = DVRIP_OUTCOME_BAD_ANSWER;

  if (outcome == DVRIP_OUTCOME_DONE && pending->message_id == DVRIP_ID_TALK_CLAIM) {
    start_talk (self, pending);
    return;
  }

  note_outcome (self, pending, outcome);
  dvrip_session_answer_request (self, pending, &(DvripReply) {
    .outcome = outcome, .ret = ret,
    .message = outcome == DVRIP_OUTCOME_DONE && asks_for_words (pending) ? message : NULL,
  });
}

static void
handle_snapshot (DvripSession *self,
                 const DvripHeader *header,
                 GBytes *payload)
{
  g_autoptr (GBytes) picture = NULL;
  DvripPending *pending;
  DvripRead read;

  /* Nothing is kept of what nobody has asked for. */
  if (!dvrip_request_queue_expects (self->requests, header->id))
    return;

  read = dvrip_snapshot_reader_push (self->snapshots, payload, &picture, NULL);
  if (read == DVRIP_READ_MORE)
    return;

  pending = find_asker (self, header);
  if (!pending)
    return;

  if (picture)
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_DONE, DVRIP_RET_NONE, picture);
  else if (read == DVRIP_READ_READY)
    handle_words (self, pending, payload);
  else
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_BAD_ANSWER, DVRIP_RET_NONE, NULL);
}

/* Returns: whether there is room for one more in this second */
static gboolean
count_alarm (DvripSession *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - self->alarms_us >= G_USEC_PER_SEC) {
    self->alarms_us = now_us;
    self->n_alarms = 0;
  }

  return self->n_alarms++ < MAX_ALARMS;
}

static void
handle_alarm (DvripSession *self,
              GBytes *payload)
{
  g_autoptr (JsonObject) message = NULL;
  DvripAlarm alarm;

  if (!self->wants_alarms || !count_alarm (self))
    return;

  message = dvrip_message_parse (payload, NULL);
  if (!message || !dvrip_action_read_alarm (message, &alarm, NULL))
    return;

  dvrip_session_emit_alarm (self, &alarm);
  dvrip_alarm_clear (&alarm);
}

static void
handle_reply (DvripSession *self,
              const DvripHeader *header,
              GBytes *payload)
{
  DvripPending *pending = find_asker (self, header);

  if (pending)
    handle_words (self, pending, payload);
}

/* Whatever comes while media flows and is neither media nor the keepalive. What the device says
 * into its own microphone is for nobody here. */
void
dvrip_session_handle_answer (DvripSession *self,
                             const DvripHeader *header,
                             GBytes *payload)
{
  switch (header->id) {
  case DVRIP_ID_ALARM:
    handle_alarm (self, payload);
    break;
  case DVRIP_ID_SNAPSHOT_REPLY:
    handle_snapshot (self, header, payload);
    break;
  case DVRIP_ID_PTZ_REPLY:
  case DVRIP_ID_GUARD_REPLY:
  case DVRIP_ID_UNGUARD_REPLY:
  case DVRIP_ID_TALK_REPLY:
  case DVRIP_ID_TALK_CLAIM_REPLY:
  case DVRIP_ID_KEY_FRAME_REPLY:
  case DVRIP_ID_CHANNEL_TITLE_REPLY:
  case DVRIP_ID_SYSTEM_INFO_REPLY:
    handle_reply (self, header, payload);
    break;
  default:
    return;
  }

  dvrip_session_pump_requests (self);
}

/* Nothing came in time. @pending: (transfer full) */
void
dvrip_session_handle_silence (DvripSession *self,
                              DvripPending *pending)
{
  DvripOutcome outcome = DVRIP_OUTCOME_NO_ANSWER;

  g_mutex_lock (&self->stats_lock);
  self->stats.requests_unanswered++;
  g_mutex_unlock (&self->stats_lock);

  if (pending->kind == DVRIP_REQUEST_PTZ_STOP)
    dvrip_session_repeat_stop (self, pending);
  else if (pending->kind == DVRIP_REQUEST_SNAPSHOT)
    dvrip_snapshot_reader_drop (self->snapshots);
  else if (pending->message_id == DVRIP_ID_TALK && pending->kind == DVRIP_REQUEST_TALK_START)
    outcome = DVRIP_OUTCOME_DONE;
  else if (pending->kind == DVRIP_REQUEST_KEY_FRAME)
    outcome = DVRIP_OUTCOME_NOT_SUPPORTED;

  if (pending->kind != DVRIP_REQUEST_PTZ && pending->kind != DVRIP_REQUEST_PTZ_STOP)
    note_outcome (self, pending, outcome);
  dvrip_session_finish_request (self, pending, outcome, DVRIP_RET_NONE, NULL);
}
