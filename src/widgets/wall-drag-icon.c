/* wall-drag-icon.c
 *
 * What hangs on the pointer while a camera is dragged: a still of its picture, and below it which
 * camera it is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-drag-icon.h"

#define WIDTH  208
#define HEIGHT 117
#define MARGIN 6
#define LINE   2

static const GdkRGBA background = { 0.118, 0.118, 0.118, 1 };
static const GdkRGBA foreground = { 0.965, 0.961, 0.957, 1 };
static const GdkRGBA frame = { 0.38, 0.63, 0.92, 1 };

static PangoLayout *
make_title (WallTile *tile)
{
  g_autofree char *title = wall_tile_dup_title (tile);
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (tile), title);

  pango_layout_set_width (layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
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
  int text_height, height;

  pango_layout_get_pixel_size (title, NULL, &text_height);
  height = HEIGHT + text_height + 2 * MARGIN;
  gtk_snapshot_append_color (snapshot, &frame,
                             &GRAPHENE_RECT_INIT (0, 0, WIDTH + 2 * LINE, height + 2 * LINE));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (LINE, LINE));
  gtk_snapshot_append_color (snapshot, &background, &GRAPHENE_RECT_INIT (0, 0, WIDTH, height));
  gdk_paintable_snapshot (still, GDK_SNAPSHOT (snapshot), WIDTH, HEIGHT);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (MARGIN, HEIGHT + MARGIN));
  gtk_snapshot_append_layout (snapshot, title, &foreground);

  return gtk_snapshot_free_to_paintable (snapshot, &GRAPHENE_SIZE_INIT (WIDTH + 2 * LINE,
                                                                        height + 2 * LINE));
}
