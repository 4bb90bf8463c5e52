/* encoder-snapshot.c
 *
 * Decodes a stream from a key frame up to the picture that is wanted, and makes a JPEG of it; a
 * stream of JPEG pictures is one already. A picture that takes too many bytes is made again at a
 * lower quality.
 * Callable from any thread after gst_init(); never on the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-snapshot.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define DEADLINE (5 * GST_SECOND)

/* Beyond as many pictures after the key frame, the key frame itself will do. */
#define MAX_PICTURES 300

static const char *
get_decoder (DvripVideoCodec codec)
{
  switch (codec) {
  case DVRIP_VIDEO_H264:
    return "appsrc name=in format=time caps=\"video/x-h264,stream-format=byte-stream,"
           "alignment=au\" ! h264parse ! avdec_h264 max-threads=1 ! appsink name=out sync=false "
           "max-buffers=1";
  case DVRIP_VIDEO_H265:
    return "appsrc name=in format=time caps=\"video/x-h265,stream-format=byte-stream,"
           "alignment=au\" ! h265parse ! avdec_h265 max-threads=1 ! appsink name=out sync=false "
           "max-buffers=1";
  case DVRIP_VIDEO_MPEG4:
    return "appsrc name=in format=time caps=\"video/mpeg,mpegversion=4,systemstream=false\" ! "
           "mpeg4videoparse ! avdec_mpeg4 max-threads=1 ! appsink name=out sync=false "
           "max-buffers=1";
  case DVRIP_VIDEO_UNKNOWN:
  default:
    return NULL;
  }
}

static void
set_no_picture (GstElement  *pipeline,
                GError     **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message)
    gst_message_parse_error (message, error, NULL);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("No picture came out of the decoder"));
}

/* Pushes @buffers through a pipeline, and returns the last sample that comes out. */
static GstSample *
run (const char    *description,
     GstCaps       *caps,
     GstBufferList *buffers,
     GError       **error)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch_full (description, NULL,
                                                           GST_PARSE_FLAG_FATAL_ERRORS, error);
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstSample) last = NULL;
  GstSample *sample;

  if (!pipeline)
    return NULL;

  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_object_set (source, "max-bytes", G_GUINT64_CONSTANT (0), NULL);
  if (caps)
    g_object_set (source, "caps", caps, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_app_src_push_buffer_list (GST_APP_SRC (source), gst_buffer_list_ref (buffers));
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  while ((sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), DEADLINE))) {
    g_clear_pointer (&last, gst_sample_unref);
    last = sample;
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (!last)
    set_no_picture (pipeline, error);

  return g_steal_pointer (&last);
}

static GBytes *
get_bytes (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  gsize size = gst_buffer_get_size (buffer);
  guint8 *data = g_malloc (size);

  gst_buffer_extract (buffer, 0, data, size);
  return g_bytes_new_take (data, size);
}

static GBytes *
encode (GstSample  *picture,
        GError    **error)
{
  static const guint qualities[] = { 85, 60, 30 };
  g_autoptr (GstBufferList) buffers = gst_buffer_list_new ();

  gst_buffer_list_add (buffers, gst_buffer_ref (gst_sample_get_buffer (picture)));
  for (gsize i = 0; i < G_N_ELEMENTS (qualities); i++) {
    g_autofree char *description =
      g_strdup_printf ("appsrc name=in format=time ! videoconvert ! jpegenc quality=%u ! "
                       "appsink name=out sync=false", qualities[i]);
    g_autoptr (GstSample) sample = run (description, gst_sample_get_caps (picture), buffers,
                                        error);

    if (!sample)
      return NULL;
    if (gst_buffer_get_size (gst_sample_get_buffer (sample)) <= ENCODER_SNAPSHOT_MAX_BYTES)
      return get_bytes (sample);
  }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The picture is too large to be sent"));
  return NULL;
}

static GBytes *
decode_and_encode (DvripVideoCodec   codec,
                   GstBufferList    *buffers,
                   GError          **error)
{
  g_autoptr (GstSample) picture = run (get_decoder (codec), NULL, buffers, error);

  return picture ? encode (picture, error) : NULL;
}

static GBytes *
check_jpeg (GBytes  *jpeg,
            GError **error)
{
  if (g_bytes_get_size (jpeg) <= ENCODER_SNAPSHOT_MAX_BYTES)
    return jpeg;

  g_bytes_unref (jpeg);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("The picture is too large to be sent"));
  return NULL;
}

/* The key frame with which @index can be decoded. */
static guint
find_key_before (EncoderLoop *loop,
                 guint        index)
{
  while (index > 0 && !encoder_unit_is_key (encoder_loop_get_unit (loop, index)))
    index--;

  return index;
}

/**
 * encoder_snapshot_of_loop:
 * @index: of the picture, within the loop
 *
 * Returns: (transfer full) (nullable): the picture as JPEG
 */
GBytes *
encoder_snapshot_of_loop (EncoderLoop  *loop,
                          guint         index,
                          GError      **error)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);
  g_autoptr (GstBufferList) buffers = gst_buffer_list_new ();
  const EncoderUnit *wanted = encoder_loop_get_unit (loop, index);
  guint first = find_key_before (loop, index);

  if (info->codec == DVRIP_VIDEO_UNKNOWN)
    return check_jpeg (g_bytes_new (wanted->payload, wanted->payload_size), error);

  if (index - first > MAX_PICTURES)
    index = first;
  for (guint i = first; i <= index; i++) {
    const EncoderUnit *unit = encoder_loop_get_unit (loop, i);
    GstBuffer *buffer = gst_buffer_new_memdup (unit->payload, unit->payload_size);

    GST_BUFFER_PTS (buffer) = (i - first) * 40 * GST_MSECOND;
    gst_buffer_list_add (buffers, buffer);
  }

  return decode_and_encode (info->codec, buffers, error);
}

/**
 * encoder_snapshot_of_unit:
 * @payload: a key frame
 *
 * Returns: (transfer full) (nullable): the picture as JPEG
 */
GBytes *
encoder_snapshot_of_unit (const EncoderLoopInfo  *info,
                          GBytes                 *payload,
                          GError                **error)
{
  g_autoptr (GstBufferList) buffers = gst_buffer_list_new ();
  GstBuffer *buffer;

  if (info->codec == DVRIP_VIDEO_UNKNOWN)
    return check_jpeg (g_bytes_ref (payload), error);

  buffer = gst_buffer_new_wrapped_bytes (payload);
  GST_BUFFER_PTS (buffer) = 0;
  gst_buffer_list_add (buffers, buffer);
  return decode_and_encode (info->codec, buffers, error);
}
