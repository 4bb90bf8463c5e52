/* wall-number-entry.h
 *
 * A camera's number, typed on any keyboard, shows this camera alone. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-grid.h"

G_BEGIN_DECLS

#define WALL_TYPE_NUMBER_ENTRY (wall_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (WallNumberEntry, wall_number_entry, WALL, NUMBER_ENTRY, GtkWidget)

GtkWidget *wall_number_entry_new (GtkWindow *window,
                                  WallGrid  *grid);

G_END_DECLS
