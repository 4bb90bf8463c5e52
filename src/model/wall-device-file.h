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

gboolean wall_device_file_read (const char  *path,
                                GPtrArray   *devices,
                                GPtrArray   *cameras,
                                GError     **error);

G_END_DECLS
