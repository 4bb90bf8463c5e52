/* wall-device-store.h
 *
 * The devices and cameras of a wall, read from one file (GKeyFile), where the certificates that are
 * trusted are kept. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-config.h"
#include "wall-device.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_STORE (wall_device_store_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceStore, wall_device_store, WALL, DEVICE_STORE, GObject)

/* Signals: "trouble" (const char *message): a certificate could not be kept in the file, or not be
 * looked up there, in a whole sentence for people. */
WallDeviceStore *wall_device_store_new              (void);
gboolean         wall_device_store_load             (WallDeviceStore  *self,
                                                     const char       *path,
                                                     GError          **error);
gboolean         wall_device_store_load_credentials (WallDeviceStore  *self,
                                                     const char       *path,
                                                     GError          **error);
gboolean         wall_device_store_is_busy          (WallDeviceStore  *self);
WallDevice      *wall_device_store_find             (WallDeviceStore  *self,
                                                     const char       *id);
GListModel      *wall_device_store_get_devices      (WallDeviceStore  *self);
GListModel      *wall_device_store_get_cameras      (WallDeviceStore  *self);

G_END_DECLS
