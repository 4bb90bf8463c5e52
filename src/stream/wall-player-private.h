/* wall-player-private.h
 *
 * What the two files of a player share: the object, and the course of its attempt. And its
 * deadlines, for tests that cannot wait.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-attempt.h"
#include "wall-patience.h"
#include "wall-player.h"

G_BEGIN_DECLS

typedef struct {
  WallPatienceLimits patience;
  guint              error_ms;  /* closed by the element, which has not said why yet */
  guint              close_ms;
} WallPlayerDeadlines;

struct _WallPlayer {
  GObject parent_instance;

  char *uri, *user, *password, *topology, *stream_type, *certificate;
  WallPlayerDeadlines deadlines;
  WallVideoSink *sink;

  WallPlayerPhase phase;
  WallAttempt *attempt;          /* from start to the end; %NULL if it cannot even begin */
  GError *start_error;
  gboolean is_started;
  gboolean is_unseen;
  gboolean has_failed;
  gboolean has_origin_ended;     /* it failed and closes itself */
  gboolean is_origin_closed;     /* its "dvrip-closed" came */
  WallReason reason;
  char *ended_by;
  char *activity;
  WallPlayerStats stats;         /* the last ones, once the attempt goes down */

  WallPatience patience;
  guint tick_id, close_id, idle_id;
};

/* The object, for its course. */
void wall_player_set_phase     (WallPlayer                *self,
                                WallPlayerPhase            phase);
void wall_player_emit_failed   (WallPlayer                *self,
                                WallReason                 reason,
                                const char                *message,
                                const char                *debug);
void wall_player_emit_closed   (WallPlayer                *self);

/* The course, for the object. */
extern const WallAttemptEvents wall_player_events;

void wall_player_begin_close   (WallPlayer                *self);
void wall_player_refuse        (WallPlayer                *self);

/* For tests. */
void wall_player_set_deadlines (WallPlayer                *self,
                                const WallPlayerDeadlines *deadlines);

G_END_DECLS
