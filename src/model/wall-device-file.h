/* wall-device-file.h
 *
 * Turns a device file into devices and cameras, or says what is wrong with it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-config.h"
#include "wall-device.h"

G_BEGIN_DECLS

#define WALL_DEVICE_FILE_MAX_CAMERAS 256

/* A group of the file that may name the certificate of a device. A device has one such group, or,
 * where only cameras name it, one a camera. */
typedef struct {
  WallDevice *device;
  char       *group;
  char       *uri;      /* as it stands in the group */
} WallPinPlace;

void     wall_pin_place_free   (WallPinPlace  *self);

gboolean wall_device_file_read (const char    *path,
                                GPtrArray     *devices,
                                GPtrArray     *cameras,
                                GPtrArray     *places,
                                GError       **error);

G_END_DECLS
