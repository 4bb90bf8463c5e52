/* gstdvripnal.c
 *
 * Finds the units of coded video between their start codes, without looking further than needed.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripnal.h"

#include <string.h>

/* The second byte of an H.265 NAL unit of the base layer: layer 0, temporal layer 0. */
#define H265_BASE_LAYER 0x01

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

/**
 * gst_dvrip_nal_next:
 * @at: (inout): where to look from; moved behind the start code
 * @size: (inout): how many bytes there are
 * @out_nal: (out caller-allocates): reaches to the end of the bytes: where a slice ends is far away
 *
 * Returns: %FALSE if there is no further start code
 */
gboolean
gst_dvrip_nal_next (const guint8 **at,
                    gsize         *size,
                    GstDvripNal   *out_nal)
{
  const guint8 *data = *size > 0 ? skip_start_code (*at, *at + *size) : NULL;

  if (!data)
    return FALSE;

  *size -= (gsize) (data - *at);
  *at = data;
  *out_nal = (GstDvripNal) { data, *size };
  return TRUE;
}

/**
 * gst_dvrip_nal_find_end:
 *
 * Cuts off what follows from the next start code on.
 */
void
gst_dvrip_nal_find_end (GstDvripNal *self)
{
  const guint8 *next = skip_start_code (self->data, self->data + self->size);

  if (next)
    self->size = (gsize) (next - 3 - self->data);
}

/**
 * gst_dvrip_nal_h264_type:
 */
guint
gst_dvrip_nal_h264_type (const GstDvripNal *self)
{
  return self->data[0] & 0x1f;
}

/**
 * gst_dvrip_nal_h265_type:
 */
guint
gst_dvrip_nal_h265_type (const GstDvripNal *self)
{
  return self->data[0] >> 1 & 0x3f;
}

/**
 * gst_dvrip_nal_is_h265_base:
 *
 * Returns: %TRUE if as H.265 it belongs to the one layer that cameras send
 */
gboolean
gst_dvrip_nal_is_h265_base (const GstDvripNal *self)
{
  return self->size >= 2 && (self->data[0] & 0x81) == 0 && self->data[1] == H265_BASE_LAYER;
}
