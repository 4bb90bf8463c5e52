/* wall-device-file-private.h
 *
 * What the readers of the groups of a device file share. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-address.h"
#include "wall-device-file.h"
#include "wall-key-file.h"

G_BEGIN_DECLS

#define WALL_DEVICE_FILE_UNSET G_MAXUINT

typedef struct {
  WallKeyFileGroup group;    /* that is being read */
  GPtrArray *devices;        /* of WallDevice */
  GPtrArray *cameras;        /* of WallCameraConfig */
  GPtrArray *places;         /* of WallPinPlace */
  GPtrArray *unplaced;       /* of the cameras, those whose place the file leaves open; borrowed */
  guint8 numbers[WALL_CAMERA_MAX_NUMBER + 1];   /* whether taken */
  guint8 places_taken[WALL_CAMERA_MAX_PLACE + 1];
} WallDeviceFileReader;

WallAddress *wall_device_file_parse_address (WallDeviceFileReader  *self,
                                             const char            *uri,
                                             GError               **error);
WallDevice  *wall_device_file_add_device    (WallDeviceFileReader  *self,
                                             const char            *id,
                                             const WallAddress     *address,
                                             const char            *user);
gboolean     wall_device_file_read_pin      (WallDeviceFileReader  *self,
                                             WallDevice            *device,
                                             const char            *uri,
                                             GError               **error);
gboolean     wall_device_file_read_device   (WallDeviceFileReader  *self,
                                             const char            *id,
                                             GError               **error);
gboolean     wall_device_file_read_camera   (WallDeviceFileReader  *self,
                                             const char            *id,
                                             GError               **error);
const char  *wall_device_file_pick_user     (const WallAddress     *address);
gboolean     wall_device_file_is_at         (WallDevice            *device,
                                             const WallAddress     *address,
                                             const char            *user);

G_END_DECLS
