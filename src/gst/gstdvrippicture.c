/* gstdvrippicture.c
 *
 * What a coded picture says of itself: H.264 or H.265, its size, and whether it is one at all. It
 * is trusted more than the unit's header, which says the codec in four bits and the size in blocks
 * of eight.
 * Callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvrippicture.h"

#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/codecparsers/gsth264parser.h>
#include <gst/codecparsers/gsth265parser.h>

/* A parameter set has some tens of bytes; what is far larger is none. */
#define SPS_MAX 4096

/* The second byte of an H.265 NAL unit of the base layer: layer 0, temporal layer 0. */
#define H265_BASE_LAYER 0x01

typedef struct {
  const guint8 *data;  /* from the NAL unit's header on */
  gsize         size;  /* up to the next start code, or the end */
} Nal;

/* Returns what follows the next start code, or %NULL. */
static const guint8 *
skip_start_code (const guint8 *data, const guint8 *end)
{
  const guint8 *one;

  while (end - data > 3 && (one = memchr (data + 2, 1, (gsize) (end - data - 3))) != NULL) {
    if (one[-1] == 0 && one[-2] == 0)
      return one + 1;
    data = one - 1;
  }

  return NULL;
}

/* Moves to the next NAL unit without looking for its end, which for a slice is far away. */
static gboolean
next_nal (const guint8 **at, gsize *size, Nal *out_nal)
{
  const guint8 *data = *size > 0 ? skip_start_code (*at, *at + *size) : NULL;

  if (!data)
    return FALSE;

  *size -= (gsize) (data - *at);
  *at = data;
  *out_nal = (Nal) { data, *size };
  return TRUE;
}

static void
find_end (Nal *nal)
{
  const guint8 *next = skip_start_code (nal->data, nal->data + nal->size);

  if (next)
    nal->size = (gsize) (next - 3 - nal->data);
}

static guint
h264_type (const Nal *nal)
{
  return nal->data[0] & 0x1f;
}

static guint
h265_type (const Nal *nal)
{
  return nal->data[0] >> 1 & 0x3f;
}

static gboolean
is_h265_base (const Nal *nal)
{
  return nal->size >= 2 && (nal->data[0] & 0x81) == 0 && nal->data[1] == H265_BASE_LAYER;
}

/* The first byte of an H.264 parameter set or key slice is odd, so that as H.265 it would belong to
 * a layer that cameras do not send. */
static DvripVideoCodec
judge_nal (const Nal *nal)
{
  guint type = h265_type (nal);
  gboolean is_reference = (nal->data[0] & 0x60) != 0 && (nal->data[0] & 0x80) == 0;

  if (is_h265_base (nal) &&
      ((type >= GST_H265_NAL_VPS && type <= GST_H265_NAL_SPS) ||
       (type >= GST_H265_NAL_SLICE_BLA_W_LP && type <= GST_H265_NAL_SLICE_CRA_NUT)))
    return DVRIP_VIDEO_H265;

  if (is_reference && (h264_type (nal) == GST_H264_NAL_SPS ||
                       h264_type (nal) == GST_H264_NAL_SLICE_IDR))
    return DVRIP_VIDEO_H264;

  return DVRIP_VIDEO_UNKNOWN;
}

/**
 * gst_dvrip_picture_find_codec:
 * @data: (array length=size): the payload of an I unit
 *
 * Returns: what its parameter sets and slices can only be, %DVRIP_VIDEO_UNKNOWN if they do not tell
 */
DvripVideoCodec
gst_dvrip_picture_find_codec (const guint8 *data,
                              gsize         size)
{
  Nal nal;

  while (next_nal (&data, &size, &nal)) {
    DvripVideoCodec codec = judge_nal (&nal);

    if (codec != DVRIP_VIDEO_UNKNOWN)
      return codec;
  }

  return DVRIP_VIDEO_UNKNOWN;
}

/**
 * gst_dvrip_picture_is_valid:
 * @data: (array length=size): the payload of a P unit
 * @codec: of the I unit before
 *
 * Large recorders mix blocks of another kind into their streams, marked as P units. Their first NAL
 * unit belongs to no layer that can be decoded, or is none.
 *
 * Returns: %FALSE if no decoder could make anything of it
 */
gboolean
gst_dvrip_picture_is_valid (const guint8    *data,
                            gsize            size,
                            DvripVideoCodec  codec)
{
  Nal nal;

  if (!next_nal (&data, &size, &nal) || (nal.data[0] & 0x80) != 0)
    return FALSE;

  if (codec == DVRIP_VIDEO_H265)
    return nal.size >= 2 && (nal.data[0] & 1) == 0 && (nal.data[1] & 0xf8) == 0 &&
           (nal.data[1] & 7) != 0 && h265_type (&nal) < 48;

  return h264_type (&nal) >= 1 && h264_type (&nal) <= 23;
}

static gboolean
find_sps (const guint8 *data, gsize size, DvripVideoCodec codec, Nal *out_nal)
{
  Nal nal;

  while (next_nal (&data, &size, &nal)) {
    gboolean is_sps = codec == DVRIP_VIDEO_H265
      ? is_h265_base (&nal) && h265_type (&nal) == GST_H265_NAL_SPS
      : h264_type (&nal) == GST_H264_NAL_SPS;

    if (!is_sps)
      continue;

    find_end (&nal);
    *out_nal = nal;
    return nal.size <= SPS_MAX;
  }

  return FALSE;
}

static gboolean
read_h264 (GstDvripSps *self, const guint8 *data, gsize size)
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
read_h265 (GstDvripSps *self, const guint8 *data, gsize size)
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

static GBytes *
dup_with_start_code (const Nal *nal)
{
  guint8 *data = g_malloc (nal->size + 3);

  memcpy (data, "\0\0\1", 3);
  memcpy (data + 3, nal->data, nal->size);

  return g_bytes_new_take (data, nal->size + 3);
}

static gboolean
is_same (GstDvripSps *self, const Nal *nal, DvripVideoCodec codec)
{
  gsize size = 0;
  const guint8 *data = self->bytes ? g_bytes_get_data (self->bytes, &size) : NULL;

  return self->codec == codec && size == nal->size + 3 &&
         memcmp (data + 3, nal->data, nal->size) == 0;
}

/**
 * gst_dvrip_sps_update:
 * @self: what was read before; zeros at first
 * @data: (array length=size): the payload of an I unit
 * @codec: H.264 or H.265
 *
 * Reads the size of the picture from its parameter set, if it brings another one than the last.
 *
 * Returns: %TRUE if @self knows a size afterwards
 */
gboolean
gst_dvrip_sps_update (GstDvripSps     *self,
                      const guint8    *data,
                      gsize            size,
                      DvripVideoCodec  codec)
{
  gboolean is_read;
  Nal nal;

  if (!find_sps (data, size, codec, &nal))
    return self->codec == codec && self->width > 0;
  if (is_same (self, &nal, codec))
    return self->width > 0;

  gst_dvrip_sps_clear (self);
  self->codec = codec;
  self->bytes = dup_with_start_code (&nal);
  data = g_bytes_get_data (self->bytes, &size);
  is_read = codec == DVRIP_VIDEO_H265 ? read_h265 (self, data, size) : read_h264 (self, data, size);

  return is_read && self->width > 0 && self->height > 0;
}

/**
 * gst_dvrip_sps_clear:
 */
void
gst_dvrip_sps_clear (GstDvripSps *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  *self = (GstDvripSps) { 0 };
}
