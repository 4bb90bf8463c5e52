/* dvrip-session-close.c
 *
 * The orderly end: Stop and Logout, our FIN, what the device still has to say thrown away up to its
 * FIN, close. A socket closed with data unread would send a reset instead, and a device that counts
 * its connections would count this one on. Each step has a short deadline.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#define REPLY_MS    300
#define DRAIN_MS    500
#define MAX_DRAINED (4u << 20)

/* A device that has been silent for seconds will hardly speak now; who waits for its picture should
 * not wait for that. */
#define SILENT_DRAIN_MS 200

static void
close_wires (DvripSession *self)
{
  if (self->media && self->media != self->control)
    dvrip_wire_close (self->media);
  self->media = NULL;

  g_clear_pointer (&self->control, dvrip_wire_close);
}

static void
finish_close (DvripSession *self)
{
  dvrip_session_clear_source (&self->deadline);
  close_wires (self);
  self->is_closing = FALSE;

  if (!self->reconnects) {
    dvrip_session_end (self);
    return;
  }

  self->reconnects = FALSE;
  self->ended_by = DVRIP_ENDED_BY_US;
  dvrip_session_connect_control (self);
}

static gboolean
on_drain_deadline (gpointer data)
{
  DvripSession *self = data;

  if (self->ended_by == DVRIP_ENDED_BY_US)
    self->ended_by = DVRIP_ENDED_BY_DEADLINE;
  finish_close (self);

  return G_SOURCE_REMOVE;
}

static gboolean
failed_with (DvripSession *self,
             WallReason reason)
{
  return g_error_matches (self->error, WALL_ERROR, (int) reason);
}

static void
send_fin (DvripSession *self)
{
  gboolean is_open = self->control || self->media;

  /* What is no device counts no connections, and is read no further than it takes to know it. */
  if (!is_open || failed_with (self, WALL_REASON_NOT_DVRIP)) {
    finish_close (self);
    return;
  }

  self->is_draining = TRUE;
  self->drained = 0;
  if (self->control)
    dvrip_wire_shutdown (self->control);
  if (self->media && self->media != self->control)
    dvrip_wire_shutdown (self->media);
  dvrip_session_set_timer (self, &self->deadline,
                           failed_with (self, WALL_REASON_SILENT) ? SILENT_DRAIN_MS : DRAIN_MS,
                           on_drain_deadline);
}

static gboolean
on_reply_deadline (gpointer data)
{
  send_fin (data);

  return G_SOURCE_REMOVE;
}

static void
say_goodbye (DvripSession *self)
{
  g_autoptr (GBytes) logout = dvrip_message_write_logout (self->session_id);

  dvrip_session_say_stop (self);
  dvrip_session_say_talk_stop (self);
  if (self->is_monitoring) {
    g_autoptr (GBytes) stop = dvrip_session_write_monitor (self, "Stop");

    dvrip_session_send (self, self->control, DVRIP_ID_MONITOR, stop);
  }

  dvrip_session_send (self, self->control, DVRIP_ID_LOGOUT, logout);
}

static void
stop_working (DvripSession *self)
{
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  dvrip_session_clear_source (&self->deadline);
  dvrip_session_clear_source (&self->keepalive);
  dvrip_session_clear_source (&self->watch);
}

/* After the device has gone its own way, has spoken something else or nothing at all, there is no
 * answer to wait for. */
static gboolean
expects_answer (DvripSession *self)
{
  return self->ended_by == DVRIP_ENDED_BY_US && !dvrip_wire_is_broken (self->control) &&
         !failed_with (self, WALL_REASON_SILENT);
}

/* Begins the end; @ended_by, @error and @reconnects are set by now. */
void
dvrip_session_begin_close (DvripSession *self)
{
  gboolean is_signed_in = self->is_logged_in && self->control;

  stop_working (self);
  self->is_closing = TRUE;
  self->is_draining = FALSE;
  if (!self->reconnects)
    dvrip_session_set_phase (self, DVRIP_PHASE_CLOSING);

  if (is_signed_in)
    say_goodbye (self);
  if (!self->reconnects)
    dvrip_session_end_requests (self);
  self->is_logged_in = FALSE;
  self->is_monitoring = FALSE;

  if (is_signed_in && expects_answer (self))
    dvrip_session_set_timer (self, &self->deadline, REPLY_MS, on_reply_deadline);
  else
    send_fin (self);
}

