/* decode.h
 *
 * Pictures out of a loop, decoded as a player would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

typedef struct {
  GBytes *luma;
  guint   width, height, stride;
} DecodedPicture;

/* @rounds: how often the loop is played, without a break. @size: (nullable): scale to it */
GPtrArray *decode_loop (EncoderLoop *loop,
                        guint        rounds,
                        const guint  size[2]);

G_END_DECLS
