/* wall-secret-actions.h
 *
 * Asking a person for passwords, and telling them when none can be kept. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-window.h"

G_BEGIN_DECLS

void wall_secret_actions_install (WallWindow      *window,
                                  WallDeviceStore *store);

G_END_DECLS
