/* wall-rtsp-talk.h
 *
 * What is said between an RTSP client and a device, and what it means: how far they are, and why
 * they get no further. It sees to it that a password that was refused is not shown a second time.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

typedef struct _WallRtspTalk WallRtspTalk;

typedef enum {
  WALL_RTSP_ASKING,       /* nothing was answered but a question for the password */
  WALL_RTSP_DESCRIBED,
  WALL_RTSP_PLAYING,
} WallRtspProgress;

/* What a push brought. */
typedef struct {
  WallRtspProgress progress;
  gsize            media_bytes;   /* of frames that are complete, their headers included */
  WallReason       reason;        /* with %FALSE: why it must end */
  int              status;        /* likewise: what the device answered; 0: nothing */
  const char      *sentence;      /* likewise, for the user, if the usual one does not do; static */
  const char      *debug;         /* likewise; static */
} WallRtspNews;

WallRtspTalk *wall_rtsp_talk_new         (const char    *password);
void          wall_rtsp_talk_free        (WallRtspTalk  *self);
gboolean      wall_rtsp_talk_from_device (WallRtspTalk  *self,
                                          const guint8  *bytes,
                                          gsize          size,
                                          GByteArray    *out_passed,
                                          WallRtspNews  *out_news);
gboolean      wall_rtsp_talk_to_device   (WallRtspTalk  *self,
                                          const guint8  *bytes,
                                          gsize          size,
                                          GByteArray    *out_passed,
                                          WallRtspNews  *out_news);
guint         wall_rtsp_talk_get_interval (WallRtspTalk *self);
char         *wall_rtsp_talk_dup_request (WallRtspTalk  *self);
WallReason    wall_rtsp_reason_of_status (guint          status);

G_END_DECLS
