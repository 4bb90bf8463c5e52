/* player-client.c
 *
 * Who uses a player, for tests: keeps what it is told, and sees that nothing is told out of turn.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "player-client.h"

/* On a slow machine too, nothing but what a test provokes comes to its end. */
static const WallPlayerDeadlines patient = {
  .patience = {
    .tick_ms = 20,
    .hint_ms = 100,
    .first_picture_ms = 60000,
    .no_picture_ms = 60000,
    .forgive_ms = 60000,
  },
  .error_ms = 2000,
  .close_ms = 10000,
};

static void
on_phase (WallPlayer   *player,
          GParamSpec   *pspec,
          PlayerClient *self)
{
  WallPlayerPhase phase = wall_player_get_phase (player);

  g_assert_cmpuint (self->n_phases, <, G_N_ELEMENTS (self->phases));
  g_assert_cmpuint (self->closed, ==, 0);
  self->phases[self->n_phases++] = phase;
  if (phase == WALL_PLAYER_CLOSING)
    self->closing_us = g_get_monotonic_time ();
}

static void
on_failed (WallPlayer   *player,
           WallReason    reason,
           const char   *message,
           const char   *debug,
           PlayerClient *self)
{
  g_assert_cmpuint (self->failed + self->closed, ==, 0);
  g_assert_nonnull (message);
  g_test_message ("failed: %s: %s (%s)", wall_reason_to_nick (reason), message, debug);
  self->failed++;
  self->failed_reason = reason;
  self->failed_us = g_get_monotonic_time ();
  self->message = g_strdup (message);
}

static void
on_closed (WallPlayer   *player,
           const char   *ended_by,
           WallReason    reason,
           PlayerClient *self)
{
  g_assert_cmpint (wall_player_get_phase (player), ==, WALL_PLAYER_CLOSED);
  g_assert_cmpuint (self->closed, ==, 0);
  self->closed++;
  self->closed_reason = reason;
  self->ended_by = g_strdup (ended_by);
  self->closed_us = g_get_monotonic_time ();
}

static void
on_picture (WallPlayer   *player,
            PlayerClient *self)
{
  g_assert_cmpuint (self->closed, ==, 0);
  self->pictures++;
}

/**
 * player_client_init:
 * @config: for the player
 *
 * Makes a player that is patient and whose pictures are shown.
 */
void
player_client_init (PlayerClient           *self,
                    const WallPlayerConfig *config)
{
  *self = (PlayerClient) { .player = wall_player_new (config) };
  wall_player_set_deadlines (self->player, &patient);
  wall_video_sink_set_target_size (wall_player_get_sink (self->player), 64, 48);
  g_signal_connect (self->player, "notify::phase", G_CALLBACK (on_phase), self);
  g_signal_connect (self->player, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->player, "closed", G_CALLBACK (on_closed), self);
  g_signal_connect (self->player, "picture", G_CALLBACK (on_picture), self);
}

/**
 * player_client_set_limits:
 *
 * For tests of the player's own deadlines.
 */
void
player_client_set_limits (PlayerClient *self,
                          guint         first_picture_ms,
                          guint         no_picture_ms,
                          guint         close_ms)
{
  WallPlayerDeadlines deadlines = patient;

  deadlines.patience.first_picture_ms = first_picture_ms;
  deadlines.patience.no_picture_ms = no_picture_ms;
  deadlines.close_ms = close_ms;
  wall_player_set_deadlines (self->player, &deadlines);
}

/**
 * player_client_start:
 *
 * Starts the player and waits until it is so far.
 */
void
player_client_start (PlayerClient    *self,
                     WallPlayerPhase  phase)
{
  self->started_us = g_get_monotonic_time ();
  wall_player_start (self->player);
  wait_for (wall_player_get_phase (self->player) == phase);
}

/**
 * player_client_close:
 *
 * Closes the player and waits for its end.
 */
void
player_client_close (PlayerClient *self)
{
  wall_player_close (self->player);
  wait_for (self->closed > 0);
}

/**
 * player_client_assert_failed:
 *
 * Waits for the end, which must have come from a failure for that reason.
 */
void
player_client_assert_failed (PlayerClient *self,
                             WallReason    reason)
{
  wait_for (self->closed > 0);
  g_assert_cmpuint (self->failed, ==, 1);
  g_assert_cmpstr (wall_reason_to_nick (self->failed_reason), ==, wall_reason_to_nick (reason));
  g_assert_cmpstr (wall_reason_to_nick (self->closed_reason), ==, wall_reason_to_nick (reason));
}

/**
 * player_client_drop:
 *
 * Lets go of the player, which must be the end of it.
 */
void
player_client_drop (PlayerClient *self)
{
  if (self->player)
    g_assert_finalize_object (self->player);
  self->player = NULL;
}

/**
 * player_client_clear:
 *
 * Lets go of everything.
 */
void
player_client_clear (PlayerClient *self)
{
  player_client_drop (self);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->ended_by, g_free);
}

/**
 * player_client_count_entries:
 * @path: a folder, such as `/proc/self/fd`
 *
 * Returns: how many entries it has
 */
guint
player_client_count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;

  return n;
}

/**
 * player_client_on_wake:
 *
 * Wakes the main loop, so that a condition is looked at again.
 */
gboolean
player_client_on_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}
