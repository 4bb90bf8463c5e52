/* wall-camera-config.h
 *
 * One channel of a device, or one URL of its own: what is saved of a camera. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_CAMERA_CONFIG (wall_camera_config_get_type ())
G_DECLARE_FINAL_TYPE (WallCameraConfig, wall_camera_config, WALL, CAMERA_CONFIG, GObject)

/* Properties, all readable and writable: "id" (construct only), "device-id" (nullable), "uri"
 * (nullable), "channel" (from 1), "stream" ("main", "sub"), "number", "name", "place" (from 0),
 * "enabled". */
WallCameraConfig *wall_camera_config_new (const char *id);

G_END_DECLS
