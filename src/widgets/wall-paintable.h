/* wall-paintable.h
 *
 * Shows a camera's newest picture in whatever area it is given: as large as fits, never stretched,
 * with bars beside it, and in fewer colours when it is not live. Main thread.
 *
 * What a widget does to stay on the fast path:
 *  - ask the sink for exactly the size of the picture area in device pixels, so that nothing is
 *    scaled while painting, and tell the paintable the scale;
 *  - snapshot the paintable at whole pixels, and nothing beneath it or over it: no background, no
 *    rounded corners, no opacity, no shadow, no clip, also not in its parents up to the window;
 *  - give each picture a widget of its own and queue a draw of that one when the paintable says
 *    "invalidate-contents", never a resize: what has not changed is then not painted. One widget
 *    for all pictures was measured to cost a quarter more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-picture.h"

G_BEGIN_DECLS

#define WALL_TYPE_PAINTABLE (wall_paintable_get_type ())
G_DECLARE_FINAL_TYPE (WallPaintable, wall_paintable, WALL, PAINTABLE, GObject)

WallPaintable *wall_paintable_new           (void);

void           wall_paintable_set_picture   (WallPaintable *self,
                                             WallPicture   *picture);
WallPicture   *wall_paintable_get_picture   (WallPaintable *self);
void           wall_paintable_set_view     (WallPaintable  *self,
                                            const WallView *view);
void           wall_paintable_set_is_dimmed (WallPaintable *self,
                                             gboolean       is_dimmed);
gboolean       wall_paintable_get_is_dimmed (WallPaintable *self);
void           wall_paintable_set_scale     (WallPaintable *self,
                                             double         scale);

/* (transfer full) (nullable): the picture that became part of a snapshot since this was last asked.
 * Ask in the frame clock's "after-paint": then it is on its way to the screen. */
WallPicture   *wall_paintable_take_painted  (WallPaintable *self);

G_END_DECLS
