/* test-grid-pages.c
 *
 * A camera keeps its tile and its page, and every camera is on a page.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-grid-pages.h"

static void
pages_init (WallGridPages *pages,
            guint          n,
            const guint   *places)
{
  *pages = (WallGridPages) { .enlarged = G_MAXUINT };
  pages->places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (pages->places, places, n);
}

static void
test_each_is_on_one_page (void)
{
  static const guint places[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30 };
  WallGridPages pages;

  pages_init (&pages, G_N_ELEMENTS (places), places);
  for (guint kind = 0; kind < WALL_N_LAYOUT_KINDS; kind++) {
    guint seen = 0;

    pages.kind = kind;
    for (pages.page = 0; pages.page < wall_grid_pages_count (&pages); pages.page++) {
      g_autoptr (GArray) tiles = wall_grid_pages_list_tiles (&pages);

      seen += tiles->len;
      for (guint i = 0; i < tiles->len; i++)
        g_assert_cmpuint (wall_grid_pages_find_camera (&pages, g_array_index (tiles, guint, i)), !=,
                          G_MAXUINT);
    }
    g_assert_cmpuint (seen, ==, G_N_ELEMENTS (places));
  }
  g_array_unref (pages.places);
}

static void
test_counts_pages (void)
{
  static const guint places[] = { 0, 8, 9 };
  WallGridPages pages;

  pages_init (&pages, G_N_ELEMENTS (places), places);
  g_assert_cmpuint (wall_grid_pages_count (&pages), ==, 1);
  pages.kind = WALL_LAYOUT_3X3;
  g_assert_cmpuint (wall_grid_pages_count (&pages), ==, 2);
  pages.kind = WALL_LAYOUT_1X1;
  g_assert_cmpuint (wall_grid_pages_count (&pages), ==, 10);
  g_array_set_size (pages.places, 0);
  g_assert_cmpuint (wall_grid_pages_count (&pages), ==, 1);
  g_assert_cmpuint (wall_grid_pages_find_first (&pages), ==, G_MAXUINT);
  g_array_unref (pages.places);
}

static void
test_enlarged_is_alone (void)
{
  static const guint places[] = { 5, 0, 1 };
  WallGridPages pages;

  pages_init (&pages, G_N_ELEMENTS (places), places);
  pages.kind = WALL_LAYOUT_2X2;
  g_assert_cmpuint (wall_grid_pages_find_first (&pages), ==, 1);
  g_assert_cmpuint (wall_grid_pages_find_tile (&pages, 0), ==, G_MAXUINT);
  g_assert_cmpuint (wall_grid_pages_find_page (&pages, 0), ==, 1);

  pages.enlarged = 0;
  g_assert_cmpuint (wall_grid_pages_get_kind (&pages), ==, WALL_LAYOUT_1X1);
  g_assert_cmpuint (wall_grid_pages_find_tile (&pages, 0), ==, 0);
  g_assert_cmpuint (wall_grid_pages_find_tile (&pages, 1), ==, G_MAXUINT);
  g_assert_cmpuint (wall_grid_pages_find_first (&pages), ==, 0);
  g_array_unref (pages.places);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/grid-pages/each-is-on-one-page", test_each_is_on_one_page);
  g_test_add_func ("/widgets/grid-pages/counts-pages", test_counts_pages);
  g_test_add_func ("/widgets/grid-pages/enlarged-is-alone", test_enlarged_is_alone);

  return g_test_run ();
}
