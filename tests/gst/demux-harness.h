/* demux-harness.h
 *
 * A dvripdemux between a source of units and whatever its two pads bring.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/check/gstharness.h>

#include "coded-picture.h"

G_BEGIN_DECLS

typedef struct {
  GstElement *element;
  GstHarness *video;   /* pushes into the sink pad as well */
  GstHarness *audio;
  GstBus     *bus;
  const char *unlinked;  /* (nullable): the name of a pad that stays alone */
  guint       n_pads;
  guint       n_no_more_pads;
} DemuxHarness;

void          demux_harness_init       (DemuxHarness *self);
void          demux_harness_clear      (DemuxHarness *self);

/* Each pushes one unit that arrives at @pts. */
GstFlowReturn demux_harness_push_key   (DemuxHarness *self, guint width, guint height, guint fps,
                                        GstClockTime pts);
GstFlowReturn demux_harness_push_delta (DemuxHarness *self, GstClockTime pts);
GstFlowReturn demux_harness_push_sound (DemuxHarness *self, GstClockTime pts);

/* Pushes a unit that arrives at 0. */
GstFlowReturn demux_harness_push_payload (DemuxHarness *self, DvripUnitHeader header,
                                          const GByteArray *payload);

void          demux_harness_assert_caps (GstHarness *harness, const char *text);
guint64       demux_harness_get_count  (DemuxHarness *self, const char *name);

/* (transfer full) (nullable): the error or warning that was posted. */
GstMessage   *demux_harness_pop        (DemuxHarness *self, GstMessageType type);
void          demux_harness_assert_error (DemuxHarness *self, GstStreamError code,
                                          const char *reason);

G_END_DECLS
