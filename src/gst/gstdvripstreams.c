/* gstdvripstreams.c
 *
 * The two pads of the demuxer and what is said about them: which streams there are, when all are
 * there, and when others take their place.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripstreams.h"

/* Where no sound came with as many pictures, there is none. */
#define UNITS_WITHOUT_SOUND 50

static void
say_all_pads (GstDvripStreams *self)
{
  if (self->has_said_all_pads)
    return;
  if (!(self->video.pad && self->audio.pad) && self->n_pictures < UNITS_WITHOUT_SOUND)
    return;

  self->has_said_all_pads = TRUE;
  gst_element_no_more_pads (self->element);
}

/* A pad that is not linked is no reason to stop while another may still come. */
static GstFlowReturn
combine (GstDvripStreams *self, GstDvripOutput *output, GstFlowReturn flow)
{
  flow = gst_flow_combiner_update_pad_flow (self->combiner, output->pad, flow);

  return flow == GST_FLOW_NOT_LINKED && !self->has_said_all_pads ? GST_FLOW_OK : flow;
}

static const char *
get_kind (GstDvripStreams *self, GstDvripOutput *output)
{
  return output == &self->video ? "video" : "audio";
}

static GstStreamCollection *
collect_streams (GstDvripStreams *self)
{
  GstStreamCollection *streams = gst_stream_collection_new (NULL);

  if (self->video.stream)
    gst_stream_collection_add_stream (streams, gst_object_ref (self->video.stream));
  if (self->audio.stream)
    gst_stream_collection_add_stream (streams, gst_object_ref (self->audio.stream));

  return streams;
}

static void
prepare (GstDvripStreams *self, GstDvripOutput *output, GstCaps *caps)
{
  gst_dvrip_output_prepare (output, self->element, caps, get_kind (self, output));
  gst_pad_set_event_function (output->pad, self->on_event);
  gst_pad_set_query_function (output->pad, self->on_query);
  gst_flow_combiner_add_pad (self->combiner, output->pad);
}

static void
expose (GstDvripStreams *self, GstDvripOutput *output, GstCaps *caps, GstStreamCollection *streams)
{
  if (self->group == 0)
    self->group = gst_util_group_id_next ();
  gst_dvrip_output_expose (output, self->element, caps, &self->segment, streams, self->group);
}

/* Where there is another pad already, it learns that there are more streams now. */
static void
open_outputs (GstDvripStreams *self, GstDvripOutput *output, GstCaps *caps, GstCaps *other_caps)
{
  GstDvripOutput *other = output == &self->video ? &self->audio : &self->video;
  g_autoptr (GstStreamCollection) streams = NULL;

  prepare (self, output, caps);
  if (other_caps)
    prepare (self, other, other_caps);

  streams = collect_streams (self);
  gst_element_post_message (self->element, gst_message_new_stream_collection (
                                             GST_OBJECT (self->element), streams));

  expose (self, output, caps, streams);
  if (other_caps)
    expose (self, other, other_caps, streams);
  else if (other->pad)
    gst_pad_push_event (other->pad, gst_event_new_stream_collection (streams));
}

/* The new pad begins where the old one ends. */
static GstDvripOutput
retire (GstDvripOutput *output)
{
  GstDvripOutput old = *output;

  output->pad = NULL;
  output->stream = NULL;
  output->serial += old.pad != NULL;
  output->is_discont = TRUE;

  return old;
}

static void
end_retired (GstDvripStreams *self, GstDvripOutput *old)
{
  if (!old->pad)
    return;

  gst_flow_combiner_remove_pad (self->combiner, old->pad);
  gst_pad_push_event (old->pad, gst_event_new_eos ());
  gst_dvrip_output_close (old, self->element);
}

/* What follows a pad cannot be told to become something else, so that its stream ends and another
 * one begins. The other pad changes with it: players go on to a new set of streams once all of the
 * old one have ended. The new pads come first, so that there is always one. */
static void
change_streams (GstDvripStreams *self, GstDvripOutput *output, GstCaps *caps)
{
  GstDvripOutput *other = output == &self->video ? &self->audio : &self->video;
  g_autoptr (GstCaps) other_caps = other->pad ? gst_pad_get_current_caps (other->pad) : NULL;
  GstDvripOutput old = retire (output), old_other = retire (other);

  open_outputs (self, output, caps, other_caps);
  self->has_said_all_pads = TRUE;
  gst_element_no_more_pads (self->element);

  end_retired (self, &old);
  end_retired (self, &old_other);
}

/* Players would rather know all streams before the first of them begins. */
static void
open_first (GstDvripStreams *self, GstDvripOutput *output, GstCaps *caps)
{
  gboolean is_all = self->knows_all && output == &self->video && !self->audio.pad;

  open_outputs (self, output, caps, is_all ? self->sound : NULL);
  if (!is_all || self->has_said_all_pads)
    return;

  self->has_said_all_pads = TRUE;
  gst_element_no_more_pads (self->element);
}

/**
 * gst_dvrip_streams_expect:
 * @sound: (nullable): what sound there will be beside the pictures; %NULL: none
 *
 * Tells what is known about the streams before any of them begins.
 */
void
gst_dvrip_streams_expect (GstDvripStreams *self,
                          GstCaps         *sound)
{
  self->knows_all = TRUE;
  gst_caps_replace (&self->sound, sound);
}

