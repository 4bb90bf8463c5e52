/* wall-resolve.h
 *
 * Names to addresses, without ever making the caller wait.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_RESOLVE_MAX_THREADS 4

void       wall_resolve_async  (const char           *host,
                                guint16               port,
                                guint                 timeout_ms,
                                GCancellable         *cancellable,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
GPtrArray *wall_resolve_finish (GAsyncResult         *result,
                                GError              **error);

G_END_DECLS
