/* wall-picture-area.h
 *
 * Where the picture of one camera is painted, and the knowledge of what really was. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-fit.h"
#include "wall-picture.h"

G_BEGIN_DECLS

#define WALL_TYPE_PICTURE_AREA (wall_picture_area_get_type ())
G_DECLARE_FINAL_TYPE (WallPictureArea, wall_picture_area, WALL, PICTURE_AREA, GtkWidget)

GtkWidget   *wall_picture_area_new           (void);
gboolean     wall_picture_area_set_picture   (WallPictureArea *self,
                                              WallPicture     *picture);
void         wall_picture_area_clear         (WallPictureArea *self);
gint64       wall_picture_area_get_age_us    (WallPictureArea *self);
void         wall_picture_area_set_dimmed    (WallPictureArea *self,
                                              gboolean         is_dimmed);
gboolean     wall_picture_area_is_dimmed     (WallPictureArea *self);
WallPicture *wall_picture_area_steal_painted (WallPictureArea *self);
GdkPaintable *wall_picture_area_dup_still    (WallPictureArea *self);
void         wall_picture_area_get_pixels    (WallPictureArea *self,
                                              int             *out_width,
                                              int             *out_height);
void         wall_picture_area_set_view      (WallPictureArea *self,
                                              const WallView  *view);
gboolean     wall_picture_area_locate        (WallPictureArea *self,
                                              double           x,
                                              double           y,
                                              double          *out_x,
                                              double          *out_y);
gboolean     wall_picture_area_get_bounds    (WallPictureArea *self,
                                              WallRect        *out_bounds);

G_END_DECLS
