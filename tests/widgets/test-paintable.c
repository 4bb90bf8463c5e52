/* test-paintable.c
 *
 * What the paintable puts on the screen, pixel by pixel, without a screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-paintable.h"
#include "wall-pixels.h"
#include "wall-texture-path.h"

#define BEFORE 0xff00ff00u  /* what was on the surface */
#define RED    0xffff0000u
#define BLACK  0xff000000u

static WallPicture *
make_picture (int     width,
              int     height,
              guint64 serial,
              guint32 colour)
{
  WallShape shape = { width, height };
  WallPicture *picture = wall_picture_new (width, height, shape, serial, 1);
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++)
      ((guint32 *) (gpointer) (pixels + y * stride))[x] = colour;
  }

  return picture;
}

static GskRenderNode *
make_node (WallPaintable *paintable,
           int            width,
           int            height)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (GDK_PAINTABLE (paintable), snapshot, width, height);

  return gtk_snapshot_free_to_node (snapshot);
}

static cairo_surface_t *
draw_node (GskRenderNode *node,
           int            width,
           int            height,
           double         scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale),
                                                         (int) (height * scale));
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0, 1, 0);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  if (node)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static cairo_surface_t *
draw (WallPaintable *paintable,
      int            width,
      int            height,
      double         scale)
{
  GskRenderNode *node = make_node (paintable, width, height);
  cairo_surface_t *surface = draw_node (node, width, height, scale);

  g_clear_pointer (&node, gsk_render_node_unref);

  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface,
          int              x,
          int              y)
{
  const guint8 *line = cairo_image_surface_get_data (surface)
                       + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) line)[x];
}

static void
assert_area (cairo_surface_t *surface,
             WallRect         area,
             guint32          colour)
{
  for (int y = area.y; y < area.y + area.height; y++) {
    for (int x = area.x; x < area.x + area.width; x++)
      g_assert_cmphex (pixel_at (surface, x, y), ==, colour);
  }
}

static void
use_each_path (void (*function) (void))
{
  wall_texture_path_set_renderer ("GskCairoRenderer");
  function ();
  wall_texture_path_set_renderer ("GskGLRenderer");
  function ();
}

static void
check_exact (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (32, 18, 1, RED);
  cairo_surface_t *surface;

  wall_paintable_set_picture (paintable, picture);
  surface = draw (paintable, 32, 18, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 32, 18 }, RED);
  cairo_surface_destroy (surface);
}

static void
check_letterbox (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (32, 18, 1, RED);
  cairo_surface_t *surface;

  wall_paintable_set_picture (paintable, picture);
  surface = draw (paintable, 32, 30, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 32, 6 }, BLACK);
  assert_area (surface, (WallRect) { 0, 6, 32, 18 }, RED);
  assert_area (surface, (WallRect) { 0, 24, 32, 6 }, BLACK);
  cairo_surface_destroy (surface);

  surface = draw (paintable, 42, 18, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 5, 18 }, BLACK);
  assert_area (surface, (WallRect) { 5, 0, 32, 18 }, RED);
  assert_area (surface, (WallRect) { 37, 0, 5, 18 }, BLACK);
  cairo_surface_destroy (surface);
}

static void
test_exact (void)
{
  use_each_path (check_exact);
}

static void
test_letterbox (void)
{
  use_each_path (check_letterbox);
}

/* A picture of another size than asked for is enlarged to its place, edges included. */
static void
test_enlarges_what_it_has (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (16, 9, 1, RED);
  cairo_surface_t *surface;

  wall_texture_path_set_renderer ("GskCairoRenderer");
  wall_paintable_set_picture (paintable, picture);
  surface = draw (paintable, 64, 40, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 64, 2 }, BLACK);
  assert_area (surface, (WallRect) { 0, 2, 64, 36 }, RED);
  cairo_surface_destroy (surface);
}

/* At a scale of two, one device pixel is one pixel of the picture. */
static void
test_pixels_are_copied_at_scale (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (64, 36, 1, RED);
  cairo_surface_t *surface;
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < 36; y++) {
    for (int x = 0; x < 64; x++)
      ((guint32 *) (gpointer) (pixels + y * stride))[x]
        = 0xff000000u | (x * 1000003u ^ y * 7919u) % 0xffffff;
  }
  wall_texture_path_set_renderer ("GskCairoRenderer");
  wall_paintable_set_scale (paintable, 2.0);
  wall_paintable_set_picture (paintable, picture);
  surface = draw (paintable, 32, 20, 2.0);
  for (int y = 0; y < 36; y++) {
    for (int x = 0; x < 64; x++)
      g_assert_cmphex (pixel_at (surface, x, y + 2), ==,
                       ((guint32 *) (gpointer) (pixels + y * stride))[x]);
  }
  cairo_surface_destroy (surface);
}

static void
test_empty_is_black (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  cairo_surface_t *surface = draw (paintable, 20, 20, 1.0);

  assert_area (surface, (WallRect) { 0, 0, 20, 20 }, BLACK);
  g_assert_null (wall_paintable_take_painted (paintable));
  cairo_surface_destroy (surface);
}

static void
check_dimmed (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (32, 18, 1, RED);
  cairo_surface_t *surface;
  guint32 pixel;

  wall_paintable_set_picture (paintable, picture);
  wall_paintable_set_is_dimmed (paintable, TRUE);
  surface = draw (paintable, 32, 18, 1.0);
  pixel = pixel_at (surface, 10, 10);
  g_assert_cmpuint (pixel >> 16 & 255, <, 100);
  g_assert_cmpuint (pixel >> 8 & 255, >, 10);
  assert_area (surface, (WallRect) { 0, 0, 32, 18 }, pixel);
  cairo_surface_destroy (surface);

  wall_paintable_set_is_dimmed (paintable, FALSE);
  surface = draw (paintable, 32, 18, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 32, 18 }, RED);
  cairo_surface_destroy (surface);
}

