/* wall-preference-actions.h
 *
 * The preferences as actions of the application. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-notifier.h"

G_BEGIN_DECLS

void wall_preference_actions_install         (GtkApplication *application);
void wall_preference_actions_install_of_wall (GtkApplication *application,
                                              WallNotifier   *notifier);

G_END_DECLS
