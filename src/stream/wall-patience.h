/* wall-patience.h
 *
 * How long a stream may go without a picture, and what is to be done then.
 * Pure: no clock of its own; callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_PATIENCE_WAIT,
  WALL_PATIENCE_HINT,     /* wait on, and say what for */
  WALL_PATIENCE_RESET,    /* replace the decoder */
  WALL_PATIENCE_GIVE_UP,
} WallPatienceVerdict;

typedef struct {
  guint tick_ms;
  guint hint_ms;
  guint first_picture_ms;
  guint no_picture_ms;
  guint forgive_ms;
} WallPatienceLimits;

typedef struct {
  WallPatienceLimits limits;
  gint64             since_us;      /* nothing from before counts */
  gint64             last_tick_us;
  gint64             reset_us;      /* when the decoder was replaced; -1: not, or forgiven */
} WallPatience;

typedef struct {
  guint64  fed_units;
  gint64   last_picture_us;         /* -1: never */
  gboolean has_bytes_coming;
} WallPatienceFacts;

void                wall_patience_begin (WallPatience             *self,
                                         const WallPatienceLimits *limits,
                                         gint64                    now_us);
WallPatienceVerdict wall_patience_tick  (WallPatience             *self,
                                         const WallPatienceFacts  *facts,
                                         gint64                    now_us);

G_END_DECLS
