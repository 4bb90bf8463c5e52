/* test-request-queue.c
 *
 * A request gets its own answer or none, whatever else comes, and none holds up the others longer
 * than it must.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-request-queue.h"

#include "dvrip-header.h"

#define SECOND   G_USEC_PER_SEC
#define PATIENCE (5 * SECOND)

static void
push (DvripRequestQueue *queue, guint id, DvripRequestKind kind, const char *command)
{
  DvripPending *pending = g_new0 (DvripPending, 1);

  pending->id = id;
  pending->kind = kind;
  pending->ptz.command = command;
  dvrip_request_queue_push (queue, pending);
}

/* Sends what is next, which is @id, or nothing for 0. */
static void
send (DvripRequestQueue *queue, guint id, guint16 message_id, guint32 sequence, gint64 now_us)
{
  DvripPending *pending = dvrip_request_queue_pop (queue);

  g_assert_cmpuint (pending ? pending->id : 0, ==, id);
  if (pending)
    dvrip_request_queue_sent (queue, pending, message_id, sequence, now_us + PATIENCE);
}

static void
ask (DvripRequestQueue *queue, guint id, guint32 sequence, gint64 now_us)
{
  push (queue, id, DVRIP_REQUEST_SNAPSHOT, NULL);
  send (queue, id, DVRIP_ID_SNAPSHOT, sequence, now_us);
}

/* Whose answer it is, 0 for nobody's. */
static guint
answer (DvripRequestQueue *queue, guint16 reply_id, guint32 sequence, gint64 now_us)
{
  g_autofree DvripPending *pending =
    dvrip_request_queue_answer (queue, reply_id, sequence, now_us);

  return pending ? pending->id : 0;
}

static guint
expire (DvripRequestQueue *queue, gint64 now_us, gboolean *out_was_sent)
{
  g_autofree DvripPending *pending =
    dvrip_request_queue_expire (queue, now_us, PATIENCE, out_was_sent);

  return pending ? pending->id : 0;
}

static void
assert_expires (DvripRequestQueue *queue, guint id, gint64 now_us)
{
  gboolean was_sent;

  g_assert_cmpuint (expire (queue, now_us, &was_sent), ==, id);
  g_assert_true (was_sent);
}

static void
test_queue_one_at_a_time (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  push (queue, 1, DVRIP_REQUEST_SNAPSHOT, NULL);
  push (queue, 2, DVRIP_REQUEST_SUBSCRIBE, NULL);
  push (queue, 3, DVRIP_REQUEST_KEY_FRAME, NULL);

  send (queue, 1, DVRIP_ID_SNAPSHOT, 7, 0);
  send (queue, 0, 0, 0, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_GUARD_REPLY, 7, 1), ==, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT, 7, 1), ==, 0);
  send (queue, 0, 0, 0, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 99, 1), ==, 1);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 99, 1), ==, 0);

  send (queue, 2, DVRIP_ID_GUARD, 8, 0);
  send (queue, 0, 0, 0, 0);
  assert_expires (queue, 2, PATIENCE);
  send (queue, 3, DVRIP_ID_KEY_FRAME, 9, 0);
}

/* Two lanes, and the fast one for the stop. */
static void
test_queue_turns_without_waiting (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  ask (queue, 1, 1, 0);
  push (queue, 2, DVRIP_REQUEST_SUBSCRIBE, NULL);
  push (queue, 3, DVRIP_REQUEST_PTZ, "DirectionUp");
  push (queue, 4, DVRIP_REQUEST_PTZ, "SetPreset");
  push (queue, 5, DVRIP_REQUEST_PTZ_STOP, "DirectionUp");
  push (queue, 6, DVRIP_REQUEST_PTZ_STOP, "DirectionUp");

  send (queue, 3, DVRIP_ID_PTZ, 2, 0);
  send (queue, 5, DVRIP_ID_PTZ, 3, 0);
  send (queue, 4, DVRIP_ID_PTZ, 4, 0);
  send (queue, 6, DVRIP_ID_PTZ, 5, 0);
  send (queue, 0, 0, 0, 0);

  /* All have one message id: answered in the order in which they were sent. */
  g_assert_cmpuint (answer (queue, DVRIP_ID_PTZ_REPLY, 0, 1), ==, 3);
  g_assert_cmpuint (answer (queue, DVRIP_ID_PTZ_REPLY, 0, 1), ==, 5);
  g_assert_cmpuint (answer (queue, DVRIP_ID_PTZ_REPLY, 0, 1), ==, 4);
  g_assert_cmpuint (answer (queue, DVRIP_ID_PTZ_REPLY, 0, 1), ==, 6);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 0, 1), ==, 1);
  send (queue, 2, DVRIP_ID_GUARD, 6, 0);
}

