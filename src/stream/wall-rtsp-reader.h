/* wall-rtsp-reader.h
 *
 * One direction of an RTSP connection, looked at as it passes: messages, and frames between them.
 * Only what is whole and within the limits passes.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_RTSP_MAX_HEAD (16 * 1024)
#define WALL_RTSP_MAX_BODY (1024 * 1024)

typedef enum {
  WALL_RTSP_REQUEST,    /* its head is complete */
  WALL_RTSP_RESPONSE,   /* likewise */
  WALL_RTSP_FRAME,      /* complete: of RTP or RTCP */
} WallRtspKind;

typedef struct {
  WallRtspKind kind;
  char         method[24];          /* of a request */
  guint        status;              /* of a response */
  guint        cseq;                /* 0: none */
  gboolean     has_credentials;     /* a request: it signs in */
  gboolean     is_stale;            /* a response: only the nonce of the credentials is too old */
  gboolean     is_askable;          /* a response: asks for a password in a way that is known */
  guint        channel;             /* of a frame */
  gsize        size;                /* of a frame, without its 4 bytes; of a message's body */
  const char  *head;                /* of a message, until the callback returns */
  guint        add_cseq;            /* set by the callback: the number that it lacks; 0: none */
} WallRtspItem;

typedef struct _WallRtspReader WallRtspReader;

typedef enum {
  WALL_RTSP_PASS,
  WALL_RTSP_HIDE,   /* it is not for who comes after */
  WALL_RTSP_STOP,   /* nor is it, and what follows is not looked at */
} WallRtspVerdict;

typedef WallRtspVerdict (*WallRtspFunc) (WallRtspItem *item,
                                         gpointer      user_data);

WallRtspReader *wall_rtsp_reader_new  (gboolean        is_of_device);
void            wall_rtsp_reader_free (WallRtspReader *self);
gboolean        wall_rtsp_reader_push (WallRtspReader *self,
                                       const guint8   *bytes,
                                       gsize           size,
                                       WallRtspFunc    func,
                                       gpointer        user_data,
                                       GByteArray     *out_passed,
                                       GError        **error);
/* Whether what comes next is the first byte of an item. */
gboolean        wall_rtsp_reader_is_between (WallRtspReader *self);

char           *wall_rtsp_head_dup    (const char     *head,
                                       const char     *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallRtspReader, wall_rtsp_reader_free)

G_END_DECLS