/**
 * gst_dvrip_streams_set_caps:
 * @output: one of the two
 * @caps: what its next buffers are
 *
 * Opens the pad if there is none, tells it what is new, or has another one take over.
 */
void
gst_dvrip_streams_set_caps (GstDvripStreams *self,
                            GstDvripOutput  *output,
                            GstCaps         *caps)
{
  if (!output->pad)
    open_first (self, output, caps);
  else if (gst_dvrip_output_can_take (output, caps))
    gst_dvrip_output_set_caps (output, caps);
  else
    change_streams (self, output, caps);
}

/**
 * gst_dvrip_streams_push:
 * @buffer: (transfer full): writable
 * @time: when it is shown or heard
 * @duration: for how long
 * @now: what comes next on the other pad may be as early; %GST_CLOCK_TIME_NONE: is as late as this
 *
 * Returns: what became of it, for all pads together
 */
GstFlowReturn
gst_dvrip_streams_push (GstDvripStreams *self,
                        GstDvripOutput  *output,
                        GstBuffer       *buffer,
                        GstClockTime     time,
                        GstClockTime     duration,
                        GstClockTime     now)
{
  GstDvripOutput *other = output == &self->video ? &self->audio : &self->video;
  GstFlowReturn flow = gst_dvrip_output_push (output, buffer, time, duration);

  gst_dvrip_output_fill (other, MIN (output->end, now));
  self->n_pictures += output == &self->video;
  say_all_pads (self);

  return combine (self, output, flow);
}

/**
 * gst_dvrip_streams_init:
 * @element: whose pads these are; outlives @self
 * @on_event: for events from downstream
 * @on_query: for queries from downstream
 */
void
gst_dvrip_streams_init (GstDvripStreams     *self,
                        GstElement          *element,
                        GstPadEventFunction  on_event,
                        GstPadQueryFunction  on_query)
{
  *self = (GstDvripStreams) {
    .element = element, .combiner = gst_flow_combiner_new (), .on_event = on_event,
    .on_query = on_query,
  };
  gst_segment_init (&self->segment, GST_FORMAT_TIME);
  gst_dvrip_streams_restart (self);
}

/**
 * gst_dvrip_streams_clear:
 *
 * Frees what @self holds. The pads belong to the element.
 */
void
gst_dvrip_streams_clear (GstDvripStreams *self)
{
  g_clear_pointer (&self->combiner, gst_flow_combiner_free);
  gst_clear_caps (&self->sound);
  gst_clear_object (&self->video.stream);
  gst_clear_object (&self->audio.stream);
}

/**
 * gst_dvrip_streams_restart:
 *
 * Forgets the times, after a flush or with a new segment. The pads stay.
 */
void
gst_dvrip_streams_restart (GstDvripStreams *self)
{
  gst_dvrip_output_reset (&self->video);
  gst_dvrip_output_reset (&self->audio);
  gst_flow_combiner_reset (self->combiner);
}

/**
 * gst_dvrip_streams_close:
 *
 * Takes the pads away and forgets the stream.
 */
void
gst_dvrip_streams_close (GstDvripStreams *self)
{
  gst_flow_combiner_clear (self->combiner);
  gst_dvrip_output_close (&self->video, self->element);
  gst_dvrip_output_close (&self->audio, self->element);
  gst_dvrip_streams_restart (self);
  gst_segment_init (&self->segment, GST_FORMAT_TIME);
  self->video.serial = self->audio.serial = 0;
  self->group = self->n_pictures = 0;
  self->knows_all = FALSE;
  gst_clear_caps (&self->sound);
  self->has_said_all_pads = FALSE;
}

/**
 * gst_dvrip_streams_has_any:
 *
 * Returns: %TRUE if anything was found in the stream
 */
gboolean
gst_dvrip_streams_has_any (const GstDvripStreams *self)
{
  return self->video.pad || self->audio.pad;
}

/**
 * gst_dvrip_streams_push_event:
 * @event: (transfer full): for all pads
 *
 * Returns: %TRUE if all of them took it
 */
gboolean
gst_dvrip_streams_push_event (GstDvripStreams *self,
                              GstEvent        *event)
{
  gboolean is_handled = TRUE;

  if (self->video.pad)
    is_handled &= gst_pad_push_event (self->video.pad, gst_event_ref (event));
  if (self->audio.pad)
    is_handled &= gst_pad_push_event (self->audio.pad, gst_event_ref (event));
  gst_event_unref (event);

  return is_handled;
}

/**
 * gst_dvrip_streams_skip_sound:
 * @time: of the pictures
 *
 * Says that no sound comes with the pictures from here on, so that nobody waits for it.
 */
void
gst_dvrip_streams_skip_sound (GstDvripStreams *self,
                              GstClockTime     time)
{
  if (self->audio.pad)
    gst_pad_push_event (self->audio.pad, gst_event_new_gap (time, GST_CLOCK_TIME_NONE));
}

/**
 * gst_dvrip_streams_end:
 * @event: (transfer full): the end of the stream
 *
 * Returns: %TRUE if all pads took it
 */
gboolean
gst_dvrip_streams_end (GstDvripStreams *self,
                       GstEvent        *event)
{
  if (!self->has_said_all_pads)
    gst_element_no_more_pads (self->element);
  self->has_said_all_pads = TRUE;

  return gst_dvrip_streams_push_event (self, event);
}