/* A device that turns and does not say so can be turned again at once. */
static void
test_queue_stop_ends_the_wait (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  push (queue, 1, DVRIP_REQUEST_PTZ, "DirectionUp");
  push (queue, 2, DVRIP_REQUEST_PTZ, "SetPreset");
  send (queue, 1, DVRIP_ID_PTZ, 1, 0);
  send (queue, 0, 0, 0, 0);
  push (queue, 3, DVRIP_REQUEST_PTZ_STOP, "DirectionUp");
  send (queue, 3, DVRIP_ID_PTZ, 2, 0);
  send (queue, 2, DVRIP_ID_PTZ, 3, 0);
  assert_expires (queue, 1, PATIENCE);
  assert_expires (queue, 3, PATIENCE);
  assert_expires (queue, 2, PATIENCE);
}

static void
test_queue_expects (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  g_assert_false (dvrip_request_queue_expects (queue, DVRIP_ID_SNAPSHOT_REPLY));
  ask (queue, 1, 1, 0);
  g_assert_true (dvrip_request_queue_expects (queue, DVRIP_ID_SNAPSHOT_REPLY));
  g_assert_false (dvrip_request_queue_expects (queue, DVRIP_ID_PTZ_REPLY));
  assert_expires (queue, 1, PATIENCE);
  g_assert_true (dvrip_request_queue_expects (queue, DVRIP_ID_SNAPSHOT_REPLY));
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 9, PATIENCE), ==, 0);
  g_assert_false (dvrip_request_queue_expects (queue, DVRIP_ID_SNAPSHOT_REPLY));
}

/* A device with numbers of its own: the first answer is the ghost's. */
static void
test_queue_late_answer_is_nobodys (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  ask (queue, 1, 10, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 11, 6 * SECOND);

  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 500, 7 * SECOND), ==, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 501, 8 * SECOND), ==, 2);
}

/* One that is always late: nobody ever gets the answer of the one before. */
static void
test_queue_always_late (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
  gint64 now_us = 0;

  for (guint i = 1; i <= 20; i++, now_us += 6 * SECOND) {
    ask (queue, i, i, now_us);
    if (i > 1)
      g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 900 + i, now_us + SECOND), ==, 0);
    assert_expires (queue, i, now_us + PATIENCE);
  }
}

/* When it is not clear whose an answer was, the others go on. */
static void
test_queue_doubt_holds_up_nobody (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  ask (queue, 1, 10, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 11, 6 * SECOND);
  push (queue, 3, DVRIP_REQUEST_SUBSCRIBE, NULL);
  send (queue, 0, 0, 0, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 500, 6 * SECOND), ==, 0);
  send (queue, 3, DVRIP_ID_GUARD, 12, 6 * SECOND);
  assert_expires (queue, 2, 11 * SECOND);
}

static void
test_queue_ghosts_go (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
  gint64 late_us = 5 * SECOND + DVRIP_REQUEST_GHOST_US;

  ask (queue, 1, 10, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 11, late_us);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 0, late_us), ==, 2);
}

static void
test_queue_believes_steady_numbers (void)
{
  static const guint32 distances[] = { 0, 1, 7, G_MAXUINT32 };

  for (gsize i = 0; i < G_N_ELEMENTS (distances); i++) {
    g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
    guint32 distance = distances[i];

    dvrip_request_queue_note_pair (queue, 0, distance);
    dvrip_request_queue_note_pair (queue, 1, 1 + distance);

    /* The first answer never comes. */
    ask (queue, 1, 10, 0);
    assert_expires (queue, 1, 5 * SECOND);
    ask (queue, 2, 11, 6 * SECOND);
    g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 11 + distance, 7 * SECOND), ==, 2);

    /* It comes after that of the next request was asked for. */
    ask (queue, 3, 12, 8 * SECOND);
    g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 10 + distance, 9 * SECOND), ==, 0);
    g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 12 + distance, 9 * SECOND), ==, 3);
  }
}

static void
test_queue_does_not_believe_others (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  /* It counts its own packets. */
  dvrip_request_queue_note_pair (queue, 0, 0);
  dvrip_request_queue_note_pair (queue, 1, 3);
  dvrip_request_queue_note_pair (queue, 2, 5);
  ask (queue, 1, 10, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 11, 6 * SECOND);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 14, 7 * SECOND), ==, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 15, 7 * SECOND), ==, 2);

  /* A new connection starts afresh. */
  dvrip_request_queue_reset (queue);
  dvrip_request_queue_note_pair (queue, 20, 20);
  dvrip_request_queue_note_pair (queue, 21, 21);
  ask (queue, 3, 22, 0);
  assert_expires (queue, 3, 5 * SECOND);
  ask (queue, 4, 23, 6 * SECOND);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 23, 7 * SECOND), ==, 4);
}

