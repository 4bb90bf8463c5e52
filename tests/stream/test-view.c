/* test-view.c
 *
 * Zooming keeps the point under the pointer, and never leaves the picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-view.h"

#define SMALL 1e-9

static void
assert_inside (const WallView *view)
{
  g_assert_cmpfloat (view->x, >=, -SMALL);
  g_assert_cmpfloat (view->y, >=, -SMALL);
  g_assert_cmpfloat (view->x + view->width, <=, 1 + SMALL);
  g_assert_cmpfloat (view->y + view->height, <=, 1 + SMALL);
  g_assert_cmpfloat_with_epsilon (view->width, view->height, SMALL);
  g_assert_cmpfloat (wall_view_get_factor (view), <=, WALL_VIEW_MAX_FACTOR + SMALL);
}

static void
test_keeps_the_point (void)
{
  WallView view = wall_view_whole ();
  double x = 0.3, y = 0.7;

  for (guint i = 0; i < 5; i++) {
    double seen = view.x + x * view.width;

    view = wall_view_zoom (&view, 1.25, x, y);
    assert_inside (&view);
    g_assert_cmpfloat_with_epsilon (view.x + x * view.width, seen, SMALL);
  }
  for (guint i = 0; i < 50; i++) {
    view = wall_view_zoom (&view, 1.25, 1.0, 0.0);
    assert_inside (&view);
  }
  g_assert_cmpfloat_with_epsilon (wall_view_get_factor (&view), WALL_VIEW_MAX_FACTOR, SMALL);
  for (guint i = 0; i < 50; i++) {
    view = wall_view_zoom (&view, 0.8, 0.9, 0.1);
    assert_inside (&view);
  }
  g_assert_true (wall_view_is_whole (&view));
}

static void
test_moves_to_the_edge (void)
{
  WallView whole = wall_view_whole ();
  WallView view = wall_view_zoom (&whole, 4, 0.5, 0.5);

  g_assert_cmpfloat_with_epsilon (view.x, 0.375, SMALL);
  view = wall_view_move (&view, 0.5, 0);
  g_assert_cmpfloat_with_epsilon (view.x, 0.5, SMALL);
  view = wall_view_move (&view, 100, -100);
  assert_inside (&view);
  g_assert_cmpfloat_with_epsilon (view.x, 0.75, SMALL);
  g_assert_cmpfloat_with_epsilon (view.y, 0, SMALL);
  view = wall_view_move (&whole, 1, 1);
  g_assert_true (wall_view_is_same (&view, &whole));
}

/* What is not there is not shown. */
static void
test_within (void)
{
  WallView limit = { 0.25, 0.25, 0.25, 0.25 };
  WallView small = { 0.3, 0.3, 0.125, 0.125 };
  WallView beside = { 0.75, 0.0, 0.125, 0.125 };
  WallView whole = wall_view_whole ();
  WallView got = wall_view_within (&small, &limit);

  g_assert_true (wall_view_is_same (&got, &small));
  got = wall_view_within (&beside, &limit);
  g_assert_true (wall_view_is_same (&got, &(WallView) { 0.375, 0.25, 0.125, 0.125 }));
  got = wall_view_within (&whole, &limit);
  g_assert_true (wall_view_is_same (&got, &limit));
}

static void
test_mix (void)
{
  WallView whole = wall_view_whole (), half = { 0.5, 0, 0.5, 0.5 };
  WallView got = wall_view_mix (&whole, &half, 0.5);

  g_assert_true (wall_view_is_same (&got, &(WallView) { 0.25, 0, 0.75, 0.75 }));
  got = wall_view_mix (&whole, &half, 1);
  g_assert_true (wall_view_is_same (&got, &half));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/keeps-the-point", test_keeps_the_point);
  g_test_add_func ("/view/moves-to-the-edge", test_moves_to_the_edge);
  g_test_add_func ("/view/within", test_within);
  g_test_add_func ("/view/mix", test_mix);

  return g_test_run ();
}
