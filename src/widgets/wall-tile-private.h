/* wall-tile-private.h
 *
 * What the files of a tile share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-message.h"
#include "wall-picture-area.h"
#include "wall-strip.h"
#include "wall-tile.h"

G_BEGIN_DECLS

/* Younger than this a picture is shown as it is, whatever the state says: the state follows the
 * picture, not the other way round. */
#define FRESH_US G_USEC_PER_SEC

struct _WallTile {
  GtkWidget parent_instance;

  WallPictureArea *area;
  WallMessage     *message;
  WallStrip       *strip;
  GtkWidget       *menu;                  /* (nullable): once it was asked for */

  WallCamera      *camera;
  WallCameraStatus status;
  gboolean         is_visible_on_screen;  /* as the grid says */
  gboolean         is_shown;              /* as the camera was told */
  gboolean         is_enlarged;           /* it has the wall to itself */
  gboolean         is_from_before;        /* the picture is from before it was shown again */
  gboolean         is_strip_over_picture; /* and live cameras go without it */
  int              target_width;
  int              target_height;
  gint64           waiting_since_us;      /* monotonic: a picture waits to be painted; -1: none */
  gint64           described_us;
  guint            update_id;

  WallView         view;                  /* what is looked at, or will be in a moment */
  WallView         shown_view;            /* the same now */
  WallView         from_view;             /* where the motion to it began */
  WallView         gesture_view;          /* what was looked at when a drag or a pinch began */
  double           pointer_x, pointer_y;  /* logical pixels of the tile */
  AdwAnimation    *zoom_animation;        /* (nullable): once there was one */
};

/* wall-tile-status.c: what is said of the camera. */
void     wall_tile_update_picture     (WallTile       *self);
void     wall_tile_describe           (WallTile       *self);
void     wall_tile_on_status_changed  (WallTile       *self);
void     wall_tile_on_title_changed   (WallTile       *self);
gboolean wall_tile_query_tooltip      (GtkWidget      *widget,
                                       int             x,
                                       int             y,
                                       gboolean        is_keyboard,
                                       GtkTooltip     *tooltip);

/* wall-tile-strip.c: the strip below the picture, or over its edge. */
gboolean wall_tile_is_simply_live     (WallTile       *self);
void     wall_tile_update_strip       (WallTile       *self);
void     wall_tile_allocate           (WallTile       *self,
                                       int             width,
                                       int             height);

/* wall-tile-shown.c: what the camera is told. */
void     wall_tile_on_picture         (WallTile       *self);
void     wall_tile_update_shown_soon  (WallTile       *self);
void     wall_tile_update_target_size (WallTile       *self);
void     wall_tile_stop_shown         (WallTile       *self);

/* wall-tile-menu.c: what can be done with the camera. */
void     wall_tile_popup_menu         (WallTile       *self,
                                       int             x,
                                       int             y);

/* wall-tile-zoom.c: a part of the picture. */
void     wall_tile_class_init_zoom    (GtkWidgetClass *widget_class);
void     wall_tile_init_zoom          (WallTile       *self);
void     wall_tile_dispose_zoom       (WallTile       *self);
void     wall_tile_reset_zoom         (WallTile       *self);

/* wall-tile-input.c: clicks and keys. */
void     wall_tile_class_init_input   (GtkWidgetClass *widget_class);
void     wall_tile_init_input         (WallTile       *self);

G_END_DECLS
