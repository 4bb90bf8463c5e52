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

#define WALL_CAMERA_MAX_CHANNEL 256
#define WALL_CAMERA_MAX_NUMBER  9999
#define WALL_CAMERA_MAX_PLACE   255

/* Properties, all readable and writable: "id" (construct only), "device-id" (nullable), "uri"
 * (nullable), "path" (nullable: path and query, where the device has no channels), "channel" (from 1), "stream" ("auto", "main", "sub"), "number", "name", "place" (from 0),
 * "enabled". */
WallCameraConfig *wall_camera_config_new         (const char       *id);
const char       *wall_camera_config_get_id      (WallCameraConfig *self);
const char       *wall_camera_config_get_name    (WallCameraConfig *self);
const char       *wall_camera_config_get_path    (WallCameraConfig *self);
const char       *wall_camera_config_get_stream  (WallCameraConfig *self);
guint             wall_camera_config_get_channel (WallCameraConfig *self);
guint             wall_camera_config_get_number  (WallCameraConfig *self);
guint             wall_camera_config_get_place   (WallCameraConfig *self);
gboolean          wall_camera_config_get_enabled (WallCameraConfig *self);

G_END_DECLS
