/* wall-picture.h
 *
 * One decoded frame at the size of its tile, ready to be painted, and what is known of it.
 * Immutable once handed on; may be handed between threads. Paint with the cairo surface or the
 * texture, whichever wall_texture_path_get() says; both are made from the same memory, once, when
 * first asked for, on the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "wall-fit.h"
#include "wall-view.h"

G_BEGIN_DECLS

#define WALL_TYPE_PICTURE (wall_picture_get_type ())
typedef struct _WallPicture WallPicture;

GType            wall_picture_get_type       (void);
WallPicture     *wall_picture_ref            (WallPicture *self);
void             wall_picture_unref          (WallPicture *self);

int              wall_picture_get_width      (WallPicture *self);  /* device pixels, of the tile */
int              wall_picture_get_height     (WallPicture *self);
/* Counts the decoded frames of a sink, from 1. */
guint64          wall_picture_get_serial     (WallPicture *self);
gint64           wall_picture_get_decoded_us (WallPicture *self);  /* monotonic */
/* The shape in which it is to be shown; its own size may be rounded. */
WallShape        wall_picture_get_shape      (WallPicture *self);

/* The part of the whole picture that it shows, which is in the same shape or nearly. */
WallView         wall_picture_get_view       (WallPicture *self);

/* Main thread. The surface is only good while the picture lives: a render node that uses it must
 * hold the picture. The texture (transfer full) holds the picture itself. */
cairo_surface_t *wall_picture_get_surface    (WallPicture *self);
GdkTexture      *wall_picture_get_texture    (WallPicture *self);
/* (transfer full): the same picture with less colour and light, each from 0.0 to 1.0 (as it is). */
WallPicture     *wall_picture_tone           (WallPicture *self,
                                              double       saturation,
                                              double       brightness);

/* For the one who makes it: until it is handed on, its memory may be written to. Four bytes a
 * pixel: blue, green, red, 255. */
WallPicture     *wall_picture_new            (int          width,
                                              int          height,
                                              WallShape    shape,
                                              guint64      serial,
                                              gint64       decoded_us);
void             wall_picture_set_view       (WallPicture    *self,
                                              const WallView *view);
guint8          *wall_picture_get_pixels     (WallPicture *self,
                                              int         *out_stride);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallPicture, wall_picture_unref)

G_END_DECLS
