/* dvrip-session-control.c
 *
 * Login, Claim and Start, and what the device answers. Replies are known by their message id and
 * by nothing else; one that nobody waits for is ignored, whenever it comes.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

static gboolean
on_login_deadline (gpointer data)
{
  DvripSession *self = data;

  dvrip_session_fail (self, DVRIP_ENDED_BY_US,
                      g_error_new (WALL_ERROR, WALL_REASON_SILENT,
                                   "No answer to the login within %u ms", self->config.login_ms));

  return G_SOURCE_REMOVE;
}

static gboolean
on_claim_deadline (gpointer data)
{
  DvripSession *self = data;

  dvrip_session_retry_silent (self, g_error_new (WALL_ERROR, WALL_REASON_SILENT,
                                                 "No answer to the claim within %u ms",
                                                 self->config.claim_ms));

  return G_SOURCE_REMOVE;
}

static gboolean
on_start_deadline (gpointer data)
{
  DvripSession *self = data;

  dvrip_session_retry_silent (self, g_error_new (WALL_ERROR, WALL_REASON_SILENT,
                                                 "No media within %u ms after the start",
                                                 self->config.start_ms));

  return G_SOURCE_REMOVE;
}

static void
note_ret (DvripSession *self,
          int ret)
{
  g_mutex_lock (&self->stats_lock);
  self->stats.ret = ret;
  g_mutex_unlock (&self->stats_lock);
}

static GError *
new_login_error (int ret)
{
  if (ret == DVRIP_RET_NONE)
    return g_error_new_literal (WALL_ERROR, WALL_REASON_REJECTED,
                                "The answer to the login has no return code");

  return g_error_new (WALL_ERROR, (int) dvrip_ret_to_reason (ret),
                      "The login was refused with %d: %s", ret, dvrip_ret_to_string (ret));
}

/* Nobody wants a stream: what is asked for goes now. */
static void
begin_visit (DvripSession *self)
{
  dvrip_session_set_phase (self, DVRIP_PHASE_VISIT);
  dvrip_session_begin_requests (self);
}

static void
accept_login (DvripSession *self,
              const DvripLoginReply *reply,
              guint32 header_session_id)
{
  self->is_logged_in = TRUE;
  self->session_id = reply->has_session_id && reply->session_id != 0 ? reply->session_id
                                                                     : header_session_id;

  g_mutex_lock (&self->stats_lock);
  self->stats.alive_interval = reply->alive_interval;
  self->stats.channels = reply->channels;
  g_mutex_unlock (&self->stats_lock);

  dvrip_session_start_keepalive (self);
  if (self->config.no_stream)
    begin_visit (self);
  else
    dvrip_session_claim (self);
}

static void
note_pair (DvripSession *self,
           const DvripHeader *header)
{
  dvrip_request_queue_note_pair (self->requests, self->asked_sequence, header->sequence);
}

static void
handle_login_reply (DvripSession *self,
                    const DvripHeader *header,
                    GBytes *payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, &error);
  DvripLoginReply reply;

  dvrip_session_clear_source (&self->deadline);
  note_pair (self, header);
  if (!message) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&error));
    return;
  }

  dvrip_message_read_login_reply (message, &reply);
  if (dvrip_ret_to_reason (reply.ret) == WALL_REASON_NONE) {
    accept_login (self, &reply, header->session_id);
  } else {
    note_ret (self, reply.ret);
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, new_login_error (reply.ret));
  }
  dvrip_login_reply_clear (&reply);
}

/* A number beyond the device's own count is only believed once the device has refused it: a
 * recorder may count its digital channels apart. */
static WallReason
get_refusal_reason (DvripSession *self,
                    int ret)
{
  WallReason reason = dvrip_ret_to_reason (ret);

  if (reason == WALL_REASON_REJECTED && self->stats.channels > 0 &&
      self->config.channel >= self->stats.channels)
    return WALL_REASON_NO_SUCH_CHANNEL;

  return reason;
}

/* Returns: whether another topology or name of the stream can cure it */
static gboolean
is_worth_another_way (WallReason reason)
{
  return reason == WALL_REASON_REJECTED || reason == WALL_REASON_NO_SUCH_CHANNEL;
}

static void
handle_refusal (DvripSession *self,
                const char *what,
                int ret)
{
  WallReason reason = get_refusal_reason (self, ret);
  GError *error = g_error_new (WALL_ERROR, (int) reason, "%s was refused with %d: %s", what, ret,
                               dvrip_ret_to_string (ret));

  note_ret (self, ret);
  if (is_worth_another_way (reason))
    dvrip_session_retry_refused (self, error);
  else
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, error);
}

/* Some devices leave the code out, or answer with something that is no JSON: what counts then is
 * whether media comes. Returns: the refusal's code, or %DVRIP_RET_OK */
