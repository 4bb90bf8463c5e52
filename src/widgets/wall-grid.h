/* wall-grid.h
 *
 * The cameras of the wall, each in its place. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-layout.h"
#include "wall-tile.h"

G_BEGIN_DECLS

#define WALL_TYPE_GRID (wall_grid_get_type ())
G_DECLARE_FINAL_TYPE (WallGrid, wall_grid, WALL, GRID, GtkWidget)

GtkWidget *wall_grid_new          (void);
void       wall_grid_set_model    (WallGrid   *self,
                                   GListModel *model);
WallTile  *wall_grid_get_tile     (WallGrid   *self,
                                   guint       position);
void       wall_grid_set_enlarged (WallGrid   *self,
                                   guint       position);
gboolean   wall_grid_show_number  (WallGrid   *self,
                                   guint       number);
guint      wall_grid_get_enlarged (WallGrid   *self);
void       wall_grid_show         (WallGrid   *self,
                                   guint       position);
guint      wall_grid_get_focused  (WallGrid   *self);
guint      wall_grid_find         (WallGrid   *self,
                                   const char *id);
guint      wall_grid_get_place    (WallGrid   *self,
                                   guint       position);
void       wall_grid_move         (WallGrid   *self,
                                   guint       position,
                                   guint       place);
guint      wall_grid_find_place   (WallGrid   *self,
                                   guint       position,
                                   const char *direction);
WallTile  *wall_grid_get_chosen   (WallGrid   *self);
/* Signal "pages-changed": another page is shown, or there is another number of them. */
void       wall_grid_set_layout   (WallGrid       *self,
                                   WallLayoutKind  kind);
void       wall_grid_set_strip_over_picture (WallGrid *self,
                                             gboolean  is_over_picture);
void       wall_grid_set_page     (WallGrid   *self,
                                   guint       page);
guint      wall_grid_get_page     (WallGrid   *self);
guint      wall_grid_get_n_pages  (WallGrid   *self);
gboolean   wall_grid_move_focus   (WallGrid   *self,
                                   int         dx,
                                   int         dy);
void       wall_grid_get_counts   (WallGrid   *self,
                                   guint64    *out_frames,
                                   guint64    *out_pictures);

G_END_DECLS
