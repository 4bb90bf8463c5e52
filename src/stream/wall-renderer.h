/* wall-renderer.h
 *
 * Chooses GTK's renderer before the first window: where OpenGL is done in software, or not at all,
 * cairo paints the wall for a third of what OpenGL would cost.
 * Main thread, before gtk_init() and before any other thread is started.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void        wall_renderer_choose      (void);
/* In words, for the report; "" before wall_renderer_choose(). */
const char *wall_renderer_get_reason  (void);

/* Whether what OpenGL calls its renderer runs on the CPU. Pure. */
gboolean    wall_renderer_is_software (const char *gl_renderer);

G_END_DECLS
