/* dvrip-session-ptz.c
 *
 * What turns, and how it is stopped. A camera goes on turning when its stop is lost: so a stop goes
 * before all else, is repeated when it is not answered, and is sent before the session ends. Where
 * the connection broke before that, the next session of this process with that channel says it.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#define STOP_REPEATS 2

/* Later it may be somebody else's move. */
#define MAX_LEFT_US (5 * 60 * G_USEC_PER_SEC)

typedef struct {
  DvripPtz stop;
  gint64 since_us;
} LeftTurning;

/* (key-type utf8) (value-type LeftTurning): cameras that nobody may have stopped */
static GHashTable *left_turning;

static gboolean
is_move (const DvripPending *pending)
{
  return pending->kind == DVRIP_REQUEST_PTZ &&
         dvrip_ptz_get_kind (pending->ptz.command) == DVRIP_PTZ_MOVE;
}

static void
cancel_moves (DvripSession *self)
{
  DvripPending *move;

  while ((move = dvrip_request_queue_cancel_move (self->requests)))
    dvrip_session_finish_request (self, move, DVRIP_OUTCOME_CANCELED, DVRIP_RET_NONE, NULL);
}

/* Without a move that we know of, somebody else's may be meant: a stop in any direction ends it on
 * most devices, and harms on none. */
static DvripPtz
get_stop (DvripSession *self)
{
  if (self->move.command)
    return self->move;

  return (DvripPtz) {
    .command = "DirectionUp",
    .channel = self->config.channel,
    .speed = 1,
    .is_stop = TRUE,
  };
}

static void
push_stop (DvripSession *self,
           DvripPtz stop,
           guint tries_left)
{
  DvripPending *pending = g_new0 (DvripPending, 1);

  pending->kind = DVRIP_REQUEST_PTZ_STOP;
  pending->ptz = stop;
  pending->tries_left = tries_left;
  pending->asked_us = g_get_monotonic_time ();
  dvrip_request_queue_push (self->requests, pending);
}

/* Before a request is queued: what it makes needless goes, what has to be stopped first is. */
void
dvrip_session_prepare_ptz (DvripSession *self,
                           DvripPending *pending)
{
  if (pending->kind == DVRIP_REQUEST_PTZ_STOP) {
    cancel_moves (self);
    pending->ptz = get_stop (self);
    pending->tries_left = STOP_REPEATS;
  } else if (is_move (pending)) {
    cancel_moves (self);
    if (self->move.command && !self->is_stopping &&
        !g_str_equal (self->move.command, pending->ptz.command))
      push_stop (self, self->move, STOP_REPEATS);
  }
}

/* After it was sent. */
void
dvrip_session_note_ptz (DvripSession *self,
                        const DvripPending *pending)
{
  if (pending->kind == DVRIP_REQUEST_PTZ_STOP) {
    self->is_stopping = TRUE;
  } else if (is_move (pending)) {
    self->move = pending->ptz;
    self->move.is_stop = TRUE;
    self->is_stopping = FALSE;
  }
}

/* A stop that was refused has nonetheless worked on some devices, and a second one would be refused
 * as well: in both cases there is no more to do. */
void
dvrip_session_note_ptz_answer (DvripSession *self,
                               const DvripPending *pending,
                               gboolean is_done)
{
  gboolean is_over = pending->kind == DVRIP_REQUEST_PTZ_STOP ? self->is_stopping
                                                             : is_move (pending) && !is_done;

  if (is_over && g_strcmp0 (self->move.command, pending->ptz.command) == 0) {
    self->move.command = NULL;
    self->is_stopping = FALSE;
  }
}

/* Not once something else turns: that is wanted. */
void
dvrip_session_repeat_stop (DvripSession *self,
                           const DvripPending *pending)
{
  gboolean is_moving = self->move.command && !self->is_stopping;

  if (pending->tries_left > 0 && !is_moving)
    push_stop (self, pending->ptz, pending->tries_left - 1);
}

static char *
dup_camera (DvripSession *self)
{
  return g_strdup_printf ("%s %u %u", self->config.host, self->config.port, self->config.channel);
}

/* The last words: nobody waits for an answer. On a connection that failed they may not arrive. */
void
dvrip_session_say_stop (DvripSession *self)
{
  g_autoptr (GBytes) payload = NULL;

  if (!self->move.command)
    return;

  payload = dvrip_action_write_ptz (&self->move, self->session_id);
  dvrip_session_send (self, self->control, DVRIP_ID_PTZ, payload);
  if (!self->error)
    self->move.command = NULL;
}

/* The session ends: whoever comes next is to stop what this one could not. */
void
dvrip_session_leave_move (DvripSession *self)
{
  LeftTurning *left;

  if (!self->move.command)
    return;

  if (!left_turning)
    left_turning = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  left = g_new (LeftTurning, 1);
  *left = (LeftTurning) { self->move, g_get_monotonic_time () };
  g_hash_table_replace (left_turning, dup_camera (self), left);
  self->move.command = NULL;
}

/* The session plays. */
void
dvrip_session_stop_left_move (DvripSession *self)
{
  g_autofree char *camera = dup_camera (self);
  LeftTurning *left = left_turning ? g_hash_table_lookup (left_turning, camera) : NULL;

  if (!left)
    return;

  if (g_get_monotonic_time () - left->since_us < MAX_LEFT_US)
    push_stop (self, left->stop, STOP_REPEATS);
  g_hash_table_remove (left_turning, camera);
}
