/* wall-channel-row.h
 *
 * One channel of a device in a list: whether it is chosen, what it shows, its name, number and
 * stream, each editable. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-channel-entry.h"

G_BEGIN_DECLS

#define WALL_TYPE_CHANNEL_ROW (wall_channel_row_get_type ())
G_DECLARE_FINAL_TYPE (WallChannelRow, wall_channel_row, WALL, CHANNEL_ROW, GtkListBoxRow)

GtkWidget *wall_channel_row_new        (WallChannelEntry *entry);
gboolean   wall_channel_row_focus_name (WallChannelRow   *self);

G_END_DECLS
