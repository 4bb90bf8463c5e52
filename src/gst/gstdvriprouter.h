/* gstdvriprouter.h
 *
 * What each unit becomes: a picture or sound on a pad, or nothing.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-unit-reader.h"
#include "gstdvripstreams.h"
#include "gstdvriptally.h"
#include "gstdvriptimeline.h"
#include "gstdvripvideo.h"
#include "wall-reason.h"

G_BEGIN_DECLS

typedef struct {
  GstDvripStreams   streams;
  GstDvripVideo     format;
  GstDvripTimeline  timeline;           /* of units that come at no known time */
  GstDvripTally     tally;
  gboolean          is_waiting_for_key;

  GstBuffer        *still;              /* (nullable): a JPEG picture that may be the first of many */
  DvripUnitHeader   still_header;
  GstClockTime      still_arrival;
  guint             n_stills;           /* since the last unit of other video */

  gboolean          has_warned_of_sound;
} GstDvripRouter;

void          gst_dvrip_router_init       (GstDvripRouter        *self,
                                           GstElement            *element);
void          gst_dvrip_router_clear      (GstDvripRouter        *self);
void          gst_dvrip_router_restart    (GstDvripRouter        *self);
void          gst_dvrip_router_close      (GstDvripRouter        *self);
void          gst_dvrip_router_lose       (GstDvripRouter        *self);
void          gst_dvrip_router_drain      (GstDvripRouter        *self);
GstFlowReturn gst_dvrip_router_handle     (GstDvripRouter        *self,
                                           const DvripUnitHeader *header,
                                           GstBuffer             *payload,
                                           GstClockTime           arrival);
GstFlowReturn gst_dvrip_router_fail       (GstDvripRouter        *self,
                                           GstStreamError         code,
                                           WallReason             reason,
                                           const char            *sentence,
                                           const char            *cause);

G_END_DECLS
