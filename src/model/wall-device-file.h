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

/* The form that is written, in a group of its own; a higher one is refused
 * with G_IO_ERROR_NOT_SUPPORTED: nothing is broken, but a newer program wrote it. */
#define WALL_DEVICE_FILE_GROUP   "watchwall"
#define WALL_DEVICE_FILE_VERSION 1

/* A group of the file that may name the certificate of a device. A device has one such group, or,
 * where only cameras name it, one a camera. */
typedef struct {
  WallDevice *device;
  char       *group;
  char       *uri;      /* as it stands in the group */
  gboolean    has_certificate;
} WallPinPlace;

void     wall_pin_place_free     (WallPinPlace  *self);

gboolean wall_device_file_parse  (const char    *path,
                                  const GString *text,
                                  GPtrArray     *devices,
                                  GPtrArray     *cameras,
                                  GPtrArray     *places,
                                  GError       **error);
gboolean wall_device_file_check  (const char    *path,
                                  const GString *text,
                                  GError       **error);

G_END_DECLS
