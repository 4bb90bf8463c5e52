/* wall-transfer-service.h
 *
 * Export and import of the running wall, over D-Bus: both ends of it. The asking end waits, so it
 * is for a process that does nothing else. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"

G_BEGIN_DECLS

#define WALL_TRANSFER_INTERFACE "org.watchwall.Watchwall.Transfer1"

void  wall_transfer_service_export     (GApplication     *application,
                                        WallDeviceStore  *store);
char *wall_transfer_service_ask_export (const char       *bus_name,
                                        GError          **error);
char *wall_transfer_service_ask_import (const char       *bus_name,
                                        const char       *name,
                                        const char       *text,
                                        gboolean          replaces,
                                        gboolean          only_tells,
                                        GError          **error);

G_END_DECLS
