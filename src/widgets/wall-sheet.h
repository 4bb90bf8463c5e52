/* wall-sheet.h
 *
 * A page that lies over the wall in the wall's own window, with the wall to be seen around it, until
 * it is closed: what newer libadwaita calls a dialog. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WALL_TYPE_SHEET (wall_sheet_get_type ())
G_DECLARE_FINAL_TYPE (WallSheet, wall_sheet, WALL, SHEET, GtkWidget)

/* Actions: "sheet.close".
 * Signals: "closed": it is gone from its window; what it held is let go of afterwards. */
WallSheet *wall_sheet_open        (GtkOverlay *overlay,
                                   GtkWidget  *content,
                                   const char *title);
void       wall_sheet_close       (WallSheet  *self);
GtkWidget *wall_sheet_get_content (WallSheet  *self);

G_END_DECLS
