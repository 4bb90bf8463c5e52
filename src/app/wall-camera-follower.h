/* wall-camera-follower.h
 *
 * Hears of each camera of a list, whichever they are just then. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_CAMERA_FOLLOWER (wall_camera_follower_get_type ())
G_DECLARE_FINAL_TYPE (WallCameraFollower, wall_camera_follower, WALL, CAMERA_FOLLOWER, GObject)

/* Signals: "changed" (WallCamera): it is new in the list, or its status has changed.
 *          "gone" (WallCamera): it is not in the list any more; it stands in get_cameras() until the
 *          signal ends. */
WallCameraFollower *wall_camera_follower_new         (void);
void                wall_camera_follower_set_list    (WallCameraFollower *self,
                                                      GListModel         *cameras);
GPtrArray          *wall_camera_follower_get_cameras (WallCameraFollower *self);

G_END_DECLS
