/* wall-drag-icon.h
 *
 * What hangs on the pointer while a camera is dragged. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-tile.h"

G_BEGIN_DECLS

GdkPaintable *wall_drag_icon_new (WallTile *tile);

G_END_DECLS
