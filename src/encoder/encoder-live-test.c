/* encoder-live-test.c
 *
 * A pipeline paced by its clock, whose pictures are drawn at the moment at which they are due. What
 * is late by half a second is left out: a camera does not send its past.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-live-test.h"

#include "encoder-encoding.h"
#include "encoder-live-picture.h"
#include "encoder-picture-times.h"
#include "encoder-planes.h"

#define MAX_LATE (500 * GST_MSECOND)

typedef struct {
  EncoderOrigin base;
  guint         channel;
  EncoderFormat format;
  EncoderPtz   *ptz;      /* (transfer none): outlives every run */
} LiveTest;

/* What one pipeline needs to draw; its streaming thread's. */
typedef struct {
  LiveTest            *origin;
  GstElement          *pipeline;  /* (transfer none): owns this */
  EncoderPictureTimes *times;
  GstVideoInfo         info;
  guint8              *scratch;   /* planes without padding */
  guint                frame;
} Painter;

static void
painter_free (gpointer data)
{
  Painter *self = data;

  g_free (self->scratch);
  encoder_origin_unref (&self->origin->base);
  g_free (self);
}

static gboolean
is_late (Painter   *self,
         GstBuffer *buffer)
{
  GstClockTime now = gst_element_get_current_running_time (self->pipeline);

  return GST_CLOCK_TIME_IS_VALID (now) && now > GST_BUFFER_PTS (buffer) + MAX_LATE;
}

static GstPadProbeReturn
on_picture_due (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  Painter *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  EncoderLiveView view = { self->origin->channel, self->frame++, g_get_real_time (), { 0 } };

  if (is_late (self, buffer))
    return GST_PAD_PROBE_DROP;

  buffer = gst_buffer_make_writable (buffer);
  GST_PAD_PROBE_INFO_DATA (info) = buffer;
  encoder_ptz_get_position (self->origin->ptz, g_get_monotonic_time (), &view.position);
  encoder_live_picture_draw (&self->origin->format, &view, self->scratch);
  if (!encoder_planes_fill (buffer, &self->info, self->scratch))
    return GST_PAD_PROBE_DROP;

  encoder_picture_times_note (self->times, GST_BUFFER_PTS (buffer), view.real_us);

  return GST_PAD_PROBE_OK;
}

static void
add_painter (LiveTest   *origin,
             GstElement *pipeline)
{
  const EncoderFormat *format = &origin->format;
  g_autoptr (GstElement) source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  Painter *painter = g_new0 (Painter, 1);

  encoder_origin_ref (&origin->base);
  painter->origin = origin;
  painter->pipeline = pipeline;
  painter->times = encoder_picture_times_attach (pipeline);
  painter->scratch = g_malloc ((gsize) format->width * format->height * 3 / 2);
  gst_video_info_set_format (&painter->info, GST_VIDEO_FORMAT_I420, format->width, format->height);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_picture_due, painter, painter_free);
}

static GstElement *
make (EncoderOrigin  *base,
      GError        **error)
{
  LiveTest *self = (LiveTest *) base;
  g_autofree char *encoding = encoder_encoding_describe (&self->format);
  g_autofree char *description = NULL;
  GstElement *pipeline;
  int num, den;

  if (!encoder_encoding_check (&self->format, error))
    return NULL;

  encoder_format_get_rate (&self->format, &num, &den);
  description = g_strdup_printf ("videotestsrc name=source is-live=true pattern=black ! "
                                 "video/x-raw,format=I420,width=%u,height=%u,framerate=%d/%d,"
                                 "colorimetry=bt601 ! %s ! appsink name=video0",
                                 self->format.width, self->format.height, num, den, encoding);
  pipeline = gst_parse_launch (description, error);
  if (pipeline)
    add_painter (self, pipeline);

  return pipeline;
}

/**
 * encoder_live_test_new:
 * @channel: from 1
 * @ptz: (transfer none): where the channel's camera looks; stays until the last run is over
 *
 * Returns: (transfer full): an origin of one output
 */
EncoderOrigin *
encoder_live_test_new (guint                channel,
                       const EncoderFormat *format,
                       EncoderPtz          *ptz)
{
  LiveTest *self = encoder_origin_new (LiveTest);

  self->base.name = g_strdup ("test-live");
  self->base.n_outputs = 1;
  self->base.make = make;
  self->channel = channel;
  self->format = *format;
  self->ptz = ptz;

  return &self->base;
}
