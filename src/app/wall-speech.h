/* wall-speech.h
 *
 * What a screen reader says by itself. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void wall_speech_say (const char *words);

G_END_DECLS
