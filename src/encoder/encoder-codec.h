/* encoder-codec.h
 *
 * Raw pictures in, a loop out: runs the GStreamer pipeline.
 * Callable from any thread after gst_init(); each call runs for seconds in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-format.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

/* Bumped when what is encoded, or how, changes: older loops in caches are made anew. */
#define ENCODER_CODEC_VERSION 2

EncoderLoop *encoder_codec_run           (GstElement           *pipeline,
                                          const char           *encoder,
                                          guint                 max_pictures,
                                          gboolean              in_order_only,
                                          GstClockTime         *out_start,
                                          GCancellable         *cancellable,
                                          GError              **error);

typedef void (*EncoderDraw) (guint    frame,
                             guint8  *i420,
                             gpointer user_data);

EncoderLoop *encoder_codec_encode_drawn  (const EncoderFormat  *format,
                                          guint                 n_frames,
                                          EncoderDraw           draw,
                                          gpointer              user_data,
                                          GCancellable         *cancellable,
                                          GError              **error);

G_END_DECLS
