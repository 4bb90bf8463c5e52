/* dvrip-action.h
 *
 * What a viewer may ask of a device besides its stream, as messages: to turn the camera, to tell of
 * alarms, to play what is said into a microphone, for a still picture, for a key frame.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-message.h"

G_BEGIN_DECLS

#define DVRIP_PTZ_MAX_SPEED   8
#define DVRIP_PTZ_MAX_PRESET  255

typedef enum {
  DVRIP_PTZ_NONE,    /* no command of the protocol */
  DVRIP_PTZ_MOVE,    /* goes on until it is stopped */
  DVRIP_PTZ_PRESET,  /* of the preset with that number */
  DVRIP_PTZ_TOUR,    /* of the tour with that number */
  DVRIP_PTZ_SWITCH,  /* takes no number */
} DvripPtzKind;

typedef struct {
  const char *command;   /* "DirectionUp", "ZoomTile", "GotoPreset" … */
  guint       channel;   /* from 0 */
  guint       speed;     /* 1 to DVRIP_PTZ_MAX_SPEED */
  guint       number;    /* of a preset or a tour, from 1 */
  gboolean    is_stop;   /* of a move */
} DvripPtz;

DvripPtzKind  dvrip_ptz_get_kind             (const char     *command);
const char   *dvrip_ptz_intern               (const char     *command);
gboolean      dvrip_ptz_check                (const DvripPtz *ptz,
                                              GError        **error);
GBytes       *dvrip_action_write_ptz         (const DvripPtz *ptz,
                                              guint32         session_id);

/* A-law, 8 kHz, one channel. */
#define DVRIP_TALK_SIZE     320     /* bytes in a packet */
#define DVRIP_TALK_MS       40      /* what they take to play */
#define DVRIP_TALK_SILENCE  0xd5

GBytes       *dvrip_action_write_talk        (const char     *action,
                                              guint32         session_id);
GBytes       *dvrip_action_write_talk_unit   (const guint8    data[DVRIP_TALK_SIZE]);

GBytes       *dvrip_action_write_snapshot    (guint           channel,
                                              guint32         session_id);
GBytes       *dvrip_action_write_key_frame   (const DvripMonitor *monitor,
                                              guint32         session_id);

typedef struct {
  int   channel;      /* from 0; -1: not said */
  char *event;        /* "VideoMotion", "VideoLoss" …; empty: not said */
  char *status;       /* "Start", "Stop"; empty: not said */
  char *start_time;   /* the device's local time as it wrote it; empty: not said */
} DvripAlarm;

gboolean      dvrip_action_read_alarm        (JsonObject     *message,
                                              DvripAlarm     *out_alarm,
                                              GError        **error);
void          dvrip_alarm_clear              (DvripAlarm     *alarm);

G_END_DECLS
