/* wall-camera-private.h
 *
 * What a camera consists of, for the files of this layer that move it and that report on it. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-attempt-log.h"
#include "wall-camera.h"
#include "wall-device-private.h"
#include "wall-player.h"
#include "wall-pulse.h"
#include "wall-stream.h"

G_BEGIN_DECLS

/* The player of the other stream, which takes over with its first painted picture. */
typedef struct {
  WallPlayer *player;        /* (nullable): none begins */
  WallSlot    slot;
  WallStream  stream;
  gint64      begun_us;
  gint64      playing_us;    /* since when it has pictures; 0: it has none */
  gboolean    is_accepted;   /* the device signed it in */
  gboolean    has_picture;   /* to be taken */
  gboolean    is_taken;      /* its pictures are on their way to the screen: */
  gint64      taken_us;      /* the newest of these */
  guint64     taken_serial;
  WallReason  reason;        /* why it failed */
  guint       failures;      /* in a row */
  gint64      retry_at_us;   /* not before */
} WallCameraSwitch;

/* What a badge shows, so that nobody is told of what does not show. */
typedef struct {
  WallLinkState state;
  WallReason    reason;
  WallNotice    notices;
  gboolean      is_shown;
  gint64        state_ticks;     /* each in the unit that shows: seconds, or tenths */
  gint64        picture_ticks;
  gint64        retry_ticks;
  gint64        unchanged_ticks;
} WallCameraFace;

struct _WallCamera {
  GObject parent_instance;

  WallCameraConfig *config;
  WallDevice       *device;

  /* Where it stands; only the door in wall-camera-link.c writes @state. */
  WallLinkState state;
  WallReason    reason;
  gint64        state_since_us;
  gboolean      is_started;
  gboolean      is_urgent;       /* a person waits for it */
  gint64        retry_at_us;     /* -1: not by itself */
  gint64        delay_us;        /* instead of the backoff's, once; -1: the backoff's */
  guint         failures;        /* in a row */

  /* Which stream is played, and which one would be. */
  WallStream       stream;          /* of @player */
  guint            lacking;         /* bits: streams that cannot be had */
  gboolean         is_enlarged;
  gboolean         is_sub_in_grid;
  WallCameraSwitch next;
  guint            n_leaving;       /* players that close without being seen */

  /* The attempt under way, and what is left of the last one. */
  WallPlayer        *player;     /* (nullable) */
  WallSlot           slot;
  WallAttemptLog    *log;
  WallPlayerStats    stats;
  WallVideoSinkStats sink_stats;
  WallStill         *still;      /* (nullable): what an attempt left that ended */
  gint64             still_slept_us;
  gint64             attempt_us;
  gint64             first_decoded_us;  /* -1: nothing yet */

  /* The newest connection the kernel may still know, of this attempt or an earlier one. */
  char    local_address[46], remote_address[46];
  guint16 local_port, remote_port;

  /* What is seen. Clocks that outlive an attempt go on while the machine sleeps: @slept_us is what
   * the monotonic one missed. */
  WallWatch *watch;
  gboolean   is_shown;
  int        width, height;
  WallView   view;
  gint64     slept_us;
  guint64    seen_serial;
  gint64     seen_clock;         /* when the last painted picture was decoded; -1: never */
  gint64     picture_clock;      /* of the last decoded one, or since it is wanted */
  gboolean   is_reduced;         /* key frames only: this computer does not keep up */
  gint64     whole_us;           /* since when all of it is decoded, monotonic */
  WallNotice notices;
  gint64     unchanged_us;       /* as of the last beat; -1: it changes */

  WallCameraFace face;
};

/* wall-camera.c */
void     wall_camera_announce (WallCamera *self);

/* wall-camera-link.c */
gboolean wall_camera_handle    (WallCamera     *self,
                                WallLinkEvent   event);
gboolean wall_camera_is_wanted (WallCamera     *self);
void     wall_camera_follow    (WallCamera     *self);
void     wall_camera_settle    (WallCamera     *self);
void     wall_camera_judge     (WallCamera     *self,
                                gint64          now_us);
int      wall_camera_get_rank  (WallCamera     *self);
void     wall_camera_take_turn (WallCamera     *self);
void     wall_camera_beat      (WallCamera     *self,
                                const WallBeat *beat);
void     wall_camera_queue    (WallCamera     *self,
                               WallLinkEvent   event);
void     wall_camera_reject   (WallCamera     *self,
                               WallReason      reason);

/* wall-camera-device.c */
void     wall_camera_on_device_rejected    (WallCamera *self);
void     wall_camera_on_device_reopened    (WallCamera *self);
void     wall_camera_on_password_changed   (WallCamera *self);
void     wall_camera_on_device_unreachable (WallCamera *self,
                                            guint       reason);
void     wall_camera_on_certificate        (WallCamera *self);
void     wall_camera_restart               (WallCamera *self);

/* wall-camera-relief.c */
gboolean wall_camera_is_behind   (WallCamera *self,
                                  gint64      now_us);
gboolean wall_camera_can_reduce  (WallCamera *self);
void     wall_camera_set_reduced (WallCamera *self,
                                  gboolean    is_reduced);

/* wall-camera-stream.c */
gboolean    wall_camera_has_streams    (WallCamera *self);
WallStream  wall_camera_pick_stream    (WallCamera *self);
gboolean    wall_camera_lack_stream    (WallCamera *self,
                                        WallStream  stream);
void        wall_camera_prove_stream   (WallCamera *self);
void        wall_camera_forget_streams (WallCamera *self);
gboolean    wall_camera_is_unplayable  (WallReason  reason);

/* wall-camera-still.c */
void        wall_camera_keep_still     (WallCamera *self);

/* wall-camera-switch.c */
void         wall_camera_follow_stream     (WallCamera  *self);
void         wall_camera_begin_switch      (WallCamera  *self);
void         wall_camera_abandon_switch    (WallCamera  *self);
void         wall_camera_note_eviction     (WallCamera  *self,
                                            WallReason   reason);
WallPicture *wall_camera_take_next         (WallCamera  *self);
gboolean     wall_camera_is_next           (WallCamera  *self,
                                            WallPicture *picture);
void         wall_camera_take_over         (WallCamera  *self,
                                            gint64       now_us);
void         wall_camera_look_after_switch (WallCamera  *self,
                                            gint64       now_us);

/* wall-camera-attempt.c */
WallPlayer *wall_camera_make_player (WallCamera  *self,
                                     WallStream   stream);
void     wall_camera_adopt_player  (WallCamera *self,
                                    WallPlayer *player,
                                    gint64      begun_us);
void     wall_camera_let_go        (WallCamera  *self,
                                    WallPlayer **player,
                                    WallSlot    *slot);
void     wall_camera_begin_attempt (WallCamera *self);
void     wall_camera_poll          (WallCamera *self);
void     wall_camera_remember      (WallCamera *self);
void     wall_camera_break_off     (WallCamera *self,
                                    WallReason  reason);
void     wall_camera_forsake       (WallCamera *self);

G_END_DECLS
