/* wall-attempt-log.c
 *
 * The last attempts to connect a camera: when, how far, why they ended. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-attempt-log.h"

struct _WallAttemptLog {
  GPtrArray *attempts;   /* the newest last */
  guint count;
};

static void
free_attempt (gpointer data)
{
  WallAttemptRecord *attempt = data;

  g_free (attempt->message);
  g_free (attempt->ended_by);
  g_free (attempt);
}

/**
 * wall_attempt_log_new:
 *
 * Returns: (transfer full): a log of nothing
 */
WallAttemptLog *
wall_attempt_log_new (void)
{
  WallAttemptLog *self = g_new0 (WallAttemptLog, 1);

  self->attempts = g_ptr_array_new_with_free_func (free_attempt);
  return self;
}

/**
 * wall_attempt_log_free:
 * @self: (transfer full):
 */
void
wall_attempt_log_free (WallAttemptLog *self)
{
  g_ptr_array_unref (self->attempts);
  g_free (self);
}

/**
 * wall_attempt_log_begin:
 * @now_us: monotonic
 *
 * An attempt begins; the oldest one is forgotten when there are too many.
 */
void
wall_attempt_log_begin (WallAttemptLog *self,
                        gint64          now_us)
{
  WallAttemptRecord *attempt = g_new0 (WallAttemptRecord, 1);

  attempt->started_at = g_get_real_time ();
  attempt->started_us = now_us;
  attempt->ended_us = -1;
  attempt->reached = WALL_LINK_CONNECTING;

  self->count++;
  if (self->attempts->len == WALL_ATTEMPT_LOG_LENGTH)
    g_ptr_array_remove_index (self->attempts, 0);
  g_ptr_array_add (self->attempts, attempt);
}

static WallAttemptRecord *
get_open (WallAttemptLog *self)
{
  WallAttemptRecord *last;

  if (self->attempts->len == 0)
    return NULL;

  last = g_ptr_array_index (self->attempts, self->attempts->len - 1);
  return last->ended_us < 0 ? last : NULL;
}

/**
 * wall_attempt_log_reach:
 *
 * The attempt under way stands at @state; kept if that is further than before, up to LIVE.
 */
void
wall_attempt_log_reach (WallAttemptLog *self,
                        WallLinkState   state)
{
  WallAttemptRecord *attempt = get_open (self);

  if (attempt && state <= WALL_LINK_LIVE)
    attempt->reached = MAX (attempt->reached, state);
}

/**
 * wall_attempt_log_fail:
 * @message: (nullable): a sentence, never with a password
 *
 * The attempt under way failed; the first reason is the one that counts.
 */
void
wall_attempt_log_fail (WallAttemptLog *self,
                       WallReason      reason,
                       const char     *message)
{
  WallAttemptRecord *attempt = get_open (self);

  if (attempt == NULL || attempt->reason != WALL_REASON_NONE)
    return;

  attempt->reason = reason;
  attempt->message = g_strdup (message);
}

/**
 * wall_attempt_log_end:
 * @ended_by: (nullable): "us", "device", "deadline"
 * @now_us: monotonic
 *
 * The attempt under way is closed.
 */
void
wall_attempt_log_end (WallAttemptLog *self,
                      const char     *ended_by,
                      gint64          now_us)
{
  WallAttemptRecord *attempt = get_open (self);

  if (attempt == NULL)
    return;

  attempt->ended_by = g_strdup (ended_by);
  attempt->ended_us = now_us;
}

/**
 * wall_attempt_log_get_count:
 *
 * Returns: how many attempts were begun, forgotten ones included
 */
guint
wall_attempt_log_get_count (WallAttemptLog *self)
{
  return self->count;
}

/**
 * wall_attempt_log_get_size:
 *
 * Returns: how many attempts are known
 */
guint
wall_attempt_log_get_size (WallAttemptLog *self)
{
  return self->attempts->len;
}

/**
 * wall_attempt_log_get:
 * @index: 0 is the oldest
 *
 * Returns: (transfer none): an attempt, valid until the next one begins
 */
const WallAttemptRecord *
wall_attempt_log_get (WallAttemptLog *self,
                      guint           index)
{
  g_return_val_if_fail (index < self->attempts->len, NULL);

  return g_ptr_array_index (self->attempts, index);
}
