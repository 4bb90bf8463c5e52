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
make_stream_start (GstStream *stream, GstPad *sink, guint group)
{
  g_autoptr (GstEvent) upstream = gst_pad_get_sticky_event (sink, GST_EVENT_STREAM_START, 0);
  GstEvent *event = gst_event_new_stream_start (gst_stream_get_stream_id (stream));
  guint theirs;

  gst_event_set_stream (event, stream);
  if (upstream) {
    gst_event_set_seqnum (event, gst_event_get_seqnum (upstream));
    if (gst_event_parse_group_id (upstream, &theirs))
      group = theirs;
  }
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

/* The first pad of a kind has its plain name, so that it can be named in a pipeline. */
static char *
make_name (GstDvripOutput *self, const char *kind)
{
  return self->serial == 0 ? g_strdup (kind) : g_strdup_printf ("%s_%u", kind, self->serial);
}

/**
 * gst_dvrip_output_prepare:
 * @element: whose pad it becomes
 * @caps: what its buffers will be
 * @kind: "video" or "audio", the name of the pad's template
 *
 * Makes a pad and its stream, of which nobody knows yet.
 */
void
gst_dvrip_output_prepare (GstDvripOutput *self,
                          GstElement     *element,
                          GstCaps        *caps,
                          const char     *kind)
{
  GstPadTemplate *template = gst_element_get_pad_template (element, kind);
  g_autofree char *name = make_name (self, kind);
  g_autofree char *id = NULL;

  self->pad = gst_pad_new_from_template (template, name);
  gst_pad_use_fixed_caps (self->pad);
  gst_pad_set_active (self->pad, TRUE);

  id = gst_pad_create_stream_id (self->pad, element, name);
  self->stream = gst_stream_new (id, caps, g_str_equal (kind, "video") ? GST_STREAM_TYPE_VIDEO
                                                                       : GST_STREAM_TYPE_AUDIO,
                                 GST_STREAM_FLAG_NONE);
}

/**
 * gst_dvrip_output_expose:
 * @element: that the pad was made for
 * @caps: what the next buffers are
 * @segment: in which they stand
 * @streams: all that there are now
 * @group: of them, if upstream names none
 *
 * Adds the pad that was prepared, with all that goes before its first buffer.
 */
void
gst_dvrip_output_expose (GstDvripOutput      *self,
                         GstElement          *element,
                         GstCaps             *caps,
                         const GstSegment    *segment,
                         GstStreamCollection *streams,
                         guint                group)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");

  gst_pad_push_event (self->pad, make_stream_start (self->stream, sink, group));
  gst_pad_push_event (self->pad, gst_event_new_caps (caps));
  gst_pad_push_event (self->pad, gst_event_new_segment (segment));
  gst_pad_push_event (self->pad, gst_event_new_stream_collection (streams));
  gst_pad_sticky_events_foreach (sink, copy_sticky_event, self->pad);

  gst_element_add_pad (element, self->pad);
}

/**
 * gst_dvrip_output_can_take:
 * @caps: what the next buffers are
 *
 * Returns: %FALSE if what follows the pad was made for another kind of stream
 */
gboolean
gst_dvrip_output_can_take (GstDvripOutput *self,
                           GstCaps        *caps)
{
  g_autoptr (GstCaps) current = self->pad ? gst_pad_get_current_caps (self->pad) : NULL;

  const char *name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  return !current || gst_structure_has_name (gst_caps_get_structure (current, 0), name);
}

/**
 * gst_dvrip_output_set_caps:
 * @caps: what the next buffers are
 *
 * Says what comes if it is something new.
 */
void
gst_dvrip_output_set_caps (GstDvripOutput *self,
                           GstCaps        *caps)
{
  g_autoptr (GstCaps) current = gst_pad_get_current_caps (self->pad);

  if (current && gst_caps_is_equal (current, caps))
    return;

  gst_stream_set_caps (self->stream, caps);
  gst_pad_push_event (self->pad, gst_event_new_caps (caps));
}

/**
 * gst_dvrip_output_close:
 *
 * Takes the pad away. The next one is another stream, and has another name.
 */
void
gst_dvrip_output_close (GstDvripOutput *self,
                        GstElement     *element)
{
  if (!self->pad)
    return;

  gst_clear_object (&self->stream);
  gst_pad_set_active (self->pad, FALSE);
  gst_element_remove_pad (element, g_steal_pointer (&self->pad));
}

/**
 * gst_dvrip_output_push:
 * @buffer: (transfer full): writable, of its flags only DELTA_UNIT is set
 * @time: when it is shown or heard
 * @duration: for how long
 *
 * Returns: what became of it
 */
GstFlowReturn
gst_dvrip_output_push (GstDvripOutput *self,
                       GstBuffer      *buffer,
                       GstClockTime    time,
                       GstClockTime    duration)
{
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
 * gst_dvrip_output_fill:
 * @until: how far the other stream has come
 *
 * Says that nothing has come here for a while, so that nobody waits for it.
 */
void
gst_dvrip_output_fill (GstDvripOutput *self,
                       GstClockTime    until)
{
  if (!self->pad)
    return;
  if (!GST_CLOCK_TIME_IS_VALID (self->end))
    self->end = until;
  if (self->end + PAUSE_MAX > until)
    return;

  gst_pad_push_event (self->pad, gst_event_new_gap (self->end, until - self->end));
  gst_dvrip_smoother_skip (&self->smoother, until);
  self->end = until;
}
