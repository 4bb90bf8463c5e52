/* wall-ending.h
 *
 * The end of the application, in order and in time. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wall-camera-list.h"
#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TYPE_ENDING (wall_ending_get_type ())
G_DECLARE_FINAL_TYPE (WallEnding, wall_ending, WALL, ENDING, GObject)

WallEnding *wall_ending_new (GApplication    *application,
                             WallDeviceStore *store,
                             WallCameraList  *cameras);

G_END_DECLS
