/* wall-decoder.h
 *
 * From compressed video to raw frames: a bin of a parser and a decoder, both from a short list of
 * elements that are known to behave. Nothing is plugged automatically.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define WALL_DECODER_MAX_WIDTH  8192
#define WALL_DECODER_MAX_HEIGHT 4320

typedef struct _WallCodec WallCodec;

const WallCodec *wall_codec_from_caps   (const GstCaps    *caps);
const WallCodec *wall_codec_from_name   (const char       *name);
const char      *wall_codec_get_name    (const WallCodec  *self);
const char      *wall_codec_get_missing (const WallCodec  *self);

GstElement      *wall_decoder_new       (const WallCodec  *codec,
                                         GError          **error);

G_END_DECLS
