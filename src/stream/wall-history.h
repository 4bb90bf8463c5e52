/* wall-history.h
 *
 * Running totals over the last seconds, and what follows from them: rates, and whether a total
 * falls behind another for good.
 * Pure: no clock of its own; callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_HISTORY_N 32

typedef struct {
  gint64  at_us;
  guint64 received, fed, decoded, painted;
} WallHistoryEntry;

typedef struct {
  WallHistoryEntry entries[WALL_HISTORY_N];
  guint            n;       /* how many of them are filled */
  guint            newest;  /* where the newest one is */
  gboolean         was_damaged;
  gint64           damaged_us;  /* when it was last seen, if ever */
} WallHistory;

typedef struct {
  double received_fps, decoded_fps, painted_fps;
} WallHistoryRates;

void     wall_history_init       (WallHistory            *self);
void     wall_history_note       (WallHistory            *self,
                                  const WallHistoryEntry *now);
void     wall_history_get_rates  (const WallHistory      *self,
                                  const WallHistoryEntry *now,
                                  WallHistoryRates       *out_rates);
gboolean wall_history_is_damaged (const WallHistory      *self,
                                  const WallHistoryEntry *now);

G_END_DECLS
