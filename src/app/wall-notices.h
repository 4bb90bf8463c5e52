/* wall-notices.h
 *
 * What people are told that concerns no single camera, until it is over. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_NOTICES (wall_notices_get_type ())
G_DECLARE_FINAL_TYPE (WallNotices, wall_notices, WALL, NOTICES, GObject)

WallNotices *wall_notices_new         (AdwToastOverlay *toasts);
void         wall_notices_say         (WallNotices     *self,
                                       const char      *text,
                                       int              width);
void         wall_notices_withdraw    (WallNotices     *self,
                                       const char      *text);
gboolean     wall_notices_is_waiting  (WallNotices     *self);
void         wall_notices_set_hurried (WallNotices     *self,
                                       gboolean         is_hurried);

G_END_DECLS
