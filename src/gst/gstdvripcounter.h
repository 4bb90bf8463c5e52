/* gstdvripcounter.h
 *
 * Which units of a recording take time, and how much.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvrippicture.h"
#include "gstdvriptimeline.h"

G_BEGIN_DECLS

/* May be copied at any place of the recording, to go on from there. */
typedef struct {
  GstDvripTimeline timeline;
  GstDvripCodec    codec;              /* of the last key frame, as its first bytes tell */
  gboolean         is_waiting_for_key;
  guint            n_stills;           /* JPEG pictures in a row */
} GstDvripCounter;

/* Single JPEG pictures come between those of a video now and then, and are left out. They are the
 * video if nothing else comes between as many of them. */
#define GST_DVRIP_STILLS_AFTER_VIDEO 10

void         gst_dvrip_counter_init  (GstDvripCounter       *self,
                                      GstClockTime           period);
void         gst_dvrip_counter_lose  (GstDvripCounter       *self);
GstClockTime gst_dvrip_counter_count (GstDvripCounter       *self,
                                      const DvripUnitHeader *header,
                                      const guint8          *data,
                                      gsize                  size);

G_END_DECLS
