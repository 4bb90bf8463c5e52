/* gstdvripstatistics.h
 *
 * What an attempt looks like from outside: the property "statistics" and the message
 * "dvrip-closed", in words and numbers.
 * Pure but for the posting; callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-session.h"
#include "gstdvripqueue.h"

G_BEGIN_DECLS

const char   *gst_dvrip_phase_to_string    (DvripPhase               phase);
const char   *gst_dvrip_ended_by_to_string (DvripEndedBy             by);
GstStructure *gst_dvrip_statistics_new     (const DvripSessionStats *stats,
                                            GstDvripQueue           *queue,
                                            guint64                  video_units);
void          gst_dvrip_closed_post        (GstElement              *element,
                                            DvripEndedBy             by,
                                            const GError            *error);

G_END_DECLS
