/* player-client.h
 *
 * Who uses a player, for tests: keeps what it is told, and sees that nothing is told out of turn.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-player-private.h"

G_BEGIN_DECLS

#define PLAYER_CLIENT_LONG_US (30 * G_TIME_SPAN_SECOND)

typedef struct {
  WallPlayer     *player;
  WallPlayerPhase phases[WALL_PLAYER_CLOSED + 2];
  guint           n_phases, failed, closed, pictures;
  WallReason      failed_reason, closed_reason;
  char           *message, *ended_by;
  gint64          started_us, failed_us, closing_us, closed_us;
} PlayerClient;

void player_client_init          (PlayerClient           *self,
                                  const WallPlayerConfig *config);
void player_client_set_limits    (PlayerClient           *self,
                                  guint                   first_picture_ms,
                                  guint                   no_picture_ms,
                                  guint                   close_ms);
void player_client_start         (PlayerClient           *self,
                                  WallPlayerPhase         phase);
void player_client_close         (PlayerClient           *self);
void player_client_assert_failed (PlayerClient           *self,
                                  WallReason              reason);
void player_client_drop          (PlayerClient           *self);
void player_client_clear         (PlayerClient           *self);

guint player_client_count_entries (const char            *path);

gboolean player_client_on_wake   (gpointer                data);

/* Runs the main loop until it is so; for too long is a failure. */
#define wait_for(condition) \
  G_STMT_START { \
    gint64 end_us = g_get_monotonic_time () + PLAYER_CLIENT_LONG_US; \
    guint wake = g_timeout_add (10, player_client_on_wake, NULL); \
    while (!(condition) && g_get_monotonic_time () < end_us) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (wake); \
    g_assert_true (condition); \
  } G_STMT_END

G_END_DECLS
