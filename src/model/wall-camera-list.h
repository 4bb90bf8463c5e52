/* wall-camera-list.h
 *
 * All cameras of the wall as a GListModel of WallCamera, which follows the store: those that it had
 * first in the order of their places, then those that came later; their sums, their start and their
 * end. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wall-camera.h"
#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TYPE_CAMERA_LIST (wall_camera_list_get_type ())
G_DECLARE_FINAL_TYPE (WallCameraList, wall_camera_list, WALL, CAMERA_LIST, GObject)

typedef struct {
  guint live;        /* LIVE (and shown) */
  guint receiving;   /* LIVE but not shown */
  guint late;
  guint stalled;
  guint connecting;  /* queued, connecting, signing in, waiting for picture, and not failed before */
  guint offline;     /* failed, and no picture since: also while it is tried again */
  guint attention;
  guint off;
} WallCameraSums;

/* Properties: "sub-stream-in-grid" (boolean, TRUE if never set): what is one of several cameras plays
 * its sub stream.
 * Signals: "sums-changed". */
WallCameraList *wall_camera_list_new       (WallDeviceStore *store);
void            wall_camera_list_start     (WallCameraList  *self);
void            wall_camera_list_get_sums  (WallCameraList  *self,
                                            WallCameraSums  *out_sums);
/* Closes every connection in order; @callback once all are closed or a second has passed. */
void            wall_camera_list_close_async  (WallCameraList      *self,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
void            wall_camera_list_close_finish (WallCameraList      *self,
                                               GAsyncResult        *result);
/* (transfer full): an array, an object a camera, as wall-report.h describes it. */
JsonNode       *wall_camera_list_to_json   (WallCameraList  *self);

G_END_DECLS
