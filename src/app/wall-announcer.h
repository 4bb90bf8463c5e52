/* wall-announcer.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_ANNOUNCER (wall_announcer_get_type ())
G_DECLARE_FINAL_TYPE (WallAnnouncer, wall_announcer, WALL, ANNOUNCER, GObject)

WallAnnouncer *wall_announcer_new      (GListModel    *cameras);
void           wall_announcer_set_pace (WallAnnouncer *self,
                                        guint          gather_ms,
                                        guint          quiet_ms);

G_END_DECLS
