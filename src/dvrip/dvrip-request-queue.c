/* dvrip-request-queue.c
 *
 * Which request goes next, and to which one an answer belongs. One is under way at a time, and
 * besides it one that turns the camera, which is not to wait for a picture. A stop waits for
 * nothing at all, and nothing waits for what it has stopped.
 *
 * An answer is known by its message id and by nothing else, so one that comes after its deadline
 * could be taken for the answer to the next request of that kind. Each request that was given up
 * therefore stays as a ghost, which takes the first answer that comes, for as long as one may still
 * come. Where every answer so far had the request's own sequence number, or the same distance from
 * it, that number settles to whom an answer belongs; with a counter of the device's own it falls
 * behind with the first answer that is missing, and then errs towards the ghost.
 *
 * Pure: time is told, nothing is sent here. One thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-request-queue.h"

#include "dvrip-header.h"

/* Login and Claim at least. */
#define MIN_PAIRS 2

struct _DvripRequestQueue {
  GQueue waiting;      /* of DvripPending, not sent */
  GQueue sent;         /* of DvripPending, in the order in which they were sent, with ghosts */
  guint n_pairs;
  guint32 distance;    /* of a reply's sequence number from its request's */
  gboolean is_erratic; /* it was not always the same */
};

static gboolean
is_ptz (const DvripPending *pending)
{
  return pending->kind == DVRIP_REQUEST_PTZ;
}

static gboolean
holds_up (const DvripPending *pending)
{
  return !pending->is_ghost && !pending->is_passed && pending->kind != DVRIP_REQUEST_PTZ_STOP;
}

static gboolean
may_go (DvripRequestQueue *self, const DvripPending *pending)
{
  if (pending->kind == DVRIP_REQUEST_PTZ_STOP)
    return TRUE;

  for (GList *at = self->sent.head; at; at = at->next) {
    const DvripPending *other = at->data;

    if (holds_up (other) && is_ptz (other) == is_ptz (pending))
      return FALSE;
  }

  return TRUE;
}

static DvripPending *
remove_link (GQueue *queue, GList *link)
{
  DvripPending *pending = link->data;

  g_queue_delete_link (queue, link);

  return pending;
}

static void
drop_old_ghosts (DvripRequestQueue *self, gint64 now_us)
{
  for (GList *at = self->sent.head, *next; at; at = next) {
    DvripPending *pending = at->data;

    next = at->next;
    if (pending->is_ghost && now_us >= pending->due_us + DVRIP_REQUEST_GHOST_US)
      g_free (remove_link (&self->sent, at));
  }
}

static gboolean
is_trusted (DvripRequestQueue *self)
{
  return self->n_pairs >= MIN_PAIRS && !self->is_erratic;
}

/* Returns: (nullable): whose answer this is, a ghost perhaps */
static GList *
find_asker (DvripRequestQueue *self, guint16 message_id, guint32 sequence, guint *out_n)
{
  GList *first = NULL, *exact = NULL;

  *out_n = 0;
  for (GList *at = self->sent.head; at; at = at->next) {
    const DvripPending *pending = at->data;

    if (pending->message_id != message_id)
      continue;

    *out_n += 1;
    if (!first)
      first = at;
    if (pending->sequence + self->distance == sequence)
      exact = at;
  }

  return exact && is_trusted (self) ? exact : first;
}

/* They wait on for their answers, and nobody waits for them. */
static void
pass_all (DvripRequestQueue *self, guint16 message_id)
{
  for (GList *at = self->sent.head; at; at = at->next) {
    DvripPending *pending = at->data;

    pending->is_passed |= pending->message_id == message_id;
  }
}

/* Some devices start to talk without saying so: their answer to the stop is not to be taken for
 * the one to the start. */
static gboolean
leaves_ghost (const DvripPending *pending)
{
  return !(pending->kind == DVRIP_REQUEST_TALK_START && pending->message_id == DVRIP_ID_TALK);
}

static DvripPending *
give_up (DvripRequestQueue *self, GList *link)
{
  DvripPending *pending = link->data;

  if (!leaves_ghost (pending))
    return remove_link (&self->sent, link);

  link->data = g_memdup2 (pending, sizeof *pending);
  ((DvripPending *) link->data)->is_ghost = TRUE;

  return pending;
}

