/* encoder-loop.h
 *
 * Some seconds of encoded pictures that begin with a key frame, ready to be sent again and again.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-unit.h"

G_BEGIN_DECLS

typedef struct _EncoderLoop        EncoderLoop;
typedef struct _EncoderLoopBuilder EncoderLoopBuilder;

EncoderLoopBuilder    *encoder_loop_builder_new    (void);
void                   encoder_loop_builder_free   (EncoderLoopBuilder    *self);
gboolean               encoder_loop_builder_add    (EncoderLoopBuilder    *self,
                                                    const guint8          *data,
                                                    gsize                  size,
                                                    gboolean               is_key,
                                                    GError               **error);
gboolean               encoder_loop_builder_is_full (EncoderLoopBuilder   *self);
EncoderLoop           *encoder_loop_builder_finish (EncoderLoopBuilder    *self,
                                                    const EncoderLoopInfo *info,
                                                    GError               **error);

EncoderLoop           *encoder_loop_ref            (EncoderLoop           *self);
void                   encoder_loop_unref          (EncoderLoop           *self);
const EncoderLoopInfo *encoder_loop_get_info       (EncoderLoop           *self);
guint                  encoder_loop_get_length     (EncoderLoop           *self);
const EncoderUnit     *encoder_loop_get_unit       (EncoderLoop           *self,
                                                    guint                  index);
guint                  encoder_loop_find_key       (EncoderLoop           *self,
                                                    guint                  index);
gint64                 encoder_loop_get_time_us    (EncoderLoop           *self,
                                                    guint64                index);
void                   encoder_loop_take_sound     (EncoderLoop           *self,
                                                    GBytes                *sound);
GBytes                *encoder_loop_get_sound      (EncoderLoop           *self);

GVariant              *encoder_loop_to_variant     (EncoderLoop           *self);
EncoderLoop           *encoder_loop_from_variant   (GVariant              *variant,
                                                    GError               **error);
#define ENCODER_LOOP_VARIANT_TYPE "(uuuiisa(ub)ay)"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLoop, encoder_loop_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLoopBuilder, encoder_loop_builder_free)

G_END_DECLS
