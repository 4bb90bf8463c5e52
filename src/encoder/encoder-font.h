/* encoder-font.h
 *
 * A small font of 5×7 dots, drawn for pictures that a person reads from across the room.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_FONT_WIDTH   5
#define ENCODER_FONT_HEIGHT  7
#define ENCODER_FONT_ADVANCE 6

gboolean encoder_font_has_dot (char  character,
                               guint x,
                               guint y);

G_END_DECLS
