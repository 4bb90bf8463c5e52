/* wall-help-action.h
 *
 * Where the help is shown. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-window.h"

G_BEGIN_DECLS

void wall_help_action_show (WallWindow *window);

G_END_DECLS
