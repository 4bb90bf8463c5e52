/* gstdvripsize.c
 *
 * How large a coded picture says it is: in the sequence parameter set of H.264 and H.265, the video
 * object layer of MPEG-4, the frame header of JPEG. It is trusted more than the unit's header,
 * which counts in blocks of eight.
 * Callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripsize.h"

#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/codecparsers/gsth264parser.h>
#include <gst/codecparsers/gsth265parser.h>
#include <gst/codecparsers/gstmpeg4parser.h>

#include "gstdvripnal.h"

/* A parameter set has some tens of bytes; what is far larger is none. */
#define SET_MAX 4096

/* Markers of JPEG. */
#define JPEG_SOF0 0xc0
#define JPEG_SOF3 0xc3
#define JPEG_SOS 0xda

static gboolean
is_set (const GstDvripNal *nal, GstDvripCodec codec)
{
  switch (codec) {
  case GST_DVRIP_CODEC_H265:
    return gst_dvrip_nal_is_h265_base (nal) && gst_dvrip_nal_h265_type (nal) == GST_H265_NAL_SPS;
  case GST_DVRIP_CODEC_H264:
    return gst_dvrip_nal_h264_type (nal) == GST_H264_NAL_SPS;
  case GST_DVRIP_CODEC_MPEG4:
    return nal->data[0] >= GST_MPEG4_VIDEO_LAYER_FIRST &&
           nal->data[0] <= GST_MPEG4_VIDEO_LAYER_LAST;
  case GST_DVRIP_CODEC_JPEG:
  case GST_DVRIP_CODEC_UNKNOWN:
    break;
  }

  return FALSE;
}

/* Walks along the segments in front of the picture's data; the one that is found is handed out
 * without its marker. */
static gboolean
find_frame_header (const guint8 *data, gsize size, GstDvripNal *out_segment)
{
  gsize at = 2;

  while (at + 4 <= size && data[at] == 0xff) {
    guint8 marker = data[at + 1];
    gsize length = (gsize) data[at + 2] << 8 | data[at + 3];

    if (marker == 0xff) {
      at++;
      continue;
    }
    if (marker == JPEG_SOS || length < 2 || at + 2 + length > size)
      return FALSE;
    if (marker >= JPEG_SOF0 && marker <= JPEG_SOF3) {
      *out_segment = (GstDvripNal) { data + at + 2, length };
      return TRUE;
    }
    at += 2 + length;
  }

  return FALSE;
}

static gboolean
find_set (const guint8 *data, gsize size, GstDvripCodec codec, GstDvripNal *out_nal)
{
  GstDvripNal nal;

  if (codec == GST_DVRIP_CODEC_JPEG)
    return find_frame_header (data, size, out_nal) && out_nal->size <= SET_MAX;

  while (gst_dvrip_nal_next (&data, &size, &nal)) {
    if (!is_set (&nal, codec))
      continue;

    gst_dvrip_nal_find_end (&nal);
    *out_nal = nal;
    return nal.size <= SET_MAX;
  }

  return FALSE;
}

static gboolean
read_h264 (GstDvripSize *self, const guint8 *data, gsize size)
{
  GstH264NalParser *parser = gst_h264_nal_parser_new ();
  GstH264NalUnit unit;
  GstH264SPS sps;
  gboolean is_read =
    gst_h264_parser_identify_nalu_unchecked (parser, data, 0, size, &unit) == GST_H264_PARSER_OK &&
    gst_h264_parse_sps (&unit, &sps) == GST_H264_PARSER_OK;

  if (is_read) {
    self->width = (guint) (sps.frame_cropping_flag ? sps.crop_rect_width : sps.width);
    self->height = (guint) (sps.frame_cropping_flag ? sps.crop_rect_height : sps.height);
    gst_h264_sps_clear (&sps);
  }
  gst_h264_nal_parser_free (parser);

  return is_read;
}

