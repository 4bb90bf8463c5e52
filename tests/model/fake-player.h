/* fake-player.h
 *
 * A WallPlayer that does what the test says, in place of the one that plays: a program that is
 * linked with fake-player.c has no pipelines.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-player.h"

G_BEGIN_DECLS

GPtrArray   *fake_players_get          (void);   /* all that were made and live, borrowed */
guint        fake_players_count        (void);   /* how many were ever started */
guint        fake_players_count_open   (void);   /* started, and not closed yet */

void         fake_player_reach         (WallPlayer      *self,
                                        WallPlayerPhase  phase);
void         fake_player_fail          (WallPlayer      *self,
                                        WallReason       reason);
void         fake_player_finish        (WallPlayer      *self);
gboolean     fake_player_is_closing    (WallPlayer      *self);
const char  *fake_player_get_password  (WallPlayer      *self);
const char  *fake_player_get_certificate (WallPlayer    *self);
void         fake_player_show_certificate (WallPlayer   *self,
                                           const char   *certificate);
gboolean     fake_player_is_reduced    (WallPlayer      *self);
gboolean     fake_player_is_unseen     (WallPlayer      *self);
/* So much came, and so much of it was decoded, in all. */
void         fake_player_set_counts    (WallPlayer      *self,
                                        guint64          units,
                                        guint64          decoded,
                                        gint64           key_interval_us,
                                        gint64           now_us);
const char  *fake_player_get_uri       (WallPlayer      *self);
const char  *fake_player_get_stream_type (WallPlayer    *self);
/* One more unit was received and decoded at @now_us; the picture waits to be taken. */
WallPicture *fake_player_decode        (WallPlayer      *self,
                                        gint64           now_us);

G_END_DECLS
