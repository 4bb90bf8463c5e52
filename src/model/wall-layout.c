/* wall-layout.c
 *
 * How the window is cut into tiles: the grid that fits a number of cameras best, or a shape that
 * somebody chose.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-layout.h"

static const struct {
  WallLayoutKind kind;
  const char    *nick;
  WallLayout     layout;
} kinds[] = {
  { WALL_LAYOUT_AUTOMATIC, "automatic", { 0, 0, 0, 0 } },
  { WALL_LAYOUT_1X1,       "1x1",       { 1, 1, 0, 0 } },
  { WALL_LAYOUT_2X2,       "2x2",       { 2, 2, 0, 0 } },
  { WALL_LAYOUT_3X3,       "3x3",       { 3, 3, 0, 0 } },
  { WALL_LAYOUT_4X4,       "4x4",       { 4, 4, 0, 0 } },
  { WALL_LAYOUT_5X5,       "5x5",       { 5, 5, 0, 0 } },
  { WALL_LAYOUT_6X6,       "6x6",       { 6, 6, 0, 0 } },
  { WALL_LAYOUT_8X8,       "8x8",       { 8, 8, 0, 0 } },
  { WALL_LAYOUT_1_5,       "1+5",       { 3, 3, 1, 2 } },
  { WALL_LAYOUT_1_7,       "1+7",       { 4, 4, 1, 3 } },
  { WALL_LAYOUT_2_8,       "2+8",       { 4, 4, 2, 2 } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == WALL_N_LAYOUT_KINDS);

/**
 * wall_layout_get_picture_width:
 * @layout: a grid; nothing fits into one without columns or rows
 * @width: of the window's area for tiles, in any unit
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * How wide the picture of each tile is when all tiles are alike.
 *
 * Returns: the width, 0 when nothing is left for a picture
 */
double
wall_layout_get_picture_width (WallLayout layout,
                               double     width,
                               double     height,
                               double     strip_height)
{
  double across;
  double down;

  if (layout.columns == 0 || layout.rows == 0)
    return 0;

  across = width / layout.columns;
  down = (height / layout.rows - strip_height) * WALL_LAYOUT_ASPECT;

  return MAX (0, MIN (across, down));
}

static WallLayout
fit_square (guint n_tiles)
{
  guint columns = 0;

  while (columns * columns < n_tiles)
    columns++;

  return (WallLayout){
    .columns = columns,
    .rows = columns == 0 ? 0 : (n_tiles + columns - 1) / columns,
  };
}

/**
 * wall_layout_fit:
 * @n_tiles: how many tiles the grid has to have; 0 gives a grid of nothing
 * @width: of the window's area for tiles, in any unit
 * @height: likewise
 * @strip_height: of the strip below each picture
 *
 * Finds the grid with the largest pictures; of two alike the one with fewer empty tiles, then the
 * one with fewer columns. A window too small for any picture gets a grid as square as possible.
 *
 * Returns: the grid
 */
WallLayout
wall_layout_fit (guint  n_tiles,
                 double width,
                 double height,
                 double strip_height)
{
  WallLayout best = fit_square (n_tiles);
  double best_width = wall_layout_get_picture_width (best, width, height, strip_height);

  for (guint columns = 1; columns <= n_tiles; columns++) {
    WallLayout layout = { .columns = columns, .rows = (n_tiles + columns - 1) / columns };
    double picture_width = wall_layout_get_picture_width (layout, width, height, strip_height);
    gboolean is_fuller = layout.columns * layout.rows < best.columns * best.rows;

    if (picture_width > best_width ||
        (picture_width > 0 && picture_width == best_width && is_fuller)) {
      best = layout;
      best_width = picture_width;
    }
  }

  return best;
}

/**
 * wall_layout_get_fixed:
 * @out_layout: (out): its shape
 *
 * Returns: whether @kind has a shape of its own, whatever the number of cameras
 */
gboolean
wall_layout_get_fixed (WallLayoutKind  kind,
                       WallLayout     *out_layout)
{
  g_return_val_if_fail ((guint) kind < WALL_N_LAYOUT_KINDS, FALSE);

  if (kind == WALL_LAYOUT_AUTOMATIC)
    return FALSE;

  *out_layout = kinds[kind].layout;
  return TRUE;
}

/**
 * wall_layout_count_tiles:
 *
 * Returns: how many tiles it has, large and small
 */
guint
wall_layout_count_tiles (WallLayout layout)
{
  guint covered = layout.n_large * layout.large_size * layout.large_size;

  return layout.columns * layout.rows - covered + layout.n_large;
}

/**
 * wall_layout_get_cell:
 * @tile: from 0: the large ones first, then the others row by row
 *
 * Returns: where it is
 */
WallLayoutCell
wall_layout_get_cell (WallLayout layout,
                      guint      tile)
{
  guint first = layout.n_large * layout.large_size;   /* column beside the large ones */
  guint beside = layout.columns - MIN (first, layout.columns);
  guint n_beside = beside * layout.large_size;
  guint columns = MAX (layout.columns, 1);

  if (tile < layout.n_large)
    return (WallLayoutCell){ tile * layout.large_size, 0, layout.large_size };

  tile -= layout.n_large;
  if (layout.n_large > 0 && tile < n_beside)
    return (WallLayoutCell){ first + tile % beside, tile / beside, 1 };

  tile -= layout.n_large > 0 ? n_beside : 0;
  return (WallLayoutCell){ tile % columns, layout.large_size + tile / columns, 1 };
}

/**
 * wall_layout_kind_to_nick:
 *
 * Returns: (transfer none): a word for settings and actions, never shown to the user
 */
const char *
wall_layout_kind_to_nick (WallLayoutKind kind)
{
  g_return_val_if_fail ((guint) kind < WALL_N_LAYOUT_KINDS, "automatic");

  return kinds[kind].nick;
}

/**
 * wall_layout_kind_from_nick:
 * @nick: (nullable): a word from settings or an action
 * @out_kind: (out): its kind
 *
 * Returns: whether there is such a kind
 */
gboolean
wall_layout_kind_from_nick (const char     *nick,
                            WallLayoutKind *out_kind)
{
  for (guint i = 0; i < WALL_N_LAYOUT_KINDS; i++) {
    if (g_strcmp0 (kinds[i].nick, nick) != 0)
      continue;

    *out_kind = kinds[i].kind;
    return TRUE;
  }

  return FALSE;
}
