/* wall-message.h
 *
 * What stands where no live picture is: why there is none, or how old the last one is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-camera.h"

G_BEGIN_DECLS

#define WALL_TYPE_MESSAGE (wall_message_get_type ())
G_DECLARE_FINAL_TYPE (WallMessage, wall_message, WALL, MESSAGE, GtkWidget)

void wall_message_say_why  (WallMessage            *self,
                            const WallCameraStatus *status);
void wall_message_say_age  (WallMessage            *self,
                            gint64                  age_us);
void wall_message_allocate (WallMessage            *self,
                            int                     width,
                            int                     height);

G_END_DECLS
