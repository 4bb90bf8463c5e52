/* wall-discovery.h
 *
 * The DVRIP devices that answer on the local networks, as a list that refreshes itself while it is
 * watched. Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wall-discovered.h"

G_BEGIN_DECLS

#define WALL_TYPE_DISCOVERY (wall_discovery_get_type ())
G_DECLARE_FINAL_TYPE (WallDiscovery, wall_discovery, WALL, DISCOVERY, GObject)

/* A GListModel of WallDiscovered. A device stays where it is in the list; one that has not answered
 * for half a minute leaves it.
 * Properties, readable, each notifies: "is-searching" (boolean): answers are waited for right now;
 * "trouble" (string, nullable): a sentence, why nothing can be found. */
WallDiscovery  *wall_discovery_new           (void);
/* Between these two it asks at once, and again every ten seconds. The list stays. */
void            wall_discovery_start         (WallDiscovery  *self);
void            wall_discovery_stop          (WallDiscovery  *self);
gboolean        wall_discovery_is_searching  (WallDiscovery  *self);
const char     *wall_discovery_get_trouble   (WallDiscovery  *self);

G_END_DECLS
