/* sink-fixture.c
 *
 * A sink to push pictures of one grey to, as a decoder would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sink-fixture.h"

void
sink_fixture_set_caps (SinkFixture *self,
                  const char *format,
                  int         width,
                  int         height)
{
  g_autofree char *caps = g_strdup_printf (
    "video/x-raw,format=%s,width=%d,height=%d,framerate=25/1", format, width, height);
  g_autoptr (GstCaps) parsed = gst_caps_from_string (caps);

  g_assert_true (gst_video_info_from_caps (&self->info, parsed));
  gst_harness_set_src_caps (self->harness, g_steal_pointer (&parsed));
}

void
sink_fixture_set_up (SinkFixture       *self,
                gconstpointer  data)
{
  self->sink = g_object_ref_sink (wall_video_sink_new ());
  self->harness = gst_harness_new_with_element (GST_ELEMENT (self->sink), "sink", NULL);
  sink_fixture_set_caps (self, "I420", 64, 36);
}

static void
drain_main_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
sink_fixture_tear_down (SinkFixture       *self,
                   gconstpointer  data)
{
  wall_video_sink_set_func (self->sink, NULL, NULL);
  gst_harness_teardown (self->harness);
  drain_main_loop ();
  g_assert_finalize_object (self->sink);
}

GstBuffer *
sink_fixture_make_buffer (SinkFixture *self,
                     guint8   value)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&self->info), NULL);

  gst_buffer_memset (buffer, 0, value, GST_VIDEO_INFO_SIZE (&self->info));
  GST_BUFFER_PTS (buffer) = 0;

  return buffer;
}

void
sink_fixture_push (SinkFixture *self,
              guint8   value)
{
  GstFlowReturn flow = gst_harness_push (self->harness, sink_fixture_make_buffer (self, value));

  g_assert_cmpint (flow, ==, GST_FLOW_OK);
}

WallVideoSinkStats
sink_fixture_get_stats (SinkFixture *self)
{
  WallVideoSinkStats stats;

  wall_video_sink_get_stats (self->sink, &stats);

  return stats;
}
