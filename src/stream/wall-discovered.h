/* wall-discovered.h
 *
 * A device that was found on a local network. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_DISCOVERED (wall_discovered_get_type ())
G_DECLARE_FINAL_TYPE (WallDiscovered, wall_discovered, WALL, DISCOVERED, GObject)

/* Properties, all readable, each notifies: "name", "address", "serial" (strings, "" where the device
 * does not say), "port", "channels" (uint; 0: it does not say). */
const char     *wall_discovered_get_name     (WallDiscovered *self);
const char     *wall_discovered_get_address  (WallDiscovered *self);
const char     *wall_discovered_get_serial   (WallDiscovered *self);
guint16         wall_discovered_get_port     (WallDiscovered *self);
guint           wall_discovered_get_channels (WallDiscovered *self);
/* (transfer full): what to type, or to give to a probe: the port only where it is not the usual. */
char           *wall_discovered_dup_text     (WallDiscovered *self);

/* For the list that it is in. */
WallDiscovered *wall_discovered_new          (const char     *address,
                                              guint16         port);
void            wall_discovered_describe     (WallDiscovered *self,
                                              const char     *name,
                                              const char     *serial,
                                              guint           channels);

G_END_DECLS
