/* wall-tile.h
 *
 * One camera of the wall: its picture, and below it number, name and badge. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-camera.h"
#include "wall-fit.h"

G_BEGIN_DECLS

#define WALL_TYPE_TILE (wall_tile_get_type ())
G_DECLARE_FINAL_TYPE (WallTile, wall_tile, WALL, TILE, GtkWidget)

/* Signals: "activate": enlarge it, or return. */
WallTile   *wall_tile_new                   (WallCamera *camera);
const char *wall_tile_get_badge_text        (WallTile   *self);
const char *wall_tile_get_id                (WallTile   *self);
void        wall_tile_edit_name             (WallTile   *self);
void        wall_tile_edit_number           (WallTile   *self);
char       *wall_tile_dup_title             (WallTile   *self);
GdkPaintable *wall_tile_dup_still           (WallTile   *self);
gboolean    wall_tile_get_picture_bounds (WallTile *self,
                                          WallRect *out_bounds);
WallCamera *wall_tile_get_camera            (WallTile   *self);
gboolean    wall_tile_is_strip_seen         (WallTile   *self);

/* Digital zoom, in steps; 0: the whole picture. */
void        wall_tile_zoom                  (WallTile   *self,
                                             int         steps);
gboolean    wall_tile_is_zoomed             (WallTile   *self);

/* For the grid. */
void        wall_tile_set_strip_over_picture (WallTile  *self,
                                              gboolean   is_over_picture);
void        wall_tile_set_enlarged          (WallTile   *self,
                                             gboolean    is_enlarged);
void        wall_tile_set_visible_on_screen (WallTile   *self,
                                             gboolean    is_visible);
gboolean    wall_tile_note_painted          (WallTile   *self,
                                             gint64      now_us);
gint64      wall_tile_get_waiting_since_us  (WallTile   *self);

G_END_DECLS
