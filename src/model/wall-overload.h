/* wall-overload.h
 *
 * How many cameras are to be reduced so that this computer keeps up with the others.
 * Pure: no clock of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is known of the second that is over. */
typedef struct {
  guint    n;          /* cameras that can be reduced, or are */
  gboolean is_behind;  /* one that is not reduced shows clearly less than arrives */
  double   idle;       /* of the processors, 0 to 1; negative: not known */
} WallOverloadFacts;

/* All zero at first. */
typedef struct {
  guint reduced;       /* so many */
  guint hot, calm;     /* seconds in a row */
  guint wait;          /* calm seconds before some are restored; 0: as at first */
  guint restored;      /* so many the last time */
  guint since_restore; /* seconds; 0: it proved right, or was taken back */
} WallOverload;

guint wall_overload_tick (WallOverload            *self,
                          const WallOverloadFacts *facts);

G_END_DECLS
