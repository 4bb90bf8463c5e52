/* wall-strip.h
 *
 * The strip below a picture: number, name and badge. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-camera.h"

G_BEGIN_DECLS

#define WALL_TYPE_STRIP (wall_strip_get_type ())
G_DECLARE_FINAL_TYPE (WallStrip, wall_strip, WALL, STRIP, GtkWidget)

void        wall_strip_set_title      (WallStrip              *self,
                                       guint                   number,
                                       const char             *name);
void        wall_strip_set_zoom       (WallStrip              *self,
                                       double                  factor);
void        wall_strip_set_status     (WallStrip              *self,
                                       const WallCameraStatus *status);
void        wall_strip_set_said_above (WallStrip              *self,
                                       gboolean                is_said_above);
void        wall_strip_set_entry      (WallStrip              *self,
                                       GtkWidget              *entry,
                                       gboolean                is_number);
gboolean    wall_strip_has_entry      (WallStrip              *self);
const char *wall_strip_get_badge_text (WallStrip              *self);

G_END_DECLS
