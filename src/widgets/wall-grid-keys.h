/* wall-grid-keys.h
 *
 * What the keys do in the grid. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wall_grid_keys_install (GtkWidgetClass *grid_class);

G_END_DECLS
