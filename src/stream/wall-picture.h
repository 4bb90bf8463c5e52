/* wall-picture.h
 *
 * One decoded frame at the size of its tile, ready to be painted, and what is known of it.
 * Immutable once made; may be handed between threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define WALL_TYPE_PICTURE (wall_picture_get_type ())
typedef struct _WallPicture WallPicture;

GType        wall_picture_get_type       (void);
WallPicture *wall_picture_ref            (WallPicture *self);
void         wall_picture_unref          (WallPicture *self);

int          wall_picture_get_width      (WallPicture *self);  /* device pixels, of the tile */
int          wall_picture_get_height     (WallPicture *self);
guint64      wall_picture_get_serial     (WallPicture *self);  /* counts decoded frames of a sink, from 1 */
gint64       wall_picture_get_decoded_us (WallPicture *self);  /* monotonic */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallPicture, wall_picture_unref)

G_END_DECLS
