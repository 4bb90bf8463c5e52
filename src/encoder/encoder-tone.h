/* encoder-tone.h
 *
 * A second of sound that repeats without a click: a tone of its own for each channel, as G.711
 * A-law units of 40 ms.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

#define ENCODER_TONE_UNIT_US 40000

typedef struct _EncoderTone EncoderTone;

EncoderTone       *encoder_tone_new      (guint        channel);
void               encoder_tone_free     (EncoderTone *self);
const EncoderUnit *encoder_tone_get_unit (EncoderTone *self,
                                          guint        index);
guint              encoder_tone_get_hertz (guint       channel);
guint8             encoder_tone_alaw     (gint16       sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderTone, encoder_tone_free)

G_END_DECLS
