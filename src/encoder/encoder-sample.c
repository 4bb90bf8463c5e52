/* encoder-sample.c
 *
 * Reads what caps say of a stream and makes units of its pictures: start codes of four bytes, no
 * delimiters.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-sample.h"

#include "encoder-annexb.h"

static DvripVideoCodec
get_codec (const GstStructure *structure)
{
  if (gst_structure_has_name (structure, "video/x-h264"))
    return DVRIP_VIDEO_H264;
  if (gst_structure_has_name (structure, "video/x-h265"))
    return DVRIP_VIDEO_H265;
  if (gst_structure_has_name (structure, "video/mpeg"))
    return DVRIP_VIDEO_MPEG4;

  return DVRIP_VIDEO_UNKNOWN;
}

/**
 * encoder_sample_read_info:
 * @out_info: (inout): its codec, size and rate; what is not said becomes 0
 */
void
encoder_sample_read_info (GstCaps         *caps,
                          EncoderLoopInfo *out_info)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  int width = 0, height = 0;

  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  out_info->codec = get_codec (structure);
  out_info->width = (guint) MAX (0, width);
  out_info->height = (guint) MAX (0, height);
  out_info->rate_num = 0;
  out_info->rate_den = 1;
  gst_structure_get_fraction (structure, "framerate", &out_info->rate_num, &out_info->rate_den);
}

gboolean
encoder_sample_is_key (GstSample *sample)
{
  return !GST_BUFFER_FLAG_IS_SET (gst_sample_get_buffer (sample), GST_BUFFER_FLAG_DELTA_UNIT);
}

static GBytes *
normalize (DvripVideoCodec codec,
           const guint8   *data,
           gsize           size)
{
  GByteArray *unit;

  if (codec != DVRIP_VIDEO_H264 && codec != DVRIP_VIDEO_H265)
    return g_bytes_new (data, size);

  unit = g_byte_array_sized_new ((guint) size + 16);
  encoder_annexb_append (unit, data, size, codec == DVRIP_VIDEO_H265);
  return g_byte_array_free_to_bytes (unit);
}

/**
 * encoder_sample_make_unit:
 * @info: of the stream
 * @out_unit: (out caller-allocates): the unit, with bytes of its own
 *
 * Returns: whether there is something to send, and room for it in a unit
 */
gboolean
encoder_sample_make_unit (GstSample             *sample,
                          const EncoderLoopInfo *info,
                          EncoderUnit           *out_unit)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  g_autoptr (GBytes) bytes = NULL;
  GstMapInfo map;
  gsize size;

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return FALSE;

  bytes = normalize (info->codec, map.data, map.size);
  gst_buffer_unmap (buffer, &map);
  size = g_bytes_get_size (bytes);
  if (size == 0 || size > DVRIP_MAX_UNIT - 256)
    return FALSE;

  encoder_unit_init_video (out_unit, info, encoder_sample_is_key (sample), NULL, size);
  encoder_unit_take_bytes (out_unit, g_steal_pointer (&bytes));
  return TRUE;
}
