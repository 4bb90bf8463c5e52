/* encoder-snapshot.h
 *
 * One picture of a stream, as JPEG.
 * Callable from any thread after gst_init(); takes as long as decoding does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

/* What fits into one reply beside others. */
#define ENCODER_SNAPSHOT_MAX_BYTES (512u << 10)

GBytes *encoder_snapshot_of_loop (EncoderLoop           *loop,
                                  guint                  index,
                                  GError               **error);
GBytes *encoder_snapshot_of_unit (const EncoderLoopInfo *info,
                                  GBytes                *payload,
                                  GError               **error);

G_END_DECLS
