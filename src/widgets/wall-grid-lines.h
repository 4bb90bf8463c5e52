/* wall-grid-lines.h
 *
 * Paints what is between the tiles. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-grid-layout.h"

G_BEGIN_DECLS

void wall_grid_lines_append       (GtkSnapshot          *snapshot,
                                   const WallGridLayout *layout,
                                   const GdkRGBA        *color);
void wall_grid_lines_append_empty (GtkSnapshot          *snapshot,
                                   const GdkRectangle   *cell);
void wall_grid_lines_append_mark  (GtkSnapshot          *snapshot,
                                   const GdkRectangle   *cell);
void wall_grid_lines_append_focus (GtkSnapshot          *snapshot,
                                   const GdkRectangle   *cell,
                                   gboolean              is_strong);

G_END_DECLS
