/* gstdvripactions.h
 *
 * What a dvripsrc can be asked for besides its stream, as action signals, and what became of it, as
 * messages on the pipeline's bus.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvripsrc-private.h"

G_BEGIN_DECLS

void     gst_dvrip_actions_install      (GObjectClass     *object_class);
void     gst_dvrip_actions_note_alarms  (GstDvripSrc      *src,
                                         gboolean          wants_alarms);
gboolean gst_dvrip_actions_handle_event (GstDvripSrc      *src,
                                         GstEvent         *event);

void     gst_dvrip_reply_post           (GstElement       *element,
                                         const DvripReply *reply);
void     gst_dvrip_alarm_post           (GstElement       *element,
                                         const DvripAlarm *alarm);

G_END_DECLS
