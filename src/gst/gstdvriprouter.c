/* gstdvriprouter.c
 *
 * What each unit becomes: a picture or sound on a pad, or nothing. Nothing is pushed before the
 * first key frame, nor after a loss until the next one.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvriprouter.h"

#include <glib/gi18n-lib.h>

/* No larger picture is passed on: a decoder takes memory on the strength of these numbers. */
#define LONG_SIDE_MAX 8192
#define SHORT_SIDE_MAX 4320

/* Where no sound came with as many pictures, there is none; where nothing but JPEG pictures came,
 * there is no video. */
#define UNITS_WITHOUT_SOUND 50
#define PICTURES_WITHOUT_VIDEO 10

GST_DEBUG_CATEGORY_EXTERN (dvripdemux_debug);
#define GST_CAT_DEFAULT dvripdemux_debug

/**
 * gst_dvrip_router_fail:
 * @reason: travels in the message's details
 * @sentence: for the user, translated
 * @cause: for the debug text
 *
 * Posts an error.
 *
 * Returns: %GST_FLOW_ERROR
 */
GstFlowReturn
gst_dvrip_router_fail (GstDvripRouter   *self,
      GstStreamError   code,
      WallReason       reason,
      const char      *sentence,
      const char      *cause)
{
  gst_element_message_full_with_details (
    self->element, GST_MESSAGE_ERROR, GST_STREAM_ERROR, code,
    g_strdup (sentence), g_strdup (cause), __FILE__, G_STRFUNC, __LINE__,
    gst_structure_new ("details",
                       "reason", G_TYPE_STRING, wall_reason_to_nick (reason),
                       "ret", G_TYPE_INT, 0,
                       NULL));

  return GST_FLOW_ERROR;
}

/**
 * gst_dvrip_router_lose:
 *
 * Something is missing from here on: nothing can be decoded before the next key frame.
 */
void
gst_dvrip_router_lose (GstDvripRouter *self)
{
  self->is_waiting_for_key = TRUE;
  self->video.is_discont = TRUE;
  self->audio.is_discont = TRUE;
}

static void
say_all_pads (GstDvripRouter *self)
{
  if (self->has_said_all_pads)
    return;
  if (!(self->video.pad && self->audio.pad) && self->n_video < UNITS_WITHOUT_SOUND)
    return;

  self->has_said_all_pads = TRUE;
  gst_element_no_more_pads (self->element);
}

/* A pad that is not linked is no reason to stop while another may still come. */
static GstFlowReturn
combine (GstDvripRouter *self, GstDvripOutput *output, GstFlowReturn flow)
{
  flow = gst_flow_combiner_update_pad_flow (self->combiner, output->pad, flow);

  return flow == GST_FLOW_NOT_LINKED && !self->has_said_all_pads ? GST_FLOW_OK : flow;
}

static GstFlowReturn
push (GstDvripRouter *self,
      GstDvripOutput *output,
      GstBuffer      *buffer,
      GstClockTime    arrival,
      GstClockTime    duration)
{
  GstDvripOutput *other = output == &self->video ? &self->audio : &self->video;
  GstFlowReturn flow;

  if (!GST_CLOCK_TIME_IS_VALID (arrival))
    gst_dvrip_output_join (output, other->end);
  flow = gst_dvrip_output_push (output, buffer, arrival, duration);

  /* However long this lasts: what comes next on the other pad may be as early as now. */
  gst_dvrip_output_fill (other, GST_CLOCK_TIME_IS_VALID (arrival) ? MIN (output->end, arrival)
                                                                  : output->end);
  say_all_pads (self);

  return combine (self, output, flow);
}

static GstCaps *
make_video_caps (const GstDvripSps *sps, const DvripUnitHeader *header, DvripVideoCodec codec)
{
  guint width = sps->width > 0 ? sps->width : header->width;
  guint height = sps->width > 0 ? sps->height : header->height;
  GstCaps *caps = gst_caps_new_simple (
    codec == DVRIP_VIDEO_H265 ? "video/x-h265" : "video/x-h264",
    "stream-format", G_TYPE_STRING, "byte-stream",
    "alignment", G_TYPE_STRING, "au", NULL);

  if (width > 0 && height > 0)
    gst_caps_set_simple (caps, "width", G_TYPE_INT, (int) width,
                         "height", G_TYPE_INT, (int) height, NULL);
  if (header->fps > 0)
    gst_caps_set_simple (caps, "framerate", GST_TYPE_FRACTION, (int) header->fps, 1, NULL);

  return caps;
}

/* What the pictures are, by their own word first, and by the header's where they do not say. */
static DvripVideoCodec
inspect_key (GstDvripRouter *self, const DvripUnitHeader *header, GstBuffer *payload)
{
  DvripVideoCodec codec;
  GstMapInfo map;

  if (!gst_buffer_map (payload, &map, GST_MAP_READ))
    return DVRIP_VIDEO_UNKNOWN;

  codec = gst_dvrip_picture_find_codec (map.data, map.size);
  if (codec == DVRIP_VIDEO_UNKNOWN)
    codec = (DvripVideoCodec) header->codec;
  if (codec == DVRIP_VIDEO_H264 || codec == DVRIP_VIDEO_H265)
    if (!gst_dvrip_sps_update (&self->sps, map.data, map.size, codec))
      gst_dvrip_sps_clear (&self->sps);
  gst_buffer_unmap (payload, &map);

  return codec;
}

