/* gstdvrippicture.h
 *
 * What a coded picture says of itself: H.264 or H.265, its size, and whether it is one at all.
 * Callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

/* The newest sequence parameter set, so that it is read once and not with every key frame. */
typedef struct {
  DvripVideoCodec codec;
  GBytes         *bytes;
  guint           width;
  guint           height;
} GstDvripSps;

DvripVideoCodec gst_dvrip_picture_find_codec (const guint8    *data,
                                              gsize            size);
gboolean        gst_dvrip_picture_is_valid   (const guint8    *data,
                                              gsize            size,
                                              DvripVideoCodec  codec);

gboolean        gst_dvrip_sps_update         (GstDvripSps     *self,
                                              const guint8    *data,
                                              gsize            size,
                                              DvripVideoCodec  codec);
void            gst_dvrip_sps_clear          (GstDvripSps     *self);

G_END_DECLS
