/* wall-drag-icon.c
 *
 * What hangs on the pointer while a camera is dragged: a still of its picture, and below it which
 * camera it is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-drag-icon.h"

#include "wall-layout.h"

#define MAX_WIDTH 208
#define MARGIN 6
#define LINE   2

static const GdkRGBA background = { 0.118, 0.118, 0.118, 1 };
static const GdkRGBA foreground = { 0.965, 0.961, 0.957, 1 };
static const GdkRGBA frame = { 0.38, 0.63, 0.92, 1 };

/* Small enough to see the place over which it is. */
static int
get_width (WallTile *tile)
{
  return MIN (MAX_WIDTH, gtk_widget_get_width (GTK_WIDGET (tile)) * 2 / 3);
}

static PangoLayout *
make_title (WallTile *tile)
{
  g_autofree char *title = wall_tile_dup_title (tile);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (tile), title);

  pango_layout_set_width (layout, (get_width (tile) - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

/**
 * wall_drag_icon_new:
 * @tile: of the camera
 *
 * Returns: (transfer full): a still of it
 */
GdkPaintable *
wall_drag_icon_new (WallTile *tile)
{
  g_autoptr (GdkPaintable) still = wall_tile_dup_still (tile);
  g_autoptr (PangoLayout) title = make_title (tile);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  const int width = get_width (tile);
  const int picture = (int) (width / WALL_LAYOUT_ASPECT);
  int text_height, height;

  pango_layout_get_pixel_size (title, NULL, &text_height);
  height = picture + text_height + 2 * MARGIN;
  gtk_snapshot_append_color (snapshot, &frame,
                             &GRAPHENE_RECT_INIT (0, 0, width + 2 * LINE, height + 2 * LINE));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (LINE, LINE));
  gtk_snapshot_append_color (snapshot, &background, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_paintable_snapshot (still, GDK_SNAPSHOT (snapshot), width, picture);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, picture + MARGIN));
  gtk_snapshot_append_layout (snapshot, title, &foreground);

  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (width + 2 * LINE,
                                                                        height + 2 * LINE));
}
