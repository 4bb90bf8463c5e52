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
  guint           dragged;   /* G_MAXUINT: none */
  guint           marked;    /* the tile over which a camera is dragged; G_MAXUINT: none */
  int             edge;      /* that a drag waits at: -1: left, 1: right, 0: none */
  guint           edge_id;
  guint           places_id;
  guint64         frames;    /* that were painted */
  guint64         pictures;  /* that were painted in them */
};

/* In wall-grid-view.c. */
#define WALL_GRID_PAGES_CHANGED "pages-changed"

void wall_grid_turn_to (WallGrid *self,
                        guint     page);

G_END_DECLS
