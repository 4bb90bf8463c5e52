/* encoder-camera.c
 *
 * Asks a camera what it offers, chooses a mode for the main stream and builds a pipeline around it:
 * the main stream is passed on as it comes where that is what is wanted, and encoded otherwise; the
 * sub stream is always encoded. Neither costs anything while nobody watches it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-camera.h"

#include <glib/gi18n-lib.h>

#include "encoder-camera-mode.h"
#include "encoder-encoding.h"

typedef struct {
  EncoderOrigin base;
  char         *path;
  char         *element;    /* (nullable): in place of v4l2src */
  EncoderFormat formats[2];
} Camera;

static const char *
get_element (Camera *self)
{
  return self->element ? self->element : "v4l2src name=camera";
}

static void
set_device (Camera     *self,
            GstElement *bin)
{
  g_autoptr (GstElement) camera = gst_bin_get_by_name (GST_BIN (bin), "camera");

  if (camera)
    g_object_set (camera, "device", self->path, NULL);
}

/* What the camera can, by opening it. */
static GstCaps *
ask_camera (Camera  *self,
            GError **error)
{
  g_autoptr (GstElement) source = gst_parse_bin_from_description (get_element (self), TRUE, error);
  g_autoptr (GstPad) pad = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  GstCaps *caps = NULL;

  if (!source)
    return NULL;

  gst_object_ref_sink (source);
  set_device (self, source);
  bus = gst_bus_new ();
  gst_element_set_bus (source, bus);
  if (gst_element_set_state (source, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE) {
    pad = gst_element_get_static_pad (source, "src");
    caps = gst_pad_query_caps (pad, NULL);
  }
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (!caps && message)
    gst_message_parse_error (message, error, NULL);
  else if (!caps)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("it cannot be opened"));
  gst_element_set_bus (source, NULL);
  gst_element_set_state (source, GST_STATE_NULL);

  return caps;
}

static const char *
get_decoding (EncoderCameraKind kind)
{
  switch (kind) {
  case ENCODER_CAMERA_JPEG:
    return "jpegdec ! ";
  case ENCODER_CAMERA_H264:
    return "h264parse ! avdec_h264 max-threads=1 ! ";
  case ENCODER_CAMERA_H265:
    return "h265parse ! avdec_h265 max-threads=1 ! ";
  case ENCODER_CAMERA_RAW:
  default:
    return "";
  }
}

static const char *
get_parsing (EncoderCameraKind kind)
{
  switch (kind) {
  case ENCODER_CAMERA_H264:
    return "h264parse config-interval=-1 ! "
           "video/x-h264,stream-format=byte-stream,alignment=au ! ";
  case ENCODER_CAMERA_H265:
    return "h265parse config-interval=-1 ! "
           "video/x-h265,stream-format=byte-stream,alignment=au ! ";
  case ENCODER_CAMERA_JPEG:
    return "jpegparse ! ";
  case ENCODER_CAMERA_RAW:
  default:
    return "";
  }
}

/* Pictures are only left out, never doubled: a camera that is slower than the stream makes the stream
 * slower. */
static char *
describe_rate (const EncoderCameraMode *mode,
               const EncoderFormat     *format)
{
  int num, den;

  if (mode->fps > 0.0 && mode->fps <= format->fps * 1.02)
    return g_strdup ("");

  encoder_format_get_rate (format, &num, &den);
  return g_strdup_printf ("videorate drop-only=true skip-to-first=true ! "
                          "video/x-raw,framerate=%d/%d ! ", num, den);
}

static char *
describe_encoded (const EncoderCameraMode *mode,
                  const EncoderFormat     *format,
                  guint                    output)
{
  g_autofree char *encoding = encoder_encoding_describe (format);
  g_autofree char *rate = describe_rate (mode, format);

  return g_strdup_printf ("t. ! queue leaky=downstream max-size-buffers=4 ! valve name=gate%u ! "
                          "%s%svideoconvertscale ! "
                          "video/x-raw,format=I420,width=%u,height=%u,pixel-aspect-ratio=1/1 ! %s ! "
                          "appsink name=video%u", output, get_decoding (mode->kind), rate,
                          format->width, format->height, encoding, output);
}

static char *
describe (Camera                  *self,
          const EncoderCameraMode *mode)
{
  g_autofree char *main_stream =
    mode->is_passed ? g_strdup_printf ("t. ! queue ! %sappsink name=video0",
                                       get_parsing (mode->kind))
                    : describe_encoded (mode, &self->formats[0], 0);
  g_autofree char *sub_stream = describe_encoded (mode, &self->formats[1], 1);

  return g_strdup_printf ("%s ! capsfilter name=mode ! tee name=t %s %s", get_element (self),
                          main_stream, sub_stream);
}

static GstElement *
build (Camera                  *self,
       const EncoderCameraMode *mode,
       GError                 **error)
{
  g_autofree char *description = NULL;
  g_autoptr (GstElement) filter = NULL;
  GstElement *pipeline;

  if (!encoder_encoding_check (&self->formats[0], error) ||
      !encoder_encoding_check (&self->formats[1], error))
    return NULL;

  description = describe (self, mode);
  pipeline = gst_parse_launch (description, error);
  if (!pipeline)
    return NULL;

  filter = gst_bin_get_by_name (GST_BIN (pipeline), "mode");
  g_object_set (filter, "caps", mode->caps, NULL);
  set_device (self, pipeline);
  return pipeline;
}

static GstElement *
make (EncoderOrigin  *base,
      GError        **error)
{
  Camera *self = (Camera *) base;
  g_auto (EncoderCameraMode) mode = { 0 };
  g_autoptr (GstCaps) offered = NULL;

  if (!self->element && !encoder_camera_check (self->path, error))
    return NULL;

  offered = ask_camera (self, error);
  if (!offered)
    return NULL;

  if (!encoder_camera_mode_choose (offered, &self->formats[0], &mode)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _("it has no pictures that can be used: neither raw nor JPEG, H.264 or "
                           "H.265"));
    return NULL;
  }

  return build (self, &mode, error);
}

static char *
explain (EncoderOrigin *base,
         const GError  *cause)
{
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY))
    return g_strdup (_("another program has it"));
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return g_strdup (_("there is no such device"));
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ))
    return g_strdup (_("it was unplugged, or its driver gave up"));

  return NULL;
}

static void
clear (EncoderOrigin *base)
{
  Camera *self = (Camera *) base;

  g_free (self->path);
  g_free (self->element);
}

/**
 * encoder_camera_new:
 * @path: of the device
 * @element: (nullable): what takes the pictures instead of v4l2src, in the words of
 *   gst_parse_launch(), for tests
 * @formats: of main and sub stream
 *
 * Returns: (transfer full): an origin of two outputs
 */
EncoderOrigin *
encoder_camera_new (const char          *path,
                    const char          *element,
                    const EncoderFormat  formats[2])
{
  Camera *self = encoder_origin_new (Camera);

  self->base.name = g_strdup (path);
  self->base.n_outputs = 2;
  self->base.make = make;
  self->base.explain = explain;
  self->base.clear = clear;
  self->path = g_strdup (path);
  self->element = g_strdup (element);
  self->formats[0] = formats[0];
  self->formats[1] = formats[1];

  return &self->base;
}
