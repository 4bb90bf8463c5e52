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

#include "gstdvripcounter.h"
#include "gstdvripsound.h"

/* Single JPEG pictures come between those of a video now and then, and are left out. They are the
 * video if nothing else comes between as many of them: at the beginning, and after other video. */
#define STILLS_FIRST 2

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
  self->has_failed = TRUE;
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
drop (GstDvripRouter *self, GstBuffer *payload, GstDvripTallyKind kind)
{
  GST_LOG_OBJECT (self->streams.element, "%" G_GSIZE_FORMAT " bytes dropped, kind %u",
                  gst_buffer_get_size (payload), kind);
  gst_dvrip_tally_add (&self->tally, kind);
  gst_buffer_unref (payload);

  return GST_FLOW_OK;
}

static gboolean
has_time (const GstDvripStamp *stamp)
{
  return GST_CLOCK_TIME_IS_VALID (stamp->arrival) || GST_CLOCK_TIME_IS_VALID (stamp->counted);
}

static GstFlowReturn
push_picture (GstDvripRouter *self, GstBuffer *payload, GstDvripStamp stamp)
{
  GstDvripSmoother *smoother = &self->streams.video.smoother;

  GstClockTime time;

  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_VIDEO);
  if (!GST_CLOCK_TIME_IS_VALID (stamp.arrival))
    return gst_dvrip_streams_push (&self->streams, &self->streams.video, payload, stamp.counted,
                                   stamp.period, GST_CLOCK_TIME_NONE);

  time = gst_dvrip_smoother_next (smoother, stamp.arrival, self->streams.video.is_discont);
  return gst_dvrip_streams_push (&self->streams, &self->streams.video, payload, time,
                                 gst_dvrip_smoother_get_period (smoother), stamp.arrival);
}

/* What was measured counts once there was time to measure it. */
static GstClockTime
get_measured_period (GstDvripRouter *self, GstDvripStamp stamp)
{
  if (self->streams.n_pictures < FRAMES_TO_MEASURE)
    return GST_CLOCK_TIME_NONE;

  return GST_CLOCK_TIME_IS_VALID (stamp.arrival)
    ? gst_dvrip_smoother_get_period (&self->streams.video.smoother) : stamp.period;
}

static GstFlowReturn
fail_video (GstDvripRouter *self, const DvripUnitHeader *header, GstDvripVerdict verdict)
{
  g_autofree char *cause = NULL;

  if (verdict == GST_DVRIP_VERDICT_NO_CODEC) {
    cause = g_strdup_printf ("video codec %u", header->codec);
    return gst_dvrip_router_fail (self, GST_STREAM_ERROR_CODEC_NOT_FOUND, WALL_REASON_UNSUPPORTED,
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
            GstDvripStamp          stamp)
{
  GstDvripVerdict verdict = gst_dvrip_video_inspect (&self->format, header, payload);
  g_autoptr (GstCaps) caps = NULL;

  if (verdict != GST_DVRIP_VERDICT_GOOD) {
    gst_buffer_unref (payload);
    if (verdict == GST_DVRIP_VERDICT_NO_CODEC || verdict == GST_DVRIP_VERDICT_TOO_LARGE)
      return fail_video (self, header, verdict);
    drop_key (self, verdict);
    return GST_FLOW_OK;
  }

  if (!has_time (&stamp))
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);

  gst_dvrip_video_set_rate (&self->format, header->fps, get_measured_period (self, stamp));
  caps = gst_dvrip_video_make_caps (&self->format);
  gst_dvrip_streams_set_caps (&self->streams, &self->streams.video, caps);
  gst_dvrip_smoother_set_nominal (&self->streams.video.smoother,
                                  header->fps > 0 ? GST_SECOND / header->fps : 0);
  self->is_waiting_for_key = FALSE;
  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_KEY);

  return push_picture (self, payload, stamp);
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
handle_delta (GstDvripRouter *self, GstBuffer *payload, GstDvripStamp stamp)
{
  if (self->is_waiting_for_key)
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);
  if (!is_picture (self, payload) || !has_time (&stamp))
    return drop (self, payload, GST_DVRIP_TALLY_SERVICE);

  if (self->format.format.codec != GST_DVRIP_CODEC_JPEG)
    GST_BUFFER_FLAG_SET (payload, GST_BUFFER_FLAG_DELTA_UNIT);

  return push_picture (self, payload, stamp);
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
              GstDvripStamp          stamp)
{
  g_autoptr (GstCaps) caps = gst_dvrip_sound_make_caps (header);
  GstClockTime duration = gst_dvrip_sound_get_duration (header), time = stamp.counted;
  GstDvripOutput *output = &self->streams.audio;
  GstFlowReturn flow;

  if (!caps) {
    warn_of_sound (self, header->codec);
    return drop (self, payload, GST_DVRIP_TALLY_UNPLAYED);
  }

  if (!has_time (&stamp))
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);

  gst_dvrip_streams_set_caps (&self->streams, output, caps);
  gst_dvrip_tally_add (&self->tally, GST_DVRIP_TALLY_AUDIO);
  gst_buffer_set_size (payload, (gssize) gst_dvrip_sound_get_size (header));
  if (GST_CLOCK_TIME_IS_VALID (stamp.arrival))
    time = gst_dvrip_smoother_next (&output->smoother, stamp.arrival, output->is_discont);
  flow = gst_dvrip_streams_push (&self->streams, output, payload, time, duration, stamp.arrival);
  gst_dvrip_smoother_set_exact (&output->smoother, duration);

  return flow;
}

