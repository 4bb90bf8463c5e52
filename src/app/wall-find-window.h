/* wall-find-window.h
 *
 * Finds a window of the application by what it is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWindow *wall_find_window (GtkApplication *application,
                             GType           type);

G_END_DECLS
