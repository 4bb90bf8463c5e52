/* wall-decoder.c
 *
 * From compressed video to raw frames: a bin of a parser and a decoder, both from a short list of
 * elements that are known to behave. A picture larger than the limit is refused between the two, so
 * that no decoder takes memory for it. JPEG needs no parser: each buffer is a picture, whose markers
 * are read here.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-decoder.h"

#include <glib/gi18n-lib.h>

#include "wall-jpeg.h"
#include "wall-reason.h"
#include "wall-sandbox.h"

#define MAX_DECODERS 3

struct _WallCodec {
  const char *name;                    /* as people write it */
  const char *media_type;
  int         mpeg_version;            /* 0: its media type says all */
  const char *parser;                  /* (nullable): each buffer is a JPEG picture */
  const char *parser_package;          /* Debian's */
  const char *decoders[MAX_DECODERS];  /* in order of preference */
  const char *decoder_package;
};

static const WallCodec codecs[] = {
  {
    .name = "H.264",
    .media_type = "video/x-h264",
    .parser = "h264parse",
    .parser_package = "gstreamer1.0-plugins-bad",
    .decoders = { "avdec_h264", "openh264dec" },
    .decoder_package = "gstreamer1.0-libav",
  },
  {
    .name = "H.265",
    .media_type = "video/x-h265",
    .parser = "h265parse",
    .parser_package = "gstreamer1.0-plugins-bad",
    .decoders = { "avdec_h265", "libde265dec" },
    .decoder_package = "gstreamer1.0-libav",
  },
  {
    .name = "JPEG",
    .media_type = "image/jpeg",
    .decoders = { "jpegdec" },
    .decoder_package = "gstreamer1.0-plugins-good",
  },
  {
    .name = "MPEG-4",
    .media_type = "video/mpeg",
    .mpeg_version = 4,
    .parser = "mpeg4videoparse",
    .parser_package = "gstreamer1.0-plugins-bad",
    .decoders = { "avdec_mpeg4" },
    .decoder_package = "gstreamer1.0-libav",
  },
};

static gboolean
is_installed (const char *element)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (element);

  return factory != NULL;
}

static const char *
find_decoder (const WallCodec *self)
{
  for (guint i = 0; i < MAX_DECODERS && self->decoders[i]; i++) {
    if (is_installed (self->decoders[i]))
      return self->decoders[i];
  }

  return NULL;
}

static void
set_if_known (GstElement *element,
              const char *property,
              const char *value)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), property))
    gst_util_set_object_arg (G_OBJECT (element), property, value);
}

/* One thread a decoder: many cameras parallelise by themselves, and frame threads hold frames back.
 * A picture with errors in it is shown: it is more than none, and the loss is told by counting. */
static void
configure_decoder (GstElement *decoder)
{
  set_if_known (decoder, "max-threads", "1");
  set_if_known (decoder, "output-corrupt", "true");
  set_if_known (decoder, "max-errors", "-1");
}

static gboolean
is_too_large (int width,
              int height)
{
  return width > WALL_DECODER_MAX_WIDTH || height > WALL_DECODER_MAX_HEIGHT;
}

static void
refuse_size (GstPad *pad,
             int     width,
             int     height)
{
  g_autoptr (GstElement) parser = gst_pad_get_parent_element (pad);

  if (!parser)
    return;

  GST_ELEMENT_ERROR_WITH_DETAILS (
    parser, STREAM, DECODE,
    (_("A picture of %d×%d is beyond the limit of %d×%d."), width, height,
     WALL_DECODER_MAX_WIDTH, WALL_DECODER_MAX_HEIGHT),
    ("the stream's own parameters say so"),
    ("reason", G_TYPE_STRING, wall_reason_to_nick (WALL_REASON_BAD_DATA), NULL));
}

/* The parser knows the size from the stream itself, before the decoder does. */
static GstPadProbeReturn
on_parsed_event (GstPad          *pad,
                 GstPadProbeInfo *info,
                 gpointer         user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  int width = 0, height = 0;
  GstStructure *structure;
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;

  gst_event_parse_caps (event, &caps);
  structure = gst_caps_get_structure (caps, 0);
  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  if (!is_too_large (width, height))
    return GST_PAD_PROBE_OK;

  refuse_size (pad, width, height);
  gst_event_unref (event);
  GST_PAD_PROBE_INFO_DATA (info) = NULL;
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_NOT_NEGOTIATED;

  return GST_PAD_PROBE_HANDLED;
}

static void
refuse_format (GstPad  *pad,
               GstCaps *caps)
{
  g_autoptr (GstElement) decoder = gst_pad_get_parent_element (pad);
  const char *format = gst_structure_get_string (gst_caps_get_structure (caps, 0), "format");

  if (!decoder)
    return;

  GST_ELEMENT_ERROR_WITH_DETAILS (
    decoder, STREAM, FORMAT,
    (_("Pictures of the format %s cannot be shown. Choose 8 bits and 4:2:0 on the device."),
     format ? format : gst_structure_get_name (gst_caps_get_structure (caps, 0))),
    ("what the decoder makes is not taken"),
    ("reason", G_TYPE_STRING, wall_reason_to_nick (WALL_REASON_UNSUPPORTED), NULL));
}

/* What the other end does not take would be called an error of the stream, which is sound. */
static GstPadProbeReturn
on_decoded_event (GstPad          *pad,
                  GstPadProbeInfo *info,
                  gpointer         user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;

  gst_event_parse_caps (event, &caps);
  if (!gst_pad_peer_query_accept_caps (pad, caps))
    refuse_format (pad, caps);

  return GST_PAD_PROBE_OK;
}

