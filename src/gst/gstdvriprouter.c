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

#include "gstdvripsound.h"

/* Single JPEG pictures come between those of a video now and then, and are left out. They are the
 * video if nothing else comes between as many of them: at the beginning, and after other video. */
#define STILLS_FIRST 2
#define STILLS_AFTER_VIDEO 10

/* So many frames settle what rate they really have. */
#define FRAMES_TO_MEASURE 100

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
gst_dvrip_router_fail (GstDvripRouter *self,
                       GstStreamError  code,
                       WallReason      reason,
                       const char     *sentence,
                       const char     *cause)
{
  gst_element_message_full_with_details (
    self->streams.element, GST_MESSAGE_ERROR, GST_STREAM_ERROR, code,
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
  if (gst_dvrip_streams_has_any (&self->streams))
    gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_LOST);
  self->is_waiting_for_key = TRUE;
  self->streams.video.is_discont = TRUE;
  self->streams.audio.is_discont = TRUE;
}

static GstFlowReturn
push_picture (GstDvripRouter *self, GstBuffer *payload, GstClockTime arrival, GstClockTime counted)
{
  GstDvripSmoother *smoother = &self->streams.video.smoother;

  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_VIDEO);
  if (!GST_CLOCK_TIME_IS_VALID (arrival))
    return gst_dvrip_streams_push (&self->streams, &self->streams.video, payload, counted,
                                   gst_dvrip_timeline_get_period (&self->timeline),
                                   GST_CLOCK_TIME_NONE);

  counted = gst_dvrip_smoother_next (smoother, arrival, self->streams.video.is_discont);
  return gst_dvrip_streams_push (&self->streams, &self->streams.video, payload, counted,
                                 gst_dvrip_smoother_get_period (smoother), arrival);
}

/* What was measured counts once there was time to measure it. */
static GstClockTime
get_measured_period (GstDvripRouter *self, GstClockTime arrival)
{
  if (self->streams.n_pictures < FRAMES_TO_MEASURE)
    return GST_CLOCK_TIME_NONE;

  return GST_CLOCK_TIME_IS_VALID (arrival)
    ? gst_dvrip_smoother_get_period (&self->streams.video.smoother)
    : gst_dvrip_timeline_get_period (&self->timeline);
}

static GstFlowReturn
fail_video (GstDvripRouter *self, const DvripUnitHeader *header, GstDvripVerdict verdict)
{
  g_autofree char *cause = NULL;

  if (verdict == GST_DVRIP_VERDICT_NO_CODEC) {
    cause = g_strdup_printf ("video codec %u", header->codec);
    return gst_dvrip_router_fail (self, GST_STREAM_ERROR_CODEC_NOT_FOUND, WALL_REASON_NO_DECODER,
                 _("The camera sends pictures of an unknown kind. "
                   "Choose H.264 or H.265 in the camera’s settings."), cause);
  }

  cause = g_strdup_printf ("Picture claims %u×%u pixels, the limit is %u×%u",
                           self->format.doubtful.width, self->format.doubtful.height,
                           GST_DVRIP_LONG_SIDE_MAX, GST_DVRIP_SHORT_SIDE_MAX);
  return gst_dvrip_router_fail (self, GST_STREAM_ERROR_DEMUX, WALL_REASON_BAD_DATA,
               _("The camera says that its pictures are larger than pictures can be."), cause);
}

/* A key frame that is not passed on takes with it what depends on it. */
static void
drop_key (GstDvripRouter *self, GstDvripVerdict verdict)
{
  GST_INFO_OBJECT (self->streams.element, "key frame dropped: %s",
                   verdict == GST_DVRIP_VERDICT_DOUBTFUL ? "doubtful" : "no picture");
  gst_dvrip_tally_add (&self->tally, verdict == GST_DVRIP_VERDICT_DOUBTFUL
                                       ? GST_DVRIP_TALLY_DOUBTFUL : GST_DVRIP_TALLY_SERVICE);
  gst_dvrip_router_lose (self);
}