static GstFlowReturn
check_video (GstDvripRouter *self, DvripVideoCodec codec)
{
  guint long_side = MAX (self->sps.width, self->sps.height);
  guint short_side = MIN (self->sps.width, self->sps.height);
  g_autofree char *cause = NULL;

  if (codec != DVRIP_VIDEO_H264 && codec != DVRIP_VIDEO_H265) {
    cause = g_strdup_printf ("video codec %u", codec);
    return gst_dvrip_router_fail (self, GST_STREAM_ERROR_CODEC_NOT_FOUND, WALL_REASON_NO_DECODER,
                 _("The camera sends pictures that are neither H.264 nor H.265. "
                   "Choose one of the two in the camera’s settings."), cause);
  }

  if (long_side > LONG_SIDE_MAX || short_side > SHORT_SIDE_MAX) {
    cause = g_strdup_printf ("Picture claims %u×%u pixels, the limit is %u×%u",
                             self->sps.width, self->sps.height, LONG_SIDE_MAX, SHORT_SIDE_MAX);
    return gst_dvrip_router_fail (self, GST_STREAM_ERROR_DEMUX, WALL_REASON_BAD_DATA,
                 _("The camera says that its pictures are larger than pictures can be."), cause);
  }

  return GST_FLOW_OK;
}

static GstFlowReturn
handle_key (GstDvripRouter         *self,
            const DvripUnitHeader *header,
            GstBuffer             *payload,
            GstClockTime           arrival)
{
  DvripVideoCodec codec = inspect_key (self, header, payload);
  GstFlowReturn flow = check_video (self, codec);
  g_autoptr (GstCaps) caps = NULL;

  if (flow != GST_FLOW_OK) {
    gst_buffer_unref (payload);
    return flow;
  }

  caps = make_video_caps (&self->sps, header, codec);
  gst_dvrip_output_set_caps (&self->video, self->element, caps, &self->segment,
                             self->combiner, "video");
  gst_dvrip_smoother_set_nominal (&self->video.smoother,
                                  header->fps > 0 ? GST_SECOND / header->fps : 0);
  self->codec = codec;
  self->is_waiting_for_key = FALSE;
  self->n_video++;

  return push (self, &self->video, payload, arrival, GST_CLOCK_TIME_NONE);
}

static gboolean
is_picture (GstDvripRouter *self, GstBuffer *payload)
{
  gboolean is_valid;
  GstMapInfo map;

  if (!gst_buffer_map (payload, &map, GST_MAP_READ))
    return FALSE;
  is_valid = gst_dvrip_picture_is_valid (map.data, map.size, self->codec);
  gst_buffer_unmap (payload, &map);

  return is_valid;
}

static GstFlowReturn
handle_delta (GstDvripRouter *self, GstBuffer *payload, GstClockTime arrival)
{
  if (self->is_waiting_for_key || !is_picture (self, payload)) {
    GST_LOG_OBJECT (self->element, "dropped: %s",
                    self->is_waiting_for_key ? "no key frame" : "no picture");
    gst_buffer_unref (payload);
    return GST_FLOW_OK;
  }

  self->n_video++;
  GST_BUFFER_FLAG_SET (payload, GST_BUFFER_FLAG_DELTA_UNIT);

  return push (self, &self->video, payload, arrival, GST_CLOCK_TIME_NONE);
}

static const char *
get_sound_type (guint8 codec)
{
  switch (codec) {
  case DVRIP_AUDIO_ALAW:
    return "audio/x-alaw";
  case DVRIP_AUDIO_MULAW:
    return "audio/x-mulaw";
  default:
    return NULL;
  }
}

static void
warn_of_sound (GstDvripRouter *self, guint8 codec)
{
  if (self->has_warned_of_sound)
    return;

  self->has_warned_of_sound = TRUE;
  GST_ELEMENT_WARNING (self->element, STREAM, CODEC_NOT_FOUND,
                       (_("The camera’s sound is not G.711, and is left out.")),
                       ("sound codec %u", codec));
}

/* Samples of G.711 have a byte each, so that the unit's length is known to the sample. */
static GstFlowReturn
handle_sound (GstDvripRouter         *self,
              const DvripUnitHeader *header,
              GstBuffer             *payload,
              GstClockTime           arrival)
{
  const char *type = get_sound_type (header->codec);
  guint rate = header->sample_rate > 0 ? header->sample_rate : 8000;
  GstClockTime duration = gst_util_uint64_scale (header->payload_size, GST_SECOND, rate);
  g_autoptr (GstCaps) caps = NULL;
  GstFlowReturn flow;

  if (!type) {
    warn_of_sound (self, header->codec);
    gst_buffer_unref (payload);
    return GST_FLOW_OK;
  }

  caps = gst_caps_new_simple (type, "rate", G_TYPE_INT, (int) rate,
                              "channels", G_TYPE_INT, 1, NULL);
  gst_dvrip_output_set_caps (&self->audio, self->element, caps, &self->segment,
                             self->combiner, "audio");
  flow = push (self, &self->audio, payload, arrival, duration);
  gst_dvrip_smoother_set_exact (&self->audio.smoother, duration);

  return flow;
}