static void
test_dimmed (void)
{
  use_each_path (check_dimmed);
}

static void
test_tells_what_was_painted (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) first = make_picture (32, 18, 1, RED);
  g_autoptr (WallPicture) second = make_picture (32, 18, 2, RED);
  g_autoptr (WallPicture) painted = NULL;
  GskRenderNode *node;

  wall_paintable_set_picture (paintable, first);
  wall_paintable_set_picture (paintable, second);
  g_assert_null (wall_paintable_take_painted (paintable));

  node = make_node (paintable, 32, 18);
  gsk_render_node_unref (node);
  painted = wall_paintable_take_painted (paintable);
  g_assert_true (painted == second);
  g_assert_null (wall_paintable_take_painted (paintable));
}

static void
count (gpointer data)
{
  (*(int *) data)++;
}

static void
test_invalidates_once_a_change (void)
{
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_picture (32, 18, 1, RED);
  int contents = 0, sizes = 0;

  g_signal_connect_swapped (paintable, "invalidate-contents", G_CALLBACK (count), &contents);
  g_signal_connect_swapped (paintable, "invalidate-size", G_CALLBACK (count), &sizes);
  wall_paintable_set_picture (paintable, picture);
  wall_paintable_set_picture (paintable, picture);
  g_assert_cmpint (contents, ==, 1);
  wall_paintable_set_is_dimmed (paintable, TRUE);
  wall_paintable_set_is_dimmed (paintable, TRUE);
  g_assert_cmpint (contents, ==, 2);
  wall_paintable_set_picture (paintable, NULL);
  g_assert_cmpint (contents, ==, 3);
  g_assert_cmpint (sizes, ==, 0);
}

/* A node that outlives picture and paintable still paints the picture, and then lets it go. */
static void
test_node_holds_its_picture (void)
{
  WallPaintable *paintable = wall_paintable_new ();
  WallPicture *picture = make_picture (640, 360, 1, RED);
  WallPixelsStats before, after;
  cairo_surface_t *surface;
  GskRenderNode *node;

  wall_pixels_trim ();
  wall_texture_path_set_renderer ("GskCairoRenderer");
  wall_paintable_set_picture (paintable, picture);
  node = make_node (paintable, 640, 360);
  g_clear_pointer (&picture, wall_picture_unref);
  picture = wall_paintable_take_painted (paintable);
  g_clear_pointer (&picture, wall_picture_unref);
  g_assert_finalize_object (paintable);

  surface = draw_node (node, 640, 360, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 640, 360 }, RED);
  cairo_surface_destroy (surface);

  wall_pixels_get_stats (&before);
  gsk_render_node_unref (node);
  wall_pixels_get_stats (&after);
  g_assert_cmpuint (before.spare_blocks, ==, 0);
  g_assert_cmpuint (after.spare_blocks, ==, 1);
}

/* A picture whose left half is red, and whose right half is black. */
static WallPicture *
make_halves (int size)
{
  WallPicture *picture = make_picture (size, size, 1, RED);
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < size; y++)
    for (int x = size / 2; x < size; x++)
      ((guint32 *) (gpointer) (pixels + y * stride))[x] = BLACK;

  return picture;
}

/* Only the part that is looked at is seen, and nothing of it beside the picture's place. */
static void
check_part (void)
{
  const WallView left = { 0.0, 0.25, 0.5, 0.5 }, right = { 0.5, 0.0, 0.5, 0.5 };
  g_autoptr (WallPaintable) paintable = wall_paintable_new ();
  g_autoptr (WallPicture) picture = make_halves (64);
  cairo_surface_t *surface;

  wall_paintable_set_picture (paintable, picture);
  wall_paintable_set_view (paintable, &left);
  surface = draw (paintable, 96, 64, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 16, 64 }, BLACK);
  assert_area (surface, (WallRect) { 16, 0, 62, 64 }, RED);
  assert_area (surface, (WallRect) { 80, 0, 16, 64 }, BLACK);
  cairo_surface_destroy (surface);

  /* A part that the picture does not have: the nearest that it has, until another one comes. */
  wall_picture_set_view (picture, &left);
  wall_paintable_set_view (paintable, &right);
  surface = draw (paintable, 64, 64, 1.0);
  assert_area (surface, (WallRect) { 0, 0, 32, 64 }, RED);
  assert_area (surface, (WallRect) { 32, 0, 32, 64 }, BLACK);
  cairo_surface_destroy (surface);
}

static void
test_part (void)
{
  use_each_path (check_part);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/paintable/exact", test_exact);
  g_test_add_func ("/widgets/paintable/letterbox", test_letterbox);
  g_test_add_func ("/widgets/paintable/enlarges-what-it-has", test_enlarges_what_it_has);
  g_test_add_func ("/widgets/paintable/pixels-are-copied-at-scale",
                   test_pixels_are_copied_at_scale);
  g_test_add_func ("/widgets/paintable/part-of-it", test_part);
  g_test_add_func ("/widgets/paintable/empty-is-black", test_empty_is_black);
  g_test_add_func ("/widgets/paintable/dimmed", test_dimmed);
  g_test_add_func ("/widgets/paintable/tells-what-was-painted", test_tells_what_was_painted);
  g_test_add_func ("/widgets/paintable/invalidates-once-a-change", test_invalidates_once_a_change);
  g_test_add_func ("/widgets/paintable/node-holds-its-picture", test_node_holds_its_picture);

  return g_test_run ();
}
