/* wall-channel-list.h
 *
 * The channels of a device to choose from: all or none with one click, each to be named and
 * numbered. Numbers that are taken are said to be. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "wall-channel-entry.h"

G_BEGIN_DECLS

#define WALL_TYPE_CHANNEL_LIST (wall_channel_list_get_type ())
G_DECLARE_FINAL_TYPE (WallChannelList, wall_channel_list, WALL, CHANNEL_LIST, GtkWidget)

/* Signals: "changed": another number of channels is chosen, or it can be kept or no longer be. */
GtkWidget *wall_channel_list_new          (void);
void       wall_channel_list_set_model    (WallChannelList *self,
                                           GListModel      *entries,
                                           GListModel      *cameras);
guint      wall_channel_list_get_n_chosen (WallChannelList *self);
gboolean   wall_channel_list_is_valid     (WallChannelList *self);
gboolean   wall_channel_list_focus_first  (WallChannelList *self);

G_END_DECLS
