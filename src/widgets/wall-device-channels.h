/* wall-device-channels.h
 *
 * The channels that a probe found, beside those that are on the wall. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-probe.h"

G_BEGIN_DECLS

void wall_device_channels_add            (GListStore *entries,
                                          WallProbe  *probe,
                                          const char *path,
                                          gboolean    is_new);
void wall_device_channels_expect_nothing (GListModel *entries);

G_END_DECLS