static GstFlowReturn
handle_key (GstDvripRouter        *self,
            const DvripUnitHeader *header,
            GstBuffer             *payload,
            GstClockTime           arrival)
{
  GstDvripVerdict verdict = gst_dvrip_video_inspect (&self->format, header, payload);
  GstClockTime counted;
  g_autoptr (GstCaps) caps = NULL;

  if (verdict != GST_DVRIP_VERDICT_GOOD) {
    gst_buffer_unref (payload);
    if (verdict == GST_DVRIP_VERDICT_NO_CODEC || verdict == GST_DVRIP_VERDICT_TOO_LARGE)
      return fail_video (self, header, verdict);
    drop_key (self, verdict);
    return GST_FLOW_OK;
  }

  counted = gst_dvrip_timeline_key (&self->timeline, header);
  gst_dvrip_video_set_rate (&self->format, header->fps, get_measured_period (self, arrival));
  caps = gst_dvrip_video_make_caps (&self->format);
  gst_dvrip_streams_set_caps (&self->streams, &self->streams.video, caps);
  gst_dvrip_smoother_set_nominal (&self->streams.video.smoother,
                                  header->fps > 0 ? GST_SECOND / header->fps : 0);
  self->is_waiting_for_key = FALSE;
  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_KEY);

  return push_picture (self, payload, arrival, counted);
}

static gboolean
is_picture (GstDvripRouter *self, GstBuffer *payload)
{
  gboolean is_valid;
  GstMapInfo map;

  if (!gst_buffer_map (payload, &map, GST_MAP_READ))
    return FALSE;
  is_valid = gst_dvrip_picture_is_valid (map.data, MIN (map.size, GST_DVRIP_PICTURE_PREFIX),
                                         self->format.format.codec);
  gst_buffer_unmap (payload, &map);

  return is_valid;
}

static GstFlowReturn
drop (GstDvripRouter *self, GstBuffer *payload, GstDvripTallyKind kind)
{
  GST_LOG_OBJECT (self->streams.element, "%" G_GSIZE_FORMAT " bytes dropped, kind %u",
                  gst_buffer_get_size (payload), kind);
  gst_dvrip_tally_add (&self->tally, kind);
  gst_buffer_unref (payload);

  return GST_FLOW_OK;
}

static GstFlowReturn
handle_delta (GstDvripRouter *self, GstBuffer *payload, GstClockTime arrival)
{
  if (self->is_waiting_for_key)
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);
  if (!is_picture (self, payload))
    return drop (self, payload, GST_DVRIP_TALLY_SERVICE);

  if (self->format.format.codec != GST_DVRIP_CODEC_JPEG)
    GST_BUFFER_FLAG_SET (payload, GST_BUFFER_FLAG_DELTA_UNIT);

  return push_picture (self, payload, arrival, gst_dvrip_timeline_delta (&self->timeline));
}

static void
warn_of_sound (GstDvripRouter *self, guint8 codec)
{
  const char *name = gst_dvrip_sound_get_name (codec);
  g_autofree char *number = g_strdup_printf ("%u", codec);

  if (self->has_warned_of_sound)
    return;

  self->has_warned_of_sound = TRUE;
  GST_ELEMENT_WARNING (self->streams.element, STREAM, CODEC_NOT_FOUND,
                       (_("The camera’s sound (%s) cannot be played, and is left out. "
                          "Choose G.711 in the camera’s settings."), name ? name : number),
                       ("sound codec %u", codec));
}

static GstFlowReturn
handle_sound (GstDvripRouter        *self,
              const DvripUnitHeader *header,
              GstBuffer             *payload,
              GstClockTime           arrival)
{
  g_autoptr (GstCaps) caps = gst_dvrip_sound_make_caps (header);
  GstClockTime duration = gst_dvrip_sound_get_duration (header), time;
  GstFlowReturn flow;

  if (!caps) {
    warn_of_sound (self, header->codec);
    return drop (self, payload, GST_DVRIP_TALLY_UNPLAYED);
  }

  time = GST_CLOCK_TIME_IS_VALID (arrival)
    ? gst_dvrip_smoother_next (&self->streams.audio.smoother, arrival, self->streams.audio.is_discont)
    : gst_dvrip_timeline_sound (&self->timeline, duration);
  if (!GST_CLOCK_TIME_IS_VALID (time))
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);

  gst_dvrip_streams_set_caps (&self->streams, &self->streams.audio, caps);
  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_AUDIO);
  flow = gst_dvrip_streams_push (&self->streams, &self->streams.audio, payload, time, duration, arrival);
  gst_dvrip_smoother_set_exact (&self->streams.audio.smoother, duration);

  return flow;
}