/* Reads up to the end of the first picture. Returns: whether a decoder may see it */
static gboolean
read_jpeg (GstBuffer *buffer,
           WallJpeg  *out_jpeg)
{
  WallJpegVerdict verdict = WALL_JPEG_BROKEN;
  GstMapInfo map;

  wall_jpeg_init (out_jpeg);
  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return FALSE;

  verdict = wall_jpeg_read (out_jpeg, map.data, map.size);
  gst_buffer_unmap (buffer, &map);

  return verdict != WALL_JPEG_BROKEN && out_jpeg->has_scan && out_jpeg->width > 0;
}

/* What follows the picture was not looked at, so no decoder shall look at it either. */
static void
cut_after (GstPadProbeInfo *info,
           gsize            size)
{
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  if (size >= gst_buffer_get_size (buffer))
    return;

  GST_PAD_PROBE_INFO_DATA (info) = gst_buffer_copy_region (buffer, GST_BUFFER_COPY_ALL, 0, size);
  gst_buffer_unref (buffer);
}

/* A picture that breaks off is shown as far as it goes; one that nothing can be made of is lost. */
static GstPadProbeReturn
on_jpeg (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  WallJpeg jpeg;

  if (!read_jpeg (GST_PAD_PROBE_INFO_BUFFER (info), &jpeg))
    return GST_PAD_PROBE_DROP;

  if (!is_too_large (jpeg.width, jpeg.height)) {
    cut_after (info, jpeg.offset);
    return GST_PAD_PROBE_OK;
  }

  refuse_size (pad, jpeg.width, jpeg.height);
  gst_clear_buffer ((GstBuffer **) &GST_PAD_PROBE_INFO_DATA (info));
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_ERROR;

  return GST_PAD_PROBE_HANDLED;
}

static void
add_ghost_pad (GstElement *bin,
               GstElement *element,
               const char *name)
{
  g_autoptr (GstPad) target = gst_element_get_static_pad (element, name);

  gst_element_add_pad (bin, gst_ghost_pad_new (name, target));
}

static void
watch_size (GstElement *parser)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (parser, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_parsed_event, NULL, NULL);
}

static void
watch_format (GstElement *decoder)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (decoder, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_decoded_event, NULL, NULL);
}

static void
watch_pictures (GstElement *decoder)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (decoder, "sink");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_jpeg, NULL, NULL);
}

static gboolean
is_of_caps (const WallCodec    *self,
            const GstStructure *structure)
{
  gboolean is_system = FALSE;
  int version = 0;

  if (!gst_structure_has_name (structure, self->media_type))
    return FALSE;
  if (self->mpeg_version == 0)
    return TRUE;

  gst_structure_get_int (structure, "mpegversion", &version);
  gst_structure_get_boolean (structure, "systemstream", &is_system);

  return version == self->mpeg_version && !is_system;
}

/**
 * wall_codec_from_caps:
 *
 * Returns: (transfer none) (nullable): %NULL if it is none that the wall plays
 */
const WallCodec *
wall_codec_from_caps (const GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (is_of_caps (&codecs[i], structure))
      return &codecs[i];
  }

  return NULL;
}

/**
 * wall_codec_from_name:
 * @name: "H.264", "H.265", "JPEG", "MPEG-4"
 *
 * Returns: (transfer none) (nullable): %NULL if it is none that the wall plays
 */
const WallCodec *
wall_codec_from_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    if (g_strcmp0 (codecs[i].name, name) == 0)
      return &codecs[i];
  }

  return NULL;
}

/**
 * wall_codec_get_name:
 *
 * Returns: (transfer none): as people write it: "H.264"
 */
const char *
wall_codec_get_name (const WallCodec *self)
{
  return self->name;
}

/**
 * wall_codec_get_missing:
 *
 * Returns: (transfer none): what is missing to decode it, Debian's package or an extension of Flatpak's
 *   runtime; "" if nothing is
 */
const char *
wall_codec_get_missing (const WallCodec *self)
{
  if (self->parser && !is_installed (self->parser))
    return self->parser_package;

  if (find_decoder (self))
    return "";

  return wall_sandbox_is_flatpak () ? WALL_SANDBOX_CODECS : self->decoder_package;
}

/**
 * wall_decoder_new:
 * @codec: what goes in
 *
 * Returns: (transfer floating) (nullable): a bin with pads "sink" and "src"; %NULL with
 *   %WALL_REASON_NO_DECODER and the package that is missing, in words
 */
GstElement *
wall_decoder_new (const WallCodec  *codec,
                  GError          **error)
{
  const char *missing = wall_codec_get_missing (codec);
  GstElement *bin, *parser, *decoder;

  if (*missing != '\0') {
    g_set_error (error, WALL_ERROR, WALL_REASON_NO_DECODER,
                 wall_sandbox_is_flatpak ()
                   ? _("There is no decoder for %s in this Flatpak: install the extension %s.")
                   : _("There is no decoder for %s on this computer: install the package %s."),
                 codec->name, missing);
    return NULL;
  }

  bin = gst_bin_new (NULL);
  decoder = gst_element_factory_make (find_decoder (codec), NULL);
  configure_decoder (decoder);
  watch_format (decoder);
  gst_bin_add (GST_BIN (bin), decoder);
  add_ghost_pad (bin, decoder, "src");

  if (codec->parser) {
    parser = gst_element_factory_make (codec->parser, NULL);
    watch_size (parser);
    gst_bin_add (GST_BIN (bin), parser);
    gst_element_link (parser, decoder);
    add_ghost_pad (bin, parser, "sink");
  } else {
    watch_pictures (decoder);
    add_ghost_pad (bin, decoder, "sink");
  }

  return bin;
}
