/* encoder-file-source.h
 *
 * The loop of a media file: its own access units where they can be sent as they are, else its
 * pictures encoded anew.
 * Callable from any thread after gst_init(); runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

EncoderLoop *encoder_file_source_make (const char           *path,
                                       gboolean              may_pass_through,
                                       const EncoderFormat  *format,
                                       const char           *cache_folder,
                                       GCancellable         *cancellable,
                                       GError              **error);

G_END_DECLS
