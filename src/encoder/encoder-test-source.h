/* encoder-test-source.h
 *
 * The loop of a test picture: from the cache, or encoded.
 * Callable from any thread after gst_init(); runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

guint        encoder_test_source_get_length (const EncoderFormat  *format);
EncoderLoop *encoder_test_source_make       (guint                 channel,
                                             const EncoderFormat  *format,
                                             const char           *cache_folder,
                                             GCancellable         *cancellable,
                                             GError              **error);

G_END_DECLS
