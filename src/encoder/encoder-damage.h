/* encoder-damage.h
 *
 * Does to the bytes of one unit what bad memory, bad cables and bad people do.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

guint32  encoder_damage_random     (guint32    *state);
gboolean encoder_damage_hits       (guint32    *state,
                                    double      percent);
void     encoder_damage_noise      (GByteArray *unit,
                                    gsize       header_size,
                                    guint32    *state);
void     encoder_damage_flip       (GByteArray *unit,
                                    gsize       header_size,
                                    guint32    *state);
void     encoder_damage_flip_sps   (GByteArray *unit,
                                    gsize       header_size,
                                    guint32    *state);
void     encoder_damage_huge_sps   (GByteArray *unit,
                                    gsize       header_size);
void     encoder_damage_set_length (GByteArray *unit,
                                    guint32     length);

G_END_DECLS
