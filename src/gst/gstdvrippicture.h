/* gstdvrippicture.h
 *
 * What a coded picture is: MPEG-4, H.264, H.265 or JPEG, and whether it is one at all.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

/* Those that headers can name have the same numbers there. */
typedef enum {
  GST_DVRIP_CODEC_UNKNOWN = DVRIP_VIDEO_UNKNOWN,
  GST_DVRIP_CODEC_MPEG4   = DVRIP_VIDEO_MPEG4,
  GST_DVRIP_CODEC_H264    = DVRIP_VIDEO_H264,
  GST_DVRIP_CODEC_H265    = DVRIP_VIDEO_H265,
  GST_DVRIP_CODEC_JPEG    = 16,
} GstDvripCodec;

/* As much of a P unit's payload tells whether it is a picture. */
#define GST_DVRIP_PICTURE_PREFIX 16

GstDvripCodec gst_dvrip_codec_from_header  (const DvripUnitHeader *header);
GstDvripCodec gst_dvrip_picture_find_codec (const guint8          *data,
                                            gsize                  size);
gboolean      gst_dvrip_picture_is_valid   (const guint8          *data,
                                            gsize                  size,
                                            GstDvripCodec          codec);

G_END_DECLS
