/* wall-texture-path.c
 *
 * The one place that knows by which way a picture is painted cheapest with this GTK and this
 * renderer. Set on the main thread before the first picture is painted; read from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-texture-path.h"

/* -1 until it is known. */
static int path = -1;

static WallTexturePath
guess (void)
{
  return g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0 ? WALL_TEXTURE_PATH_SURFACE
                                                             : WALL_TEXTURE_PATH_TEXTURE;
}

/**
 * wall_texture_path_get:
 *
 * Returns: the way to paint pictures; before a window told its renderer, what `GSK_RENDERER`
 *     promises
 */
WallTexturePath
wall_texture_path_get (void)
{
  int known = g_atomic_int_get (&path);

  return known >= 0 ? (WallTexturePath) known : guess ();
}

/**
 * wall_texture_path_get_name:
 *
 * Returns: the way to paint pictures in a word, for the report
 */
const char *
wall_texture_path_get_name (void)
{
  switch (wall_texture_path_get ()) {
  case WALL_TEXTURE_PATH_SURFACE:
    return "cairo-surface";
  case WALL_TEXTURE_PATH_TEXTURE:
    return "memory-texture";
  default:
    g_return_val_if_reached ("");
  }
}

/**
 * wall_texture_path_set_renderer:
 * @type_name: of the window's GskRenderer
 */
void
wall_texture_path_set_renderer (const char *type_name)
{
  gboolean is_cairo = g_strcmp0 (type_name, "GskCairoRenderer") == 0;

  g_atomic_int_set (&path, is_cairo ? WALL_TEXTURE_PATH_SURFACE : WALL_TEXTURE_PATH_TEXTURE);
}

/**
 * wall_texture_path_get_format:
 *
 * The pictures are opaque. Up to GTK 4.13 no 32-bit format can say so; there the format with
 * premultiplied alpha is the one that is uploaded as it is.
 *
 * Returns: the format of the memory of a picture
 */
GdkMemoryFormat
wall_texture_path_get_format (void)
{
#ifdef GDK_VERSION_4_14
  return GDK_MEMORY_B8G8R8X8;
#else
  return GDK_MEMORY_B8G8R8A8_PREMULTIPLIED;
#endif
}

/**
 * wall_texture_path_fit:
 * @shape: in which the picture is to be shown
 * @source_width: of the picture as it was decoded, pixels
 * @source_height: likewise
 * @width: of the tile's picture area, pixels
 * @height: likewise
 *
 * A renderer on a GPU enlarges for less than we could: there a picture is never made larger than
 * its source.
 *
 * Returns: the size in which to hand the picture over
 */
WallRect
wall_texture_path_fit (WallShape shape,
                       int       source_width,
                       int       source_height,
                       int       width,
                       int       height)
{
  WallRect target = wall_fit (shape, width, height);
  int square_width = MAX (source_width, (int) (source_height * shape.width / shape.height));

  if (wall_texture_path_get () == WALL_TEXTURE_PATH_SURFACE || target.width <= square_width)
    return target;

  return wall_fit (shape, square_width, G_MAXINT16);
}