static int
read_refusal (GBytes *payload)
{
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, NULL);
  int ret = message ? dvrip_message_get_ret (message) : DVRIP_RET_NONE;

  if (ret == DVRIP_RET_NONE || dvrip_ret_to_reason (ret) == WALL_REASON_NONE)
    return DVRIP_RET_OK;

  return ret;
}

GBytes *
dvrip_session_write_monitor (DvripSession *self,
                             const char *action)
{
  const DvripMonitor monitor = {
    .channel = self->config.channel,
    .stream_type = dvrip_plan_get_way (&self->plan)->stream_type,
  };

  return dvrip_message_write_monitor (action, &monitor, self->session_id);
}

static void
start_media (DvripSession *self)
{
  g_autoptr (GBytes) payload = dvrip_session_write_monitor (self, "Start");

  self->is_monitoring = TRUE;
  g_clear_pointer (&self->units, dvrip_unit_reader_free);
  self->units = dvrip_unit_reader_new ();

  dvrip_session_set_phase (self, DVRIP_PHASE_START);
  dvrip_session_set_timer (self, &self->deadline, self->config.start_ms, on_start_deadline);
  dvrip_session_send (self, self->control, DVRIP_ID_MONITOR, payload);
}

static void
handle_claim_reply (DvripSession *self,
                    const DvripHeader *header,
                    GBytes *payload)
{
  int refusal = read_refusal (payload);

  note_pair (self, header);
  if (refusal == DVRIP_RET_OK)
    start_media (self);
  else
    handle_refusal (self, "The claim", refusal);
}

static void
handle_start_reply (DvripSession *self,
                    GBytes *payload)
{
  int refusal = read_refusal (payload);

  if (refusal != DVRIP_RET_OK)
    handle_refusal (self, "The start", refusal);
}

/* Any other packet than media, or one that comes late. */
void
dvrip_session_handle_reply (DvripSession *self,
                            const DvripHeader *header,
                            GBytes *payload)
{
  DvripPhase phase = self->stats.phase;
  guint16 id = header->id;

  if (id == DVRIP_ID_KEEPALIVE_REPLY)
    self->awaits_keepalive = FALSE;
  else if (id == DVRIP_ID_LOGIN_REPLY && phase == DVRIP_PHASE_LOGIN)
    handle_login_reply (self, header, payload);
  else if (id == DVRIP_ID_CLAIM_REPLY && phase == DVRIP_PHASE_CLAIM)
    handle_claim_reply (self, header, payload);
  else if (id == DVRIP_ID_MONITOR_REPLY && phase == DVRIP_PHASE_START)
    handle_start_reply (self, payload);
  else if (phase == DVRIP_PHASE_MEDIA || phase == DVRIP_PHASE_VISIT)
    dvrip_session_handle_answer (self, header, payload);
}

void
dvrip_session_login (DvripSession *self)
{
  g_autoptr (GBytes) payload =
      dvrip_message_write_login (self->config.user, self->config.password);

  self->session_id = 0;
  self->unread_reply = 0;
  self->asked_sequence = self->sequence;
  dvrip_request_queue_reset (self->requests);
  dvrip_session_set_phase (self, DVRIP_PHASE_LOGIN);
  dvrip_session_set_timer (self, &self->deadline, self->config.login_ms, on_login_deadline);
  dvrip_session_send (self, self->control, DVRIP_ID_LOGIN, payload);
}

static void
choose_media_wire (DvripSession *self)
{
  if (dvrip_plan_get_way (&self->plan)->topology == DVRIP_TOPOLOGY_TWO_SOCKETS)
    return;

  /* A second socket is left over when two were tried first. Its claim was refused, so nothing is
   * under way on it and its close is a FIN. */
  if (self->media && self->media != self->control)
    dvrip_wire_close (self->media);
  self->media = self->control;
}

/* Claims the stream on the socket that shall carry it, which is connected first where it must. */
void
dvrip_session_claim (DvripSession *self)
{
  const DvripWay *way = dvrip_plan_get_way (&self->plan);
  g_autoptr (GBytes) payload = NULL;

  dvrip_session_set_phase (self, DVRIP_PHASE_CLAIM);
  choose_media_wire (self);
  if (way->topology == DVRIP_TOPOLOGY_TWO_SOCKETS &&
      (!self->media || self->media == self->control)) {
    self->media = NULL;
    dvrip_session_connect_media (self);
    return;
  }

  payload = dvrip_session_write_monitor (self, "Claim");
  self->asked_sequence = self->sequence;
  dvrip_session_set_timer (self, &self->deadline, self->config.claim_ms, on_claim_deadline);
  dvrip_session_send (self, self->media, DVRIP_ID_CLAIM, payload);
}
