/* dvrip-request-queue.h
 *
 * Which request goes next, and to which one an answer belongs.
 * Private to this layer. Pure: time is told, nothing is sent here.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-request.h"

G_BEGIN_DECLS

/* How long after its deadline an answer is still expected, to be thrown away. */
#define DVRIP_REQUEST_GHOST_US (10 * G_USEC_PER_SEC)

typedef struct {
  guint            id;           /* of the request; 0: nobody asked by hand */
  gboolean         is_counted;   /* came from another thread */
  gboolean         is_automatic;
  DvripRequestKind kind;
  DvripPtz         ptz;          /* of PTZ and PTZ_STOP; its command is not to be freed */
  guint            tries_left;   /* after this one */
  gint64           asked_us;     /* monotonic */

  /* Set when it is sent. */
  guint16          message_id;
  guint32          sequence;
  gint64           due_us;
  gboolean         is_ghost;     /* given up; its answer may still come */
  gboolean         is_passed;    /* waits on, but holds up nobody */
} DvripPending;

typedef struct _DvripRequestQueue DvripRequestQueue;

DvripRequestQueue *dvrip_request_queue_new         (void);
void               dvrip_request_queue_free        (DvripRequestQueue *self);

void               dvrip_request_queue_push        (DvripRequestQueue *self,
                                                    DvripPending      *pending);
DvripPending      *dvrip_request_queue_pop         (DvripRequestQueue *self);
void               dvrip_request_queue_sent        (DvripRequestQueue *self,
                                                    DvripPending      *pending,
                                                    guint16            message_id,
                                                    guint32            sequence,
                                                    gint64             due_us);
DvripPending      *dvrip_request_queue_answer      (DvripRequestQueue *self,
                                                    guint16            reply_id,
                                                    guint32            sequence,
                                                    gint64             now_us);
DvripPending      *dvrip_request_queue_expire      (DvripRequestQueue *self,
                                                    gint64             now_us,
                                                    gint64             patience_us,
                                                    gboolean          *out_was_sent);
DvripPending      *dvrip_request_queue_cancel_move (DvripRequestQueue *self);
DvripPending      *dvrip_request_queue_take        (DvripRequestQueue *self);
gboolean           dvrip_request_queue_has         (DvripRequestQueue *self,
                                                    DvripRequestKind   kind);
gboolean           dvrip_request_queue_expects     (DvripRequestQueue *self,
                                                    guint16            reply_id);
gint64             dvrip_request_queue_get_due_us  (DvripRequestQueue *self,
                                                    gint64             patience_us);

/* What tells whether a device echoes sequence numbers. */
void               dvrip_request_queue_note_pair   (DvripRequestQueue *self,
                                                    guint32            sent,
                                                    guint32            received);
void               dvrip_request_queue_reset       (DvripRequestQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripRequestQueue, dvrip_request_queue_free)

G_END_DECLS
