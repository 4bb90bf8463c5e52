/* wall-fit.c
 *
 * How large a picture is inside an area: as large as fits, never stretched.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-fit.h"

/* Rounding may leave a bar of one pixel; a picture that fills its tile looks better and is no
 * further from the truth. */
static int
round_to_edge (guint64 length,
               int     limit)
{
  if (length + 1 >= (guint64) limit)
    return limit;

  return MAX ((int) length, 1);
}

/**
 * wall_shape_of_picture:
 * @width: pixels
 * @height: pixels
 * @par_n: numerator of the pixel aspect ratio; 0 or less counts as a ratio of 1
 * @par_d: its denominator
 *
 * Returns: the shape in which the picture is to be shown
 */
WallShape
wall_shape_of_picture (int width,
                       int height,
                       int par_n,
                       int par_d)
{
  if (par_n <= 0 || par_d <= 0)
    par_n = par_d = 1;

  return (WallShape) {
    .width = (guint64) MAX (width, 1) * par_n,
    .height = (guint64) MAX (height, 1) * par_d,
  };
}

/**
 * wall_fit:
 * @shape: of the picture
 * @width: of the area, pixels
 * @height: of the area, pixels
 *
 * Returns: where the picture stands in the area, centred; 0×0 in an empty area
 */
WallRect
wall_fit (WallShape shape,
          int       width,
          int       height)
{
  WallRect rect = { 0, 0, width, height };

  if (width <= 0 || height <= 0)
    return (WallRect) { 0 };

  if (width * shape.height <= height * shape.width)
    rect.height = round_to_edge ((width * shape.height + shape.width / 2) / shape.width, height);
  else
    rect.width = round_to_edge ((height * shape.width + shape.height / 2) / shape.height, width);

  rect.x = (width - rect.width) / 2;
  rect.y = (height - rect.height) / 2;

  return rect;
}
