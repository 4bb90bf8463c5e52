/* encoder-sample.h
 *
 * An encoded picture as GStreamer delivers it, in the form in which devices send it.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-unit.h"

G_BEGIN_DECLS

void     encoder_sample_read_info (GstCaps               *caps,
                                   EncoderLoopInfo       *out_info);
gboolean encoder_sample_is_key    (GstSample             *sample);
gboolean encoder_sample_make_unit (GstSample             *sample,
                                   const EncoderLoopInfo *info,
                                   EncoderUnit           *out_unit);

G_END_DECLS
