/* coded-picture.h
 *
 * Coded pictures and units made by hand, for tests that need no decoder.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

/* The real parameter sets in coded_picture_h265_key(). */
#define CODED_PICTURE_H265_WIDTH  854
#define CODED_PICTURE_H265_HEIGHT 482

GByteArray *coded_picture_h264_key   (guint width, guint height);
GByteArray *coded_picture_h264_delta (void);
GByteArray *coded_picture_h265_key   (void);
GByteArray *coded_picture_h265_delta (void);

/* A block such as large recorders mix into their streams, which is no picture. */
GByteArray *coded_picture_service    (void);

/* (transfer full): a unit, its payload copied. */
GstBuffer  *unit_buffer_new          (DvripUnitHeader header, const GByteArray *payload,
                                      GstClockTime pts);
GstBuffer  *unit_buffer_new_sound    (DvripAudioCodec codec, guint rate, guint size,
                                      GstClockTime pts);

G_END_DECLS
