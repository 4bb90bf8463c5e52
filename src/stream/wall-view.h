/* wall-view.h
 *
 * The part of a picture that is looked at: digital zoom, from the whole of it to an eighth of its
 * width.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_VIEW_MAX_FACTOR 8.0

/* Fractions of the picture; a whole one is { 0, 0, 1, 1 }. As wide as it is high, so that what is
 * looked at has the shape of the picture. */
typedef struct {
  double x, y, width, height;
} WallView;

WallView wall_view_whole      (void);
gboolean wall_view_is_whole   (const WallView *self);
gboolean wall_view_is_same    (const WallView *self,
                               const WallView *other);
double   wall_view_get_factor (const WallView *self);
WallView wall_view_zoom       (const WallView *self,
                               double          by,
                               double          x,
                               double          y);
WallView wall_view_move       (const WallView *self,
                               double          dx,
                               double          dy);
WallView wall_view_within     (const WallView *self,
                               const WallView *limit);
WallView wall_view_mix        (const WallView *self,
                               const WallView *other,
                               double          part);

G_END_DECLS
