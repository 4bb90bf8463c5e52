/* wall-view.c
 *
 * The part of a picture that is looked at: digital zoom, from the whole of it to an eighth of its
 * width.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-view.h"

/* Nearer to the whole picture than this is the whole one: nobody zooms by a hundredth. */
#define NEARLY_WHOLE 0.99

WallView
wall_view_whole (void)
{
  return (WallView) { 0.0, 0.0, 1.0, 1.0 };
}

gboolean
wall_view_is_whole (const WallView *self)
{
  return self->width >= 1.0 && self->height >= 1.0;
}

gboolean
wall_view_is_same (const WallView *self,
                   const WallView *other)
{
  return self->x == other->x && self->y == other->y && self->width == other->width &&
         self->height == other->height;
}

/**
 * wall_view_get_factor:
 *
 * Returns: how much larger than the whole picture it is seen, from 1.0
 */
double
wall_view_get_factor (const WallView *self)
{
  return 1.0 / self->width;
}

static WallView
keep_inside (WallView view)
{
  view.x = CLAMP (view.x, 0.0, 1.0 - view.width);
  view.y = CLAMP (view.y, 0.0, 1.0 - view.height);

  return view;
}

/**
 * wall_view_zoom:
 * @by: above 1.0: nearer
 * @x: the point that stays where it is, as a fraction of the view
 * @y: likewise
 *
 * Returns: the view that is looked at then
 */
WallView
wall_view_zoom (const WallView *self,
                double          by,
                double          x,
                double          y)
{
  double width = CLAMP (self->width / by, 1.0 / WALL_VIEW_MAX_FACTOR, 1.0);

  if (width > NEARLY_WHOLE)
    return wall_view_whole ();

  return keep_inside ((WallView) {
    .x = self->x + x * (self->width - width),
    .y = self->y + y * (self->height - width),
    .width = width,
    .height = width,
  });
}

/**
 * wall_view_move:
 * @dx: to the right, as a fraction of the view
 * @dy: down, likewise
 *
 * Returns: the view that is looked at then, which ends where the picture does
 */
WallView
wall_view_move (const WallView *self,
                double          dx,
                double          dy)
{
  WallView moved = *self;

  moved.x += dx * self->width;
  moved.y += dy * self->height;

  return keep_inside (moved);
}

/**
 * wall_view_within:
 * @limit: what there is
 *
 * Returns: the nearest view of which all is there
 */
WallView
wall_view_within (const WallView *self,
                  const WallView *limit)
{
  double part = MIN (1.0, MIN (limit->width / self->width, limit->height / self->height));
  WallView view = { .width = self->width * part, .height = self->height * part };

  view.x = CLAMP (self->x, limit->x, limit->x + limit->width - view.width);
  view.y = CLAMP (self->y, limit->y, limit->y + limit->height - view.height);

  return view;
}

/**
 * wall_view_mix:
 * @part: of @other, from 0.0 to 1.0
 *
 * Returns: a view on the way to @other
 */
WallView
wall_view_mix (const WallView *self,
               const WallView *other,
               double          part)
{
  if (part >= 1.0)
    return *other;

  return (WallView) {
    .x = self->x + (other->x - self->x) * part,
    .y = self->y + (other->y - self->y) * part,
    .width = self->width + (other->width - self->width) * part,
    .height = self->height + (other->height - self->height) * part,
  };
}
