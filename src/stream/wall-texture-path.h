/* wall-texture-path.h
 *
 * The one place that knows by which way a picture is painted cheapest with this GTK and this
 * renderer. Set on the main thread before the first picture is painted; read from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "wall-fit.h"

G_BEGIN_DECLS

typedef enum {
  WALL_TEXTURE_PATH_SURFACE,  /* the cairo renderer: an image surface, painted by a cairo node */
  WALL_TEXTURE_PATH_TEXTURE,  /* renderers on a GPU: a memory texture, scaled up by the GPU */
} WallTexturePath;

WallTexturePath wall_texture_path_get          (void);
const char     *wall_texture_path_get_name     (void);
/* By the type name of the GskRenderer that a window really has; told by who realizes the window. */
void            wall_texture_path_set_renderer (const char *type_name);
GdkMemoryFormat wall_texture_path_get_format   (void);
WallRect        wall_texture_path_fit          (WallShape   shape,
                                                int         source_width,
                                                int         source_height,
                                                int         width,
                                                int         height);

G_END_DECLS
