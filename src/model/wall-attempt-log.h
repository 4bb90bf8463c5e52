/* wall-attempt-log.h
 *
 * The last attempts to connect a camera: when, how far, why they ended. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-link-state.h"

G_BEGIN_DECLS

#define WALL_ATTEMPT_LOG_LENGTH 10

typedef struct {
  gint64        started_at;    /* wall clock, µs since 1970, for people only */
  gint64        started_us;    /* monotonic */
  gint64        ended_us;      /* monotonic; -1: under way */
  WallLinkState reached;       /* the furthest state */
  WallReason    reason;        /* why it ended; NONE: nobody failed */
  char         *message;       /* (nullable): the same in a sentence */
  char         *ended_by;      /* (nullable): "us", "device", "deadline" */
} WallAttemptRecord;

typedef struct _WallAttemptLog WallAttemptLog;

WallAttemptLog    *wall_attempt_log_new       (void);
void               wall_attempt_log_free      (WallAttemptLog *self);
void               wall_attempt_log_begin     (WallAttemptLog *self,
                                               gint64          now_us);
void               wall_attempt_log_reach     (WallAttemptLog *self,
                                               WallLinkState   state);
void               wall_attempt_log_fail      (WallAttemptLog *self,
                                               WallReason      reason,
                                               const char     *message);
void               wall_attempt_log_end       (WallAttemptLog *self,
                                               const char     *ended_by,
                                               gint64          now_us);
guint              wall_attempt_log_get_count (WallAttemptLog *self);
guint              wall_attempt_log_get_size  (WallAttemptLog *self);
const WallAttemptRecord *wall_attempt_log_get       (WallAttemptLog *self,
                                               guint           index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallAttemptLog, wall_attempt_log_free)

G_END_DECLS
