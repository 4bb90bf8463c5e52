/* wall-visibility.h
 *
 * Whether what a widget draws reaches a screen now, and when a frame of it was painted. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_TYPE_VISIBILITY (wall_visibility_get_type ())
G_DECLARE_FINAL_TYPE (WallVisibility, wall_visibility, WALL, VISIBILITY, GObject)

/* Whether a redraw was asked for that has not been painted. */
typedef gboolean (*WallVisibilityFunc) (GtkWidget *widget);

/* Signals: "painted" (gint64 now_us): a frame of the clock is finished.
 *          "changed": is_visible() answers otherwise now. */
WallVisibility *wall_visibility_new        (GtkWidget          *widget,
                                            WallVisibilityFunc  is_waiting);
gboolean        wall_visibility_is_visible (WallVisibility     *self);

G_END_DECLS
