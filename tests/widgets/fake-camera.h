/* fake-camera.h
 *
 * A WallCamera without a player: its status and pictures are what a test says, and what the widgets
 * tell it is kept. Linked in the place of src/model/wall-camera.c. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

typedef struct {
  guint    shown_calls;
  gboolean is_shown;
  gboolean is_enlarged;
  WallView view;
  guint    painted;
  guint    retries;
  guint    target_calls;
  int      target_width;
  int      target_height;
} FakeCameraLog;

/* While it is set no camera may hear whether it is shown: it would tell others, who would ask for a
 * layout in the middle of one. */
extern gboolean fake_camera_is_layout_running;

WallCamera    *fake_camera_new          (guint                   number,
                                         const char             *name,
                                         guint                   place);
void           fake_camera_set_status   (WallCamera             *self,
                                         const WallCameraStatus *status);
void           fake_camera_push_picture (WallCamera             *self,
                                         WallPicture            *picture);
FakeCameraLog *fake_camera_get_log      (WallCamera             *self);

/* A picture of one colour, decoded just now. */
WallPicture   *fake_picture_new         (int                     width,
                                         int                     height,
                                         guint32                 rgb);

G_END_DECLS
