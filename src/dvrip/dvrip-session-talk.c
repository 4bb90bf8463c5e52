/* dvrip-session-talk.c
 *
 * What is said into a microphone here, to the device's loudspeaker: a packet every 40 ms, as long
 * as there is something to say. At most two seconds wait; beyond that the oldest is dropped, so
 * that nobody hears what was said long ago.
 * dvrip_session_talk(): any thread. All the rest: network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#include <string.h>

#define MAX_SAID (50 * DVRIP_TALK_SIZE)
#define PACE_US  (DVRIP_TALK_MS * G_TIME_SPAN_MILLISECOND)

/* After a pause the pace starts anew, instead of making up for it. */
#define MAX_BEHIND_US (5 * PACE_US)

static gboolean on_pace (gpointer data);

/* Returns: (nullable) (transfer full): the next 40 ms; what is left of the last ones is filled up
 * with silence once no more will come */
static GBytes *
pop_said (DvripSession *self)
{
  gboolean is_last = self->talk == DVRIP_TALK_ENDING;
  guint8 data[DVRIP_TALK_SIZE];
  guint size;

  g_mutex_lock (&self->request_lock);
  size = MIN (self->said->len, sizeof data);
  if (!is_last && size < sizeof data)
    size = 0;
  memset (data, DVRIP_TALK_SILENCE, sizeof data);
  if (size > 0) {
    memcpy (data, self->said->data, size);
    g_byte_array_remove_range (self->said, 0, size);
  }
  g_mutex_unlock (&self->request_lock);

  return size > 0 ? dvrip_action_write_talk_unit (data) : NULL;
}

static void
send_said (DvripSession *self,
           GBytes *unit)
{
  /* A device that does not read hears nothing, now or later. */
  if (dvrip_wire_is_congested (self->control))
    return;

  dvrip_session_send (self, self->control, DVRIP_ID_TALK_DATA, unit);
  g_mutex_lock (&self->stats_lock);
  self->stats.talk_sent++;
  g_mutex_unlock (&self->stats_lock);
}

static void
wait_for_pace (DvripSession *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (now_us - self->talk_due_us > MAX_BEHIND_US)
    self->talk_due_us = now_us;
  dvrip_session_set_timer (self, &self->talk_timer,
                           (guint) (MAX (self->talk_due_us - now_us, 0) / 1000), on_pace);
}

/* The stop that waited for the last word is due. */
static void
push_stop (DvripSession *self)
{
  DvripPending *stop = g_steal_pointer (&self->talk_stop);

  if (stop)
    dvrip_request_queue_push (self->requests, stop);
}

static gboolean
on_pace (gpointer data)
{
  DvripSession *self = data;
  g_autoptr (GBytes) unit = pop_said (self);

  dvrip_session_clear_source (&self->talk_timer);
  if (unit) {
    send_said (self, unit);
    self->talk_due_us += PACE_US;
    wait_for_pace (self);
  } else if (self->talk == DVRIP_TALK_ENDING) {
    dvrip_session_hush_talk (self);
    push_stop (self);
    dvrip_session_pump_requests (self);
  }

  return G_SOURCE_REMOVE;
}

static gboolean
wake_talk (gpointer data)
{
  DvripSession *self = data;

  if (self->talk != DVRIP_TALK_OFF && !self->talk_timer)
    wait_for_pace (self);

  return G_SOURCE_REMOVE;
}

static void
set_open (DvripSession *self,
          gboolean is_open,
          gboolean drops)
{
  g_mutex_lock (&self->request_lock);
  self->is_talk_open = is_open;
  if (drops)
    g_byte_array_set_size (self->said, 0);
  g_mutex_unlock (&self->request_lock);
}

/* The device has granted it. */
void
dvrip_session_begin_talk (DvripSession *self)
{
  self->talk = DVRIP_TALK_ON;
  self->talk_due_us = g_get_monotonic_time ();
  wake_talk (self);
}

/* @pending: (transfer full): is done where talk is on, and one too many where it is asked for */
void
dvrip_session_start_talk (DvripSession *self,
                          DvripPending *pending)
{
  set_open (self, TRUE, FALSE);

  if (self->talk == DVRIP_TALK_ON) {
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_DONE, DVRIP_RET_NONE, NULL);
    return;
  }
  if (dvrip_request_queue_has (self->requests, DVRIP_REQUEST_TALK_START)) {
    dvrip_session_finish_request (self, pending, DVRIP_OUTCOME_TOO_MANY, DVRIP_RET_NONE, NULL);
    return;
  }

  /* Whoever stops and starts again in one breath goes on with what was said. */
  dvrip_session_hush_talk (self);
  push_stop (self);
  dvrip_request_queue_push (self->requests, pending);
}

/* @pending: (transfer full): is sent after what was said up to now */
void
dvrip_session_stop_talk (DvripSession *self,
                         DvripPending *pending)
{
  set_open (self, FALSE, self->talk != DVRIP_TALK_ON);

  if (self->talk == DVRIP_TALK_ON) {
    self->talk = DVRIP_TALK_ENDING;
    self->talk_stop = pending;
    wake_talk (self);
  } else {
    dvrip_request_queue_push (self->requests, pending);
  }
}

/* Nothing more is sent. */
void
dvrip_session_hush_talk (DvripSession *self)
{
  dvrip_session_clear_source (&self->talk_timer);
  self->talk = DVRIP_TALK_OFF;
}

/* It was not granted, or all ends. */
void
dvrip_session_drop_talk (DvripSession *self)
{
  set_open (self, FALSE, TRUE);
  dvrip_session_hush_talk (self);
  push_stop (self);
}

/* Before the stream is stopped. */
void
dvrip_session_say_talk_stop (DvripSession *self)
{
  g_autoptr (GBytes) payload = NULL;

  if (self->talk == DVRIP_TALK_OFF)
    return;

  payload = dvrip_action_write_talk ("Stop", self->session_id);
  dvrip_session_send (self, self->control, DVRIP_ID_TALK, payload);
}

/**
 * dvrip_session_talk:
 * @alaw: A-law, 8 kHz, one channel, of any length
 *
 * Says something, after %DVRIP_REQUEST_TALK_START was asked for and until it is refused or stopped.
 * What is said while the device has not granted it yet waits for that.
 *
 * Returns: %FALSE if nobody listens, or if something older had to be dropped for it
 */
gboolean
dvrip_session_talk (DvripSession *self,
                    GBytes *alaw)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (alaw, &size);
  gsize skipped = size > MAX_SAID ? size - MAX_SAID : 0;
  gboolean is_open;
  guint excess = 0;

  g_mutex_lock (&self->request_lock);
  is_open = self->is_talk_open;
  if (is_open && size > 0) {
    g_byte_array_append (self->said, data + skipped, (guint) (size - skipped));
    excess = self->said->len > MAX_SAID ? self->said->len - MAX_SAID : 0;
    if (excess > 0)
      g_byte_array_remove_range (self->said, 0, excess);
  }
  g_mutex_unlock (&self->request_lock);

  if (is_open)
    dvrip_session_invoke (self, wake_talk);

  return is_open && excess == 0 && skipped == 0;
}
