/* wall-help.h
 *
 * The help. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_HELP (wall_help_get_type ())
G_DECLARE_FINAL_TYPE (WallHelp, wall_help, WALL, HELP, AdwBin)

GtkWidget *wall_help_new (const char *close_action);

G_END_DECLS