/**
 * dvrip_request_queue_new:
 *
 * Returns: (transfer full): an empty queue; free with dvrip_request_queue_free()
 */
DvripRequestQueue *
dvrip_request_queue_new (void)
{
  DvripRequestQueue *self = g_new0 (DvripRequestQueue, 1);

  g_queue_init (&self->waiting);
  g_queue_init (&self->sent);

  return self;
}

/**
 * dvrip_request_queue_free:
 */
void
dvrip_request_queue_free (DvripRequestQueue *self)
{
  g_queue_clear_full (&self->waiting, g_free);
  g_queue_clear_full (&self->sent, g_free);
  g_free (self);
}

/**
 * dvrip_request_queue_push:
 * @pending: (transfer full): what is to be sent
 */
void
dvrip_request_queue_push (DvripRequestQueue *self,
                          DvripPending      *pending)
{
  g_queue_push_tail (&self->waiting, pending);
}

/**
 * dvrip_request_queue_pop:
 *
 * Returns: (transfer full) (nullable): what is to be sent now; it comes back by
 *   dvrip_request_queue_sent()
 */
DvripPending *
dvrip_request_queue_pop (DvripRequestQueue *self)
{
  for (GList *at = self->waiting.head; at; at = at->next)
    if (may_go (self, at->data))
      return remove_link (&self->waiting, at);

  return NULL;
}

/**
 * dvrip_request_queue_sent:
 * @pending: (transfer full): what was sent
 * @message_id: of the packet
 * @sequence: of the packet
 * @due_us: until when its answer is waited for, monotonic
 */
void
dvrip_request_queue_sent (DvripRequestQueue *self,
                          DvripPending      *pending,
                          guint16            message_id,
                          guint32            sequence,
                          gint64             due_us)
{
  pending->message_id = message_id;
  pending->sequence = sequence;
  pending->due_us = due_us;
  pending->is_ghost = FALSE;
  pending->is_passed = FALSE;
  if (pending->kind == DVRIP_REQUEST_PTZ_STOP)
    pass_all (self, message_id);
  g_queue_push_tail (&self->sent, pending);
}

/**
 * dvrip_request_queue_answer:
 * @reply_id: of the packet that came: the request's and one
 * @sequence: of the packet that came
 *
 * Returns: (transfer full) (nullable): the request that is answered, %NULL if nobody waits for this
 *   answer any more or ever did
 */
DvripPending *
dvrip_request_queue_answer (DvripRequestQueue *self,
                            guint16            reply_id,
                            guint32            sequence,
                            gint64             now_us)
{
  guint16 message_id = (guint16) (reply_id - 1);
  DvripPending *pending;
  GList *link;
  guint n;

  drop_old_ghosts (self, now_us);
  link = find_asker (self, message_id, sequence, &n);
  if (!link)
    return NULL;

  pending = remove_link (&self->sent, link);
  if (pending->is_ghost) {
    /* That the ghost was meant is likely, not certain. */
    pass_all (self, message_id);
    g_clear_pointer (&pending, g_free);
  } else if (n == 1) {
    dvrip_request_queue_note_pair (self, pending->sequence, sequence);
  }

  return pending;
}

static DvripPending *
expire_waiting (DvripRequestQueue *self, gint64 now_us, gint64 patience_us)
{
  for (GList *at = self->waiting.head; at; at = at->next) {
    DvripPending *pending = at->data;

    if (is_ptz (pending) && now_us >= pending->asked_us + patience_us)
      return remove_link (&self->waiting, at);
  }

  return NULL;
}

/**
 * dvrip_request_queue_expire:
 * @patience_us: how long a camera may take to begin to turn: later it would surprise
 * @out_was_sent: (out): whether it was sent
 *
 * Returns: (transfer full) (nullable): a request whose time is over; call again until there is none
 */
