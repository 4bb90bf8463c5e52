/* gstdvripoutput.h
 *
 * One source pad of the demuxer, which appears with the first unit of its kind.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/base/gstflowcombiner.h>

#include "gstdvripsmoother.h"

G_BEGIN_DECLS

typedef struct {
  GstPad           *pad;         /* (nullable): owned by the element */
  GstDvripSmoother  smoother;
  GstClockTime      end;         /* of what was pushed */
  gboolean          is_discont;  /* something before the next buffer is missing */
} GstDvripOutput;

void          gst_dvrip_output_reset    (GstDvripOutput   *self);
void          gst_dvrip_output_set_caps (GstDvripOutput   *self,
                                         GstElement       *element,
                                         GstCaps          *caps,
                                         const GstSegment *segment,
                                         GstFlowCombiner  *combiner,
                                         const char       *name);
GstFlowReturn gst_dvrip_output_push     (GstDvripOutput   *self,
                                         GstBuffer        *buffer,
                                         GstClockTime      arrival,
                                         GstClockTime      duration);
void          gst_dvrip_output_join     (GstDvripOutput   *self,
                                         GstClockTime      time);
void          gst_dvrip_output_fill     (GstDvripOutput   *self,
                                         GstClockTime      until);

G_END_DECLS