static gboolean
read_h265 (GstDvripSize *self, const guint8 *data, gsize size)
{
  GstH265Parser *parser = gst_h265_parser_new ();
  GstH265NalUnit unit;
  GstH265SPS sps;
  gboolean is_read =
    gst_h265_parser_identify_nalu_unchecked (parser, data, 0, size, &unit) == GST_H265_PARSER_OK &&
    gst_h265_parse_sps (parser, &unit, &sps, TRUE) == GST_H265_PARSER_OK;

  if (is_read) {
    self->width = (guint) (sps.conformance_window_flag ? sps.crop_rect_width : sps.width);
    self->height = (guint) (sps.conformance_window_flag ? sps.crop_rect_height : sps.height);
  }
  gst_h265_parser_free (parser);

  return is_read;
}

static gboolean
read_mpeg4 (GstDvripSize *self, const guint8 *data, gsize size)
{
  GstMpeg4VideoObjectLayer layer = { 0 };

  if (gst_mpeg4_parse_video_object_layer (&layer, NULL, data + 3, size - 3) != GST_MPEG4_PARSER_OK)
    return FALSE;

  self->width = layer.width;
  self->height = layer.height;
  return TRUE;
}

/* Length and depth come first, then lines, then samples a line. */
static gboolean
read_jpeg (GstDvripSize *self, const guint8 *data, gsize size)
{
  data += 3;
  if (size < 3 + 7)
    return FALSE;

  self->height = (guint) data[3] << 8 | data[4];
  self->width = (guint) data[5] << 8 | data[6];
  return TRUE;
}

static gboolean
read_set (GstDvripSize *self, const guint8 *data, gsize size)
{
  switch (self->codec) {
  case GST_DVRIP_CODEC_H265:
    return read_h265 (self, data, size);
  case GST_DVRIP_CODEC_H264:
    return read_h264 (self, data, size);
  case GST_DVRIP_CODEC_MPEG4:
    return read_mpeg4 (self, data, size);
  case GST_DVRIP_CODEC_JPEG:
    return read_jpeg (self, data, size);
  case GST_DVRIP_CODEC_UNKNOWN:
    break;
  }

  return FALSE;
}

static GBytes *
dup_with_start_code (const GstDvripNal *nal)
{
  guint8 *data = g_malloc (nal->size + 3);

  memcpy (data, "\0\0\1", 3);
  memcpy (data + 3, nal->data, nal->size);

  return g_bytes_new_take (data, nal->size + 3);
}

static gboolean
is_same (GstDvripSize *self, const GstDvripNal *nal, GstDvripCodec codec)
{
  gsize size = 0;
  const guint8 *data = self->bytes ? g_bytes_get_data (self->bytes, &size) : NULL;

  return self->codec == codec && size == nal->size + 3 &&
         memcmp (data + 3, nal->data, nal->size) == 0;
}

/**
 * gst_dvrip_size_update:
 * @self: what was read before; zeros at first
 * @data: (array length=size): the payload of an I unit or of a picture
 * @codec: what it is
 *
 * Reads the size of the picture from its parameter set, if it brings another one than the last.
 *
 * Returns: %TRUE if @self knows a size afterwards
 */
gboolean
gst_dvrip_size_update (GstDvripSize  *self,
                       const guint8  *data,
                       gsize          size,
                       GstDvripCodec  codec)
{
  GstDvripNal nal;

  if (!find_set (data, size, codec, &nal))
    return self->codec == codec && self->width > 0;
  if (is_same (self, &nal, codec))
    return self->width > 0;

  gst_dvrip_size_clear (self);
  self->codec = codec;
  self->bytes = dup_with_start_code (&nal);
  data = g_bytes_get_data (self->bytes, &size);

  if (!read_set (self, data, size) || self->width == 0 || self->height == 0)
    self->width = self->height = 0;

  return self->width > 0;
}

/**
 * gst_dvrip_size_clear:
 */
void
gst_dvrip_size_clear (GstDvripSize *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  *self = (GstDvripSize) { 0 };
}
