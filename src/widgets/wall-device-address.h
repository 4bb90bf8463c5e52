/* wall-device-address.h
 *
 * The address of a device in its three forms: as a person typed it, as a probe is asked for it, and
 * as it stands in the device file.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-probe.h"

G_BEGIN_DECLS

char *wall_device_address_strip_login (const char     *text);
char *wall_device_address_split       (const char     *uri,
                                       char          **out_path);
char *wall_device_address_add_path    (const char     *text,
                                       const char     *path);
char *wall_device_address_name_camera (WallProbe        *probe,
                                       WallProbeChannel *channel);
char *wall_device_address_complete    (const char     *text,
                                       const char     *scheme,
                                       GError        **error);

G_END_DECLS
