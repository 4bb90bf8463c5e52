/* gstdvriprouter.h
 *
 * What each unit becomes: a picture or sound on a pad, or nothing.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-unit-reader.h"
#include "gstdvripoutput.h"
#include "gstdvrippicture.h"
#include "wall-reason.h"

G_BEGIN_DECLS

typedef struct {
  GstElement      *element;
  GstFlowCombiner *combiner;
  GstSegment       segment;            /* of what is pushed; always of times */

  GstDvripOutput   video;
  GstDvripOutput   audio;
  GstDvripSps      sps;
  DvripVideoCodec  codec;              /* of the last key frame */
  gboolean         is_waiting_for_key;

  guint            n_video;
  guint            n_pictures;         /* JPEG, before any video */
  gboolean         has_said_all_pads;
  gboolean         has_warned_of_sound;
} GstDvripRouter;

void          gst_dvrip_router_init       (GstDvripRouter        *self,
                                           GstElement            *element);
void          gst_dvrip_router_clear      (GstDvripRouter        *self);
void          gst_dvrip_router_restart    (GstDvripRouter        *self);
void          gst_dvrip_router_close      (GstDvripRouter        *self);
void          gst_dvrip_router_lose       (GstDvripRouter        *self);
gboolean      gst_dvrip_router_has_pads   (GstDvripRouter        *self);
GstFlowReturn gst_dvrip_router_handle     (GstDvripRouter        *self,
                                           const DvripUnitHeader *header,
                                           GstBuffer             *payload,
                                           GstClockTime           arrival);
gboolean      gst_dvrip_router_push_event (GstDvripRouter        *self,
                                           GstEvent              *event);
gboolean      gst_dvrip_router_end        (GstDvripRouter        *self,
                                           GstEvent              *event);
GstFlowReturn gst_dvrip_router_fail       (GstDvripRouter        *self,
                                           GstStreamError         code,
                                           WallReason             reason,
                                           const char            *sentence,
                                           const char            *cause);

G_END_DECLS
