/* gstdvrippicture.c
 *
 * What a coded picture is: MPEG-4, H.264, H.265 or JPEG, and whether it is one at all. Its own word
 * is trusted more than the unit's header, which says the codec in four bits that may be wrong.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvrippicture.h"

#include <string.h>

#define GST_USE_UNSTABLE_API
#include <gst/codecparsers/gsth264parser.h>
#include <gst/codecparsers/gsth265parser.h>
#include <gst/codecparsers/gstmpeg4parser.h>

#include "gstdvripnal.h"

static const guint8 jpeg_start[] = { 0xff, 0xd8, 0xff };

static gboolean
is_jpeg (const guint8 *data, gsize size)
{
  return size >= sizeof jpeg_start && memcmp (data, jpeg_start, sizeof jpeg_start) == 0;
}

/* With their highest bit set these can be of no NAL unit. */
static gboolean
is_mpeg4_code (guint8 code)
{
  return code == GST_MPEG4_VISUAL_OBJ_SEQ_START || code == GST_MPEG4_VISUAL_OBJ ||
         code == GST_MPEG4_GROUP_OF_VOP || code == GST_MPEG4_VIDEO_OBJ_PLANE;
}

/* Of MPEG-4 a layer follows its object at once; neither is anything that H.26x begins with. */
static gboolean
is_mpeg4_object (const GstDvripNal *nal)
{
  static const guint8 start_code[] = { 0, 0, 1 };

  return nal->size >= 5 && nal->data[0] <= GST_MPEG4_VIDEO_OBJ_LAST &&
         memcmp (nal->data + 1, start_code, sizeof start_code) == 0 &&
         nal->data[4] >= GST_MPEG4_VIDEO_LAYER_FIRST && nal->data[4] <= GST_MPEG4_VIDEO_LAYER_LAST;
}

/* The first byte of an H.264 parameter set or key slice is odd, so that as H.265 it would belong to
 * a layer that cameras do not send. */
static GstDvripCodec
judge_nal (const GstDvripNal *nal)
{
  guint h264_type = gst_dvrip_nal_h264_type (nal), h265_type = gst_dvrip_nal_h265_type (nal);
  gboolean is_reference = (nal->data[0] & 0x60) != 0 && (nal->data[0] & 0x80) == 0;

  if (is_mpeg4_code (nal->data[0]) || is_mpeg4_object (nal))
    return GST_DVRIP_CODEC_MPEG4;

  if (gst_dvrip_nal_is_h265_base (nal) &&
      ((h265_type >= GST_H265_NAL_VPS && h265_type <= GST_H265_NAL_SPS) ||
       (h265_type >= GST_H265_NAL_SLICE_BLA_W_LP && h265_type <= GST_H265_NAL_SLICE_CRA_NUT)))
    return GST_DVRIP_CODEC_H265;

  if (is_reference && (h264_type == GST_H264_NAL_SPS || h264_type == GST_H264_NAL_SLICE_IDR))
    return GST_DVRIP_CODEC_H264;

  return GST_DVRIP_CODEC_UNKNOWN;
}

/**
 * gst_dvrip_codec_from_header:
 *
 * Returns: what the header says, %GST_DVRIP_CODEC_UNKNOWN where it names none that there is
 */
GstDvripCodec
gst_dvrip_codec_from_header (const DvripUnitHeader *header)
{
  if (header->kind == DVRIP_UNIT_PICTURE)
    return GST_DVRIP_CODEC_JPEG;
  if (header->codec >= DVRIP_VIDEO_MPEG4 && header->codec <= DVRIP_VIDEO_H265)
    return (GstDvripCodec) header->codec;

  return GST_DVRIP_CODEC_UNKNOWN;
}

/**
 * gst_dvrip_picture_find_codec:
 * @data: (array length=size): the payload of an I unit or of a picture
 *
 * Returns: what its parameter sets and slices can only be, %GST_DVRIP_CODEC_UNKNOWN if they do not
 *   tell
 */
GstDvripCodec
gst_dvrip_picture_find_codec (const guint8 *data,
                              gsize         size)
{
  GstDvripNal nal;

  if (is_jpeg (data, size))
    return GST_DVRIP_CODEC_JPEG;

  while (gst_dvrip_nal_next (&data, &size, &nal)) {
    GstDvripCodec codec = judge_nal (&nal);

    if (codec != GST_DVRIP_CODEC_UNKNOWN)
      return codec;
  }

  return GST_DVRIP_CODEC_UNKNOWN;
}

static gboolean
is_valid_h265 (const GstDvripNal *nal)
{
  return nal->size >= 2 && (nal->data[0] & 0x81) == 0 && (nal->data[1] & 0xf8) == 0 &&
         (nal->data[1] & 7) != 0 && gst_dvrip_nal_h265_type (nal) < 48;
}

static gboolean
is_valid_h264 (const GstDvripNal *nal)
{
  return (nal->data[0] & 0x80) == 0 && gst_dvrip_nal_h264_type (nal) >= 1 &&
         gst_dvrip_nal_h264_type (nal) <= 23;
}

static gboolean
is_valid_mpeg4 (const GstDvripNal *nal)
{
  return is_mpeg4_code (nal->data[0]) || is_mpeg4_object (nal) ||
         nal->data[0] == GST_MPEG4_USER_DATA;
}

/**
 * gst_dvrip_picture_is_valid:
 * @data: (array length=size): the payload of a P unit, or its first %GST_DVRIP_PICTURE_PREFIX bytes
 * @codec: of the I unit before
 *
 * Large recorders mix blocks of another kind into their streams, marked as P units. Their first NAL
 * unit belongs to no layer that can be decoded, or is none.
 *
 * Returns: %FALSE if no decoder could make anything of it
 */
gboolean
gst_dvrip_picture_is_valid (const guint8  *data,
                            gsize          size,
                            GstDvripCodec  codec)
{
  GstDvripNal nal;

  if (codec == GST_DVRIP_CODEC_JPEG)
    return is_jpeg (data, size);
  if (!gst_dvrip_nal_next (&data, &size, &nal))
    return FALSE;

  switch (codec) {
  case GST_DVRIP_CODEC_H265:
    return is_valid_h265 (&nal);
  case GST_DVRIP_CODEC_H264:
    return is_valid_h264 (&nal);
  case GST_DVRIP_CODEC_MPEG4:
    return is_valid_mpeg4 (&nal);
  case GST_DVRIP_CODEC_JPEG:
  case GST_DVRIP_CODEC_UNKNOWN:
    break;
  }

  return FALSE;
}
