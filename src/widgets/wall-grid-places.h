/* wall-grid-places.h
 *
 * In which place of the wall each camera stands. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GArray *wall_grid_find_places  (GListModel *cameras);
guint   wall_grid_count_places (GArray     *places);

G_END_DECLS
