/* gstdvripoutput.h
 *
 * One source pad of the demuxer, which appears with the first unit of its kind.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "gstdvripsmoother.h"

G_BEGIN_DECLS

typedef struct {
  GstPad           *pad;         /* (nullable): owned by the element */
  GstStream        *stream;      /* (nullable): together with @pad */
  guint             serial;      /* how many pads there were before it */
  GstDvripSmoother  smoother;
  GstClockTime      end;         /* of what was pushed */
  gboolean          is_discont;  /* something before the next buffer is missing */
} GstDvripOutput;

void          gst_dvrip_output_reset    (GstDvripOutput      *self);
void          gst_dvrip_output_prepare  (GstDvripOutput      *self,
                                         GstElement          *element,
                                         GstCaps             *caps,
                                         const char          *kind);
void          gst_dvrip_output_expose   (GstDvripOutput      *self,
                                         GstElement          *element,
                                         GstCaps             *caps,
                                         const GstSegment    *segment,
                                         GstStreamCollection *streams,
                                         guint                group);
void          gst_dvrip_output_close    (GstDvripOutput      *self,
                                         GstElement          *element);
gboolean      gst_dvrip_output_can_take (GstDvripOutput      *self,
                                         GstCaps             *caps);
void          gst_dvrip_output_set_caps (GstDvripOutput      *self,
                                         GstCaps             *caps);
GstFlowReturn gst_dvrip_output_push     (GstDvripOutput      *self,
                                         GstBuffer           *buffer,
                                         GstClockTime         time,
                                         GstClockTime         duration);
void          gst_dvrip_output_fill     (GstDvripOutput      *self,
                                         GstClockTime         until);

G_END_DECLS
