/* wall-channel-numbers.h
 *
 * The numbers that channels of a device get on a wall, where other cameras have theirs.
 * Pure; main thread, as its objects are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     wall_channel_numbers_fill  (GListModel *entries,
                                     GListModel *cameras);
gboolean wall_channel_numbers_check (GListModel *entries,
                                     GListModel *cameras);

G_END_DECLS
