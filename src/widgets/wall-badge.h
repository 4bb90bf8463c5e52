/* wall-badge.h
 *
 * Word, symbol and colour for the status of a camera. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-camera.h"

G_BEGIN_DECLS

#define WALL_TYPE_BADGE (wall_badge_get_type ())
G_DECLARE_FINAL_TYPE (WallBadge, wall_badge, WALL, BADGE, GtkWidget)

GtkWidget  *wall_badge_new              (void);
gboolean    wall_badge_set_status       (WallBadge              *self,
                                         const WallCameraStatus *status);
const char *wall_badge_get_text         (WallBadge              *self);
const char *wall_badge_get_drawn_text   (WallBadge              *self);
int         wall_badge_fit              (WallBadge              *self,
                                         int                     preferred,
                                         int                     available);
double      wall_text_scale             (GtkWidget              *widget);

const char *wall_badge_icon_name        (const WallCameraStatus *status);
const char *wall_badge_css_class        (const WallCameraStatus *status);

G_END_DECLS
