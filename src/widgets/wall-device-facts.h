/* wall-device-facts.h
 *
 * What was found out of a device, besides its channels: what it is, whether it is on the wall
 * already, and the certificate that it showed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wall-probe.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_FACTS (wall_device_facts_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceFacts, wall_device_facts, WALL, DEVICE_FACTS, AdwBin)

GtkWidget *wall_device_facts_new  (void);
void       wall_device_facts_show (WallDeviceFacts *self,
                                   WallProbe       *probe,
                                   GListModel      *entries);

G_END_DECLS
