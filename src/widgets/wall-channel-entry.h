/* wall-channel-entry.h
 *
 * One channel of a device as a person decides about it: whether it is on the wall, under which name
 * and number, and which stream of it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define WALL_TYPE_CHANNEL_ENTRY (wall_channel_entry_get_type ())
G_DECLARE_FINAL_TYPE (WallChannelEntry, wall_channel_entry, WALL, CHANNEL_ENTRY, GObject)

typedef enum {
  WALL_CHANNEL_STREAM_AUTO,  /* as large as it is shown */
  WALL_CHANNEL_STREAM_MAIN,
  WALL_CHANNEL_STREAM_SUB,
} WallChannelStream;

/* Properties, readable and writable: "chosen" (boolean), "name" (string), "number" (uint: what a
 * guard types; 0: none, or what was typed is none), "stream" (uint: WallChannelStream), "has-sub"
 * (boolean), "preview" (GdkTexture, nullable), "awaited" (boolean: one may come), "trouble" (string,
 * nullable: why there is none), "complaint" (string, nullable: what is wrong with what was typed). */
WallChannelEntry *wall_channel_entry_new          (guint             channel,
                                                   const char       *path);
guint             wall_channel_entry_get_channel  (WallChannelEntry *self);
const char       *wall_channel_entry_get_path     (WallChannelEntry *self);
gboolean          wall_channel_entry_is_chosen    (WallChannelEntry *self);
const char       *wall_channel_entry_get_name     (WallChannelEntry *self);
guint             wall_channel_entry_get_number   (WallChannelEntry *self);
WallChannelStream wall_channel_entry_get_stream   (WallChannelEntry *self);

/* The camera on the wall that shows it already; it keeps its id. */
void              wall_channel_entry_set_camera   (WallChannelEntry *self,
                                                   const char       *camera_id,
                                                   gboolean          is_fixed);
const char       *wall_channel_entry_get_camera   (WallChannelEntry *self);
/* It is on the wall, and this is not the place to change it. */
gboolean          wall_channel_entry_is_fixed     (WallChannelEntry *self);

G_END_DECLS
