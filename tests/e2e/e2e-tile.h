/* e2e-tile.h
 *
 * What a tile shows, held against the picture that the encoder drew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "e2e-screen.h"
#include "encoder-format.h"

G_BEGIN_DECLS

void e2e_tile_assert_moves (E2eScreen           *screen,
                            const E2eRect       *rect,
                            guint                channel,
                            const EncoderFormat *format);

G_END_DECLS
