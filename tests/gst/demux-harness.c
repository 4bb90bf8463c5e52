/* demux-harness.c
 *
 * A dvripdemux between a source of units and whatever its two pads bring.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "demux-harness.h"

static void
on_pad_added (GstElement *element, GstPad *pad, gpointer user_data)
{
  DemuxHarness *self = user_data;
  gboolean is_video = g_str_has_prefix (GST_PAD_NAME (pad), "video");
  GstHarness *harness = is_video ? self->video : self->audio;
  g_autoptr (GstPad) before = gst_pad_get_peer (harness->sinkpad);

  self->n_pads++;
  if (before)
    gst_pad_unlink (before, harness->sinkpad);
  if (g_strcmp0 (self->unlinked, GST_PAD_NAME (pad)) == 0)
    return;
  gst_harness_add_element_src_pad (harness, pad);
}

static void
on_no_more_pads (GstElement *element, gpointer user_data)
{
  DemuxHarness *self = user_data;

  self->n_no_more_pads++;
}

void
demux_harness_init (DemuxHarness *self)
{
  *self = (DemuxHarness) { .element = gst_element_factory_make ("dvripdemux", NULL) };
  g_assert_nonnull (self->element);

  self->bus = gst_bus_new ();
  gst_element_set_bus (self->element, self->bus);
  g_signal_connect (self->element, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (self->element, "no-more-pads", G_CALLBACK (on_no_more_pads), self);

  self->video = gst_harness_new_with_element (self->element, "sink", NULL);
  self->audio = gst_harness_new_with_element (self->element, NULL, NULL);
  gst_harness_set_src_caps_str (self->video, "application/x-dvrip");
}

void
demux_harness_clear (DemuxHarness *self)
{
  gst_element_set_bus (self->element, NULL);
  gst_harness_teardown (self->audio);
  gst_harness_teardown (self->video);
  gst_object_unref (self->bus);
  g_assert_finalize_object (self->element);
}

GstFlowReturn
demux_harness_push_key (DemuxHarness *self, guint width, guint height, guint fps, GstClockTime pts)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H264, .width = width,
                             .height = height, .fps = fps };
  g_autoptr (GByteArray) payload = coded_picture_h264_key (width, height);

  return gst_harness_push (self->video, unit_buffer_new (header, payload, pts));
}

GstFlowReturn
demux_harness_push_payload (DemuxHarness *self, DvripUnitHeader header, const GByteArray *payload)
{
  return gst_harness_push (self->video, unit_buffer_new (header, payload, 0));
}

void
demux_harness_assert_caps (GstHarness *harness, const char *text)
{
  g_autoptr (GstPad) pad = gst_pad_get_peer (harness->sinkpad);
  g_autoptr (GstCaps) caps = pad ? gst_pad_get_current_caps (pad) : NULL;
  g_autoptr (GstCaps) expected = gst_caps_from_string (text);
  g_autofree char *seen = caps ? gst_caps_to_string (caps) : NULL;

  g_test_message ("caps: %s", seen);
  g_assert_nonnull (caps);
  g_assert_true (gst_caps_is_equal (caps, expected));
}

guint64
demux_harness_get_count (DemuxHarness *self, const char *name)
{
  g_autoptr (GstStructure) statistics = NULL;
  guint64 count = 0;

  g_object_get (self->element, "statistics", &statistics, NULL);
  g_assert_true (gst_structure_get_uint64 (statistics, name, &count));

  return count;
}

GstFlowReturn
demux_harness_push_delta (DemuxHarness *self, GstClockTime pts)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_P };
  g_autoptr (GByteArray) payload = coded_picture_h264_delta ();

  return gst_harness_push (self->video, unit_buffer_new (header, payload, pts));
}

GstFlowReturn
demux_harness_push_sound (DemuxHarness *self, GstClockTime pts)
{
  return gst_harness_push (self->video, unit_buffer_new_sound (DVRIP_AUDIO_ALAW, 8000, 320, pts));
}

GstMessage *
demux_harness_pop (DemuxHarness *self, GstMessageType type)
{
  return gst_bus_pop_filtered (self->bus, type);
}

void
demux_harness_assert_error (DemuxHarness *self, GstStreamError code, const char *reason)
{
  g_autoptr (GstMessage) message = demux_harness_pop (self, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details = NULL;

  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  g_assert_error (error, GST_STREAM_ERROR, (int) code);
  g_assert_nonnull (details);
  g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, reason);
}
