/* wall-player-stats.h
 *
 * Reads the statistics of a source.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-player.h"

G_BEGIN_DECLS

void wall_player_stats_read (WallPlayerStats    *self,
                             const GstStructure *statistics);

G_END_DECLS
