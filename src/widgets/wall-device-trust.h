/* wall-device-trust.h
 *
 * Which certificate is expected at an address that a person typed, and how another one is trusted
 * instead. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-inquiry.h"

G_BEGIN_DECLS

WallDevice *wall_device_trust_find   (WallDeviceStore       *store,
                                      const char            *device_id,
                                      const WallDeviceInput *input);
gboolean    wall_device_trust_accept (WallDeviceStore       *store,
                                      WallDevice            *device,
                                      const char            *certificate);

G_END_DECLS