/* A counter that goes on by one a reply looks like an echo until an answer is missing. */
static void
test_queue_counter_errs_towards_ghost (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  dvrip_request_queue_note_pair (queue, 0, 0);
  dvrip_request_queue_note_pair (queue, 1, 1);
  ask (queue, 1, 2, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 3, 6 * SECOND);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 2, 7 * SECOND), ==, 0);
  g_assert_cmpuint (answer (queue, DVRIP_ID_SNAPSHOT_REPLY, 3, 7 * SECOND), ==, 2);
}

static void
test_queue_late_moves_are_not_sent (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
  gboolean was_sent;

  push (queue, 1, DVRIP_REQUEST_SNAPSHOT, NULL);
  push (queue, 2, DVRIP_REQUEST_PTZ, "GotoPreset");
  g_assert_cmpint (dvrip_request_queue_get_due_us (queue, PATIENCE), ==, PATIENCE);
  g_assert_cmpuint (expire (queue, PATIENCE - 1, &was_sent), ==, 0);
  g_assert_cmpuint (expire (queue, PATIENCE, &was_sent), ==, 2);
  g_assert_false (was_sent);
  g_assert_cmpint (dvrip_request_queue_get_due_us (queue, PATIENCE), ==, G_MAXINT64);

  send (queue, 1, DVRIP_ID_SNAPSHOT, 1, 60 * SECOND);
  g_assert_cmpint (dvrip_request_queue_get_due_us (queue, PATIENCE), ==, 65 * SECOND);
}

static void
test_queue_cancels_moves (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
  g_autofree DvripPending *move = NULL;

  push (queue, 1, DVRIP_REQUEST_PTZ, "SetPreset");
  push (queue, 2, DVRIP_REQUEST_PTZ, "ZoomTile");
  push (queue, 3, DVRIP_REQUEST_SNAPSHOT, NULL);
  move = dvrip_request_queue_cancel_move (queue);
  g_assert_cmpuint (move->id, ==, 2);
  g_assert_null (dvrip_request_queue_cancel_move (queue));
}

/* The start of a talk may go unanswered; the stop's answer is the stop's. */
static void
test_queue_talk (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();

  push (queue, 1, DVRIP_REQUEST_TALK_START, NULL);
  send (queue, 1, DVRIP_ID_TALK_CLAIM, 1, 0);
  dvrip_request_queue_sent (queue,
                            dvrip_request_queue_answer (queue, DVRIP_ID_TALK_CLAIM_REPLY, 0, 1),
                            DVRIP_ID_TALK, 2, PATIENCE);
  assert_expires (queue, 1, PATIENCE);
  push (queue, 2, DVRIP_REQUEST_TALK_STOP, NULL);
  send (queue, 2, DVRIP_ID_TALK, 3, PATIENCE);
  g_assert_cmpuint (answer (queue, DVRIP_ID_TALK_REPLY, 0, PATIENCE), ==, 2);
}

static void
test_queue_ends (void)
{
  g_autoptr (DvripRequestQueue) queue = dvrip_request_queue_new ();
  guint sum = 0;
  DvripPending *pending;

  ask (queue, 1, 10, 0);
  assert_expires (queue, 1, 5 * SECOND);
  ask (queue, 2, 11, 6 * SECOND);
  push (queue, 4, DVRIP_REQUEST_PTZ, "DirectionUp");
  g_assert_true (dvrip_request_queue_has (queue, DVRIP_REQUEST_PTZ));
  g_assert_true (dvrip_request_queue_has (queue, DVRIP_REQUEST_SNAPSHOT));
  g_assert_false (dvrip_request_queue_has (queue, DVRIP_REQUEST_KEY_FRAME));

  while ((pending = dvrip_request_queue_take (queue))) {
    sum += pending->id;
    g_free (pending);
  }
  g_assert_cmpuint (sum, ==, 2 + 4);
  g_assert_false (dvrip_request_queue_has (queue, DVRIP_REQUEST_SNAPSHOT));
}

#define ADD(name) g_test_add_func ("/dvrip/request-queue/" #name, test_queue_##name)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD (one_at_a_time);
  ADD (turns_without_waiting);
  ADD (stop_ends_the_wait);
  ADD (expects);
  ADD (late_answer_is_nobodys);
  ADD (always_late);
  ADD (doubt_holds_up_nobody);
  ADD (ghosts_go);
  ADD (believes_steady_numbers);
  ADD (does_not_believe_others);
  ADD (counter_errs_towards_ghost);
  ADD (late_moves_are_not_sent);
  ADD (cancels_moves);
  ADD (talk);
  ADD (ends);

  return g_test_run ();
}
