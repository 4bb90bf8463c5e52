/* wall-title-entry.h
 *
 * Where a camera's name or number is typed, in the strip below its picture. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define WALL_TYPE_TITLE_ENTRY (wall_title_entry_get_type ())
G_DECLARE_FINAL_TYPE (WallTitleEntry, wall_title_entry, WALL, TITLE_ENTRY, GtkWidget)

/* Signals: "finished" (const char *text): what was typed; %NULL: all stays as it was. */
GtkWidget *wall_title_entry_new             (const char     *text,
                                             const char     *label,
                                             int             max_length);
void       wall_title_entry_set_digits_only (WallTitleEntry *self);

G_END_DECLS