static GstFlowReturn
release_still (GstDvripRouter *self)
{
  GstBuffer *still = g_steal_pointer (&self->still);

  return still ? handle_key (self, &self->still_header, still, self->still_arrival) : GST_FLOW_OK;
}

/* The first one waits for the second, which shows that it was not alone. */
static GstFlowReturn
keep_still (GstDvripRouter        *self,
            const DvripUnitHeader *header,
            GstBuffer             *payload,
            GstClockTime           arrival)
{
  self->still = payload;
  self->still_header = *header;
  self->still_arrival = arrival;

  return GST_FLOW_OK;
}

static GstFlowReturn
handle_still (GstDvripRouter        *self,
              const DvripUnitHeader *header,
              GstBuffer             *payload,
              GstClockTime           arrival)
{
  GstFlowReturn flow;

  if (self->streams.video.pad && self->format.format.codec == GST_DVRIP_CODEC_JPEG)
    return handle_key (self, header, payload, arrival);

  self->n_stills++;
  if (self->streams.video.pad && self->n_stills < STILLS_AFTER_VIDEO)
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);
  if (!self->streams.video.pad && self->n_stills == 1)
    return keep_still (self, header, payload, arrival);

  flow = release_still (self);
  if (flow == GST_FLOW_OK)
    return handle_key (self, header, payload, arrival);

  gst_buffer_unref (payload);
  return flow;
}

static void
forget_stills (GstDvripRouter *self)
{
  self->n_stills = 0;
  if (!self->still)
    return;

  gst_clear_buffer (&self->still);
  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_SKIPPED);
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
    forget_stills (self);
    return handle_key (self, header, payload, arrival);
  case DVRIP_UNIT_P:
    forget_stills (self);
    return handle_delta (self, payload, arrival);
  case DVRIP_UNIT_AUDIO:
    return handle_sound (self, header, payload, arrival);
  case DVRIP_UNIT_PICTURE:
    return handle_still (self, header, payload, arrival);
  case DVRIP_UNIT_INFO:
    break;
  }

  return drop (self, payload, GST_DVRIP_TALLY_INFO);
}

/**
 * gst_dvrip_router_init:
 * @element: whose pads these are; outlives @self
 */
void
gst_dvrip_router_init (GstDvripRouter *self,
                       GstElement     *element)
{
  *self = (GstDvripRouter) { .is_waiting_for_key = TRUE };
  gst_dvrip_streams_init (&self->streams, element);
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
  gst_dvrip_streams_clear (&self->streams);
  gst_clear_buffer (&self->still);
  gst_dvrip_video_clear (&self->format);
}

/**
 * gst_dvrip_router_restart:
 *
 * Forgets the times, after a flush or with a new segment. The pads stay.
 */
void
gst_dvrip_router_restart (GstDvripRouter *self)
{
  gst_dvrip_streams_restart (&self->streams);
  gst_dvrip_timeline_init (&self->timeline);
  gst_clear_buffer (&self->still);
  self->n_stills = 0;
  self->is_waiting_for_key = TRUE;
}

/**
 * gst_dvrip_router_close:
 *
 * Takes the pads away and forgets the stream.
 */
void
gst_dvrip_router_close (GstDvripRouter *self)
{
  gst_dvrip_streams_close (&self->streams);
  gst_dvrip_router_restart (self);
  gst_dvrip_video_clear (&self->format);
  self->has_warned_of_sound = FALSE;
}

/**
 * gst_dvrip_router_drain:
 *
 * At the end of a stream: a picture that was alone is shown after all.
 */
void
gst_dvrip_router_drain (GstDvripRouter *self)
{
  if (!self->streams.video.pad)
    release_still (self);
}
