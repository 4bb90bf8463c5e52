/* encoder-pattern.h
 *
 * The test picture, whose channel and frame number can be read by eye and by a program, and the
 * program's reader.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"

G_BEGIN_DECLS

typedef struct _EncoderPattern EncoderPattern;

EncoderPattern *encoder_pattern_new      (guint                channel,
                                          const EncoderFormat *format,
                                          guint                n_frames);
void            encoder_pattern_free     (EncoderPattern      *self);
gsize           encoder_pattern_get_size (EncoderPattern      *self);
void            encoder_pattern_draw     (EncoderPattern      *self,
                                          guint                frame,
                                          guint8              *i420);

gboolean        encoder_pattern_read     (const guint8        *pixels,
                                          guint                width,
                                          guint                height,
                                          gsize                row_stride,
                                          gsize                pixel_stride,
                                          guint               *out_channel,
                                          guint               *out_frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderPattern, encoder_pattern_free)

G_END_DECLS
