/* wall-gl-probe.h
 *
 * Asks OpenGL who renders on the display that GTK will use, without a window. It loads drivers,
 * which may hang or crash: only for a process that may be lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void wall_gl_probe (char  *out_renderer,
                    gsize  size);

G_END_DECLS
