/* wall-transfer-actions.h
 *
 * Export and import from the menu. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-window.h"

G_BEGIN_DECLS

void wall_transfer_actions_install (WallWindow      *window,
                                    WallDeviceStore *store);

G_END_DECLS
