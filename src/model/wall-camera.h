/* wall-camera.h
 *
 * A channel at work: its configuration, its state and reason, its numbers, and the player of the
 * attempt under way. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-config.h"
#include "wall-device.h"
#include "wall-link-state.h"
#include "wall-picture.h"
#include "wall-still.h"
#include "wall-stream.h"
#include "wall-watch.h"

G_BEGIN_DECLS

#define WALL_TYPE_CAMERA (wall_camera_get_type ())
G_DECLARE_FINAL_TYPE (WallCamera, wall_camera, WALL, CAMERA, GObject)

typedef enum {
  WALL_NOTICE_NONE      = 0,
  WALL_NOTICE_DAMAGED   = 1 << 0,
  WALL_NOTICE_UNCHANGED = 1 << 1,
  WALL_NOTICE_REDUCED   = 1 << 2,
  WALL_NOTICE_ALARM     = 1 << 3,  /* no picture for ten seconds */
} WallNotice;

/* All that a badge says is made from this. */
typedef struct {
  WallLinkState state;
  WallReason    reason;          /* of the last failure; NONE while it lives */
  WallNotice    notices;
  gboolean      is_shown;        /* FALSE: never said to be live, only to be receiving */
  gint64        state_age_us;    /* since the state was entered */
  gint64        picture_age_us;  /* of the last picture that was painted; -1: never */
  gint64        unchanged_us;    /* -1: it changes */
  gint64        retry_in_us;     /* until it is tried again by itself; -1: it is not, or it is now */
  double        fps;             /* painted, for REDUCED */
  gboolean      is_anonymous;    /* nobody signs in */
  char          codec[16];       /* for "No H.265 decoder" */
} WallCameraStatus;

/* Properties: "number" (guint), "name" (string), "state" (guint, WallLinkState), "reason" (guint).
 * Signals: "status-changed": what get_status() answers has changed in a way that shows (state,
 *          reason, notices, a second or a tenth of one while it is not live); at most 10 a second.
 *          "picture": a newer picture waits in take_picture(). */
WallCamera       *wall_camera_new             (WallCameraConfig *config,
                                               WallDevice       *device);
WallCameraConfig *wall_camera_get_config      (WallCamera       *self);
WallDevice       *wall_camera_get_device      (WallCamera       *self);
void              wall_camera_start           (WallCamera       *self);
void              wall_camera_stop            (WallCamera       *self);
/* A click: try again now, whatever the delay; also after a wrong password. */
void              wall_camera_retry           (WallCamera       *self);
gboolean          wall_camera_is_closed       (WallCamera       *self);

void              wall_camera_get_status      (WallCamera       *self,
                                               WallCameraStatus *out_status);
void              wall_camera_get_numbers     (WallCamera       *self,
                                               WallWatchNumbers *out_numbers);

/* One that has the wall to itself shows its main stream, and so do all where the sub stream is not
 * wanted in the grid; the old picture stays until the new stream's first one is painted. */
void              wall_camera_set_enlarged    (WallCamera       *self,
                                               gboolean          is_enlarged);
void              wall_camera_set_sub_in_grid (WallCamera       *self,
                                               gboolean          is_sub_in_grid);
WallStream        wall_camera_get_stream      (WallCamera       *self);

/* (transfer full) (nullable): the newest picture in its full size, and how old it is. */
WallStill        *wall_camera_dup_still       (WallCamera       *self,
                                               gint64           *out_age_us);

/* For the tile. */
void              wall_camera_set_target_size (WallCamera       *self,
                                               int               width,
                                               int               height);
void              wall_camera_set_view        (WallCamera       *self,
                                               const WallView   *view);
void              wall_camera_set_shown       (WallCamera       *self,
                                               gboolean          is_shown);
WallPicture      *wall_camera_take_picture    (WallCamera       *self);
void              wall_camera_note_painted    (WallCamera       *self,
                                               WallPicture      *picture,
                                               gint64            now_us);

G_END_DECLS