static GstFlowReturn
release_still (GstDvripRouter *self)
{
  GstBuffer *still = g_steal_pointer (&self->still);

  return still ? handle_key (self, &self->still_header, still, self->still_stamp) : GST_FLOW_OK;
}

/* The first one waits for the second, which shows that it was not alone. */
static GstFlowReturn
keep_still (GstDvripRouter        *self,
            const DvripUnitHeader *header,
            GstBuffer             *payload,
            GstDvripStamp          stamp)
{
  self->still = payload;
  self->still_header = *header;
  self->still_stamp = stamp;

  return GST_FLOW_OK;
}

static GstFlowReturn
handle_still (GstDvripRouter        *self,
              const DvripUnitHeader *header,
              GstBuffer             *payload,
              GstDvripStamp          stamp)
{
  GstFlowReturn flow;

  if (self->streams.video.pad && self->format.format.codec == GST_DVRIP_CODEC_JPEG)
    return handle_key (self, header, payload, stamp);

  self->n_stills++;
  if (self->streams.video.pad && self->n_stills < GST_DVRIP_STILLS_AFTER_VIDEO)
    return drop (self, payload, GST_DVRIP_TALLY_SKIPPED);
  if (!self->streams.video.pad && self->n_stills < STILLS_FIRST && !self->expects_stills)
    return keep_still (self, header, payload, stamp);

  flow = release_still (self);
  if (flow == GST_FLOW_OK)
    return handle_key (self, header, payload, stamp);

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
 * @stamp: its time
 *
 * Sends a unit where it belongs, or drops it.
 *
 * Returns: what became of it, for all pads together
 */
GstFlowReturn
gst_dvrip_router_handle (GstDvripRouter        *self,
                         const DvripUnitHeader *header,
                         GstBuffer             *payload,
                         GstDvripStamp          stamp)
{
  if (header->payload_size == 0) {
    gst_buffer_unref (payload);
    return GST_FLOW_OK;
  }

  switch (header->kind) {
  case DVRIP_UNIT_I:
    forget_stills (self);
    return handle_key (self, header, payload, stamp);
  case DVRIP_UNIT_P:
    forget_stills (self);
    return handle_delta (self, payload, stamp);
  case DVRIP_UNIT_AUDIO:
    return handle_sound (self, header, payload, stamp);
  case DVRIP_UNIT_PICTURE:
    return handle_still (self, header, payload, stamp);
  case DVRIP_UNIT_INFO:
    break;
  }

  return drop (self, payload, GST_DVRIP_TALLY_INFO);
}

/**
 * gst_dvrip_router_init:
 * @element: whose pads these are; outlives @self
 * @on_event: for events from downstream
 * @on_query: for queries from downstream
 */
void
gst_dvrip_router_init (GstDvripRouter      *self,
                       GstElement          *element,
                       GstPadEventFunction  on_event,
                       GstPadQueryFunction  on_query)
{
  *self = (GstDvripRouter) { .is_waiting_for_key = TRUE };
  gst_dvrip_streams_init (&self->streams, element, on_event, on_query);
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
  gst_dvrip_video_restart (&self->format);
  self->has_failed = FALSE;
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
  self->expects_stills = FALSE;
  self->has_warned_of_sound = FALSE;
}

/**
 * gst_dvrip_router_finish:
 *
 * At the end of a stream: a picture that was alone is shown after all. If there was nothing at all,
 * that is an error, which is posted.
 *
 * Returns: %TRUE if there was anything
 */
gboolean
gst_dvrip_router_finish (GstDvripRouter *self)
{
  if (!self->streams.video.pad)
    release_still (self);
  if (gst_dvrip_streams_has_any (&self->streams))
    return TRUE;

  gst_dvrip_router_fail (self, GST_STREAM_ERROR_WRONG_TYPE, WALL_REASON_BAD_DATA,
                         _("There is neither a picture nor sound in the stream."),
                         "end of the stream before any unit");
  return FALSE;
}
