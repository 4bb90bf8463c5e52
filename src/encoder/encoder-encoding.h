/* encoder-encoding.h
 *
 * Which encoder makes a stream, and what it is told.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"

G_BEGIN_DECLS

const char *encoder_encoding_get_name (EncoderCodec          codec);
gboolean    encoder_encoding_check    (const EncoderFormat  *format,
                                       GError              **error);
char       *encoder_encoding_describe (const EncoderFormat  *format);

G_END_DECLS
