/* wall-thread.h
 *
 * Lets the main loop go first when the decoders need more than the machine has: measured, sixteen
 * saturated decoders of equal priority starve it to two frames a second.
 * Called on the thread it is about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_THREAD_NICE 5

void wall_thread_yield_to_main (void);

G_END_DECLS
