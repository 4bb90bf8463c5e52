/* sink-fixture.h
 *
 * A sink to push pictures of one grey to, as a decoder would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

#include "wall-video-sink.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

typedef struct {
  GstHarness    *harness;
  WallVideoSink *sink;
  GstVideoInfo   info;
} SinkFixture;

void               sink_fixture_set_up      (SinkFixture   *self,
                                             gconstpointer  data);
void               sink_fixture_tear_down   (SinkFixture   *self,
                                             gconstpointer  data);
void               sink_fixture_set_caps    (SinkFixture   *self,
                                             const char    *format,
                                             int            width,
                                             int            height);
GstBuffer         *sink_fixture_make_buffer (SinkFixture   *self,
                                             guint8         value);
void               sink_fixture_push        (SinkFixture   *self,
                                             guint8         value);
WallVideoSinkStats sink_fixture_get_stats   (SinkFixture   *self);
