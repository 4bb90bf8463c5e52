/* gstdvripoutput.c
 *
 * One source pad of the demuxer, which appears with the first unit of its kind.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripoutput.h"

/* A stream that pauses for longer tells those who wait for it. */
#define PAUSE_MAX GST_SECOND

/**
 * gst_dvrip_output_reset:
 *
 * Forgets the times, after a flush or a new segment. The pad stays.
 */
void
gst_dvrip_output_reset (GstDvripOutput *self)
{
  gst_dvrip_smoother_init (&self->smoother);
  self->end = GST_CLOCK_TIME_NONE;
  self->is_discont = TRUE;
}

static GstEvent *
make_stream_start (GstPad *pad, GstElement *element, const char *name)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstEvent) upstream = gst_pad_get_sticky_event (sink, GST_EVENT_STREAM_START, 0);
  g_autofree char *id = gst_pad_create_stream_id (pad, element, name);
  GstEvent *event = gst_event_new_stream_start (id);
  guint group;

  if (!upstream)
    return event;

  gst_event_set_seqnum (event, gst_event_get_seqnum (upstream));
  if (gst_event_parse_group_id (upstream, &group))
    gst_event_set_group_id (event, group);

  return event;
}

/* What came before this pad was there, and was meant for it as well. */
static gboolean
copy_sticky_event (GstPad *sink, GstEvent **event, gpointer user_data)
{
  GstPad *pad = user_data;

  switch ((guint) GST_EVENT_TYPE (*event)) {
  case GST_EVENT_TAG:
  case GST_EVENT_CUSTOM_DOWNSTREAM_STICKY:
    gst_pad_push_event (pad, gst_event_ref (*event));
    break;
  default:
    break;
  }

  return TRUE;
}

static void
open_pad (GstDvripOutput   *self,
          GstElement       *element,
          GstCaps          *caps,
          const GstSegment *segment,
          GstFlowCombiner  *combiner,
          const char       *name)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  GstPadTemplate *template = gst_element_get_pad_template (element, name);

  self->pad = gst_pad_new_from_template (template, name);
  gst_pad_use_fixed_caps (self->pad);
  gst_pad_set_active (self->pad, TRUE);

  gst_pad_push_event (self->pad, make_stream_start (self->pad, element, name));
  gst_pad_push_event (self->pad, gst_event_new_caps (caps));
  gst_pad_push_event (self->pad, gst_event_new_segment (segment));
  gst_pad_sticky_events_foreach (sink, copy_sticky_event, self->pad);

  gst_flow_combiner_add_pad (combiner, self->pad);
  gst_element_add_pad (element, self->pad);
}

/**
 * gst_dvrip_output_set_caps:
 * @caps: what the next buffers are
 * @segment: in which they stand
 * @combiner: to which a new pad is added
 * @name: of the pad and of its template
 *
 * Makes the pad if there is none, and says what comes if it is something new.
 */
void
gst_dvrip_output_set_caps (GstDvripOutput   *self,
                           GstElement       *element,
                           GstCaps          *caps,
                           const GstSegment *segment,
                           GstFlowCombiner  *combiner,
                           const char       *name)
{
  g_autoptr (GstCaps) current = self->pad ? gst_pad_get_current_caps (self->pad) : NULL;

  if (!self->pad)
    open_pad (self, element, caps, segment, combiner, name);
  else if (!current || !gst_caps_is_equal (current, caps))
    gst_pad_push_event (self->pad, gst_event_new_caps (caps));
}

/**
 * gst_dvrip_output_push:
 * @buffer: (transfer full): writable, of its flags only DELTA_UNIT is set
 * @arrival: when its first byte came; %GST_CLOCK_TIME_NONE if nobody knows
 * @duration: %GST_CLOCK_TIME_NONE: as learned from the arrivals
 *
 * Gives the buffer its time and pushes it.
 *
 * Returns: what became of it
 */
GstFlowReturn
gst_dvrip_output_push (GstDvripOutput *self,
                       GstBuffer      *buffer,
                       GstClockTime    arrival,
                       GstClockTime    duration)
{
  GstClockTime time = gst_dvrip_smoother_next (&self->smoother, arrival, self->is_discont);

  if (!GST_CLOCK_TIME_IS_VALID (duration))
    duration = gst_dvrip_smoother_get_period (&self->smoother);

  /* Cameras send no frames out of order, so that they are decoded when they are shown. */
  GST_BUFFER_PTS (buffer) = time;
  GST_BUFFER_DTS (buffer) = time;
  GST_BUFFER_DURATION (buffer) = duration;
  if (self->is_discont)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  self->is_discont = FALSE;
  self->end = time + duration;

  return gst_pad_push (self->pad, buffer);
}

/**
 * gst_dvrip_output_join:
 * @time: how far the other stream has come; %GST_CLOCK_TIME_NONE: it has not begun
 *
 * Where nobody knows when anything came, a stream that begins later than the other begins where
 * that one is.
 */
void
gst_dvrip_output_join (GstDvripOutput *self,
                       GstClockTime    time)
{
  GstClockTime period = gst_dvrip_smoother_get_period (&self->smoother);

  if (GST_CLOCK_TIME_IS_VALID (time) && !GST_CLOCK_TIME_IS_VALID (self->end) && time > period)
    gst_dvrip_smoother_skip (&self->smoother, time - period);
}

/**
 * gst_dvrip_output_fill:
 * @until: how far the other stream has come
 *
 * Says that nothing has come here for a while, so that nobody waits for it.
 */
void
gst_dvrip_output_fill (GstDvripOutput *self,
                       GstClockTime    until)
{
  if (!self->pad || !GST_CLOCK_TIME_IS_VALID (self->end) || self->end + PAUSE_MAX > until)
    return;

  gst_pad_push_event (self->pad, gst_event_new_gap (self->end, until - self->end));
  gst_dvrip_smoother_skip (&self->smoother, until);
  self->end = until;
}
