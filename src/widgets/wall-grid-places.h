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
gboolean wall_grid_is_place     (guint       place,
                                guint       n_cameras);

G_END_DECLS
