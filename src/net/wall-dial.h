/* wall-dial.h
 *
 * One TCP connection attempt, with a deadline and a reason when it fails.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     wall_dial_async  (GPtrArray            *addresses,
                           guint                 timeout_ms,
                           GCancellable         *cancellable,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data);
GSocket *wall_dial_finish (GAsyncResult         *result,
                           GError              **error);

G_END_DECLS
