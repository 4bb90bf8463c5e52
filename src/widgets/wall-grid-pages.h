/* wall-grid-pages.h
 *
 * Which cameras are on the page that is shown, and in which tile. A camera stays in its tile and on
 * its page whatever happens to others.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-layout.h"

G_BEGIN_DECLS

typedef struct {
  WallLayoutKind kind;      /* that was chosen */
  guint          page;      /* from 0 */
  guint          enlarged;  /* the camera that has the whole wall; G_MAXUINT: none */
  GArray        *places;    /* of guint: the place of each camera */
} WallGridPages;

WallLayoutKind wall_grid_pages_get_kind    (const WallGridPages *self);
gboolean       wall_grid_pages_is_alone    (const WallGridPages *self);
guint          wall_grid_pages_get_n_tiles (const WallGridPages *self);
guint          wall_grid_pages_get_place   (const WallGridPages *self,
                                            guint                tile);
guint          wall_grid_pages_count       (const WallGridPages *self);
guint          wall_grid_pages_find_page   (const WallGridPages *self,
                                            guint                camera);
guint          wall_grid_pages_find_tile   (const WallGridPages *self,
                                            guint                camera);
guint          wall_grid_pages_find_camera (const WallGridPages *self,
                                            guint                tile);
guint          wall_grid_pages_find_first  (const WallGridPages *self);
GArray        *wall_grid_pages_list_tiles  (const WallGridPages *self);

G_END_DECLS
