/* gstdvripsmoother.h
 *
 * Times for frames that carry none: as even as the camera made them, and as late as they came.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Private to the functions below. All times are in nanoseconds. */
typedef struct {
  gint64   last;           /* the time given out last; -1: none yet */
  double   exact;          /* the same with fractions */
  double   period;         /* what one frame takes, as learned */
  gint64   nominal;        /* as the camera says; 0: not said */
  guint    weight;         /* how many frames the estimate rests on */
  guint    astray;         /* how often frames were far off lately; 0: not at all */
  guint    astray_frames;  /* since the first of them */
  gint64   astray_since;   /* its arrival */
  gint64   last_arrival;
} GstDvripSmoother;

void         gst_dvrip_smoother_init        (GstDvripSmoother *self);
void         gst_dvrip_smoother_set_nominal (GstDvripSmoother *self,
                                             GstClockTime      period);
void         gst_dvrip_smoother_set_exact   (GstDvripSmoother *self,
                                             GstClockTime      period);
void         gst_dvrip_smoother_skip        (GstDvripSmoother *self,
                                             GstClockTime      until);
GstClockTime gst_dvrip_smoother_next        (GstDvripSmoother *self,
                                             GstClockTime      arrival,
                                             gboolean          is_discont);
GstClockTime gst_dvrip_smoother_get_period  (GstDvripSmoother *self);

G_END_DECLS