/* Single JPEG pictures come between those of a video now and then, and are left out. */
static GstFlowReturn
handle_picture (GstDvripRouter *self, GstBuffer *payload)
{
  gst_buffer_unref (payload);
  if (self->video.pad || ++self->n_pictures < PICTURES_WITHOUT_VIDEO)
    return GST_FLOW_OK;

  return gst_dvrip_router_fail (self, GST_STREAM_ERROR_CODEC_NOT_FOUND, WALL_REASON_NO_DECODER,
               _("The camera sends nothing but single JPEG pictures. "
                 "Choose H.264 or H.265 in the camera’s settings."), "no video unit");
}

/**
 * gst_dvrip_router_handle:
 * @payload: (transfer full): what follows the header; writable
 * @arrival: when the unit's first byte came; %GST_CLOCK_TIME_NONE if nobody knows
 *
 * Sends a unit where it belongs, or drops it.
 *
 * Returns: what became of it, for all pads together
 */
GstFlowReturn
gst_dvrip_router_handle (GstDvripRouter        *self,
                         const DvripUnitHeader *header,
                         GstBuffer             *payload,
                         GstClockTime           arrival)
{
  if (header->payload_size == 0) {
    gst_buffer_unref (payload);
    return GST_FLOW_OK;
  }

  switch (header->kind) {
  case DVRIP_UNIT_I:
    return handle_key (self, header, payload, arrival);
  case DVRIP_UNIT_P:
    return handle_delta (self, payload, arrival);
  case DVRIP_UNIT_AUDIO:
    return handle_sound (self, header, payload, arrival);
  case DVRIP_UNIT_PICTURE:
    return handle_picture (self, payload);
  case DVRIP_UNIT_INFO:
    break;
  }

  gst_buffer_unref (payload);
  return GST_FLOW_OK;
}

/**
 * gst_dvrip_router_init:
 * @element: whose pads these are; outlives @self
 */
void
gst_dvrip_router_init (GstDvripRouter *self,
                       GstElement     *element)
{
  *self = (GstDvripRouter) { .element = element, .combiner = gst_flow_combiner_new () };
  gst_segment_init (&self->segment, GST_FORMAT_TIME);
  gst_dvrip_router_restart (self);
}

/**
 * gst_dvrip_router_clear:
 *
 * Frees what @self holds. The pads belong to the element.
 */
void
gst_dvrip_router_clear (GstDvripRouter *self)
{
  g_clear_pointer (&self->combiner, gst_flow_combiner_free);
  gst_dvrip_sps_clear (&self->sps);
}

/**
 * gst_dvrip_router_restart:
 *
 * Forgets the times, after a flush or with a new segment. The pads stay.
 */
void
gst_dvrip_router_restart (GstDvripRouter *self)
{
  gst_dvrip_output_reset (&self->video);
  gst_dvrip_output_reset (&self->audio);
  gst_flow_combiner_reset (self->combiner);
  self->is_waiting_for_key = TRUE;
}

static void
close_output (GstDvripRouter *self, GstDvripOutput *output)
{
  if (!output->pad)
    return;

  gst_flow_combiner_remove_pad (self->combiner, output->pad);
  gst_element_remove_pad (self->element, g_steal_pointer (&output->pad));
}

/**
 * gst_dvrip_router_close:
 *
 * Takes the pads away and forgets the stream.
 */
void
gst_dvrip_router_close (GstDvripRouter *self)
{
  close_output (self, &self->video);
  close_output (self, &self->audio);
  gst_dvrip_router_restart (self);
  gst_dvrip_sps_clear (&self->sps);
  gst_segment_init (&self->segment, GST_FORMAT_TIME);
  self->codec = DVRIP_VIDEO_UNKNOWN;
  self->n_video = self->n_pictures = 0;
  self->has_said_all_pads = self->has_warned_of_sound = FALSE;
}

/**
 * gst_dvrip_router_has_pads:
 *
 * Returns: %TRUE if anything was found in the stream
 */
gboolean
gst_dvrip_router_has_pads (GstDvripRouter *self)
{
  return self->video.pad || self->audio.pad;
}

/**
 * gst_dvrip_router_push_event:
 * @event: (transfer full): for all pads
 *
 * Returns: %TRUE if all of them took it
 */
gboolean
gst_dvrip_router_push_event (GstDvripRouter *self,
                             GstEvent       *event)
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
 * gst_dvrip_router_end:
 * @event: (transfer full): the end of the stream
 *
 * Returns: %TRUE if all pads took it
 */
gboolean
gst_dvrip_router_end (GstDvripRouter *self,
                      GstEvent       *event)
{
  if (!self->has_said_all_pads)
    gst_element_no_more_pads (self->element);
  self->has_said_all_pads = TRUE;

  return gst_dvrip_router_push_event (self, event);
}
