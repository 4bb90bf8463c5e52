/* wall-widgets.h
 *
 * What the wall's widgets need before the first of them is made. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void wall_widgets_init (GdkDisplay *display);

G_END_DECLS
