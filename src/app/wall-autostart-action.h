/* wall-autostart-action.h
 *
 * Starting with the session, as an action of the application. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wall_autostart_action_install (GtkApplication *application,
                                    GSettings      *settings);

G_END_DECLS
