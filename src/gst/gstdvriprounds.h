/* gstdvriprounds.h
 *
 * Asks the local networks for devices again and again, and keeps account of who is there.
 * Made, begun and ended on any thread; runs on the network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-prober.h"

G_BEGIN_DECLS

typedef struct {
  guint16 port;         /* UDP */
  char  **targets;      /* (nullable): addresses to ask, instead of all network cards */
  guint   interval_ms;  /* from one round to the next */
  guint   duration_ms;  /* of a round */
} GstDvripRoundsConfig;

/* A device that has not answered in so many rounds is gone. */
#define GST_DVRIP_ROUNDS_MAX_MISSED 3

typedef struct _GstDvripRounds GstDvripRounds;

GstDvripRounds *gst_dvrip_rounds_begin (GstDeviceProvider          *provider,
                                        const GstDvripRoundsConfig *config);
void            gst_dvrip_rounds_end   (GstDvripRounds             *self);

G_END_DECLS
