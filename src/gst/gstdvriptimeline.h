/* gstdvriptimeline.h
 *
 * Times for the units of a recording, of which nobody knows when they came.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

/* Private to the functions below; may be copied at any place of the recording, to go on from there.
 * Times are in nanoseconds. */
typedef struct {
  double   next;         /* of the next frame */
  double   period;       /* what one takes */
  double   debt;         /* by which the next frames are to be later, in small steps */
  double   sound;        /* of the next sound; negative: there was none */
  double   learned;      /* the period, from the clock of the camera; 0: not learned */
  guint    fps;          /* as the header says it */
  gboolean has_begun;    /* there was a frame */

  gint64   clock;        /* the camera's, at the last key frame, in seconds; -1: not known */
  guint    frames;       /* since then, with the key frame */
  guint    astray;       /* key frames in a row whose clock was far off */
  gint64   anchor_clock; /* where clock and count agreed first */
  double   anchor_time;
  guint    anchor_frames;
} GstDvripTimeline;

void         gst_dvrip_timeline_init       (GstDvripTimeline      *self);
void         gst_dvrip_timeline_learn      (GstDvripTimeline      *self,
                                            GstClockTime           period);
GstClockTime gst_dvrip_timeline_key        (GstDvripTimeline      *self,
                                            const DvripUnitHeader *header);
GstClockTime gst_dvrip_timeline_delta      (GstDvripTimeline      *self);
GstClockTime gst_dvrip_timeline_sound      (GstDvripTimeline      *self,
                                            GstClockTime           duration);
GstClockTime gst_dvrip_timeline_get_period (const GstDvripTimeline *self);
GstClockTime gst_dvrip_timeline_get_end    (const GstDvripTimeline *self);
gint64       gst_dvrip_timeline_read_clock (guint32                date_time);

G_END_DECLS
