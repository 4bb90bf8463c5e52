/* wall-describe.h
 *
 * What a screen reader says of something besides its name.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wall_describe (gpointer    accessible,
                    const char *words);

G_END_DECLS