/* @error: (transfer full) */
void
dvrip_session_fail (DvripSession *self,
                    DvripEndedBy by,
                    GError *error)
{
  if (self->is_closing || self->is_ended) {
    g_error_free (error);
    return;
  }

  self->ended_by = by;
  self->error = error;
  dvrip_session_begin_close (self);
}

/* What the first way ran into says more than what became of the last resort.
 * @error: (transfer full) */
static void
remember_first (DvripSession *self,
                GError *error)
{
  if (self->first_error)
    g_error_free (error);
  else
    self->first_error = error;
}

/* @error: (transfer full) */
void
dvrip_session_retry_refused (DvripSession *self,
                             GError *error)
{
  remember_first (self, error);
  self->is_monitoring = FALSE;
  dvrip_session_clear_source (&self->deadline);
  if (dvrip_plan_refused (&self->plan))
    dvrip_session_claim (self);
  else
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&self->first_error));
}

/* Answers to what was asked may still come, and would be taken for answers to what is asked next:
 * so this goes on with a connection of its own, after the old one was closed in order.
 * @error: (transfer full) */
void
dvrip_session_retry_silent (DvripSession *self,
                            GError *error)
{
  remember_first (self, error);
  if (!dvrip_plan_silent (&self->plan)) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&self->first_error));
    return;
  }

  self->reconnects = TRUE;
  dvrip_session_begin_close (self);
}

void
dvrip_session_closing_reply (DvripSession *self,
                             guint16 id)
{
  if (id == DVRIP_ID_LOGOUT_REPLY && !self->is_draining)
    send_fin (self);
}

void
dvrip_session_closing_bytes (DvripSession *self,
                             gsize size)
{
  self->drained += size;
  if (self->drained < MAX_DRAINED)
    return;

  if (self->is_draining)
    on_drain_deadline (self);
  else
    send_fin (self);
}

static GError *
new_gone_error (const GError *cause)
{
  WallReason reason = wall_reason_from_error (cause);

  if (!cause)
    return g_error_new_literal (WALL_ERROR, WALL_REASON_CLOSED_BY_DEVICE,
                                "The device closed the connection");

  /* Probes of a connection that stood went unanswered. */
  if (reason == WALL_REASON_TIMED_OUT)
    reason = WALL_REASON_SILENT;

  return g_error_new (WALL_ERROR, (int) reason, "The connection broke: %s", cause->message);
}

static void
drop_wire (DvripSession *self,
           DvripWire *wire)
{
  if (self->control == wire)
    self->control = NULL;
  if (self->media == wire)
    self->media = NULL;
  dvrip_wire_close (wire);
}

/* A device that wants two sockets may close the one on which it is asked for both. Once an attempt:
 * it may also be going down, and is not to be stormed. */
static gboolean
is_refusal_of_one_socket (DvripSession *self)
{
  DvripPhase phase = self->stats.phase;

  return (phase == DVRIP_PHASE_CLAIM || phase == DVRIP_PHASE_START) && self->plan.n_logins == 1 &&
         dvrip_plan_get_way (&self->plan)->topology == DVRIP_TOPOLOGY_ONE_SOCKET;
}

/* Our side is closed at once: nothing is left half-closed. */
void
dvrip_session_wire_gone (DvripSession *self,
                         DvripWire *wire,
                         const GError *error)
{
  gboolean is_second = wire == self->media && wire != self->control;

  drop_wire (self, wire);

  /* A device that wants no second socket may say so by closing it. */
  if (!self->is_closing && is_second && self->stats.phase < DVRIP_PHASE_MEDIA) {
    dvrip_session_retry_refused (self, new_gone_error (error));
    return;
  }

  if (!self->is_closing && is_refusal_of_one_socket (self)) {
    dvrip_session_retry_silent (self, new_gone_error (error));
    return;
  }

  if (!self->is_closing) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_DEVICE, new_gone_error (error));
    return;
  }

  if (error && self->ended_by == DVRIP_ENDED_BY_US)
    self->ended_by = DVRIP_ENDED_BY_DEVICE;
  if (!self->control && !self->media)
    finish_close (self);
  else if (!self->control && !self->is_draining)
    send_fin (self);
}