DvripPending *
dvrip_request_queue_expire (DvripRequestQueue *self,
                            gint64             now_us,
                            gint64             patience_us,
                            gboolean          *out_was_sent)
{
  drop_old_ghosts (self, now_us);

  *out_was_sent = TRUE;
  for (GList *at = self->sent.head; at; at = at->next) {
    DvripPending *pending = at->data;

    if (!pending->is_ghost && now_us >= pending->due_us)
      return give_up (self, at);
  }

  *out_was_sent = FALSE;
  return expire_waiting (self, now_us, patience_us);
}

/**
 * dvrip_request_queue_cancel_move:
 *
 * Returns: (transfer full) (nullable): a move that was not sent yet; call again until there is none
 */
DvripPending *
dvrip_request_queue_cancel_move (DvripRequestQueue *self)
{
  for (GList *at = self->waiting.head; at; at = at->next) {
    DvripPending *pending = at->data;

    if (is_ptz (pending) && dvrip_ptz_get_kind (pending->ptz.command) == DVRIP_PTZ_MOVE)
      return remove_link (&self->waiting, at);
  }

  return NULL;
}

/**
 * dvrip_request_queue_take:
 *
 * Returns: (transfer full) (nullable): any request whose outcome is open, for the end; call again
 *   until there is none
 */
DvripPending *
dvrip_request_queue_take (DvripRequestQueue *self)
{
  DvripPending *pending;

  while ((pending = g_queue_pop_head (&self->sent))) {
    if (!pending->is_ghost)
      return pending;
    g_free (pending);
  }

  return g_queue_pop_head (&self->waiting);
}

static gboolean
is_open (GQueue *queue, DvripRequestKind kind)
{
  for (GList *at = queue->head; at; at = at->next) {
    const DvripPending *pending = at->data;

    if (pending->kind == kind && !pending->is_ghost)
      return TRUE;
  }

  return FALSE;
}

/**
 * dvrip_request_queue_has:
 *
 * Returns: whether the outcome of a request of this kind is open
 */
gboolean
dvrip_request_queue_has (DvripRequestQueue *self,
                         DvripRequestKind   kind)
{
  return is_open (&self->waiting, kind) || is_open (&self->sent, kind);
}

/**
 * dvrip_request_queue_expects:
 * @reply_id: of a packet: a request's and one
 *
 * Returns: whether such an answer may come, be it too late
 */
gboolean
dvrip_request_queue_expects (DvripRequestQueue *self,
                             guint16            reply_id)
{
  for (GList *at = self->sent.head; at; at = at->next) {
    const DvripPending *pending = at->data;

    if (pending->message_id == (guint16) (reply_id - 1))
      return TRUE;
  }

  return FALSE;
}

/**
 * dvrip_request_queue_get_due_us:
 * @patience_us: as for dvrip_request_queue_expire()
 *
 * Returns: when the next one's time is over, monotonic; %G_MAXINT64: there is none
 */
gint64
dvrip_request_queue_get_due_us (DvripRequestQueue *self,
                                gint64             patience_us)
{
  gint64 due_us = G_MAXINT64;

  for (GList *at = self->sent.head; at; at = at->next) {
    const DvripPending *pending = at->data;

    if (!pending->is_ghost)
      due_us = MIN (due_us, pending->due_us);
  }
  for (GList *at = self->waiting.head; at; at = at->next) {
    const DvripPending *pending = at->data;

    if (is_ptz (pending))
      due_us = MIN (due_us, pending->asked_us + patience_us);
  }

  return due_us;
}

/**
 * dvrip_request_queue_note_pair:
 * @sent: the sequence number of a request
 * @received: that of what can only be its answer
 *
 * Learns how the device numbers its answers.
 */
void
dvrip_request_queue_note_pair (DvripRequestQueue *self,
                               guint32            sent,
                               guint32            received)
{
  self->is_erratic |= self->n_pairs > 0 && received - sent != self->distance;
  self->distance = received - sent;
  self->n_pairs = MIN (self->n_pairs + 1, MIN_PAIRS);
}

/**
 * dvrip_request_queue_reset:
 *
 * Forgets how the device numbers its answers: this is a new connection. Nothing is under way.
 */
void
dvrip_request_queue_reset (DvripRequestQueue *self)
{
  g_queue_clear_full (&self->sent, g_free);
  self->n_pairs = 0;
  self->is_erratic = FALSE;
}
