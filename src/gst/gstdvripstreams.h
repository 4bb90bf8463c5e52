/* gstdvripstreams.h
 *
 * The two pads of the demuxer and what is said about them: which streams there are, when all are
 * there, and when others take their place.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/base/gstflowcombiner.h>

#include "gstdvripoutput.h"

G_BEGIN_DECLS

typedef struct {
  GstElement      *element;
  GstFlowCombiner *combiner;
  GstPadEventFunction on_event;        /* of what comes from downstream */
  GstPadQueryFunction on_query;
  GstSegment       segment;            /* of what is pushed; always of times */

  GstDvripOutput   video;
  GstDvripOutput   audio;

  guint            group;              /* of the streams, if upstream names none; 0: none yet */
  gboolean         knows_all;          /* it is known beforehand which there will be: */
  GstCaps         *sound;              /* (nullable): what sound, beside pictures */

  guint            n_pictures;
  gboolean         has_said_all_pads;
} GstDvripStreams;

void          gst_dvrip_streams_init       (GstDvripStreams       *self,
                                            GstElement            *element,
                                            GstPadEventFunction    on_event,
                                            GstPadQueryFunction    on_query);
void          gst_dvrip_streams_clear      (GstDvripStreams       *self);
void          gst_dvrip_streams_restart    (GstDvripStreams       *self);
void          gst_dvrip_streams_close      (GstDvripStreams       *self);
void          gst_dvrip_streams_expect     (GstDvripStreams       *self,
                                            GstCaps               *sound);
gboolean      gst_dvrip_streams_has_any    (const GstDvripStreams *self);
void          gst_dvrip_streams_set_caps   (GstDvripStreams       *self,
                                            GstDvripOutput        *output,
                                            GstCaps               *caps);
GstFlowReturn gst_dvrip_streams_push       (GstDvripStreams       *self,
                                            GstDvripOutput        *output,
                                            GstBuffer             *buffer,
                                            GstClockTime           time,
                                            GstClockTime           duration,
                                            GstClockTime           now);
gboolean      gst_dvrip_streams_push_event (GstDvripStreams       *self,
                                            GstEvent              *event);
void          gst_dvrip_streams_skip_sound (GstDvripStreams       *self,
                                            GstClockTime           time);
gboolean      gst_dvrip_streams_end        (GstDvripStreams       *self,
                                            GstEvent              *event);

G_END_DECLS
