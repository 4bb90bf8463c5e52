/* wall-first-actions.h
 *
 * The actions of the application before its wall is open. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wall_first_actions_install (GtkApplication *application);
void wall_first_actions_remove  (GtkApplication *application);

G_END_DECLS
