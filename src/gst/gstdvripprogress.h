/* gstdvripprogress.h
 *
 * The phases of a session as GST_MESSAGE_PROGRESS: connect, login, claim, start.
 * One thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-session.h"

G_BEGIN_DECLS

typedef enum {
  GST_DVRIP_STEP_NONE,
  GST_DVRIP_STEP_CONNECT,
  GST_DVRIP_STEP_LOGIN,
  GST_DVRIP_STEP_CLAIM,
  GST_DVRIP_STEP_START,
} GstDvripStep;

void gst_dvrip_progress_enter (GstDvripStep *step,
                               GstElement   *element,
                               DvripPhase    phase);
void gst_dvrip_progress_end   (GstDvripStep *step,
                               GstElement   *element,
                               const GError *error);

G_END_DECLS
