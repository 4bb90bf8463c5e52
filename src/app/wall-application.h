/* wall-application.h
 *
 * The application: from its options to its end in order. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_APPLICATION (wall_application_get_type ())
G_DECLARE_FINAL_TYPE (WallApplication, wall_application, WALL, APPLICATION, AdwApplication)

WallApplication *wall_application_new (void);

G_END_DECLS
