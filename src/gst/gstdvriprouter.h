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
#include "gstdvripvideo.h"
#include "wall-reason.h"

G_BEGIN_DECLS

/* When a unit came, or where it is in a recording. */
typedef struct {
  GstClockTime arrival;  /* %GST_CLOCK_TIME_NONE: nobody knows, */
  GstClockTime counted;  /* and this is its time; %GST_CLOCK_TIME_NONE, too: nothing comes of it */
  GstClockTime period;   /* what a frame takes there */
} GstDvripStamp;

typedef struct {
  GstDvripStreams   streams;
  GstDvripVideo     format;
  GstDvripTally     tally;
  gboolean          is_waiting_for_key;

  GstBuffer        *still;              /* (nullable): JPEG, maybe the first of many */
  DvripUnitHeader   still_header;
  GstDvripStamp     still_stamp;
  guint             n_stills;           /* since the last unit of other video */
  gboolean          expects_stills;     /* they are known to be the video */

  gboolean          has_warned_of_sound;
  gboolean          has_failed;         /* and has said why */
} GstDvripRouter;

void          gst_dvrip_router_init       (GstDvripRouter        *self,
                                           GstElement            *element,
                                           GstPadEventFunction    on_event,
                                           GstPadQueryFunction    on_query);
void          gst_dvrip_router_clear      (GstDvripRouter        *self);
void          gst_dvrip_router_restart    (GstDvripRouter        *self);
void          gst_dvrip_router_close      (GstDvripRouter        *self);
void          gst_dvrip_router_lose       (GstDvripRouter        *self);
gboolean      gst_dvrip_router_finish     (GstDvripRouter        *self);
GstFlowReturn gst_dvrip_router_handle     (GstDvripRouter        *self,
                                           const DvripUnitHeader *header,
                                           GstBuffer             *payload,
                                           GstDvripStamp          stamp);
GstFlowReturn gst_dvrip_router_fail       (GstDvripRouter        *self,
                                           GstStreamError         code,
                                           WallReason             reason,
                                           const char            *sentence,
                                           const char            *cause);

G_END_DECLS
