/* wall-grid-private.h
 *
 * What the files of the grid share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid-layout.h"
#include "wall-grid-pages.h"
#include "wall-grid.h"
#include "wall-visibility.h"

G_BEGIN_DECLS

struct _WallGrid {
  GtkWidget parent_instance;

  GListModel     *model;
  GPtrArray      *tiles;     /* of WallTile, as in @model */
  WallGridPages   pages;     /* positions are those in @model */
  WallGridLayout  layout;
  WallVisibility *visibility;
  guint           focused;   /* that had the focus last; G_MAXUINT: none */
  gboolean        is_strip_over_picture;
  guint64         frames;    /* that were painted */
  guint64         pictures;  /* that were painted in them */
};

/* In wall-grid-view.c. */
#define WALL_GRID_PAGES_CHANGED "pages-changed"

void wall_grid_turn_to (WallGrid *self,
                        guint     page);

G_END_DECLS
